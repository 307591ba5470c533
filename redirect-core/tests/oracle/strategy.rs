//! Small rules and requests out of few characters, so that they meet.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::Asked;
use crate::rule::{Answer, Condition, Piece, Rule, Subject, Target};

const METHODS: [&str; 6] = ["GET", "GET", "HEAD", "POST", "PUT", "OPTIONS"];
const NAMES: [&str; 6] = ["u", "v", "w", "x", "y", "z"];

/// A part of a segment, before its captures have names.
#[derive(Clone, Copy, Debug)]
enum Part {
    Text(&'static str),
    One,
    Rest,
}

use Part::{One, Rest, Text as T};

/// The segments of sources and of paths in targets. What makes a fault among them leaves its rule
/// out: an empty one at the start, a second `{*name}`.
const SEGMENTS: [&[Part]; 24] = [
    &[T("a")],
    &[T("b")],
    &[T("a")],
    &[One],
    &[One],
    &[One],
    &[Rest],
    &[Rest],
    &[T("")],
    &[T("a-"), One],
    &[One, T("-b")],
    &[One, T("-"), One],
    &[T("."), One],
    &[One, T(".")],
    &[One, T("."), One],
    &[Rest, T(".html")],
    &[Rest, T("-"), One],
    &[Rest, T("."), One],
    &[One, T("a"), One, T("b")],
    &[One, T("é")],
    &[T("%7C"), One],
    &[T("|")],
    &[T("%2F")],
    &[T("%41b")],
];

/// What captures meet in requests.
const VALUES: [&str; 26] = [
    "a", "b", "a", "x", "-", "-", ".", "..", "%2e", "%2E.", "...", "/", "//", "%2f", "%5c", "\\",
    "%", "%e9", "|", "a/b", "A", "+", ";", "=&", ".html", "a.b",
];

pub(crate) fn rules_and_requests() -> impl Strategy<Value = (Vec<Rule>, Vec<Asked>)> {
    vec(rule(), 1..5).prop_flat_map(|rules| {
        let sources = rules.iter().map(|rule| rule.source.clone()).collect::<Vec<_>>();
        (Just(rules), vec(asked(sources), 12))
    })
}

/// Bytes to overwrite, and where.
pub(crate) fn flips() -> impl Strategy<Value = Vec<(Index, u8)>> {
    vec((any::<Index>(), prop_oneof![0..8u8, any::<u8>()]), 1..6)
}

fn rule() -> impl Strategy<Value = Rule> {
    let parts = (vec(select(&METHODS), 0..2), source(), conditions_of());
    parts.prop_flat_map(|(methods, source, seeds)| {
        let conditions = conditions(&source, &seeds);
        let captured = conditions.iter().flat_map(|condition| condition.patterns.concat());
        let pieces: Vec<_> = source.iter().cloned().chain(captured).collect();
        let rule = (answer(&pieces, !methods.is_empty()), any::<bool>());
        rule.prop_map(move |(answer, drops)| {
            let drops_query = drops && matches!(answer, Answer::Redirect(..));
            let (methods, source) = (methods.clone(), source.clone());
            Rule { methods, source, conditions: conditions.clone(), answer, drops_query }
        })
    })
}

/// What conditions are made of. Half of the rules have none, and some have two.
fn conditions_of() -> impl Strategy<Value = Vec<(u8, u8, u8)>> {
    prop_oneof![
        3 => Just(Vec::new()),
        2 => vec(any::<(u8, u8, u8)>(), 1),
        1 => vec(any::<(u8, u8, u8)>(), 2),
    ]
}

fn conditions(source: &[Piece], seeds: &[(u8, u8, u8)]) -> Vec<Condition> {
    let capture = source.iter().find_map(|piece| match piece {
        Piece::One(name) => Some(Subject::Capture(name)),
        _ => None,
    });
    let mut names = ["k", "l", "m"].into_iter();
    let condition = |&(subject, kind, value): &(u8, u8, u8)| {
        let name = names.next().unwrap_or("m");
        let (subject, texts): (_, [&'static str; 2]) = match subject % 10 {
            0 | 1 => (Subject::Host, ["a.example", "b.a.example"]),
            2 => (Subject::Scheme, ["http", "https"]),
            3 => (Subject::Language, ["de", "en-GB"]),
            4 => (Subject::Header("x-a"), ["a", "a/b"]),
            5 => (Subject::Header("x-b"), ["%61", "b"]),
            6 => (Subject::Cookie("c"), ["a", "b%20"]),
            7 => (capture.unwrap_or(Subject::Query("q ")), ["a", "b"]),
            _ => (Subject::Query("a"), ["1", "a b"]),
        };
        let host = subject == Subject::Host;
        let captures =
            host || matches!(subject, Subject::Header(_) | Subject::Cookie(_) | Subject::Query(_));
        let text = |index: u8| vec![Piece::Text(texts[usize::from(index % 2)])];
        let is_capture = matches!(subject, Subject::Capture(_));
        let (negated, patterns) = match kind % 8 {
            0 | 1 if !is_capture => (kind % 2 == 1, vec![]),
            2 => (true, vec![text(value)]),
            3 => (false, vec![text(0), text(1)]),
            4 if host => (false, vec![vec![Piece::One(name), Piece::Text(".example")]]),
            5 if host => (false, vec![vec![Piece::Rest(name), Piece::Text(".example")]]),
            4 if captures => (false, vec![vec![Piece::One(name)]]),
            5 if captures => (false, vec![vec![Piece::Text("a"), Piece::Rest(name)]]),
            6 if captures && !host => {
                (false, vec![vec![Piece::Text("a"), Piece::One(name), Piece::Text("b")]])
            }
            _ => (false, vec![text(value)]),
        };
        Condition { subject, negated, patterns }
    };
    seeds.iter().map(condition).collect()
}

fn segments(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Part>> {
    let slash = |segment: &'static [Part]| [&[T("/")], segment].concat();
    vec(select(&SEGMENTS).prop_map(slash), count).prop_map(|segments| segments.concat())
}

/// Each capture has a name of its own, and only the first `{*name}` is one.
fn source() -> impl Strategy<Value = Vec<Piece>> {
    segments(1..4).prop_map(|parts| {
        let mut names = NAMES.into_iter();
        let mut has_rest = false;
        let mut name = || names.next().unwrap_or("z");
        let piece = |part| match part {
            T(text) => Piece::Text(text),
            Rest if !has_rest => {
                has_rest = true;
                Piece::Rest(name())
            }
            One | Rest => Piece::One(name()),
        };
        parts.into_iter().map(piece).collect()
    })
}

fn answer(source: &[Piece], has_methods: bool) -> impl Strategy<Value = Answer> + use<> {
    let statuses: &[u16] = if has_methods { &[303, 307, 308] } else { &[301, 302, 303, 307, 308] };
    prop_oneof![
        8 => (select(statuses), target(source)).prop_map(|(status, target)| Answer::Redirect(status, target)),
        1 => select(&[410, 451][..]).prop_map(Answer::Final),
        1 => Just(Answer::Pass),
    ]
}

fn target(source: &[Piece]) -> impl Strategy<Value = Target> + use<> {
    let captures: Vec<_> =
        source.iter().filter(|piece| !matches!(piece, Piece::Text(_))).cloned().collect();
    let label = captures.iter().find_map(|piece| match piece {
        Piece::One(name) => Some(*name),
        _ => None,
    });
    let origin = prop_oneof![
        4 => Just(None),
        1 => Just(Some((None, "example.com"))),
        1 => Just(Some((label, "example.com:8080"))),
    ];
    let filled = move |parts: Vec<Part>, first: usize| {
        let mut next = first;
        let mut capture = || {
            next += 1;
            captures.get(next % captures.len().max(1)).cloned().unwrap_or(Piece::Text("c"))
        };
        let piece = |part| match part {
            T(text) => Piece::Text(text),
            One | Rest => capture(),
        };
        parts.into_iter().map(piece).collect::<Vec<_>>()
    };
    let value = prop_oneof![Just(vec![One]), Just(vec![T("a+é/"), One]), Just(vec![T("b")])];
    let query = vec((select(&["a", "b", "q%20", "é"][..]), value.clone()), 0..3);
    let parts = (segments(1..4), query, option::weighted(0.3, value), any::<u8>());
    (origin, parts).prop_map(move |(origin, (path, query, fragment, first))| {
        let filled = |parts| filled(parts, first.into());
        let query = query.into_iter().map(|(name, value)| (name, filled(value))).collect();
        Target { origin, path: filled(path), query, fragment: fragment.map(filled) }
    })
}

fn asked(sources: Vec<Vec<Piece>>) -> impl Strategy<Value = Asked> {
    let value = vec(select(&VALUES), 0..3).prop_map(|values| values.concat());
    let near = (select(sources), vec(value, 6), any::<u8>(), any::<u8>());
    let near = near.prop_map(|(source, values, spelling, end)| {
        let mut values = values.into_iter();
        let text = |piece: &Piece| match piece {
            Piece::Text(text) => respelt(text, spelling),
            _ => values.next().unwrap_or_default(),
        };
        let path: String = source.iter().map(text).collect();
        path + if end % 16 == 0 { "/" } else { "" }
    });
    let any_path = vec(select(&VALUES), 0..6).prop_map(|texts| format!("/{}", texts.concat()));
    let path = prop_oneof![5 => near, 1 => any_path];
    let parameters = [
        "a=1", "a=a+b", "a=a%2Fb", "a=%61.", "a=a/../b", "q+=a", "b", "c=%26", "q+=2", "q%20",
        "%61=3", "", "é=\\", "%C3%A9", "x=;a=2",
    ];
    let query = vec(select(parameters.to_vec()), 0..4).prop_map(|parameters| parameters.join("&"));
    let authority = select(vec![
        None,
        Some("a.example"),
        Some("a.example"),
        Some("A.Example.:80"),
        Some("b.a.example"),
        Some("x_y.example"),
        Some("a..example"),
    ]);
    let scheme = select(vec![None, Some("http"), Some("HTTPS")]);
    let field = select(vec![
        ("x-a", "a"),
        ("x-a", "a/b"),
        ("x-a", "a../b"),
        ("x-a", ".."),
        ("x-b", "%61"),
        ("x-b", "a%2Fb"),
        ("x-b", ""),
        ("cookie", "c=a"),
        ("cookie", "d=1; c=axb"),
        ("cookie", "c;c=b%20"),
        ("accept-language", "de-AT, en;q=0.9"),
        ("accept-language", "deu, de;q=0.9"),
        ("accept-language", "en-gb;q=0.5, *;q=0.6"),
        ("accept-language", "fr;q=0, de;q=1.1"),
    ]);
    (select(&METHODS), path, option::of(query), authority, scheme, vec(field, 1..7)).prop_map(
        |(method, path, query, authority, scheme, fields)| Asked {
            method,
            path,
            query,
            authority,
            scheme,
            fields,
        },
    )
}

/// The same text in another spelling of the same normal form.
fn respelt(text: &str, spelling: u8) -> String {
    match spelling % 4 {
        0 => text.replace('a', "%61").replace('-', "%2D"),
        1 => text.replace('é', "%c3%A9").replace("%7C", "|").replace("%2F", "%2f"),
        2 => text.replace("%41", "A").replace('|', "%7c"),
        _ => text.into(),
    }
}
