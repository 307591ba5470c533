//! Generators of small rules and requests with few characters, so that they often match.

mod canonical;
mod captured;
mod conditions;
mod crowded;
mod requests;
mod sources;
mod targets;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use test_support::TestRequest;

use crate::asserts::{AssertStyle, OriginIn};
use crate::compiled::Compiled;
use crate::rule::{Action, Piece};
use crate::site::{Entry, FIELD, OptionPairs, Scope, Site};
use canonical::{canonical_site, respelled};
use captured::compare_captures;
use conditions::conditions;
use crowded::crowded_site;
use requests::request_near;
use sources::source;
use targets::action;

const METHODS: [&str; 6] = ["GET", "GET", "HEAD", "POST", "PUT", "OPTIONS"];

/// The captures in conditions of scopes, and of rules.
const OUTER_NAMES: [&str; 3] = ["o", "p", "q"];
const OWN_NAMES: [&str; 2] = ["k", "l"];

/// The prefix of paths that are always canonical. Tables with canonical URLs do not have it.
const WELL_KNOWN: &str = "/.well-known";

/// The prefixes of groups. The last one is invalid, which removes the rules in its group.
const PREFIXES: [&str; 13] = [
    "/a", "/a", "/Ab", "/b-", "/é", "/A.x", "/%7Cb", "/%61", "/{a}", WELL_KNOWN, WELL_KNOWN,
    "/%7bb}", "/b/",
];

const OPTIONS: [(&str, [&str; 2]); 4] = [
    ("query", ["keep", "drop"]),
    ("slash", ["exact", "either"]),
    ("case", ["exact", "ignore"]),
    (FIELD, ["1", "2"]),
];

/// The languages of sites. Each list has all languages of conditions.
const LANGUAGES: [&[&str]; 3] = [
    &["en", "de", "de-AT", "en-GB"],
    &["en-GB", "fr", "DE-at", "de-AT-1996", "de", "en"],
    &["nl", "en", "en-gb-oed", "en-GB", "de", "de-AT", "fr"],
];

/// Generates a site, and requests similar to those that its valid rules match.
pub(crate) fn rules_and_requests() -> impl Strategy<Value = (Compiled, Vec<TestRequest>)> {
    (site(), languages()).prop_flat_map(|(site, languages)| {
        let compiled = Compiled::new(in_languages(site, languages));
        let requests = vec(request_near(&compiled.rules), 12);
        (Just(compiled), requests)
    })
}

/// Generates a site with many rules for few keys, and requests like [`rules_and_requests`].
pub(crate) fn crowded_rules_and_requests() -> impl Strategy<Value = (Compiled, Vec<TestRequest>)> {
    (crowded_site(), languages()).prop_flat_map(|(site, languages)| {
        let compiled = Compiled::new(in_languages(site, languages));
        let requests = vec(request_near(&compiled.rules), 24);
        (Just(compiled), requests)
    })
}

fn languages() -> impl Strategy<Value = Option<&'static [&'static str]>> {
    option::weighted(0.4, select(&LANGUAGES[..]))
}

fn in_languages(site: Site, languages: Option<&'static [&'static str]>) -> Site {
    match languages {
        Some(languages) => site.with_languages(languages),
        None => site,
    }
}

/// Generates a site with canonical URLs, and requests like [`rules_and_requests`], many of which
/// are not for canonical URLs.
pub(crate) fn canonical_rules_and_requests() -> impl Strategy<Value = (Compiled, Vec<TestRequest>)>
{
    (canonical_site(), languages()).prop_flat_map(|(site, languages)| {
        let compiled = Compiled::new(in_languages(site, languages));
        let canonical = compiled.site.canonical.as_ref().unwrap();
        let rules: Vec<_> =
            compiled.rules.iter().map(|rule| canonical.compared(rule.clone())).collect();
        let requests = vec(respelled(request_near(&rules), canonical), 12);
        (Just(compiled), requests)
    })
}

/// Generates a site of any kind.
pub(crate) fn any_rules_and_requests() -> impl Strategy<Value = (Compiled, Vec<TestRequest>)> {
    prop_oneof![
        1 => rules_and_requests(),
        1 => crowded_rules_and_requests(),
        1 => canonical_rules_and_requests(),
    ]
}

