//! Constraints on the values of captures.

use crate::analysis::automata::alphabet::Symbol;

/// Constraints on the value of a capture, in addition to those of its place in the source.
#[derive(Clone, Default, Debug)]
pub(crate) struct ValueConstraints {
    /// Lists of words: the value is in each list.
    pub(crate) one_of: Vec<Vec<Vec<Symbol>>>,
    /// Words that are not the value.
    pub(crate) none_of: Vec<Vec<Symbol>>,
    /// Constraints of the capture's place in the target.
    pub(crate) not_empty: bool,
    pub(crate) no_slash_at_start: bool,
    pub(crate) no_slash_at_end: bool,
}

impl ValueConstraints {
    /// Returns whether every value meets them.
    pub(crate) fn are_trivial(&self) -> bool {
        let of_target = self.not_empty || self.no_slash_at_start || self.no_slash_at_end;
        self.one_of.is_empty() && self.none_of.is_empty() && !of_target
    }

    /// Returns all words that the value is compared with, those of `one_of` first.
    pub(crate) fn words(&self) -> impl Iterator<Item = &Vec<Symbol>> {
        self.one_of.iter().flatten().chain(&self.none_of)
    }
}
