//! Which paths no rule takes, as far as that is plain.

use std::collections::HashMap;

use crate::directive::Directive;
use crate::text::{Form, Text};

/// What is known without asking the table: most targets are taken by no rule, and where nothing is
/// optimised to ask takes its time.
pub(super) struct Filter {
    /// The literal paths, each with its first rule.
    keys: HashMap<Vec<u8>, usize>,
    /// The first rule that is a pattern, or looks at a path in another form.
    first_other: usize,
}

impl Filter {
    pub(super) fn of(rules: &[Directive<'_>]) -> Filter {
        let mut filter = Filter { keys: HashMap::new(), first_other: rules.len() };
        for (number, rule) in rules.iter().enumerate() {
            match rule.source.key().filter(|_| rule.source.form == Form::default()) {
                Some(key) => {
                    filter.keys.entry(key.to_vec()).or_insert(number);
                }
                None => filter.first_other = filter.first_other.min(number),
            }
        }
        filter
    }

    /// Whether no rule takes a path, whatever else a request says.
    pub(super) fn excludes(&self, path: &str, rules: usize) -> bool {
        self.first_other == rules && !self.keys.contains_key(&normal(path))
    }

    /// Whether a rule is reached for certain: no earlier one looks at its path.
    pub(super) fn is_first(&self, number: usize, rule: &Directive<'_>) -> bool {
        let key = rule.source.key().filter(|_| rule.source.form == Form::default());
        number < self.first_other && key.is_some_and(|key| self.keys.get(key) == Some(&number))
    }
}

fn normal(path: &str) -> Vec<u8> {
    if crate::chars::is_plain_path(path) {
        return path.as_bytes().to_vec();
    }
    Text::path(path).normal().collect()
}
