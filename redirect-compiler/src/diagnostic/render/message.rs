use crate::diagnostic::kind::FaultKind;
use crate::diagnostic::render::{
    allow, assert, condition, file, limit, line, option, proof, shape,
};

/// What is wrong, in one sentence.
#[allow(clippy::too_many_lines)]
pub(crate) fn message(kind: &FaultKind) -> String {
    match kind {
        FaultKind::LineWithoutTarget
        | FaultKind::LineWithoutTab
        | FaultKind::LineTooLong(_)
        | FaultKind::LineArrow(_)
        | FaultKind::Unsupported { .. } => line::message(kind),
        FaultKind::TooLarge(limit) => limit::message(*limit),
        FaultKind::File(bad) => file::message(bad),
        FaultKind::BraceUnclosed => "this brace is never closed".into(),
        FaultKind::BraceUnopened => "this brace was never opened".into(),
        FaultKind::ShapeUnclosed => "nothing closes this capture behind its shape".into(),
        FaultKind::CaptureEmpty => "a capture needs a name".into(),
        FaultKind::CaptureName(name) => format!("`{name}` cannot be the name of a capture"),
        FaultKind::CaptureReserved(name) => {
            format!("`{name}` is reserved and cannot name a capture")
        }
        FaultKind::Blank(_) => "no URL has a space in it".into(),
        FaultKind::HostBlank => "no host has a space in it".into(),
        FaultKind::Control(_) => "no URL has a control character in it".into(),
        FaultKind::Percent => "`%` is not followed by two hexadecimal digits".into(),
        FaultKind::SourceUrl => "a source is a path, without scheme and host".into(),
        FaultKind::SourceWithoutSlash(_) => "a source begins with `/`".into(),
        FaultKind::SourceSlashes => {
            "a source that begins with `//` would name a host in a URL".into()
        }
        FaultKind::SourceQuery => "a source is a path, and the path ends before the `?`".into(),
        FaultKind::SourceFragment => {
            "no request has a fragment: clients keep it to themselves".into()
        }
        FaultKind::SourceDotSegment => {
            "clients resolve `.` and `..` before they ask, so that this never matches".into()
        }
        FaultKind::CaptureTwice(name) => format!("the rule has two captures named `{name}`"),
        FaultKind::CapturesTouch => {
            "nothing says where one capture ends and the next begins".into()
        }
        FaultKind::RestTwice => "a source has at most one `{*name}`".into(),
        FaultKind::RestNotAfterSlash(name) => format!("`{{*{name}}}` does not follow a `/`"),
        FaultKind::Shape(bad) => shape::message(bad),
        FaultKind::PrefixCapture => "the prefix of a group is text, without captures".into(),
        FaultKind::PrefixSlash => "the prefix of a group ends without a slash".into(),
        FaultKind::TargetMissing(status) => format!("a {} needs a target", status.code().as_u16()),
        FaultKind::TargetRelative { .. } => {
            "a target is a path from the root, or begins with `https://` or `http://`".into()
        }
        FaultKind::TargetSlashes => "a target that begins with `//` leads to another host".into(),
        FaultKind::TargetScheme(scheme) => {
            format!("a target of the scheme `{scheme}` leaves the web")
        }
        FaultKind::TargetScript(scheme) => format!("no redirection leads to a `{scheme}:` URL"),
        FaultKind::TargetWithoutHost { .. } => {
            "the host does not follow `//`, and browsers read another one than is written".into()
        }
        FaultKind::TargetUserInfo => {
            "a target names no user: what stands before `@` is no host".into()
        }
        FaultKind::TargetPort(port) if port.is_empty() => {
            "the port is missing behind the colon".into()
        }
        FaultKind::TargetPort(port) => format!("`{port}` is no port"),
        FaultKind::TargetHost(host) => format!("`{host}` is no host"),
        FaultKind::HostReadAs { host, read } => {
            format!("browsers read the host `{host}` as `{read}`")
        }
        FaultKind::HostNumber(host) => {
            format!("browsers read `{host}` as an IPv4 address, and it is not written as one")
        }
        FaultKind::TargetBackslash => "browsers read a backslash as a slash".into(),
        FaultKind::TargetDotSegment { .. } => "a target has no dot segments".into(),
        FaultKind::TargetEmptyQuery => "nothing follows the `?`".into(),
        FaultKind::TargetFragments => "a URL has only one `#`".into(),
        FaultKind::TargetGrammar(error) => format!("this is no URL: {error}"),
        FaultKind::TargetRest(name) => format!("a target takes the capture as `{{{name}}}`"),
        FaultKind::CaptureWhole => "a capture at the start of a target could lead anywhere".into(),
        FaultKind::CaptureScheme => "a capture cannot be the scheme".into(),
        FaultKind::CapturePort => "a capture cannot be the port".into(),
        FaultKind::CaptureEndsHost => {
            "a capture at the end of a host makes another host of it: `.evil.com`, `@evil.com`"
                .into()
        }
        FaultKind::CaptureInName => {
            "a capture stands in the value of a parameter, not in its name".into()
        }
        FaultKind::UnknownCapture { name, .. } => format!("the source has no capture `{name}`"),
        FaultKind::SourceForeign { text, .. } | FaultKind::TargetForeign { text, .. } => {
            format!("`{text}` is plain text here, and no capture")
        }
        FaultKind::Status(status) | FaultKind::StatusOfFile(status) => {
            format!("`{status}` is no status that a rule can answer with")
        }
        FaultKind::StatusWithTarget(status) => {
            format!("`{status}` sends nobody on and takes no target")
        }
        FaultKind::MethodTwice(method) => format!("`{method}` is named twice"),
        FaultKind::MethodConnect => "a CONNECT has no path that a rule could match".into(),
        FaultKind::Condition(bad) => condition::message(bad),
        FaultKind::MethodChange { status, methods } => format!(
            "after a {}, clients may repeat a {methods} as a GET, or may not",
            status.code().as_u16(),
        ),
        FaultKind::Option(bad) => option::message(bad),
        FaultKind::Duplicate { same_answer: true, .. } => {
            "an earlier rule has the same source and gives the same answer".into()
        }
        FaultKind::Duplicate { .. } => "an earlier rule has the same source and always wins".into(),
        FaultKind::Unreachable { .. } | FaultKind::Loop { .. } | FaultKind::Chain { .. } => {
            proof::message(kind)
        }
        FaultKind::OpenRedirect { domain: None } => {
            "the request chooses the host that this redirects to".into()
        }
        FaultKind::OpenRedirect { domain: Some(domain) } => {
            format!("anyone can have a name under `{domain}`, and the request chooses which")
        }
        FaultKind::Allow(bad) => allow::message(bad),
        FaultKind::Assert(bad) => assert::message(bad),
    }
}
