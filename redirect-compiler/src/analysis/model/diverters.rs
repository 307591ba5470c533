//! An index of the rules that can divert a chain: rules that are not links of it.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::analysis::automata::alphabet::{Symbol, folded, word};
use crate::analysis::automata::target_path::target_prefix;
use crate::lower::checked_rule::{Action, CheckedIndex, CheckedRule};
use crate::lower::pattern::Pieces;
use redirect_core::internals::pattern::Piece;

/// The symbol that separates segments.
const SLASH: Symbol = b'/' as Symbol;

/// The number of segments at the start of a path that are indexed.
const MAX_SEGMENTS: usize = 4;

/// The rules that are not permanent redirects, by the first literal segments of their sources.
///
/// A permanent redirect is a link of every chain. In most tables, few rules are of another kind. A
/// source that begins with a capture is found by the literal segments after it, so that it is
/// compared only with the targets that may have these segments.
#[derive(Default)]
pub(crate) struct Diverters {
    temporary: SegmentIndex,
    /// The rules that do not redirect.
    finals: SegmentIndex,
}

impl Diverters {
    /// Creates the index of rules.
    pub(crate) fn new(rules: &[CheckedRule<'_>]) -> Diverters {
        let mut diverters = Diverters::default();
        for (index, rule) in CheckedIndex::all(rules.len()).zip(rules) {
            match &rule.action {
                Action::Redirect(status, _) if status.is_permanent() => {}
                Action::Redirect(..) => diverters.temporary.insert(index, rule),
                Action::Final(_) | Action::Pass => diverters.finals.insert(index, rule),
            }
        }
        diverters
    }

    /// Returns the rules that may match targets of a rule and that are not links of its chain,
    /// judging by some of their segments.
    pub(crate) fn of_targets(&self, rule: &CheckedRule<'_>) -> Vec<CheckedIndex> {
        let Some(prefix) = target_prefix(rule) else { return Vec::new() };
        let mut segments = segments(&prefix.text);
        if !prefix.is_whole {
            // The last segment may continue with a capture.
            segments.pop();
        }
        let mut rules = Vec::new();
        self.finals.push_compatible(&segments, prefix.is_whole, &mut rules);
        if matches!(&rule.action, Action::Redirect(status, _) if status.is_permanent()) {
            self.temporary.push_compatible(&segments, prefix.is_whole, &mut rules);
        }
        rules.sort_unstable();
        rules.dedup();
        rules
    }
}

/// Rules by the first literal segments of their sources.
#[derive(Default)]
struct SegmentIndex {
    /// For each position of a first literal segment, the rules by this and the literal segments
    /// after it. Each segment ends with a slash.
    by_segments: [BTreeMap<Vec<Symbol>, Vec<CheckedIndex>>; MAX_SEGMENTS],
    /// The rules without a literal segment at these positions.
    others: Vec<CheckedIndex>,
}

impl SegmentIndex {
    fn insert(&mut self, index: CheckedIndex, rule: &CheckedRule<'_>) {
        for variant in rule.source.variants() {
            let rules = match literal_segments(variant.pieces) {
                Some((position, segments)) => {
                    self.by_segments[position].entry(segments).or_default()
                }
                None => &mut self.others,
            };
            if rules.last() != Some(&index) {
                rules.push(index);
            }
        }
    }

