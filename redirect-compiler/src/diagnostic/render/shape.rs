//! The words for shapes.

use crate::regex::ShapeFault;
use redirect_core::internals::dfa::MAX_LEN;

pub(crate) fn message(bad: &ShapeFault) -> String {
    match bad {
        ShapeFault::Syntax(error) => format!("the shape is no regular expression: {error}"),
        ShapeFault::Unicode => "a shape is ASCII unless it says otherwise".into(),
        ShapeFault::UnicodeWordBoundary => "a Unicode word boundary cannot be compiled".into(),
        ShapeFault::TooLarge => format!("the shape is larger than {MAX_LEN} bytes once compiled"),
        ShapeFault::NoValue => "no text has this shape".into(),
        ShapeFault::NoRegex => "shapes need the feature `regex`".into(),
    }
}

pub(crate) fn help(bad: &ShapeFault) -> String {
    match bad {
        ShapeFault::Syntax(_) => "the syntax is that of the crate `regex`".into(),
        ShapeFault::Unicode => "write `(?u)` before it".into(),
        ShapeFault::UnicodeWordBoundary => "write `(?-u:\\b)`".into(),
        ShapeFault::TooLarge => "write `+` or `*` for a long repetition, or a simpler class".into(),
        ShapeFault::NoValue => "leave it out, or write what the capture looks like".into(),
        ShapeFault::NoRegex => "add `features = [\"regex\"]` to `redirects` in `Cargo.toml`".into(),
    }
}
