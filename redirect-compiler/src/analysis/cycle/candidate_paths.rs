//! Paths to try where no plan can be made: where a target has captures in another order than the
//! source, or more than once.

use crate::analysis::automata::alphabet::{Symbol, byte, is_slash_like, path_text, word};
use crate::analysis::automata::target_path::path_parts;
use crate::lower::checked_rule::CheckedRule;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::location::Part;
use redirect_core::internals::pattern::Piece;

/// The most paths that are tried for one rule.
const MAX_PATHS: usize = 512;

/// Returns paths of a rule whose captures have values that occur in the texts of `rules`, the
/// shortest first.
pub(crate) fn candidate_paths(rule: &CheckedRule<'_>, rules: &[&CheckedRule<'_>]) -> Vec<String> {
    let values = candidate_values(rules);
    let mut paths: Vec<Vec<Symbol>> = vec![Vec::new()];
    for piece in &rule.source.pieces {
        let values = match piece {
            Piece::Literal(text) => &[word(text)][..],
            Piece::Param(_) | Piece::CatchAll(_) => &values,
        };
        let values = &values[..values.len().min((MAX_PATHS / paths.len()).max(1))];
        let extended = paths.iter().flat_map(|path| values.iter().map(|v| [&path[..], v].concat()));
        paths = extended.collect();
    }
    paths.sort_by_key(Vec::len);
    paths.iter().map(|path| path_text(path)).collect()
}

/// Returns the segments and the alphanumeric runs of all texts of rules, the shortest first.
fn candidate_values(rules: &[&CheckedRule<'_>]) -> Vec<Vec<Symbol>> {
    let mut values = vec![word(b"x")];
    for text in rules.iter().flat_map(|rule| texts(rule)) {
        values.extend(text.split(|&symbol| is_slash_like(symbol)).map(<[Symbol]>::to_vec));
        let is_alphanumeric = |symbol: &Symbol| byte(*symbol).is_ascii_alphanumeric();
        values.extend(text.split(|symbol| !is_alphanumeric(symbol)).map(<[Symbol]>::to_vec));
    }
    values.sort_by_key(|value| (value.len(), value.clone()));
    values.dedup();
    values
}

/// Returns the literal texts of a rule: of its source, of its target's path, and those that
/// conditions compare captures with.
fn texts(rule: &CheckedRule<'_>) -> impl Iterator<Item = Vec<Symbol>> {
    let literal = |piece: &Piece<Vec<u8>>| match piece {
        Piece::Literal(text) => Some(word(text)),
        Piece::Param(_) | Piece::CatchAll(_) => None,
    };
    let of_source = rule.source.pieces.iter().filter_map(literal);
    let of_target = path_parts(rule).into_iter().flatten().filter_map(|part| match part {
        Part::Literal(text) => Some(word(text)),
        Part::Capture(..) | Part::Path | Part::Query | Part::Fragment => None,
    });
    let conditions = rule.conditions.iter().map(|scoped| &scoped.condition);
    let of_captures = conditions.filter(|c| matches!(c.subject, Subject::Capture(_)));
    let compared = of_captures.flat_map(|c| c.patterns.iter().flatten()).filter_map(literal);
    of_source.chain(of_target).chain(compared)
}
