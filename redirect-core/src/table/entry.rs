//! The entry of a rule: its source, and what is its alone.

use crate::matching::captures::Captures;
use crate::matching::text::{Encoding, MatchMode, Text};
use crate::table::Table;
use crate::table::entry_flags::EntryFlags;
use crate::table::layout::{FIRST_SHADOWABLE, STRIDE, Section, number, short};
use crate::table::record::Plain;
use crate::table::record::{Record, RecordField};
use crate::table::segments::fit;

/// Where the entry of a rule stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Entry(pub(crate) u32);

/// The first rule that matches a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum First {
    /// There is none.
    None,
    /// It leaves requests alone.
    Passes(Entry),
    /// It answers.
    Answers(Entry),
}

impl First {
    #[inline]
    pub(crate) fn of(entry: Entry, kind: EntryFlags) -> First {
        if kind.passes() { First::Passes(entry) } else { First::Answers(entry) }
    }

    #[inline]
    pub(crate) fn in_table(table: Table<'_>, entry: Option<Entry>) -> First {
        let first = entry.and_then(|entry| Some(First::of(entry, entry.kind(table)?)));
        first.unwrap_or(First::None)
    }
}

/// What stands before the source: kind, its length, and target or record.
pub(crate) const HEAD: usize = 8;

/// What stands in an entry.
#[derive(Clone, Copy, Debug)]
struct Parts<'t> {
    kind: EntryFlags,
    /// The place of the location, or the number of the record.
    leads_to: u32,
    /// The source of a plain rule, the key of another, the program of a pattern.
    source: &'t [u8],
}

impl Entry {
    #[inline]
    fn bytes(self, table: Table<'_>) -> Option<&[u8]> {
        table.bytes.get(table.place(Section::Entries, self.0 as usize)..)
    }

    #[inline]
    pub(crate) fn kind(self, table: Table<'_>) -> Option<EntryFlags> {
        Some(EntryFlags(short(self.bytes(table)?, 0)?))
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation)]
    fn parts(self, table: Table<'_>) -> Option<Parts<'_>> {
        let (head, behind) = self.bytes(table)?.split_first_chunk::<HEAD>()?;
        let head = u64::from_le_bytes(*head);
        let source = behind.get(..usize::from((head >> 16) as u16))?;
        Some(Parts { kind: EntryFlags(head as u16), leads_to: (head >> 32) as u32, source })
    }

    /// The program of its source, if that is a pattern.
    pub(crate) fn program<'t>(self, table: Table<'t>, record: Record<'t>) -> Option<&'t [u8]> {
        let parts = self.parts(table).filter(|parts| parts.kind.is_pattern())?;
        if !parts.source.is_empty() {
            return Some(parts.source);
        }
        Some(table.bytes(record.span(RecordField::Pattern)))
    }

    /// Whether its rule takes all requests for a path.
    #[inline]
    pub(crate) fn is_for_all(self, table: Table<'_>) -> bool {
        self.kind(table).is_some_and(EntryFlags::is_for_all)
    }

    /// Whether its rule takes requests to a host, of those that are for all who ask one.
    #[inline]
    pub(crate) fn is_of_host(self, table: Table<'_>, host: Option<Text<'_>>) -> Option<bool> {
        if !self.kind(table)?.asks_host() {
            return Some(true);
        }
        let asked = self.record(table)?.host(table)?;
        Some(host.is_some_and(|host| host.literal_at(0, asked) == Some(host.len())))
    }

    /// Whether its rule takes a plain path by the segments of a pattern, whoever asks; `None` where more
    /// has to be looked at.
    #[inline]
    pub(crate) fn takes(self, table: Table<'_>, path: &[u8]) -> Option<bool> {
        let Parts { kind, source, .. } = self.parts(table)?;
        if !kind.is_pattern() {
            return Some(false);
        }
        kind.is_for_all().then(|| fit(source, in_form(path, kind), |_| ()).is_some())
    }

    /// Adds what its rule captures of a plain path, if that is segments of it.
    pub(crate) fn capture<'a>(
        self,
        table: Table<'_>,
        path: &'a str,
        captures: &mut Captures<'a>,
    ) -> Option<()> {
        let Parts { kind, source, .. } = self.parts(table)?;
        (kind.is_pattern() && kind.is_for_all()).then_some(())?;
        let path = in_form(path.as_bytes(), kind);
        let text = Text::new(path, Encoding::PlainPath);
        fit(source, path, |range| {
            captures.push(text.part(range.start, range.end));
        })
    }

    /// Whether no other rule comes before it, if it takes all requests for a path.
    #[inline]
    fn is_first(self, table: Table<'_>) -> bool {
        (self.0 as usize) < table.header(FIRST_SHADOWABLE)
    }

    /// Whether its rule takes all requests for a path, however that is spelt, and no other comes before it.
    pub(crate) fn is_final_for(self, table: Table<'_>, path: Text<'_>) -> Option<bool> {
        let is_final = self.is_first(table) && self.is_for_all(table);
        Some(is_final && self.is_path(table, path, MatchMode::default())?)
    }

    /// Its kind, if that is so and the path is spelt as the source.
    #[inline]
    pub(crate) fn kind_if_final(self, table: Table<'_>, path: &[u8]) -> Option<EntryFlags> {
        let Parts { kind, source, .. } = self.parts(table)?;
        let is_final = self.is_first(table) && kind.is_for_all() && kind.is_normal();
        (is_final && source == path).then_some(kind)
    }

    /// Whether its key is a path, as it is compared in that form.
    pub(crate) fn is_path(self, table: Table<'_>, path: Text<'_>, form: MatchMode) -> Option<bool> {
        let Parts { kind, source, .. } = self.parts(table)?;
        if kind.is_pattern() {
            return Some(false);
        }
        let path = path.read_in(form);
        Some(if kind.is_normal() {
            path.cmp(source).is_eq()
        } else {
            path.normal().eq(Text::new(source, Encoding::Path).read_in(form).normal())
        })
    }

    /// What is said of the rule.
    #[inline]
    pub(crate) fn record(self, table: Table<'_>) -> Option<Record<'_>> {
        let Parts { kind, leads_to, source } = self.parts(table)?;
        if kind.is_own() {
            return Some(Record {
                bytes: table.record(leads_to as usize)?,
                key: source,
                plain: None,
            });
        }
        let plain = Some(Plain { heap: table.section(Section::Heap), target: leads_to });
        Some(Record { bytes: table.record(kind.shared())?, key: source, plain })
    }

    /// The entry behind this one.
    pub(crate) fn next(self, table: Table<'_>) -> Option<Entry> {
        let len = u32::try_from(HEAD + self.parts(table)?.source.len()).ok()?;
        Some(Entry(self.0.checked_add(len)?))
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

/// A path as the source of that kind is compared with it.
#[inline]
fn in_form(path: &[u8], kind: EntryFlags) -> &[u8] {
    let stripped = if kind.any_slash() { path.strip_suffix(b"/") } else { None };
    stripped.unwrap_or(path)
}
