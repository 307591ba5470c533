//! The text of each fault: the only file with the words.
//!
//! A fault is one complete sentence, in lower case and without a full stop, that can be understood
//! alone. What belongs to it follows in lines: `note:` where another rule is, `help:` what to
//! write instead, and last the name of the fault.

use super::{Fault, Kind, Part};
use crate::capture::MAX_CAPTURES;
use crate::chars::encoded;
use crate::draft::{Draft, MAX_TEXT};

pub(super) fn of(fault: &Fault, drafts: &[Draft<'_>]) -> String {
    let name = fault.name();
    // A file has no attributes, so that nothing in it can be accepted.
    let takes_allow = drafts.get(fault.rule).is_some_and(|draft| draft.takes_allow);
    let accepted = if takes_allow && fault.can_be_allowed() {
        format!("; `#[allow({name})]` on the rule accepts it")
    } else {
        String::new()
    };
    let lines = [
        Some(message(&fault.kind)),
        note(fault, drafts).map(|note| format!("note: {note}")),
        help(&fault.kind).map(|help| format!("help: {help}")),
        Some(format!("note: this is `{name}`{accepted}")),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn message(kind: &Kind) -> String {
    match kind {
        Kind::LineWithoutTarget => "a line needs a source and a target".into(),
        Kind::LineTooLong(field) => format!("nothing can follow the status, but `{field}` does"),
        Kind::LineArrow(arrow) => format!("`{arrow}` is no target: the format has no arrows"),
        Kind::Unsupported { what, why } => format!("`{what}` has no meaning here: {why}"),
        Kind::BraceUnclosed => "this brace is never closed".into(),
        Kind::BraceUnopened => "this brace was never opened".into(),
        Kind::CaptureEmpty => "a capture needs a name".into(),
        Kind::CaptureName(name) => format!("`{name}` cannot be the name of a capture"),
        Kind::CaptureReserved(name) => format!("`{name}` is reserved and cannot name a capture"),
        Kind::Blank(_) => "no URL has a blank in it".into(),
        Kind::Control(_) => "no URL has a control character in it".into(),
        Kind::Percent => "`%` is not followed by two hexadecimal digits".into(),
        Kind::TextTooLong => format!("this is longer than {MAX_TEXT} bytes"),
        Kind::SourceUrl => "a source is a path, without scheme and host".into(),
        Kind::SourceWithoutSlash(_) => "a source begins with `/`".into(),
        Kind::SourceSlashes => "a source that begins with `//` would name a host in a URL".into(),
        Kind::SourceQuery => "a source is a path, and the path ends before the `?`".into(),
        Kind::SourceFragment => "no request has a fragment: clients keep it to themselves".into(),
        Kind::SourceDotSegment => {
            "clients resolve `.` and `..` before they ask, so that this never matches".into()
        }
        Kind::CaptureTwice(name) => format!("the source has two captures named `{name}`"),
        Kind::CapturesTouch => "nothing says where one capture ends and the next begins".into(),
        Kind::RestTwice => "a source has at most one `{*name}`".into(),
        Kind::RestNotAfterSlash(name) => format!("`{{*{name}}}` does not follow a `/`"),
        Kind::TooManyCaptures => format!("a source has at most {MAX_CAPTURES} captures"),
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
        Kind::Status(status) => format!("`{status}` is no status that a rule can answer with"),
        Kind::StatusWithTarget(status) => format!("`{status}` sends nobody on and takes no target"),
        Kind::MethodTwice(method) => format!("`{method}` is named twice"),
        Kind::MethodConnect => "a CONNECT has no path that a rule could match".into(),
        Kind::MethodChange { status, methods } => format!(
            "after a {}, clients may repeat a {methods} as a GET, or may not",
            status.code().as_u16(),
        ),
        Kind::OptionUnknown { key, .. } => format!("there is no option `{key}`"),
        Kind::OptionValue { key, value, .. } => format!("`{key}` cannot be `{value}`"),
        Kind::OptionTwice(key) => format!("the option `{key}` is given twice"),
        Kind::OptionWithoutEffect { key, answer } => format!("`{key}` has no effect on `{answer}`"),
        Kind::Duplicate { same_answer: true, .. } => {
            "an earlier rule has the same source and gives the same answer".into()
        }
        Kind::Duplicate { .. } => "an earlier rule has the same source and always wins".into(),
        Kind::OpenRedirect { domain: None } => {
            "the request chooses the host that this redirects to".into()
        }
        Kind::OpenRedirect { domain: Some(domain) } => {
            format!("anyone can have a name under `{domain}`, and the request chooses which")
        }
        Kind::AllowUnused(name) => format!("the rule has no `{name}` to allow"),
        Kind::AllowUnknown { name, .. } => format!("there is no fault `{name}`"),
        Kind::AllowNever(name) => format!("`{name}` cannot be allowed"),
        Kind::TableTooLarge => "the table is larger than 2 GiB".into(),
    }
}

fn note(fault: &Fault, drafts: &[Draft<'_>]) -> Option<String> {
    match &fault.kind {
        Kind::Duplicate { of, .. } => {
            let place = drafts.get(*of)?.place;
            (place.line > 0).then(|| format!("the earlier rule is at {place}"))
        }
        Kind::UnknownCapture { known, .. } if !known.is_empty() => {
            Some(format!("it has {}", listed(known)))
        }
        Kind::Blank(_)
        | Kind::Control(_)
        | Kind::Percent
        | Kind::BraceUnclosed
        | Kind::BraceUnopened
        | Kind::TargetBackslash => before(fault, drafts.get(fault.rule)?),
        _ => None,
    }
}

/// What stands before a single character that is wrong: the character cannot be underlined.
fn before(fault: &Fault, draft: &Draft<'_>) -> Option<String> {
    let text = match fault.part {
        Part::Source => &draft.source,
        _ => draft.target.as_ref()?,
    };
    let before = text.get(..fault.range.start).filter(|before| !before.is_empty())?;
    Some(format!("it follows `{before}`"))
}

fn help(kind: &Kind) -> Option<String> {
    Some(match kind {
        Kind::LineWithoutTarget => "write `/old /new`".into(),
        Kind::LineArrow(_) => "write source and target with a blank between them".into(),
        Kind::LineTooLong(_) => "a comment begins with `#`".into(),
        Kind::BraceUnclosed => "a capture is written `{name}`, and a literal brace `{{`".into(),
        Kind::BraceUnopened => "a capture is written `{name}`, and a literal brace `}}`".into(),
        Kind::CaptureEmpty => "write `{name}`".into(),
        Kind::CaptureName(_) => {
            "a name is a letter or `_`, then letters, digits and `_`, all of them ASCII".into()
        }
        Kind::CaptureReserved(name) if name == "_" => "write `{rest}`, or any other name".into(),
        Kind::CaptureReserved(name) => format!("write `{{{name}_name}}`, or any other name"),
        Kind::Blank(char) | Kind::Control(char) => format!("write `{}`", percent_encoded(*char)),
        Kind::Percent => "a percent sign itself is written `%25`".into(),
        Kind::SourceWithoutSlash(source) => format!("write `/{source}`"),
        Kind::SourceUrl => "write its path alone".into(),
        Kind::SourceSlashes => "write one slash".into(),
        Kind::SourceQuery => "leave it out; a question mark in the path itself is `%3F`".into(),
        Kind::SourceFragment => "leave it out; a number sign in the path itself is `%23`".into(),
        Kind::SourceDotSegment => "write the path that they lead to".into(),
        Kind::CaptureTwice(name) => format!("write `{{{name}2}}` for the second"),
        Kind::CapturesTouch => "write some text between them, such as `/` or `-`".into(),
        Kind::RestTwice => "write `{name}` for what is one segment".into(),
        Kind::RestNotAfterSlash(name) => {
            format!("write `/{{*{name}}}`, or `{{{name}}}` for the end of a segment")
        }
        Kind::TargetMissing(_) => "write it behind the status, as in `301 \"/new\"`".into(),
        Kind::TargetRelative { instead } | Kind::TargetWithoutHost { instead } => {
            format!("write `{instead}`")
        }
        Kind::TargetSlashes => "write `/` for a path, or `https://` for a host".into(),
        Kind::TargetUserInfo => "leave it out; an `@` in the path follows a `/`".into(),
        Kind::TargetPort(port) if port.is_empty() => "leave out the colon".into(),
        Kind::TargetPort(_) => "a port is a number from 1 to 65535, without a leading zero".into(),
        Kind::TargetHost(host) if !host.is_ascii() && !cfg!(feature = "idna") => {
            "a host in Unicode needs the feature `idna`; without it write the `xn--` form".into()
        }
        Kind::TargetHost(_) => {
            "write a name, an IPv4 address, or an IPv6 address in brackets".into()
        }
        Kind::HostReadAs { read, .. } => format!("write `{read}`"),
        Kind::HostNumber(_) => "write all four numbers, in decimal".into(),
        Kind::TargetBackslash => "write `/`, or `%5C` for a backslash in a path".into(),
        Kind::TargetDotSegment { instead } => format!("write `{instead}`"),
        Kind::TargetEmptyQuery => {
            "leave it out; `{ query: drop }` behind the target drops the request's query".into()
        }
        Kind::TargetFragments => "write `%23` for a number sign".into(),
        Kind::CaptureWhole => "begin with `/` or with a host".into(),
        Kind::CaptureScheme => "write a rule for `http` and one for `https`".into(),
        Kind::CapturePort => "write the number".into(),
        Kind::CaptureEndsHost => "write a `/` before the capture".into(),
        Kind::CaptureInName => "write `name={capture}`".into(),
        Kind::TargetRest(name) | Kind::UnknownCapture { nearest: Some(name), .. } => {
            format!("write `{{{name}}}`")
        }
        Kind::AllowUnknown { nearest: Some(name), .. }
        | Kind::OptionUnknown { nearest: Some(name), .. } => format!("write `{name}`"),
        Kind::AllowUnknown { .. } => {
            "`bad_target`, `duplicate`, `method_change` and `open_redirect` can be allowed".into()
        }
        Kind::TooManyCaptures => "write `{*rest}` for what need not be told apart".into(),
        Kind::OptionUnknown { .. } => "a rule has the option `query`".into(),
        Kind::UnknownCapture { known, .. } if known.is_empty() => {
            "a capture is declared in the source, as in `/blog/{slug}`".into()
        }
        Kind::Status(status) => status_instead(status).into(),
        Kind::StatusWithTarget(status) => format!("leave out the target, or the `{status}`"),
        Kind::MethodTwice(_) => "leave one out".into(),
        Kind::MethodConnect => "leave the method out".into(),
        Kind::MethodChange { status, .. } => {
            let keeping = if status.is_permanent() { 308 } else { 307 };
            format!("write {keeping} to keep method and body, or 303 to go on with a GET")
        }
        Kind::OptionValue { expected, .. } => format!("write {expected}"),
        Kind::OptionTwice(_) | Kind::OptionWithoutEffect { .. } => "leave it out".into(),
        Kind::Duplicate { .. } => "leave this rule out, or change its source".into(),
        Kind::OpenRedirect { .. } => {
            "a capture is safe as the first label before a domain of your own".into()
        }
        Kind::AllowUnused(_) | Kind::AllowNever(_) => "leave the attribute out".into(),
        _ => return None,
    })
}

/// What is meant by a number that is no redirection.
fn status_instead(status: &str) -> &'static str {
    match status {
        "200" => "a rewrite is no redirection: it belongs into the application's own routes",
        "300" => "clients do not follow a 300: write 302, or 307 to keep the method",
        "304" => "a 304 is the answer to a conditional request: it has no place in a rule",
        "305" | "306" => "it is deprecated or unused (RFC 9110 §15.4): write 307",
        "404" => "write `410` for what is gone, or `pass` to leave the answer to the application",
        "moved" | "found" | "redirect" => "write the number: 301, 302, 303, 307 or 308",
        _ => "write 301, 302, 303, 307, 308, `permanent`, `temporary`, 410, 451 or `pass`",
    }
}

fn listed(names: &[String]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

fn percent_encoded(character: char) -> String {
    let mut utf8 = [0; 4];
    let encoded = character.encode_utf8(&mut utf8).bytes().flat_map(encoded);
    encoded.map(char::from).collect()
}
