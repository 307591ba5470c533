//! The first rule of each path, which more than one thing asks for and takes its time to find.

use crate::lower::checked_rule::CheckedRule;
use crate::util::interner::Interner;

/// The paths of rules that take no other, each with its first rule.
pub(crate) struct FirstRuleByPath<'d> {
    keys: Interner<'d>,
    /// For each rule whether it is the first of its path.
    is_first: Vec<bool>,
}

impl<'d> FirstRuleByPath<'d> {
    pub(crate) fn of(directives: &'d [CheckedRule<'_>]) -> FirstRuleByPath<'d> {
        let mut keys = Interner::with_room(directives.len());
        let mut is_first = vec![false; directives.len()];
        for (number, directive) in directives.iter().enumerate() {
            if let Some(key) = directive.exact_key() {
                is_first[number] = keys.add(key, number).is_none();
            }
        }
        FirstRuleByPath { keys, is_first }
    }

    /// The first rule of a path in its normal form.
    pub(crate) fn get(&self, path: &[u8]) -> Option<usize> {
        self.keys.get(path)
    }

    /// Whether a rule is the first of its one path.
    pub(crate) fn has(&self, number: usize) -> bool {
        self.is_first[number]
    }
}
