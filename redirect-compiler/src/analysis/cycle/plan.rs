//! Plans: sequences of rules that may redirect a request one after another.
//!
//! The paths that go through a plan are a regular language: the paths that its last rule matches,
//! and then, for each rule before it, the preimage under the transducer of that rule. A shortest
//! word of the language is followed on the table. If an earlier rule matches instead of a planned
//! one, it becomes an interceptor of that step. Its paths are removed, and the next word is tried.
//! This is counterexample-guided refinement, as in [`reachability`](crate::analysis::reachability).
//!
//! The planner tries all plans of up to [`MAX_HOPS`] steps along the edges of the graph,
//! depth-first. If no request goes through a plan, none goes through an extension of it, so most
//! plans are cut off early. The search ends because each word uses up steps of the budget, and each
//! refinement adds one of at most [`MAX_INTERCEPTORS`] interceptors to a step.

use crate::analysis::automata::alphabet::path_text;
use crate::analysis::automata::emptiness::{Budget, Emptiness};
use crate::analysis::automata::language::shortest_word;
use crate::analysis::cycle::follow::{Cycle, diverges};
use crate::analysis::cycle::graph::Graph;
use crate::analysis::cycle::plan_language::{PlanStep, plan_language};
use crate::analysis::model::hop_limit::MAX_HOPS;
use crate::analysis::model::proxy_fields::inspects_proxy_host;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::scenarios::applies;
use crate::analysis::model::site::Site;
use crate::lower::checked_rule::{Action, CheckedIndex, CheckedRule};
use redirect_core::internals::location::{Part, UriPosition};

/// The maximum number of interceptors of a step, and of all plans of a search.
pub(crate) const MAX_INTERCEPTORS: usize = 8;

/// The number of steps of the budget that a lookup in the table counts as.
const STEPS_PER_LOOKUP: usize = 10;

/// The way in which the redirects of a request deviate from a plan.
enum Deviation {
    /// The redirects go through all rules of the plan.
    None,
    /// The next rule does not match the method or another part of the request than its path, or the
    /// request leaves the site.
    Scenario,
    /// At the step with this index, another rule matches, or no rule does.
    Rule(usize, Option<CheckedIndex>),
}

/// A search for requests that go through a set of rules.
pub(crate) struct Planner<'p, 's, 'a> {
    site: &'p Site<'s, 'a>,
    graph: &'p Graph,
    rules: &'p [CheckedIndex],
    budget: &'p mut Budget,
    /// The rules, other than `rules`, that matched a request of a plan.
    interceptors: Vec<CheckedIndex>,
    /// True as long as each plan for which no request was found provably has none.
    is_decided: bool,
}

