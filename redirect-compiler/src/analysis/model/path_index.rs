//! An index from paths to the rules that may match them. It makes most lookups in the table
//! unnecessary.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::lower::checked_rule::{CheckedIndex, CheckedRule};
use crate::lower::first_rule::FirstRuleByPath;
use redirect_core::internals::charset::is_static_path;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::normalize_path;

/// An index of rules: by path for rules that match one path only, and by first segment for all
/// others.
///
/// No rule matches most targets, and a lookup in the table is slow in an unoptimized macro.
pub(crate) struct PathIndex<'s> {
    /// The rules that match one path only.
    literals: FirstRuleByPath<'s>,
    /// The first other rule for each first segment, in lower case. Only rules whose paths all share
    /// the first segment are included.
    by_segment: HashMap<Vec<u8>, CheckedIndex>,
    /// The first rule whose paths may begin with different segments.
    of_any_segment: Option<CheckedIndex>,
}

/// The first rule that may match a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FirstCandidate {
    /// No rule matches the path.
    Absent,
    /// This rule matches the path if its conditions hold, and no earlier rule may match the path.
    Rule(CheckedIndex),
    /// Only the table can decide.
    Unknown,
}

impl<'s> PathIndex<'s> {
    /// Creates the index of rules. `literals` must belong to them.
    pub(crate) fn new(rules: &[CheckedRule<'_>], literals: FirstRuleByPath<'s>) -> Self {
        let (mut by_segment, mut of_any_segment) = (HashMap::new(), None);
        for (position, rule) in rules.iter().enumerate() {
            if rule.exact_path().is_some() {
                continue;
            }
            let index = CheckedIndex::new(position);
            if let Some(segment) = first_segment(rule) {
                by_segment.entry(segment).or_insert(index);
            } else {
                of_any_segment.get_or_insert(index);
            }
        }
        PathIndex { literals, by_segment, of_any_segment }
    }

    /// Returns the first rule that may match a path in its normal form.
    pub(crate) fn first_candidate(&self, path: &[u8]) -> FirstCandidate {
        match (self.literals.get(path), self.first_pattern(path)) {
            (Some(first), pattern) if pattern.is_none_or(|pattern| first < pattern) => {
                FirstCandidate::Rule(first)
            }
            (None, None) => FirstCandidate::Absent,
            _ => FirstCandidate::Unknown,
        }
    }

    /// Returns whether a rule matches one path only, and no earlier rule may match that path.
    pub(crate) fn is_first(&self, index: CheckedIndex, rule: &CheckedRule<'_>) -> bool {
        let is_before_pattern =
            |key: &[u8]| self.first_pattern(key).is_none_or(|pattern| index < pattern);
        self.literals.contains(index) && rule.exact_path().is_some_and(is_before_pattern)
    }

    /// Returns the first rule that may match a path, among the rules that match several paths.
    fn first_pattern(&self, path: &[u8]) -> Option<CheckedIndex> {
        if self.by_segment.is_empty() {
            return self.of_any_segment;
        }
        let segment = path.strip_prefix(b"/").unwrap_or(path);
        let end = segment.iter().position(|&byte| byte == b'/').unwrap_or(segment.len());
        let of_segment = self.by_segment.get(&segment[..end].to_ascii_lowercase()).copied();
        match (of_segment, self.of_any_segment) {
            (Some(of_segment), Some(of_any_segment)) => Some(of_segment.min(of_any_segment)),
            (of_segment, of_any_segment) => of_segment.or(of_any_segment),
        }
    }
}

/// Returns the first segment of the paths that a rule matches, in lower case, if all of them share
/// it.
fn first_segment(rule: &CheckedRule<'_>) -> Option<Vec<u8>> {
    let text = rule.source.literal_prefix();
    let text = text.strip_prefix(b"/").unwrap_or(text);
    let end = text.iter().position(|&byte| byte == b'/');
    // A missing segment leaves whole segments before it.
    let is_before_optional = rule.source.pieces.get(1) == Some(&Piece::Optional);
    let is_whole = rule.source.literal().is_some() || is_before_optional && !text.is_empty();
    let end = end.or_else(|| is_whole.then_some(text.len()))?;
    Some(text[..end].to_ascii_lowercase())
}

/// Returns the normal form of a path.
pub(crate) fn normal_form(path: &str) -> Cow<'_, [u8]> {
    if is_static_path(path) { path.as_bytes().into() } else { normalize_path(path).into() }
}
