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
        ShapeFault::Syntax(error) => row(format!("invalid regular expression: {error}"))
            .help("use the syntax of the `regex` crate"),
        ShapeFault::Unicode => row("non-ASCII text in a regular expression without `(?u)`")
            .help("write `(?u)` at the start of the regular expression"),
        ShapeFault::UnicodeWordBoundary => row("Unicode word boundaries are not supported")
            .help("write `(?-u:\\b)` for an ASCII word boundary"),
        ShapeFault::TooLarge => {
            row(format!("regular expression compiles to more than {MAX_LEN} bytes"))
                .help("use `+` or `*` in place of a long repetition, or a simpler class")
        }
        ShapeFault::NoValue => row("no value can match this regular expression")
            .help("remove it, or use one that matches the values of the capture"),
        ShapeFault::NoHost => row("no lowercase host can match this regular expression")
            .help("write its letters in lowercase: hosts are converted to lowercase first"),
        ShapeFault::NoRegex => row("regular expressions of captures require the feature `regex`")
            .help("add `features = [\"regex\"]` to `redirects` in `Cargo.toml`"),
        ShapeFault::NoUnicodeTables => {
            row("this regular expression requires the feature `unicode`").help(
                "use a class such as `[a-z0-9]` or `[à-ÿ]`, or add `features = [\"unicode\"]` to \
             `redirects` in `Cargo.toml`",
            )
        }
    }
}
