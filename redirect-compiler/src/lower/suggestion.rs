//! Sources that are suggested in place of a URL or a path with a query.

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{FaultKind, SourceFault};
use crate::lower::braces::{remove_shapes, tokenize};
use crate::lower::condition::value;
use crate::lower::foreign_syntax::is_source;
use crate::lower::location::authority;
use crate::syntax::rule::{Condition, METHODS};
use redirect_core::internals::condition::Subject;

/// Adds suggestions to the faults of a source or prefix with these conditions.
pub(crate) fn refine(
    text: &str,
    conditions: &[Condition<'_>],
    faults: &mut Vec<Spanned<FaultKind>>,
) {
    for fault in faults {
        if let FaultKind::Source(SourceFault::MissingSlash(_)) = &fault.value {
            if let Some(kind) = missing_slash(text) {
                fault.value = FaultKind::Source(kind);
            }
        }
        if let FaultKind::Source(SourceFault::DoubleSlash { suggestion }) = &mut fault.value {
            if starts_with_domain(text.trim_start_matches('/')) {
                *suggestion = with_conditions(&format!("https:{text}"), conditions);
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
    if let Some((method, path)) = text.split_once(" /") {
        if METHODS.contains(&method) {
            return Some(SourceFault::Method { suggestion: format!("{method} \"/{path}\"") });
        }
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

/// Moves the host and the query of a source to conditions, which precede those that it has.
fn with_conditions(text: &str, conditions: &[Condition<'_>]) -> Option<String> {
    if text.contains(['"', '\\']) {
        return None;
    }
    let text = text.split('#').next().unwrap_or_default();
    if let Some((scheme, rest)) = text.split_once("://") {
        // A capture of everything after the scheme is meant as one of the path.
        if is_catch_all(rest) && ["http", "https"].contains(&scheme) {
            let mut all = vec![format!("scheme == \"{scheme}\"")];
            all.extend(conditions.iter().map(ToString::to_string));
            return Some(format!("\"/{rest}\" if {}", all.join(" && ")));
        }
    }
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

/// Returns whether a text is a capture such as `{*path}`.
fn is_catch_all(text: &str) -> bool {
    let Ok(tokens) = tokenize(text) else { return false };
    matches!(&tokens[..], [token] if token.capture().is_some_and(|capture| capture.is_catch_all))
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

#[cfg(test)]
mod tests {
    use super::*;

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
            ("http://{*path}", Some(r#""/{*path}" if scheme == "http""#)),
            ("https://{*site}/y", Some(r#""/y" if host == "{*site}""#)),
            ("https://-a/y", None),
            ("https://a@b.example/y", None),
        ] {
            assert_eq!(with_conditions(source, &[]).as_deref(), suggestion, "{source}");
        }
    }
}
