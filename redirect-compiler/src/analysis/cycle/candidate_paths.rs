//! Candidate paths, which are tried if plans do not decide a question. This happens, for example,
//! if a target contains captures more than once or not in the order of the source.

use std::cmp::Ordering;

use crate::analysis::automata::alphabet::{Symbol, byte, is_slash_like, path_text, word};
use crate::analysis::automata::target_path::path_parts;
use crate::lower::checked_rule::CheckedRule;
use crate::lower::condition::ScopedCondition;
use crate::lower::pattern::Pieces;
use redirect_core::internals::location::Part;
use redirect_core::internals::pattern::Piece;

/// The maximum number of candidate paths for one rule.
const MAX_PATHS: usize = 512;

/// Returns paths of a rule in which captures have some of `values`, sorted by length.
pub(crate) fn candidate_paths(rule: &CheckedRule<'_>, values: &[Vec<Symbol>]) -> Vec<String> {
    let mut words = Vec::new();
    let variants = rule.source.variants().count();
    for variant in rule.source.variants() {
        words.append(&mut words_of(variant.pieces, values, MAX_PATHS / variants));
    }
    sort(&mut words, |a, b| a.len().cmp(&b.len()));
    let mut paths = Vec::with_capacity(words.len());
    for word in &words {
        paths.push(path_text(word));
    }
    paths
}

/// Returns at most `max_words` words that consist of the literals and of values of the captures.
fn words_of(pieces: &Pieces, values: &[Vec<Symbol>], max_words: usize) -> Vec<Vec<Symbol>> {
    let mut words: Vec<Vec<Symbol>> = vec![Vec::new()];
    for piece in pieces {
        let values = match piece {
            Piece::Literal(text) => &[word(text)][..],
            Piece::Param(_) | Piece::CatchAll(_) => values,
            Piece::Optional => continue,
        };
        let values = &values[..values.len().min((max_words / words.len()).max(1))];
        let mut extended = Vec::with_capacity(words.len() * values.len());
        for word in &words {
            for value in values {
                extended.push([&word[..], value].concat());
            }
        }
        words = extended;
    }
    words
}

/// Returns the segments and the alphanumeric runs of all texts in rules, sorted by length.
pub(crate) fn candidate_values(rules: &[&CheckedRule<'_>]) -> Vec<Vec<Symbol>> {
    let mut values = vec![word(b"x")];
    let canonical = rules.first().and_then(|rule| rule.options.canonical.as_ref());
    for host in canonical.iter().flat_map(|canonical| &canonical.from) {
        push_parts(&word(host.as_bytes()), |symbol| byte(symbol) == b'.', &mut values);
    }
    for rule in rules {
        for text in texts(rule) {
            push_parts(&text, is_slash_like, &mut values);
            push_parts(&text, |symbol| !byte(symbol).is_ascii_alphanumeric(), &mut values);
        }
    }
    sort(&mut values, |a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    values.dedup();
    values
}

/// Splits a text at separators, and appends its parts.
fn push_parts(text: &[Symbol], is_separator: fn(Symbol) -> bool, parts: &mut Vec<Vec<Symbol>>) {
    for part in text.split(|&symbol| is_separator(symbol)) {
        parts.push(part.to_vec());
    }
}

/// Sorts words stably.
fn sort(words: &mut [Vec<Symbol>], compare: fn(&[Symbol], &[Symbol]) -> Ordering) {
    words.sort_by(|a, b| compare(a, b));
}

/// Returns the literal texts in the source of a rule, in the path of its target, and in its
/// conditions on captures of the path.
fn texts(rule: &CheckedRule<'_>) -> Vec<Vec<Symbol>> {
    let mut texts = Vec::new();
    push_literals(&rule.source.pieces, &mut texts);
    for part in path_parts(rule).unwrap_or_default() {
        if let Part::Literal(text) = part {
            texts.push(word(text));
        }
    }
    for ScopedCondition { condition, .. } in &rule.conditions {
        if condition.path_capture().is_some() {
            for pieces in &condition.patterns {
                push_literals(pieces, &mut texts);
            }
        }
    }
    texts
}

fn push_literals(pieces: &Pieces, texts: &mut Vec<Vec<Symbol>>) {
    for piece in pieces {
        if let Piece::Literal(text) = piece {
            texts.push(word(text));
        }
    }
}
