//! The files that are included.

use std::path::{Path, PathBuf};

use redirect_compiler::format_of;
use redirect_compiler::syntax::{Include, Unreadable};
use syn::LitStr;

use crate::ast::{Scope, ScopeKind, Table};
use crate::span::of_compiler;

/// A file, as far as it could be read.
#[derive(Default)]
pub(crate) struct File {
    /// Its name in messages.
    pub(crate) name: String,
    pub(crate) text: String,
    /// Why it could not be read.
    pub(crate) unreadable: Option<Unreadable>,
    /// It was read from a place that the compiler knows, and a change of it is one of the source.
    pub(crate) is_tracked: bool,
}

/// A file for each scope, which is empty for those that include none.
pub(crate) fn read(table: &Table) -> Vec<File> {
    table
        .scopes
        .iter()
        .map(|scope| {
            include(scope).map_or_else(File::default, |(include, at)| match format_of(&include) {
                Some(_) => File::read(at),
                None => File::default(),
            })
        })
        .collect()
}

/// What a scope includes, and where it is said.
pub(crate) fn include(scope: &Scope) -> Option<(Include<'static>, &LitStr)> {
    let ScopeKind::Include { file, format } = &scope.kind else { return None };
    let format = format.as_ref().map(|format| format.text.clone().into());
    Some((Include { file: file.value().into(), format, unreadable: None }, file))
}

impl File {
    fn read(literal: &LitStr) -> File {
        let name = beside(displayed(literal).as_deref(), literal);
        let Some(source) = source_file(literal) else { return File::in_an_editor(&name, literal) };
        match std::fs::read(beside(Some(&source), literal)) {
            Err(error) => File::bad(&name, Unreadable::Io(error.to_string())),
            Ok(bytes) => match String::from_utf8(bytes) {
                Err(error) => {
                    let at = error.utf8_error().valid_up_to();
                    File::bad(&name, Unreadable::NotUtf8(at))
                }
                Ok(text) => File { name: shown(&name), text, unreadable: None, is_tracked: true },
            },
        }
    }

    fn bad(name: &Path, why: Unreadable) -> File {
        File { name: shown(name), unreadable: Some(why), ..File::default() }
    }

    /// Some editors do not tell where the source is: what is not found from the package's folders is
    /// taken to be empty, without a word.
    fn in_an_editor(name: &Path, literal: &LitStr) -> File {
        let package = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(PathBuf::new, Into::into);
        let folders = [package.join("src"), package];
        let text = folders
            .iter()
            .find_map(|folder| std::fs::read_to_string(folder.join(literal.value())).ok());
        File { name: shown(name), text: text.unwrap_or_default(), ..File::default() }
    }
}

/// The path of a file that is named from the folder of the source.
fn beside(source: Option<&Path>, literal: &LitStr) -> PathBuf {
    let folder = source.and_then(Path::parent).unwrap_or(Path::new(""));
    folder.join(literal.value())
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn source_file(literal: &LitStr) -> Option<PathBuf> {
    of_compiler(literal.span())?.local_file()
}

/// The source, as the compiler displays it.
fn displayed(literal: &LitStr) -> Option<PathBuf> {
    Some(of_compiler(literal.span())?.file().into())
}
