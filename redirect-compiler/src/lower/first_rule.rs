//! The first rule of each static path. Several checks share this map because it is expensive to
//! build.

use crate::lower::checked_rule::{CheckedIndex, CheckedRule};
use crate::util::interner::Interner;

/// A map from paths to the first rule of each, for the rules that match one path only.
pub(crate) struct FirstRuleByPath<'d> {
    first_rules: Interner<'d>,
    /// For each rule, whether it is the first of its path.
    is_first: Vec<bool>,
}

impl<'d> FirstRuleByPath<'d> {
    /// Creates the map of the rules that match one path only.
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

    /// Returns whether a rule matches one path only and is the first to do so.
    pub(crate) fn contains(&self, rule: CheckedIndex) -> bool {
        self.is_first[rule.position()]
    }
}
