//! Approximations of the paths that a rule matches in requests that meet its other conditions.
//!
//! If the captures of a source share no segment, there is one split of a path into captures, and
//! the language of the rule is exact. If they share a segment, the runtime chooses one of several
//! splits. An NFA accepts a path with any split, which is inexact if the values are constrained.
//! The rule in question is then over-approximated, and the rules that shadow it are
//! under-approximated, so that no approximation error makes a proof succeed.

use crate::analysis::automata::alphabet::{Symbol, word};
use crate::analysis::automata::language::BoxedLanguage;
use crate::analysis::automata::path_nfa::PathNfa;
use crate::analysis::automata::paths::PathDfa;
use crate::analysis::automata::target_path::{path_parts, target_prefix};
use crate::analysis::automata::value_constraints::ValueConstraints;
use crate::lower::checked_rule::{Action, CheckedRule};
use crate::lower::condition::{CheckedCondition, ScopedCondition};
use crate::lower::pattern::Pieces;
use redirect_core::internals::captures::Captures;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::location::{Part, Substitution, UriPosition};
use redirect_core::internals::location_guard::is_safe;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::{Encoding, MatchMode, Text};

/// Returns a superset of the paths that a rule matches. It drops the constraints on captures if the
/// source does not determine the split.
pub(crate) fn over_approximation<'d>(rule: &'d CheckedRule<'_>) -> PathNfa<'d> {
    let is_exact = !has_ambiguous_split(&rule.source.pieces);
    let constraints = |capture| {
        if is_exact { constraints(rule, capture) } else { ValueConstraints::default() }
    };
    PathNfa::new(&rule.source.pieces, rule.source.mode, &constraints)
}

/// Returns a subset of the paths that a rule matches: all of them if the automaton is exact, and
/// otherwise `None`, which represents the empty set.
pub(crate) fn under_approximation<'d>(rule: &'d CheckedRule<'_>) -> Option<PathNfa<'d>> {
    let mut is_constrained = false;
    for capture in 0..rule.source.captures.len() {
        is_constrained |= !constraints(rule, capture).are_trivial();
    }
    let is_exact = !(is_constrained && has_ambiguous_split(&rule.source.pieces));
    if !is_exact || has_path_in_host(rule) || has_conditional_path(rule) {
        return None;
    }
    let constraints = |capture| constraints(rule, capture);
    Some(PathNfa::new(&rule.source.pieces, rule.source.mode, &constraints))
}

/// Returns [`over_approximation`] as a language.
pub(crate) fn over_paths<'d>(rule: &'d CheckedRule<'_>) -> BoxedLanguage<'d> {
    Box::new(PathDfa::new(over_approximation(rule)))
}

/// Returns [`under_approximation`] as a language.
pub(crate) fn under_paths<'d>(rule: &'d CheckedRule<'_>) -> Option<BoxedLanguage<'d>> {
    let nfa = under_approximation(rule)?;
    Some(Box::new(PathDfa::new(nfa)))
}

/// Returns a superset of the paths that a rule's responses lead to, or `None` if they never lead to
/// a path of the table.
pub(crate) fn target_over_approximation<'d>(rule: &'d CheckedRule<'_>) -> Option<PathNfa<'d>> {
    let prefix = target_prefix(rule)?.text;
    let mut parts = path_parts(rule)?;
    while let [Part::Literal(_), rest @ ..] = parts {
        parts = rest;
    }
    Some(PathNfa::from_target(prefix, parts, &rule.source.pieces))
}

/// Returns whether a path may have several splits into captures, because two captures are in one
/// segment.
pub(crate) fn has_ambiguous_split(pieces: &Pieces) -> bool {
    let mut has_capture = false;
    for piece in pieces {
        match piece {
            Piece::Literal(text) if text.contains(&b'/') => has_capture = false,
            Piece::Literal(_) => {}
            Piece::Param(_) | Piece::CatchAll(_) if has_capture => return true,
            Piece::Param(_) | Piece::CatchAll(_) => has_capture = true,
        }
    }
    false
}

fn target_parts<'d>(rule: &'d CheckedRule<'_>) -> &'d [Part<Vec<u8>>] {
    match &rule.action {
        Action::Redirect(_, target) => &target.parts,
        Action::Final(_) | Action::Pass => &[],
    }
}

