use crate::diagnostic::kind::Kind;
use crate::diagnostic::render::{
    allow, assert, condition, file, limit, line, option, proof, shape,
};

/// What is wrong, in one sentence.
pub(crate) fn message(kind: &Kind) -> String {
    match kind {
        Kind::LineWithoutTarget
        | Kind::LineWithoutTab
        | Kind::LineTooLong(_)
        | Kind::LineArrow(_)
        | Kind::Unsupported { .. } => line::message(kind),
        Kind::TooLarge(limit) => limit::message(*limit),
        Kind::File(bad) => file::message(bad),
        Kind::BraceUnclosed => "this brace is never closed".into(),
        Kind::BraceUnopened => "this brace was never opened".into(),
        Kind::ShapeUnclosed => "nothing closes this capture behind its shape".into(),
        Kind::CaptureEmpty => "a capture needs a name".into(),
        Kind::CaptureName(name) => format!("`{name}` cannot be the name of a capture"),
        Kind::CaptureReserved(name) => format!("`{name}` is reserved and cannot name a capture"),
        Kind::Blank(_) => "no URL has a space in it".into(),
        Kind::HostBlank => "no host has a space in it".into(),
        Kind::Control(_) => "no URL has a control character in it".into(),
        Kind::Percent => "`%` is not followed by two hexadecimal digits".into(),
        Kind::SourceUrl => "a source is a path, without scheme and host".into(),
        Kind::SourceWithoutSlash(_) => "a source begins with `/`".into(),
        Kind::SourceSlashes => "a source that begins with `//` would name a host in a URL".into(),
        Kind::SourceQuery => "a source is a path, and the path ends before the `?`".into(),
        Kind::SourceFragment => "no request has a fragment: clients keep it to themselves".into(),
        Kind::SourceDotSegment => {
            "clients resolve `.` and `..` before they ask, so that this never matches".into()
        }
        Kind::CaptureTwice(name) => format!("the rule has two captures named `{name}`"),
        Kind::CapturesTouch => "nothing says where one capture ends and the next begins".into(),
        Kind::RestTwice => "a source has at most one `{*name}`".into(),
        Kind::RestNotAfterSlash(name) => format!("`{{*{name}}}` does not follow a `/`"),
        Kind::Shape(bad) => shape::message(bad),
        Kind::PrefixCapture => "the prefix of a group is text, without captures".into(),
        Kind::PrefixSlash => "the prefix of a group ends without a slash".into(),
        Kind::TargetMissing(status) => format!("a {} needs a target", status.code().as_u16()),
        Kind::TargetRelative { .. } => {
            "a target is a path from the root, or begins with `https://` or `http://`".into()
        }
        Kind::TargetSlashes => "a target that begins with `//` leads to another host".into(),
        Kind::TargetScheme(scheme) => format!("a target of the scheme `{scheme}` leaves the web"),
        Kind::TargetScript(scheme) => format!("no redirection leads to a `{scheme}:` URL"),
        Kind::TargetWithoutHost { .. } => {
            "the host does not follow `//`, and browsers read another one than is written".into()
        }
        Kind::TargetUserInfo => "a target names no user: what stands before `@` is no host".into(),
        Kind::TargetPort(port) if port.is_empty() => "the port is missing behind the colon".into(),
        Kind::TargetPort(port) => format!("`{port}` is no port"),
        Kind::TargetHost(host) => format!("`{host}` is no host"),
        Kind::HostReadAs { host, read } => format!("browsers read the host `{host}` as `{read}`"),
        Kind::HostNumber(host) => {
            format!("browsers read `{host}` as an IPv4 address, and it is not written as one")
        }
        Kind::TargetBackslash => "browsers read a backslash as a slash".into(),
        Kind::TargetDotSegment { .. } => "a target has no dot segments".into(),
        Kind::TargetEmptyQuery => "nothing follows the `?`".into(),
        Kind::TargetFragments => "a URL has only one `#`".into(),
        Kind::TargetGrammar(error) => format!("this is no URL: {error}"),
        Kind::TargetRest(name) => format!("a target takes the capture as `{{{name}}}`"),
        Kind::CaptureWhole => "a capture at the start of a target could lead anywhere".into(),
        Kind::CaptureScheme => "a capture cannot be the scheme".into(),
        Kind::CapturePort => "a capture cannot be the port".into(),
        Kind::CaptureEndsHost => {
            "a capture at the end of a host makes another host of it: `.evil.com`, `@evil.com`"
                .into()
        }
        Kind::CaptureInName => {
            "a capture stands in the value of a parameter, not in its name".into()
        }
        Kind::UnknownCapture { name, .. } => format!("the source has no capture `{name}`"),
        Kind::SourceForeign { text, .. } | Kind::TargetForeign { text, .. } => {
            format!("`{text}` is plain text here, and no capture")
        }
        Kind::Status(status) | Kind::StatusOfFile(status) => {
            format!("`{status}` is no status that a rule can answer with")
        }
        Kind::StatusWithTarget(status) => format!("`{status}` sends nobody on and takes no target"),
        Kind::MethodTwice(method) => format!("`{method}` is named twice"),
        Kind::MethodConnect => "a CONNECT has no path that a rule could match".into(),
        Kind::Condition(bad) => condition::message(bad),
        Kind::MethodChange { status, methods } => format!(
            "after a {}, clients may repeat a {methods} as a GET, or may not",
            status.code().as_u16(),
        ),
        Kind::Option(bad) => option::message(bad),
        Kind::Duplicate { same_answer: true, .. } => {
            "an earlier rule has the same source and gives the same answer".into()
        }
        Kind::Duplicate { .. } => "an earlier rule has the same source and always wins".into(),
        Kind::Unreachable { .. } | Kind::Loop { .. } | Kind::Chain { .. } => proof::message(kind),
        Kind::OpenRedirect { domain: None } => {
            "the request chooses the host that this redirects to".into()
        }
        Kind::OpenRedirect { domain: Some(domain) } => {
            format!("anyone can have a name under `{domain}`, and the request chooses which")
        }
        Kind::Allow(bad) => allow::message(bad),
        Kind::Assert(bad) => assert::message(bad),
    }
}
