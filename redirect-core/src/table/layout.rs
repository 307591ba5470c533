//! The compiled table: one string of bytes, with offsets and no pointers.
//!
//! ```text
//! header     magic, version, number of rules, flags, seed, where the entries end that no other rule
//!            comes before, which bits of a slot lead, how many prefixes, pilots and slots there are,
//!            where each section behind the places begins, span of the fields' names
//! prefixes   words of 64 bits: how keys may begin
//! pilots     a number of 16 bits for some four keys: where each of them has its slot
//! slots      32 bits each: how far behind the first entry the one of the key stands, or the list of
//!            several, and of the bits that this leaves some of the hash
//! places     the entry of every 16th rule
//! lines      runs of rules whose lines follow each other: the first rule of each, and its line
//! entries    in the order of the rules: kind, length, target or record, and the source, which is the
//!            program of a pattern
//! lists      the entries of the rules of one key in order, behind their number
//! records    what is the same for plain rules that follow each other, and all that is said of others
//! heap       the text that spans point to
//! ```
//!
//! A key is a path in one of the forms, or the first segments of patterns, each also together with a
//! host. All numbers are little-endian, a span is an offset into the heap and a length, two numbers of
//! 32 bits. Whatever the bytes are, reading them neither panics nor loops; `verify` says whether they
//! are a table.

use crate::table::encoding;
use crate::table::index::prefix_filter::FILTER_WORD;
use crate::table::lookup::FieldSet;
use crate::table::record::{Record, Span};

use crate::table::index::perfect_hash::{PILOT, SLOT};

pub const MAGIC: [u8; 8] = *b"redirect";
/// The version of the layout. A table of another version is not read.
pub const VERSION: u32 = 8;
pub const HEADER: usize = 72;
/// A table without rules.
pub const EMPTY: [u8; HEADER] = {
    let mut empty = [0; HEADER];
    let mut at = 0;
    while at < MAGIC.len() {
        empty[at] = MAGIC[at];
        at += 1;
    }
    empty[at] = VERSION.to_le_bytes()[0];
    // All sections begin and end behind the header.
    at = SECTIONS;
    while at < FIELDS {
        empty[at] = HEADER.to_le_bytes()[0];
        at += 4;
    }
    empty
};

pub(crate) const RULES: usize = 12;
pub const FLAGS: usize = 16;
pub(crate) const SEED: usize = 20;
pub(crate) const FIRST_SHADOWABLE: usize = 24;
pub(crate) const OFFSET_MASK: usize = 28;
pub(crate) const FILTER_WORDS: usize = 32;
pub(crate) const PILOTS: usize = 36;
pub(crate) const SLOTS: usize = 40;
pub const SECTIONS: usize = 44;
pub(crate) const FIELDS: usize = 64;

/// How many rules share a place in the list of places.
pub const STRIDE: usize = 16;

/// A section, by its place in the header, where that says its beginning. It ends where the next one
/// begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(usize)]
pub(crate) enum Section {
    PrefixFilter,
    Pilots,
    Slots,
    Places,
    Lines = SECTIONS,
    Entries = SECTIONS + 4,
    Lists = SECTIONS + 8,
    Records = SECTIONS + 12,
    Heap = SECTIONS + 16,
}

/// A table, as a view of its bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table<'t> {
    /// The first of its bytes: to read what is in them needs no look at how many there are.
    pub(crate) header: &'t [u8; HEADER],
    pub(crate) bytes: &'t [u8],
}

