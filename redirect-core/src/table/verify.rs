//! Whether bytes are a table.

use std::fmt;

use http::HeaderName;

use crate::matching::capture_inputs::MAX_VALUES;
use crate::matching::captures::MAX_CAPTURES;
use crate::matching::condition::Subject;
use crate::matching::dfa::Shape;
use crate::matching::pattern::Piece;
use crate::response::Status;
use crate::response::cache_control::Cache;
use crate::response::location::Part;
use crate::table::Table;
use crate::table::encoding::{MAX_FIELDS, Read, condition, literal, part, piece, pieces};
use crate::table::entry::Entry;
use crate::table::index::perfect_hash::PILOT;
use crate::table::index::perfect_hash::{SLOT, Slot};
use crate::table::index::prefix_filter::FILTER_WORD;
use crate::table::layout::{
    FIELDS, FILTER_WORDS, MAGIC, PILOTS, SECTIONS, SLOTS, STRIDE, Section, VERSION, number,
};
use crate::table::record::{Record, RecordField};
use crate::table::segments::{are_safe, are_segments};

/// The error of [`Redirects::from_bytes`](crate::Redirects::from_bytes): bytes that are not a
/// table, or are a table of another version.
///
/// ```
/// let error = redirects::Redirects::from_bytes("no table").unwrap_err();
/// assert_eq!(error.to_string(), "not a table of redirects");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvalidTable(Reason);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reason {
    Magic,
    Version,
    Header,
    Entries,
    Keys,
    Overlap,
    Rule(usize),
}

impl fmt::Display for InvalidTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Reason::Magic => write!(f, "not a table of redirects"),
            Reason::Version => write!(f, "a table of another version than {VERSION}"),
            Reason::Header => write!(f, "a table that is cut short"),
            Reason::Keys => write!(f, "a table whose keys are damaged"),
            Reason::Entries => write!(f, "a table whose entries are damaged"),
            Reason::Overlap => write!(f, "a table whose texts overlap"),
            Reason::Rule(index) => write!(f, "a table whose rule {index} is damaged"),
        }
    }
}

impl std::error::Error for InvalidTable {}

/// How many times a table's bytes may be read to verify it. A record is longer than a tenth of what
/// it may share.
const MAX_WORK: usize = 16;

/// Walks all of the table once.
pub(crate) fn verify(bytes: &[u8]) -> Result<(), InvalidTable> {
    let or = |valid: bool, reason| valid.then_some(()).ok_or(InvalidTable(reason));
    or(bytes.starts_with(&MAGIC), Reason::Magic)?;
    or(number(bytes, 8) == Some(VERSION), Reason::Version)?;
    let table = Table::new(bytes);
    or(are_sections(table), Reason::Header)?;
    or(are_fields(table), Reason::Header)?;
    let entries = entries(table).ok_or(InvalidTable(Reason::Entries))?;
    or(are_keys(table, &entries), Reason::Keys)?;
    or(bytes_of_rules(table, &entries) <= MAX_WORK * bytes.len(), Reason::Overlap)?;
    let mut rules = entries.iter().enumerate();
    rules.try_for_each(|(rule, &entry)| or(is_rule(table, entry).is_some(), Reason::Rule(rule)))
}

/// The sections follow each other, and are as long as what they hold.
fn are_sections(table: Table<'_>) -> bool {
    let counted = [Section::PrefixFilter, Section::Pilots, Section::Slots, Section::Places];
    let counted = counted.map(|section| table.start(section));
    let begin = (SECTIONS..FIELDS).step_by(4).map(|at| table.header(at));
    let starts: Vec<usize> = counted.into_iter().chain(begin).collect();
    let places = table.len().div_ceil(STRIDE);
    let have_room = [(FILTER_WORDS, FILTER_WORD), (PILOTS, PILOT), (SLOTS, SLOT)]
        .into_iter()
        .all(|(count, size)| table.header(count) <= table.bytes.len() / size);
    let is_of = |section, size| table.section(section).len().is_multiple_of(size);
    have_room
        && starts.is_sorted()
        && starts.last().is_some_and(|last| *last <= table.bytes.len())
        && is_of(Section::Lines, 8)
        && is_of(Section::Records, Record::SIZE)
        && table.section(Section::Places).len() == places * 4
}

