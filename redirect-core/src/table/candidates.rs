//! The rules that may match a path, in order.

use super::heads::{Heads, MASKS};
use super::key::{Flags, of_path, with_host};
use super::slots::{ITEM, Slot};
use super::{Entry, Table, number};
use crate::text::{Form, Text};

/// As many lists as there are kinds of keys.
const LISTS: usize = 2 * (Form::ALL.len() + MASKS);

/// The lists of a path, merged by the places of the rules in the source.
pub(super) struct Candidates<'t> {
    lists: [&'t [u8]; LISTS],
    len: usize,
}

impl<'t> Candidates<'t> {
    /// Those of a path, and a host if there are rules for hosts.
    pub(super) fn of(table: Table<'t>, path: Text<'_>, host: Option<u64>) -> Candidates<'t> {
        let mut candidates = Candidates { lists: [&[]; LISTS], len: 0 };
        candidates.add_of(table, path, None);
        if host.is_some() {
            candidates.add_of(table, path, host);
        }
        candidates
    }

    fn add_of(&mut self, table: Table<'t>, path: Text<'_>, host: Option<u64>) {
        let flags = table.flags();
        let is_used = |form: &Form| flags.has(Flags::form(*form, host.is_some()));
        for form in Form::ALL.into_iter().filter(is_used) {
            let seed = table.form_seed(form);
            let seed = host.map_or(seed, |host| with_host(seed, host));
            let (hash, len) = of_path(path, form, seed);
            self.add(table, hash, len);
        }
        let is_used = |mask: &usize| flags.has(Flags::mask(*mask));
        let mut masks = (0..MASKS).filter(is_used).peekable();
        if masks.peek().is_none() {
            return;
        }
        let heads = Heads::of(path);
        for mask in masks {
            if let Some(hash) = table.head(&heads, mask, host) {
                self.add(table, hash, 0);
            }
        }
    }

    /// Adds the list of a key, if it has one.
    fn add(&mut self, table: Table<'t>, hash: u64, len: usize) {
        let Some(Slot::List(at)) = table.slot(hash, len) else { return };
        if let Some(list) = self.lists.get_mut(self.len) {
            *list = table.list(at);
            self.len += 1;
        }
    }

    /// The entry of the next rule.
    pub(super) fn next(&mut self) -> Option<Entry> {
        let lists = self.lists.get_mut(..self.len)?;
        let mut first: Option<(u32, usize)> = None;
        for (at, list) in lists.iter().enumerate() {
            if let Some(rule) = number(list, 0)
                && first.is_none_or(|(other, _)| rule < other)
            {
                first = Some((rule, at));
            }
        }
        let list = lists.get_mut(first?.1)?;
        let entry = number(list, 4)?;
        *list = list.get(ITEM..)?;
        Some(Entry(entry))
    }
}
