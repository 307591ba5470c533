//! The verdict of the trivial analysis on one rule.

use crate::lower::checked_rule::CheckedIndex;

/// The rule that the responses of a rule lead to, as far as it is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Onward {
    /// No response is redirected again.
    Ends,
    /// Every response leads to a redirect by this rule.
    To(CheckedIndex),
    /// Only a proof or a lookup in the table can decide.
    Unknown,
}
