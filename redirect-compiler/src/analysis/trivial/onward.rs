//! Where the responses of a rule lead.

use crate::lower::checked_rule::CheckedIndex;

/// Whether the responses of a rule are redirected again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Onward {
    /// No response is redirected again.
    Ends,
    /// Every response leads to a redirect by this rule.
    To(CheckedIndex),
    /// It takes a proof, or a request to the table.
    Unknown,
}
