//! Generators of actions, whose targets contain the captures of their rules.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::sources::Token::{self, CatchAll, Optional, Param, Text as T};
use super::sources::segments;
use crate::rule::{Action, Piece, REQUEST_HOST, REQUEST_URI, Target};

pub(super) fn action(source: &[Piece], has_methods: bool) -> impl Strategy<Value = Action> + use<> {
    let statuses: &[u16] = if has_methods { &[303, 307, 308] } else { &[301, 302, 303, 307, 308] };
    prop_oneof![
        8 => (select(statuses), target(source))
            .prop_map(|(status, target)| Action::Redirect(status, target)),
        1 => select(&[410, 451][..]).prop_map(Action::Final),
        1 => Just(Action::Pass),
    ]
}

/// Returns a capture as a target refers to it.
fn required(capture: &Piece) -> Piece {
    match capture {
        Piece::Optional(capture) => (**capture).clone(),
        capture => capture.clone(),
    }
}

fn target(source: &[Piece]) -> impl Strategy<Value = Target> + use<> {
    let captures: Vec<_> =
        source.iter().filter(|piece| !matches!(piece, Piece::Text(_))).map(required).collect();
    let label = source.iter().find_map(|piece| match piece {
        Piece::Param(name, _) => Some(*name),
        _ => None,
    });
    // Some of the captures of conditions are not allowed as the host: the rule then has a fault.
    let is_from_condition = |name: &&str| ["o", "p", "q", "k", "l"].contains(name);
    let host = captures.iter().filter_map(Piece::name).find(is_from_condition);
    let origin = prop_oneof![
        4 => Just(None),
        1 => Just(Some((None, "example.com"))),
        1 => Just(Some((label, "example.com:8080"))),
    ];
    let fill = move |tokens: Vec<Token>, first: usize| {
        let mut next = first;
        let mut capture = || {
            next += 1;
            captures.get(next % captures.len().max(1)).cloned().unwrap_or(Piece::Text("c"))
        };
        let piece = |token| match token {
            T(text) => Some(Piece::Text(text)),
            Param | CatchAll => Some(capture()),
            Optional => None,
        };
        tokens.into_iter().filter_map(piece).collect::<Vec<_>>()
    };
    let value = prop_oneof![Just(vec![Param]), Just(vec![T("a+é/"), Param]), Just(vec![T("b")])];
    let query = vec((select(&["a", "b", "q%20", "é"][..]), value.clone()), 0..3);
    let tokens = (segments(1..4), query, option::weighted(0.3, value), any::<u8>());
    (origin, tokens).prop_map(move |(origin, (path, query, fragment, first))| {
        let fill = |tokens| fill(tokens, first.into());
        let is_whole_host = origin.is_none() && first % 8 == 1;
        let origin = if is_whole_host { host.map(|_| (host, "")) } else { origin };
        let origin = if first % 16 == 3 { Some((Some(REQUEST_HOST), "")) } else { origin };
        let mut query: Vec<_> =
            query.into_iter().map(|(name, value)| (name, fill(value))).collect();
        if let (0..=4, Some((_, value))) = (first % 12, query.first_mut()) {
            let name = if first % 12 == 4 { REQUEST_HOST } else { REQUEST_URI };
            let text = if first % 2 == 0 { vec![] } else { vec![Piece::Text("a+é")] };
            *value = [&text[..], &[Piece::Param(name, None)], &text[..]].concat();
        }
        Target { origin, path: fill(path), query, fragment: fragment.map(fill) }
    })
}
