//! Requests without a path: one for each way in which methods and conditions can turn out.

use std::collections::{BTreeMap, HashSet};

use super::language::{DEAD, Language, State, Work};
use super::paths::Paths;
use super::steps::Steps;
use super::symbol::{Classes, Symbol, byte};
use crate::asked::Asked;
use crate::chars::LABEL;
use crate::condition::Subject;
use crate::declared::Pieces;
use crate::directive::Directive;
use crate::options::Options;
use crate::pattern::Piece;
use crate::text::{Coding, Text};

/// The most requests that are tried for one question.
const MAX_WORLDS: usize = 1024;

/// Methods for those that no rule names.
const METHODS: [&str; 4] = ["GET", "POST", "DELETE", "PATCH"];

/// A value that no author writes, and that looks well in a message.
const ANY: &str = "x";

/// A request for each way in which the methods and conditions of these rules can turn out; `None`
/// where they are too many, or it is too much work to tell.
pub(super) fn worlds(
    rules: &[&Directive<'_>],
    site: &Options,
    work: &mut Work,
) -> Option<Vec<Asked>> {
    let mut worlds: Vec<Asked> = methods(rules)
        .into_iter()
        .map(|method| Asked {
            method,
            authority: site.origin.as_ref().map(|origin| origin.authority.clone()),
            scheme: site.origin.as_ref().map(|origin| origin.scheme.clone()),
            ..Asked::default()
        })
        .collect();
    for (subject, patterns) in subjects(rules) {
        let values = values(&subject, &patterns, work)?;
        (worlds.len() * (values.len() + 1) <= MAX_WORLDS).then_some(())?;
        worlds = worlds.iter().flat_map(|world| with(world, &subject, &values)).collect();
    }
    Some(worlds)
}

fn methods(rules: &[&Directive<'_>]) -> Vec<String> {
    let mut named: Vec<&str> = rules.iter().flat_map(|rule| rule.methods()).collect();
    let other = METHODS.into_iter().find(|method| !named.contains(method));
    named.extend(other);
    // A GET is the plainest witness.
    named.sort_unstable_by_key(|&method| (method != "GET", method));
    named.dedup();
    named.into_iter().map(Into::into).collect()
}

/// What the conditions look at beside the path, each with all that it is compared with.
fn subjects<'d>(rules: &[&'d Directive<'_>]) -> Vec<(Subject<Vec<u8>>, Vec<&'d Pieces>)> {
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

/// A world with each of the values, and one without.
fn with(world: &Asked, subject: &Subject<Vec<u8>>, values: &[String]) -> Vec<Asked> {
    let mut without = world.clone();
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
    let as_it_is = (*world != without).then(|| world.clone());
    let said: Vec<_> = said.collect();
    as_it_is.into_iter().chain(said).chain([without]).collect()
}

/// A value for each way in which the patterns can turn out.
fn values(
    subject: &Subject<Vec<u8>>,
    patterns: &[&Pieces],
    work: &mut Work,
) -> Option<Vec<String>> {
    let literals: Option<Vec<String>> = patterns.iter().map(|pieces| literal(pieces)).collect();
    match (subject, literals) {
        (Subject::Scheme, _) => Some(vec!["https".into(), "http".into()]),
        (Subject::Language, Some(ranges)) => Some(languages(&ranges)),
        (_, Some(mut literals)) => {
            let other = (0..).map(|n| if n == 0 { ANY.into() } else { format!("{ANY}{n}") });
            literals.extend(other.take(literals.len() + 1).find(|any| !literals.contains(any)));
            Some(literals)
        }
        (subject, None) => captured(subject, patterns, work),
    }
}

/// The text of a value that is compared as a whole.
fn literal(pieces: &Pieces) -> Option<String> {
    match &pieces[..] {
        [] => Some(String::new()),
        [Piece::Literal(normal)] => {
            String::from_utf8(Text::new(normal, Coding::Path).decoded().collect()).ok()
        }
        _ => None,
    }
}

/// Each range alone and with a subtag behind it, and a language that is none of them.
fn languages(ranges: &[String]) -> Vec<String> {
    let other = ["en", "de", "fr", "es", "it", "pt", "nl"].into_iter();
    let is_other = |tag: &&str| !ranges.iter().any(|range| range.starts_with(tag));
    let other = other.map(Into::into).find(|tag: &String| is_other(&&tag[..]));
    let each = ranges.iter().flat_map(|range| [range.clone(), format!("{range}-xx")]);
    each.chain(other).collect()
}

/// A value for each set of patterns that some value fits all of, and none but these.
fn captured(
    subject: &Subject<Vec<u8>>,
    patterns: &[&Pieces],
    work: &mut Work,
) -> Option<Vec<String>> {
    let is_host = *subject == Subject::Host;
    let separator = is_host.then_some(b'.');
    let mut languages: Vec<Paths<'_>> = patterns
        .iter()
        .map(|pieces| Paths::new(Steps::of_value(pieces, separator), None))
        .collect();
    let mut classes = Classes::new();
    for language in &languages {
        language.part(&mut classes);
    }
    // Where bytes that a host may hold begin and end.
    let bounds = (1..=255).filter(|&byte| LABEL.has(byte) != LABEL.has(byte - 1));
    bounds.for_each(|byte| classes.range(byte.into(), byte.into()));
    let symbols: Vec<Symbol> =
        classes.representatives().into_iter().filter(|s| may_hold(subject, *s)).collect();
    let mut found: BTreeMap<Vec<bool>, String> = BTreeMap::new();
    let start: Vec<State> = languages.iter_mut().map(Language::start).collect();
    let mut seen = HashSet::from([(start.clone(), is_host)]);
    let mut queue = vec![(start, is_host, String::new())];
    let mut at = 0;
    while let Some((states, needs_label, value)) = queue.get(at).cloned() {
        let fits = states.iter().zip(&mut languages).map(|(&s, l)| s != DEAD && l.accepts(s));
        let fits: Vec<bool> = fits.collect();
        if !(needs_label && is_host) {
            found.entry(fits).or_insert_with(|| value.clone());
        }
        work.take(symbols.len() * languages.len()).then_some(())?;
        for &symbol in &symbols {
            let is_dot = is_host && symbol == Symbol::from(b'.');
            if is_dot && needs_label {
                continue;
            }
            let next = languages.iter_mut().zip(&states);
            let next: Vec<State> =
                next.map(|(l, &s)| if s == DEAD { DEAD } else { l.next(s, symbol) }).collect();
            if seen.insert((next.clone(), is_dot)) {
                queue.push((next, is_dot, format!("{value}{}", char::from(byte(symbol)))));
            }
        }
        at += 1;
    }
    Some(found.into_values().collect())
}

/// Whether a value of that kind may hold the character, as far as witnesses are made of it.
fn may_hold(subject: &Subject<Vec<u8>>, symbol: Symbol) -> bool {
    if symbol > 0x7E {
        return false;
    }
    let byte = byte(symbol);
    match subject {
        Subject::Host => {
            (LABEL.has(byte) && byte != b'-' || byte == b'.') && !byte.is_ascii_uppercase()
        }
        Subject::Cookie(_) => byte.is_ascii_graphic() && !b";,\"\\".contains(&byte),
        _ => byte.is_ascii_graphic(),
    }
}
