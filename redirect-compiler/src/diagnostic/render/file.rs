//! The words for files of rules.

use crate::diagnostic::kind::BadFile;
use crate::syntax::document::Unreadable;

pub(crate) fn message(bad: &BadFile) -> String {
    match bad {
        BadFile::Unreadable { file, why: Unreadable::Io(why) } => {
            format!("`{file}` cannot be read: {why}")
        }
        BadFile::Unreadable { file, why: Unreadable::NotUtf8(at) } => {
            format!("`{file}` is no UTF-8 from byte {at} on")
        }
        BadFile::FormatUnknown { word, .. } => format!("`{word}` is no format of a file of rules"),
        BadFile::FormatUntold(file) => format!("nothing says in which format `{file}` is written"),
    }
}

pub(crate) fn help(bad: &BadFile) -> String {
    match bad {
        BadFile::Unreadable { why: Unreadable::NotUtf8(_), .. } => "save it as UTF-8".into(),
        BadFile::Unreadable { .. } => "a file is named from the folder of this source file".into(),
        BadFile::FormatUnknown { nearest: Some(format), .. } => format!("write `{format}`"),
        BadFile::FormatUnknown { .. } => "write `netlify` or `tsv`".into(),
        BadFile::FormatUntold(file) => {
            format!("write `include \"{file}\" as netlify`, or `as tsv`")
        }
    }
}
