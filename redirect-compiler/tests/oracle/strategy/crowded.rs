//! Generators of sites with many rules for few keys, which the table divides into groups.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::captured::compare_captures;
use super::conditions::{Seed, conditions};
use super::sources::{shape, source};
use super::{METHODS, OWN_NAMES, action_of, options};
use crate::rule::{Action, Piece};
use crate::site::{Entry, OptionPairs, Site};

/// Texts at the start or the end of a pattern. Some of them are the end of others.
const TEXTS: [&str; 28] = [
    "-a", "-b", "-c", "-A", "-ab", "-bb", "-a-b", "-b-b", "-x1", "-x2", "-x3", "-x4", "-x5", "-x6",
    "-x7", "-x8", "-X8", "-x8-b", "-x9", "-x10", "-é", "-è", "-ê", "-%7C", "-%7Ca", "-|b", "-b/",
    "-x1/",
];

/// The structure of a source, given a text.
#[derive(Clone, Debug)]
enum Template {
    Source(Vec<Piece>),
    EndsWithText,
    StartsWithText,
    HasTextInFifthSegment,
    HasTextInMiddle,
}

impl Template {
    fn source(&self, text: &'static str, seed: u8) -> Vec<Piece> {
        let text = Piece::Text(text);
        let (slash, param) = (Piece::Text("/"), Piece::Param("u", None));
        match self {
            Template::Source(source) => source.clone(),
            Template::EndsWithText => vec![slash, Piece::Param("u", shape(seed)), text],
            Template::StartsWithText => vec![slash, text, param],
            Template::HasTextInFifthSegment => {
                vec![Piece::Text("/a/b/a/b/"), text, slash, Piece::CatchAll("u", None)]
            }
            Template::HasTextInMiddle => vec![slash, param, text, Piece::Param("v", None)],
        }
    }
}

/// The random choices of a rule.
type RuleSeed = (Index, Index, Vec<&'static str>, Vec<Seed>, Index, u8);

pub(super) fn crowded_site() -> impl Strategy<Value = Site> {
    let template = prop_oneof![
        2 => source().prop_map(Template::Source),
        2 => Just(Template::EndsWithText),
        1 => Just(Template::StartsWithText),
        1 => Just(Template::HasTextInFifthSegment),
        1 => Just(Template::HasTextInMiddle),
    ];
    let methods = prop_oneof![6 => Just(Vec::new()), 1 => vec(select(&METHODS), 1)];
    let seeds = prop_oneof![1 => vec(any::<Seed>(), 0..2), 3 => vec(any::<Seed>(), 2)];
    let rule = (any::<Index>(), any::<Index>(), methods, seeds, any::<Index>(), any::<u8>());
    let shared = (vec(template, 1..3), vec(any::<u8>(), 1..4), vec(options(), 1..3));
    (shared, vec(rule, 24..100)).prop_flat_map(|((templates, subjects, options), rules)| {
        let entry = |rule: RuleSeed| entry(rule, &templates, &subjects, &options);
        let entries = rules.into_iter().map(entry).collect();
        let mut site = Site { canonical: None, scopes: Vec::new(), entries };
        compare_captures(&mut site);
        let actions: Vec<_> = site.entries.iter().map(|entry| action_of(&site, entry)).collect();
        (Just(site), actions).prop_map(|(mut site, actions)| {
            site.set_actions(actions);
            site
        })
    })
}

/// Builds a rule. Its conditions are on one of few subjects.
fn entry(
    (template, text, methods, mut seeds, option, seed): RuleSeed,
    templates: &[Template],
    subjects: &[u8],
    options: &[OptionPairs],
) -> Entry {
    let text = TEXTS[text.index(TEXTS.len())];
    let source = template.get(templates).source(text, seed);
    for (subject, kind, _) in &mut seeds {
        *subject = subjects[usize::from(*subject) % subjects.len()];
        // Most conditions compare the subject with literals.
        *kind = if *kind < 160 { 7 - 4 * (*kind % 4 / 3) } else { *kind };
    }
    let conditions = conditions(None, &seeds, &OWN_NAMES);
    let (scope, options) = (None, option.get(options).clone());
    Entry { scope, methods, source, conditions, action: Action::Pass, options }
}
