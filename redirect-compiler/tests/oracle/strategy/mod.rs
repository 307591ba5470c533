//! Small rules and requests out of few characters, so that they meet.

mod guards;
mod requests;
mod sources;
mod targets;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::asked::Asked;
use crate::asserts::{SaidBy, Saying};
use crate::compiled::Compiled;
use crate::rule::{Answer, Piece};
use crate::site::{Entry, Options, Scope, Site};
use guards::conditions;
use requests::asked;
use sources::source;
use targets::answer;

const METHODS: [&str; 6] = ["GET", "GET", "HEAD", "POST", "PUT", "OPTIONS"];

/// Names for what the conditions of scopes capture, and those of rules.
const OUTER_NAMES: [&str; 3] = ["o", "p", "q"];
const OWN_NAMES: [&str; 2] = ["k", "l"];

/// The last one is none, and leaves out what stands in it.
const PREFIXES: [&str; 11] =
    ["/a", "/a", "/Ab", "/b-", "/é", "/A.x", "/%7Cb", "/%61", "/{a}", "/%7bb}", "/b/"];

const OPTIONS: [(&str, [&str; 2]); 3] =
    [("query", ["keep", "drop"]), ("slash", ["exact", "either"]), ("case", ["exact", "ignore"])];

/// The rules of a site that compile, and requests that are near them.
pub(crate) fn rules_and_requests() -> impl Strategy<Value = (Compiled, Vec<Asked>)> {
    site().prop_flat_map(|site| {
        let compiled = Compiled::of(site);
        let requests = vec(asked(&compiled.rules), 12);
        (Just(compiled), requests)
    })
}

/// Bytes to overwrite, and where.
pub(crate) fn flips() -> impl Strategy<Value = Vec<(Index, u8)>> {
    vec((any::<Index>(), prop_oneof![0..8u8, any::<u8>()]), 1..6)
}

/// How each request is said in an assert.
pub(crate) fn sayings() -> impl Strategy<Value = Vec<Saying>> {
    let origin = select(&[SaidBy::Url, SaidBy::Default, SaidBy::With][..]);
    let saying = (origin, any::<bool>(), any::<bool>());
    let saying = saying.prop_map(|(origin, is_mounted, by_content)| Saying {
        origin,
        is_mounted,
        by_content,
    });
    vec(saying, 12)
}

fn site() -> impl Strategy<Value = Site> {
    (scopes(), vec(entry(), 1..5)).prop_flat_map(|(scopes, mut entries)| {
        for entry in &mut entries {
            entry.scope = entry.scope.and_then(|behind| scopes.len().checked_sub(1 + behind));
        }
        let site = Site { scopes, entries };
        let answers: Vec<_> = site.entries.iter().map(|entry| answer_of(&site, entry)).collect();
        (Just(site), answers).prop_map(|(mut site, answers)| {
            for (entry, answer) in site.entries.iter_mut().zip(answers) {
                let has_query = matches!(answer, Answer::Redirect(..));
                entry.options.retain(|(key, _)| *key != "query" || has_query);
                entry.answer = answer;
            }
            site
        })
    })
}

fn answer_of(site: &Site, entry: &Entry) -> impl Strategy<Value = Answer> + use<> {
    let around = site.around(entry.scope);
    let outer = around.iter().flat_map(|scope| &scope.conditions);
    let values = outer.chain(&entry.conditions).flat_map(|condition| condition.patterns.concat());
    let pieces: Vec<Piece> = entry.source.iter().cloned().chain(values).collect();
    answer(&pieces, !entry.methods.is_empty())
}

/// None for half of the sites; else groups and defaults, which stand in one another or side by side.
fn scopes() -> impl Strategy<Value = Vec<Scope>> {
    let count = select(&[0, 0, 0, 1, 2, 3][..]);
    (count, [0, 1, 2].map(scope))
        .prop_map(|(count, scopes)| scopes.into_iter().take(count).collect())
}

fn scope(number: usize) -> impl Strategy<Value = Scope> {
    let parent = (0..=number).prop_map(|behind| behind.checked_sub(1));
    let prefix = option::weighted(0.7, select(&PREFIXES));
    let group = (prefix, guards::seeds()).prop_map(move |(prefix, seeds)| {
        let conditions = conditions(None, &seeds, &OUTER_NAMES[number..=number]);
        Scope { prefix, conditions, ..Scope::default() }
    });
    let default =
        options().prop_map(|options| Scope { is_default: true, options, ..Scope::default() });
    let scope = prop_oneof![2 => group, 1 => default];
    (parent, scope).prop_map(|(parent, scope)| Scope { parent, ..scope })
}

/// A rule before it has an answer; its scope is counted from the last.
fn entry() -> impl Strategy<Value = Entry> {
    let scope = option::weighted(0.9, 0..3usize);
    let parts = (scope, vec(select(&METHODS), 0..2), source(), guards::seeds(), options());
    parts.prop_map(|(scope, methods, source, seeds, options)| {
        let capture = source.iter().find_map(|piece| match piece {
            Piece::Param(name, _) => Some(*name),
            _ => None,
        });
        let conditions = conditions(capture, &seeds, &OWN_NAMES);
        Entry { scope, methods, source, conditions, answer: Answer::Pass, options }
    })
}

/// Some of the options, each once.
fn options() -> impl Strategy<Value = Options> {
    OPTIONS
        .map(|(key, values)| {
            let value = select(vec![None, None, Some(values[0]), Some(values[1]), Some(values[1])]);
            value.prop_map(move |value| value.map(|value| (key, value)))
        })
        .prop_map(|options| options.into_iter().flatten().collect())
}