    /// Appends the rules that may match a path that begins with some segments, or that consists of
    /// them if `is_whole` is true.
    fn push_compatible(
        &self,
        segments: &[Vec<Symbol>],
        is_whole: bool,
        rules: &mut Vec<CheckedIndex>,
    ) {
        rules.extend_from_slice(&self.others);
        for (position, by_segments) in self.by_segments.iter().enumerate() {
            if by_segments.is_empty() {
                continue;
            }
            let mut key = Vec::new();
            for segment in segments.iter().take(MAX_SEGMENTS).skip(position) {
                key.extend_from_slice(segment);
                key.push(SLASH);
                rules.extend_from_slice(by_segments.get(&key).map_or(&[], Vec::as_slice));
            }
            if is_whole {
                continue;
            }
            let longer = (Bound::Excluded(&key[..]), Bound::Unbounded);
            for (segments, others) in by_segments.range::<[Symbol], _>(longer) {
                if !segments.starts_with(&key) {
                    break;
                }
                rules.extend_from_slice(others);
            }
        }
    }
}

/// Returns the segments of a path, in lower case. An encoded slash does not separate segments.
fn segments(path: &[Symbol]) -> Vec<Vec<Symbol>> {
    let path = path.strip_prefix(&[SLASH]).unwrap_or(path);
    let mut segments = vec![Vec::new()];
    for &symbol in path {
        if symbol == SLASH {
            segments.push(Vec::new());
        } else if let Some(segment) = segments.last_mut() {
            segment.push(folded(symbol, true));
        }
    }
    segments
}

/// Returns the first segment of a source that is literal and the literal segments after it, each
/// with a slash after it, and the position of the first. An empty segment does not count, because a
/// final slash may be optional.
fn literal_segments(pieces: &Pieces) -> Option<(usize, Vec<Symbol>)> {
    // The first segments, each with its text, or `None` if it has a capture.
    let mut segments: Vec<Option<Vec<Symbol>>> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Literal(text) => {
                for symbol in word(text) {
                    if symbol == SLASH {
                        segments.push(Some(Vec::new()));
                    } else if let Some(Some(segment)) = segments.last_mut() {
                        segment.push(folded(symbol, true));
                    }
                }
            }
            Piece::Param(_) | Piece::CatchAll(_) => {
                if let Some(segment) = segments.last_mut() {
                    *segment = None;
                }
                // The positions of the segments after a `{*name}` vary.
                if matches!(piece, Piece::CatchAll(_)) {
                    break;
                }
            }
            // No segment of a variant is optional.
            Piece::Optional => {}
        }
    }
    segments.truncate(MAX_SEGMENTS);
    let (mut first, mut text) = (None, Vec::new());
    for (position, segment) in segments.iter().enumerate() {
        match segment {
            Some(segment) if !segment.is_empty() => {
                first.get_or_insert(position);
                text.extend_from_slice(segment);
                text.push(SLASH);
            }
            Some(_) | None if first.is_some() => break,
            Some(_) | None => {}
        }
    }
    first.map(|first| (first, text))
}

#[cfg(test)]
mod tests {
    use super::Diverters;
    use crate::analysis::test_rules::{redirect, with_document_rules};
    use crate::syntax::rule::Rule;

    #[test]
    fn a_temporary_redirect_diverts_permanent_ones_only() {
        for (status, expected) in [("301", &[0, 1][..]), ("302", &[1])] {
            let to_c = redirect("/b/{x}", "/c");
            let pass = Rule { status: "pass".into(), target: None, ..redirect("/{x}/d", "") };
            let last = Rule { status: status.into(), ..redirect("/a/{x}", "/b/{x}") };
            let rules =
                vec![Rule { status: "307".into(), ..to_c }, pass, redirect("/b/d", "/e"), last];
            with_document_rules(rules, |rules| {
                let candidates = Diverters::new(rules).of_targets(&rules[3]);
                let found: Vec<usize> = candidates.iter().map(|rule| rule.position()).collect();
                assert_eq!(found, expected, "{status}");
            });
        }
    }

    #[test]
    fn rules_are_found_by_literal_segments() {
        let sources =
            ["/a", "/{x}/p", "/{x}/{y}", "/{x}-a/q", "/{*x}/p", "/A/{x}", "/a%2Fb", "/{x}/p/"];
        let rules = sources.map(|source| Rule {
            status: "pass".into(),
            target: None,
            ..redirect(source, "/b")
        });
        for (target, expected) in [
            ("/a", &[0, 2, 4, 5][..]),
            ("/x/P", &[1, 2, 4, 7]),
            ("/x/p/z", &[1, 2, 4, 7]),
            ("/x/q?q", &[2, 3, 4]),
            ("/a%2fb", &[2, 4, 6]),
            ("/b/{t}", &[1, 2, 3, 4, 7]),
            ("/b/{t}/z", &[1, 2, 3, 4, 7]),
            ("/b{t}", &[0, 1, 2, 3, 4, 5, 6, 7]),
            ("/{t}/z", &[0, 1, 2, 3, 4, 5, 6, 7]),
            ("/a/{t}", &[0, 1, 2, 3, 4, 5, 7]),
        ] {
            let mut rules = rules.to_vec();
            rules.push(redirect("/s/{t}", target));
            with_document_rules(rules, |rules| {
                let (last, diverters) = rules.split_last().unwrap();
                let candidates = Diverters::new(diverters).of_targets(last);
                let found: Vec<usize> = candidates.iter().map(|rule| rule.position()).collect();
                assert_eq!(found, expected, "{target}");
            });
        }
    }
}
