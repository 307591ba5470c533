//! Reading of included files.

use std::path::{Path, PathBuf};

use redirect_compiler::syntax::{Document, ScopeId, ScopeKind, Unreadable};
use redirect_compiler::{Format, IncludedFile};
use syn::LitStr;

use crate::source_location::{displayed_file, local_file, position};

/// An `include` whose file has not been read yet.
pub(crate) struct UnreadInclude {
    pub(crate) scope: ScopeId,
    /// The number of rules in the macro that precede it.
    pub(crate) rules_before: usize,
    /// The literal that names the file.
    pub(crate) file: LitStr,
}

/// An included file.
pub(crate) struct File {
    include: UnreadInclude,
    /// The path to display in messages.
    path: String,
    content: Content,
}

/// The content of a file.
struct Content {
    text: Result<String, Unreadable>,
    /// A path from which rustc can also include the file, so that cargo rebuilds the crate when the
    /// file changes.
    tracked: Option<LitStr>,
}

/// Reads the included files, in the order of the includes.
pub(crate) fn read(includes: Vec<UnreadInclude>, document: &Document<'_>) -> Vec<File> {
    let read_file = |include: UnreadInclude| {
        let has_format = match &document.scope(include.scope).kind {
            ScopeKind::Include(include) => Format::from_include(include).is_some(),
            ScopeKind::Default | ScopeKind::Group(_) => false,
        };
        // If the format is missing or unknown, that is already an error, so the file is not read.
        let content = if has_format { Content::read(&include.file) } else { Content::empty() };
        File { path: displayed_path(&include.file), include, content }
    };
    includes.into_iter().map(read_file).collect()
}

impl File {
    /// Returns the file in the form that the compiler expects.
    pub(crate) fn included(&self) -> IncludedFile<'_> {
        IncludedFile {
            scope: self.include.scope,
            rules_before: self.include.rules_before,
            path: &self.path,
            text: self.content.text.as_deref().map_err(Clone::clone),
        }
    }

    /// Returns a path from which rustc can include the file, if cargo can track it.
    pub(crate) fn tracked(&self) -> Option<&LitStr> {
        self.content.tracked.as_ref()
    }
}

impl Content {
    fn empty() -> Content {
        Content { text: Ok(String::new()), tracked: None }
    }

    /// Reads the file that a literal names, relative to the source file.
    fn read(file: &LitStr) -> Content {
        match local_file(file.span()) {
            Some(source) => Content::from_path(&sibling(&source, file), file.clone()),
            None => Content::from_package(file),
        }
    }

    fn from_path(path: &Path, tracked: LitStr) -> Content {
        let text = read_text(path);
        let tracked = text.is_ok().then_some(tracked);
        Content { text, tracked }
    }

    /// Reads a file when the path of the source file is unknown. The file is relative to the
    /// package's `src` folder or, if it does not exist there, to the package's root folder.
    fn from_package(file: &LitStr) -> Content {
        let package = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(PathBuf::new, Into::into);
        let paths = [package.join("src"), package].map(|folder| folder.join(file.value()));
        let is_editor = position(file.span()).is_some() || !proc_macro::is_available();
        match paths.iter().find(|path| path.is_file()) {
            Some(path) => {
                // rustc would resolve a relative path against the folder of the source file.
                let absolute = std::path::absolute(path).unwrap_or_else(|_| path.clone());
                let absolute = LitStr::new(&absolute.to_string_lossy(), file.span());
                Content::from_path(path, absolute)
            }
            // An editor may run the macro outside the package. rustc will report a missing file.
            None if is_editor => Content::empty(),
            None => {
                let why = "this compiler does not reveal the folder of the source file, and the \
                           file is neither in the package's folder nor in its `src`";
                Content { text: Err(Unreadable::Io(why.into())), tracked: None }
            }
        }
    }
}

fn read_text(path: &Path) -> Result<String, Unreadable> {
    let bytes = std::fs::read(path).map_err(|error| Unreadable::Io(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Unreadable::NotUtf8(error.utf8_error().valid_up_to()))
}

/// Returns the path of a file whose literal is relative to the folder of a source file.
fn sibling(source: &Path, file: &LitStr) -> PathBuf {
    source.parent().unwrap_or(Path::new("")).join(file.value())
}

/// Returns the path of an included file to display in messages. It is relative to the same folder
/// as the paths of source files in the compiler's messages.
fn displayed_path(file: &LitStr) -> String {
    let source = displayed_file(file.span()).unwrap_or_default();
    sibling(Path::new(&source), file).display().to_string()
}
