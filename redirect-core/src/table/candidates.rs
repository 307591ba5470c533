//! The rules that may match a path, in order.

use super::Table;
use crate::text::{Form, Text};

/// The rules whose key is the path, in one of the forms, and the patterns: merged by their place in
/// the source.
pub(super) struct Candidates<'t> {
    keys: [Keys<'t>; Form::ALL.len()],
    table: Table<'t>,
    next_pattern: usize,
}

impl<'t> Candidates<'t> {
    pub(super) fn of(table: Table<'t>, path: Text<'t>) -> Candidates<'t> {
        let keys = Form::ALL.map(|form| Keys::of(table, form, path.read_in(form)));
        Candidates { keys, table, next_pattern: 0 }
    }

    /// The next rule, and whether it is that of a key.
    pub(super) fn next(&mut self) -> Option<(usize, bool)> {
        let pattern = self.table.pattern(self.next_pattern);
        let next_keys = self.keys.iter_mut().filter(|keys| keys.rule.is_some());
        let first = next_keys.min_by_key(|keys| keys.rule);
        match (first, pattern) {
            (Some(keys), pattern) if keys.rule < pattern || pattern.is_none() => {
                keys.take().map(|rule| (rule, true))
            }
            (_, pattern) => {
                self.next_pattern += 1;
                pattern.map(|rule| (rule, false))
            }
        }
    }
}

/// The rules of one key, in order.
struct Keys<'t> {
    table: Table<'t>,
    form: Form,
    path: Text<'t>,
    next: usize,
    /// The rule of the next key, if that is the path.
    rule: Option<usize>,
}

impl<'t> Keys<'t> {
    fn of(table: Table<'t>, form: Form, path: Text<'t>) -> Keys<'t> {
        let (mut low, mut high) = (0, table.key_count(form));
        while low < high {
            let middle = low + (high - low) / 2;
            match table.key(form, middle) {
                Some((key, _)) if path.cmp(key).is_gt() => low = middle + 1,
                _ => high = middle,
            }
        }
        let mut keys = Keys { table, form, path, next: low, rule: None };
        keys.read();
        keys
    }

    fn read(&mut self) {
        let is_path = |key: &&(&[u8], usize)| self.path.cmp(key.0).is_eq();
        let key = self.table.key(self.form, self.next);
        self.rule = key.as_ref().filter(is_path).map(|key| key.1);
    }

    fn take(&mut self) -> Option<usize> {
        let rule = self.rule;
        self.next += 1;
        self.read();
        rule
    }
}
