//! The rules of a group whose text occurs in the path: patterns with a text between captures that
//! share a segment.
//!
//! Every position of the path is looked up in the perfect hash, as in string matching by
//! fingerprints (R. M. Karp, M. O. Rabin, "Efficient randomized pattern-matching algorithms",
//! 1987). A path can contain the texts of many rules. The first of them are kept in a buffer of
//! fixed size, and the path is scanned again after these, so that a scan is shared by many rules.

use crate::matching::pattern::Piece;
use crate::matching::text::{Encoding, Text};
use crate::table::Table;
use crate::table::encoding::pieces;
use crate::table::entry::Entry;
use crate::table::index::group::{
    Distinction, Group, MAX_ALIKE, MAX_INFIX, MAX_INFIX_GROUPS, MAX_KEYS,
};
use crate::table::index::perfect_hash::GROUP;
use crate::table::layout::{HeaderNumber, Section, read_u32};

/// The number of rules that are kept.
const RULES: usize = 32;

/// The number of bytes of the normal form that are searched at a time.
const CHUNK: usize = 512;

/// The greatest number of groups in one search.
const GROUPS: usize = MAX_KEYS * MAX_INFIX_GROUPS;

/// A search for texts in the path.
pub(crate) struct InfixScan<'t, 'a> {
    table: Table<'t>,
    path: Text<'a>,
    groups: [Group; GROUPS],
    groups_len: usize,
    /// The offsets of the first rules whose text is in the path, sorted.
    rules: [u32; RULES],
    rules_len: usize,
    /// The offset of the first rule for which there was no room.
    limit: u32,
}

impl<'t, 'a> InfixScan<'t, 'a> {
    /// Creates a search without groups.
    pub(crate) fn new(table: Table<'t>, path: Text<'a>) -> InfixScan<'t, 'a> {
        let none = Group { by: Distinction::Infix(0), number: 0 };
        InfixScan {
            table,
            path,
            groups: [none; GROUPS],
            groups_len: 0,
            rules: [0; RULES],
            rules_len: 0,
            limit: u32::MAX,
        }
    }

    /// Adds the rules of a group, given its first rule.
    pub(crate) fn add_group(&mut self, group: Group, first: Entry) {
        if let Some(slot) = self.groups.get_mut(self.groups_len) {
            *slot = group;
            self.groups_len += 1;
            self.scan(self.groups_len - 1, first.0);
        }
    }

    /// Returns the offset of the next rule.
    pub(crate) fn peek(&self) -> Option<u32> {
        self.rules.get(..self.rules_len)?.first().copied()
    }

    /// Removes the next rule and returns it.
    pub(crate) fn next(&mut self) -> Option<Entry> {
        let rule = self.peek()?;
        self.rules.copy_within(1.., 0);
        self.rules_len -= 1;
        if self.rules_len == 0 && self.limit < u32::MAX {
            let least = self.limit;
            self.limit = u32::MAX;
            self.scan(0, least);
        }
        Some(Entry(rule))
    }

    /// Scans the path for the texts of the groups from the one at `first_group` on, and adds the
    /// rules that do not precede `least`.
    fn scan(&mut self, first_group: usize, least: u32) {
        if self.path.encoding() == Encoding::NormalPath {
            return self.visit(first_group, least, self.path.raw(), 0);
        }
        // A part of the normal form is written before it is read, because a read that overlaps
        // several recent writes is slow.
        let mut buffer = [0; CHUNK];
        let (mut len, mut visited) = (0, 0);
        for char in self.path.chars() {
            if len + 3 > buffer.len() {
                self.visit(first_group, least, &buffer[..len], visited);
                buffer.copy_within(len - MAX_INFIX..len, 0);
                (len, visited) = (MAX_INFIX, MAX_INFIX);
            }
            let (bytes, count) = char.bytes();
            buffer[len..len + count].copy_from_slice(&bytes[..count]);
            len += count;
        }
        self.visit(first_group, least, &buffer[..len], visited);
    }

    /// Adds the rules with a text in a part of the path, which ends after `visited`.
    fn visit(&mut self, first_group: usize, least: u32, path: &[u8], visited: usize) {
        let seed = self.table.header(HeaderNumber::Seed);
        for at in first_group..self.groups_len {
            let group = self.groups[at];
            let Distinction::Infix(len) = group.by else { continue };
            let len = usize::from(len);
            if len == 0 {
                continue;
            }
            let first = (visited + 1).saturating_sub(len);
            for text in path.get(first..).unwrap_or_default().windows(len) {
                match self.table.slot_offset(group.affix_key(text, seed)) {
                    None => {}
                    Some(Ok(entry)) => self.insert(Entry(entry), text, least),
                    Some(Err(list)) => self.insert_list(list, text, least),
                }
            }
        }
    }

    /// Adds the rules of a list. A list with more than [`MAX_ALIKE`] rules belongs to another key.
    #[inline(never)]
    fn insert_list(&mut self, list: usize, text: &[u8], least: u32) {
        let size = Section::Lists.element_size();
        let lists = self.table.section(Section::Lists);
        let count = read_u32(lists, list).unwrap_or_default() as usize;
        if count > MAX_ALIKE {
            return;
        }
        for at in 1..=count {
            if let Some(element) = read_u32(lists, list.wrapping_add(at * size)) {
                self.insert(Entry(element & !GROUP), text, least);
            }
        }
    }

    /// Adds a rule if it has the text. The comparison keeps requests whose texts collide with those
    /// of rules from adding many rules.
    #[inline(never)]
    fn insert(&mut self, entry: Entry, text: &[u8], least: u32) {
        if entry.0 < least || entry.0 >= self.limit || !has_text(self.table, entry, text) {
            return;
        }
        let rules = self.rules.get(..self.rules_len).unwrap_or_default();
        let Err(position) = rules.binary_search(&entry.0) else { return };
        if self.rules_len == RULES {
            self.limit = *self.rules.last().unwrap_or(&u32::MAX);
            if position == RULES {
                self.limit = entry.0;
                return;
            }
        } else {
            self.rules_len += 1;
        }
        self.rules.copy_within(position..RULES - 1, position + 1);
        self.rules[position] = entry.0;
    }
}

/// Returns whether a pattern has a literal that begins with a text, regardless of case.
fn has_text(table: Table<'_>, entry: Entry, text: &[u8]) -> bool {
    let program = entry.record(table).and_then(|record| entry.program(table, record));
    for piece in pieces(program.unwrap_or_default()) {
        if let Piece::Literal(literal) = piece {
            // The hash ignores the same bit.
            let is_same = |(one, other): (&u8, &u8)| (one ^ other) & !0x20 == 0;
            if literal.len() >= text.len() && literal.iter().zip(text).all(is_same) {
                return true;
            }
        }
    }
    false
}
