//! Requests that are sent cycle.

use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::site::Site;
use crate::lower::checked_rule::Action;

/// The most redirections that a client follows (Fetch, HTTP-redirect fetch, step 6).
pub(crate) const MAX_HOPS: usize = 20;

/// The hops after which one that is looked for is taken to come to no end: more than those that are
/// planned.
const ENDLESS: usize = 4 * MAX_HOPS;

/// A request that comes back to itself, or makes more hops than clients follow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Cycle {
    /// The requests, each with the rule that takes it.
    pub(crate) hops: Vec<(SampleRequest, usize)>,
    /// Where it comes back to, among the hops; the number of them where it grows for ever.
    pub(crate) back_to: usize,
}

impl Cycle {
    /// The rules that are gone through again and again.
    pub(crate) fn rules(&self) -> Vec<usize> {
        let start = if self.back_to < self.hops.len() { self.back_to } else { self.hops.len() / 2 };
        let mut rules: Vec<usize> = self.hops[start..].iter().map(|(_, rule)| *rule).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }
}

/// Follows a request for as many hops as a client does; where clients differ, each way is tried.
pub(crate) fn cycle(site: &Site<'_, '_>, asked: &SampleRequest, rule: usize) -> Option<Cycle> {
    follow(site, MAX_HOPS, &mut vec![(asked.clone(), rule)])
}

/// Follows a request until it is clear that it comes to no end. One that was made to be long may go
/// through a rule more often than a client follows, and come to an end all the same.
pub(crate) fn diverges(site: &Site<'_, '_>, asked: &SampleRequest, rule: usize) -> Option<Cycle> {
    let mut found = follow(site, ENDLESS, &mut vec![(asked.clone(), rule)])?;
    if found.back_to > MAX_HOPS {
        found.hops.truncate(MAX_HOPS + 1);
        found.back_to = found.hops.len();
    }
    Some(found)
}

fn follow(
    site: &Site<'_, '_>,
    max_hops: usize,
    hops: &mut Vec<(SampleRequest, usize)>,
) -> Option<Cycle> {
    let (asked, rule) = hops.last()?.clone();
    if hops.len() > max_hops {
        let goes_on = matches!(site.rules[rule].action, Action::Redirect(..));
        return goes_on.then(|| Cycle { hops: hops.clone(), back_to: hops.len() });
    }
    if site.leads_too_far(&asked, rule) {
        return Some(Cycle { hops: hops.clone(), back_to: hops.len() });
    }
    for next in site.hops(&asked, rule) {
        if let Some(back_to) = hops.iter().position(|(asked, _)| *asked == next.asked) {
            return Some(Cycle { hops: hops.clone(), back_to });
        }
        let Some(rule) = next.rule else { continue };
        hops.push((next.asked, rule));
        let found = follow(site, max_hops, hops);
        hops.pop();
        if found.is_some() {
            return found;
        }
    }
    None
}
