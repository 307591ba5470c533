//! The entry of a rule: flags, a payload and the source.

use std::num::TryFromIntError;

use crate::matching::captures::Captures;
use crate::matching::text::{Encoding, MatchMode, Text};
use crate::table::Table;
use crate::table::entry_flags::EntryFlags;
use crate::table::layout::{CHECKPOINT_STRIDE, HeaderNumber, Section, read_u16, read_u32};
use crate::table::record::{Record, RecordField, StaticTarget};
use crate::table::rule_index::RuleIndex;
use crate::table::segment_pattern::match_segments;

/// An entry, by its offset in the section of entries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry(pub(crate) u32);

/// The first rule that matches a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FirstMatch {
    /// No rule matches.
    None,
    /// The rule leaves the request to the application.
    Pass(Entry),
    /// The rule responds.
    Respond(Entry),
}

impl FirstMatch {
    /// Creates the match of an entry with those flags.
    #[inline]
    pub(crate) fn new(entry: Entry, flags: EntryFlags) -> FirstMatch {
        if flags.is_pass() { FirstMatch::Pass(entry) } else { FirstMatch::Respond(entry) }
    }

    /// Creates the match of an entry in a table.
    #[inline]
    pub(crate) fn in_table(table: Table<'_>, entry: Option<Entry>) -> FirstMatch {
        let first = entry.and_then(|entry| Some(FirstMatch::new(entry, entry.flags(table)?)));
        first.unwrap_or(FirstMatch::None)
    }
}

/// The number of bytes before the source: flags, the length of the source, and the payload.
const HEAD: usize = 8;

/// The contents of an entry.
struct Decoded<'t> {
    flags: EntryFlags,
    /// The number of the entry's own record, or the offset of the location in the heap.
    payload: u32,
    /// The source of a static rule, the key of another path, or the program of a pattern.
    source: &'t [u8],
}

/// Writes an entry.
///
/// # Errors
///
/// The source is longer than the 65,535 bytes that an entry has room for. Nothing is written.
pub fn write_entry(
    flags: u16,
    payload: u32,
    source: &[u8],
    entries: &mut Vec<u8>,
) -> Result<(), TryFromIntError> {
    let len = u16::try_from(source.len())?;
    let head = u64::from(flags) | u64::from(len) << 16 | u64::from(payload) << 32;
    entries.extend_from_slice(&head.to_le_bytes());
    entries.extend_from_slice(source);
    Ok(())
}

impl Entry {
    #[inline]
    fn bytes(self, table: Table<'_>) -> Option<&[u8]> {
        table.bytes.get(table.offset(Section::Entries, self.0 as usize)..)
    }

