//! What the rules do together, each fault with its proof.

use std::collections::HashSet;

use crate::directive::Directive;
use crate::fault::{BadCondition, Fault, Kind, Part};
use crate::proof::{Chain, Cover, Graph, Planned, Round, Site, Work, chain, cover, planned, round};
use crate::redirects::Redirects;
use crate::shape::build::ShapeFault;
use crate::sheet::Item;

/// The steps of automata that the proofs of one rule may take.
const WORK: u64 = 200_000;

/// What was found of rules together.
#[derive(Debug, Default)]
pub(crate) struct Together {
    pub(crate) faults: Vec<Fault>,
    /// The questions that were too much work.
    pub(crate) undecided: usize,
    /// The table of the rules.
    pub(crate) table: Option<Redirects>,
}

/// The faults of rules together: those that no request reaches, those that send a request round, and
/// those whose answers are redirected again. `redirects` is their table; of `doubles` it is known that
/// no request reaches them.
pub(crate) fn check(
    directives: &[Directive<'_>],
    doubles: &HashSet<Item>,
    redirects: &Redirects,
) -> Together {
    let site = Site::new(directives, redirects);
    let mut together = Together::default();
    let mut examples = Vec::new();
    let is_double = |rule: &usize| doubles.contains(&Item::Rule(directives[*rule].rule));
    for rule in (0..directives.len()).filter(|rule| !is_double(rule)) {
        let mut work = Work(WORK);
        match cover(&site, rule, &mut work) {
            Cover::Reached(asked) => examples.push((rule, asked)),
            Cover::Covered(by) if by.is_empty() => {
                let kind = if directives[rule].conditions.is_empty() {
                    Kind::Shape(ShapeFault::NoValue)
                } else {
                    Kind::Condition(BadCondition::NeverMet)
                };
                together.fault(&directives[rule], Part::Source, kind);
            }
            Cover::Covered(by) => {
                let by = by.into_iter().map(|rule| directives[rule].rule).collect();
                together.fault(&directives[rule], Part::Source, Kind::Unreachable { by });
            }
            Cover::Undecided => together.undecided += 1,
        }
    }
    examples.retain(|(rule, asked)| site.is_redirected_again(asked, *rule));
    let mut is_round = vec![false; directives.len()];
    for (rule, asked) in &examples {
        if let Some(found) = round(&site, asked, *rule) {
            together.round(directives, &found, &mut is_round);
            is_round[*rule] = true;
        }
    }
    let graph = Graph::of(&site);
    for rules in graph.rounds() {
        if rules.iter().any(|&rule| is_round[rule]) {
            continue;
        }
        match planned(&site, &graph, &rules, &mut Work(WORK)) {
            Planned::Round(found) => together.round(directives, &found, &mut is_round),
            Planned::Nothing => {}
            Planned::Undecided => together.undecided += 1,
        }
    }
    for (rule, asked) in examples.iter().filter(|(rule, _)| !is_round[*rule]) {
        match chain(&site, &graph, *rule, asked, &mut Work(WORK)) {
            Chain::Ends(_) => {}
            Chain::GoesOn { rules, example } => {
                let kind = Kind::Chain {
                    by: rules.into_iter().map(|rule| directives[rule].rule).collect(),
                    asked: example.path.clone(),
                    end: site.end(&example).unwrap_or_default(),
                };
                together.fault(&directives[*rule], Part::Target, kind);
            }
            Chain::Undecided => together.undecided += 1,
        }
    }
    together
}

impl Together {
    /// Notes a round trip, unless one of its rules is known to be in another.
    fn round(&mut self, directives: &[Directive<'_>], found: &Round, is_round: &mut [bool]) {
        let rules = found.rules();
        let is_known = rules.iter().any(|&rule| is_round[rule]);
        if let Some(&first) = rules.first().filter(|_| !is_known) {
            self.fault(&directives[first], Part::Target, looped(directives, found, first));
        }
        for rule in rules {
            is_round[rule] = true;
        }
    }

    fn fault(&mut self, directive: &Directive<'_>, part: Part, kind: Kind) {
        self.faults.push(Fault::new(Item::Rule(directive.rule), part, kind));
    }
}

/// The round as it is told of a rule in it, from that rule on: what only leads into the round is no
/// part of it.
fn looped(directives: &[Directive<'_>], found: &Round, first: usize) -> Kind {
    let is_back = found.back_to < found.hops.len();
    let mut hops = found.hops.clone();
    hops.drain(..if is_back { found.back_to } else { 0 });
    let at = hops.iter().position(|(_, rule)| *rule == first).unwrap_or_default();
    if is_back {
        hops.rotate_left(at);
    } else {
        hops.drain(..at);
    }
    let hops = hops.into_iter().map(|(asked, rule)| (asked.to_string(), directives[rule].rule));
    Kind::Loop { hops: hops.collect(), is_back }
}
