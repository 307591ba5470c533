//! The graph of rules, with an edge from each rule to the rules that may match its targets.

mod host;
mod path_prefix;
mod source_index;

use crate::analysis::cycle::graph::host::{host_of_target, required_host};
use crate::analysis::cycle::graph::path_prefix::PathPrefix;
use crate::analysis::cycle::graph::source_index::SourceIndex;
use crate::analysis::cycle::scc::cyclic_components;
use crate::analysis::trivial::TrivialAnalysis;
use crate::analysis::trivial::onward::Onward;
use crate::lower::checked_rule::{CheckedIndex, CheckedRule};

/// The graph of rules: each rule leads to the rules that may match its targets.
///
/// The graph is an over-approximation. It compares the literal prefixes of targets and sources, and
/// the host of a target with the host that a rule requires. It ignores other conditions, case,
/// final slashes and everything after the first capture.
///
/// The edges are not stored, because their number can be quadratic in the number of rules: `n`
/// rules to `/a/{x}` lead to each of `m` rules from `/a/{y}/…`. The sources that a target leads to
/// are a range of the sorted sources and the prefixes of one text, which a [`SourceIndex`] finds.
#[derive(Default)]
pub(crate) struct Graph {
    /// The rules of the graph, in order. Their positions are the numbers of the nodes.
    rules: Vec<CheckedIndex>,
    nodes: Vec<Node>,
    /// The nodes by the prefix of their source.
    by_path: SourceIndex,
    /// The nodes by the prefix of their source on the host that they require. Empty if no rule
    /// requires one.
    by_host: SourceIndex,
}

/// A rule in the graph.
#[derive(Clone)]
struct Node {
    /// The literal prefix of the rule's source.
    source: PathPrefix,
    /// The host that the rule requires, or no text.
    host: Vec<u8>,
    edges: Edges,
}

/// The edges from a rule.
#[derive(Clone)]
enum Edges {
    None,
    /// To one rule.
    To(CheckedIndex),
    /// To each rule whose source is compatible with the literal prefix of the rule's targets, and
    /// whose required host is that of the targets if both are known.
    Compatible(PathPrefix, Option<Vec<u8>>),
}

