//! The layout of a compiled table: one byte string that uses offsets and no pointers.
//!
//! ```text
//! header         the magic bytes, then the numbers of `Header`
//! prefix filter  a Bloom filter over the first bytes of all paths without captures (`u64` words)
//! pilots         a `u16` per bucket of the perfect hash
//! slots          a `u32` per slot: the offset of an entry or of a list, and in the bits that
//!                offsets never use (see `offset_mask`) a fingerprint of the key
//! checkpoints    the offset of every 16th entry (`u32`)
//! lines          runs of rules on consecutive lines: the first rule of the run, and its line
//! entries        one per rule, in declaration order: flags, length, payload, and the source (for a
//!                pattern, its program)
//! lists          for each key with several rules: their number, and the offsets of their entries
//!                (with `GROUP`, that of the first rule of a group); then the groups
//! records        the details of rules; consecutive static rules share one
//! heap           the strings and programs that spans point to
//! ```
//!
//! A key is a path without captures in its normal form, or the first literal segments of a pattern,
//! either one optionally combined with a host. All numbers are little-endian. A span is an offset
//! into the heap and a length, as two `u32`. Reading arbitrary bytes as a table neither panics nor
//! loops; `verify` checks that they are a valid table.

use crate::table::encoding;
use crate::table::field_set::FieldSet;
use crate::table::record::{Record, Span, text_at};
use crate::table::rule_index::RuleIndex;

/// The member of `Vary` for a response that depends on something other than header fields
/// (RFC 9110 §12.5.5). In the list of field names, it stands for the address of the peer.
pub const ANY_FIELD: &str = "*";

/// The bytes that every table starts with.
pub(crate) const MAGIC: [u8; 8] = *b"redirect";

/// The version of the layout. A table of any other version is rejected.
pub const VERSION: u32 = 9;

/// A table without rules.
pub const EMPTY: [u8; Header::SIZE] = Header::EMPTY.encode();

/// The number of rules per checkpoint.
pub const CHECKPOINT_STRIDE: usize = 16;

