//! Locations of tokens in source files, where the compiler provides them.
//!
//! The methods of `Span` that return its line, column and file are stable since Rust 1.88. The
//! `span-locations` feature of `proc-macro2` calls them if they exist. With Rust 1.85 to 1.87, and
//! outside of a compiler, the functions in this module return `None`. Errors are still reported at
//! their spans.

use std::cell::OnceCell;
use std::path::PathBuf;

use proc_macro2::Span;
use redirect_core::SourceLocation;

/// Returns the 1-based line and column of the first character of a span.
pub(crate) fn position(span: Span) -> Option<(u32, u32)> {
    // Tests parse tokens whose positions `proc-macro2` determines.
    let has_position = proc_macro::is_available() || cfg!(test);
    let start = has_position.then(|| span.start())?;
    let number = |value: usize| u32::try_from(value).ok();
    (start.line > 0).then_some((number(start.line)?, number(start.column + 1)?))
}

/// Returns the name of a span's source file, as the compiler displays it.
pub(crate) fn displayed_file(span: Span) -> Option<String> {
    position(span).map(|_| span.file())
}

/// Returns the path on disk of a span's source file. Some editors do not provide it.
pub(crate) fn local_file(span: Span) -> Option<PathBuf> {
    position(span)?;
    span.local_file()
}

/// The interned names of source files, which the locations of a document borrow. This is a linked
/// list, so that it can grow while names are borrowed. It nearly always has one element.
#[derive(Default)]
pub(crate) struct FileNames {
    name: OnceCell<String>,
    others: OnceCell<Box<FileNames>>,
}

impl FileNames {
    /// Returns the location of a span, or `None` if the compiler does not provide it.
    pub(crate) fn location(&self, span: Span) -> Option<SourceLocation<'_>> {
        let (line, column) = position(span)?;
        Some(SourceLocation::new(self.intern(span.file()), line, column))
    }

    fn intern(&self, name: String) -> &str {
        match self.name.get() {
            None => self.name.get_or_init(|| name),
            Some(known) if *known == name => known,
            Some(_) => self.others.get_or_init(Box::default).intern(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FileNames;

    #[test]
    fn names_are_stored_once() {
        let names = FileNames::default();
        let [a, b] = ["a.rs", "b.rs"].map(|name| names.intern(name.into()));
        assert_eq!((a, b), ("a.rs", "b.rs"));
        assert!(std::ptr::eq(names.intern("b.rs".into()), b));
    }
}
