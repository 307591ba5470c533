//! The entry of a rule: its source, and what is its alone.

use super::record::Plain;
use super::segments::fit;
use super::{FINALS, Field, Record, STRIDE, Section, Table, number, short};
use crate::capture::Captures;
use crate::text::{Coding, Form, Text};

/// Where the entry of a rule stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Entry(pub(super) u32);

/// The entry has a record of its own.
pub(super) const OWN: u16 = 1 << 15;
/// The source is its own normal form.
pub(super) const NORMAL: u16 = 1 << 14;
/// The number of the record that it shares, if it has none of its own.
pub(super) const SHARED: u16 = NORMAL - 1;
/// The source is a pattern, whose program stands in the place of the source, or in the record if it is
/// too long. This and what follows is said of entries with a record of their own.
pub(super) const PATTERN: u16 = 1 << 13;
/// The rule takes each plain path that fits its source, whoever asks; if that is a pattern, its captures
/// are segments.
pub(super) const FOR_ALL: u16 = 1 << 12;
/// With [`FOR_ALL`]: but only of requests to one host, with which its keys are joined.
pub(super) const OF_HOST: u16 = 1 << 10;
/// The source is compared without regard to one final slash.
pub(super) const ANY_SLASH: u16 = 1 << 11;
/// The status; 0 for `pass`.
pub(super) const STATUS: u16 = (1 << 9) - 1;
/// What stands before the source: kind, its length, and target or record.
pub(super) const HEAD: usize = 8;

impl Entry {
    #[inline]
    fn bytes(self, table: Table<'_>) -> Option<&[u8]> {
        table.bytes.get(table.place(Section::Entries, self.0 as usize)..)
    }

    #[inline]
    pub(super) fn kind(self, table: Table<'_>) -> Option<u16> {
        short(self.bytes(table)?, 0)
    }

    /// The source of a plain rule, the key of another, which has none if it is a pattern.
    #[inline]
    pub(super) fn key(self, table: Table<'_>) -> Option<&[u8]> {
        let bytes = self.bytes(table)?;
        bytes.get(HEAD..HEAD + usize::from(short(bytes, 2)?))
    }

    /// The program of its source, if that is a pattern.
    pub(super) fn program<'t>(self, table: Table<'t>, record: Record<'t>) -> Option<&'t [u8]> {
        let program = is_pattern(self.kind(table)?).then(|| self.key(table))??;
        if !program.is_empty() {
            return Some(program);
        }
        Some(table.bytes(record.span(Field::Pattern)))
    }

    /// Whether its rule takes all requests for a path.
    #[inline]
    pub(super) fn is_for_all(self, table: Table<'_>) -> bool {
        self.kind(table).is_some_and(|kind| kind & OWN == 0 || kind & FOR_ALL != 0)
    }

    /// Whether its rule is for all who ask its host.
    #[inline]
    pub(super) fn asks_host(self, table: Table<'_>) -> Option<bool> {
        Some(self.kind(table)? & (OWN | OF_HOST) == OWN | OF_HOST)
    }

    /// Whether its rule takes requests to a host, of those that are for all who ask one.
    #[inline]
    pub(super) fn is_of_host(self, table: Table<'_>, host: Option<Text<'_>>) -> Option<bool> {
        if !self.asks_host(table)? {
            return Some(true);
        }
        let asked = self.record(table)?.host(table)?;
        Some(host.is_some_and(|host| host.literal_at(0, asked) == Some(host.len())))
    }

    /// Whether its rule takes a plain path by the segments of a pattern, whoever asks; `None` where more
    /// has to be looked at.
    #[inline]
    pub(super) fn takes(self, table: Table<'_>, path: &[u8]) -> Option<bool> {
        if !is_pattern(self.kind(table)?) {
            return Some(false);
        }
        let (kind, program) = self.segments(table)?;
        Some(fit(program, in_form(path, kind), |_| ()).is_some())
    }

    /// The kind and the program of a pattern that is for all, and whose captures are segments.
    #[inline]
    fn segments(self, table: Table<'_>) -> Option<(u16, &[u8])> {
        let all = OWN | PATTERN | FOR_ALL;
        let kind = self.kind(table).filter(|kind| kind & all == all)?;
        Some((kind, self.key(table)?))
    }

