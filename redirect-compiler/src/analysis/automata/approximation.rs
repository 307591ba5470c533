//! Approximations of the paths that a rule matches in requests that meet its other conditions.
//!
//! If the captures of a source share no segment, there is one split of a path into captures, and
//! the language of the rule is exact. If they share a segment, the runtime chooses one of several
//! splits. An NFA accepts a path with any split, which is inexact if the values are constrained.
//! The rule in question is then over-approximated, and the rules that shadow it are
//! under-approximated, so that no approximation error makes a proof succeed.

use crate::analysis::automata::alphabet::{Symbol, path_text, word};
use crate::analysis::automata::language::BoxedLanguage;
use crate::analysis::automata::path_nfa::PathNfa;
use crate::analysis::automata::paths::PathDfa;
use crate::analysis::automata::target_path::{path_parts, target_prefix};
use crate::analysis::automata::value_constraints::ValueConstraints;
use crate::lower::checked_rule::{Action, CheckedRule};
use crate::lower::condition::{CheckedCondition, ScopedCondition};
use crate::lower::pattern::{EmptyValue, Pieces};
use redirect_core::internals::authority::RequestHost;
use redirect_core::internals::captures::Captures;
use redirect_core::internals::location::{Part, RequestUri, Substitution, UriPosition};
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
    PathNfa::new(&rule.source, &constraints)
}

/// Returns a subset of the paths that a rule matches: all of them if the automaton is exact, and
/// otherwise `None`, which represents the empty set.
pub(crate) fn under_approximation<'d>(rule: &'d CheckedRule<'_>) -> Option<PathNfa<'d>> {
    let mut is_constrained = false;
    for capture in 0..rule.source.captures.len() {
        is_constrained |= !constraints(rule, capture).are_trivial();
    }
    let is_exact = !(is_constrained && has_ambiguous_split(&rule.source.pieces));
    let has_exact_constraints = may_all_be_empty(rule) && !rule.has_conditional_path();
    if !is_exact || has_path_in_host(rule) || !has_exact_constraints {
        return None;
    }
    let constraints = |capture| constraints(rule, capture);
    Some(PathNfa::new(&rule.source, &constraints))
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
    // A first segment that may be removed has its own slash.
    let has_own_slash = parts.first() == Some(&Part::Slash) && !prefix.is_empty();
    let prefix = if has_own_slash { None } else { Some(prefix) };
    while let [Part::Literal(_), rest @ ..] = parts {
        parts = rest;
    }
    Some(PathNfa::from_target(prefix, parts, &rule.source.pieces))
}

