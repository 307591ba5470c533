//! Requests that are sent round.

use super::site::Site;
use crate::asked::Asked;

/// The most redirections that a client follows (Fetch, HTTP-redirect fetch, step 6).
pub(crate) const MAX_HOPS: usize = 20;

/// A request that comes back to itself, or makes more hops than clients follow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Round {
    /// The requests, each with the rule that takes it.
    pub(crate) hops: Vec<(Asked, usize)>,
    /// Where it comes back to, among the hops; the number of them where it grows for ever.
    pub(crate) back_to: usize,
}

impl Round {
    /// The rules that are gone through again and again.
    pub(crate) fn rules(&self) -> Vec<usize> {
        let start = if self.back_to < self.hops.len() { self.back_to } else { self.hops.len() / 2 };
        let mut rules: Vec<usize> = self.hops[start..].iter().map(|(_, rule)| *rule).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }
}

/// Follows a request; where clients differ, each way is tried.
pub(crate) fn round(site: &Site<'_, '_>, asked: &Asked, rule: usize) -> Option<Round> {
    follow(site, &mut vec![(asked.clone(), rule)])
}

fn follow(site: &Site<'_, '_>, hops: &mut Vec<(Asked, usize)>) -> Option<Round> {
    let (asked, rule) = hops.last()?.clone();
    for next in site.hops(&asked, rule) {
        if let Some(back_to) = hops.iter().position(|(asked, _)| *asked == next.asked) {
            return Some(Round { hops: hops.clone(), back_to });
        }
        let Some(rule) = next.rule else { continue };
        if hops.len() > MAX_HOPS {
            return Some(Round { hops: hops.clone(), back_to: hops.len() });
        }
        hops.push((next.asked, rule));
        let found = follow(site, hops);
        hops.pop();
        if found.is_some() {
            return found;
        }
    }
    None
}
