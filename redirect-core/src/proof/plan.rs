//! The search for a request that is sent round by rules in a given order.

use super::cover::takes;
use super::graph::Graph;
use super::language::{Language, Search, Work, shortest};
use super::paths::{Hop, Paths, path_of};
use super::reach::{at_least, at_most};
use super::round::{MAX_HOPS, Round, endless};
use super::site::Site;
use super::symbol::{normal_word, spelt};
use super::without::Without;
use super::world::worlds;
use crate::asked::Asked;
use crate::directive::Directive;
use crate::pattern::Piece;
use crate::template::Part;

/// The most rules that take the request of another instead.
const MAX_EARLIER: usize = 8;

/// What is found of rules that lead to each other.
pub(crate) enum Planned {
    Round(Round),
    /// No request is sent round by them.
    Nothing,
    Undecided,
}

/// Looks for a request that is sent round by rules that lead to each other.
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
    // What gets shorter comes to an end: only those go round for ever that keep the length.
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
fn growth(rule: &Directive<'_>) -> Option<isize> {
    let literals = rule.source.pieces.iter().filter_map(|piece| match piece {
        Piece::Literal(text) => Some(normal_word(text).len()),
        Piece::Segment(_) | Piece::Rest(_) => None,
    });
    // A slash that makes no difference may not be there.
    let source = literals.sum::<usize>().checked_sub(usize::from(rule.source.form.any_slash))?;
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
    let all: Vec<&Directive<'_>> = rules.iter().map(|&rule| &site.rules[rule]).collect();
    let Some(worlds) = all.first().and_then(|rule| worlds(&all, &rule.options, work)) else {
        return Planned::Undecided;
    };
    let mut search = Plans { site, graph, rules, work, is_decided: true };
    for world in &worlds {
        for &rule in rules.iter().filter(|&&rule| takes(&site.rules[rule], world)) {
            let start = Leg { rule, earlier: Vec::new() };
            if let Some(found) = search.from(world, &mut vec![start]) {
                return Planned::Round(found);
            }
        }
    }
    if search.is_decided { Planned::Nothing } else { Planned::Undecided }
}

/// A rule of a plan, and those before it that take some of what it would.
#[derive(Clone, Debug)]
struct Leg {
    rule: usize,
    earlier: Vec<usize>,
}

struct Plans<'p, 's, 'a> {
    site: &'p Site<'s, 'a>,
    graph: &'p Graph,
    rules: &'p [usize],
    work: &'p mut Work,
    is_decided: bool,
}

impl Plans<'_, '_, '_> {
    /// Looks for a request that goes through the rules of a plan, and on from there.
    fn from(&mut self, world: &Asked, plan: &mut Vec<Leg>) -> Option<Round> {
        let asked = self.request(world, plan)?;
        let first = plan.first()?.rule;
        if let Some(found) = endless(self.site, &asked, first) {
            return Some(found);
        }
        if plan.len() > MAX_HOPS {
            return None;
        }
        let last = plan.last()?.rule;
        let is_inside = |next: &usize| self.rules.contains(next);
        let next: Vec<usize> = self.graph.next(last).iter().copied().filter(is_inside).collect();
        for next in next {
            plan.push(Leg { rule: next, earlier: Vec::new() });
            let found = self.from(world, plan);
            plan.pop();
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// A request that the rules of a plan take one after the other.
    fn request(&mut self, world: &Asked, plan: &mut [Leg]) -> Option<Asked> {
        loop {
            let Some(language) = language(self.site.rules, plan) else {
                self.is_decided = false;
                return None;
            };
            let asked = match shortest(&mut [language], &mut [], self.work) {
                Search::Nothing => return None,
                Search::Undecided => {
                    self.is_decided = false;
                    return None;
                }
                Search::Word(path) => Asked { path: spelt(&path), ..world.clone() },
            };
            match self.stray(&asked, plan) {
                Stray::No => return Some(asked),
                Stray::World => return None,
                Stray::Taken(at, Some(by)) if plan[at].earlier.len() < MAX_EARLIER => {
                    if by >= plan[at].rule || plan[at].earlier.contains(&by) {
                        self.is_decided = false;
                        return None;
                    }
                    plan[at].earlier.push(by);
                }
                Stray::Taken(..) => {
                    self.is_decided = false;
                    return None;
                }
            }
        }
    }

    /// Where a request goes another way than the plan.
    fn stray(&self, asked: &Asked, plan: &[Leg]) -> Stray {
        let mut asked = asked.clone();
        for (at, leg) in plan.iter().enumerate() {
            if !takes(&self.site.rules[leg.rule], &asked) {
                return Stray::World;
            }
            let taken_by = self.site.answer(&asked);
            if taken_by != Some(leg.rule) {
                return Stray::Taken(at, taken_by);
            }
            if at + 1 < plan.len() {
                // Where clients differ, the last way is the one that a GET takes.
                let Some(hop) = self.site.hops(&asked, leg.rule).pop() else { return Stray::World };
                asked = hop.asked;
            }
        }
        Stray::No
    }
}

/// The paths that the rules of a plan take one after the other.
fn language<'d>(rules: &'d [Directive<'_>], plan: &[Leg]) -> Option<Box<dyn Language + 'd>> {
    let mut following: Option<Box<dyn Language + 'd>> = None;
    for leg in plan.iter().rev() {
        let rule = &rules[leg.rule];
        let hop = match following.take() {
            Some(to) => Some(Hop::of(rule, to)?),
            None => None,
        };
        let all: Box<dyn Language + 'd> = Box::new(Paths::new(at_most(rule), hop));
        let earlier = leg.earlier.iter().filter_map(|&earlier| at_least(&rules[earlier]));
        let none: Vec<_> = earlier.map(|steps| Paths::new(steps, None)).collect();
        following = Some(if none.is_empty() { all } else { Box::new(Without::new(all, none)) });
    }
    following
}

/// How a request leaves a plan.
enum Stray {
    No,
    /// Its method or what it says beside the path is not what the next rule asks for.
    World,
    /// At that rule, which another one comes before.
    Taken(usize, Option<usize>),
}
