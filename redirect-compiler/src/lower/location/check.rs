//! The checks of a target. Each is a pure function that reports one kind of fault.

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{FaultKind, TargetFault};
use crate::lower::characters::{dot_segment, is_all};
use crate::lower::location::components::TargetComponents;
use crate::lower::location::{authority, host};
use crate::lower::pattern::{REQUEST_HOST_IN_BRACES, REQUEST_URI_IN_BRACES};

/// The schemes whose URLs contain a script or a document. No redirect may use them.
const SCRIPT_SCHEMES: [&str; 3] = ["javascript", "data", "vbscript"];

/// The schemes for which browsers accept any number of slashes before the host (WHATWG URL, special
/// schemes).
const SPECIAL_SCHEMES: [&str; 5] = ["http", "https", "ftp", "ws", "wss"];

/// Checks every component of a target.
pub(crate) fn check(components: &TargetComponents<'_>) -> Vec<Spanned<FaultKind>> {
    // The other checks make sense only for a path from the root or a URL with a host.
    let fatal = [
        leading_request_host,
        capture_in_scheme,
        protocol_relative,
        whole_capture,
        relative,
        script,
        no_host,
    ];
    for check in &fatal {
        if let Some(fault) = check(components) {
            return vec![fault];
        }
    }
    let mut faults = Vec::new();
    faults.extend(other_scheme(components));
    faults.extend(slashes_at_start(components));
    faults.extend(dot_segments(components));
    faults.extend(empty_query(components));
    faults.extend(capture_in_parameter_name(components));
    faults.extend(second_fragment(components));
    faults.append(&mut check_authority(components));
    faults
}

fn check_authority(components: &TargetComponents<'_>) -> Vec<Spanned<FaultKind>> {
    let Some(range) = &components.authority else { return Vec::new() };
    let (authority, offset) = (components.get(range), range.start);
    if authority.contains(REQUEST_URI_IN_BRACES) {
        // It is reported as such.
        return Vec::new();
    }
    if let Some(fault) = authority::user_info(authority, offset) {
        return vec![fault];
    }
    if let Some(fault) = part_of_authority(components) {
        return vec![fault];
    }
    let (host, port) = authority::split(authority);
    let mut faults = Vec::new();
    if let Some(port) = port {
        let port_offset = offset + host.len() + 1;
        let capture = authority::capture_in_port(port, port_offset);
        faults.extend(capture.or_else(|| authority::invalid_port(port, port_offset)));
    }
    if let Some(kind) = host::check(host) {
        faults.push(Spanned::new(offset..offset + host.len(), kind));
    }
    faults
}

/// Returns a fault of the whole target.
fn whole(components: &TargetComponents<'_>, kind: FaultKind) -> Spanned<FaultKind> {
    Spanned::new(0..components.text.len(), kind)
}

/// Reports a target that begins with the host of the request, without a scheme.
fn leading_request_host(components: &TargetComponents<'_>) -> Option<Spanned<FaultKind>> {
    let authority = components.text.split(['/', '?', '#']).next()?;
    authority.starts_with(REQUEST_HOST_IN_BRACES).then(|| {
        let rest = &components.text[authority.len()..];
        let suggestion = format!("https://{REQUEST_HOST_IN_BRACES}{rest}");
        whole(components, FaultKind::Target(TargetFault::RequestHostPart { suggestion }))
    })
}

/// Reports the host of the request as a part of the authority, which it is as a whole: it has a
/// port of its own.
fn part_of_authority(components: &TargetComponents<'_>) -> Option<Spanned<FaultKind>> {
    let range = components.authority.clone()?;
    let authority = components.get(&range);
    let is_part = authority.contains(REQUEST_HOST_IN_BRACES) && authority != REQUEST_HOST_IN_BRACES;
    is_part.then(|| {
        let rest = authority.strip_prefix(REQUEST_HOST_IN_BRACES).unwrap_or_default();
        let (before, after) = (&components.text[..range.start], &components.text[range.end..]);
        let path = if rest.starts_with('{') { format!("/{rest}") } else { String::new() };
        let suggestion = format!("{before}{REQUEST_HOST_IN_BRACES}{path}{after}");
        Spanned::new(range, FaultKind::Target(TargetFault::RequestHostPart { suggestion }))
    })
}

fn capture_in_scheme(components: &TargetComponents<'_>) -> Option<Spanned<FaultKind>> {
    let has_capture = components.scheme()?.contains('{');
    has_capture.then(|| whole(components, FaultKind::Target(TargetFault::CaptureInScheme)))
}

/// Reports a reference with a host and no scheme: `//example.com`.
fn protocol_relative(components: &TargetComponents<'_>) -> Option<Spanned<FaultKind>> {
    let is_relative = components.scheme.is_none() && components.text.starts_with("//");
    is_relative.then(|| whole(components, FaultKind::Target(TargetFault::DoubleSlash)))
}

