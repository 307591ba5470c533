//! Locations of tokens in source files, as far as the compiler reveals them.
//!
//! Line, column and file of a span are stable since Rust 1.88. The feature `span-locations` of
//! `proc-macro2` calls them where they exist. With Rust 1.85 to 1.87, and outside of a compiler,
//! the functions here return `None`. Errors are still reported at their spans.

use std::cell::OnceCell;
use std::path::PathBuf;

use proc_macro2::Span;
use redirect_core::SourceLocation;

/// Returns the line and the column of the first character of a span, both counted from 1.
pub(crate) fn position(span: Span) -> Option<(u32, u32)> {
    let start = proc_macro::is_available().then(|| span.start())?;
    let number = |value: usize| u32::try_from(value).ok();
    (start.line > 0).then_some((number(start.line)?, number(start.column + 1)?))
}

/// Returns the name of the source file of a span, as the compiler displays it.
pub(crate) fn displayed_file(span: Span) -> Option<String> {
    position(span).map(|_| span.file())
}

/// Returns the path of the source file of a span on disk; `None` also in some editors.
pub(crate) fn local_file(span: Span) -> Option<PathBuf> {
    position(span)?;
    span.local_file()
}

/// The names of source files, to which the locations of a document refer: a list that grows while
/// its names are borrowed. Nearly always all rules are in one file.
#[derive(Default)]
pub(crate) struct FileNames {
    name: OnceCell<String>,
    others: OnceCell<Box<FileNames>>,
}

impl FileNames {
    /// Returns the location of a span, or `None` if the compiler does not reveal it.
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
