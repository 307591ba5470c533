//! The rows of the faults of the regular expressions of captures.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::ShapeFault;
use crate::diagnostic::render::{Description, Note, Words};
use redirect_core::internals::dfa::MAX_LEN;

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::BadCondition, message).note(Note::Excerpt)
}

pub(super) fn describe(fault: &ShapeFault) -> Description {
    match fault {
        ShapeFault::Syntax(error) => row(format!("the shape is no regular expression: {error}"))
            .help("the syntax is that of the crate `regex`"),
        ShapeFault::Unicode => {
            row("a shape is ASCII unless it says otherwise").help("write `(?u)` before it")
        }
        ShapeFault::UnicodeWordBoundary => {
            row("a Unicode word boundary cannot be compiled").help("write `(?-u:\\b)`")
        }
        ShapeFault::TooLarge => {
            row(format!("the shape is larger than {MAX_LEN} bytes once compiled"))
                .help("write `+` or `*` for a long repetition, or a simpler class")
        }
        ShapeFault::NoValue => {
            row("no text has this shape").help("leave it out, or write what the capture looks like")
        }
        ShapeFault::NoRegex => row("shapes need the feature `regex`")
            .help("add `features = [\"regex\"]` to `redirects` in `Cargo.toml`"),
        ShapeFault::NoUnicodeTables => {
            row("the shape needs the Unicode tables, which the feature `unicode` adds").help(
                "write a class such as `[a-z0-9]` or `[à-ÿ]`, or add `features = [\"unicode\"]` \
                 to `redirects` in `Cargo.toml`",
            )
        }
    }
}
