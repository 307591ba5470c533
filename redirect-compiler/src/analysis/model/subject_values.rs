//! Values of a condition's subject, one for each combination of patterns that match.

use crate::analysis::automata::alphabet::{Partition, Symbol, byte};
use crate::analysis::automata::emptiness::Budget;
use crate::analysis::automata::language::{BoxedLanguage, LanguageState};
use crate::analysis::automata::path_nfa::PathNfa;
use crate::analysis::automata::paths::PathDfa;
use crate::analysis::automata::product::Product;
use crate::analysis::automata::state_table::StateTable;
use crate::lower::condition::network::representatives;
use crate::lower::pattern::Pieces;
use redirect_core::internals::charset::LABEL;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::site_language::{LanguageList, language_code};
use redirect_core::internals::text::{Encoding, Text};

/// A value that is unlikely to be in a pattern, and that reads well in messages.
const OTHER_VALUE: &str = "x";

/// A port that is unlikely to be in a condition.
const OTHER_PORT: u16 = 8080;

/// The candidates for a language that no pattern names.
const LANGUAGES: [&str; 7] = ["en", "de", "fr", "es", "it", "pt", "nl"];

/// Returns a value for each combination of patterns of a subject that can match together. Returns
/// `None` if the budget is exceeded.
pub(crate) fn values(
    subject: &Subject<Vec<u8>>,
    patterns: &[&Pieces],
    budget: &mut Budget,
) -> Option<Vec<Vec<u8>>> {
    match (subject, literals(patterns)) {
        (Subject::Scheme, _) => Some(vec![b"https".to_vec(), b"http".to_vec()]),
        (Subject::Language, Some(ranges)) => Some(languages(&ranges)),
        (Subject::SiteLanguage(list), Some(codes)) => Some(site_languages(list, codes)),
        (Subject::Ip, _) => Some(addresses(patterns)),
        (Subject::Port, Some(ports)) => Some(with_other_port(ports)),
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

/// Returns the decoded texts of patterns, or `None` if one of them has captures.
fn literals(patterns: &[&Pieces]) -> Option<Vec<Vec<u8>>> {
    let mut literals = Vec::with_capacity(patterns.len());
    for pieces in patterns {
        let mut literal = Vec::new();
        match &pieces[..] {
            [] => {}
            [Piece::Literal(normal)] => {
                for byte in Text::new(normal, Encoding::Path).decoded() {
                    literal.push(byte);
                }
            }
            [Piece::Param(_) | Piece::CatchAll(_) | Piece::Optional] | [_, _, ..] => {
                return None;
            }
        }
        literals.push(literal);
    }
    Some(literals)
}

/// Appends a value that differs from all others.
fn with_other_value(mut values: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let (mut other, mut number) = (OTHER_VALUE.as_bytes().to_vec(), 0);
    while values.contains(&other) {
        number += 1;
        other = format!("{OTHER_VALUE}{number}").into_bytes();
    }
    values.push(other);
    values
}

/// Returns an address for each set of networks that have an address in common.
fn addresses(patterns: &[&Pieces]) -> Vec<Vec<u8>> {
    let mut addresses = Vec::new();
    for address in representatives(patterns) {
        addresses.push(address.to_string().into_bytes());
    }
    addresses
}

/// Appends a port that differs from all others, and from the default ports.
fn with_other_port(mut ports: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let mut other = OTHER_PORT;
    while ports.contains(&other.to_string().into_bytes()) {
        other += 1;
    }
    ports.push(other.to_string().into_bytes());
    ports
}

/// Returns each language range, each range with a subtag, and a language that no range includes.
fn languages(ranges: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut languages = Vec::with_capacity(2 * ranges.len() + 1);
    for range in ranges {
        languages.push(range.clone());
        languages.push([range, &b"-xx"[..]].concat());
    }
    for other in LANGUAGES {
        if !ranges.iter().any(|range| range.starts_with(other.as_bytes())) {
            languages.push(other.into());
            break;
        }
    }
    languages
}

/// Returns the codes of the languages of the site that patterns compare, and that of the first
/// other one, if there is one. A request without an acceptable language is a scenario of its own.
fn site_languages(list: &[u8], mut codes: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    for rank in 0..LanguageList::new(list).len() {
        let code = u8::try_from(rank).map_or(&[][..], language_code).to_vec();
        if !codes.contains(&code) {
            codes.push(code);
            break;
        }
    }
    codes
}

/// Returns a value for each set of patterns for which some value matches exactly these patterns.
///
/// This is a breadth-first search over the product of the patterns' automata. It stores the first
/// value for each combination of accepting states. It covers all values that a request can have,
/// and some that it cannot. Each tuple of states is visited once, so the search ends, and the
/// budget bounds the number of tuples.
fn pattern_values(
    subject: &Subject<Vec<u8>>,
    patterns: &[&Pieces],
    budget: &mut Budget,
) -> Option<Vec<Vec<u8>>> {
    let mut product = product(subject, patterns);
    let symbols = symbols(subject, &product);
    // The combinations of accepting states, sorted, each with the first value.
    let mut found: Vec<(Vec<bool>, Vec<u8>)> = Vec::new();
    // The tuples are numbered in the order of visits. The last element of each is a [`ValueEnd`].
    let (mut tuples, end) = (StateTable::default(), ValueEnd::before_value(subject));
    tuples.intern(with_end(product.start(), end));
    let mut queue = vec![(end, Vec::new())];
    let mut at = 0;
    while let Some(tuple) = tuples.get(at) {
        let tuple = tuple.to_vec();
        let (end, value) = queue[at as usize].clone();
        if end.may_end_value() {
            let accepts = product.accepts(&tuple);
            if let Err(at) = found.binary_search_by(|(known, _)| known.cmp(&accepts)) {
                found.insert(at, (accepts, value.clone()));
            }
        }
        budget.spend((symbols.len() * product.width()) as u64).then_some(())?;
        for &symbol in &symbols {
            let Some(end) = end.next(byte(symbol)) else { continue };
            if tuples.intern(with_end(product.next(&tuple, symbol), end)).is_new {
                queue.push((end, [&value[..], &[byte(symbol)]].concat()));
            }
        }
        at += 1;
    }
    let mut values = Vec::with_capacity(found.len());
    for (_, value) in found {
        values.push(value);
    }
    Some(values)
}

/// Returns the product of the patterns' automata.
fn product<'d>(subject: &Subject<Vec<u8>>, patterns: &[&'d Pieces]) -> Product<'d> {
    let separator = (*subject == Subject::Host).then_some(b'.');
    let mut languages: Vec<BoxedLanguage<'d>> = Vec::with_capacity(patterns.len());
    for pieces in patterns {
        languages.push(Box::new(PathDfa::new(PathNfa::from_value(pieces, separator))));
    }
    Product::new(languages)
}

