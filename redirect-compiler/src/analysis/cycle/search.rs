//! The search for a request that is sent cycle by rules in a given order.

use crate::analysis::automata::alphabet::{normal_word, spelt};
use crate::analysis::automata::approximation::{
    over_approximation, target_over_approximation, under_approximation,
};
use crate::analysis::automata::difference::Difference;
use crate::analysis::automata::language::{Language, Search, Work, shortest};
use crate::analysis::automata::paths::{Hop, Paths, path_of};
use crate::analysis::cycle::candidates as candidate_paths;
use crate::analysis::cycle::follow::{Cycle, MAX_HOPS, diverges};
use crate::analysis::cycle::graph::Graph;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::scenarios::scenarios;
use crate::analysis::model::site::Site;
use crate::analysis::reachability::takes;
use crate::lower::checked_rule::{Action, CheckedRule};
use redirect_core::internals::location::{Part, UriPosition};
use redirect_core::internals::pattern::Piece;

/// The most rules that take the request of another instead.
const MAX_EARLIER: usize = 8;

/// The most requests that are tried where plans do not decide.
const MAX_TRIES: usize = 2048;

/// What is found of rules that lead to each other.
pub(crate) enum Planned {
    Cycle(Cycle),
    /// No request is sent cycle by them.
    Nothing,
    Undecided,
}

/// Looks for a request that is sent cycle by rules that lead to each other.
pub(crate) fn planned(
    site: &Site<'_, '_>,
    graph: &Graph,
    rules: &[usize],
    work: &mut Work,
) -> Planned {
    let growth: Vec<_> = rules.iter().map(|&rule| growth(&site.rules[rule])).collect();
    if growth.iter().any(|growth| growth.is_none_or(|growth| growth > 0)) {
        return searched(site, graph, rules, work);
    }
    // What gets shorter comes to an end: only those go cycle for ever that keep the length.
    let keeping = rules.iter().zip(growth).filter(|(_, growth)| *growth == Some(0));
    let keeping: Vec<usize> = keeping.map(|(&rule, _)| rule).collect();
    for rules in graph.rounds_of(&keeping) {
        match searched(site, graph, &rules, work) {
            Planned::Nothing => {}
            found => return found,
        }
    }
    Planned::Nothing
}

/// By how much the longest path that a rule leads to is longer than the one that it was asked for, in
/// symbols; `None` where a capture is there more than once, or it is not known.
fn growth(rule: &CheckedRule<'_>) -> Option<isize> {
    let literals = rule.source.pieces.iter().filter_map(|piece| match piece {
        Piece::Literal(text) => Some(normal_word(text).len()),
        Piece::Param(_) | Piece::CatchAll(_) => None,
    });
    // A slash that makes no difference may not be there.
    let source = literals.sum::<usize>().checked_sub(usize::from(rule.source.mode.any_slash))?;
    let (mut target, mut captures) = (0, Vec::new());
    for part in path_of(rule)? {
        match part {
            Part::Capture(_, index) if captures.contains(index) => return None,
            Part::Capture(_, index) => captures.push(*index),
            Part::Literal(text) => target += normal_word(text).len(),
            Part::Path | Part::Query | Part::Fragment => {}
        }
    }
    let is_of_path = |index: &usize| *index < rule.source.captures.len();
    captures.iter().all(is_of_path).then_some(())?;
    Some(isize::try_from(target).ok()? - isize::try_from(source).ok()?)
}

fn searched(site: &Site<'_, '_>, graph: &Graph, rules: &[usize], work: &mut Work) -> Planned {
    let mut search = Plans { site, graph, rules, work, interceptors: Vec::new(), is_decided: true };
    loop {
        let known = search.interceptors.len();
        let found = search.in_all_worlds();
        // Rules that came between have conditions of their own.
        if found.is_some() || search.interceptors.len() == known || known > MAX_EARLIER {
            return match found {
                Some(found) => Planned::Cycle(found),
                None if search.is_decided => Planned::Nothing,
                None => Planned::Undecided,
            };
        }
    }
}

