//! Small rules and requests out of few characters, so that they meet.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::Asked;
use crate::rule::{Answer, Piece, Rule, Target};

const METHODS: [&str; 5] = ["GET", "HEAD", "POST", "PUT", "OPTIONS"];
/// Text of sources and targets; what is none there makes a fault, and its rule is left out.
const TEXTS: [&str; 16] =
    ["/", "/", "/", "a", "b", "-", ".", "/a", "/b/", ".html", "é", "%7C", "|", "%2F", "a/b", "%41"];
/// What captures meet in requests, on top of the texts.
const VALUES: [&str; 22] = [
    "a", "b", "a", "x", "-", ".", "..", "%2e", "%2E.", "...", "/", "//", "%2f", "%5c", "\\", "%",
    "%e9", "|", "a/b", "A", "+", ";",
];
const NAMES: [&str; 3] = ["x", "y", "z"];

pub fn rules_and_requests() -> impl Strategy<Value = (Vec<Rule>, Vec<Asked>)> {
    vec(rule(), 1..5).prop_flat_map(|rules| {
        let sources = rules.iter().map(|rule| rule.source.clone()).collect::<Vec<_>>();
        (Just(rules), vec(asked(sources), 12))
    })
}

/// Bytes to overwrite, and where.
pub fn flips() -> impl Strategy<Value = Vec<(Index, u8)>> {
    vec((any::<Index>(), prop_oneof![0..8u8, any::<u8>()]), 1..6)
}

fn rule() -> impl Strategy<Value = Rule> {
    (vec(select(&METHODS), 0..3), source(), any::<bool>()).prop_flat_map(
        |(methods, source, drops)| {
            let names: Vec<_> =
                source.iter().filter(|piece| !matches!(piece, Piece::Text(_))).cloned().collect();
            answer(names).prop_map(move |answer| {
                let drops_query = drops && matches!(answer, Answer::Redirect(..));
                Rule { methods: methods.clone(), source: source.clone(), answer, drops_query }
            })
        },
    )
}

/// Text and captures in turn, each capture with a name of its own.
fn source() -> impl Strategy<Value = Vec<Piece>> {
    let between = vec(select(&TEXTS), 1..3);
    (vec((between.clone(), any::<u8>()), 0..3), between, any::<bool>()).prop_map(
        |(turns, last, ends)| {
            let mut source = vec![Piece::Text("/")];
            for ((texts, kind), name) in turns.into_iter().zip(NAMES) {
                source.extend(texts.into_iter().map(Piece::Text));
                source.push(if kind % 3 == 0 { Piece::Rest(name) } else { Piece::One(name) });
            }
            if ends {
                source.extend(last.into_iter().map(Piece::Text));
            }
            source
        },
    )
}

fn answer(captures: Vec<Piece>) -> impl Strategy<Value = Answer> {
    let target = (select(&[301, 302, 303, 307, 308][..]), target(captures));
    prop_oneof![
        8 => target.prop_map(|(status, target)| Answer::Redirect(status, target)),
        1 => select(&[410, 451][..]).prop_map(Answer::Final),
        1 => Just(Answer::Pass),
    ]
}

fn target(captures: Vec<Piece>) -> impl Strategy<Value = Target> {
    let label = captures.iter().find_map(|piece| match piece {
        Piece::One(name) => Some(*name),
        _ => None,
    });
    let origin = prop_oneof![
        3 => Just(None),
        1 => Just(Some((None, "example.com"))),
        1 => Just(Some((label, "example.com:8080"))),
    ];
    let mut pieces: Vec<_> = TEXTS.iter().map(|text| Piece::Text(text)).collect();
    for _ in 0..6 {
        pieces.extend(captures.iter().cloned());
    }
    let pieces = vec(select(pieces), 0..5);
    let query = vec((select(&["a", "b", "q%20", "é"][..]), pieces.clone()), 0..3);
    (origin, pieces.clone(), query, option::weighted(0.3, pieces.clone())).prop_map(
        |(origin, pieces, query, fragment)| {
            let path = [vec![Piece::Text("/")], pieces].concat();
            Target { origin, path, query, fragment }
        },
    )
}

fn asked(sources: Vec<Vec<Piece>>) -> impl Strategy<Value = Asked> {
    let value = vec(select(&VALUES), 0..4).prop_map(|values| values.concat());
    let near = (select(sources), vec(value.clone(), 3), any::<u8>(), any::<u8>()).prop_map(
        |(source, values, spelling, end)| {
            let mut values = values.into_iter();
            let path: String = source
                .iter()
                .map(|piece| match piece {
                    Piece::Text(text) => respelt(text, spelling),
                    _ => values.next().unwrap_or_default(),
                })
                .collect();
            path + if end % 16 == 0 { "/" } else { "" }
        },
    );
    let any_path = vec(select([&TEXTS[..], &VALUES[..]].concat()), 0..6)
        .prop_map(|texts| format!("/{}", texts.concat()));
    let path = prop_oneof![5 => near, 1 => any_path];
    let parameter =
        select(&["a=1", "b", "c=%26", "q+=2", "q%20", "%61=3", "", "é=\\", "%C3%A9", "x=;a=2"][..]);
    let query = option::of(vec(parameter, 0..4).prop_map(|parameters| parameters.join("&")));
    (select(&METHODS), path, query).prop_map(|(method, path, query)| Asked { method, path, query })
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
