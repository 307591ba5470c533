//! Requests to try where no plan can be made: captures that a target has in another order, or more
//! than once.

use crate::analysis::automata::alphabet::{Symbol, byte, is_slash_like, normal_word, spelt};
use crate::analysis::automata::paths::path_of;
use crate::lower::checked_rule::CheckedRule;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::location::Part;
use redirect_core::internals::pattern::Piece;

/// The most paths that are tried of one rule.
const MAX_PATHS: usize = 512;

/// Paths of a rule whose captures hold what these rules have in their texts, the shortest first.
pub(crate) fn paths(rule: &CheckedRule<'_>, rules: &[&CheckedRule<'_>]) -> Vec<String> {
    let values = values(rules);
    let mut paths: Vec<Vec<Symbol>> = vec![Vec::new()];
    for piece in &rule.source.pieces {
        let values = match piece {
            Piece::Literal(text) => &[normal_word(text)][..],
            Piece::Param(_) | Piece::CatchAll(_) => &values,
        };
        let most = (MAX_PATHS / paths.len()).max(1);
        let with = |path: &Vec<Symbol>| {
            values.iter().take(most).map(|value| [&path[..], value].concat()).collect::<Vec<_>>()
        };
        paths = paths.iter().flat_map(with).collect();
    }
    paths.sort_by_key(Vec::len);
    paths.iter().map(|path| spelt(path)).collect()
}

/// The parts of the texts of rules, as a capture may hold them: segments, and what is between hyphens
/// and their like; and what conditions compare with.
fn values(rules: &[&CheckedRule<'_>]) -> Vec<Vec<Symbol>> {
    let mut values = vec![normal_word(b"x")];
    for rule in rules {
        for text in texts(rule) {
            values.extend(text.split(|&s| is_slash_like(s)).map(<[Symbol]>::to_vec));
            let is_letter = |symbol: &Symbol| byte(*symbol).is_ascii_alphanumeric();
            values.extend(text.split(|symbol| !is_letter(symbol)).map(<[Symbol]>::to_vec));
        }
    }
    values.sort_by_key(|value| (value.len(), value.clone()));
    values.dedup();
    values
}

fn texts(rule: &CheckedRule<'_>) -> impl Iterator<Item = Vec<Symbol>> {
    let literal = |piece: &Piece<Vec<u8>>| match piece {
        Piece::Literal(text) => Some(normal_word(text)),
        Piece::Param(_) | Piece::CatchAll(_) => None,
    };
    let target = path_of(rule).into_iter().flatten().filter_map(|part| match part {
        Part::Literal(text) => Some(normal_word(text)),
        _ => None,
    });
    let conditions = rule.conditions.iter().map(|scoped| &scoped.condition);
    let compared = conditions.filter(|c| matches!(c.subject, Subject::Capture(_)));
    let compared = compared.flat_map(|c| c.patterns.iter().flatten()).filter_map(literal);
    rule.source.pieces.iter().filter_map(literal).chain(target).chain(compared)
}