/// A rule of a plan, and those before it that take some of what it would.
#[derive(Clone, Debug)]
struct PlanStep {
    rule: usize,
    earlier: Vec<usize>,
}

struct Plans<'p, 's, 'a> {
    site: &'p Site<'s, 'a>,
    graph: &'p Graph,
    rules: &'p [usize],
    work: &'p mut Work,
    /// Other rules that took what was planned for these.
    interceptors: Vec<usize>,
    is_decided: bool,
}

impl Plans<'_, '_, '_> {
    /// Looks for a cycle in each scenario of the rules and of those that come between.
    fn in_all_worlds(&mut self) -> Option<Cycle> {
        let site = self.site;
        let involved = self.rules.iter().chain(&self.interceptors);
        let all: Vec<&CheckedRule<'_>> = involved.map(|&rule| &site.rules[rule]).collect();
        let options = &all.first()?.options;
        let Some(scenarios) = scenarios(&all, options, self.work) else {
            self.is_decided = false;
            return None;
        };
        let each = scenarios
            .iter()
            .flat_map(|scenario| self.rules.iter().map(move |&rule| (scenario, rule)));
        let each = each.filter(|&(scenario, rule)| takes(&site.rules[rule], scenario));
        let each: Vec<(&SampleRequest, usize)> = each.collect();
        let is_planned = |&(scenario, rule): &(&SampleRequest, usize)| {
            self.from(scenario, &mut vec![PlanStep { rule, earlier: Vec::new() }])
        };
        let found = each.iter().find_map(is_planned);
        if found.is_some() || self.is_decided {
            return found;
        }
        let requests = each.iter().flat_map(|&(scenario, rule)| {
            let paths = candidate_paths::paths(&site.rules[rule], &all).into_iter();
            paths.map(move |path| (SampleRequest { path, ..scenario.clone() }, rule))
        });
        let is_taken = |(asked, rule): &(SampleRequest, usize)| site.answer(asked) == Some(*rule);
        let mut requests = requests.take(MAX_TRIES).filter(is_taken);
        requests.find_map(|(asked, rule)| diverges(site, &asked, rule))
    }

    /// Looks for a request that goes through the rules of a plan, and on from there.
    fn from(&mut self, scenario: &SampleRequest, plan: &mut Vec<PlanStep>) -> Option<Cycle> {
        let asked = self.request(scenario, plan)?;
        let first = plan.first()?.rule;
        if let Some(found) = diverges(self.site, &asked, first) {
            return Some(found);
        }
        if plan.len() > MAX_HOPS {
            return None;
        }
        let last = plan.last()?.rule;
        let is_inside = |next: &usize| self.rules.contains(next);
        let next: Vec<usize> = self.graph.next(last).iter().copied().filter(is_inside).collect();
        for next in next {
            plan.push(PlanStep { rule: next, earlier: Vec::new() });
            let found = self.from(scenario, plan);
            plan.pop();
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// A request that the rules of a plan take one after the other.
    fn request(
        &mut self,
        scenario: &SampleRequest,
        plan: &mut [PlanStep],
    ) -> Option<SampleRequest> {
        loop {
            let found = match language(self.site.rules, plan, self.work) {
                Ok(language) => shortest(&mut [language], &mut [], self.work),
                Err(found) => found,
            };
            let asked = match found {
                Search::Nothing => return None,
                Search::Undecided => {
                    self.is_decided = false;
                    return None;
                }
                Search::Word(path) => SampleRequest { path: spelt(&path), ..scenario.clone() },
            };
            match self.stray(&asked, plan) {
                Deviation::No => return Some(asked),
                Deviation::World => {
                    // Other values would have led elsewhere.
                    let rules = plan.iter().map(|leg| &self.site.rules[leg.rule]);
                    self.is_decided &= !rules.into_iter().any(CheckedRule::leads_by_captures);
                    return None;
                }
                Deviation::Taken(at, Some(by)) if plan[at].earlier.len() < MAX_EARLIER => {
                    if by >= plan[at].rule || plan[at].earlier.contains(&by) {
                        self.is_decided = false;
                        return None;
                    }
                    plan[at].earlier.push(by);
                    if !self.rules.contains(&by) && !self.interceptors.contains(&by) {
                        self.interceptors.push(by);
                    }
                }
                Deviation::Taken(..) => {
                    self.is_decided = false;
                    return None;
                }
            }
        }
    }

    /// Where a request goes another way than the plan.
    fn stray(&self, asked: &SampleRequest, plan: &[PlanStep]) -> Deviation {
        let mut asked = asked.clone();
        for (at, leg) in plan.iter().enumerate() {
            if !takes(&self.site.rules[leg.rule], &asked) {
                return Deviation::World;
            }
            let taken_by = self.site.answer(&asked);
            if taken_by != Some(leg.rule) {
                return Deviation::Taken(at, taken_by);
            }
            if at + 1 < plan.len() {
                // Where clients differ, the last way is the one that a GET takes.
                let Some(hop) = self.site.hops(&asked, leg.rule).pop() else {
                    return Deviation::World;
                };
                asked = hop.asked;
            }
        }
        Deviation::No
    }
}

/// The paths that the rules of a plan take one after the other, or what a search for one of them comes
/// to. There are more where the captures of a target are not in their order: it is then only known that
/// some target goes on.
fn language<'d>(
    rules: &'d [CheckedRule<'_>],
    plan: &[PlanStep],
    work: &mut Work,
) -> Result<Box<dyn Language + 'd>, Search> {
    let mut following: Option<Box<dyn Language + 'd>> = None;
    for leg in plan.iter().rev() {
        let rule = &rules[leg.rule];
        let hop = Hop::of(rule);
        let paths = match (following.take(), hop) {
            (Some(to), Some(hop)) => Paths::leading(over_approximation(rule), hop, to),
            (Some(to), None) => {
                leads_to(rule, to, work)?;
                Paths::new(over_approximation(rule))
            }
            (None, _) => Paths::new(over_approximation(rule)),
        };
        let all: Box<dyn Language + 'd> = Box::new(paths);
        let earlier =
            leg.earlier.iter().filter_map(|&earlier| under_approximation(&rules[earlier]));
        let none: Vec<_> = earlier.map(Paths::new).collect();
        following = Some(if none.is_empty() { all } else { Box::new(Difference::new(all, none)) });
    }
    following.ok_or(Search::Nothing)
}

/// Whether some target of a rule may be of a language.
fn leads_to<'d>(
    rule: &'d CheckedRule<'_>,
    to: Box<dyn Language + 'd>,
    work: &mut Work,
) -> Result<(), Search> {
    let Some(targets) = target_over_approximation(rule) else { return Err(Search::Nothing) };
    match shortest(&mut [Box::new(Paths::new(targets)), to], &mut [], work) {
        Search::Word(_) => Ok(()),
        found => Err(found),
    }
}

impl CheckedRule<'_> {
    /// Whether captures decide what a target says beside its path, and a fragment that is not sent.
    fn leads_by_captures(&self) -> bool {
        let Action::Redirect(_, target) = &self.action else { return false };
        let places = [UriPosition::Label, UriPosition::Host, UriPosition::Query];
        let decides = |part: &Part<Vec<u8>>| matches!(part, Part::Capture(place, _) if places.contains(place));
        target.parts.iter().any(decides)
    }
}

/// How a request leaves a plan.
enum Deviation {
    No,
    /// Its method or what it says beside the path is not what the next rule asks for.
    World,
    /// At that rule, which another one comes before.
    Taken(usize, Option<usize>),
}
