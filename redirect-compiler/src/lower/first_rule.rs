//! An index of rules by path, which lints and proofs share.

use crate::lower::checked_rule::CheckedRule;
use crate::util::interner::Interner;

/// The first rule of each exact path: of the paths of rules that match no other path.
pub(crate) struct FirstRuleByPath<'d> {
    rules: Interner<'d>,
    /// For each rule, whether it is the first of its exact path.
    is_first: Vec<bool>,
}

impl<'d> FirstRuleByPath<'d> {
    /// Indexes rules by their exact paths.
    pub(crate) fn new(rules: &'d [CheckedRule<'_>]) -> FirstRuleByPath<'d> {
        let mut first = FirstRuleByPath {
            rules: Interner::with_capacity(rules.len()),
            is_first: vec![false; rules.len()],
        };
        for (index, rule) in rules.iter().enumerate() {
            if let Some(path) = rule.exact_path() {
                first.is_first[index] = first.rules.insert(path, index).is_none();
            }
        }
        first
    }

    /// Returns the first rule of a path in its normal form.
    pub(crate) fn get(&self, path: &[u8]) -> Option<usize> {
        self.rules.get(path)
    }

    /// Returns whether a rule is the first of its exact path.
    pub(crate) fn contains(&self, rule: usize) -> bool {
        self.is_first[rule]
    }
}
