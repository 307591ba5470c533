use crate::diagnostic::kind::FaultKind;
use crate::diagnostic::nearest;
use crate::diagnostic::render::{allow, assert, condition, file, limit, option, proof, shape};
use redirect_core::internals::charset::encoded;

/// What to write instead.
#[allow(clippy::too_many_lines)]
pub(crate) fn help(kind: &FaultKind) -> Option<String> {
    Some(match kind {
        FaultKind::LineWithoutTarget => "write `/old /new`".into(),
        FaultKind::LineWithoutTab => "write a tab, and not blanks, behind the source".into(),
        FaultKind::LineArrow(_) => "write source and target with a blank between them".into(),
        FaultKind::LineTooLong(_) => "a comment begins with `#`".into(),
        FaultKind::File(bad) => file::help(bad),
        FaultKind::BraceUnclosed => {
            "a capture is written `{name}`, and a literal brace `{{`".into()
        }
        FaultKind::BraceUnopened => {
            "a capture is written `{name}`, and a literal brace `}}`".into()
        }
        FaultKind::ShapeUnclosed => {
            "close each `[` and `{` of the shape; behind a backslash neither counts".into()
        }
        FaultKind::CaptureEmpty => "write `{name}`".into(),
        FaultKind::CaptureName(name) => name_instead(name),
        FaultKind::CaptureReserved(name) if name == "_" => {
            "write `{rest}`, or any other name".into()
        }
        FaultKind::CaptureReserved(name) => format!("write `{{{name}_name}}`, or any other name"),
        FaultKind::Blank(char) | FaultKind::Control(char) => {
            format!("write `{}`", percent_encoded(*char))
        }
        FaultKind::Percent => "a percent sign itself is written `%25`".into(),
        FaultKind::SourceWithoutSlash(source) => format!("write `/{source}`"),
        FaultKind::SourceUrl => "write its path alone".into(),
        FaultKind::SourceSlashes => "write one slash".into(),
        FaultKind::SourceQuery => {
            "leave it out; a question mark in the path itself is `%3F`".into()
        }
        FaultKind::SourceFragment => {
            "leave it out; a number sign in the path itself is `%23`".into()
        }
        FaultKind::SourceDotSegment => "write the path that they lead to".into(),
        FaultKind::CaptureTwice(name) => format!("write `{{{name}2}}` for the second"),
        FaultKind::CapturesTouch => "write some text between them, such as `/` or `-`".into(),
        FaultKind::RestTwice => "write `{name}` for what is one segment".into(),
        FaultKind::RestNotAfterSlash(name) => {
            format!("write `/{{*{name}}}`, or `{{{name}}}` for the end of a segment")
        }
        FaultKind::TargetMissing(_) => "write it behind the status, as in `301 \"/new\"`".into(),
        FaultKind::TargetRelative { instead } | FaultKind::TargetWithoutHost { instead } => {
            format!("write `{instead}`")
        }
        FaultKind::TargetSlashes => "write `/` for a path, or `https://` for a host".into(),
        FaultKind::TargetUserInfo => "leave it out; an `@` in the path follows a `/`".into(),
        FaultKind::TargetPort(port) if port.is_empty() => "leave out the colon".into(),
        FaultKind::TargetPort(_) => {
            "a port is a number from 1 to 65535, without a leading zero".into()
        }
        FaultKind::TargetHost(host) if !host.is_ascii() && !cfg!(feature = "idna") => {
            "a host in Unicode needs the feature `idna`; without it write the `xn--` form".into()
        }
        FaultKind::TargetHost(_) => {
            "write a name, an IPv4 address, or an IPv6 address in brackets".into()
        }
        FaultKind::HostReadAs { read, .. } => format!("write `{read}`"),
        FaultKind::HostNumber(_) => "write all four numbers, in decimal".into(),
        FaultKind::TargetBackslash => "write `/`, or `%5C` for a backslash in a path".into(),
        FaultKind::TargetDotSegment { instead } => format!("write `{instead}`"),
        FaultKind::TargetEmptyQuery => {
            "leave it out; `{ query: drop }` behind the target drops the request's query".into()
        }
        FaultKind::TargetFragments => "write `%23` for a number sign".into(),
        FaultKind::CaptureWhole => "begin with `/` or with a host".into(),
        FaultKind::CaptureScheme => "write a rule for `http` and one for `https`".into(),
        FaultKind::CapturePort => "write the number".into(),
        FaultKind::CaptureEndsHost => "write a `/` before the capture".into(),
        FaultKind::CaptureInName => "write `name={capture}`".into(),
        FaultKind::TargetRest(name) | FaultKind::UnknownCapture { nearest: Some(name), .. } => {
            format!("write `{{{name}}}`")
        }
        FaultKind::Allow(bad) => allow::help(bad),
        FaultKind::Assert(bad) => assert::help(bad),
        FaultKind::Shape(bad) => shape::help(bad),
        FaultKind::PrefixCapture => "write the capture in the source of each rule".into(),
        FaultKind::PrefixSlash => {
            "leave the slash out, or all of a prefix that is no more: each source begins with one"
                .into()
        }
        FaultKind::TooLarge(limit) => return limit::help(*limit),
        FaultKind::Option(bad) => option::help(bad),
        FaultKind::UnknownCapture { known, .. } if known.is_empty() => {
            "a capture is declared in the source, as in `/blog/{slug}`".into()
        }
        FaultKind::SourceForeign { instead, .. } | FaultKind::TargetForeign { instead, .. } => {
            format!("write `{instead}` for a capture, or percent-encode the first character")
        }
        FaultKind::StatusOfFile(_) => "write 301, 302, 303, 307 or 308".into(),
        FaultKind::Status(status) => status_instead(status),
        FaultKind::StatusWithTarget(status) => format!("leave out the target, or the `{status}`"),
        FaultKind::Condition(bad) => condition::help(bad),
        FaultKind::MethodTwice(_) => "leave one out".into(),
        FaultKind::MethodConnect => "leave the method out".into(),
        FaultKind::MethodChange { status, .. } => {
            let keeping = if status.is_permanent() { 308 } else { 307 };
            format!("write {keeping} to keep method and body, or 303 to go on with a GET")
        }
        FaultKind::HostBlank => "leave it out".into(),
        FaultKind::Duplicate { .. } => "leave this rule out, or change its source".into(),
        FaultKind::Unreachable { .. } | FaultKind::Loop { .. } | FaultKind::Chain { .. } => {
            proof::help(kind)
        }
        FaultKind::OpenRedirect { .. } => {
            "a capture is safe as the first label before a domain of your own".into()
        }
        FaultKind::TargetScheme(_) => "only `https` and `http` are followed by every client".into(),
        _ => return None,
    })
}

