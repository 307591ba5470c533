//! The rules that the responses of a rule lead to.

use crate::lower::checked_rule::CheckedIndex;

/// The rule that redirects the responses of a rule again, as far as it is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Onward {
    /// No response is redirected again.
    Ends,
    /// Every response leads to a redirect by this rule.
    To(CheckedIndex),
    /// Only a proof, or a lookup in the table, can decide.
    Unknown,
}
