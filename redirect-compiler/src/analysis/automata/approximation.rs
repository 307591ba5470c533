//! The paths that a rule takes, of requests that meet its conditions.

use crate::analysis::automata::alphabet::{Symbol, normal_word};
use crate::analysis::automata::capture_value::ValueConstraints;
use crate::analysis::automata::path_nfa::PathNfa;
use crate::analysis::automata::paths::path_of;
use crate::lower::checked_rule::{Action, CheckedRule};
use crate::lower::condition::CheckedCondition;
use crate::lower::pattern::Pieces;
use redirect_core::internals::captures::Captures;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::location::{Part, Substitution, UriPosition};
use redirect_core::internals::location_guard::is_safe;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::{Encoding, MatchMode, Text};

/// All paths that a rule can take, and perhaps more: what it asks of its captures beside the fit is
/// left out where the fit does not say alone which parts they are.
pub(crate) fn over_approximation<'d>(directive: &'d CheckedRule<'_>) -> PathNfa<'d> {
    let is_exact = !has_segment_with_two_captures(&directive.source.pieces);
    steps(directive, |capture| {
        if is_exact { limits(directive, capture) } else { ValueConstraints::default() }
    })
}

/// Paths that a rule takes for certain, all of them where it is said exactly; `None` for none.
pub(crate) fn under_approximation<'d>(directive: &'d CheckedRule<'_>) -> Option<PathNfa<'d>> {
    let captures = directive.source.captures.len();
    let has_limits = (0..captures).any(|capture| !limits(directive, capture).are_none());
    let is_exact = !(has_limits && has_segment_with_two_captures(&directive.source.pieces));
    (is_exact && !depends_on_spelling(directive) && !depends_on_values(directive))
        .then(|| steps(directive, |capture| limits(directive, capture)))
}

/// All paths that the answers of a rule lead to, and perhaps more; `None` for none.
pub(crate) fn target_over_approximation<'d>(directive: &'d CheckedRule<'_>) -> Option<PathNfa<'d>> {
    let (before, _) = directive.beginning()?;
    let is_literal = |part: &&Part<Vec<u8>>| matches!(part, Part::Literal(_));
    let behind = path_of(directive)?.skip_while(is_literal);
    Some(PathNfa::of_target(before, behind, &directive.source.pieces))
}

fn steps<'d>(
    directive: &'d CheckedRule<'_>,
    limits: impl Fn(usize) -> ValueConstraints,
) -> PathNfa<'d> {
    PathNfa::of(&directive.source.pieces, directive.source.mode, &limits)
}

/// Whether two captures are in one segment.
pub(crate) fn has_segment_with_two_captures(pieces: &Pieces) -> bool {
    let mut captures = 0;
    pieces.iter().any(|piece| {
        match piece {
            Piece::Literal(text) if text.contains(&b'/') => captures = 0,
            Piece::Literal(_) => {}
            Piece::Param(_) | Piece::CatchAll(_) => captures += 1,
        }
        captures > 1
    })
}

fn parts<'d>(directive: &'d CheckedRule<'_>) -> &'d [Part<Vec<u8>>] {
    match &directive.action {
        Action::Redirect(_, target) => &target.parts,
        Action::Final(_) | Action::Pass => &[],
    }
}

/// Whether a capture of the path is in the host of the target, where `%41` is no letter.
fn depends_on_spelling(directive: &CheckedRule<'_>) -> bool {
    let is_of_path = |index: usize| index < directive.source.captures.len();
    parts(directive).iter().any(
        |part| matches!(part, Part::Capture(UriPosition::Label | UriPosition::Host, index) if is_of_path(*index)),
    )
}

/// Whether what a condition captures decides where the target leads, beside a host in a host, which
/// is one for certain.
fn depends_on_values(directive: &CheckedRule<'_>) -> bool {
    let conditions = directive.conditions.iter().map(|scoped| &scoped.condition);
    let captures: Vec<bool> = directive
        .source
        .captures
        .iter()
        .map(|_| true)
        .chain(conditions.flat_map(|c| c.captures.iter().map(|capture| capture.is_from_host)))
        .collect();
    parts(directive).iter().any(|part| match part {
        Part::Capture(UriPosition::Query | UriPosition::Fragment, _) => false,
        Part::Capture(_, index) => captures.get(*index) == Some(&false),
        _ => false,
    })
}

/// What a capture of the path has to be, beside what its place in the source asks for.
fn limits(directive: &CheckedRule<'_>, capture: usize) -> ValueConstraints {
    let mut limits = by_target(directive, capture);
    let conditions = directive.conditions.iter().map(|scoped| &scoped.condition);
    for condition in conditions.filter(|c| c.subject == Subject::Capture(capture)) {
        let words = words(condition);
        if condition.is_negated {
            limits.none_of.extend(words);
        } else {
            limits.one_of.push(words);
        }
    }
    limits
}

fn words(condition: &CheckedCondition) -> Vec<Vec<Symbol>> {
    let word = |pieces: &Pieces| match &pieces[..] {
        [Piece::Literal(text)] => normal_word(text),
        _ => Vec::new(),
    };
    condition.patterns.iter().map(word).collect()
}

/// What the place of a capture in the target does not let it be, tried on values of each kind.
fn by_target(directive: &CheckedRule<'_>, capture: usize) -> ValueConstraints {
    let parts = parts(directive);
    let is_used =
        |part: &Part<Vec<u8>>| matches!(part, Part::Capture(_, index) if *index == capture);
    if !parts.iter().any(is_used) {
        return ValueConstraints::default();
    }
    let fits = |value: &str| {
        let mut captures = Captures::default();
        let all = directive.source.captures.len()
            + directive.conditions.iter().map(|g| g.condition.captures.len()).sum::<usize>();
        for index in 0..all {
            let value = if index == capture { value } else { "x" };
            let _ = captures.push(Text::new(value.as_bytes(), Encoding::Path));
        }
        let parts = parts.iter().map(Part::as_ref);
        is_safe(&Substitution { parts, captures: &captures })
    };
    ValueConstraints {
        not_empty: !fits(""),
        no_slash_at_start: !fits("%2Fx"),
        no_slash_at_end: !fits("x/"),
        ..ValueConstraints::default()
    }
}

/// The path that a rule takes, where it takes no other.
pub(crate) fn only_path(directive: &CheckedRule<'_>) -> Option<String> {
    let is_one =
        directive.source.literal().is_some() && directive.source.mode == MatchMode::default();
    is_one.then(|| sample(directive))
}

/// A path that a rule takes, unless a shape or a condition wants another one.
pub(crate) fn sample(directive: &CheckedRule<'_>) -> String {
    let piece = |piece: &Piece<Vec<u8>>| match piece {
        Piece::Literal(text) => String::from_utf8(text.clone()).unwrap_or_default(),
        Piece::Param(_) | Piece::CatchAll(_) => "x".into(),
    };
    let path: String = directive.source.pieces.iter().map(piece).collect();
    if path.is_empty() { "/".into() } else { path }
}