    /// Returns the flags.
    #[inline]
    pub(crate) fn flags(self, table: Table<'_>) -> Option<EntryFlags> {
        Some(EntryFlags(read_u16(self.bytes(table)?, 0)?))
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "takes a `u16` out of the word")]
    fn decode(self, table: Table<'_>) -> Option<Decoded<'_>> {
        let (head, rest) = self.bytes(table)?.split_first_chunk::<HEAD>()?;
        let head = u64::from_le_bytes(*head);
        let source = rest.get(..usize::from((head >> 16) as u16))?;
        Some(Decoded { flags: EntryFlags(head as u16), payload: (head >> 32) as u32, source })
    }

    /// Returns the program of the source if it is a pattern.
    pub(crate) fn program<'t>(self, table: Table<'t>, record: Record<'t>) -> Option<&'t [u8]> {
        let Decoded { flags, source, .. } = self.decode(table)?;
        match (flags.is_pattern(), source) {
            (false, _) => None,
            (true, []) => Some(table.bytes(record.span(RecordField::Pattern))),
            (true, program) => Some(program),
        }
    }

    /// Returns whether the rule matches every request for a path (and a host, if it requires one).
    #[inline]
    pub(crate) fn is_unconditional(self, table: Table<'_>) -> bool {
        self.flags(table).is_some_and(EntryFlags::is_unconditional)
    }

    /// Returns whether an unconditional rule requires no host, or that one.
    #[inline]
    pub(crate) fn matches_host(self, table: Table<'_>, host: Option<Text<'_>>) -> Option<bool> {
        if !self.flags(table)?.has_host() {
            return Some(true);
        }
        let required = self.record(table)?.host(table)?;
        Some(host.is_some_and(|host| host.equals(required)))
    }

    /// Returns whether the pattern of an unconditional rule matches a path in normal form, or
    /// `None` if the rule is conditional.
    #[inline]
    pub(crate) fn matches_segments(self, table: Table<'_>, path: &[u8]) -> Option<bool> {
        let Decoded { flags, source, .. } = self.decode(table)?;
        if !flags.is_pattern() {
            return Some(false);
        }
        flags
            .is_unconditional()
            .then(|| match_segments(source, strip_slash(path, flags), |_| ()).is_some())
    }

    /// Adds the captures of an unconditional rule in a path in normal form.
    pub(crate) fn capture<'a>(
        self,
        table: Table<'_>,
        path: &'a str,
        captures: &mut Captures<'a>,
    ) -> Option<()> {
        let Decoded { flags, source, .. } = self.decode(table)?;
        (flags.is_pattern() && flags.is_unconditional()).then_some(())?;
        let path = strip_slash(path.as_bytes(), flags);
        let text = Text::new(path, Encoding::NormalPath);
        match_segments(source, path, |range| {
            captures.push(text.slice(range.start, range.end));
        })
    }

    /// Returns whether no earlier rule can match what this one does, if it is an unconditional
    /// path.
    #[inline]
    fn precedes_shadowable(self, table: Table<'_>) -> bool {
        self.0 < table.header(HeaderNumber::FirstShadowable)
    }

    /// Returns whether this rule is the first match of all requests for a path.
    pub(crate) fn is_first_match(self, table: Table<'_>, path: Text<'_>) -> Option<bool> {
        let is_first = self.precedes_shadowable(table) && self.is_unconditional(table);
        Some(is_first && self.matches_path(table, path, MatchMode::default())?)
    }

    /// Returns the flags if this rule is the first match of all requests for a path, which is
    /// spelled like the source.
    #[inline]
    pub(crate) fn flags_of_first_match(self, table: Table<'_>, path: &[u8]) -> Option<EntryFlags> {
        let Decoded { flags, source, .. } = self.decode(table)?;
        let is_first =
            self.precedes_shadowable(table) && flags.is_unconditional() && flags.is_normal();
        (is_first && source == path).then_some(flags)
    }

    /// Returns whether the source is a path without captures that equals a path in a match mode.
    pub(crate) fn matches_path(
        self,
        table: Table<'_>,
        path: Text<'_>,
        mode: MatchMode,
    ) -> Option<bool> {
        let Decoded { flags, source, .. } = self.decode(table)?;
        if flags.is_pattern() {
            return Some(false);
        }
        let path = path.in_mode(mode);
        Some(if flags.is_normal() {
            path.equals(source)
        } else {
            path.is_equivalent(Text::new(source, Encoding::Path).in_mode(mode))
        })
    }

    /// Returns the record of the rule.
    #[inline]
    pub(crate) fn record(self, table: Table<'_>) -> Option<Record<'_>> {
        let Decoded { flags, payload, source } = self.decode(table)?;
        if flags.has_own_record() {
            return Some(Record {
                bytes: table.record(payload as usize)?,
                key: source,
                static_target: None,
            });
        }
        let heap = table.section(Section::Heap);
        Some(Record {
            bytes: table.record(flags.shared_record())?,
            key: source,
            static_target: Some(StaticTarget { heap, offset: payload }),
        })
    }

    /// Returns the entry that follows.
    pub(crate) fn next(self, table: Table<'_>) -> Option<Entry> {
        let len = u32::try_from(HEAD + self.decode(table)?.source.len()).ok()?;
        Some(Entry(self.0.checked_add(len)?))
    }

    /// Returns the entry of a rule.
    pub(crate) fn from_rule(table: Table<'_>, rule: RuleIndex) -> Option<Entry> {
        let (checkpoint, steps) = (rule.get() / CHECKPOINT_STRIDE, rule.get() % CHECKPOINT_STRIDE);
        let mut entry = Entry::at_checkpoint(table, checkpoint)?;
        for _ in 0..steps {
            entry = entry.next(table)?;
        }
        Some(entry)
    }

    fn at_checkpoint(table: Table<'_>, checkpoint: usize) -> Option<Entry> {
        let at = checkpoint.checked_mul(Section::Checkpoints.element_size())?;
        read_u32(table.section(Section::Checkpoints), at).map(Entry)
    }

    /// Returns the index of the rule, by a binary search for the last checkpoint that is not behind
    /// this entry, and up to [`CHECKPOINT_STRIDE`] steps from there.
    pub(crate) fn rule(self, table: Table<'_>) -> Option<RuleIndex> {
        let checkpoints = table.size(Section::Checkpoints) / Section::Checkpoints.element_size();
        let (mut low, mut high) = (0, checkpoints);
        while low < high {
            let middle = low + (high - low) / 2;
            if Entry::at_checkpoint(table, middle)?.0 <= self.0 {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let first = low.checked_sub(1)?;
        let mut entry = Entry::at_checkpoint(table, first)?;
        for step in 0..CHECKPOINT_STRIDE {
            if entry == self {
                return Some(RuleIndex::new(first * CHECKPOINT_STRIDE + step));
            }
            entry = entry.next(table)?;
        }
        None
    }
}

/// Returns a path without the final slash if that is optional for an entry with those flags.
#[inline]
fn strip_slash(path: &[u8], flags: EntryFlags) -> &[u8] {
    let stripped = if flags.has_optional_slash() { path.strip_suffix(b"/") } else { None };
    stripped.unwrap_or(path)
}