impl<'t> Table<'t> {
    #[inline]
    pub(crate) fn new(bytes: &'t [u8]) -> Table<'t> {
        match bytes.first_chunk() {
            Some(header) => Table { header, bytes },
            None => Table { header: &EMPTY, bytes: &EMPTY },
        }
    }

    /// The number of rules.
    pub(crate) fn len(self) -> usize {
        self.header(RULES)
    }

    #[inline]
    pub(crate) fn header(self, at: usize) -> usize {
        number(self.header, at).unwrap_or_default() as usize
    }

    #[inline]
    pub(crate) fn section(self, section: Section) -> &'t [u8] {
        self.bytes.get(self.start(section)..self.end(section)).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn start(self, section: Section) -> usize {
        let behind =
            |start: usize, count, size| start.wrapping_add(self.header(count).wrapping_mul(size));
        match section {
            Section::PrefixFilter => HEADER,
            Section::Pilots => behind(HEADER, FILTER_WORDS, FILTER_WORD),
            Section::Slots => behind(self.start(Section::Pilots), PILOTS, PILOT),
            Section::Places => behind(self.start(Section::Slots), SLOTS, SLOT),
            section => self.header(section as usize),
        }
    }

    #[inline]
    pub(crate) fn end(self, section: Section) -> usize {
        match section {
            Section::PrefixFilter => self.start(Section::Pilots),
            Section::Pilots => self.start(Section::Slots),
            Section::Slots => self.start(Section::Places),
            Section::Places => self.start(Section::Lines),
            Section::Heap => self.bytes.len(),
            section => self.header(section as usize + 4),
        }
    }

    /// The place in all bytes of one in a section.
    #[inline]
    pub(crate) fn place(self, section: Section, at: usize) -> usize {
        self.start(section).wrapping_add(at)
    }

    /// How many bytes a section has.
    #[inline]
    pub(crate) fn size(self, section: Section) -> usize {
        self.end(section).wrapping_sub(self.start(section))
    }

    #[inline]
    pub(crate) fn record(self, record: usize) -> Option<&'t [u8]> {
        let start = record.checked_mul(Record::SIZE)?;
        self.section(Section::Records).get(start..start + Record::SIZE)
    }

    /// The line of a rule.
    pub(crate) fn line(self, rule: usize) -> u32 {
        let lines = self.section(Section::Lines);
        let run = |at: usize| (number(lines, at * 8), number(lines, at * 8 + 4));
        let is_behind = |at: usize| run(at).0.is_none_or(|first| first as usize > rule);
        let (mut low, mut high) = (0, lines.len() / 8);
        while low < high {
            let middle = low + (high - low) / 2;
            if is_behind(middle) { high = middle } else { low = middle + 1 }
        }
        match run(low.saturating_sub(1)) {
            (Some(first), Some(line)) => {
                let behind = rule.saturating_sub(first as usize);
                line.saturating_add(u32::try_from(behind).unwrap_or(u32::MAX))
            }
            _ => 0,
        }
    }

    /// The bytes of a span.
    pub(crate) fn bytes(self, span: Span) -> &'t [u8] {
        self.checked_bytes(span).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn checked_bytes(self, span: Span) -> Option<&'t [u8]> {
        let start = span.offset as usize;
        self.section(Section::Heap).get(start..start.checked_add(span.len as usize)?)
    }

    /// Where a span stands in the whole table.
    pub(crate) fn range(self, span: Span) -> Option<std::ops::Range<usize>> {
        self.checked_bytes(span)?;
        let start = self.start(Section::Heap) + span.offset as usize;
        Some(start..start + span.len as usize)
    }

    /// The text of a span.
    pub(crate) fn text(self, span: Span) -> &'t str {
        str::from_utf8(self.bytes(span)).unwrap_or_default()
    }

    pub(crate) fn fields(self) -> Span {
        let number = |at| number(self.header, at).unwrap_or_default();
        Span { offset: number(FIELDS), len: number(FIELDS + 4) }
    }

    /// The names of the fields that were looked at, in the order of the table's list.
    pub(crate) fn vary(self, looked: FieldSet) -> impl Iterator<Item = &'t str> {
        let names = encoding::texts(self.bytes(self.fields())).enumerate();
        let is_looked_at = move |index: usize| looked >> index.min(63) & 1 == 1;
        names
            .filter(move |(index, _)| is_looked_at(*index))
            .filter_map(|(_, name)| str::from_utf8(name).ok())
    }
}

/// A length or an offset. What is larger than a number can say is larger than a table may be, and
/// is refused before it is read.
pub fn to_u32(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[inline]
pub(crate) fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.wrapping_add(4))?.first_chunk()?;
    Some(u32::from_le_bytes(*four))
}

#[inline]
pub(crate) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.wrapping_add(2))?.first_chunk()?;
    Some(u16::from_le_bytes(*two))
}
