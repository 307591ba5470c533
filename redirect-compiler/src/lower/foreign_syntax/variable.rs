//! Variables of other servers in targets, such as `$host`, `%{REQUEST_URI}` and `{query}`, and
//! targets without them.
//!
//! A target without a host stays on the requested host, the query of the request is appended to
//! it, conditions capture headers, cookies and parameters, and `{request_host}` and
//! `{request_uri}` are parts of the request. Therefore, most targets with variables have an
//! equivalent.

use std::ops::Range;

use crate::diagnostic::kind::{FaultKind, TargetFault, VariableFix};
use crate::diagnostic::{Spanned, nearest};
use crate::lower::braces::tokenize;
use crate::lower::foreign_syntax::target::scan_target;
use crate::lower::foreign_syntax::translation::{KnownCapture, translate_target};
use crate::lower::foreign_syntax::{first_construct, is_target};
use crate::lower::pattern::{
    REQUEST_HOST, REQUEST_HOST_IN_BRACES, REQUEST_URI, REQUEST_URI_IN_BRACES, is_reserved,
};
use crate::syntax::braces::{is_name, name_len};
use crate::syntax::rule::{Operator, Rule};

/// The host in suggestions where the host of the request cannot be a part of the target.
const EXAMPLE_HOST: &str = "example.com";

/// A part of the request for which other servers have a variable.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Variable {
    Host,
    Scheme,
    /// The path, perhaps with the query.
    Path,
    Query,
    /// A header, a cookie or a parameter: the word of its subject, and its name.
    Named(&'static str, String),
}

/// Prefixes of variables in braces.
const PREFIXES: [&str; 3] = ["http.request.uri.", "http.request.", "request."];

/// Prefixes of variables that have a name, with the words of their subjects.
const NAMED: [(&str, &str); 7] = [
    ("arg_", "query"),
    ("query.", "query"),
    ("cookie_", "cookie"),
    ("cookie.", "cookie"),
    ("http_", "header"),
    ("header.", "header"),
    ("http:", "header"),
];

impl Variable {
    /// Returns the variable with a name, in any case.
    fn from_name(name: &str) -> Option<Variable> {
        let lower = name.to_lowercase();
        let mut short = &lower[..];
        for prefix in PREFIXES {
            short = short.strip_prefix(prefix).unwrap_or(short);
        }
        match short {
            "host" | "http_host" | "server_name" | "hostport" => return Some(Variable::Host),
            "scheme" | "request_scheme" => return Some(Variable::Scheme),
            "uri" | "request_uri" | "document_uri" | "orig_uri" => return Some(Variable::Path),
            "path" if short.len() < lower.len() => return Some(Variable::Path),
            "query" | "query_string" | "args" | "is_args" => return Some(Variable::Query),
            _ => {}
        }
        for (prefix, subject) in NAMED {
            let Some(rest) = short.strip_prefix(prefix) else { continue };
            let name = &name[name.len() - rest.len()..];
            let name = if subject == "header" { rest.replace('_', "-") } else { name.into() };
            let is_valid = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                || is_name(&name);
            return (is_valid && !name.is_empty()).then_some(Variable::Named(subject, name));
        }
        None
    }
}

/// Returns whether a name is that of a variable.
pub(super) fn is_variable(name: &str) -> bool {
    Variable::from_name(name).is_some()
}

/// Returns whether a target has a variable.
pub(super) fn has_variables(text: &str) -> bool {
    let mut offset = 0;
    while offset < text.len() {
        match text.as_bytes()[offset] {
            b'$' | b'%' | b'{' if variable_at(text, offset).is_some() => return true,
            _ => offset += 1,
        }
    }
    false
}

