//! Generators of the conditions of rules and groups.

use proptest::collection::vec;
use proptest::prelude::*;

use super::sources::shape;
use crate::rule::{Condition, Piece, Subject};

/// The random choices of a condition: its subject, its kind and its value.
pub(super) type Seed = (u8, u8, u8);

/// Generates no condition for half of the rules, and two for some.
pub(super) fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    prop_oneof![
        3 => Just(Vec::new()),
        2 => vec(any::<Seed>(), 1),
        1 => vec(any::<Seed>(), 2),
    ]
}

/// Builds conditions, each with a name for its capture. After some of them, another condition
/// compares this capture.
pub(super) fn conditions(
    capture: Option<&Piece>,
    seeds: &[Seed],
    names: &[&'static str],
) -> Vec<Condition> {
    let mut conditions = Vec::new();
    for (seed, name) in seeds.iter().zip(names) {
        let condition = condition(capture, *seed, name);
        let comparison = comparison(&condition, *seed);
        conditions.push(condition);
        conditions.extend(comparison);
    }
    conditions
}

/// Builds a condition on the capture of another one, for some of those without a shape.
fn comparison(condition: &Condition, (_, kind, value): Seed) -> Option<Condition> {
    let capture = condition.patterns.iter().flatten().find(|piece| piece.name().is_some())?;
    (capture.shape().is_none() && value % 2 == 0).then_some(())?;
    let texts = captured_texts(condition.subject);
    let text = |index: u8| vec![Piece::Text(texts[usize::from(index) % texts.len()])];
    let (negated, patterns) = match kind / 8 % 4 {
        0 => (true, vec![text(value / 2)]),
        1 => (true, vec![text(value / 2), text(value / 2 + 1)]),
        2 => (false, vec![text(value / 2), text(value / 2 + 1)]),
        _ => (false, vec![text(value / 2)]),
    };
    Some(Condition { subject: Subject::Capture(capture.name()?), negated, patterns })
}

/// Returns the texts to compare captures of a subject with.
pub(super) fn captured_texts(subject: Subject) -> [&'static str; 3] {
    if subject == Subject::Host { ["a", "B", "x_y"] } else { ["a", "a/b", "%é"] }
}

fn condition(
    capture: Option<&Piece>,
    (subject, kind, value): Seed,
    name: &'static str,
) -> Condition {
    let (subject, texts): (_, [&'static str; 4]) = match subject % 12 {
        0 | 1 => (Subject::Host, ["a.example", "b.a.example", "a.example", "c.example"]),
        2 => (Subject::Scheme, ["http", "https", "http", "https"]),
        3 => (Subject::Language, ["de", "en-GB", "de-AT", "en"]),
        4 => (Subject::Header("x-a"), ["a", "a/b", "axb", "b"]),
        5 => (Subject::Header("x-b"), ["%61", "b", "a%2Fb", "c"]),
        6 => (Subject::Cookie("c"), ["a", "b%20", "axb", "B"]),
        7 => match capture.and_then(Piece::name) {
            Some(name) => (Subject::Capture(name), ["a", "b", "2", "c"]),
            None => (Subject::Query("q "), ["a", "b", "2", "c"]),
        },
        8 => (Subject::Ip, ["10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32", "192.0.2.1"]),
        9 => (Subject::Port, ["80", "8080", "443", "80"]),
        _ => (Subject::Query("a"), ["1", "a b", "a/b", "2"]),
    };
    let host = subject == Subject::Host;
    let captures =
        host || matches!(subject, Subject::Header(_) | Subject::Cookie(_) | Subject::Query(_));
    let text = |index: u8| vec![Piece::Text(texts[usize::from(index % 4)])];
    let param = Piece::Param(name, shape(value));
    let catch_all = Piece::CatchAll(name, shape(value));
    let has_value =
        matches!(subject, Subject::Capture(_)) && !matches!(capture, Some(Piece::Optional(_)));
    let (negated, patterns) = match kind % 8 {
        0 | 1 if !has_value => (kind % 2 == 1, vec![]),
        2 => (true, vec![text(value)]),
        3 => (false, vec![text(value), text(value.wrapping_add(1))]),
        4 if host => (false, vec![vec![param, Piece::Text(".example")]]),
        5 if host && value % 2 == 0 => (false, vec![vec![catch_all, Piece::Text(".example")]]),
        5 if host => (false, vec![vec![Piece::Text("b."), catch_all]]),
        6 if host => (false, vec![vec![catch_all]]),
        4 if captures => (false, vec![vec![param]]),
        5 if captures => (false, vec![vec![Piece::Text("a"), catch_all]]),
        6 if captures && !host => (false, vec![vec![Piece::Text("a"), param, Piece::Text("b")]]),
        _ => (false, vec![text(value)]),
    };
    Condition { subject, negated, patterns }
}
