//! The first rule of each static path, which several checks need and which takes time to find.

use crate::lower::checked_rule::{CheckedIndex, CheckedRule};
use crate::util::interner::Interner;

/// The paths of rules that match one path each, with the first rule of each path.
pub(crate) struct FirstRuleByPath<'d> {
    first_rules: Interner<'d>,
    /// For each rule, whether it is the first of its path.
    is_first: Vec<bool>,
}

impl<'d> FirstRuleByPath<'d> {
    /// Finds the first rules of all static paths.
    pub(crate) fn new(rules: &'d [CheckedRule<'_>]) -> FirstRuleByPath<'d> {
        let mut first_rules = Interner::with_capacity(rules.len());
        let mut is_first = Vec::with_capacity(rules.len());
        for (position, rule) in rules.iter().enumerate() {
            let path = rule.exact_path();
            is_first.push(path.is_some_and(|path| first_rules.insert(path, position).is_none()));
        }
        FirstRuleByPath { first_rules, is_first }
    }

    /// Returns the first rule of a path in its normal form.
    pub(crate) fn get(&self, path: &[u8]) -> Option<CheckedIndex> {
        self.first_rules.get(path).map(CheckedIndex::new)
    }

    /// Returns whether a rule is the first of its one path.
    pub(crate) fn contains(&self, rule: CheckedIndex) -> bool {
        self.is_first[rule.position()]
    }
}
