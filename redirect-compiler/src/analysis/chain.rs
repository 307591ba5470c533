//! Whether all that a rule answers is redirected again.

use crate::analysis::automata::alphabet::spelt;
use crate::analysis::automata::approximation::{
    only_path, over_approximation, under_approximation,
};
use crate::analysis::automata::language::{Language, Search, Work, shortest};
use crate::analysis::automata::paths::{Hop, Paths};
use crate::analysis::cycle::graph::Graph;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::scenarios::scenarios;
use crate::analysis::model::site::Site;
use crate::analysis::reachability::takes;
use crate::lower::checked_rule::{Action, CheckedRule};
use redirect_core::internals::condition::Subject;
use redirect_core::internals::location::{Part, UriPosition};

/// The most rules that a chain is taken to go on with.
const MAX_RULES: usize = 16;

/// Whether all that a rule answers is redirected again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Chain {
    /// This request is not.
    Ends(SampleRequest),
    /// By these rules; the first of them takes the example.
    GoesOn {
        rules: Vec<usize>,
        example: SampleRequest,
    },
    Undecided,
}

/// What is known so far.
#[derive(Default)]
struct Known {
    /// Rules that take requests before this one.
    earlier: Vec<usize>,
    /// Rules that take its targets.
    later: Vec<usize>,
}

impl Known {
    /// Requests for each way in which conditions of all that is involved can turn out; `None` where
    /// that is not decided.
    fn scenarios(
        &self,
        site: &Site<'_, '_>,
        rule: usize,
        other: Option<usize>,
        work: &mut Work,
    ) -> Option<Vec<SampleRequest>> {
        let involved = std::iter::once(rule).chain(other);
        let involved = involved.chain(self.earlier.iter().copied());
        let involved = involved.chain(self.later.iter().copied());
        let all: Vec<&CheckedRule<'_>> = involved.map(|rule| &site.rules[rule]).collect();
        let wanted = &site.rules[rule];
        let depends = carries_captures(wanted) && all.iter().any(|rule| looks_at_query(rule));
        if depends { None } else { scenarios(&all, &wanted.options, work) }
    }
}

/// Whether every request that a rule answers is redirected by others. `example` is one that it
/// answers.
pub(crate) fn chain(
    site: &Site<'_, '_>,
    graph: &Graph,
    rule: usize,
    example: &SampleRequest,
    work: &mut Work,
) -> Chain {
    let mut known = Known::default();
    let mut asked = example.clone();
    loop {
        match site.answer(&asked) {
            Some(taken_by) if taken_by == rule => match goes_on(site, rule, &asked) {
                None => return Chain::Ends(asked),
                Some(rules) => {
                    let before = known.later.len();
                    known.later.extend(
                        rules.into_iter().filter(|r| !known.later.contains(r)).collect::<Vec<_>>(),
                    );
                    if asked != *example && known.later.len() == before {
                        return Chain::Undecided;
                    }
                }
            },
            Some(other) if other < rule && !known.earlier.contains(&other) => {
                known.earlier.push(other);
            }
            _ => return Chain::Undecided,
        }
        if known.later.len() + known.earlier.len() > MAX_RULES {
            return Chain::Undecided;
        }
        match another(site, rule, &known, work) {
            Another::Request(next) => asked = next,
            Another::Undecided => return Chain::Undecided,
            Another::Nothing => match taken_away(site, graph, rule, &known, work) {
                Another::Request(next) if next != asked => asked = next,
                Another::Nothing => {
                    return Chain::GoesOn { rules: known.later, example: example.clone() };
                }
                Another::Request(_) | Another::Undecided => return Chain::Undecided,
            },
        }
    }
}

