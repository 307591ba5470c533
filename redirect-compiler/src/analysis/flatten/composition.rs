//! The composition of a rule's target with the target of the next rule.

use crate::analysis::flatten::split::captures_of_path;
use crate::lower::checked_rule::{Action, CheckedRule};
use crate::lower::condition::CheckedCondition;
use crate::lower::location::Target;
use crate::lower::pattern::{REQUEST_HOST, REQUEST_URI};
use redirect_core::internals::Status;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::location::{Part, UriPosition};
use redirect_core::internals::query::decoded;

/// The length of the longest target that is composed, in bytes. It bounds the total size of the
/// targets of a long chain in which each link adds to the target.
const MAX_TARGET: usize = 2048;

type Parts = Vec<Part<Vec<u8>>>;

/// The composed response of a rule and some links of its chain.
#[derive(Clone, Debug)]
pub(super) struct Composition {
    pub(super) status: Status,
    pub(super) target: Target,
    pub(super) drops_query: bool,
}

impl Composition {
    /// Creates the composition of a rule without further links. Returns `None` if it does not
    /// redirect.
    pub(super) fn new(rule: &CheckedRule<'_>) -> Option<Composition> {
        let Action::Redirect(status, target) = &rule.action else { return None };
        let (status, target) = (*status, target.clone());
        Some(Composition { status, target, drops_query: rule.drops_query() })
    }

    /// Composes the response of `first` with the response of the rule that matches its target,
    /// `next`. Returns `None` if the captures of `next` are not the same parts of the target for
    /// all values.
    pub(super) fn then(
        &self,
        first: &CheckedRule<'_>,
        next: &CheckedRule<'_>,
        response: &Composition,
    ) -> Option<Composition> {
        let next_target = &response.target;
        let (before, after) = (Components::new(&self.target), Components::new(next_target));
        // Without its value, the path lacks the slash before it, which a capture of `next` may
        // contain.
        let is_optional = |part: &Part<Vec<u8>>| match part {
            Part::Capture(_, capture) => {
                first.source.captures.get(*capture).is_some_and(|capture| capture.is_optional)
            }
            Part::RequestUri
            | Part::RequestHost
            | Part::Literal(_)
            | Part::Path
            | Part::Slash
            | Part::Query
            | Part::Parameter
            | Part::Fragment => false,
        };
        if !next.source.captures.is_empty() && before.path.iter().any(is_optional) {
            return None;
        }
        let mount = first.options.mount.as_deref();
        let mut captures = captures_of_path(before.path, mount, next)?;
        if before.origin.is_empty() {
            push_captures_of_conditions(first, next, &mut captures);
        }
        let final_slash = has_final_slash(before.path, next);
        let keeps_host = keeps_request_host(before.origin, first);
        let substituted = |parts| substituted(parts, &captures, final_slash, keeps_host);
        // A target without an origin keeps the host of the request.
        let origin = match after.origin {
            [] => before.origin.to_vec(),
            origin => substituted(origin)?,
        };
        let own_query = substituted(after.query)?;
        let dropped = dropped_names(next, next_target);
        let mut parameters =
            if response.drops_query { Vec::new() } else { carried_over(before.query, &dropped) };
        if !own_query.is_empty() {
            parameters.insert(0, own_query);
        }
        let mut fragment = match after.fragment {
            [] => before.fragment.to_vec(),
            fragment => substituted(fragment)?,
        };
        let mut parts = origin;
        parts.append(&mut substituted(after.path)?);
        for (number, mut parameter) in parameters.into_iter().enumerate() {
            parts.push(Part::Literal(if number == 0 { b"?" } else { b"&" }.to_vec()));
            parts.append(&mut parameter);
        }
        if !fragment.is_empty() {
            parts.push(Part::Literal(b"#".to_vec()));
            parts.append(&mut fragment);
        }
        let mut target = checked_target(&parts, first)?;
        let drops_query = self.drops_query || response.drops_query;
        // If the query is dropped, no parameter is carried over. Without this check, the names of a
        // long chain would grow with each link.
        if !drops_query {
            for name in self.target.names_never_carried_over().iter().chain(&dropped) {
                if !target.names_never_carried_over().contains(name) {
                    target.parameter_names.push(name.clone());
                    target.is_static_path = false;
                }
            }
        }
        Some(Composition { status: self.status.weaker(response.status), target, drops_query })
    }
}