/// What is meant by braces that hold no name.
fn name_instead(inside: &str) -> String {
    let name = inside.trim();
    if name.contains('*') {
        return format!("write `{{*{}}}`", name.replace('*', ""));
    }
    if name.contains(':') {
        return "a capture has no format: write its name alone".into();
    }
    if name.ends_with('?') {
        return "no capture is optional: write two rules".into();
    }
    if name.contains('-') {
        return format!("write `{{{}}}`", name.replace('-', "_"));
    }
    if name.len() < inside.len() {
        return format!("write `{{{name}}}`");
    }
    "a name is a letter or `_`, then letters, digits and `_`, all of them ASCII".into()
}

/// What is meant by a word that is no status of a rule.
fn status_instead(status: &str) -> String {
    let word = status.to_ascii_lowercase();
    let len = word.find(|char: char| !char.is_ascii_digit()).unwrap_or(word.len());
    let digits = Some(&word[..len]).filter(|_| len == 3 && len < word.len());
    let instead = match &word[..] {
        "200" => "a rewrite is no redirection: it belongs into the application's own routes",
        "300" => "clients do not follow a 300: write 302, or 307 to keep the method",
        "304" => "a 304 is the answer to a conditional request and has no place in a rule",
        "305" | "306" => "it is deprecated or unused (RFC 9110 §15.4): write 307",
        "404" => "write `410` for what is gone, or `pass` to leave it to the application",
        "gone" => "write `410`",
        "moved" | "found" | "redirect" => "write the number: 301, 302, 303, 307 or 308",
        word => {
            let near = nearest(word, ["permanent", "temporary", "pass"].into_iter());
            return near.or(digits.map(Into::into)).map_or_else(
                || {
                    "write 301, 302, 303, 307, 308, `permanent`, `temporary`, 410, 451 or `pass`"
                        .into()
                },
                |near| format!("write `{near}`"),
            );
        }
    };
    instead.into()
}

fn percent_encoded(character: char) -> String {
    let mut utf8 = [0; 4];
    let encoded = character.encode_utf8(&mut utf8).bytes().flat_map(encoded);
    encoded.map(char::from).collect()
}
