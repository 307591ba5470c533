//! The rules that may match a path, in order.

use crate::matching::text::{MatchMode, Text};
use crate::table::Table;
use crate::table::entry::Entry;
use crate::table::index::key::{Flags, of_path, with_host};
use crate::table::index::perfect_hash::List;
use crate::table::index::segment_hashes::{MASKS, SegmentHashes};

/// As many lists as there are kinds of keys.
const LISTS: usize = 2 * (MatchMode::ALL.len() + MASKS);

/// The lists of a path, merged by the places of the rules in the source.
pub(crate) struct Candidates<'t> {
    lists: [List<'t>; LISTS],
    len: usize,
}

impl<'t> Candidates<'t> {
    /// Those of a path, and a host if there are rules for hosts.
    pub(crate) fn of(table: Table<'t>, path: Text<'_>, host: Option<u64>) -> Candidates<'t> {
        let mut candidates = Candidates { lists: [const { List::NONE }; LISTS], len: 0 };
        candidates.add_of(table, path, None);
        if host.is_some() {
            candidates.add_of(table, path, host);
        }
        candidates
    }

    fn add_of(&mut self, table: Table<'t>, path: Text<'_>, host: Option<u64>) {
        let flags = table.flags();
        let is_used = |form: &MatchMode| flags.has(Flags::form(*form, host.is_some()));
        for form in MatchMode::ALL.into_iter().filter(is_used) {
            let seed = table.form_seed(form);
            let seed = host.map_or(seed, |host| with_host(seed, host));
            self.add(table, of_path(path, form, seed));
        }
        let masks = flags.masks();
        if masks.is_empty() {
            return;
        }
        let heads = SegmentHashes::of(path, &masks);
        for mask in masks {
            if let Some(hash) = heads.key(mask, table.mask_seed(mask, host)) {
                self.add(table, hash);
            }
        }
    }

    /// Adds the list of a key, if it has one.
    fn add(&mut self, table: Table<'t>, hash: u64) {
        let Some(slot) = table.slot(hash) else { return };
        if let Some(place) = self.lists.get_mut(self.len) {
            *place = slot.list();
            self.len += 1;
        }
    }
}

impl Iterator for Candidates<'_> {
    type Item = Entry;

    /// The entry of the next rule.
    fn next(&mut self) -> Option<Entry> {
        let lists = self.lists.get_mut(..self.len)?;
        let next = |list: &&mut List<'_>| list.peek().map_or(u32::MAX, |entry| entry.0);
        lists.iter_mut().min_by_key(next)?.next()
    }
}