/// Appends the captures of the conditions of `next`, each as a capture of `first`, up to one that
/// `first` lacks. A path as a target does not change the host, fields or cookies of a request, so a
/// condition that both rules have captures the same value in both.
fn push_captures_of_conditions(
    first: &CheckedRule<'_>,
    next: &CheckedRule<'_>,
    captures: &mut Vec<Parts>,
) {
    for scoped in &next.conditions {
        let condition = &scoped.condition;
        if condition.captures.is_empty() {
            continue;
        }
        let is_kept = match condition.subject {
            Subject::Host | Subject::Header(_) | Subject::Cookie(_) => true,
            Subject::Scheme
            | Subject::Language
            | Subject::SiteLanguage(_)
            | Subject::Query(_)
            | Subject::Capture(_)
            | Subject::Ip
            | Subject::Port => false,
        };
        let known = if is_kept { first_capture_of(first, condition) } else { None };
        let Some(known) = known else { return };
        for capture in known..known + condition.captures.len() {
            captures.push(vec![Part::Capture(UriPosition::Segment, capture)]);
        }
    }
}

/// Returns the number of the first capture of the same condition on another rule.
fn first_capture_of(rule: &CheckedRule<'_>, condition: &CheckedCondition) -> Option<usize> {
    let mut capture = rule.source.captures.len();
    for scoped in &rule.conditions {
        let known = &scoped.condition;
        let is_same = known.subject == condition.subject && known.patterns == condition.patterns;
        if is_same && !known.is_negated && !condition.is_negated {
            return Some(capture);
        }
        capture += known.captures.len();
    }
    None
}

/// The components of a target.
struct Components<'t> {
    /// The scheme and the authority.
    origin: &'t [Part<Vec<u8>>],
    path: &'t [Part<Vec<u8>>],
    query: &'t [Part<Vec<u8>>],
    fragment: &'t [Part<Vec<u8>>],
}

impl<'t> Components<'t> {
    fn new(target: &'t Target) -> Components<'t> {
        let split_at = |parts: &'t [Part<Vec<u8>>], delimiter: Part<Vec<u8>>| match parts
            .iter()
            .position(|part| *part == delimiter)
        {
            Some(at) => (&parts[..at], &parts[at + 1..]),
            None => (parts, &[][..]),
        };
        let (rest, fragment) = split_at(&target.parts, Part::Fragment);
        let (rest, query) = split_at(rest, Part::Query);
        let (origin, path) = split_at(rest, Part::Path);
        Components { origin, path, query, fragment }
    }
}

/// Replaces the captures in parts of a target with parts of another target. Returns `None` if a
/// capture cannot be substituted.
///
/// `final_slash` is true if the request to the other target has a final slash that is not ignored,
/// and `keeps_host` if it has the host of the request before it.
fn substituted(
    parts: &[Part<Vec<u8>>],
    captures: &[Parts],
    final_slash: Option<bool>,
    keeps_host: bool,
) -> Option<Parts> {
    let mut substituted = Parts::new();
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Literal(_) => substituted.push(part.clone()),
            Part::Capture(position, capture) => {
                let value = captures.get(*capture)?;
                is_same_at(*position, value).then_some(())?;
                substituted.extend_from_slice(value);
            }
            Part::Slash => match slash(&parts[at + 1..], captures)? {
                Slash::Kept => substituted.push(Part::Literal(b"/".to_vec())),
                Slash::Final if final_slash? || substituted.is_empty() => {
                    substituted.push(Part::Literal(b"/".to_vec()));
                }
                Slash::Removed | Slash::Final => {}
            },
            // The value would be that of the next request, and an optional capture of `next`
            // decides whether a parameter is dropped.
            Part::RequestUri | Part::Parameter => return None,
            Part::RequestHost => {
                keeps_host.then_some(())?;
                substituted.push(Part::RequestHost);
            }
            Part::Path | Part::Query | Part::Fragment => {}
        }
    }
    Some(substituted)
}

/// Returns whether the request to a target has the host and the port of the request before it,
/// given the origin of the target. The host of a path may be corrected to that of canonical URLs.
fn keeps_request_host(origin: &[Part<Vec<u8>>], rule: &CheckedRule<'_>) -> bool {
    origin.contains(&Part::RequestHost) || origin.is_empty() && rule.options.canonical.is_none()
}

/// The slash before a segment that may be removed.
enum Slash {
    /// The segment is not empty, or it is followed by another one. In that case, the composed
    /// target has the same captures there, and the slash is removed if they are empty.
    Kept,
    /// The segment is empty.
    Removed,
    /// The segment is empty, and the last one.
    Final,
}

/// Returns the slash before a segment, given the parts of the target that follow it. Returns `None`
/// if the final slash of a request that is not known decides.
fn slash(after: &[Part<Vec<u8>>], captures: &[Parts]) -> Option<Slash> {
    let segment = after.iter().position(|part| part.capture().is_none()).unwrap_or(after.len());
    let (mut is_empty, mut has_text) = (true, false);
    for (_, capture) in after[..segment].iter().filter_map(Part::capture) {
        let value = captures.get(capture)?;
        is_empty &= value.is_empty();
        has_text |= value.iter().any(|part| matches!(part, Part::Literal(_)));
    }
    match (is_empty, segment == after.len()) {
        (true, true) => Some(Slash::Final),
        (true, false) => Some(Slash::Removed),
        (false, true) => has_text.then_some(Slash::Kept),
        (false, false) => Some(Slash::Kept),
    }
}