/// Defines the header from one list of its numbers: the struct that [`Header::encode`] and
/// [`Header::decode`] translate, and the enum by which lookup reads a single number.
macro_rules! header {
    ($($(#[$doc:meta])* $field:ident = $name:ident,)*) => {
        /// The numbers of a table's header, in the order in which they follow the magic bytes.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct Header {
            $($(#[$doc])* pub $field: u32,)*
        }

        /// A number of the header, by its position.
        #[derive(Clone, Copy)]
        #[repr(usize)]
        pub(crate) enum HeaderNumber {
            $($(#[$doc])* $name,)*
        }

        impl Header {
            /// The number of numbers.
            const LEN: usize = [$(HeaderNumber::$name),*].len();

            /// Returns the bytes of the header.
            pub const fn encode(&self) -> [u8; Header::SIZE] {
                let numbers = [$(self.$field),*];
                let mut bytes = [0; Header::SIZE];
                let mut at = 0;
                while at < Header::SIZE {
                    bytes[at] = if at < MAGIC.len() {
                        MAGIC[at]
                    } else {
                        let at = at - MAGIC.len();
                        numbers[at / 4].to_le_bytes()[at % 4]
                    };
                    at += 1;
                }
                bytes
            }

            /// Reads the header of a table, or returns `None` if `bytes` are too short or do not
            /// start with the magic bytes.
            pub fn decode(bytes: &[u8]) -> Option<Header> {
                let header = bytes.first_chunk().filter(|header| header.starts_with(&MAGIC))?;
                Some(Header { $($field: HeaderNumber::$name.read(header),)* })
            }
        }
    };
}

header! {
    /// The version of the layout.
    version = Version,
    /// The number of rules.
    rules = Rules,
    /// The kinds of keys in the table (see [`TableFlags`](crate::table::index::key::TableFlags)).
    flags = Flags,
    /// The seed of the hashes.
    seed = Seed,
    /// The offset of the first entry that an earlier rule with a key of another kind may shadow.
    first_shadowable = FirstShadowable,
    /// The bits of a slot that hold an offset; the others hold a fingerprint.
    offset_mask = OffsetMask,
    /// The number of words of the prefix filter.
    filter_words = FilterWords,
    /// The number of pilots, which is the number of buckets of the perfect hash.
    pilots = Pilots,
    /// The number of slots of the perfect hash.
    slots = Slots,
    /// The start of the section of lines.
    lines_start = LinesStart,
    /// The start of the section of entries.
    entries_start = EntriesStart,
    /// The start of the section of lists.
    lists_start = ListsStart,
    /// The start of the section of records.
    records_start = RecordsStart,
    /// The start of the heap.
    heap_start = HeapStart,
    /// The offset of the list of field names in the heap.
    field_names_offset = FieldNamesOffset,
    /// The length of the list of field names.
    field_names_len = FieldNamesLen,
    /// The number of distinct subjects of conditions.
    subjects = Subjects,
    /// The greatest number of lists that a search merges.
    candidate_lists = CandidateLists,
}

impl Header {
    /// The number of bytes.
    pub const SIZE: usize = MAGIC.len() + 4 * Header::LEN;

    /// The header of a table without rules: all sections are empty and follow the header.
    pub const EMPTY: Header = {
        assert!(Header::SIZE < 1 << 16, "the header is short");
        #[expect(clippy::cast_possible_truncation, reason = "compared in the line above")]
        let end = Header::SIZE as u32;
        Header {
            version: VERSION,
            rules: 0,
            flags: 0,
            seed: 0,
            first_shadowable: 0,
            offset_mask: 0,
            filter_words: 0,
            pilots: 0,
            slots: 0,
            lines_start: end,
            entries_start: end,
            lists_start: end,
            records_start: end,
            heap_start: end,
            field_names_offset: 0,
            field_names_len: 0,
            subjects: 0,
            candidate_lists: 0,
        }
    };

    /// Returns the version of a table, or `None` if `bytes` are not a table.
    pub(crate) const fn version_of(bytes: &[u8]) -> Option<u32> {
        if bytes.len() < MAGIC.len() + 4 {
            return None;
        }
        let mut at = 0;
        while at < MAGIC.len() {
            if bytes[at] != MAGIC[at] {
                return None;
            }
            at += 1;
        }
        Some(u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]))
    }
}

impl HeaderNumber {
    #[inline]
    const fn offset(self) -> usize {
        MAGIC.len() + 4 * self as usize
    }

    /// Reads the number from a header.
    #[inline]
    fn read(self, header: &[u8; Header::SIZE]) -> u32 {
        read_u32(header, self.offset()).unwrap_or_default()
    }
}

/// A section of the table. Sections follow the header and each other in this order.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Section {
    PrefixFilter,
    Pilots,
    Slots,
    Checkpoints,
    Lines,
    Entries,
    Lists,
    Records,
    Heap,
}

impl Section {
    /// All sections, in order.
    pub(crate) const ALL: [Section; 9] = [
        Section::PrefixFilter,
        Section::Pilots,
        Section::Slots,
        Section::Checkpoints,
        Section::Lines,
        Section::Entries,
        Section::Lists,
        Section::Records,
        Section::Heap,
    ];

    /// Returns the size in bytes of one element; 1 where elements differ in size.
    #[inline]
    pub(crate) const fn element_size(self) -> usize {
        match self {
            Section::PrefixFilter | Section::Lines => 8,
            Section::Pilots => 2,
            Section::Slots | Section::Checkpoints | Section::Lists => 4,
            Section::Records => Record::SIZE,
            Section::Entries | Section::Heap => 1,
        }
    }
}

/// The contents of all sections, ready to be written.
#[derive(Default, Debug)]
pub struct Sections {
    /// The words of the prefix filter.
    pub prefix_filter: Vec<u8>,
    /// The pilots of the perfect hash.
    pub pilots: Vec<u8>,
    /// The slots of the perfect hash.
    pub slots: Vec<u8>,
    /// The offset of every [`CHECKPOINT_STRIDE`]th entry.
    pub checkpoints: Vec<u8>,
    /// The runs of lines.
    pub lines: Vec<u8>,
    /// The entries.
    pub entries: Vec<u8>,
    /// The lists of entries.
    pub lists: Vec<u8>,
    /// The records.
    pub records: Vec<u8>,
    /// The heap.
    pub heap: Vec<u8>,
}

impl Sections {
    /// Returns the bytes of the table that consists of `header` and these sections. The counts and
    /// starts of sections in `header` are computed here.
    pub fn into_table(self, mut header: Header) -> Vec<u8> {
        let count = |section: Section, bytes: &[u8]| to_u32(bytes.len() / section.element_size());
        header.filter_words = count(Section::PrefixFilter, &self.prefix_filter);
        header.pilots = count(Section::Pilots, &self.pilots);
        header.slots = count(Section::Slots, &self.slots);
        let mut table = vec![0; Header::SIZE];
        let mut append = |bytes: &[u8]| {
            let start = to_u32(table.len());
            table.extend_from_slice(bytes);
            start
        };
        append(&self.prefix_filter);
        append(&self.pilots);
        append(&self.slots);
        append(&self.checkpoints);
        header.lines_start = append(&self.lines);
        header.entries_start = append(&self.entries);
        header.lists_start = append(&self.lists);
        header.records_start = append(&self.records);
        header.heap_start = append(&self.heap);
        table[..Header::SIZE].copy_from_slice(&header.encode());
        table
    }
}

/// A table, as a view of its bytes.
#[derive(Clone, Copy)]
pub(crate) struct Table<'t> {
    /// The first bytes: their number is known, so that reading them needs no bounds check.
    pub(crate) header: &'t [u8; Header::SIZE],
    pub(crate) bytes: &'t [u8],
}

impl<'t> Table<'t> {
    /// Views bytes as a table. Bytes that are shorter than a header are the empty table.
    #[inline]
    pub(crate) fn new(bytes: &'t [u8]) -> Table<'t> {
        match bytes.first_chunk() {
            Some(header) => Table { header, bytes },
            None => Table { header: &EMPTY, bytes: &EMPTY },
        }
    }

    /// Returns the number of rules.
    pub(crate) fn len(self) -> usize {
        self.header(HeaderNumber::Rules) as usize
    }

    /// Reads one number of the header.
    #[inline]
    pub(crate) fn header(self, number: HeaderNumber) -> u32 {
        number.read(self.header)
    }

    /// Returns the bytes of a section.
    #[inline]
    pub(crate) fn section(self, section: Section) -> &'t [u8] {
        self.bytes.get(self.start(section)..self.end(section)).unwrap_or_default()
    }

    /// Returns the offset at which a section starts. The first four follow from the numbers of
    /// their elements, so that a lookup reads as few numbers of the header as possible.
    #[inline]
    pub(crate) fn start(self, section: Section) -> usize {
        let end_of = |section: Section, count: HeaderNumber| {
            let len = (self.header(count) as usize).wrapping_mul(section.element_size());
            self.start(section).wrapping_add(len)
        };
        match section {
            Section::PrefixFilter => Header::SIZE,
            Section::Pilots => end_of(Section::PrefixFilter, HeaderNumber::FilterWords),
            Section::Slots => end_of(Section::Pilots, HeaderNumber::Pilots),
            Section::Checkpoints => end_of(Section::Slots, HeaderNumber::Slots),
            Section::Lines => self.header(HeaderNumber::LinesStart) as usize,
            Section::Entries => self.header(HeaderNumber::EntriesStart) as usize,
            Section::Lists => self.header(HeaderNumber::ListsStart) as usize,
            Section::Records => self.header(HeaderNumber::RecordsStart) as usize,
            Section::Heap => self.header(HeaderNumber::HeapStart) as usize,
        }
    }

    /// Returns the offset at which a section ends.
    #[inline]
    pub(crate) fn end(self, section: Section) -> usize {
        match section {
            Section::PrefixFilter => self.start(Section::Pilots),
            Section::Pilots => self.start(Section::Slots),
            Section::Slots => self.start(Section::Checkpoints),
            Section::Checkpoints => self.start(Section::Lines),
            Section::Lines => self.start(Section::Entries),
            Section::Entries => self.start(Section::Lists),
            Section::Lists => self.start(Section::Records),
            Section::Records => self.start(Section::Heap),
            Section::Heap => self.bytes.len(),
        }
    }

    /// Returns the offset in the table of a byte offset in a section.
    #[inline]
    pub(crate) fn offset(self, section: Section, at: usize) -> usize {
        self.start(section).wrapping_add(at)
    }

    /// Returns the number of bytes of a section.
    #[inline]
    pub(crate) fn size(self, section: Section) -> usize {
        self.end(section).wrapping_sub(self.start(section))
    }

    /// Returns the bytes of a record.
    #[inline]
    pub(crate) fn record(self, record: usize) -> Option<&'t [u8]> {
        let start = record.checked_mul(Record::SIZE)?;
        self.section(Section::Records).get(start..start + Record::SIZE)
    }

    /// Returns the line of a rule, by a binary search for the run of lines that contains it.
    pub(crate) fn line(self, rule: RuleIndex) -> u32 {
        let rule = rule.get();
        let size = Section::Lines.element_size();
        let lines = self.section(Section::Lines);
        let run = |at: usize| (read_u32(lines, at * size), read_u32(lines, at * size + 4));
        let starts_after = |at: usize| run(at).0.is_none_or(|first| first as usize > rule);
        let (mut low, mut high) = (0, lines.len() / size);
        while low < high {
            let middle = low + (high - low) / 2;
            if starts_after(middle) { high = middle } else { low = middle + 1 }
        }
        match run(low.saturating_sub(1)) {
            (Some(first), Some(line)) => {
                let after = u32::try_from(rule.saturating_sub(first as usize));
                line.saturating_add(after.unwrap_or(u32::MAX))
            }
            _ => 0,
        }
    }

    /// Returns the bytes of a span, or an empty slice if it is not in the heap.
    pub(crate) fn bytes(self, span: Span) -> &'t [u8] {
        self.checked_bytes(span).unwrap_or_default()
    }

    /// Returns the bytes of a span, or `None` if it is not in the heap.
    #[inline]
    pub(crate) fn checked_bytes(self, span: Span) -> Option<&'t [u8]> {
        let start = span.offset as usize;
        self.section(Section::Heap).get(start..start.checked_add(span.len as usize)?)
    }

    /// Returns the range of a span in the whole table.
    pub(crate) fn range(self, span: Span) -> Option<std::ops::Range<usize>> {
        self.checked_bytes(span)?;
        let start = self.start(Section::Heap) + span.offset as usize;
        Some(start..start + span.len as usize)
    }

    /// Returns the text of a span.
    pub(crate) fn text(self, span: Span) -> &'t str {
        std::str::from_utf8(self.bytes(span)).unwrap_or_default()
    }

    /// Returns the span of a text in the heap, given the offset of its length.
    pub(crate) fn text_at(self, offset: u32) -> Option<Span> {
        text_at(self.section(Section::Heap), offset)
    }

    /// Returns the list of the languages of the site, given the encoded offset of its text.
    pub(crate) fn site_languages(self, offset: &[u8]) -> Option<&'t [u8]> {
        self.checked_bytes(self.text_at(read_u32(offset, 0)?)?)
    }

    /// Returns the spans of the names and the values of the fields that a rule adds to its
    /// response. The list consists of texts: a name, its value, the next name, and so on.
    pub(crate) fn fields(
        self,
        record: Record<'_>,
    ) -> impl Iterator<Item = (Span, Span)> + Clone + use<'t> {
        let list = record.fields().and_then(|offset| self.text_at(offset)).unwrap_or_default();
        let end = list.offset.saturating_add(list.len);
        let mut next = list.offset;
        let mut text = move || {
            let span = if next < end { self.text_at(next)? } else { return None };
            next = span.offset + span.len;
            (next <= end).then_some(span)
        };
        std::iter::from_fn(move || Some((text()?, text()?)))
    }

    /// Returns the span of the list of field names.
    pub(crate) fn field_names(self) -> Span {
        Span {
            offset: self.header(HeaderNumber::FieldNamesOffset),
            len: self.header(HeaderNumber::FieldNamesLen),
        }
    }

    /// Returns whether a set contains [`ANY_FIELD`], which is the first name in the table's list if
    /// a rule has a condition on the address of the peer.
    pub(crate) fn includes_any_field(self, fields: FieldSet) -> bool {
        let first = || encoding::texts(self.bytes(self.field_names())).next();
        fields.contains(0) && first() == Some(ANY_FIELD.as_bytes())
    }

    /// Returns the names of the fields in a set, in the order of the table's list, with commas
    /// between them. [`ANY_FIELD`] stands for all others.
    pub(crate) fn names_of(self, fields: FieldSet) -> String {
        if self.includes_any_field(fields) {
            return ANY_FIELD.into();
        }
        let mut names = String::new();
        for (index, name) in encoding::texts(self.bytes(self.field_names())).enumerate() {
            if fields.contains(index) {
                if !names.is_empty() {
                    names.push_str(", ");
                }
                names.push_str(std::str::from_utf8(name).unwrap_or_default());
            }
        }
        names
    }
}

