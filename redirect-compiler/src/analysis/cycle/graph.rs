//! The graph of rules, with an edge from each rule to the rules that may match its targets.

use crate::analysis::automata::alphabet::{Symbol, byte, word};
use crate::analysis::automata::target_path::target_prefix;
use crate::analysis::cycle::scc::cyclic_components;
use crate::analysis::trivial::TrivialAnalysis;
use crate::analysis::trivial::onward::Onward;
use crate::lower::checked_rule::{CheckedIndex, CheckedRule};
use redirect_core::internals::pattern::Piece;

/// The maximum number of stored successors of a rule. A rule with that many may have more.
const MAX_SUCCESSORS: usize = 64;

/// The successors of each rule: the rules that may match its targets.
///
/// The graph is an over-approximation, up to [`MAX_SUCCESSORS`] for each rule. It compares the
/// literal prefixes of targets and sources, and ignores conditions, case, final slashes and
/// everything after the first capture.
#[derive(Default)]
pub(crate) struct Graph {
    successors: Vec<Vec<CheckedIndex>>,
}

impl Graph {
    /// Creates the graph of rules.
    pub(crate) fn new(rules: &[CheckedRule<'_>], trivial: &TrivialAnalysis<'_, '_>) -> Graph {
        let mut prefixes = Vec::with_capacity(rules.len());
        for rule in rules {
            prefixes.push(source_prefix(rule));
        }
        let sources = Sources::new(&prefixes);
        let mut successors = Vec::with_capacity(rules.len());
        for index in CheckedIndex::all(rules.len()) {
            successors.push(match trivial.onward(index) {
                Onward::Ends => Vec::new(),
                Onward::To(next) => vec![next],
                Onward::Unknown => match target_prefix(&rules[index.position()]) {
                    Some(target) => {
                        sources.matching(&PathPrefix::new(&target.text, target.is_whole))
                    }
                    None => Vec::new(),
                },
            });
        }
        Graph { successors }
    }

    /// Returns rules that may match the targets of a rule, at most [`MAX_SUCCESSORS`].
    pub(crate) fn successors(&self, rule: CheckedIndex) -> &[CheckedIndex] {
        self.successors.get(rule.position()).map_or(&[], Vec::as_slice)
    }

    /// Returns all rules that may match the targets of a rule, or `None` if there are too many.
    pub(crate) fn all_successors(&self, rule: CheckedIndex) -> Option<&[CheckedIndex]> {
        Some(self.successors(rule)).filter(|successors| successors.len() < MAX_SUCCESSORS)
    }

    /// Returns the strongly connected components that contain a cycle.
    pub(crate) fn cycles(&self) -> Vec<Vec<CheckedIndex>> {
        let successor = |rule: usize, edge: usize| {
            self.successors[rule].get(edge).map(|successor| successor.position())
        };
        let mut cycles = Vec::new();
        for component in cyclic_components(self.successors.len(), &successor) {
            let mut rules = Vec::with_capacity(component.len());
            for position in component {
                rules.push(CheckedIndex::new(position));
            }
            cycles.push(rules);
        }
        cycles
    }

    /// Returns the [`cycles`](Graph::cycles) of the subgraph of some rules.
    pub(crate) fn cycles_within(&self, rules: &[CheckedIndex]) -> Vec<Vec<CheckedIndex>> {
        let mut subgraph = Graph { successors: vec![Vec::new(); rules.len()] };
        for (place, rule) in rules.iter().enumerate() {
            for successor in self.successors(*rule) {
                if let Some(place_of_successor) = rules.iter().position(|it| it == successor) {
                    subgraph.successors[place].push(CheckedIndex::new(place_of_successor));
                }
            }
        }
        let mut cycles = subgraph.cycles();
        for cycle in &mut cycles {
            for place in cycle {
                *place = rules[place.position()];
            }
        }
        cycles
    }
}

/// An index of the literal prefixes of sources.
///
/// Static sources are sorted, so that a binary search finds those that begin with the prefix of a
/// target. Patterns are compared one by one.
struct Sources<'p> {
    literals: Vec<(&'p [u8], CheckedIndex)>,
    patterns: Vec<(&'p PathPrefix, CheckedIndex)>,
}

impl<'p> Sources<'p> {
    /// Creates the index from the source prefix of each rule.
    fn new(prefixes: &'p [PathPrefix]) -> Sources<'p> {
        let (mut literals, mut patterns) = (Vec::new(), Vec::new());
        for (prefix, rule) in prefixes.iter().zip(CheckedIndex::all(prefixes.len())) {
            if prefix.is_whole {
                literals.push((&prefix.text[..], rule));
            } else {
                patterns.push((prefix, rule));
            }
        }
        literals.sort_unstable();
        Sources { literals, patterns }
    }

    /// Returns rules that may match targets with a prefix, at most [`MAX_SUCCESSORS`].
    fn matching(&self, target: &PathPrefix) -> Vec<CheckedIndex> {
        let mut matching = Vec::new();
        for (prefix, rule) in &self.patterns {
            if target.may_continue(prefix) {
                matching.push(*rule);
            }
            if matching.len() == MAX_SUCCESSORS {
                return matching;
            }
        }
        let start = self.literals.partition_point(|(source, _)| *source < &target.text[..]);
        for (source, rule) in &self.literals[start..] {
            if !target.may_begin(source) || matching.len() == MAX_SUCCESSORS {
                break;
            }
            matching.push(*rule);
        }
        matching
    }
}

/// The literal prefix of paths, in lower case and without a final slash, because rules may ignore
/// either.
struct PathPrefix {
    text: Vec<u8>,
    /// True if the prefix is the whole path.
    is_whole: bool,
}

impl PathPrefix {
    fn new(word: &[Symbol], is_whole: bool) -> PathPrefix {
        let mut text = Vec::with_capacity(word.len());
        for &symbol in word {
            text.push(byte(symbol));
        }
        PathPrefix::from_bytes(text, is_whole)
    }

    fn from_bytes(mut text: Vec<u8>, is_whole: bool) -> PathPrefix {
        text.make_ascii_lowercase();
        if text.last() == Some(&b'/') {
            text.pop();
        }
        PathPrefix { text, is_whole }
    }

    /// Returns whether a path can have both this prefix and the prefix of a pattern.
    fn may_continue(&self, pattern: &PathPrefix) -> bool {
        self.text.starts_with(&pattern.text)
            || !self.is_whole && pattern.text.starts_with(&self.text)
    }

    /// Returns whether a path has this prefix, or equals it if the prefix is the whole path.
    fn may_begin(&self, path: &[u8]) -> bool {
        if self.is_whole { self.text == path } else { path.starts_with(&self.text) }
    }
}

fn source_prefix(rule: &CheckedRule<'_>) -> PathPrefix {
    if let Some(key) = rule.source.literal().filter(|key| !key.contains(&b'%')) {
        return PathPrefix::from_bytes(key.to_vec(), true);
    }
    let text = match rule.source.pieces.first() {
        Some(Piece::Literal(text)) => word(text),
        Some(Piece::Param(_) | Piece::CatchAll(_)) | None => Vec::new(),
    };
    PathPrefix::new(&text, rule.source.literal().is_some())
}

#[cfg(test)]
mod tests {
    use super::Graph;
    use crate::analysis::test_rules::with_site;
    use crate::lower::checked_rule::CheckedIndex;

    fn positions(rules: &[CheckedIndex]) -> Vec<usize> {
        rules.iter().map(|rule| rule.position()).collect()
    }

    #[test]
    fn an_edge_leads_to_each_rule_that_may_match_a_target() {
        let rules = [
            ("/a/{x}", "/b/{x}"),
            ("/b/{x}/c", "/a/{x}"),
            ("/b/y", "/end"),
            ("/{x}/z", "/elsewhere/{x}"),
            ("/static", "/b/y"),
        ];
        with_site(&rules, |site, trivial| {
            let graph = Graph::new(site.rules, trivial);
            let edges: Vec<Vec<usize>> =
                site.indices().map(|rule| positions(graph.successors(rule))).collect();
            assert_eq!(edges, [vec![1, 3, 2], vec![0, 3], vec![3], vec![3], vec![1, 3, 2]]);
            let cycles: Vec<Vec<usize>> =
                graph.cycles().iter().map(|cycle| positions(cycle)).collect();
            assert_eq!(cycles, [vec![3], vec![0, 1]]);
            let within = graph.cycles_within(&[CheckedIndex::new(0), CheckedIndex::new(3)]);
            assert_eq!(within, [vec![CheckedIndex::new(3)]]);
        });
    }
}
