//! The rows of the faults of targets.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::TargetFault;
use crate::diagnostic::render::{Description, Note, Words, list, quoted};

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::BadTarget, message)
}

pub(super) fn describe(fault: &TargetFault) -> Description {
    match fault {
        TargetFault::Missing(status) => {
            row(format!("a rule with {} needs a target", status.code().as_u16()))
                .help("add a target after the status, as in `301 \"/new\"`")
        }
        TargetFault::Relative { suggestion } => {
            row("a target must start with `/`, `https://` or `http://`")
                .help(format!("write `{suggestion}`"))
        }
        TargetFault::DoubleSlash => {
            row("a target cannot start with `//`: browsers read a host after it")
                .help("start a path with `/`, or a URL with `https://`")
        }
        TargetFault::Scheme(scheme) => {
            row(format!("the scheme `{scheme}` is not `https` or `http`"))
                .help("use `https` or `http`, which every client follows")
                .allowable()
        }
        TargetFault::ScriptScheme(scheme) => {
            row(format!("clients do not follow a redirect to a `{scheme}:` URL"))
        }
        TargetFault::MissingHost { suggestion } => {
            row("the host must follow `//`: browsers would read a different host")
                .help(format!("write `{suggestion}`"))
        }
        TargetFault::UserInfo => row("a target cannot have user information before `@`")
            .help("remove it; an `@` in the path must follow a `/`"),
        TargetFault::Port(port) if port.is_empty() => {
            row("missing port after `:`").help("remove the `:`")
        }
        TargetFault::Port(port) => row(format!("`{port}` is not a valid port"))
            .help("use a number from 1 to 65535, without a leading zero"),
        TargetFault::Host(host) => row(format!("`{host}` is not a valid host"))
            .help("use a host name, an IPv4 address, or an IPv6 address in brackets"),
        TargetFault::UnicodeHost(host) => {
            row(format!("the Unicode host `{host}` needs the feature `idna` of `redirects`"))
                .help("use the ASCII form of the host (`xn--…`), or enable the feature")
        }
        TargetFault::NormalizedHost { host, normalized } => {
            row(format!("browsers read the host `{host}` as `{normalized}`"))
                .help(format!("write `{normalized}`"))
        }
        TargetFault::NumericHost(host) => row(format!(
            "browsers read `{host}` as an IPv4 address, but it is not in \
             dotted-decimal form"
        ))
        .help("use four decimal numbers, as in `192.0.2.1`"),
        TargetFault::WhitespaceInHost => {
            row("hosts cannot contain spaces").help("remove the space")
        }
        TargetFault::Backslash => {
            row("a target cannot contain a backslash: browsers read it as a slash")
                .note(Note::Preceding)
                .help("use `/`, or `%5C` for a backslash in a path")
        }
        TargetFault::DotSegment { suggestion } => {
            row("a target cannot have `.` or `..` segments").help(format!("write `{suggestion}`"))
        }
        TargetFault::EmptyQuery => row("empty query: nothing follows the `?`").help(
            "remove the `?`; to drop the query of the request, add `{ query: \
             drop }` after the target",
        ),
        TargetFault::SecondFragment => {
            row("a URL cannot have a second `#`").help("write `%23` for a number sign")
        }
        TargetFault::CatchAll(name) => {
            row(format!("a target refers to the capture as `{{{name}}}`"))
                .help(format!("write `{{{name}}}`"))
        }
        TargetFault::LeadingCapture => {
            row("a target cannot start with a capture: it could lead anywhere")
                .help("start the target with `/` or with a host")
        }
        TargetFault::CaptureInScheme => row("a capture cannot be the scheme")
            .help("write one rule for `http` and one for `https`"),
        TargetFault::CaptureInPort => row("a capture cannot be the port").help("use a number"),
        TargetFault::CaptureAtHostEnd => {
            row("a capture at the end of a host makes another host of it: \
                 `.evil.com`, `@evil.com`")
            .help("add a `/` before the capture")
        }
        TargetFault::CaptureInParameterName { suggestion } => {
            row("a capture cannot be in the name of a query parameter")
                .help(format!("write `{suggestion}`"))
        }
        TargetFault::ReservedCapture { name, known } => {
            let known: Vec<_> = known.iter().map(|name| format!("{{{name}}}")).collect();
            row(format!("the capture name `{name}` is reserved"))
                .help(format!("use {}", list(&quoted(&known), "or")))
        }
        TargetFault::UnknownCapture { name, nearest, known } => {
            unknown_capture(name, nearest.as_deref(), known)
        }
        TargetFault::ForeignSyntax { text, suggestion } => {
            row(format!("`{text}` is not a capture in this syntax")).help(format!(
                "write `{suggestion}`, or percent-encode the first character if \
                 it is literal text"
            ))
        }
    }
}

fn unknown_capture(name: &str, nearest: Option<&str>, known: &[String]) -> Description {
    let row = Description::new(FaultName::UnknownCapture, format!("unknown capture `{name}`"));
    let known: Vec<_> = known.iter().map(|name| format!("{{{name}}}")).collect();
    let names = list(&quoted(&known), "and");
    let row = match &known[..] {
        [] => row,
        [_] => row.note(Note::Text(format!("the only capture of this rule is {names}").into())),
        _ => row.note(Note::Text(format!("the captures of this rule are {names}").into())),
    };
    match nearest {
        Some(nearest) => row.help(format!("write `{{{nearest}}}`")),
        None if known.is_empty() => row.help("declare it in the source, as in `/blog/{slug}`"),
        None if known.len() == 1 => row.help(format!("use {names}, or declare it in the source")),
        None => row.help("use one of these, or declare the capture in the source"),
    }
}
