//! What a target may be.

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{FaultKind, TargetFault};
use crate::lower::location::authority;
use crate::lower::location::components::Components;
use crate::lower::source::dot_segment_in;

/// Schemes whose URLs are programs, which a redirection never leads to.
const SCRIPTS: [&str; 3] = ["javascript", "data", "vbscript"];

/// Schemes whose host browsers read however many slashes stand before it (WHATWG URL, special
/// schemes).
const SPECIAL: [&str; 5] = ["http", "https", "ftp", "ws", "wss"];

pub(crate) fn check(text: &str, components: &Components<'_>, faults: &mut Vec<Spanned<FaultKind>>) {
    if let Some(kind) = no_location(text, components) {
        faults.push(Spanned::new(0..text.len(), kind));
        return;
    }
    if let Some(fault) = scheme(text, components) {
        let is_another = matches!(fault.value, FaultKind::Target(TargetFault::Scheme(_)));
        faults.push(fault);
        if !is_another {
            return;
        }
    }
    faults.extend(dot_segment(components));
    faults.extend(empty_query(components));
    faults.extend(capture_in_name(components));
    faults.extend(two_fragments(components));
    if let Some(range) = &components.authority {
        authority::check(components.at(range), range.start, faults);
    }
}

/// What is neither a path from the root nor a URL with a scheme.
fn no_location(text: &str, components: &Components<'_>) -> Option<FaultKind> {
    let before_colon = components.scheme.as_ref().map(|range| components.at(range));
    match before_colon {
        Some(scheme) if scheme.contains('{') => {
            Some(FaultKind::Target(TargetFault::CaptureInScheme))
        }
        Some(scheme) if !is_scheme(scheme) || is_host_with_port(text, scheme) => {
            Some(FaultKind::Target(TargetFault::Relative { suggestion: instead_of(text) }))
        }
        Some(_) => None,
        None if text.starts_with("//") => Some(FaultKind::Target(TargetFault::DoubleSlash)),
        None if text.starts_with('/') => None,
        None if text.starts_with('{') => Some(FaultKind::Target(TargetFault::LeadingCapture)),
        None => Some(FaultKind::Target(TargetFault::Relative { suggestion: instead_of(text) })),
    }
}

/// `scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )`
fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|char| char.is_ascii_alphanumeric() || "+-.".contains(char))
}

/// `localhost:3000/new` and `example.com:8080` are hosts, whatever the grammar says.
fn is_host_with_port(text: &str, scheme: &str) -> bool {
    let port = text[scheme.len() + 1..].split(['/', '?', '#']).next().unwrap_or_default();
    let is_port = (1..=5).contains(&port.len()) && port.bytes().all(|b| b.is_ascii_digit());
    is_port && (scheme.contains('.') || scheme == "localhost")
}

/// What was meant by a target that is no location.
fn instead_of(text: &str) -> String {
    let first = text.split(['/', '?', '#']).next().unwrap_or_default();
    let name = first.split(':').next().unwrap_or_default();
    let is_file = [".html", ".htm", ".php", ".pdf", ".xml"].iter().any(|end| name.ends_with(end));
    let is_host = name.contains('.') && !name.starts_with('.') && !is_file || first.contains(':');
    let text = text.trim_start_matches("./").trim_start_matches("../");
    if is_host { format!("https://{text}") } else { format!("/{text}") }
}

/// Anything but `http://host` and `https://host`.
fn scheme(text: &str, components: &Components<'_>) -> Option<Spanned<FaultKind>> {
    let range = components.scheme.clone()?;
    let scheme = components.at(&range).to_ascii_lowercase();
    if SCRIPTS.contains(&&scheme[..]) {
        return Some(Spanned::new(range, FaultKind::Target(TargetFault::ScriptScheme(scheme))));
    }
    let has_host = components.authority.as_ref().is_some_and(|authority| !authority.is_empty());
    if SPECIAL.contains(&&scheme[..]) && !has_host {
        let rest = text[range.end + 1..].trim_start_matches('/');
        let host = if rest.is_empty() { "example.com" } else { rest };
        let kind = FaultKind::Target(TargetFault::MissingHost {
            suggestion: format!("{scheme}://{host}"),
        });
        return Some(Spanned::new(0..text.len() - rest.len(), kind));
    }
    let is_web = scheme == "http" || scheme == "https";
    (!is_web).then(|| Spanned::new(range, FaultKind::Target(TargetFault::Scheme(scheme))))
}

fn dot_segment(components: &Components<'_>) -> Option<Spanned<FaultKind>> {
    let path = components.at(&components.path);
    let range = dot_segment_in(path)?;
    let at = components.path.start;
    let (before, after) = (&components.text[..at], &components.text[components.path.end..]);
    let instead = format!("{before}{}{after}", resolved(path));
    Some(Spanned::new(
        at + range.start..at + range.end,
        FaultKind::Target(TargetFault::DotSegment { suggestion: instead }),
    ))
}

/// A path without its dot segments (RFC 3986 §5.2.4).
fn resolved(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    let mut ends_in_dots = false;
    for segment in path.split('/').skip(1) {
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        ends_in_dots = plain == "." || plain == "..";
        match &plain[..] {
            "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    let end = if ends_in_dots && !segments.is_empty() { "/" } else { "" };
    format!("/{}{end}", segments.join("/").trim_start_matches('/'))
}

fn empty_query(components: &Components<'_>) -> Option<Spanned<FaultKind>> {
    let query = components.query.clone().filter(std::ops::Range::is_empty)?;
    Some(Spanned::new(query.start - 1..query.end, FaultKind::Target(TargetFault::EmptyQuery)))
}

fn capture_in_name(components: &Components<'_>) -> Option<Spanned<FaultKind>> {
    let query = components.query.clone()?;
    let mut at = query.start;
    for parameter in components.at(&query).split('&') {
        let name = parameter.split('=').next().unwrap_or_default();
        if name.replace("{{", "").contains('{') {
            return Some(Spanned::new(
                at..at + name.len(),
                FaultKind::Target(TargetFault::CaptureInParameterName),
            ));
        }
        at += parameter.len() + 1;
    }
    None
}

fn two_fragments(components: &Components<'_>) -> Option<Spanned<FaultKind>> {
    let fragment = components.fragment.clone()?;
    let at = fragment.start + components.at(&fragment).find('#')?;
    Some(Spanned::new(at..at + 1, FaultKind::Target(TargetFault::SecondFragment)))
}