impl<'p, 's, 'a> Planner<'p, 's, 'a> {
    /// Creates a planner for a set of rules. `graph` is the subgraph of these.
    pub(crate) fn new(
        site: &'p Site<'s, 'a>,
        graph: &'p Graph,
        rules: &'p [CheckedIndex],
        budget: &'p mut Budget,
    ) -> Planner<'p, 's, 'a> {
        Planner { site, graph, rules, budget, interceptors: Vec::new(), is_decided: true }
    }

    /// Returns the rules outside of the set that matched a request of a plan.
    pub(crate) fn interceptors(&self) -> &[CheckedIndex] {
        &self.interceptors
    }

    /// Returns the budget of the search.
    pub(crate) fn budget(&mut self) -> &mut Budget {
        self.budget
    }

    /// Returns whether each plan for which no request was found provably has none.
    pub(crate) fn is_decided(&self) -> bool {
        self.is_decided
    }

    /// Records that a plan could not be decided.
    pub(crate) fn give_up(&mut self) {
        self.is_decided = false;
    }

    /// Searches for a cycle with the plans that begin with a rule.
    pub(crate) fn cycle_from(
        &mut self,
        scenario: &SampleRequest,
        rule: CheckedIndex,
    ) -> Option<Cycle> {
        self.extend(scenario, &mut vec![PlanStep { rule, interceptors: Vec::new() }])
    }

    /// Searches for a cycle with a plan and all plans that begin with it.
    fn extend(&mut self, scenario: &SampleRequest, plan: &mut Vec<PlanStep>) -> Option<Cycle> {
        if self.budget.is_exhausted() {
            self.give_up();
            return None;
        }
        let request = self.request(scenario, plan)?;
        let first = plan.first()?.rule;
        if let Some(cycle) = diverges(self.site, self.rules, &request, first) {
            return Some(cycle);
        }
        if plan.len() > MAX_HOPS {
            return None;
        }
        let successors = self.graph.successors(plan.last()?.rule);
        self.budget.spend(successors.len() as u64);
        for rule in successors {
            plan.push(PlanStep { rule, interceptors: Vec::new() });
            let cycle = self.extend(scenario, plan);
            plan.pop();
            if cycle.is_some() {
                return cycle;
            }
        }
        None
    }

    /// Searches for a request that goes through the rules of a plan.
    fn request(
        &mut self,
        scenario: &SampleRequest,
        plan: &mut [PlanStep],
    ) -> Option<SampleRequest> {
        loop {
            self.budget.spend((plan.len() * STEPS_PER_LOOKUP) as u64);
            let word = match plan_language(self.site, plan, self.budget) {
                Emptiness::Witness(language) => {
                    shortest_word(vec![language], Vec::new(), self.budget)
                }
                Emptiness::Empty => Emptiness::Empty,
                Emptiness::Undecided => Emptiness::Undecided,
            };
            let request = match word {
                Emptiness::Witness(word) => scenario.with_path(path_text(&word)),
                Emptiness::Empty => return None,
                Emptiness::Undecided => {
                    self.give_up();
                    return None;
                }
            };
            match self.deviation(&request, plan) {
                Deviation::None => return Some(request),
                Deviation::Scenario => {
                    // A request with another path may stay in the plan.
                    let mut rules = plan.iter().map(|step| self.site.rule(step.rule));
                    let inspects_host = rules.clone().any(inspects_proxy_host);
                    if rules.any(|rule| values_decide_scenario(rule, inspects_host)) {
                        self.give_up();
                    }
                    return None;
                }
                Deviation::Rule(at, rule) => {
                    // The rule may not match the requests that follow from other paths.
                    let mut before = plan[..at].iter().map(|step| self.site.rule(step.rule));
                    let other = rule.map(|rule| self.site.rule(rule));
                    let inspects_host = other.is_some_and(inspects_proxy_host);
                    if other.is_some_and(depends_on_scenario)
                        && before.any(|rule| values_decide_scenario(rule, inspects_host))
                    {
                        self.give_up();
                    }
                    if self.intercept(&mut plan[at], rule).is_none() {
                        self.give_up();
                        return None;
                    }
                }
            }
        }
    }

    /// Adds an interceptor to a step. Returns `None` if no rule can be added.
    fn intercept(&mut self, step: &mut PlanStep, rule: Option<CheckedIndex>) -> Option<()> {
        let rule = rule.filter(|rule| *rule < step.rule && !step.interceptors.contains(rule))?;
        (step.interceptors.len() < MAX_INTERCEPTORS).then_some(())?;
        step.interceptors.push(rule);
        if !self.rules.contains(&rule) && !self.interceptors.contains(&rule) {
            self.interceptors.push(rule);
        }
        Some(())
    }

    /// Follows a request on the table for as long as its redirects follow a plan.
    fn deviation(&self, request: &SampleRequest, plan: &[PlanStep]) -> Deviation {
        let mut request = request.clone();
        for (at, step) in plan.iter().enumerate() {
            if !applies(self.site.rule(step.rule), &request) {
                return Deviation::Scenario;
            }
            let first = self.site.first_match(&request);
            if first != Some(step.rule) {
                return Deviation::Rule(at, first);
            }
            if at + 1 < plan.len() {
                // If clients differ, the first hop keeps the method. A client that changes it to
                // GET keeps GET from then on, so that a plan for GET requests finds its cycle.
                let Some(hop) = self.site.hops(&request, step.rule).into_iter().next() else {
                    return Deviation::Scenario;
                };
                request = hop.corrected().0;
            }
        }
        Deviation::None
    }
}

/// Returns whether a rule has a condition on another part of the request than its path.
fn depends_on_scenario(rule: &CheckedRule<'_>) -> bool {
    rule.conditions.iter().any(|scoped| scoped.condition.path_capture().is_none())
}

/// Returns whether captures, or other values of the request, determine more of the next request
/// than its path. A fragment is not sent. The scenarios distinguish hosts, but not by conditions on
/// a field that repeats the host: `inspects_host` is true if a later rule has such a condition.
fn values_decide_scenario(rule: &CheckedRule<'_>, inspects_host: bool) -> bool {
    let Action::Redirect(_, target) = &rule.action else { return false };
    let captures = target.parts.iter().filter_map(Part::capture);
    let keeps_host = rule.leads_to_request_host();
    target.has_request_value_in_query()
        || inspects_host && keeps_host
        || captures.into_iter().any(|(position, _)| match position {
            UriPosition::Label | UriPosition::Host => !keeps_host,
            UriPosition::Query => true,
            UriPosition::Segment | UriPosition::Rest | UriPosition::Fragment => false,
        })
}