/// Returns whether a path may have several splits into captures, because two captures are in one
/// segment, or because the number of its segments does not decide which optional segments are
/// missing.
pub(crate) fn has_ambiguous_split(pieces: &Pieces) -> bool {
    let (mut has_capture, mut optional, mut is_optional, mut has_required_rest) =
        (false, 0, false, false);
    for piece in pieces {
        let is_after_mark = std::mem::replace(&mut is_optional, *piece == Piece::Optional);
        optional += usize::from(is_optional);
        has_required_rest |= matches!(piece, Piece::CatchAll(_)) && !is_after_mark;
        if optional > 1 || optional == 1 && has_required_rest {
            return true;
        }
        match piece {
            Piece::Literal(text) if text.contains(&b'/') => has_capture = false,
            Piece::Literal(_) | Piece::Optional => {}
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

/// Returns whether a capture of the path is in the host of the target. It must then be a valid
/// label or host, which [`ValueConstraints`] does not express.
fn has_path_in_host(rule: &CheckedRule<'_>) -> bool {
    target_parts(rule).iter().filter_map(Part::capture).any(|(position, capture)| match position {
        UriPosition::Label | UriPosition::Host => capture < rule.source.captures.len(),
        UriPosition::Segment | UriPosition::Rest | UriPosition::Query | UriPosition::Fragment => {
            false
        }
    })
}

/// Returns the constraints on a capture of the path that follow from its position in the target and
/// from conditions.
fn constraints(rule: &CheckedRule<'_>, capture: usize) -> ValueConstraints {
    let mut constraints = constraints_of_target(rule, capture);
    for ScopedCondition { condition, .. } in &rule.conditions {
        if condition.path_capture() != Some(capture) {
            continue;
        }
        if condition.patterns.is_empty() {
            let tests = if condition.is_negated {
                &mut constraints.is_missing
            } else {
                &mut constraints.is_present
            };
            *tests = true;
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
            [Piece::Param(_) | Piece::CatchAll(_) | Piece::Optional] | [_, _, ..] => {
                unreachable!("invariant: a condition on a capture has no captures of its own")
            }
        });
    }
    words
}

/// Returns the constraints on a capture that follow from its position in the target. They are found
/// by calling the runtime's location guard with an example of each kind of value.
pub(crate) fn constraints_of_target(rule: &CheckedRule<'_>, capture: usize) -> ValueConstraints {
    let parts = target_parts(rule);
    if !parts.iter().filter_map(Part::capture).any(|(_, used)| used == capture) {
        return ValueConstraints::default();
    }
    let captures = rule.captures();
    let value_with =
        |value: &'static str| move |index: usize| if index == capture { value } else { "x" };
    ValueConstraints {
        not_empty: captures[capture].empty != EmptyValue::Never
            && !is_target_safe(parts, captures.len(), &value_with("")),
        no_slash_at_end: !is_target_safe(parts, captures.len(), &value_with("x/")),
        ..ValueConstraints::default()
    }
}

/// Returns whether the target of a rule is safe if all captures that may be empty are empty, or if
/// one of them alone must not be empty. The constraints of each capture by itself are then exact.
fn may_all_be_empty(rule: &CheckedRule<'_>) -> bool {
    let captures = rule.captures();
    let value = |index: usize| if captures[index].empty == EmptyValue::Never { "x" } else { "" };
    let may_be_empty = |capture| !constraints_of_target(rule, capture).not_empty;
    is_target_safe(target_parts(rule), captures.len(), &value)
        || !(0..rule.source.captures.len()).all(may_be_empty)
}

/// Returns whether a target with examples of values is safe in a request with a valid host.
#[expect(clippy::expect_used, reason = "an impossible state")]
fn is_target_safe(
    parts: &[Part<Vec<u8>>],
    captures: usize,
    value: &dyn Fn(usize) -> &'static str,
) -> bool {
    let mut values = Captures::default();
    for index in 0..captures {
        let is_added = values.push(Text::new(value(index).as_bytes(), Encoding::Path));
        is_added.expect("invariant: a rule without faults has at most `MAX_CAPTURES` captures");
    }
    let parts = parts.iter().map(Part::as_ref);
    let (uri, host) = (RequestUri::default(), RequestHost::parse("example.com"));
    is_safe(&Substitution { parts, captures: &values, final_slash: false, uri, host })
}

/// Returns the path of a rule that matches one path only.
pub(crate) fn only_path(rule: &CheckedRule<'_>) -> Option<String> {
    let is_one = rule.source.literal().is_some() && rule.source.mode == MatchMode::default();
    is_one.then(|| sample_path(rule))
}

/// Returns a path that a rule matches, unless a regular expression or a condition excludes it. Each
/// capture has a value that a condition requires, if there is one.
pub(crate) fn sample_path(rule: &CheckedRule<'_>) -> String {
    let (mut path, mut captures) = (String::new(), 0);
    let mut allowed = rule.source.variants().filter(|variant| {
        let constraints = |capture| constraints(rule, capture);
        PathNfa::allows(*variant, &rule.source, &constraints)
    });
    // The last one lacks all segments that may be missing.
    let variant = allowed.next().map(|first| allowed.last().unwrap_or(first));
    for piece in variant.map_or(&rule.source.pieces, |variant| variant.pieces) {
        match piece {
            Piece::Optional => {}
            Piece::Literal(text) => path.push_str(&String::from_utf8_lossy(text)),
            Piece::Param(_) | Piece::CatchAll(_) => {
                while variant.is_some_and(|variant| variant.is_missing(captures)) {
                    captures += 1;
                }
                match required_value(rule, captures) {
                    Some(value) => path.push_str(&path_text(&value)),
                    None => path.push('x'),
                }
                captures += 1;
            }
        }
    }
    if path.is_empty() { "/".into() } else { path }
}

/// Returns a value of a capture that one of the conditions requires.
fn required_value(rule: &CheckedRule<'_>, capture: usize) -> Option<Vec<Symbol>> {
    for ScopedCondition { condition, .. } in &rule.conditions {
        if condition.path_capture() == Some(capture) && !condition.is_negated {
            let mut words = compared_words(condition).into_iter();
            if let Some(word) = words.next() {
                return Some(word);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests;
