//! The rows of the faults of targets.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::{TargetFault, VariableFix};
use crate::diagnostic::render::condition::ONE_LANGUAGE;
use crate::diagnostic::render::{Description, Note, Words, Written, canonical_with, list, quoted};

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::BadTarget, message)
}

#[expect(clippy::too_many_lines, reason = "one row for each fault")]
pub(super) fn describe(fault: &TargetFault, written: &Written) -> Description {
    let text = &written.text;
    match fault {
        TargetFault::Missing(status) => {
            let code = status.code().as_u16();
            row(format!("missing target after status {code}"))
                .help(format!("add a target, as in `{code} \"/new\"`"))
        }
        TargetFault::Relative { suggestion } => {
            row(format!("target `{text}` must start with `/`, `https://` or `http://`"))
                .help(format!("write `{suggestion}`"))
        }
        TargetFault::DoubleSlash => row(format!("target `{text}` starts with two slashes"))
            .note(Note::Text("in a URL, a host follows `//`".into()))
            .help("use `/` for a path, or `https://` for another host"),
        TargetFault::Scheme(scheme) => row(format!("target `{text}` has the scheme `{scheme}`"))
            .note(Note::Text("some clients follow only `http` and `https` URLs".into()))
            .help("use a target that starts with `/`, `https://` or `http://`")
            .allowable(),
        TargetFault::ScriptScheme(scheme) => {
            row(format!("redirects to `{scheme}:` URLs are not allowed"))
                .help("use a target that starts with `/`, `https://` or `http://`")
        }
        TargetFault::MissingHost { suggestion } => {
            row(format!("the host of target `{text}` does not follow `//`"))
                .note(Note::Text("browsers would read another part of it as the host".into()))
                .help(format!("write `{suggestion}`"))
        }
        TargetFault::UserInfo => row(format!("user name in target `{text}`"))
            .note(Note::Text("the host is the part after the `@`".into()))
            .help("remove the user name; an `@` in the path must follow a `/`"),
        TargetFault::Port(port) if port.is_empty() => {
            row(format!("missing port in target `{text}`")).help("remove the colon, or add a port")
        }
        TargetFault::Port(port) => row(format!("`{port}` is not a valid port"))
            .help("use a number from 1 to 65535, without a leading zero"),
        TargetFault::Host(host) => row(format!("`{host}` is not a valid host"))
            .help("use a name, an IPv4 address, or an IPv6 address in brackets"),
        TargetFault::UnicodeHost(host) => {
            row(format!("the Unicode host `{host}` requires the feature `idna`")).help(
                "use its ASCII form (`xn--…`), or add `features = [\"idna\"]` to `redirects` in \
                 `Cargo.toml`",
            )
        }
        TargetFault::NormalizedHost { host, normalized } => {
            row(format!("browsers read the host `{host}` as `{normalized}`"))
                .help(format!("write `{normalized}`"))
        }
        TargetFault::NumericHost(host) => {
            row(format!("browsers read the host `{host}` as an IPv4 address"))
                .help("use four decimal numbers, as in `192.0.2.1`")
        }
        TargetFault::WhitespaceInHost => {
            row(format!("space in the host of target `{text}`")).help("remove it")
        }
        TargetFault::Backslash => row(format!("backslash in target `{text}`"))
            .note(Note::Preceding)
            .note(Note::Text("browsers read it as a slash".into()))
            .help("use `/`, or `%5C` for a backslash inside a segment"),
        TargetFault::DotSegment { suggestion } => {
            row(format!("dot segment in target `{text}`")).help(format!("write `{suggestion}`"))
        }
        TargetFault::SlashesAtStart { suggestion } => {
            row(format!("the path of target `{text}` starts with two slashes"))
                .note(Note::Text(
                    "clients and servers may read the text after them as a host".into(),
                ))
                .help(format!("write `{suggestion}`"))
        }
        TargetFault::EmptyQuery => row(format!("empty query in target `{text}`")).help(
            "remove the `?`; to drop the query of the request, add `{ query: drop }` after the \
             target",
        ),
        TargetFault::SecondFragment => row(format!("second `#` in target `{text}`"))
            .help("use `%23` for a number sign in the fragment"),
        TargetFault::NotCanonical { suggestion } => {
            row(format!("target `{text}` is not canonical"))
                .note(Note::Text("`canonical` would redirect it again".into()))
                .help(format!("write `{suggestion}`"))
        }
        TargetFault::CatchAll(name) => {
            row(format!("unexpected `*` in target capture `{{*{name}}}`"))
                .help(format!("write `{{{name}}}`"))
        }
        TargetFault::Optional(name) => {
            row(format!("unexpected `?` in target capture `{{{name}?}}`"))
                .help(format!("write `{{{name}}}`"))
        }
        TargetFault::OptionalInHost(name) => {
            row(format!("the optional capture `{name}` is in the host of target `{text}`"))
                .note(Note::Text("without a value, the target would have another host".into()))
                .help("use a rule for the paths with the capture, and one for those without it")
        }
        TargetFault::LeadingCapture { condition } => {
            row(format!("target `{text}` starts with a capture"))
                .note(Note::Text("the request could choose any host".into()))
                .help(match condition {
                    Some(condition) => format!("write `{condition}`, and the target `/{text}`"),
                    None => "add `/` or a host before the capture".into(),
                })
        }
        TargetFault::CaseFunction(function) => row(format!(
            "`{function}` is not a capture: a target cannot change the case"
        ))
        .help(format!(
            "use the capture alone; to redirect all paths to lower case, remove the rule and \
             write {}",
            canonical_with("case: lower")
        )),
        TargetFault::CaptureInScheme => row(format!("capture in the scheme of target `{text}`"))
            .help("use a rule for `http` and one for `https`"),
        TargetFault::CaptureInPort => {
            row(format!("capture in the port of target `{text}`")).help("use a fixed port")
        }
        TargetFault::CaptureAtHostEnd => {
            row(format!("capture at the end of the host in target `{text}`"))
                .note(Note::Text(
                    "the request could choose another host, with `.evil.com` or `@evil.com`".into(),
                ))
                .help("add `/` before the capture")
        }
        TargetFault::RequestUri { fix } => {
            let row = row(format!("`{{request_uri}}` outside of the query in target `{text}`"))
                .note(Note::Text("it is the path and the query of the request, as a value".into()));
            match fix {
                Some(fix) => with_fix(row, fix),
                None if text.contains("://") => {
                    row.help("use the path of the source, with its captures: the query is appended")
                }
                None => row.help(
                    "write it as the value of a parameter, as in `/login?next={request_uri}`",
                ),
            }
        }
        TargetFault::RequestHost => {
            row(format!("`{{request_host}}` in the path or the fragment of target `{text}`"))
                .note(Note::Text("it is the host and the port of the request".into()))
                .help(
                    "write it as the value of a parameter, as in `/login?host={request_host}`, \
                     or after `https://`",
                )
        }
        TargetFault::RequestHostPart { suggestion } => {
            row(format!("`{{request_host}}` is not the whole authority in target `{text}`"))
                .note(Note::Text(
                    "it is the host and the port of the request; a condition on `host` captures a \
                     part"
                        .into(),
                ))
                .help(format!("write `{suggestion}`"))
        }
        TargetFault::RequestUriOfSlashes => row(format!(
            "`{{request_uri}}` in target `{text}` of a path that starts with two slashes"
        ))
        .note(Note::Text(
            "a page that redirects back would lead to another host, so the rule never matches"
                .into(),
        ))
        .help("remove a slash from the source, or use another value in the target"),
        TargetFault::CaptureInParameterName { suggestion } => {
            row(format!("capture in the name of a query parameter in target `{text}`"))
                .help(format!("write `{suggestion}`"))
        }
        TargetFault::RequestVariable { text, fix } => request_variable(text, fix.as_deref()),
        TargetFault::UnknownHostCapture { name } => Description::new(
            FaultName::UnknownCapture,
            format!("unknown capture `{{{name}}}` in target `{text}`"),
        )
        .note(Note::Text("this rule has no captures".into()))
        .help(format!(
            "capture it from the host of the request, as in \
             `if host == \"{{{name}}}.example.com\"`"
        )),
        TargetFault::ReservedCapture { name, known } => reserved_capture(name, known),
        TargetFault::NotCaptured { name, suggestion } => Description::new(
            FaultName::UnknownCapture,
            format!("unknown capture `{{{name}}}` in target `{text}`"),
        )
        .help(format!("write `{suggestion}`")),
        TargetFault::UnknownCapture { name, nearest, known, valid_name } => {
            unknown_capture(name, nearest.as_deref(), known, valid_name, written)
        }
    }
}