/// The entries of all rules, where they fill their section and every place is one of them.
fn entries(table: Table<'_>) -> Option<Vec<Entry>> {
    let end = table.section(Section::Entries).len();
    let mut entries = Vec::new();
    let mut at = 0;
    while at < end {
        let entry = Entry(u32::try_from(at).ok()?);
        at = entry.next(table)?.0 as usize;
        entries.push(entry);
    }
    let is_place = |(rule, entry): (usize, &Entry)| Entry::of(table, rule * STRIDE) == Some(*entry);
    let are_places = entries.iter().step_by(STRIDE).enumerate().all(is_place);
    (at == end && entries.len() == table.len() && are_places).then_some(entries)
}

/// What each slot leads to: an entry, or a list of rules in their order, each with its own entry.
fn are_keys(table: Table<'_>, entries: &[Entry]) -> bool {
    let is_entry = |entry: Entry| entries.binary_search_by_key(&entry.0, |entry| entry.0).is_ok();
    let lists = table.section(Section::Lists).len();
    let mut listed = 0;
    table.section(Section::Slots).chunks(SLOT).all(|slot| {
        match table.led(number(slot, 0).unwrap_or_default()) {
            Slot::Alone(entry) => is_entry(entry),
            Slot::List(mut list) => {
                listed += list.size();
                listed <= lists
                    && list.peek().is_some()
                    && list.clone().is_sorted_by(|before, next| before.0 < next.0)
                    && list.all(is_entry)
            }
        }
    })
}

/// The bytes that are read to verify all rules: some share short texts.
fn bytes_of_rules(table: Table<'_>, entries: &[Entry]) -> usize {
    let records = entries.iter().filter_map(|entry| entry.record(table));
    records
        .map(|record| {
            let spans = Record::SPANS.iter().map(|&span| record.span(span).len as usize);
            spans.sum::<usize>()
        })
        .sum()
}

const TEXTS: [RecordField; 6] = [
    RecordField::Source,
    RecordField::Methods,
    RecordField::Target,
    RecordField::Doc,
    RecordField::File,
    RecordField::Guard,
];

fn is_rule(table: Table<'_>, entry: Entry) -> Option<()> {
    let record = entry.record(table)?;
    if record.has_key_for_source() {
        str::from_utf8(record.key).ok()?;
    }
    for text in TEXTS {
        str::from_utf8(field(table, record, text)?).ok()?;
    }
    let pattern = entry.program(table, record);
    is_kind(table, entry, record, pattern)?;
    let captures = captures_of(pattern.unwrap_or_default())?
        + captures_of_conditions(field(table, record, RecordField::Conditions)?)?;
    (captures <= MAX_CAPTURES).then_some(())?;
    all_parts(record.parts(table), captures)?;
    is_program(field(table, record, RecordField::Template)?, part)?;
    is_location(field(table, record, RecordField::Location)?)?;
    all(field(table, record, RecordField::Names)?, literal, |_| Some(()))?;
    let status = record.status();
    let (number, flags) = record.numbers(RecordField::Answer);
    Cache::of_numbers(record.numbers(RecordField::Cache))?;
    let has_template = record.parts(table).next().is_some();
    let is_answer = match Status::from_u16(status) {
        Some(status) => status.is_redirection() == has_template,
        None => status == 0 && !has_template,
    };
    (is_answer && number == u32::from(status) && flags <= Record::FLAGS).then_some(())
}

fn field<'t>(table: Table<'t>, record: Record<'t>, field: RecordField) -> Option<&'t [u8]> {
    table.checked_bytes(record.span(field))
}

