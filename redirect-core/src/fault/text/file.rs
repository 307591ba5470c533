//! The words for files of rules.

use crate::fault::BadFile;

pub(super) fn message(bad: &BadFile) -> String {
    match bad {
        BadFile::Unreadable { file, why } => format!("`{file}` cannot be read: {why}"),
        BadFile::FormatUnknown { word, .. } => format!("`{word}` is no format of a file of rules"),
        BadFile::FormatUntold(file) => format!("nothing says in which format `{file}` is written"),
    }
}

pub(super) fn help(bad: &BadFile) -> String {
    match bad {
        BadFile::Unreadable { .. } => "a file is named from the folder of this source file".into(),
        BadFile::FormatUnknown { nearest: Some(format), .. } => format!("write `{format}`"),
        BadFile::FormatUnknown { .. } => "write `netlify` or `tsv`".into(),
        BadFile::FormatUntold(file) => {
            format!("write `include \"{file}\" as netlify`, or `as tsv`")
        }
    }
}