/// Converts a length or an offset that is written.
///
/// # Panics
///
/// Panics if the value does not fit. The compiler reports `TableLimit::Size` long before: it checks
/// the size of each rule, and after each rule that of all sections.
#[expect(clippy::expect_used, reason = "only the compiler writes tables")]
pub fn to_u32(value: usize) -> u32 {
    u32::try_from(value).expect("invariant: the sections of a table are smaller than 4 GiB")
}

/// Reads a little-endian `u32`.
#[inline]
pub(crate) fn read_u32(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.wrapping_add(4))?.first_chunk()?;
    Some(u32::from_le_bytes(*four))
}

/// Reads a little-endian `u16`.
#[inline]
pub(crate) fn read_u16(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.wrapping_add(2))?.first_chunk()?;
    Some(u16::from_le_bytes(*two))
}

#[cfg(test)]
mod tests {
    use super::{EMPTY, Header, MAGIC, Section, Sections, Table, VERSION};

    const HEADER: Header = Header {
        version: VERSION,
        rules: 1,
        flags: 2,
        seed: 3,
        first_shadowable: 4,
        offset_mask: 5,
        filter_words: 6,
        pilots: 7,
        slots: 8,
        lines_start: 9,
        entries_start: 10,
        lists_start: 11,
        records_start: 12,
        heap_start: 13,
        field_names_offset: 14,
        field_names_len: 15,
        subjects: 16,
        candidate_lists: u32::MAX,
    };

