//! The rows of the faults of sources and prefixes.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::SourceFault;
use crate::diagnostic::render::text::foreign_help;
use crate::diagnostic::render::{Description, Note, Words, Written, canonical_with};

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::BadSource, message)
}

pub(super) fn describe(fault: &SourceFault, written: &Written) -> Description {
    let Written { noun, text, .. } = written;
    match fault {
        SourceFault::Url { suggestion } => row(format!("{noun} `{text}` is a URL, not a path"))
            .help(write_or(suggestion.as_deref(), "use only its path")),
        SourceFault::Regex { fix } => Description::new(
            FaultName::ForeignSyntax,
            format!("{noun} `{text}` is a regular expression, not a path"),
        )
        .help(foreign_help(fix)),
        SourceFault::MissingSlash(source) => {
            let schemes = if *noun == "URL" { ", `https://` or `http://`" } else { "" };
            row(format!("{noun} `{source}` must start with `/`{schemes}"))
                .help(format!("write `/{source}`"))
        }
        SourceFault::Method { suggestion } => {
            row(format!("method in {noun} `{text}`")).help(format!("write `{suggestion}`"))
        }
        SourceFault::DoubleSlash { suggestion } => {
            row(format!("{noun} `{text}` starts with two slashes"))
                .note(Note::Text("in a URL, a host follows `//`".into()))
                .help(match suggestion {
                    Some(suggestion) => format!("write `{suggestion}`"),
                    None if text.starts_with("//{") => format!(
                        "remove the rule; {} redirects all repeated slashes",
                        canonical_with("slashes: merge")
                    ),
                    None => "remove one of them".into(),
                })
        }
        SourceFault::Query { suggestion } => row(format!("query in {noun} `{text}`"))
            .note(Note::Text("sources match only the path of a request".into()))
            .help(write_or(
                suggestion.as_deref(),
                "remove it, or use `%3F` for a question mark in the path",
            )),
        SourceFault::Fragment => row(format!("fragment in {noun} `{text}`"))
            .note(Note::Text("clients do not send fragments".into()))
            .help("remove it, or use `%23` for a number sign in the path"),
        SourceFault::DotSegment => row(format!("dot segment in {noun} `{text}`"))
            .note(Note::Text(
                "clients resolve `.` and `..` before they send a request, so this never matches"
                    .into(),
            ))
            .help("use the path that they resolve to"),
        SourceFault::CatchAllNotAfterSlash(name) => row(format!("`{{*{name}}}` must follow a `/`"))
            .help(format!("write `/{{*{name}}}`, or use `{{{name}}}` for the rest of a segment")),
        SourceFault::OptionalPart(name) => {
            row(format!("the optional capture `{name}` is not a whole segment"))
                .note(Note::Text("it can be missing only together with the slash before it".into()))
                .help(format!("put it between slashes, as in `/{{{name}?}}/`, or use two rules"))
        }
        SourceFault::PrefixCapture => row(format!("capture in {noun} `{text}` of a group"))
            .note(Note::Text("prefixes are literal text".into()))
            .help("move it to the source of each rule"),
        SourceFault::NotCanonical { suggestion } => {
            row(format!("{noun} `{text}` is not canonical"))
                .note(Note::Text("rules are compared with canonical paths".into()))
                .help(format!("write `{suggestion}`"))
        }
        SourceFault::PrefixTrailingSlash => row(format!(
            "{noun} `{text}` of a group ends with a slash"
        ))
        .help(match text.trim_end_matches('/') {
            "" => "remove the prefix".into(),
            prefix => format!("write `{prefix}`"),
        }),
    }
}

/// Returns the help to write the suggestion, or the other help if there is none.
fn write_or(suggestion: Option<&str>, otherwise: &'static str) -> Words {
    match suggestion {
        Some(suggestion) => format!("write `{suggestion}`").into(),
        None => otherwise.into(),
    }
}