/// Reports a target that begins with a capture, which could be any URL.
fn whole_capture(components: &TargetComponents<'_>) -> Option<Spanned<FaultKind>> {
    let is_capture = components.scheme.is_none() && components.text.starts_with('{');
    is_capture.then(|| {
        whole(components, FaultKind::Target(TargetFault::LeadingCapture { condition: None }))
    })
}

/// Reports a target that is neither a path from the root nor a URL with a scheme.
fn relative(components: &TargetComponents<'_>) -> Option<Spanned<FaultKind>> {
    let text = components.text;
    let is_absolute = match components.scheme() {
        Some(scheme) => is_scheme(scheme) && !is_host_with_port(text, scheme),
        None => text.starts_with('/'),
    };
    let kind = || FaultKind::Target(TargetFault::Relative { suggestion: absolute(text) });
    (!is_absolute).then(|| whole(components, kind()))
}

/// Returns whether a text is a scheme (RFC 3986 §3.1):
/// `scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )`.
fn is_scheme(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
        && is_all(text, |byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
}

/// Returns whether a text that parses with a scheme was meant as a host and a port, such as
/// `localhost:3000/new` or `example.com:8080`.
fn is_host_with_port(text: &str, scheme: &str) -> bool {
    let port = text[scheme.len() + 1..].split(['/', '?', '#']).next().unwrap_or_default();
    let is_port = matches!(port.len(), 1..=5) && is_all(port, u8::is_ascii_digit);
    is_port && (scheme.contains('.') || scheme == "localhost")
}

/// Guesses the absolute target that the author of a relative one meant.
fn absolute(text: &str) -> String {
    for scheme in ["https", "http", ""] {
        // The colon is missing, or the scheme.
        let rest = text.strip_prefix(scheme).unwrap_or_default();
        let rest = rest.strip_prefix(if scheme.is_empty() { "://" } else { "//" });
        if let Some(rest) = rest.filter(|rest| has_valid_host(&format!("https://{rest}"))) {
            let scheme = if scheme.is_empty() { "https" } else { scheme };
            return format!("{scheme}://{rest}");
        }
    }
    let first = text.split(['/', '?', '#']).next().unwrap_or_default();
    let name = first.split(':').next().unwrap_or_default();
    let is_file = [".html", ".htm", ".php", ".pdf", ".xml"].iter().any(|end| name.ends_with(end));
    let has_domain = name.contains('.') && !name.starts_with('.') && !is_file;
    let url = format!("https://{text}");
    if (has_domain || first.contains(':')) && has_valid_host(&url) {
        return url;
    }
    let path_end = text.find(['?', '#']).unwrap_or(text.len());
    let (path, suffix) = text.split_at(path_end);
    format!("{}{suffix}", without_dot_segments(&format!("/{path}")))
}

/// Returns whether a text with a scheme has a valid host.
fn has_valid_host(url: &str) -> bool {
    let components = TargetComponents::new(url);
    let has_host = components.authority.as_ref().is_some_and(|authority| !authority.is_empty());
    has_host && check_authority(&components).is_empty()
}

fn script(components: &TargetComponents<'_>) -> Option<Spanned<FaultKind>> {
    let scheme = components.scheme()?.to_ascii_lowercase();
    let is_script = SCRIPT_SCHEMES.contains(&&scheme[..]);
    let range = components.scheme.clone()?;
    is_script.then(|| Spanned::new(range, FaultKind::Target(TargetFault::ScriptScheme(scheme))))
}

/// Reports a URL without a host after two slashes, such as `https:example.com` or
/// `https:///example.com`.
fn no_host(components: &TargetComponents<'_>) -> Option<Spanned<FaultKind>> {
    let scheme = components.scheme()?.to_ascii_lowercase();
    let has_host = components.authority.as_ref().is_some_and(|authority| !authority.is_empty());
    if !SPECIAL_SCHEMES.contains(&&scheme[..]) || has_host {
        return None;
    }
    let rest = components.text[scheme.len() + 1..].trim_start_matches('/');
    let mut suggestion = format!("{scheme}://{rest}");
    if rest.is_empty() || !has_valid_host(&suggestion) {
        suggestion = format!("{scheme}://example.com");
    }
    let kind = FaultKind::Target(TargetFault::MissingHost { suggestion });
    Some(Spanned::new(0..components.text.len() - rest.len(), kind))
}

/// Reports a scheme other than `http` and `https`. This is the only [`TargetFault`] that
/// `#[allow(…)]` can accept.
fn other_scheme(components: &TargetComponents<'_>) -> Option<Spanned<FaultKind>> {
    let scheme = components.scheme()?.to_ascii_lowercase();
    let is_web = scheme == "http" || scheme == "https";
    let range = components.scheme.clone()?;
    (!is_web).then(|| Spanned::new(range, FaultKind::Target(TargetFault::Scheme(scheme))))
}

/// Reports a path that starts with two slashes. Servers may decode `%2F` and `%5C`.
fn slashes_at_start(components: &TargetComponents<'_>) -> Option<Spanned<FaultKind>> {
    let path = components.get(&components.path);
    let mut rest = path;
    while let Some(after) = strip_slash_like(rest) {
        rest = after;
    }
    let len = path.len() - rest.len();
    let is_one = strip_slash_like(path).is_none_or(|after| after.len() == rest.len());
    let start = components.path.start;
    let (before, after) = (&components.text[..start], &components.text[start + len..]);
    let kind = || {
        FaultKind::Target(TargetFault::SlashesAtStart { suggestion: format!("{before}/{after}") })
    };
    (!is_one).then(|| Spanned::new(start..start + len, kind()))
}

/// Removes a slash or a backslash, encoded or not, from the start of a text.
fn strip_slash_like(text: &str) -> Option<&str> {
    let is_encoded =
        |code: &&str| code.eq_ignore_ascii_case("%2F") || code.eq_ignore_ascii_case("%5C");
    let slash = text.get(..1).filter(|slash| ["/", "\\"].contains(slash));
    let slash = slash.or_else(|| text.get(..3).filter(is_encoded))?;
    text.strip_prefix(slash)
}

fn dot_segments(components: &TargetComponents<'_>) -> Option<Spanned<FaultKind>> {
    let path = components.get(&components.path);
    let range = dot_segment(path)?;
    let offset = components.path.start;
    let (before, after) = (&components.text[..offset], &components.text[components.path.end..]);
    let instead = format!("{before}{}{after}", without_dot_segments(path));
    let range = offset + range.start..offset + range.end;
    Some(Spanned::new(range, FaultKind::Target(TargetFault::DotSegment { suggestion: instead })))
}

/// Removes the dot segments of a path (RFC 3986 §5.2.4).
fn without_dot_segments(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    let mut ends_in_dots = false;
    for segment in path.split('/').skip(1) {
        let decoded = segment.to_ascii_lowercase().replace("%2e", ".");
        ends_in_dots = decoded == "." || decoded == "..";
        match &decoded[..] {
            "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    let end = if ends_in_dots && !segments.is_empty() { "/" } else { "" };
    format!("/{}{end}", segments.join("/").trim_start_matches('/'))
}

fn empty_query(components: &TargetComponents<'_>) -> Option<Spanned<FaultKind>> {
    let query = components.query.clone().filter(std::ops::Range::is_empty)?;
    Some(Spanned::new(query.start - 1..query.end, FaultKind::Target(TargetFault::EmptyQuery)))
}

fn capture_in_parameter_name(components: &TargetComponents<'_>) -> Option<Spanned<FaultKind>> {
    let query = components.query.clone()?;
    let mut offset = query.start;
    for parameter in components.get(&query).split('&') {
        let name = parameter.split('=').next().unwrap_or_default();
        if name.replace("{{", "").contains('{') {
            let capture = name.find('{').map_or("{capture}", |open| &name[open..]);
            let capture = capture.find('}').map_or(capture, |close| &capture[..=close]);
            let suggestion = format!("name={capture}");
            let kind = FaultKind::Target(TargetFault::CaptureInParameterName { suggestion });
            return Some(Spanned::new(offset..offset + name.len(), kind));
        }
        offset += parameter.len() + 1;
    }
    None
}

fn second_fragment(components: &TargetComponents<'_>) -> Option<Spanned<FaultKind>> {
    let fragment = components.fragment.clone()?;
    let offset = fragment.start + components.get(&fragment).find('#')?;
    Some(Spanned::new(offset..offset + 1, FaultKind::Target(TargetFault::SecondFragment)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_are_targets() {
        for (text, suggestion) in [
            ("new", "/new"),
            ("", "/"),
            ("..", "/"),
            ("./../a/.././b?c=./d", "/b?c=./d"),
            ("?a=1", "/?a=1"),
            ("example.com/new", "https://example.com/new"),
            ("localhost:3000", "https://localhost:3000"),
            ("index.html", "/index.html"),
            ("https//example.com", "https://example.com"),
            ("http//example.com/a", "http://example.com/a"),
            ("://example.com/a", "https://example.com/a"),
            ("https//", "/https//"),
            (":8080/a", "/:8080/a"),
            ("a..example/a", "/a..example/a"),
            ("https:///", "https://example.com"),
            ("https:?a", "https://example.com"),
            ("https:/example.com/a", "https://example.com/a"),
        ] {
            let mut suggested = Vec::new();
            for fault in check(&TargetComponents::new(text)) {
                if let FaultKind::Target(
                    TargetFault::Relative { suggestion } | TargetFault::MissingHost { suggestion },
                ) = fault.value
                {
                    suggested.push(suggestion);
                }
            }
            assert_eq!(suggested, [suggestion], "{text}");
            assert_eq!(check(&TargetComponents::new(suggestion)), [], "{text}");
        }
    }
}
