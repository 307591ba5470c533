//! Requests without a path: one for each way in which methods and conditions can turn out.

use std::collections::{BTreeMap, HashSet};

use crate::analysis::automata::alphabet::{Partition, Symbol, byte};
use crate::analysis::automata::language::{DEAD, Language, State, Work};
use crate::analysis::automata::path_nfa::PathNfa;
use crate::analysis::automata::paths::Paths;
use crate::analysis::model::sample_request::SampleRequest;
use crate::lower::checked_rule::CheckedRule;
use crate::lower::options::Options;
use crate::lower::pattern::Pieces;
use redirect_core::internals::charset::LABEL;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::{Encoding, Text};

/// The most requests that are tried for one question.
const MAX_WORLDS: usize = 1024;

/// Methods for those that no rule names.
const METHODS: [&str; 4] = ["GET", "POST", "DELETE", "PATCH"];

/// A value that no author writes, and that looks well in a message.
const ANY: &str = "x";

/// A request for each way in which the methods and conditions of these rules can turn out; `None`
/// where they are too many, or it is too much work to tell.
pub(crate) fn scenarios(
    rules: &[&CheckedRule<'_>],
    site: &Options,
    work: &mut Work,
) -> Option<Vec<SampleRequest>> {
    let mut scenarios: Vec<SampleRequest> = methods(rules)
        .into_iter()
        .map(|method| SampleRequest {
            method,
            authority: site.origin.as_ref().map(|origin| origin.authority.clone()),
            scheme: site.origin.as_ref().map(|origin| origin.scheme.clone()),
            ..SampleRequest::default()
        })
        .collect();
    for (subject, patterns) in subjects(rules) {
        let values = values(&subject, &patterns, work)?;
        (scenarios.len() * (values.len() + 1) <= MAX_WORLDS).then_some(())?;
        scenarios =
            scenarios.iter().flat_map(|scenario| with(scenario, &subject, &values)).collect();
    }
    Some(scenarios)
}

fn methods(rules: &[&CheckedRule<'_>]) -> Vec<String> {
    let mut named: Vec<&str> = rules.iter().flat_map(|rule| rule.methods()).collect();
    let other = METHODS.into_iter().find(|method| !named.contains(method));
    named.extend(other);
    // A GET is the plainest witness.
    named.sort_unstable_by_key(|&method| (method != "GET", method));
    named.dedup();
    named.into_iter().map(Into::into).collect()
}

/// What the conditions look at beside the path, each with all that it is compared with.
fn subjects<'d>(rules: &[&'d CheckedRule<'_>]) -> Vec<(Subject<Vec<u8>>, Vec<&'d Pieces>)> {
    let mut subjects: Vec<(Subject<Vec<u8>>, Vec<&Pieces>)> = Vec::new();
    let conditions = rules.iter().flat_map(|rule| &rule.conditions).map(|g| &g.condition);
    for condition in conditions.filter(|c| !matches!(c.subject, Subject::Capture(_))) {
        let known = subjects.iter_mut().find(|(subject, _)| *subject == condition.subject);
        match known {
            Some((_, patterns)) => patterns.extend(&condition.patterns),
            None => {
                subjects.push((condition.subject.clone(), condition.patterns.iter().collect()));
            }
        }
    }
    for (_, patterns) in &mut subjects {
        let mut seen: Vec<&Pieces> = Vec::new();
        patterns.retain(|pieces| {
            let is_new = !seen.contains(pieces);
            seen.push(pieces);
            is_new
        });
    }
    subjects
}

/// A scenario with each of the values, and one without.
fn with(
    scenario: &SampleRequest,
    subject: &Subject<Vec<u8>>,
    values: &[Vec<u8>],
) -> Vec<SampleRequest> {
    let mut without = scenario.clone();
    match subject {
        Subject::Host => without.authority = None,
        Subject::Scheme => without.scheme = None,
        _ => {}
    }
    let said = values.iter().map(|value| {
        let mut said = without.clone();
        said.say(subject, value);
        said
    });
    // On the site as it is, then as conditions have it, then with nothing said.
    let as_it_is = (*scenario != without).then(|| scenario.clone());
    let said: Vec<_> = said.collect();
    as_it_is.into_iter().chain(said).chain([without]).collect()
}

/// A value for each way in which the patterns can turn out.
fn values(
    subject: &Subject<Vec<u8>>,
    patterns: &[&Pieces],
    work: &mut Work,
) -> Option<Vec<Vec<u8>>> {
    let literals: Option<Vec<Vec<u8>>> = patterns.iter().map(|pieces| literal(pieces)).collect();
    match (subject, literals) {
        (Subject::Scheme, _) => Some(vec![b"https".to_vec(), b"http".to_vec()]),
        (Subject::Language, Some(ranges)) => Some(languages(&ranges)),
        (_, Some(mut literals)) => {
            let other = (0..).map(|n| if n == 0 { ANY.into() } else { format!("{ANY}{n}") });
            let other = other.map(String::into_bytes);
            literals.extend(other.take(literals.len() + 1).find(|any| !literals.contains(any)));
            Some(literals)
        }
        (subject, None) => captured(subject, patterns, work),
    }
}

/// The text of a value that is compared as a whole.
fn literal(pieces: &Pieces) -> Option<Vec<u8>> {
    match &pieces[..] {
        [] => Some(Vec::new()),
        [Piece::Literal(normal)] => Some(Text::new(normal, Encoding::Path).decoded().collect()),
        _ => None,
    }
}

/// Each range alone and with a subtag behind it, and a language that is none of them.
fn languages(ranges: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let other = ["en", "de", "fr", "es", "it", "pt", "nl"].into_iter().map(str::as_bytes);
    let is_other = |tag: &&[u8]| !ranges.iter().any(|range| range.starts_with(tag));
    let each = ranges.iter().flat_map(|range| [range.clone(), [range, &b"-xx"[..]].concat()]);
    each.chain(other.filter(is_other).take(1).map(<[u8]>::to_vec)).collect()
}

/// A value for each set of patterns that some value fits all of, and none but these. All values that a
/// request can have are looked at, and perhaps more.
fn captured(
    subject: &Subject<Vec<u8>>,
    patterns: &[&Pieces],
    work: &mut Work,
) -> Option<Vec<Vec<u8>>> {
    let separator = (*subject == Subject::Host).then_some(b'.');
    let mut languages: Vec<Paths<'_>> =
        patterns.iter().map(|pieces| Paths::new(PathNfa::of_value(pieces, separator))).collect();
    let symbols = symbols(subject, &languages);
    let mut found: BTreeMap<Vec<bool>, Vec<u8>> = BTreeMap::new();
    let start: Vec<State> = languages.iter_mut().map(Language::start).collect();
    let end = End::of(subject);
    let mut seen = HashSet::from([(start.clone(), end)]);
    let mut queue = vec![(start, end, Vec::new())];
    let mut at = 0;
    while let Some((states, end, value)) = queue.get(at).cloned() {
        let fits = states.iter().zip(&mut languages).map(|(&s, l)| s != DEAD && l.accepts(s));
        let fits: Vec<bool> = fits.collect();
        if end.is_value() {
            found.entry(fits).or_insert_with(|| value.clone());
        }
        work.take(symbols.len() * languages.len()).then_some(())?;
        for &symbol in &symbols {
            let Some(end) = end.before(byte(symbol)) else { continue };
            let next = languages.iter_mut().zip(&states);
            let next: Vec<State> =
                next.map(|(l, &s)| if s == DEAD { DEAD } else { l.next(s, symbol) }).collect();
            if seen.insert((next.clone(), end)) {
                queue.push((next, end, [&value[..], &[byte(symbol)]].concat()));
            }
        }
        at += 1;
    }
    Some(found.into_values().collect())
}

/// A character of each kind that the patterns tell apart, of those that a value can hold.
fn symbols(subject: &Subject<Vec<u8>>, languages: &[Paths<'_>]) -> Vec<Symbol> {
    let mut classes = Partition::new();
    for language in languages {
        language.part(&mut classes);
    }
    // No class holds both what a value can hold and what it cannot.
    let bounds = (1..=255).filter(|&byte| may_hold(subject, byte) != may_hold(subject, byte - 1));
    bounds.for_each(|byte| classes.part(byte.into()));
    classes.part(b'-'.into());
    let can_be = |symbol: &Symbol| u8::try_from(*symbol).is_ok_and(|byte| may_hold(subject, byte));
    classes.representatives().into_iter().filter(can_be).collect()
}

/// Whether a value of that kind may hold a byte.
fn may_hold(subject: &Subject<Vec<u8>>, byte: u8) -> bool {
    let is_control = byte < 0x20 || byte == 0x7F;
    match subject {
        // It is compared in lower case.
        Subject::Host => (LABEL.contains(byte) && !byte.is_ascii_uppercase()) || byte == b'.',
        Subject::Cookie(_) => !is_control && byte != b';',
        Subject::Query(_) => true,
        _ => !is_control,
    }
}

/// What a value ends in, as far as that tells whether it is a host.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum End {
    /// It is none.
    NoHost,
    /// A label has to begin here.
    Dot,
    Hyphen,
    Label,
}

impl End {
    fn of(subject: &Subject<Vec<u8>>) -> End {
        if *subject == Subject::Host { End::Dot } else { End::NoHost }
    }

    fn is_value(self) -> bool {
        matches!(self, End::NoHost | End::Label)
    }

    /// What it ends in once a byte has come behind; `None` where none may come.
    fn before(self, byte: u8) -> Option<End> {
        match (self, byte) {
            (End::NoHost, _) => Some(End::NoHost),
            (End::Dot | End::Hyphen, b'.') | (End::Dot, b'-') => None,
            (End::Label, b'.') => Some(End::Dot),
            (_, b'-') => Some(End::Hyphen),
            _ => Some(End::Label),
        }
    }
}
