//! Sources that are suggested in place of a URL, a path with a query, or a regular expression.

use std::ops::Range;

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{FaultKind, SourceFault};
use crate::lower::braces::{remove_shapes, tokenize};
use crate::lower::condition::value;
use crate::lower::location::authority;
use crate::lower::source::{Source, capture_names};
use crate::syntax::rule::Condition;
use redirect_core::internals::condition::Subject;

/// The names of the captures that are suggested for the groups of a regular expression.
const GROUP_NAMES: [&str; 4] = ["name", "name2", "name3", "name4"];

/// Groups of regular expressions that match one segment, as far as they are common.
const SEGMENT_GROUPS: [&str; 9] = [
    "([^/]+)",
    "([^/]*)",
    r"([^\/]+)",
    r"(\d+)",
    "([0-9]+)",
    r"(\w+)",
    r"([\w-]+)",
    "([a-z0-9-]+)",
    "([^/]+?)",
];

/// Groups of regular expressions that match the rest of a path.
const REST_GROUPS: [&str; 4] = ["(.*)", "(.+)", "(.*?)", ".*"];

/// Adds suggestions to the faults of a source or prefix with these conditions.
pub(crate) fn refine(
    text: &str,
    conditions: &[Condition<'_>],
    faults: &mut Vec<Spanned<FaultKind>>,
) {
    if text.starts_with('^') {
        let kind = FaultKind::Source(SourceFault::Regex { suggestion: from_regex(text) });
        *faults = vec![Spanned::new(0..text.len(), kind)];
    }
    for fault in faults {
        if let FaultKind::Source(SourceFault::MissingSlash(_)) = &fault.value {
            if let Some(kind) = missing_slash(text) {
                fault.value = FaultKind::Source(kind);
            }
        }
        if let FaultKind::Source(
            SourceFault::Url { suggestion } | SourceFault::Query { suggestion },
        ) = &mut fault.value
        {
            *suggestion = with_conditions(&absolute(text), conditions);
        }
    }
}

/// Returns the fault of a source without a slash at its start, if more than the slash is missing.
fn missing_slash(text: &str) -> Option<SourceFault> {
    if starts_with_domain(text) {
        return Some(SourceFault::Url { suggestion: None });
    }
    text.contains('?').then_some(SourceFault::Query { suggestion: None })
}

/// Adds the scheme or the slash that is missing at the start of a source.
fn absolute(text: &str) -> String {
    match text {
        _ if text.starts_with('/') || text.contains("://") => text.into(),
        _ if starts_with_domain(text) => format!("https://{text}"),
        _ => format!("/{text}"),
    }
}

/// Returns whether a text starts with a domain and a slash: `example.com/old`.
fn starts_with_domain(text: &str) -> bool {
    let Some((host, _)) = text.split_once('/') else { return false };
    let Some((_, top_level)) = host.rsplit_once('.') else { return false };
    top_level.len() > 1
        && top_level.bytes().all(|byte| byte.is_ascii_alphabetic())
        && host_condition(host).is_some()
}

/// Returns the name of the capture that stands for a group of a regular expression, from 1.
pub(crate) fn group_name(source: &str, group: usize) -> Option<String> {
    let names = match from_regex(source).filter(|_| source.starts_with('^')) {
        Some(source) => capture_names(&source),
        None => capture_names(source),
    };
    names.get(group.checked_sub(1)?).cloned()
}

/// Returns the first segment of a path that is a group of a regular expression, with the capture
/// that stands for it.
pub(crate) fn group_segment(path: &str) -> Option<(Range<usize>, String)> {
    if !path.contains("/(") {
        return None;
    }
    for (groups, capture) in [(&SEGMENT_GROUPS[..], "{name}"), (&REST_GROUPS, "{*rest}")] {
        // Without parentheses, `.*` may be meant literally.
        for group in groups.iter().filter(|group| group.starts_with('(')) {
            for (slash, _) in path.match_indices(&format!("/{group}")) {
                let (start, end) = (slash + 1, slash + 1 + group.len());
                let after = &path[end..];
                let end = if after == "$" { path.len() } else { end };
                if end == path.len() || after.starts_with('/') {
                    return Some((start..end, capture.into()));
                }
            }
        }
    }
    None
}

/// Translates a regular expression for a whole path, if it consists of text and common groups.
fn from_regex(text: &str) -> Option<String> {
    let text = text.strip_prefix('^').unwrap_or(text);
    let mut remaining = text.strip_suffix('$').unwrap_or(text);
    let (mut source, mut names) = (String::new(), GROUP_NAMES.iter());
    'next: while !remaining.is_empty() {
        for group in SEGMENT_GROUPS {
            if let Some(rest) = remaining.strip_prefix(group) {
                source.push('{');
                source += names.next()?;
                source.push('}');
                remaining = rest;
                continue 'next;
            }
        }
        for group in REST_GROUPS {
            if let Some(rest) = remaining.strip_prefix(group) {
                source += "{*rest}";
                remaining = rest;
                continue 'next;
            }
        }
        let rest = remaining.strip_prefix('\\').filter(|rest| rest.starts_with(['.', '/', '-']));
        let mut chars = rest.unwrap_or(remaining).chars();
        let char = chars.next()?;
        if rest.is_none() && r"()[]{}*+?|^$\.".contains(char) {
            return None;
        }
        source.push(char);
        remaining = chars.as_str();
    }
    is_source(&source).then_some(source)
}

