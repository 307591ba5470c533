//! Identifiers of the nodes of a document.
//!
//! Each kind of node has its own type, so that the compiler rejects the index of a rule where the
//! index of a scope, a checked rule or a rule in the table is expected.

/// Declares the identifier of one kind of node.
macro_rules! node_id {
    ($(#[$doc:meta])* $name:ident, $variant:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(u32);

        impl $name {
            /// Creates the identifier of the node at an index of its list in the document.
            ///
            /// # Panics
            ///
            /// Panics if the index is greater than `u32::MAX`: no document has so many nodes.
            pub fn new(index: usize) -> $name {
                $name(to_u32(index))
            }

            /// Returns the index of the node in its list in the document.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<$name> for NodeId {
            fn from(id: $name) -> NodeId {
                NodeId::$variant(id)
            }
        }
    };
}

node_id! {
    /// Identifies a [`Scope`](super::Scope).
    ScopeId, Scope
}
node_id! {
    /// Identifies a [`Rule`](super::Rule).
    RuleId, Rule
}
node_id! {
    /// Identifies an [`InvalidLine`](super::InvalidLine).
    LineId, Line
}
node_id! {
    /// Identifies an [`Assertion`](super::Assertion).
    AssertionId, Assertion
}
node_id! {
    /// Identifies a [`Constant`](super::Constant).
    ConstantId, Constant
}

/// Identifies a node of a document. Nodes are ordered by kind, then by position in the document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NodeId {
    /// A group, a default or an include.
    Scope(ScopeId),
    /// A rule.
    Rule(RuleId),
    /// A line of a file that is not a rule.
    Line(LineId),
    /// An assertion.
    Assertion(AssertionId),
    /// A constant.
    Constant(ConstantId),
}

#[expect(clippy::expect_used, reason = "each node takes more than a byte of memory or of source")]
fn to_u32(index: usize) -> u32 {
    u32::try_from(index).expect("invariant: a document has fewer than 2^32 nodes of a kind")
}

#[cfg(test)]
mod tests {
    use super::{AssertionId, LineId, NodeId, RuleId, ScopeId};

    #[test]
    fn nodes_are_ordered_by_kind_then_by_index() {
        let sorted: [NodeId; 5] = [
            ScopeId::new(7).into(),
            RuleId::new(0).into(),
            RuleId::new(3).into(),
            LineId::new(1).into(),
            AssertionId::new(0).into(),
        ];
        assert!(sorted.is_sorted());
    }

    #[test]
    fn index_is_that_of_the_constructor() {
        assert_eq!(RuleId::new(41).index(), 41);
    }
}
