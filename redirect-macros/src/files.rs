//! Reading the included files.

use std::path::{Path, PathBuf};

use redirect_compiler::syntax::{Document, ScopeId, ScopeKind, Unreadable};
use redirect_compiler::{Format, IncludedFile};
use syn::LitStr;

use crate::location::compiler_span;

/// An `include` in the macro.
pub(crate) struct Include {
    pub(crate) scope: ScopeId,
    /// The number of rules in the macro that precede it.
    pub(crate) rules_before: usize,
    /// The literal that names the file.
    pub(crate) file: LitStr,
}

/// An included file.
pub(crate) struct File {
    include: Include,
    /// The path in messages.
    path: String,
    text: Result<String, Unreadable>,
    /// Whether cargo has to rebuild the crate when the file changes.
    is_tracked: bool,
}

/// Reads the files, in the order of the includes.
pub(crate) fn read(includes: Vec<Include>, document: &Document<'_>) -> Vec<File> {
    includes.into_iter().map(|include| read_file(include, document)).collect()
}

fn read_file(include: Include, document: &Document<'_>) -> File {
    let has_format = match &document.scope(include.scope).kind {
        ScopeKind::Include(include) => Format::of_include(include).is_some(),
        ScopeKind::Default | ScopeKind::Group(_) => false,
    };
    if !has_format {
        return File { include, path: String::new(), text: Ok(String::new()), is_tracked: false };
    }
    let path = display_path(&include.file);
    let (text, is_tracked) = match source_file(&include.file) {
        Some(source) => {
            let text = read_text(&sibling(&source, &include.file));
            let is_tracked = text.is_ok();
            (text, is_tracked)
        }
        None => (Ok(read_in_editor(&include.file)), false),
    };
    File { include, path, text, is_tracked }
}

impl File {
    /// Returns the file as the compiler reads it.
    pub(crate) fn included(&self) -> IncludedFile<'_> {
        IncludedFile {
            scope: self.include.scope,
            rules_before: self.include.rules_before,
            path: &self.path,
            text: self.text.as_deref().map_err(Clone::clone),
        }
    }

    /// Returns the literal that names the file, if cargo has to rebuild the crate when it changes.
    pub(crate) fn tracked(&self) -> Option<&LitStr> {
        self.is_tracked.then_some(&self.include.file)
    }
}

fn read_text(path: &Path) -> Result<String, Unreadable> {
    let bytes = std::fs::read(path).map_err(|error| Unreadable::Io(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Unreadable::NotUtf8(error.utf8_error().valid_up_to()))
}

/// Reads a file in an editor that does not tell where the source file is: relative to the folders of
/// the package. A file that is not there is taken to be empty, without an error.
fn read_in_editor(file: &LitStr) -> String {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(PathBuf::new, Into::into);
    let folders = [package.join("src"), package];
    let read = |folder: &PathBuf| std::fs::read_to_string(folder.join(file.value())).ok();
    folders.iter().find_map(read).unwrap_or_default()
}

/// Returns the path of a file that is named relative to the folder of a source file.
fn sibling(source: &Path, file: &LitStr) -> PathBuf {
    source.parent().unwrap_or(Path::new("")).join(file.value())
}

/// Returns the path of the source file on disk.
fn source_file(file: &LitStr) -> Option<PathBuf> {
    compiler_span(file.span())?.local_file()
}

/// Returns the path of a file, starting like that of the source file in the compiler's messages.
fn display_path(file: &LitStr) -> String {
    let source = compiler_span(file.span()).map(|span| PathBuf::from(span.file()));
    sibling(&source.unwrap_or_default(), file).display().to_string()
}