    #[test]
    fn header_survives_a_round_trip() {
        assert_eq!(Header::decode(&HEADER.encode()), Some(HEADER));
        assert_eq!(Header::decode(&EMPTY), Some(Header::EMPTY));
    }

    #[test]
    fn header_numbers_follow_the_magic_bytes_in_little_endian() {
        let bytes = HEADER.encode();
        assert_eq!(bytes.len(), 80);
        assert_eq!(bytes[..8], MAGIC);
        assert_eq!(bytes[8..16], [9, 0, 0, 0, 1, 0, 0, 0]);
        assert_eq!(bytes[76..], [0xFF; 4]);
    }

    #[test]
    fn bytes_without_a_whole_header_are_not_decoded() {
        assert_eq!(Header::decode(&EMPTY[..79]), None);
        assert_eq!(Header::decode(b""), None);
        let mut other = EMPTY;
        other[0] = b'R';
        assert_eq!(Header::decode(&other), None);
        assert_eq!(Header::version_of(&other), None);
        assert_eq!(Header::version_of(&EMPTY[..12]), Some(VERSION));
        assert_eq!(Header::version_of(&EMPTY[..11]), None);
    }

    #[test]
    fn sections_are_read_as_they_were_written() {
        let filled = |section: Section, elements: usize| {
            vec![section as u8 + 1; section.element_size() * elements]
        };
        let sections = Sections {
            prefix_filter: filled(Section::PrefixFilter, 2),
            pilots: filled(Section::Pilots, 3),
            slots: filled(Section::Slots, 4),
            checkpoints: filled(Section::Checkpoints, 1),
            lines: filled(Section::Lines, 2),
            entries: filled(Section::Entries, 7),
            lists: filled(Section::Lists, 5),
            records: filled(Section::Records, 1),
            heap: filled(Section::Heap, 9),
        };
        let bytes = sections.into_table(Header { rules: 1, ..Header::EMPTY });
        let table = Table::new(&bytes);
        let elements = [2, 3, 4, 1, 2, 7, 5, 1, 9];
        for (section, elements) in Section::ALL.into_iter().zip(elements) {
            assert_eq!(table.section(section), filled(section, elements), "{section:?}");
        }
        assert_eq!(table.section(Section::Heap).last(), bytes.last());
    }

    #[test]
    fn bytes_that_are_too_short_are_the_empty_table() {
        for len in 0..Header::SIZE {
            let table = Table::new(&EMPTY[..len]);
            assert_eq!(table.len(), 0);
            assert!(Section::ALL.iter().all(|&section| table.section(section).is_empty()));
        }
    }
}
