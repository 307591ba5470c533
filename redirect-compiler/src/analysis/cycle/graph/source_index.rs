//! An index of the literal prefixes of sources.

use std::ops::Range;

use crate::analysis::cycle::graph::path_prefix::PathPrefix;

/// An index of sources by their literal prefixes. It finds the sources that may match a target with
/// a given prefix:
///
/// * the patterns whose prefix is a prefix of the target's;
/// * the sources that begin with the prefix of the target, or that equal it if it is the whole
///   path.
///
/// The sources of the second kind are a range of the sorted sources. Those of the first kind are
/// found by following each pattern to the next shorter prefix, as in a trie.
///
/// For a search in the graph, the index also defines auxiliary nodes, which merge edges: one for
/// each distinct prefix of patterns, and the nodes of a segment tree over the sorted sources.
#[derive(Default)]
pub(super) struct SourceIndex {
    /// The prefix of each source.
    prefixes: Vec<PathPrefix>,
    /// The numbers of the sources, sorted by prefix. Equal prefixes of patterns come before those
    /// of static sources.
    sorted: Vec<usize>,
    /// The distinct prefixes of patterns, sorted.
    groups: Vec<Group>,
}

/// The patterns with one prefix.
struct Group {
    /// The range of the patterns in the sorted sources.
    range: Range<usize>,
    /// The group of the longest shorter prefix of this prefix.
    enclosing: Option<usize>,
}

impl SourceIndex {
    /// Creates the index of sources with some prefixes.
    pub(super) fn new(prefixes: Vec<PathPrefix>) -> SourceIndex {
        let mut entries: Vec<(&[u8], bool, usize)> = Vec::with_capacity(prefixes.len());
        for (source, prefix) in prefixes.iter().enumerate() {
            entries.push((&prefix.text, prefix.is_whole, source));
        }
        entries.sort_unstable();
        let mut sorted = Vec::with_capacity(entries.len());
        for (_, _, source) in entries {
            sorted.push(source);
        }
        let mut index = SourceIndex { prefixes, sorted, groups: Vec::new() };
        for at in 0..index.sorted.len() {
            index.add_to_group(at);
        }
        index
    }

    /// Adds a sorted source to its group, if it is a pattern.
    fn add_to_group(&mut self, at: usize) {
        let PathPrefix { text, is_whole } = self.prefix(at);
        if *is_whole {
            return;
        }
        let enclosing = self.enclosing(text);
        match enclosing {
            Some(group) if self.prefix_of(group) == &text[..] => {
                self.groups[group].range.end = at + 1;
            }
            _ => self.groups.push(Group { range: at..at + 1, enclosing }),
        }
    }

    /// Returns the prefix of a sorted source.
    fn prefix(&self, at: usize) -> &PathPrefix {
        &self.prefixes[self.sorted[at]]
    }

    /// Returns the prefix of the patterns of a group.
    fn prefix_of(&self, group: usize) -> &[u8] {
        &self.prefix(self.groups[group].range.start).text
    }

    /// Returns whether the index has no sources.
    pub(super) fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// Returns the group of the longest prefix of a text, among the groups that are not greater.
    ///
    /// Each group between the prefix and the text begins with the prefix. The search therefore
    /// starts at the last group that is not greater than the text, and follows enclosing groups.
    fn enclosing(&self, text: &[u8]) -> Option<usize> {
        let is_before = |group: &Group| &self.prefix(group.range.start).text[..] <= text;
        let mut group = self.groups.partition_point(is_before).checked_sub(1);
        while let Some(at) = group {
            if text.starts_with(self.prefix_of(at)) {
                break;
            }
            group = self.groups[at].enclosing;
        }
        group
    }

    /// Returns the range of the sorted sources that begin with the prefix of a target, or that
    /// equal it if it is the whole path. Patterns with exactly this prefix are not included.
    fn range(&self, target: &PathPrefix) -> Range<usize> {
        let is_before = |source: &usize| {
            let PathPrefix { text, is_whole } = &self.prefixes[*source];
            (&text[..], *is_whole) < (&target.text[..], true)
        };
        let start = self.sorted.partition_point(is_before);
        let is_inside = |source: &usize| {
            let PathPrefix { text, is_whole } = &self.prefixes[*source];
            let equals = *is_whole && *text == target.text;
            equals || !target.is_whole && text.starts_with(&target.text)
        };
        let len = self.sorted[start..].partition_point(is_inside);
        start..start + len
    }

    /// Appends the sources that may match a target.
    pub(super) fn push_compatible(&self, target: &PathPrefix, sources: &mut Vec<usize>) {
        sources.extend_from_slice(&self.sorted[self.range(target)]);
        let mut group = self.enclosing(&target.text);
        while let Some(at) = group {
            sources.extend_from_slice(&self.sorted[self.groups[at].range.clone()]);
            group = self.groups[at].enclosing;
        }
    }

    /// Returns whether a source may match a target.
    pub(super) fn has_compatible(&self, target: &PathPrefix) -> bool {
        !self.range(target).is_empty() || self.enclosing(&target.text).is_some()
    }

    /// Returns the number of auxiliary nodes: first one for each group, and then those of the
    /// segment tree. The tree has its root at 1, and the children of the node `k` are `2 * k` and
    /// `2 * k + 1`. Its last nodes are the leaves, one for each sorted source.
    pub(super) fn auxiliary_len(&self) -> usize {
        self.groups.len() + 2 * self.sorted.len()
    }

    /// Appends the auxiliary nodes that lead to the sources that may match a target, at most
    /// logarithmically many. The auxiliary nodes of the index are numbered from `first`.
    pub(super) fn push_auxiliary_nodes(
        &self,
        target: &PathPrefix,
        first: usize,
        nodes: &mut Vec<usize>,
    ) {
        nodes.extend(self.enclosing(&target.text).map(|group| first + group));
        let range = self.range(target);
        let first = first + self.groups.len();
        let leaves = self.sorted.len();
        let (mut start, mut end) = (range.start + leaves, range.end + leaves);
        while start < end {
            if start % 2 == 1 {
                nodes.push(first + start);
                start += 1;
            }
            if end % 2 == 1 {
                end -= 1;
                nodes.push(first + end);
            }
            (start, end) = (start / 2, end / 2);
        }
    }

    /// Returns the node that an edge of an auxiliary node leads to: a source, or `first` plus the
    /// number of another auxiliary node.
    pub(super) fn auxiliary_edge(&self, node: usize, edge: usize, first: usize) -> Option<usize> {
        let Some(node) = node.checked_sub(self.groups.len()) else {
            let group = &self.groups[node];
            return match self.sorted[group.range.clone()].get(edge) {
                Some(&source) => Some(source),
                None if edge == group.range.len() => Some(first + group.enclosing?),
                None => None,
            };
        };
        match (node.checked_sub(self.sorted.len()), edge) {
            (Some(leaf), 0) => Some(self.sorted[leaf]),
            (None, 0 | 1) => Some(first + self.groups.len() + 2 * node + edge),
            (Some(_) | None, _) => None,
        }
    }
}