/// The rules that redirect what a rule answers, one for each way that a client may go.
fn goes_on(site: &Site<'_, '_>, rule: usize, asked: &SampleRequest) -> Option<Vec<usize>> {
    let hops = site.hops(asked, rule);
    let rules: Option<Vec<usize>> = hops.iter().map(|hop| hop.rule).collect();
    rules.filter(|rules| !rules.is_empty() && rules.iter().all(|&next| is_link(site, rule, next)))
}

/// Whether one rule behind another is a link of a chain. What has moved for good and is elsewhere for
/// now is right as it is.
pub(crate) fn is_link(site: &Site<'_, '_>, rule: usize, next: usize) -> bool {
    match (&site.rules[rule].action, &site.rules[next].action) {
        (Action::Redirect(first, _), Action::Redirect(second, _)) => {
            rule != next && (!first.is_permanent() || second.is_permanent())
        }
        _ => false,
    }
}

enum Another {
    Request(SampleRequest),
    Nothing,
    Undecided,
}

/// A request that the rule may answer, and whose target none of the later rules takes.
fn another(site: &Site<'_, '_>, rule: usize, known: &Known, work: &mut Work) -> Another {
    let Some(scenarios) = known.scenarios(site, rule, None, work) else {
        return Another::Undecided;
    };
    for scenario in scenarios.iter().filter(|scenario| takes(&site.rules[rule], scenario)) {
        match in_world(site, rule, known, scenario, work) {
            Another::Nothing => {}
            found => return found,
        }
    }
    Another::Nothing
}

fn in_world(
    site: &Site<'_, '_>,
    rule: usize,
    known: &Known,
    scenario: &SampleRequest,
    work: &mut Work,
) -> Another {
    let wanted = &site.rules[rule];
    if let Some(path) = only_path(wanted) {
        return on_path(site, rule, known, SampleRequest { path, ..scenario.clone() });
    }
    let mut none = taken_before(site, known, scenario);
    // Where the target leads does not depend on the path, as far as later rules look at it.
    let first = match one(wanted, &mut none, work) {
        Search::Nothing => return Another::Nothing,
        Search::Undecided => return Another::Undecided,
        Search::Word(path) => SampleRequest { path: spelt(&path), ..scenario.clone() },
    };
    if site.answer(&first) != Some(rule) {
        return Another::Request(first);
    }
    let hops = site.hops(&first, rule);
    if hops.is_empty() {
        return Another::Request(first);
    }
    for hop in &hops {
        let taking = known.later.iter().filter(|&&later| takes(&site.rules[later], &hop.asked));
        let mut untaken: Vec<Box<dyn Language + '_>> = Vec::new();
        for &later in taking {
            let Some(steps) = under_approximation(&site.rules[later]) else { continue };
            let Some(hop) = Hop::of(wanted) else { return Another::Undecided };
            let to = Box::new(Paths::new(steps));
            untaken.push(Box::new(Paths::leading(over_approximation(wanted), hop, to)));
        }
        let len = none.len();
        none.append(&mut untaken);
        let found = one(wanted, &mut none, work);
        none.truncate(len);
        match found {
            Search::Nothing => {}
            Search::Undecided => return Another::Undecided,
            Search::Word(path) => {
                return Another::Request(SampleRequest { path: spelt(&path), ..scenario.clone() });
            }
        }
    }
    Another::Nothing
}

/// The request of a rule that takes one path alone, if what is known does not say what becomes of it.
fn on_path(site: &Site<'_, '_>, rule: usize, known: &Known, asked: SampleRequest) -> Another {
    let is_known = match site.answer(&asked) {
        Some(taken_by) if taken_by == rule => goes_on(site, rule, &asked)
            .is_some_and(|rules| rules.iter().all(|next| known.later.contains(next))),
        Some(other) => known.earlier.contains(&other),
        None => false,
    };
    if is_known { Another::Nothing } else { Another::Request(asked) }
}

