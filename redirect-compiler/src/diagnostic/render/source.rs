//! The rows of the faults of sources and prefixes.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::SourceFault;
use crate::diagnostic::render::{Description, Words};

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::BadSource, message)
}

pub(super) fn describe(fault: &SourceFault) -> Description {
    match fault {
        SourceFault::Url { suggestion } => row("a source is a path, without scheme and host")
            .help(write_or(suggestion.as_deref(), "use its path alone")),
        SourceFault::Regex { suggestion } => {
            row("a source is not a regular expression").help(write_or(
                suggestion.as_deref(),
                "use `{name}` for one segment, and `{*name}` for the rest of the path",
            ))
        }
        SourceFault::MissingSlash(source) => {
            row("a source begins with `/`").help(format!("write `/{source}`"))
        }
        SourceFault::DoubleSlash => {
            row("a source that begins with `//` would name a host in a URL").help("write one slash")
        }
        SourceFault::Query { suggestion } => {
            row("a source is a path, and the path ends before the `?`").help(write_or(
                suggestion.as_deref(),
                "leave it out; a question mark in the path itself is `%3F`",
            ))
        }
        SourceFault::Fragment => row("no request has a fragment: clients keep it to themselves")
            .help("leave it out; a number sign in the path itself is `%23`"),
        SourceFault::DotSegment => {
            row("clients resolve `.` and `..` before they ask, so that this never matches")
                .help("write the path that they lead to")
        }
        SourceFault::ForeignSyntax { text, suggestion } => row(format!(
            "`{text}` is plain text here, and no capture"
        ))
        .help(format!("write `{suggestion}` for a capture, or percent-encode the first character")),
        SourceFault::CatchAllNotAfterSlash(name) => {
            row(format!("`{{*{name}}}` does not follow a `/`"))
                .help(format!("write `/{{*{name}}}`, or `{{{name}}}` for the end of a segment"))
        }
        SourceFault::PrefixCapture => row("the prefix of a group is text, without captures")
            .help("write the capture in the source of each rule"),
        SourceFault::PrefixTrailingSlash => row("the prefix of a group ends without a slash").help(
            "leave the slash out, or all of a prefix that is no more: each source begins with one",
        ),
    }
}

/// Returns the help to write the suggestion, or the other help if there is none.
fn write_or(suggestion: Option<&str>, otherwise: &'static str) -> Words {
    match suggestion {
        Some(suggestion) => format!("write `{suggestion}`").into(),
        None => otherwise.into(),
    }
}
