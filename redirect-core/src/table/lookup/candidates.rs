//! The rules that may match a path, in declaration order.

use crate::matching::text::{MatchMode, Text};
use crate::table::Table;
use crate::table::entry::Entry;
use crate::table::index::key::{TableFlags, path_key};
use crate::table::index::perfect_hash::EntryList;
use crate::table::index::segment_hashes::{MASKS, SegmentHashes};

/// One list for each kind of key.
const LISTS: usize = 2 * (MatchMode::ALL.len() + MASKS);

/// An iterator that merges the sorted lists of all keys of a path. There are at most [`LISTS`], and
/// rarely more than three, so that a linear search for the smallest head is faster than a heap.
pub(crate) struct Candidates<'t> {
    lists: [EntryList<'t>; LISTS],
    len: usize,
}

impl<'t> Candidates<'t> {
    /// Looks up all keys of a path, and those with a host if one is given.
    pub(crate) fn new(table: Table<'t>, path: Text<'_>, host: Option<u64>) -> Candidates<'t> {
        let mut candidates = Candidates { lists: [const { EntryList::EMPTY }; LISTS], len: 0 };
        candidates.add_keys(table, path, None);
        if host.is_some() {
            candidates.add_keys(table, path, host);
        }
        candidates
    }

    fn add_keys(&mut self, table: Table<'t>, path: Text<'_>, host: Option<u64>) {
        let flags = table.flags();
        for &mode in &MatchMode::ALL {
            if flags.contains(TableFlags::path(mode, host.is_some())) {
                let seed = table.path_seed(mode, host);
                self.add_list(table, path_key(path, mode, seed));
            }
        }
        let masks = flags.segment_masks();
        if masks.is_empty() {
            return;
        }
        let segments = SegmentHashes::new(path, &masks);
        for mask in masks {
            if let Some(key) = segments.key(mask, table.mask_seed(mask, host)) {
                self.add_list(table, key);
            }
        }
    }

    /// Adds the list of a key if the table has it.
    fn add_list(&mut self, table: Table<'t>, key: u64) {
        let Some(slot) = table.slot(key) else { return };
        if let Some(list) = self.lists.get_mut(self.len) {
            *list = slot.entries();
            self.len += 1;
        }
    }
}

impl Iterator for Candidates<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let head = |list: &EntryList<'_>| list.peek().map_or(u32::MAX, |entry| entry.0);
        let (mut first, others) = self.lists.get_mut(..self.len)?.split_first_mut()?;
        for list in others {
            if head(list) < head(first) {
                first = list;
            }
        }
        first.next()
    }
}