/// A request that the rule may answer, and whose target a rule before one of the later rules may take
/// that is no link.
fn taken_away(
    site: &Site<'_, '_>,
    graph: &Graph,
    rule: usize,
    known: &Known,
    work: &mut Work,
) -> Another {
    let last = known.later.iter().copied().max().unwrap_or_default();
    let Some(takers) = graph.takers(rule) else { return Another::Undecided };
    for &other in takers.iter().filter(|&&other| other < last && !is_link(site, rule, other)) {
        match taken_away_by(site, rule, other, known, work) {
            Another::Nothing => {}
            found => return found,
        }
    }
    Another::Nothing
}

fn taken_away_by(
    site: &Site<'_, '_>,
    rule: usize,
    other: usize,
    known: &Known,
    work: &mut Work,
) -> Another {
    let wanted = &site.rules[rule];
    let Some(scenarios) = known.scenarios(site, rule, Some(other), work) else {
        return Another::Undecided;
    };
    for scenario in scenarios.iter().filter(|scenario| takes(wanted, scenario)) {
        let mut none = taken_before(site, known, scenario);
        let first = match one(wanted, &mut none, work) {
            Search::Nothing => continue,
            Search::Undecided => return Another::Undecided,
            Search::Word(path) => SampleRequest { path: spelt(&path), ..scenario.clone() },
        };
        if site.answer(&first) != Some(rule) {
            return Another::Request(first);
        }
        for hop in site.hops(&first, rule) {
            if !takes(&site.rules[other], &hop.asked) {
                continue;
            }
            let mut none = taken_before(site, known, scenario);
            let before = known.later.iter().filter(|&&later| later < other);
            for &later in before.filter(|&&later| takes(&site.rules[later], &hop.asked)) {
                let Some(steps) = under_approximation(&site.rules[later]) else { continue };
                let Some(hop) = Hop::of(wanted) else { return Another::Undecided };
                let to = Box::new(Paths::new(steps));
                none.push(Box::new(Paths::leading(over_approximation(wanted), hop, to)));
            }
            let Some(hop) = Hop::of(wanted) else { return Another::Undecided };
            let to = Box::new(Paths::new(over_approximation(&site.rules[other])));
            let paths: Box<dyn Language + '_> =
                Box::new(Paths::leading(over_approximation(wanted), hop, to));
            match shortest(&mut [paths], &mut none, work) {
                Search::Nothing => {}
                Search::Undecided => return Another::Undecided,
                Search::Word(path) => {
                    return Another::Request(SampleRequest {
                        path: spelt(&path),
                        ..scenario.clone()
                    });
                }
            }
        }
    }
    Another::Nothing
}

/// The paths that earlier rules take of the requests of a scenario.
fn taken_before<'s>(
    site: &'s Site<'_, '_>,
    known: &Known,
    scenario: &SampleRequest,
) -> Vec<Box<dyn Language + 's>> {
    let earlier = known.earlier.iter().filter(|&&earlier| takes(&site.rules[earlier], scenario));
    earlier
        .filter_map(|&earlier| under_approximation(&site.rules[earlier]))
        .map(|steps| Box::new(Paths::new(steps)) as Box<dyn Language + '_>)
        .collect()
}

/// A path that the rule may take, and that none of the languages has.
fn one<'d>(
    wanted: &'d CheckedRule<'_>,
    none: &mut [Box<dyn Language + 'd>],
    work: &mut Work,
) -> Search {
    let paths: Box<dyn Language + 'd> = Box::new(Paths::new(over_approximation(wanted)));
    shortest(&mut [paths], none, work)
}

/// Whether a capture of the path is in the query of the target.
fn carries_captures(rule: &CheckedRule<'_>) -> bool {
    let Action::Redirect(_, target) = &rule.action else { return false };
    target.parts.iter().any(|part| matches!(part, Part::Capture(UriPosition::Query, _)))
}

fn looks_at_query(rule: &CheckedRule<'_>) -> bool {
    rule.conditions.iter().any(|scoped| matches!(scoped.condition.subject, Subject::Query(_)))
}
