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
            .help("see the syntax of the `regex` crate"),
        ShapeFault::Unicode => {
            row("this regular expression matches non-ASCII text, but Unicode is \
                 not enabled")
            .help("start the expression with `(?u)`")
        }
        ShapeFault::UnicodeWordBoundary => {
            row("Unicode word boundaries are not supported").help("write `(?-u:\\b)`")
        }
        ShapeFault::TooLarge => {
            row(format!("the compiled regular expression is larger than {MAX_LEN} bytes"))
                .help("use `+` or `*` in place of a long repetition, or a simpler class")
        }
        ShapeFault::NoValue => row("this regular expression matches no text")
            .help("remove it, or describe the text that the capture should match"),
        ShapeFault::NoRegex => row("regular expressions need the feature `regex` of `redirects`")
            .help("add `features = [\"regex\"]` to `redirects` in `Cargo.toml`"),
        ShapeFault::NoUnicodeTables => {
            row("this regular expression needs the feature `unicode` of `redirects`").help(
                "use a class such as `[a-z0-9]` or `[à-ÿ]`, or add `features = [\"unicode\"]` \
                 to `redirects` in `Cargo.toml`",
            )
        }
    }
}
