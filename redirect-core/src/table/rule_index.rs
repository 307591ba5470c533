//! The position of a rule in its table.

/// The position of a rule in its table, in declaration order. The rules of a document and the
/// checked rules of the compiler have other numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RuleIndex(usize);

impl RuleIndex {
    /// Creates the index of the rule at that position.
    pub const fn new(position: usize) -> RuleIndex {
        RuleIndex(position)
    }

    /// Returns the position.
    pub const fn get(self) -> usize {
        self.0
    }
}
