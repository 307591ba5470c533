//! Reading of included files.

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use redirect_compiler::syntax::{Document, ScopeId, ScopeKind, Unreadable};
use redirect_compiler::{Format, IncludedFile};
use syn::LitStr;

use crate::source_location::{displayed_file, local_file, position};
use crate::variables::read_variable;

/// An `include` whose file has not been read yet.
pub(crate) struct UnreadInclude {
    pub(crate) scope: ScopeId,
    /// The number of rules in the macro that precede it.
    pub(crate) rules_before: usize,
    pub(crate) file: FileName,
}

/// The name of a file, as an `include` contains it.
pub(crate) struct FileName {
    /// The environment variable whose value precedes the path: `OUT_DIR` for a file that a build
    /// script writes.
    pub(crate) variable: Option<LitStr>,
    /// The path. Without a variable, it is relative to the folder of the source file.
    pub(crate) path: LitStr,
}

impl FileName {
    /// Returns the name to display in messages. It contains the name of the variable, because the
    /// value is a path of the build machine.
    pub(crate) fn displayed(&self) -> String {
        match &self.variable {
            Some(variable) => format!("${}{}", variable.value(), self.path.value()),
            None => self.path.value(),
        }
    }
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
    /// An expression for a path from which rustc can also include the file, so that cargo rebuilds
    /// the crate when the file changes.
    tracked: Option<TokenStream>,
}

/// Reads the included files, in the order of the includes.
pub(crate) fn read(includes: Vec<UnreadInclude>, document: &Document<'_>) -> Vec<File> {
    let read_file = |include: UnreadInclude| {
        let has_format = match &document.scope(include.scope).kind {
            ScopeKind::Include(include) => Format::from_include(include).is_some(),
            ScopeKind::Default | ScopeKind::Group(_) | ScopeKind::Canonical(_) => false,
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

    /// Returns an expression for a path from which rustc can include the file, if cargo can track
    /// it.
    pub(crate) fn tracked(&self) -> Option<&TokenStream> {
        self.content.tracked.as_ref()
    }
}

impl Content {
    fn empty() -> Content {
        Content { text: Ok(String::new()), tracked: None }
    }

    /// Reads a file.
    fn read(file: &FileName) -> Content {
        let path = &file.path;
        match (&file.variable, local_file(path.span())) {
            (Some(variable), _) => Content::from_variable(variable, path),
            (None, Some(source)) => {
                Content::from_path(&sibling(&source, path), path.to_token_stream())
            }
            (None, None) => Content::from_package(path),
        }
    }

    /// Reads a file whose path starts with the value of an environment variable.
    fn from_variable(variable: &LitStr, path: &LitStr) -> Content {
        let Some(mut full) = read_variable(&variable.value()) else {
            let text = Err(Unreadable::UnsetVariable(variable.value()));
            return Content { text, tracked: None };
        };
        full.push(path.value());
        let tracked = quote!(::core::concat!(::core::env!(#variable), #path));
        Content::from_path(Path::new(&full), tracked)
    }

    fn from_path(path: &Path, tracked: TokenStream) -> Content {
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
                Content::from_path(path, absolute.to_token_stream())
            }
            // An editor may run the macro outside the package. rustc will report a missing file.
            None if is_editor => Content::empty(),
            None => Content { text: Err(Unreadable::NotInPackage), tracked: None },
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

/// Returns the path of an included file to display in messages. Unless it starts with a variable,
/// it is relative to the same folder as the paths of source files in the compiler's messages.
fn displayed_path(file: &FileName) -> String {
    if file.variable.is_some() {
        return file.displayed();
    }
    let source = displayed_file(file.path.span()).unwrap_or_default();
    sibling(Path::new(&source), &file.path).display().to_string()
}