/// Returns the variable at an offset, its range, and its name.
fn variable_at(text: &str, offset: usize) -> Option<(Range<usize>, &str, Variable)> {
    let rest = &text[offset..];
    let is_dollar = rest.starts_with('$');
    if is_dollar && !rest.starts_with("${") {
        let name = &rest[1..=name_len(&rest[1..])];
        // `$query` may also be a segment of OData.
        let variable = Variable::from_name(name).filter(|_| name != "query")?;
        return Some((offset..offset + 1 + name.len(), name, variable));
    }
    let inside = ["${", "%{", "{"].iter().find_map(|open| rest.strip_prefix(open))?;
    let name = &inside[..inside.find('}')?];
    let end = offset + rest.len() - inside.len() + name.len() + 1;
    let variable = match name {
        REQUEST_HOST if rest.starts_with('{') => Variable::Host,
        REQUEST_URI if rest.starts_with('{') && !may_be_misplaced_path(&text[..offset]) => {
            return None;
        }
        name => Variable::from_name(name)?,
    };
    Some((offset..end, name, variable))
}

/// Returns whether `{request_uri}` after a text may be meant as the path of a URL.
fn may_be_misplaced_path(before: &str) -> bool {
    let has_host = before.contains("://") || before.contains(REQUEST_HOST_IN_BRACES);
    has_host && !before.contains(['?', '#'])
}

/// Reports the first variable of another server in a target, or `{request_uri}` as the path of a
/// URL. `source` is the source with the prefixes of its groups, and `known` are the captures of the
/// rule.
pub(super) fn in_target(
    rule: &Rule<'_>,
    source: &str,
    known: &[KnownCapture],
) -> Option<Spanned<FaultKind>> {
    let text = rule.target.as_deref()?;
    let mut variables = Vec::new();
    let mut offset = 0;
    while offset < text.len() {
        match variable_at(text, offset) {
            Some((range, name, variable)) if !is_similar(name, known) => {
                offset = range.end;
                variables.push((range, variable));
            }
            _ => offset += text[offset..].chars().next().map_or(1, char::len_utf8),
        }
    }
    let is_fault = |(range, _): &&(Range<usize>, _)| text[range.clone()] != *REQUEST_HOST_IN_BRACES;
    let (range, variable) = variables.iter().find(is_fault)?;
    let fix = fix(rule, source, known, &variables).map(Box::new);
    let found = &text[range.clone()];
    let fault = match variable {
        Variable::Path if found == REQUEST_URI_IN_BRACES => TargetFault::RequestUri { fix },
        _ => TargetFault::RequestVariable { text: found.into(), fix },
    };
    Some(Spanned::new(range.clone(), FaultKind::Target(fault)))
}

/// Returns whether a name is that of a capture, or similar.
fn is_similar(name: &str, known: &[KnownCapture]) -> bool {
    for capture in known {
        if capture.is_called(name) {
            return true;
        }
    }
    nearest(name, known.iter().map(|capture| &capture.name[..])).is_some()
}

