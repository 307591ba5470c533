//! Values of a condition's subject, one for each way in which its patterns can turn out.

use std::collections::{BTreeMap, HashSet};

use crate::analysis::automata::alphabet::{Partition, Symbol, byte};
use crate::analysis::automata::emptiness::Budget;
use crate::analysis::automata::language::{Language, LanguageState};
use crate::analysis::automata::path_nfa::PathNfa;
use crate::analysis::automata::paths::PathDfa;
use crate::lower::pattern::Pieces;
use redirect_core::internals::charset::LABEL;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::{Encoding, Text};

/// A value that no pattern is likely to name, and that reads well in a message.
const OTHER_VALUE: &str = "x";

/// Candidates for a language that no pattern names.
const LANGUAGES: [&str; 7] = ["en", "de", "fr", "es", "it", "pt", "nl"];

/// Returns a value for each way in which the patterns of a subject can turn out; `None` where the
/// budget does not suffice.
pub(crate) fn values(
    subject: &Subject<Vec<u8>>,
    patterns: &[&Pieces],
    budget: &mut Budget,
) -> Option<Vec<Vec<u8>>> {
    let literals: Option<Vec<Vec<u8>>> = patterns.iter().map(|pieces| literal(pieces)).collect();
    match (subject, literals) {
        (Subject::Scheme, _) => Some(vec![b"https".to_vec(), b"http".to_vec()]),
        (Subject::Language, Some(ranges)) => Some(languages(&ranges)),
        (
            Subject::Host
            | Subject::Header(_)
            | Subject::Cookie(_)
            | Subject::Query(_)
            | Subject::Capture(_),
            Some(literals),
        ) => Some(with_other_value(literals)),
        (subject, None) => pattern_values(subject, patterns, budget),
    }
}

/// Returns the decoded text of a pattern without captures.
fn literal(pieces: &Pieces) -> Option<Vec<u8>> {
    match &pieces[..] {
        [] => Some(Vec::new()),
        [Piece::Literal(normal)] => Some(Text::new(normal, Encoding::Path).decoded().collect()),
        [Piece::Param(_) | Piece::CatchAll(_)] | [_, _, ..] => None,
    }
}

/// Returns some values, and one that is none of them.
fn with_other_value(mut values: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let candidates = (0..=values.len())
        .map(|n| if n == 0 { OTHER_VALUE.into() } else { format!("{OTHER_VALUE}{n}") })
        .map(String::into_bytes);
    let other = candidates.into_iter().find(|candidate| !values.contains(candidate));
    values.extend(other);
    values
}

/// Returns each language range, each with a subtag, and a language that is in none of them.
fn languages(ranges: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let is_other = |tag: &&[u8]| !ranges.iter().any(|range| range.starts_with(tag));
    let other = LANGUAGES.into_iter().map(str::as_bytes).find(is_other).map(<[u8]>::to_vec);
    let with_subtag = |range: &Vec<u8>| [range.clone(), [range, &b"-xx"[..]].concat()];
    ranges.iter().flat_map(with_subtag).chain(other).collect()
}