/// Returns a tuple of the product of the patterns' automata and a [`ValueEnd`].
fn with_end(mut tuple: Vec<LanguageState>, end: ValueEnd) -> Vec<LanguageState> {
    tuple.push(end as LanguageState);
    tuple
}

/// Returns a representative of each class of symbols that the patterns distinguish and that a value
/// can contain.
fn symbols(subject: &Subject<Vec<u8>>, product: &Product<'_>) -> Vec<Symbol> {
    let mut partition = Partition::new();
    product.refine(&mut partition);
    // A class must not mix symbols that a value can contain with others.
    for byte in 1..=u8::MAX {
        if may_contain(subject, byte) != may_contain(subject, byte - 1) {
            partition.isolate(byte.into());
        }
    }
    partition.isolate(b'-'.into());
    let mut symbols = partition.representatives();
    symbols.retain(|&symbol| u8::try_from(symbol).is_ok_and(|byte| may_contain(subject, byte)));
    symbols
}

/// Returns whether a value of a subject may contain a byte.
fn may_contain(subject: &Subject<Vec<u8>>, byte: u8) -> bool {
    let is_control = byte < 0x20 || byte == 0x7F;
    match subject {
        // Hosts are compared in lower case.
        Subject::Host => (LABEL.contains(byte) && !byte.is_ascii_uppercase()) || byte == b'.',
        Subject::Cookie(_) => !is_control && byte != b';',
        Subject::Query(_) => true,
        Subject::Scheme
        | Subject::Language
        | Subject::SiteLanguage(_)
        | Subject::Header(_)
        | Subject::Capture(_)
        | Subject::Ip
        | Subject::Port => !is_control,
    }
}

/// The state of the automaton that accepts valid hosts, or any value of other subjects.
#[derive(Clone, Copy)]
enum ValueEnd {
    /// The subject is not the host, so any value is valid.
    NotHost,
    /// At the start of a label.
    LabelStart,
    /// After a hyphen, where a label cannot end.
    Hyphen,
    /// Within a label, where it may end.
    Label,
}

impl ValueEnd {
    fn before_value(subject: &Subject<Vec<u8>>) -> ValueEnd {
        if *subject == Subject::Host { ValueEnd::LabelStart } else { ValueEnd::NotHost }
    }

    fn may_end_value(self) -> bool {
        matches!(self, ValueEnd::NotHost | ValueEnd::Label)
    }

    /// Returns the state after one more byte, or `None` if the byte cannot follow in a host.
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