/// Whether an entry says no more than its record does.
fn is_kind(
    table: Table<'_>,
    entry: Entry,
    record: Record<'_>,
    pattern: Option<&[u8]>,
) -> Option<()> {
    (entry.kind(table)?.passes() == (record.status() == 0)).then_some(())?;
    if !entry.is_for_all(table) {
        return Some(());
    }
    let is_asked = |field| record.numbers(field).1 > 0;
    let (kind, form) = (entry.kind(table)?, record.form());
    let is_in_form = !kind.is_own() || !form.any_case && form.any_slash == kind.any_slash();
    let is_plain = |pattern| {
        are_segments(pieces(pattern), form) && are_safe(pieces(pattern), record.parts(table))
    };
    let asks_no_more = if kind.asks_host() {
        record.host(table).is_some()
    } else {
        !is_asked(RecordField::Conditions)
    };
    let is_for_all = !is_asked(RecordField::Methods) && asks_no_more;
    (is_for_all && is_in_form && pattern.is_none_or(is_plain)).then_some(())
}

/// The number of captures of a source's program.
fn captures_of(program: &[u8]) -> Option<usize> {
    let (mut captures, mut rests, mut pieces) = (0, 0, 0);
    all(program, piece, |piece| {
        pieces += 1;
        captures += usize::from(!matches!(piece, Piece::Literal(_)));
        rests += usize::from(matches!(piece, Piece::CatchAll(_)));
        // Text and captures take turns, and text comes first.
        (is_piece(piece) && matches!(piece, Piece::Literal(_)) == (pieces % 2 == 1)).then_some(())
    })?;
    (captures <= MAX_CAPTURES && rests <= 1).then_some(captures)
}

fn is_piece(piece: Piece<&[u8]>) -> bool {
    piece.shape().is_none_or(|shape| Shape::new(shape).is_valid())
}

/// The number of captures of all conditions, if they can be read again.
fn captures_of_conditions(program: &[u8]) -> Option<usize> {
    let (mut captures, mut values) = (0, 0);
    all(program, condition, |condition| {
        (condition.may_have_captures() || !condition.has_captures()).then_some(())?;
        values += usize::from(condition.keeps_value());
        if let Subject::Header(name) = condition.subject {
            HeaderName::from_lowercase(name).ok()?;
        }
        all(condition.patterns, literal, |pattern| {
            all(pattern, piece, |piece| {
                captures += usize::from(!matches!(piece, Piece::Literal(_)));
                is_piece(piece).then_some(())
            })
        })
    })?;
    (values <= MAX_VALUES).then_some(captures)
}

/// The names of fields are names, and no more than there are bits.
fn are_fields(table: Table<'_>) -> bool {
    let mut count = 0;
    let names = table.checked_bytes(table.fields()).and_then(|names| {
        all(names, literal, |name| {
            count += 1;
            HeaderName::from_lowercase(name).ok().map(|_| ())
        })
    });
    names.is_some() && count <= usize::from(MAX_FIELDS)
}

fn all_parts<'t>(mut parts: impl Iterator<Item = Part<&'t [u8]>>, captures: usize) -> Option<()> {
    parts.try_for_each(|part| match part {
        Part::Literal(text) => is_location(text),
        Part::Capture(_, index) => (index < captures).then_some(()),
        Part::Path | Part::Query | Part::Fragment => Some(()),
    })
}

/// Whether a program can be read to its end.
fn is_program<'t, T>(program: &'t [u8], read: Read<'t, T>) -> Option<()> {
    all(program, read, |_| Some(()))
}

/// Whether all bytes may stand in a `Location`: visible ASCII, and no backslash.
fn is_location(text: &[u8]) -> Option<()> {
    text.iter().all(|byte| byte.is_ascii_graphic() && *byte != b'\\').then_some(())
}

/// Reads a program to its end, and fails where an item cannot be read or is refused.
fn all<'t, T>(
    mut program: &'t [u8],
    read: Read<'t, T>,
    mut accept: impl FnMut(T) -> Option<()>,
) -> Option<()> {
    while !program.is_empty() {
        let (item, rest) = read(program)?;
        accept(item)?;
        program = rest;
    }
    Some(())
}
