//! A set of things that are written.

use crate::syntax::document::NodeId;

/// Items, each there or not: the numbers are dense, so that a place for each takes less than a hash.
#[derive(Default, Debug)]
pub(crate) struct NodeSet {
    scopes: Vec<bool>,
    rules: Vec<bool>,
    lines: Vec<bool>,
    asserts: Vec<bool>,
}

impl NodeSet {
    pub(crate) fn has(&self, item: NodeId) -> bool {
        let (places, number) = match item {
            NodeId::Scope(number) => (&self.scopes, number),
            NodeId::Rule(number) => (&self.rules, number),
            NodeId::Line(number) => (&self.lines, number),
            NodeId::Assert(number) => (&self.asserts, number),
        };
        number < places.len() && places[number]
    }

    fn add(&mut self, item: NodeId) {
        let (places, number) = match item {
            NodeId::Scope(number) => (&mut self.scopes, number),
            NodeId::Rule(number) => (&mut self.rules, number),
            NodeId::Line(number) => (&mut self.lines, number),
            NodeId::Assert(number) => (&mut self.asserts, number),
        };
        if number >= places.len() {
            places.resize(number + 1, false);
        }
        places[number] = true;
    }
}

impl FromIterator<NodeId> for NodeSet {
    fn from_iter<I: IntoIterator<Item = NodeId>>(items: I) -> NodeSet {
        let mut set = NodeSet::default();
        items.into_iter().for_each(|item| set.add(item));
        set
    }
}