/// Moves the host and the query of a source to conditions, which precede those that it has.
fn with_conditions(text: &str, conditions: &[Condition<'_>]) -> Option<String> {
    if text.contains(['"', '\\']) {
        return None;
    }
    let text = text.split('#').next().unwrap_or_default();
    let (host, reference) = match text.split_once("://") {
        Some((_, rest)) if !text.starts_with('/') => {
            let (authority, reference) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
            (Some(authority::split(authority).0), reference)
        }
        _ => (None, text),
    };
    let (path, query) = reference.split_once('?').unwrap_or((reference, ""));
    let path = if path.is_empty() { "/" } else { path };
    let mut all = Vec::new();
    if let Some(host) = host {
        all.push(host_condition(host)?);
    }
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        all.push(query_condition(parameter)?);
    }
    for condition in conditions {
        let condition = condition.to_string();
        if !all.contains(&condition) {
            all.push(condition);
        }
    }
    let is_valid = is_source(path) && !all.is_empty();
    is_valid.then(|| format!("\"{path}\" if {}", all.join(" && ")))
}

fn host_condition(host: &str) -> Option<String> {
    let tokens = tokenize(host).ok()?;
    let without_shapes = remove_shapes(host, &tokens);
    let is_valid = value::check(&Subject::Host, &without_shapes).is_none()
        && value::check_host_text(&Subject::Host, host, &tokens).is_none();
    is_valid.then(|| format!("host == \"{host}\""))
}

/// Returns the condition on a parameter of a query, if it is evident: without encoded characters.
fn query_condition(parameter: &str) -> Option<String> {
    let is_plain = |text: &str| {
        !text.is_empty() && text.chars().all(|char| char.is_alphanumeric() || "-._~".contains(char))
    };
    let Some((name, value)) = parameter.split_once('=') else {
        return is_plain(parameter).then(|| format!("query[\"{parameter}\"]"));
    };
    let tokens = tokenize(value).ok()?;
    for token in &tokens {
        let is_valid = match token.capture() {
            Some(capture) => !capture.is_catch_all,
            None => is_plain(&value[token.range.clone()]),
        };
        if !is_valid {
            return None;
        }
    }
    let is_valid = is_plain(name) && !tokens.is_empty();
    is_valid.then(|| format!("query[\"{name}\"] == \"{value}\""))
}

fn is_source(text: &str) -> bool {
    let mut faults = Vec::new();
    Source::parse(text, &mut faults).is_some() && faults.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_expressions_become_sources() {
        for (regex, source) in [
            ("^/docs/(.*)$", Some("/docs/{*rest}")),
            ("^/old$", Some("/old")),
            (r"^/a\.html", Some("/a.html")),
            (r"^/([^/]+)/(\d+)/.*$", Some("/{name}/{name2}/{*rest}")),
            ("^/docs(.*)$", None),
            ("^/(a|b)$", None),
            ("^/a.html$", None),
            ("^/(.*)/(.*)$", None),
        ] {
            assert_eq!(from_regex(regex).as_deref(), source, "{regex}");
        }
    }

    #[test]
    fn groups_are_segments() {
        for (path, segment) in [
            ("/a/(.*)", Some(("(.*)", "{*rest}"))),
            ("/a/(.*)$", Some(("(.*)$", "{*rest}"))),
            (r"/(\d+)/a", Some((r"(\d+)", "{name}"))),
            ("/([^/]+)/a", Some(("([^/]+)", "{name}"))),
            ("/a/(.*)b", None),
            ("/a/.*", None),
            ("/a(.*)", None),
        ] {
            let found = group_segment(path);
            let found = found.as_ref().map(|(range, name)| (&path[range.clone()], &name[..]));
            assert_eq!(found, segment, "{path}");
        }
    }

    #[test]
    fn groups_are_numbered_captures() {
        assert_eq!(group_name("^/docs/(.*)$", 1).as_deref(), Some("rest"));
        assert_eq!(group_name("/{year}/{slug}", 2).as_deref(), Some("slug"));
        assert_eq!(group_name("/{year}", 0), None);
        assert_eq!(group_name("/{year}", 2), None);
    }

    #[test]
    fn sources_without_a_slash_are_completed() {
        for (text, completed) in [
            ("example.com/old", "https://example.com/old"),
            ("old?a=1", "/old?a=1"),
            ("v1.2/old", "/v1.2/old"),
            ("robots.txt", "/robots.txt"),
            ("http://a/b", "http://a/b"),
            ("/example.com/old", "/example.com/old"),
        ] {
            assert_eq!(absolute(text), completed);
        }
    }

    #[test]
    fn hosts_and_queries_become_conditions() {
        for (source, suggestion) in [
            ("/p?id={id}", Some(r#""/p" if query["id"] == "{id}""#)),
            ("/p?a=1&b#c", Some(r#""/p" if query["a"] == "1" && query["b"]"#)),
            ("/p?q=a+b", None),
            ("/p?q={*all}", None),
            ("https://a.example", Some(r#""/" if host == "a.example""#)),
            ("http://{x}.example:80/y", Some(r#""/y" if host == "{x}.example""#)),
            (
                "https://a.example/y?z=1",
                Some(r#""/y" if host == "a.example" && query["z"] == "1""#),
            ),
            ("https://-a/y", None),
            ("https://a@b.example/y", None),
        ] {
            assert_eq!(with_conditions(source, &[]).as_deref(), suggestion, "{source}");
        }
    }
}