/// Returns a value for each set of patterns that matches some value and of which no other pattern
/// does.
///
/// This is a breadth-first search over the product of the patterns' automata, which notes the first
/// value of each combination of accepting states. It visits all values that a request can have,
/// and some that it cannot. Each tuple of states is visited once, so the search ends; the budget
/// bounds their number.
fn pattern_values(
    subject: &Subject<Vec<u8>>,
    patterns: &[&Pieces],
    budget: &mut Budget,
) -> Option<Vec<Vec<u8>>> {
    let separator = (*subject == Subject::Host).then_some(b'.');
    let mut languages: Vec<PathDfa<'_>> =
        patterns.iter().map(|p| PathDfa::new(PathNfa::from_value(p, separator))).collect();
    let symbols = symbols(subject, &languages);
    let mut found: BTreeMap<Vec<bool>, Vec<u8>> = BTreeMap::new();
    let start: Vec<LanguageState> = languages.iter_mut().map(Language::start).collect();
    let end = ValueEnd::before_value(subject);
    let mut visited = HashSet::from([(start.clone(), end)]);
    let mut queue = vec![(start, end, Vec::new())];
    let mut at = 0;
    while let Some((states, end, value)) = queue.get(at).cloned() {
        if end.may_end_value() {
            let accepts = languages.iter_mut().zip(&states).map(|(l, &state)| l.accepts(state));
            found.entry(accepts.collect()).or_insert_with(|| value.clone());
        }
        budget.spend((symbols.len() * languages.len()) as u64).then_some(())?;
        for &symbol in &symbols {
            let Some(end) = end.next(byte(symbol)) else { continue };
            let next = languages.iter_mut().zip(&states);
            let next: Vec<LanguageState> = next.map(|(l, &state)| l.next(state, symbol)).collect();
            if visited.insert((next.clone(), end)) {
                queue.push((next, end, [&value[..], &[byte(symbol)]].concat()));
            }
        }
        at += 1;
    }
    Some(found.into_values().collect())
}

/// Returns a symbol of each class that the patterns distinguish, of those that a value can contain.
fn symbols(subject: &Subject<Vec<u8>>, languages: &[PathDfa<'_>]) -> Vec<Symbol> {
    let mut partition = Partition::new();
    for language in languages {
        language.refine(&mut partition);
    }
    // No class has both symbols that a value can contain and others.
    let is_bound = |&byte: &u8| may_contain(subject, byte) != may_contain(subject, byte - 1);
    (1..=255).filter(is_bound).for_each(|byte| partition.isolate(byte.into()));
    partition.isolate(b'-'.into());
    let is_in_values =
        |symbol: &Symbol| u8::try_from(*symbol).is_ok_and(|byte| may_contain(subject, byte));
    partition.representatives().into_iter().filter(is_in_values).collect()
}

/// Returns whether a value of a subject may contain a byte.
fn may_contain(subject: &Subject<Vec<u8>>, byte: u8) -> bool {
    let is_control = byte < 0x20 || byte == 0x7F;
    match subject {
        // Hosts are compared in lower case.
        Subject::Host => (LABEL.contains(byte) && !byte.is_ascii_uppercase()) || byte == b'.',
        Subject::Cookie(_) => !is_control && byte != b';',
        Subject::Query(_) => true,
        Subject::Scheme | Subject::Language | Subject::Header(_) | Subject::Capture(_) => {
            !is_control
        }
    }
}

/// The end of the part of a value that has been read, as far as it decides whether it is a host.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum ValueEnd {
    /// The subject is not the host.
    NotHost,
    /// A label begins here.
    LabelStart,
    /// A label does not end here.
    Hyphen,
    /// A label may end here.
    Label,
}

impl ValueEnd {
    fn before_value(subject: &Subject<Vec<u8>>) -> ValueEnd {
        if *subject == Subject::Host { ValueEnd::LabelStart } else { ValueEnd::NotHost }
    }

    fn may_end_value(self) -> bool {
        matches!(self, ValueEnd::NotHost | ValueEnd::Label)
    }

    /// Returns the end after one more byte; `None` where the byte cannot follow in a host.
    fn next(self, byte: u8) -> Option<ValueEnd> {
        match (self, byte) {
            (ValueEnd::NotHost, _) => Some(ValueEnd::NotHost),
            (ValueEnd::LabelStart, b'.' | b'-') | (ValueEnd::Hyphen, b'.') => None,
            (ValueEnd::Label, b'.') => Some(ValueEnd::LabelStart),
            (ValueEnd::Hyphen | ValueEnd::Label, b'-') => Some(ValueEnd::Hyphen),
            (ValueEnd::LabelStart | ValueEnd::Hyphen | ValueEnd::Label, _) => Some(ValueEnd::Label),
        }
    }
}