/// Returns whether a capture of the path is in the host of the target. In a host, `%41` is not a
/// letter. The encoding of the path thus decides whether the rule matches, and words do not
/// preserve it.
fn has_path_in_host(rule: &CheckedRule<'_>) -> bool {
    target_parts(rule).iter().any(|part| match part {
        Part::Capture(UriPosition::Label | UriPosition::Host, capture) => {
            *capture < rule.source.captures.len()
        }
        Part::Capture(
            UriPosition::Segment | UriPosition::Rest | UriPosition::Query | UriPosition::Fragment,
            _,
        )
        | Part::Literal(_)
        | Part::Path
        | Part::Query
        | Part::Fragment => false,
    })
}

/// Returns whether the value of a condition's capture decides whether the location is safe, and
/// thus whether the rule matches. A value from the request's host is always safe.
fn has_conditional_path(rule: &CheckedRule<'_>) -> bool {
    let mut is_harmless = vec![true; rule.source.captures.len()];
    for scoped in &rule.conditions {
        for capture in &scoped.condition.captures {
            is_harmless.push(capture.is_from_host);
        }
    }
    target_parts(rule).iter().any(|part| match part {
        Part::Capture(
            UriPosition::Label | UriPosition::Host | UriPosition::Segment | UriPosition::Rest,
            capture,
        ) => is_harmless.get(*capture) == Some(&false),
        Part::Capture(UriPosition::Query | UriPosition::Fragment, _)
        | Part::Literal(_)
        | Part::Path
        | Part::Query
        | Part::Fragment => false,
    })
}

/// Returns the constraints on a capture of the path that follow from its position in the target and
/// from conditions.
fn constraints(rule: &CheckedRule<'_>, capture: usize) -> ValueConstraints {
    let mut constraints = constraints_of_target(rule, capture);
    for ScopedCondition { condition, .. } in &rule.conditions {
        if condition.subject != Subject::Capture(capture) {
            continue;
        }
        let mut words = compared_words(condition);
        if condition.is_negated {
            constraints.none_of.append(&mut words);
        } else {
            constraints.one_of.push(words);
        }
    }
    constraints
}

/// Returns the words that a condition compares a capture of the path with. A pattern without pieces
/// yields the empty word.
fn compared_words(condition: &CheckedCondition) -> Vec<Vec<Symbol>> {
    let mut words = Vec::with_capacity(condition.patterns.len());
    for pieces in &condition.patterns {
        words.push(match &pieces[..] {
            [] => Vec::new(),
            [Piece::Literal(text)] => word(text),
            [Piece::Param(_) | Piece::CatchAll(_)] | [_, _, ..] => {
                unreachable!("invariant: a condition on a capture has no captures of its own")
            }
        });
    }
    words
}

/// Returns the constraints on a capture that follow from its position in the target. They are found
/// by calling the runtime's location guard with an example of each kind of value.
#[expect(clippy::expect_used, reason = "an impossible state")]
fn constraints_of_target(rule: &CheckedRule<'_>, capture: usize) -> ValueConstraints {
    let parts = target_parts(rule);
    let is_used = |part: &Part<Vec<u8>>| matches!(part, Part::Capture(_, used) if *used == capture);
    if !parts.iter().any(is_used) {
        return ValueConstraints::default();
    }
    let mut captures_of_rule = rule.source.captures.len();
    for scoped in &rule.conditions {
        captures_of_rule += scoped.condition.captures.len();
    }
    let is_allowed = |value: &str| {
        let mut captures = Captures::default();
        for index in 0..captures_of_rule {
            let value = if index == capture { value } else { "x" };
            let is_added = captures.push(Text::new(value.as_bytes(), Encoding::Path));
            is_added.expect("invariant: a rule without faults has at most `MAX_CAPTURES` captures");
        }
        let parts = parts.iter().map(Part::as_ref);
        is_safe(&Substitution { parts, captures: &captures })
    };
    ValueConstraints {
        not_empty: !is_allowed(""),
        no_slash_at_start: !is_allowed("%2Fx"),
        no_slash_at_end: !is_allowed("x/"),
        ..ValueConstraints::default()
    }
}

/// Returns the path of a rule that matches one path only.
pub(crate) fn only_path(rule: &CheckedRule<'_>) -> Option<String> {
    let is_one = rule.source.literal().is_some() && rule.source.mode == MatchMode::default();
    is_one.then(|| sample_path(rule))
}

/// Returns a path that a rule matches, unless a regular expression or a condition excludes it.
pub(crate) fn sample_path(rule: &CheckedRule<'_>) -> String {
    let mut path = String::new();
    for piece in &rule.source.pieces {
        match piece {
            Piece::Literal(text) => path.push_str(&String::from_utf8_lossy(text)),
            Piece::Param(_) | Piece::CatchAll(_) => path.push('x'),
        }
    }
    if path.is_empty() { "/".into() } else { path }
}

#[cfg(test)]
mod tests;
