//! The rows of the faults of targets.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::TargetFault;
use crate::diagnostic::render::{Description, Note, Words, list, quoted};

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::BadTarget, message)
}

pub(super) fn describe(fault: &TargetFault) -> Description {
    match fault {
        TargetFault::Missing(status) => row(format!("a {} needs a target", status.code().as_u16()))
            .help("write it behind the status, as in `301 \"/new\"`"),
        TargetFault::Relative { suggestion } => {
            row("a target is a path from the root, or begins with `https://` or `http://`")
                .help(format!("write `{suggestion}`"))
        }
        TargetFault::DoubleSlash => row("a target that begins with `//` leads to another host")
            .help("write `/` for a path, or `https://` for a host"),
        TargetFault::Scheme(scheme) => {
            row(format!("a target of the scheme `{scheme}` leaves the web"))
                .help("only `https` and `http` are followed by every client")
                .allowable()
        }
        TargetFault::ScriptScheme(scheme) => {
            row(format!("no redirection leads to a `{scheme}:` URL"))
        }
        TargetFault::MissingHost { suggestion } => {
            row("the host does not follow `//`, and browsers read another one than is written")
                .help(format!("write `{suggestion}`"))
        }
        TargetFault::UserInfo => row("a target names no user: what stands before `@` is no host")
            .help("leave it out; an `@` in the path follows a `/`"),
        TargetFault::Port(port) if port.is_empty() => {
            row("the port is missing behind the colon").help("leave out the colon")
        }
        TargetFault::Port(port) => row(format!("`{port}` is no port"))
            .help("a port is a number from 1 to 65535, without a leading zero"),
        TargetFault::Host(host) => row(format!("`{host}` is no host"))
            .help("write a name, an IPv4 address, or an IPv6 address in brackets"),
        TargetFault::UnicodeHost(host) => {
            row(format!("the Unicode host `{host}` needs the feature `idna` of `redirects`"))
                .help("write the host in its ASCII form (`xn--…`), or enable the feature")
        }
        TargetFault::NormalizedHost { host, normalized } => {
            row(format!("browsers read the host `{host}` as `{normalized}`"))
                .help(format!("write `{normalized}`"))
        }
        TargetFault::NumericHost(host) => {
            row(format!("browsers read `{host}` as an IPv4 address, and it is not written as one"))
                .help("write all four numbers, in decimal")
        }
        TargetFault::WhitespaceInHost => row("no host has a space in it").help("leave it out"),
        TargetFault::Backslash => row("browsers read a backslash as a slash")
            .note(Note::Preceding)
            .help("write `/`, or `%5C` for a backslash in a path"),
        TargetFault::DotSegment { suggestion } => {
            row("a target has no dot segments").help(format!("write `{suggestion}`"))
        }
        TargetFault::EmptyQuery => row("nothing follows the `?`")
            .help("leave it out; `{ query: drop }` behind the target drops the request's query"),
        TargetFault::SecondFragment => {
            row("a URL has only one `#`").help("write `%23` for a number sign")
        }
        TargetFault::CatchAll(name) => row(format!("a target takes the capture as `{{{name}}}`"))
            .help(format!("write `{{{name}}}`")),
        TargetFault::LeadingCapture => {
            row("a capture at the start of a target could lead anywhere")
                .help("begin with `/` or with a host")
        }
        TargetFault::CaptureInScheme => row("a capture cannot be the scheme")
            .help("write a rule for `http` and one for `https`"),
        TargetFault::CaptureInPort => row("a capture cannot be the port").help("write the number"),
        TargetFault::CaptureAtHostEnd => {
            row("a capture at the end of a host makes another host of it: `.evil.com`, `@evil.com`")
                .help("write a `/` before the capture")
        }
        TargetFault::CaptureInParameterName { suggestion } => {
            row("a capture stands in the value of a parameter, not in its name")
                .help(format!("write `{suggestion}`"))
        }
        TargetFault::ReservedCapture { name, known } => {
            let known: Vec<_> = known.iter().map(|name| format!("{{{name}}}")).collect();
            row(format!("`{name}` is reserved and cannot name a capture"))
                .help(format!("write {}", list(&quoted(&known), "or")))
        }
        TargetFault::UnknownCapture { name, nearest, known } => {
            unknown_capture(name, nearest.as_deref(), known)
        }
        TargetFault::ForeignSyntax { text, suggestion } => row(format!(
            "`{text}` is plain text here, and no capture"
        ))
        .help(format!("write `{suggestion}` for a capture, or percent-encode the first character")),
    }
}

fn unknown_capture(name: &str, nearest: Option<&str>, known: &[String]) -> Description {
    let row =
        Description::new(FaultName::UnknownCapture, format!("the source has no capture `{name}`"));
    let known: Vec<_> = known.iter().map(|name| format!("{{{name}}}")).collect();
    let notes = match &known[..] {
        [] => Vec::new(),
        known => vec![Note::Text(format!("it has {}", list(&quoted(known), "and")).into())],
    };
    row.notes(notes).help_if(match nearest {
        Some(nearest) => Some(format!("write `{{{nearest}}}`")),
        None if known.is_empty() => {
            Some("a capture is declared in the source, as in `/blog/{slug}`".into())
        }
        None => None,
    })
}
