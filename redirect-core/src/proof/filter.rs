//! Which paths no rule takes, or one rule of all requests, as far as that is plain.

use std::borrow::Cow;

use crate::chars::is_plain_path;
use crate::directive::Directive;
use crate::keys::Keys;
use crate::text::normal;

/// What is known without asking the table: most targets are taken by no rule, and where nothing is
/// optimised to ask takes its time.
pub(super) struct Filter<'s> {
    /// The paths of rules that take no other, each with its first rule.
    keys: Keys<'s>,
    /// The first rule that takes several paths.
    first_other: usize,
    rules: usize,
}

/// Who takes a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Takes {
    /// No rule.
    Nobody,
    /// This is the first that looks at it.
    First(usize),
    Unknown,
}

impl<'s> Filter<'s> {
    pub(super) fn of(rules: &'s [Directive<'_>]) -> Filter<'s> {
        let mut keys = Keys::with_room(rules.len());
        let mut first_other = rules.len();
        for (number, rule) in rules.iter().enumerate() {
            if let Some(key) = rule.exact_key() {
                keys.add(key, number);
            } else {
                first_other = first_other.min(number);
            }
        }
        Filter { keys, first_other, rules: rules.len() }
    }

    /// Who takes a path, whatever else a request says.
    pub(super) fn takes(&self, path: &str) -> Takes {
        match self.keys.get(&normal_form(path)) {
            Some(first) if first < self.first_other => Takes::First(first),
            None if self.first_other == self.rules => Takes::Nobody,
            _ => Takes::Unknown,
        }
    }

    /// Whether a rule is reached for certain: no earlier one looks at its path.
    pub(super) fn is_first(&self, number: usize, rule: &Directive<'_>) -> bool {
        let is_first = |key| self.keys.get(key) == Some(number);
        number < self.first_other && rule.exact_key().is_some_and(is_first)
    }
}

fn normal_form(path: &str) -> Cow<'_, [u8]> {
    if is_plain_path(path) {
        return path.as_bytes().into();
    }
    normal(path).into()
}
