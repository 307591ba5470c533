//! The composition of a rule's target with the target of the next rule.

use crate::analysis::flatten::split::captures_of_path;
use crate::lower::checked_rule::{Action, CheckedRule};
use crate::lower::location::Target;
use redirect_core::internals::Status;
use redirect_core::internals::location::{Part, UriPosition};
use redirect_core::internals::query::decoded;

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

    /// Composes the response of `first` with one more link, a redirect by `next`. Returns `None` if
    /// the captures of `next` are not the same parts of the target for all values.
    pub(super) fn then(
        &self,
        first: &CheckedRule<'_>,
        next: &CheckedRule<'_>,
    ) -> Option<Composition> {
        let Action::Redirect(status, next_target) = &next.action else { return None };
        let (before, after) = (Components::new(&self.target), Components::new(next_target));
        let mount = first.options.mount.as_deref();
        let captures = captures_of_path(before.path, mount, next)?;
        let substituted = |parts| substituted(parts, &captures);
        // A target without an origin keeps the host of the request.
        let origin = match after.origin {
            [] => before.origin.to_vec(),
            origin => substituted(origin)?,
        };
        let own_query = substituted(after.query)?;
        let mut parameters =
            if next.drops_query() { Vec::new() } else { carried_over(before.query, next_target) };
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
        Some(Composition {
            status: self.status.weaker(*status),
            target: checked_target(&parts, first)?,
            drops_query: self.drops_query || next.drops_query(),
        })
    }
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
fn substituted(parts: &[Part<Vec<u8>>], captures: &[Parts]) -> Option<Parts> {
    let mut substituted = Parts::new();
    for part in parts {
        match part {
            Part::Literal(_) => substituted.push(part.clone()),
            Part::Capture(position, capture) => {
                let value = captures.get(*capture)?;
                is_same_at(*position, value).then_some(())?;
                substituted.extend_from_slice(value);
            }
            Part::Path | Part::Query | Part::Fragment => {}
        }
    }
    Some(substituted)
}

/// Returns whether part of a path is written in the same way at another position. Outside of a
/// path, characters other than letters and digits may be encoded differently.
fn is_same_at(position: UriPosition, value: &[Part<Vec<u8>>]) -> bool {
    match position {
        UriPosition::Segment | UriPosition::Rest => true,
        UriPosition::Label | UriPosition::Host | UriPosition::Query | UriPosition::Fragment => {
            value.iter().all(|part| match part {
                Part::Literal(text) => text.iter().all(u8::is_ascii_alphanumeric),
                Part::Capture(..) | Part::Path | Part::Query | Part::Fragment => true,
            })
        }
    }
}

/// Returns the parameters of a query that the next target carries over because it does not set
/// them.
fn carried_over(query: &[Part<Vec<u8>>], next: &Target) -> Vec<Parts> {
    let mut parameters = vec![Parts::new()];
    for part in query {
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
    parameters.retain(|parameter| !parameter.is_empty() && !is_set(parameter, next));
    parameters
}

/// Returns whether a target sets the parameter with the name of another parameter.
fn is_set(parameter: &[Part<Vec<u8>>], target: &Target) -> bool {
    let name = match parameter.first() {
        Some(Part::Literal(text)) => {
            let end = text.iter().position(|&byte| byte == b'=').unwrap_or(text.len());
            &text[..end]
        }
        _ => &[],
    };
    target.parameter_names.iter().any(|set| decoded(name).eq(set.iter().copied()))
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
            Part::Capture(_, capture) => {
                text.push('{');
                text += &captures.get(*capture)?.name;
                text.push('}');
            }
            Part::Path | Part::Query | Part::Fragment => return None,
        }
    }
    let mut faults = Vec::new();
    let target = Target::parse(&text, Some(&captures), &mut faults)?;
    faults.is_empty().then_some(target)
}