fn unknown_capture(
    name: &str,
    nearest: Option<&str>,
    known: &[String],
    valid_name: &str,
    written: &Written,
) -> Description {
    let row = Description::new(
        FaultName::UnknownCapture,
        format!("unknown capture `{{{name}}}` in target `{}`", written.text),
    );
    if name == "language" {
        return row.help(ONE_LANGUAGE);
    }
    let mut captures = Vec::new();
    for name in known {
        captures.push(format!("`{{{name}}}`"));
    }
    if let Some(nearest) = nearest {
        let known = format!("the captures of this rule are {}", list(&captures, "and"));
        let row = if captures.len() > 1 { row.note(Note::Text(known.into())) } else { row };
        return row.help(format!("write `{{{nearest}}}`"));
    }
    if captures.is_empty() {
        let source = written.source.trim_end_matches('/');
        return row.note(Note::Text("this rule has no captures".into())).help(
            if name == valid_name {
                format!("add it to the source, as in `{source}/{{{name}}}`")
            } else {
                format!(
                    "use another name, which the source declares, as in `{source}/{{{valid_name}}}`"
                )
            },
        );
    }
    row.help(format!("use {}", list(&captures, "or")))
}

fn request_variable(text: &str, fix: Option<&VariableFix>) -> Description {
    let row = Description::new(
        FaultName::ForeignSyntax,
        format!("`{text}` is a variable of other servers, not a capture"),
    );
    match fix {
        Some(fix) => with_fix(row, fix),
        None => row.help("use only text, and captures of the source or of conditions"),
    }
}

/// Adds the help with an edit, and the reason why it is equivalent.
fn with_fix(row: Description, fix: &VariableFix) -> Description {
    let target = &fix.target;
    let edit = if fix.is_example {
        format!("use your host, as in `{target}`")
    } else {
        format!("write `{target}`")
    };
    let row = match (fix.keeps_host, fix.keeps_query) {
        (true, _) => {
            row.note(Note::Text("without a host, a target stays on the requested host".into()))
        }
        (false, true) => {
            row.note(Note::Text("the query of the request is appended to the target".into()))
        }
        (false, false) => row,
    };
    if fix.conditions.is_empty() {
        return row.help(edit);
    }
    let conditions = fix.conditions.join(" && ");
    row.help(if fix.has_conditions {
        format!("add `&& {conditions}` after the conditions, and {edit}")
    } else {
        format!("add `if {conditions}` after the source, and {edit}")
    })
}

fn reserved_capture(name: &str, known: &[String]) -> Description {
    let known: Vec<_> = known.iter().map(|name| format!("{{{name}}}")).collect();
    row(format!("`{name}` is reserved and cannot be the name of a capture"))
        .help(format!("use {}", list(&quoted(&known), "or")))
}