impl Graph {
    /// Creates the graph of rules.
    pub(crate) fn new(rules: &[CheckedRule<'_>], trivial: &TrivialAnalysis<'_, '_>) -> Graph {
        let (mut indices, mut nodes) = (Vec::new(), Vec::new());
        for index in CheckedIndex::all(rules.len()) {
            let rule = &rules[index.position()];
            let edges = match trivial.onward(index) {
                Onward::Ends => Edges::None,
                Onward::To(next) => Edges::To(next),
                Onward::Unknown => match PathPrefix::of_target(rule) {
                    Some(target) => Edges::Compatible(target, host_of_target(rule)),
                    None => Edges::None,
                },
            };
            let host = required_host(rule).unwrap_or_default().to_vec();
            indices.push(index);
            nodes.push(Node { source: PathPrefix::of_source(rule), host, edges });
        }
        Graph::with_nodes(indices, nodes)
    }

    fn with_nodes(rules: Vec<CheckedIndex>, nodes: Vec<Node>) -> Graph {
        let (mut paths, mut on_hosts) = (Vec::with_capacity(nodes.len()), Vec::new());
        let requires_host = nodes.iter().any(|node| !node.host.is_empty());
        for node in &nodes {
            paths.push(node.source.clone());
            if requires_host {
                on_hosts.push(node.source.on_host(&node.host));
            }
        }
        let (by_path, by_host) = (SourceIndex::new(paths), SourceIndex::new(on_hosts));
        Graph { rules, nodes, by_path, by_host }
    }

    /// Returns the subgraph of some rules, which must be sorted.
    pub(crate) fn within(&self, rules: &[CheckedIndex]) -> Graph {
        let (mut kept, mut nodes) = (Vec::new(), Vec::new());
        for rule in rules {
            if let Ok(node) = self.rules.binary_search(rule) {
                kept.push(*rule);
                nodes.push(self.nodes[node].clone());
            }
        }
        Graph::with_nodes(kept, nodes)
    }

    /// Returns the rules that may match the targets of a rule, sorted.
    pub(crate) fn successors(&self, rule: CheckedIndex) -> Vec<CheckedIndex> {
        let Ok(node) = self.rules.binary_search(&rule) else { return Vec::new() };
        let mut successors = Vec::new();
        match &self.nodes[node].edges {
            Edges::None => {}
            Edges::To(next) => {
                if self.rules.binary_search(next).is_ok() {
                    successors.push(*next);
                }
            }
            Edges::Compatible(target, host) => {
                let mut nodes = Vec::new();
                for (index, target) in self.queries(target, host.as_deref()) {
                    index.push_compatible(&target, &mut nodes);
                }
                for node in nodes {
                    successors.push(self.rules[node]);
                }
                successors.sort_unstable();
            }
        }
        successors
    }

    /// Returns whether a rule may match the targets of `rule`, which need not be in the graph.
    pub(crate) fn may_lead_on(&self, rule: &CheckedRule<'_>) -> bool {
        let Some(target) = PathPrefix::of_target(rule) else { return false };
        let host = host_of_target(rule);
        let queries = self.queries(&target, host.as_deref());
        queries.iter().any(|(index, target)| index.has_compatible(target))
    }

    /// Returns the indexes in which to look up a target, each with the prefix to look up.
    fn queries(&self, target: &PathPrefix, host: Option<&[u8]>) -> Vec<(&SourceIndex, PathPrefix)> {
        match host {
            Some(host) if !self.by_host.is_empty() => {
                let on_any_host = (&self.by_host, target.on_host(b""));
                vec![on_any_host, (&self.by_host, target.on_host(host))]
            }
            _ => vec![(&self.by_path, target.clone())],
        }
    }

    /// Returns the strongly connected components that contain a cycle.
    ///
    /// The search runs on a graph with auxiliary nodes, whose number of edges is nearly linear. An
    /// edge from one rule to another becomes a path through auxiliary nodes only. Therefore, two
    /// rules reach each other in one graph if and only if they do in the other.
    pub(crate) fn cycles(&self) -> Vec<Vec<CheckedIndex>> {
        let rules = self.rules.len();
        let after_paths = rules + self.by_path.auxiliary_len();
        let mut from_rules: Vec<Vec<usize>> = Vec::with_capacity(rules);
        for node in &self.nodes {
            let mut nodes = Vec::new();
            match &node.edges {
                Edges::None => {}
                Edges::To(next) => {
                    if let Ok(next) = self.rules.binary_search(next) {
                        nodes.push(next);
                    }
                }
                Edges::Compatible(target, host) => {
                    for (index, target) in self.queries(target, host.as_deref()) {
                        let is_by_path = std::ptr::eq(index, &raw const self.by_path);
                        let first = if is_by_path { rules } else { after_paths };
                        index.push_auxiliary_nodes(&target, first, &mut nodes);
                    }
                }
            }
            from_rules.push(nodes);
        }
        let successor = |node: usize, edge: usize| {
            if node < rules {
                from_rules[node].get(edge).copied()
            } else if node < after_paths {
                self.by_path.auxiliary_edge(node - rules, edge, rules)
            } else {
                self.by_host.auxiliary_edge(node - after_paths, edge, after_paths)
            }
        };
        let nodes = after_paths + self.by_host.auxiliary_len();
        let mut cycles = Vec::new();
        for component in cyclic_components(nodes, rules, &successor) {
            let mut cycle = Vec::new();
            for node in component {
                if node < rules {
                    cycle.push(self.rules[node]);
                }
            }
            cycles.push(cycle);
        }
        cycles
    }
}

#[cfg(test)]
mod tests;
