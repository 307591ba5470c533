//! Locations of tokens in source files, as far as the compiler knows them.

use std::cell::OnceCell;

use proc_macro2::Span;
use redirect_core::SourceLocation;

/// Returns the span that the compiler knows; `None` outside of a compiler, as in a test.
pub(crate) fn compiler_span(span: Span) -> Option<proc_macro::Span> {
    proc_macro::is_available().then(|| span.unwrap())
}

/// The names of source files, to which the locations of a document refer: a list that grows while
/// its names are borrowed. Nearly always all rules are in one file.
#[derive(Default)]
pub(crate) struct FileNames {
    name: OnceCell<String>,
    others: OnceCell<Box<FileNames>>,
}

impl FileNames {
    /// Returns the location of a span; without a file if the compiler does not tell, as in some
    /// editors.
    pub(crate) fn location(&self, span: Span) -> SourceLocation<'_> {
        let Some(span) = compiler_span(span) else { return SourceLocation::default() };
        let start = span.start();
        let number = |value: usize| u32::try_from(value).unwrap_or_default();
        SourceLocation {
            file: self.intern(start.file()),
            line: number(start.line()),
            column: number(start.column()),
        }
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