    /// Adds what its rule captures of a plain path that it takes.
    pub(crate) fn capture<'a>(self, table: Table<'_>, path: &'a str, captures: &mut Captures<'a>) {
        if let Some((kind, program)) = self.segments(table) {
            let path = in_form(path.as_bytes(), kind);
            let text = Text::new(path, Coding::PlainPath);
            fit(program, path, |range| {
                captures.push(text.part(range.start, range.end));
            });
        }
    }

    /// The status that its rule answers with; 0 for `pass`.
    #[inline]
    pub(crate) fn status(self, table: Table<'_>) -> Option<u16> {
        let kind = self.kind(table)?;
        if kind & OWN != 0 {
            return Some(kind & STATUS);
        }
        let record = table.record(usize::from(kind & SHARED))?;
        Some(Record { bytes: record, plain: None }.status())
    }

    /// Whether its rule takes all requests for a path, and no other rule comes before it.
    #[inline]
    pub(super) fn is_final(self, table: Table<'_>) -> bool {
        (self.0 as usize) < table.header(FINALS) && self.is_for_all(table)
    }

    /// Whether that is so, and its key is this path, which is its own normal form.
    #[inline]
    pub(super) fn is_final_for(self, table: Table<'_>, path: &[u8]) -> bool {
        self.is_final(table)
            && self.kind(table).is_some_and(|kind| kind & NORMAL != 0)
            && self.key(table) == Some(path)
    }

    /// Whether its key is a path, as it is compared in that form.
    pub(super) fn is_path(self, table: Table<'_>, path: Text<'_>, form: Form) -> Option<bool> {
        let (kind, key) = (self.kind(table)?, self.key(table)?);
        if is_pattern(kind) {
            return Some(false);
        }
        let path = path.read_in(form);
        Some(if kind & NORMAL != 0 {
            path.cmp(key).is_eq()
        } else {
            path.normal().eq(Text::new(key, Coding::Path).read_in(form).normal())
        })
    }

    /// What is said of the rule.
    #[inline]
    pub(crate) fn record(self, table: Table<'_>) -> Option<Record<'_>> {
        let bytes = self.bytes(table)?;
        let (kind, len, target) = (short(bytes, 0)?, short(bytes, 2)?, number(bytes, 4)?);
        if kind & OWN != 0 {
            return Some(Record { bytes: table.record(target as usize)?, plain: None });
        }
        let source = bytes.get(HEAD..HEAD + usize::from(len))?;
        let plain = Some(Plain { source, heap: table.section(Section::Heap), target });
        Some(Record { bytes: table.record(usize::from(kind & SHARED))?, plain })
    }

    /// The entry behind this one.
    fn next(self, table: Table<'_>) -> Option<Entry> {
        let len = short(self.bytes(table)?, 2)?;
        Some(Entry(self.0.checked_add(u32::from(len) + 8)?))
    }

    /// The entry of the rule of that number.
    pub(crate) fn of(table: Table<'_>, rule: usize) -> Option<Entry> {
        let place = Entry(number(table.section(Section::Places), rule / STRIDE * 4)?);
        (0..rule % STRIDE).try_fold(place, |entry, _| entry.next(table))
    }

    /// The number of its rule.
    pub(crate) fn rule(self, table: Table<'_>) -> Option<usize> {
        let places = table.section(Section::Places);
        let (mut low, mut high) = (0, places.len() / 4);
        while low < high {
            let middle = low + (high - low) / 2;
            if number(places, middle * 4)? <= self.0 {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let first = low.checked_sub(1)?;
        let mut entry = Entry(number(places, first * 4)?);
        for rule in 0..STRIDE {
            if entry == self {
                return Some(first * STRIDE + rule);
            }
            entry = entry.next(table)?;
        }
        None
    }
}

fn is_pattern(kind: u16) -> bool {
    kind & (OWN | PATTERN) == OWN | PATTERN
}

/// A path as the source of that kind is compared with it.
#[inline]
fn in_form(path: &[u8], kind: u16) -> &[u8] {
    let stripped = if kind & ANY_SLASH == 0 { None } else { path.strip_suffix(b"/") };
    stripped.unwrap_or(path)
}