/// Returns the edit for a target with variables, if there is one.
fn fix(
    rule: &Rule<'_>,
    source: &str,
    known: &[KnownCapture],
    variables: &[(Range<usize>, Variable)],
) -> Option<VariableFix> {
    let text = rule.target.as_deref()?;
    let path = path_of(source)?;
    let host = required_host(rule);
    let mut captures = known.to_vec();
    let (mut output, mut copied) = (String::new(), 0);
    let mut conditions = Vec::new();
    let (mut has_host, mut has_scheme, mut has_query) = (false, false, false);
    for (range, variable) in variables {
        output += &text[copied..range.start];
        copied = range.end;
        let is_in_value = ends_in_value(&output);
        match variable {
            Variable::Scheme => {
                has_scheme = true;
                output += "https";
            }
            Variable::Host => {
                has_host |= !is_in_value;
                output += host.unwrap_or(REQUEST_HOST_IN_BRACES);
            }
            Variable::Path if is_in_value => {
                output += REQUEST_URI_IN_BRACES;
            }
            Variable::Path => {
                let is_repeated = output.ends_with('/') && !output.ends_with("//");
                output += if is_repeated { &path[1..] } else { &path };
            }
            Variable::Query => has_query = true,
            Variable::Named(subject, name) => {
                let capture = capture_name(name, &captures);
                conditions.push(format!("{subject}[\"{name}\"] == \"{{{capture}}}\""));
                for part in ["{", &capture, "}"] {
                    output += part;
                }
                captures.push(KnownCapture::of_condition(&capture));
            }
        }
    }
    output += &text[copied..];
    if has_query {
        output = output.replace("?&", "?").replace("&&", "&").replace("?#", "#");
        output.truncate(output.trim_end_matches(['?', '&']).len());
    }
    let (first, variable) = variables.first()?;
    let before = &text[..first.start];
    let scheme = before.trim_end_matches('/');
    if *variable == Variable::Host && before != "/" && ["", "http:", "https:"].contains(&scheme) {
        let rest = output[scheme.len()..].trim_start_matches('/');
        output = format!("{}//{rest}", if scheme.is_empty() { "https:" } else { scheme });
    }
    let scheme_condition = rule.conditions.iter().any(|condition| condition.subject == "scheme");
    let mut keeps_host = false;
    if has_host {
        let (_, after) = output.split_once("://")?;
        let (authority, reference) =
            after.split_at(after.find(['/', '?', '#']).unwrap_or(after.len()));
        let reference =
            if reference.starts_with('/') { reference.to_owned() } else { format!("/{reference}") };
        let is_whole = authority == host.unwrap_or(REQUEST_HOST_IN_BRACES);
        let target_path = reference.split(['?', '#']).next().unwrap_or_default();
        let is_same_path = target_path == path;
        // `{request_host}` may be there to change the scheme.
        let may_change_scheme = scheme_condition || text.contains(REQUEST_HOST_IN_BRACES);
        if is_whole && !is_same_path && (has_scheme || !may_change_scheme) {
            keeps_host = true;
            output = reference;
        } else if is_same_path && is_whole && !scheme_condition && !has_scheme {
            let other = if output.starts_with("http:") { "https" } else { "http" };
            conditions.insert(0, format!("scheme == \"{other}\""));
        } else if !is_whole && authority.contains(REQUEST_HOST_IN_BRACES) {
            if is_same_path {
                conditions.insert(0, format!("host == \"{EXAMPLE_HOST}\""));
            }
            output = output.replacen(REQUEST_HOST_IN_BRACES, EXAMPLE_HOST, 1);
        }
    }
    let items = scan_target(&output, &captures);
    if first_construct(&items).is_some() {
        output = translate_target(&output, &items, &captures)?;
    }
    let is_valid = is_target(&output, &captures);
    is_valid.then(|| VariableFix {
        is_example: has_host && host.is_none() && output.contains(EXAMPLE_HOST),
        target: output,
        keeps_host,
        keeps_query: has_query,
        conditions,
        has_conditions: !rule.conditions.is_empty(),
    })
}

/// Returns whether a target ends in the value of a parameter.
fn ends_in_value(target: &str) -> bool {
    let Some((_, query)) = target.split_once('?') else { return false };
    let parameter = query.rsplit('&').next().unwrap_or_default();
    !query.contains('#') && parameter.contains('=')
}

/// Returns the path of a source with references to its captures in place of their declarations.
fn path_of(source: &str) -> Option<String> {
    let mut path = String::new();
    for token in tokenize(source).ok()? {
        match token.capture() {
            Some(capture) => {
                for part in ["{", capture.name, "}"] {
                    path += part;
                }
            }
            None => path += &source[token.range],
        }
    }
    path.starts_with('/').then_some(path)
}

/// Returns the host that a rule requires, if it requires a single one.
fn required_host<'r>(rule: &'r Rule<'_>) -> Option<&'r str> {
    for condition in &rule.conditions {
        let is_host = condition.subject == "host" && condition.operator == Operator::Equal;
        if let (true, [host]) = (is_host && !condition.negated, &condition.values[..]) {
            return (!host.contains('{')).then_some(host);
        }
    }
    None
}

/// Returns the name of a capture for the value with a name.
fn capture_name(name: &str, known: &[KnownCapture]) -> String {
    let mut base = name.replace('-', "_").to_lowercase();
    if !is_name(&base) || is_reserved(&base) {
        base = "value".into();
    }
    let mut name = base.clone();
    let mut number = 2;
    while known.iter().any(|capture| capture.name == name) {
        name = format!("{base}{number}");
        number += 1;
    }
    name
}
