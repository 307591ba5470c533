//! The rules that may match a path, in order.

use super::Table;
use crate::text::{Form, Text};

/// The rules whose key is the path, in one of the forms, and the patterns: merged by their place in
/// the source.
pub(super) struct Candidates<'c, 't> {
    table: &'c Table<'t>,
    keys: [Keys<'t>; Form::ALL.len()],
    /// The first rule that is left of the keys.
    next_key: Option<usize>,
    next_pattern: usize,
}

impl<'c, 't> Candidates<'c, 't> {
    pub(super) fn of(table: &'c Table<'t>, path: Text<'t>) -> Candidates<'c, 't> {
        let keys = Form::ALL.map(|form| Keys::of(table, form, path.read_in(form)));
        let next_key = first(&keys);
        Candidates { table, keys, next_key, next_pattern: 0 }
    }

    /// The next rule, and whether it is that of a key.
    pub(super) fn next(&mut self) -> Option<(usize, bool)> {
        let pattern = self.table.pattern(self.next_pattern);
        match self.next_key {
            Some(rule) if pattern.is_none_or(|pattern| rule < pattern) => {
                self.pass(rule);
                Some((rule, true))
            }
            _ => {
                self.next_pattern += 1;
                pattern.map(|rule| (rule, false))
            }
        }
    }

    fn pass(&mut self, rule: usize) {
        if let Some(keys) = self.keys.iter_mut().find(|keys| keys.rule == Some(rule)) {
            keys.next += 1;
            keys.read(self.table);
        }
        self.next_key = first(&self.keys);
    }
}

fn first(keys: &[Keys<'_>]) -> Option<usize> {
    keys.iter().filter_map(|keys| keys.rule).min()
}

/// The rules of one key, in order.
struct Keys<'t> {
    form: Form,
    path: Text<'t>,
    next: usize,
    /// The rule of the next key, if that is the path.
    rule: Option<usize>,
}

impl<'t> Keys<'t> {
    fn of(table: &Table<'t>, form: Form, path: Text<'t>) -> Keys<'t> {
        let (mut low, mut high) = (0, table.key_count(form));
        while low < high {
            let middle = low + (high - low) / 2;
            match table.key(form, middle) {
                Some((key, _)) if path.cmp(key).is_gt() => low = middle + 1,
                _ => high = middle,
            }
        }
        let mut keys = Keys { form, path, next: low, rule: None };
        keys.read(table);
        keys
    }

    fn read(&mut self, table: &Table<'_>) {
        let key = table.key(self.form, self.next);
        let is_path = |key: &(&[u8], usize)| self.path.cmp(key.0).is_eq();
        self.rule = key.filter(is_path).map(|key| key.1);
    }
}
