//! Sorted lists of rules.

use crate::lower::checked_rule::CheckedIndex;

/// Inserts a rule into a sorted list, unless the list contains it.
pub(crate) fn insert_rule(rule: CheckedIndex, rules: &mut Vec<CheckedIndex>) {
    if let Err(at) = rules.binary_search(&rule) {
        rules.insert(at, rule);
    }
}