/// Returns whether the path of a target ends in a slash that the next rule does not ignore. Returns
/// `None` if the value of a capture decides.
fn has_final_slash(path: &[Part<Vec<u8>>], next: &CheckedRule<'_>) -> Option<bool> {
    let ends_in_slash = match path.last() {
        // The client requests `/`.
        None => true,
        Some(Part::Literal(text)) => text.ends_with(b"/"),
        Some(_) => return None,
    };
    Some(ends_in_slash && !next.source.mode.optional_slash)
}

/// Returns whether part of a path is written in the same way at another position. Outside of a
/// path, characters other than letters and digits may be encoded differently.
fn is_same_at(position: UriPosition, value: &[Part<Vec<u8>>]) -> bool {
    match position {
        UriPosition::Segment | UriPosition::Rest => true,
        UriPosition::Label | UriPosition::Host | UriPosition::Query | UriPosition::Fragment => {
            value.iter().all(|part| match part {
                Part::Literal(text) => text.iter().all(u8::is_ascii_alphanumeric),
                Part::Capture(..)
                | Part::Path
                | Part::Slash
                | Part::Query
                | Part::Parameter
                | Part::RequestUri
                | Part::RequestHost
                | Part::Fragment => true,
            })
        }
    }
}

/// Returns the names of the parameters that a rule does not carry over to its target: those that
/// the target sets, and those that the conditions of the rule use.
fn dropped_names(rule: &CheckedRule<'_>, target: &Target) -> Vec<Vec<u8>> {
    let mut names = target.parameter_names.clone();
    for scoped in &rule.conditions {
        if let Some(name) = scoped.condition.query_parameter() {
            names.push(name.to_vec());
        }
    }
    names
}

/// Returns the parameters of a query whose names are not `dropped`.
fn carried_over(query: &[Part<Vec<u8>>], dropped: &[Vec<u8>]) -> Vec<Parts> {
    let mut parameters = vec![Parts::new()];
    for part in query {
        if *part == Part::Parameter {
            parameters.push(Parts::new());
            continue;
        }
        let Part::Literal(text) = part else {
            if let Some(parameter) = parameters.last_mut() {
                parameter.push(part.clone());
            }
            continue;
        };
        for (number, text) in text.split(|&byte| byte == b'&').enumerate() {
            if number > 0 {
                parameters.push(Parts::new());
            }
            if let (Some(parameter), false) = (parameters.last_mut(), text.is_empty()) {
                parameter.push(Part::Literal(text.to_vec()));
            }
        }
    }
    parameters.retain(|parameter| !parameter.is_empty() && !is_named(parameter, dropped));
    parameters
}

/// Returns whether a parameter has one of some names.
fn is_named(parameter: &[Part<Vec<u8>>], names: &[Vec<u8>]) -> bool {
    let name = match parameter.first() {
        Some(Part::Literal(text)) => {
            let end = text.iter().position(|&byte| byte == b'=').unwrap_or(text.len());
            &text[..end]
        }
        _ => &[],
    };
    names.iter().any(|known| decoded(name).eq(known.iter().copied()))
}

/// Returns the target that consists of some parts, if it passes all checks of targets for the rule.
///
/// The parts are written as the text of a target, which is parsed again. The positions that the
/// parts had in their own targets no longer apply, and all checks work on texts, such as whether a
/// capture fills a label or a segment. A second set of checks on parts could disagree with them.
/// The text is equivalent to the parts: literals contain no braces, because these are
/// percent-encoded, and captures have the names of the rule.
#[expect(clippy::expect_used, reason = "an impossible state")]
fn checked_target(parts: &[Part<Vec<u8>>], rule: &CheckedRule<'_>) -> Option<Target> {
    let captures = rule.captures();
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Literal(literal) => {
                let literal = std::str::from_utf8(literal);
                text += literal.expect("invariant: the literals of a target are URI characters");
            }
            Part::Capture(_, capture) => push_capture(&captures.get(*capture)?.name, &mut text),
            Part::RequestUri => push_capture(REQUEST_URI, &mut text),
            Part::RequestHost => push_capture(REQUEST_HOST, &mut text),
            Part::Path | Part::Slash | Part::Query | Part::Parameter | Part::Fragment => {
                return None;
            }
        }
    }
    if text.len() > MAX_TARGET {
        return None;
    }
    let mut faults = Vec::new();
    let target = Target::parse(&text, Some(&captures), &mut faults)?;
    faults.is_empty().then_some(target)
}

/// Appends a capture as an author writes it.
fn push_capture(name: &str, text: &mut String) {
    for part in ["{", name, "}"] {
        *text += part;
    }
}
