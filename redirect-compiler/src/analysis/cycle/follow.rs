//! Following the redirects of a request on the table until a request repeats.

use crate::analysis::model::hop_limit::MAX_HOPS;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::site::Site;
use crate::analysis::model::sorted_rules::insert_rule;
use crate::lower::checked_rule::{Action, CheckedIndex};

/// The number of redirects after which a request of a search counts as diverging. It exceeds the
/// length of every plan, so that a request that was constructed to go through many rules is not
/// reported just for that.
const MAX_HOPS_OF_SEARCH: usize = 4 * MAX_HOPS;

/// A request that is redirected in a cycle, or more often than clients follow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Cycle {
    /// The requests, each with the rule that matches it.
    pub(crate) hops: Vec<(SampleRequest, CheckedIndex)>,
    /// The index of the hop that the last one leads back to, or the number of hops if the requests
    /// do not repeat.
    pub(crate) back_to: usize,
}

impl Cycle {
    /// Returns whether the requests repeat.
    pub(crate) fn repeats(&self) -> bool {
        self.back_to < self.hops.len()
    }

    /// Returns the sorted rules of the cycle, without those that only lead into it.
    pub(crate) fn rules(&self) -> Vec<CheckedIndex> {
        let start = if self.repeats() { self.back_to } else { self.hops.len() / 2 };
        let mut rules = Vec::new();
        for (_, rule) in &self.hops[start..] {
            insert_rule(*rule, &mut rules);
        }
        rules
    }
}

/// Follows a request for as many redirects as clients do. If clients differ, follows each
/// alternative. `rule` is the first rule that matches the request.
pub(crate) fn cycle_from(
    site: &Site<'_, '_>,
    request: &SampleRequest,
    rule: CheckedIndex,
) -> Option<Cycle> {
    follow(site, &[], MAX_HOPS, &mut vec![(request.clone(), rule)])
}

/// Follows a request of a search until it repeats or counts as diverging.
///
/// A rule that shortens the path may redirect a long path more often than clients follow, and the
/// redirects still end. That is not a cycle. `component` are the sorted rules that are searched.
pub(crate) fn diverges(
    site: &Site<'_, '_>,
    component: &[CheckedIndex],
    request: &SampleRequest,
    rule: CheckedIndex,
) -> Option<Cycle> {
    let hops = &mut vec![(request.clone(), rule)];
    let mut cycle = follow(site, component, MAX_HOPS_OF_SEARCH, hops)?;
    if cycle.back_to > MAX_HOPS {
        cycle.hops.truncate(MAX_HOPS + 1);
        cycle.back_to = cycle.hops.len();
    }
    Some(cycle)
}

/// Follows the last of the hops, depth-first. Each call adds a hop, and `max_hops` bounds their
/// number.
fn follow(
    site: &Site<'_, '_>,
    component: &[CheckedIndex],
    max_hops: usize,
    hops: &mut Vec<(SampleRequest, CheckedIndex)>,
) -> Option<Cycle> {
    let (request, rule) = hops.last()?.clone();
    let diverging = |hops: &[(SampleRequest, CheckedIndex)]| {
        Some(Cycle { hops: hops.to_vec(), back_to: hops.len() })
    };
    if hops.len() > max_hops {
        let is_redirect = matches!(site.rule(rule).action, Action::Redirect(..));
        return if is_redirect { diverging(hops) } else { None };
    }
    // A path that outgrows the limit is on a cycle only if the rule may match again. Otherwise, the
    // path only went through a chain of rules that make it longer.
    let is_on_cycle = || component.binary_search(&rule).is_ok() || is_repeated(rule, hops);
    if site.exceeds_path(&request, rule) && is_on_cycle() {
        return diverging(hops);
    }
    for next in site.hops(&request, rule) {
        let (next, next_rule) = next.corrected();
        if let Some(back_to) = hops.iter().position(|(request, _)| *request == next) {
            return Some(Cycle { hops: hops.clone(), back_to });
        }
        let Some(next_rule) = next_rule else { continue };
        hops.push((next, next_rule));
        let found = follow(site, component, max_hops, hops);
        hops.pop();
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Returns whether the rule of the last hop also matched an earlier one.
fn is_repeated(rule: CheckedIndex, hops: &[(SampleRequest, CheckedIndex)]) -> bool {
    hops.iter().filter(|(_, known)| *known == rule).count() > 1
}
