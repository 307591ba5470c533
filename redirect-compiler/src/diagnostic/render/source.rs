//! The rows of the faults of sources and prefixes.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::SourceFault;
use crate::diagnostic::render::{Description, Words};

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::BadSource, message)
}

pub(super) fn describe(fault: &SourceFault) -> Description {
    match fault {
        SourceFault::Url { suggestion } => {
            row("a source must be a path, without a scheme and host")
                .help(write_or(suggestion.as_deref(), "use only its path"))
        }
        SourceFault::Regex { suggestion } => {
            row("a source is not a regular expression").help(write_or(
                suggestion.as_deref(),
                "use `{name}` for one segment, and `{*name}` for the rest of the path",
            ))
        }
        SourceFault::MissingSlash(source) => {
            row("a source must start with `/`").help(format!("write `/{source}`"))
        }
        SourceFault::DoubleSlash => {
            row("a source cannot start with `//`: in a URL, that starts a host")
                .help("write one slash")
        }
        SourceFault::Query { suggestion } => {
            row("a source must be a path, without a query").help(write_or(
                suggestion.as_deref(),
                "remove the query; a question mark in the path is written `%3F`",
            ))
        }
        SourceFault::Fragment => row("a source cannot have a fragment: clients do not send it")
            .help("remove the fragment; a number sign in the path is written `%23`"),
        SourceFault::DotSegment => {
            row("this source never matches: clients resolve `.` and `..` before \
                 they send a request")
            .help("use the resolved path")
        }
        SourceFault::ForeignSyntax { text, suggestion } => {
            row(format!("`{text}` is not a capture in this syntax")).help(format!(
                "write `{suggestion}`, or percent-encode the first character if \
                 it is literal text"
            ))
        }
        SourceFault::CatchAllNotAfterSlash(name) => row(format!("`{{*{name}}}` must follow a `/`"))
            .help(format!("write `/{{*{name}}}`, or `{{{name}}}` for the rest of the segment")),
        SourceFault::PrefixCapture => row("the prefix of a group cannot have captures")
            .help("move the capture into the source of each rule"),
        SourceFault::PrefixTrailingSlash => row("the prefix of a group cannot end with a slash")
            .help("remove the slash, or the whole prefix if it is only a slash"),
    }
}

/// Returns the help to write the suggestion, or the other help if there is none.
fn write_or(suggestion: Option<&str>, otherwise: &'static str) -> Words {
    match suggestion {
        Some(suggestion) => format!("write `{suggestion}`").into(),
        None => otherwise.into(),
    }
}
