//! The rules that may match a path, in declaration order.

use crate::matching::text::{MatchMode, Text};
use crate::table::Table;
use crate::table::entry::Entry;
use crate::table::index::group::{Group, MAX_GROUPS};
use crate::table::index::key::{TableFlags, path_key};
use crate::table::index::perfect_hash::GROUP;
use crate::table::index::segment_hashes::SegmentHashes;
use crate::table::layout::{Section, read_u32};

/// The size in bytes of an element of a list.
const ELEMENT: u32 = 4;

/// A list of rules and groups, from the next element on.
#[derive(Clone, Copy)]
pub(crate) struct CandidateList {
    /// The next element.
    head: u32,
    /// The offset of the element after it in the section of lists.
    at: u32,
    /// The offset at which the elements end.
    end: u32,
    /// The number of groups so far. The groups follow the elements.
    groups: u8,
    /// The number of groups that led to this list.
    depth: u8,
}

impl CandidateList {
    /// The list without elements.
    pub(crate) const EMPTY: CandidateList =
        CandidateList { head: 0, at: 0, end: 0, groups: 0, depth: 0 };
}

/// A step of a search.
pub(crate) enum Candidate {
    /// Try a rule.
    Rule(Entry),
    /// Look up the value of the request in a group.
    Group {
        /// The first rule of the group.
        first: Entry,
        group: Group,
        /// The depth of the lists of its values.
        depth: u8,
    },
}

/// The merged lists of all keys of a path, each of which is sorted. There are rarely more than
/// three lists, so that a linear search for the smallest head is faster than a heap.
pub(crate) struct Candidates<'l, 't> {
    table: Table<'t>,
    /// Memory for the lists. The first `len` of them are merged.
    lists: &'l mut [CandidateList],
    len: usize,
}

impl<'l, 't> Candidates<'l, 't> {
    /// Looks up all keys of a path, and those with a host if one is given.
    pub(crate) fn new(
        table: Table<'t>,
        path: Text<'_>,
        host: Option<u64>,
        lists: &'l mut [CandidateList],
    ) -> Candidates<'l, 't> {
        let mut candidates = Candidates { table, lists, len: 0 };
        candidates.add_keys(path, None);
        if host.is_some() {
            candidates.add_keys(path, host);
        }
        candidates
    }

    fn add_keys(&mut self, path: Text<'_>, host: Option<u64>) {
        let table = self.table;
        let flags = table.flags();
        for &mode in &MatchMode::ALL {
            if flags.contains(TableFlags::path(mode, host.is_some())) {
                let seed = table.path_seed(mode, host);
                self.add_list(path_key(path, mode, seed), 0);
            }
        }
        let masks = flags.segment_masks();
        let has_host = host.is_some();
        if masks.is_empty() || (has_host && !flags.contains(TableFlags::PATTERN_WITH_HOST)) {
            return;
        }
        let segments = SegmentHashes::new(path, &masks);
        for mask in masks {
            if let Some(key) = segments.key(mask, table.mask_seed(mask, host)) {
                self.add_list(key, 0);
            }
        }
    }

    /// Adds the list of a key if the table has it. `depth` is the number of groups that led to it.
    pub(crate) fn add_list(&mut self, key: u64, depth: u8) {
        let Some(offset) = self.table.slot_offset(key) else { return };
        let list = match offset {
            Ok(entry) => Some(CandidateList { head: entry, depth, ..CandidateList::EMPTY }),
            Err(list) => self.list(list, depth),
        };
        if let (Some(list), Some(slot)) = (list, self.lists.get_mut(self.len)) {
            *slot = list;
            self.len += 1;
        }
    }

    /// Reads the list at an offset in the section of lists.
    fn list(&self, at: usize, depth: u8) -> Option<CandidateList> {
        let at = u32::try_from(at).ok()?;
        let count = self.element(at)?;
        let at = at.checked_add(ELEMENT)?;
        let end = at.checked_add(count.checked_mul(ELEMENT)?)?;
        let mut list = CandidateList { head: 0, at, end, groups: 0, depth };
        self.advance(&mut list)?;
        Some(list)
    }

    /// Reads the next element of a list, or returns `None` if there is none.
    fn advance(&self, list: &mut CandidateList) -> Option<()> {
        if list.at >= list.end {
            return None;
        }
        list.head = self.element(list.at)?;
        list.at += ELEMENT;
        Some(())
    }

    fn element(&self, at: u32) -> Option<u32> {
        read_u32(self.table.section(Section::Lists), at as usize)
    }

    /// Returns the list whose next element comes first and is not behind an offset.
    fn first(&self, offset: u32) -> Option<usize> {
        let (mut first, mut least) = (None, offset.saturating_add(1));
        for (at, list) in self.lists.get(..self.len)?.iter().enumerate() {
            let offset = list.head & !GROUP;
            if offset < least {
                (first, least) = (Some(at), offset);
            }
        }
        first
    }

    /// Returns the next element if it is not behind an offset.
    pub(crate) fn next_until(&mut self, offset: u32) -> Option<Candidate> {
        let first = self.first(offset)?;
        let mut list = *self.lists.get(first)?;
        let CandidateList { head, end, groups, depth, .. } = list;
        let entry = Entry(head & !GROUP);
        // A list that belongs to another key may have more groups than the memory has room for.
        // Without its groups, it is a list of rules that do not match.
        let most_groups = MAX_GROUPS.get(usize::from(depth)).copied().unwrap_or_default();
        let is_group = head & GROUP != 0 && usize::from(groups) < most_groups;
        list.groups += u8::from(is_group);
        if self.advance(&mut list).is_some() {
            *self.lists.get_mut(first)? = list;
        } else {
            // The order of the lists does not matter, because their elements are distinct.
            self.len -= 1;
            *self.lists.get_mut(first)? = *self.lists.get(self.len)?;
        }
        if !is_group {
            return Some(Candidate::Rule(entry));
        }
        let group = self.element(end.checked_add(ELEMENT * u32::from(groups))?)?;
        Some(Candidate::Group { first: entry, group: Group::decode(group), depth: depth + 1 })
    }
}
