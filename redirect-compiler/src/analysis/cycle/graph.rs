//! The graph of which rule may redirect to which, by the text that a target and a source begin
//! with.

use crate::analysis::automata::alphabet::{Symbol, byte, word};
use crate::analysis::automata::target_path::target_prefix;
use crate::analysis::cycle::scc::cyclic_components;
use crate::analysis::trivial::TrivialAnalysis;
use crate::analysis::trivial::onward::Onward;
use crate::lower::checked_rule::{CheckedIndex, CheckedRule};
use redirect_core::internals::pattern::Piece;

/// The most successors of a rule. A rule that has as many may have others.
const MAX_SUCCESSORS: usize = 64;

/// For each rule, the rules that may match its targets.
///
/// It is an over-approximation: it ignores conditions, case, final slashes and all that follows the
/// first capture.
#[derive(Default)]
pub(crate) struct Graph {
    successors: Vec<Vec<CheckedIndex>>,
}

impl Graph {
    /// Creates the graph of rules.
    ///
    /// Static sources are sorted, so that those which begin with the prefix of a target are found
    /// by a binary search; patterns are compared one by one.
    pub(crate) fn new(rules: &[CheckedRule<'_>], trivial: &TrivialAnalysis<'_, '_>) -> Graph {
        let sources: Vec<PathPrefix> = rules.iter().map(source_prefix).collect();
        let prefix_of = |rule: CheckedIndex| &sources[rule.position()];
        let (literals, patterns): (Vec<CheckedIndex>, Vec<CheckedIndex>) =
            CheckedIndex::all(rules.len()).partition(|&rule| prefix_of(rule).is_whole);
        let mut literals: Vec<(&[u8], CheckedIndex)> =
            literals.into_iter().map(|rule| (&prefix_of(rule).text[..], rule)).collect();
        literals.sort_unstable();
        let compared = |rule: CheckedIndex| {
            let target = target_prefix(&rules[rule.position()]);
            let Some(target) = target.map(|it| PathPrefix::new(&it.text, it.is_whole)) else {
                return Vec::new();
            };
            let may_match = |&&rule: &&CheckedIndex| target.may_continue(prefix_of(rule));
            let of_patterns = patterns.iter().filter(may_match).copied();
            let start = literals.partition_point(|(source, _)| *source < &target.text[..]);
            let of_literals = literals[start..]
                .iter()
                .take_while(|(source, _)| target.may_begin(source))
                .map(|(_, rule)| *rule);
            of_patterns.chain(of_literals).take(MAX_SUCCESSORS).collect()
        };
        let successors = CheckedIndex::all(rules.len()).map(|rule| match trivial.onward(rule) {
            Onward::Ends => Vec::new(),
            Onward::To(next) => vec![next],
            Onward::Unknown => compared(rule),
        });
        Graph { successors: successors.collect() }
    }

    /// Returns rules that may match the targets of a rule: all of them, or [`MAX_SUCCESSORS`].
    pub(crate) fn successors(&self, rule: CheckedIndex) -> &[CheckedIndex] {
        self.successors.get(rule.position()).map_or(&[], Vec::as_slice)
    }

    /// Returns all rules that may match the targets of a rule; `None` where they are too many.
    pub(crate) fn all_successors(&self, rule: CheckedIndex) -> Option<&[CheckedIndex]> {
        Some(self.successors(rule)).filter(|successors| successors.len() < MAX_SUCCESSORS)
    }

    /// Returns the sets of rules that may each redirect to themselves through the others.
    pub(crate) fn cycles(&self) -> Vec<Vec<CheckedIndex>> {
        let successor = |rule: usize, edge: usize| {
            self.successors[rule].get(edge).map(|successor| successor.position())
        };
        let components = cyclic_components(self.successors.len(), successor);
        let indices =
            |component: Vec<usize>| component.into_iter().map(CheckedIndex::new).collect();
        components.into_iter().map(indices).collect()
    }

    /// Returns the [`cycles`](Graph::cycles) of the subgraph of some rules.
    pub(crate) fn cycles_within(&self, rules: &[CheckedIndex]) -> Vec<Vec<CheckedIndex>> {
        let place = |rule: &CheckedIndex| rules.iter().position(|other| other == rule);
        let successors = |rule: &CheckedIndex| -> Vec<usize> {
            self.successors(*rule).iter().filter_map(place).collect()
        };
        let subgraph: Vec<Vec<usize>> = rules.iter().map(successors).collect();
        let successor = |rule: usize, edge: usize| subgraph[rule].get(edge).copied();
        let components = cyclic_components(subgraph.len(), successor);
        let indices = |component: Vec<usize>| component.into_iter().map(|it| rules[it]).collect();
        components.into_iter().map(indices).collect()
    }
}

/// The literal text that paths begin with, in lower case and without a final slash, since either
/// may make no difference.
struct PathPrefix {
    text: Vec<u8>,
    /// True if it is the whole path.
    is_whole: bool,
}

impl PathPrefix {
    fn new(word: &[Symbol], is_whole: bool) -> PathPrefix {
        let bytes = word.iter().map(|&symbol| byte(symbol));
        PathPrefix::from_bytes(bytes.collect(), is_whole)
    }

    fn from_bytes(mut text: Vec<u8>, is_whole: bool) -> PathPrefix {
        text.make_ascii_lowercase();
        if text.last() == Some(&b'/') {
            text.pop();
        }
        PathPrefix { text, is_whole }
    }

    /// Returns whether a path with this prefix may be one with the prefix of a pattern.
    fn may_continue(&self, pattern: &PathPrefix) -> bool {
        self.text.starts_with(&pattern.text)
            || !self.is_whole && pattern.text.starts_with(&self.text)
    }

    /// Returns whether a path may have this prefix.
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
