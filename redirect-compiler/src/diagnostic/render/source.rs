//! The rows of the faults of sources and prefixes.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::SourceFault;
use crate::diagnostic::render::{Description, Words};

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::BadSource, message)
}

pub(super) fn describe(fault: &SourceFault) -> Description {
    match fault {
        SourceFault::Url => {
            row("a source must be a path, without a scheme and host").help("write its path alone")
        }
        SourceFault::MissingSlash(source) => {
            row("a source must start with `/`").help(format!("write `/{source}`"))
        }
        SourceFault::DoubleSlash => {
            row("a source cannot start with `//`: in a URL, that starts a host")
                .help("write one slash")
        }
        SourceFault::Query => row("a source must be a path, without a query")
            .help("remove the query; a question mark in the path is written `%3F`"),
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
            .help(
                "leave the slash out, or all of a prefix that is no more: each \
                 source begins with one",
            ),
    }
}
