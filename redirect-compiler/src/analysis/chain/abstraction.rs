//! The abstraction of a rule in a chain proof, and its refinement by a request.

use crate::analysis::model::chain_link::is_chain_link;
use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::site::Site;
use crate::lower::checked_rule::CheckedIndex;

/// The abstraction of a rule: the other rules that are known to be involved in its chain.
pub(super) struct Abstraction {
    pub(super) rule: CheckedIndex,
    /// The rules that match requests before this one does.
    pub(super) interceptors: Vec<CheckedIndex>,
    /// The rules that redirect its targets as links of a chain.
    pub(super) successors: Vec<CheckedIndex>,
    /// True if requests are redirected to their canonical URLs, as links of a chain, after the rule
    /// responded.
    pub(super) is_corrected: bool,
}

/// The result of a refinement.
pub(super) enum Refinement {
    /// A rule was added.
    Refined,
    /// The response to the request is not redirected again.
    Ends,
    /// The request does not add a rule.
    Exhausted,
}

impl Abstraction {
    /// Creates the initial abstraction of a rule.
    pub(super) fn new(rule: CheckedIndex) -> Abstraction {
        let (interceptors, successors) = (Vec::new(), Vec::new());
        Abstraction { rule, interceptors, successors, is_corrected: false }
    }

    /// Returns the number of interceptors and successors.
    pub(super) fn len(&self) -> usize {
        self.interceptors.len() + self.successors.len()
    }

    /// Looks up a request in the table, and adds the interceptor or the successors that it reveals.
    pub(super) fn refine(&mut self, site: &Site<'_, '_>, request: &SampleRequest) -> Refinement {
        match site.first_match(request) {
            Some(first) if first == self.rule => {
                let Some(links) = links(site, self.rule, request) else {
                    return Refinement::Ends;
                };
                let mut is_refined = false;
                for link in links {
                    is_refined |= !self.contains(link);
                    match link {
                        Link::Correction => self.is_corrected = true,
                        Link::Rule(rule) if !self.contains(link) => self.successors.push(rule),
                        Link::Rule(_) => {}
                    }
                }
                if is_refined { Refinement::Refined } else { Refinement::Exhausted }
            }
            Some(first) if first < self.rule && !self.interceptors.contains(&first) => {
                self.interceptors.push(first);
                Refinement::Refined
            }
            Some(_) | None => Refinement::Exhausted,
        }
    }

    /// Returns whether the known rules explain the response to each request of a scenario, given
    /// the one for the only path of the rule. They do not if a value that the scenario represents
    /// decides whether one of them matches.
    pub(super) fn explains(&self, site: &Site<'_, '_>, request: &SampleRequest) -> bool {
        match site.first_match(request) {
            Some(first) if first == self.rule => links(site, self.rule, request)
                .is_some_and(|links| links.iter().all(|link| self.is_certain(site, *link))),
            Some(first) => {
                self.interceptors.contains(&first) && !site.rule(first).has_conditional_path()
            }
            None => false,
        }
    }

    /// Returns whether a link is known, and redirects each request of the scenario.
    fn is_certain(&self, site: &Site<'_, '_>, link: Link) -> bool {
        let is_conditional = match link {
            Link::Rule(rule) => site.rule(rule).has_conditional_path(),
            Link::Correction => false,
        };
        self.contains(link) && !is_conditional
    }

    /// Returns whether a link is known.
    fn contains(&self, link: Link) -> bool {
        match link {
            Link::Rule(rule) => self.successors.contains(&rule),
            Link::Correction => self.is_corrected,
        }
    }
}

/// A redirect of the request that follows the response of a rule.
#[derive(Clone, Copy)]
enum Link {
    Rule(CheckedIndex),
    /// The redirect to the canonical URL.
    Correction,
}

/// Returns the links that redirect the response of a rule, one for each request that a client may
/// send. Returns `None` if one of these requests is not redirected by a link of a chain.
fn links(site: &Site<'_, '_>, rule: CheckedIndex, request: &SampleRequest) -> Option<Vec<Link>> {
    let mut links = Vec::new();
    for hop in site.hops(request, rule) {
        if hop.has_correction_link() {
            links.push(Link::Correction);
            continue;
        }
        let next = hop.rule?;
        is_chain_link(site.rule(rule), site.rule(next)).then_some(())?;
        links.push(Link::Rule(next));
    }
    (!links.is_empty()).then_some(links)
}