/// Generates bytes to overwrite, with their positions.
pub(crate) fn corruptions() -> impl Strategy<Value = Vec<(Index, u8)>> {
    vec((any::<Index>(), prop_oneof![0..8u8, any::<u8>()]), 1..6)
}

/// Generates the style of the assert for each request.
pub(crate) fn assert_styles() -> impl Strategy<Value = Vec<AssertStyle>> {
    let origin = select(&[OriginIn::Url, OriginIn::Default, OriginIn::With][..]);
    let style = (origin, any::<bool>(), any::<bool>());
    let style = style.prop_map(|(origin, is_mounted, by_value)| AssertStyle {
        origin,
        is_mounted,
        by_value,
    });
    vec(style, 12)
}

fn site() -> impl Strategy<Value = Site> {
    (scopes(), vec(entry(), 1..5)).prop_flat_map(|(scopes, mut entries)| {
        for entry in &mut entries {
            entry.scope = entry.scope.and_then(|back| scopes.len().checked_sub(1 + back));
        }
        let mut site = Site { canonical: None, scopes, entries };
        compare_captures(&mut site);
        let actions: Vec<_> = site.entries.iter().map(|entry| action_of(&site, entry)).collect();
        (Just(site), actions).prop_map(|(mut site, actions)| {
            site.set_actions(actions);
            site
        })
    })
}

fn action_of(site: &Site, entry: &Entry) -> impl Strategy<Value = Action> + use<> {
    let scopes = site.enclosing_scopes(entry.scope);
    let outer = scopes.iter().flat_map(|scope| &scope.conditions);
    let values = outer.chain(&entry.conditions).flat_map(|condition| condition.patterns.concat());
    let pieces: Vec<Piece> = entry.source.iter().cloned().chain(values).collect();
    action(&pieces, !entry.methods.is_empty())
}

/// Generates no scopes for half of the sites, and nested or adjacent groups and defaults otherwise.
fn scopes() -> impl Strategy<Value = Vec<Scope>> {
    let count = select(&[0, 0, 0, 1, 2, 3][..]);
    (count, [0, 1, 2].map(scope))
        .prop_map(|(count, scopes)| scopes.into_iter().take(count).collect())
}

fn scope(number: usize) -> impl Strategy<Value = Scope> {
    let parent = (0..=number).prop_map(|next| next.checked_sub(1));
    let prefix = option::weighted(0.7, select(&PREFIXES));
    let group = (prefix, conditions::seeds()).prop_map(move |(prefix, seeds)| {
        let conditions = conditions(None, &seeds, &OUTER_NAMES[number..=number]);
        Scope { prefix, conditions, ..Scope::default() }
    });
    let default =
        options().prop_map(|options| Scope { is_default: true, options, ..Scope::default() });
    let scope = prop_oneof![2 => group, 1 => default];
    (parent, scope).prop_map(|(parent, scope)| Scope { parent, ..scope })
}

/// Generates a rule without its action. Its scope is counted from the last scope.
fn entry() -> impl Strategy<Value = Entry> {
    let scope = option::weighted(0.9, 0..3usize);
    let parts = (scope, vec(select(&METHODS), 0..2), source(), conditions::seeds(), options());
    parts.prop_map(|(scope, methods, source, seeds, options)| {
        let capture = source.iter().find_map(|piece| match piece {
            Piece::Text(_) | Piece::CatchAll(..) => None,
            Piece::Param(..) | Piece::Optional(_) => Some(piece.clone()),
        });
        let conditions = conditions(capture.as_ref(), &seeds, &OWN_NAMES);
        Entry { scope, methods, source, conditions, action: Action::Pass, options }
    })
}

/// Generates some of the options, each at most once.
fn options() -> impl Strategy<Value = OptionPairs> {
    OPTIONS
        .map(|(key, values)| {
            let value = select(vec![None, None, Some(values[0]), Some(values[1]), Some(values[1])]);
            value.prop_map(move |value| value.map(|value| (key, value)))
        })
        .prop_map(|options| options.into_iter().flatten().collect())
}
