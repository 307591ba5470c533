//! The verification of bytes that claim to be a table.
//!
//! Lookup never panics, whatever the bytes. Verification rejects bytes for which it would return
//! nonsense: each section, entry, key, span and program is read once, in time linear in the size of
//! the table (see [`MAX_WORK`]).

use std::fmt;

use http::HeaderName;

use crate::action::Status;
use crate::action::cache_control::CachePolicy;
use crate::action::location::Part;
use crate::matching::captures::{MAX_CAPTURES, MAX_INPUTS};
use crate::matching::condition::Subject;
use crate::matching::dfa::Dfa;
use crate::matching::pattern::Piece;
use crate::table::Table;
use crate::table::encoding::{Decode, MAX_FIELDS, condition, literal, part, piece, pieces};
use crate::table::entry::Entry;
use crate::table::index::perfect_hash::{EntryList, Slot};
use crate::table::layout::{CHECKPOINT_STRIDE, Header, MAGIC, Section, VERSION, read_u32};
use crate::table::record::{Record, RecordField};
use crate::table::rule_index::RuleIndex;
use crate::table::segment_pattern::{is_always_safe, is_segment_pattern};

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

/// The greatest total length of all spans, as a multiple of the length of the table. Rules share
/// short texts only, so that the compiler stays below this, and overlapping spans cannot make
/// verification take longer than linear time.
const MAX_WORK: usize = 16;

/// Verifies a table.
pub(crate) fn verify(bytes: &[u8]) -> Result<(), InvalidTable> {
    let check = |valid: bool, reason| valid.then_some(()).ok_or(InvalidTable(reason));
    check(bytes.starts_with(&MAGIC), Reason::Magic)?;
    check(Header::version_of(bytes) == Some(VERSION), Reason::Version)?;
    let header = Header::decode(bytes).ok_or(InvalidTable(Reason::Header))?;
    let table = Table::new(bytes);
    check(are_sections_valid(table, &header), Reason::Header)?;
    check(are_field_names_valid(table), Reason::Header)?;
    let entries = entries(table).ok_or(InvalidTable(Reason::Entries))?;
    check(are_slots_valid(table, &entries), Reason::Keys)?;
    check(span_bytes(table, &entries) <= MAX_WORK * bytes.len(), Reason::Overlap)?;
    for (rule, &entry) in entries.iter().enumerate() {
        check(verify_rule(table, entry).is_some(), Reason::Rule(rule))?;
    }
    Ok(())
}

/// Returns whether the sections follow each other within the table, and consist of whole elements.
fn are_sections_valid(table: Table<'_>, header: &Header) -> bool {
    let fits =
        |section: Section, count: u32| count as usize <= table.bytes.len() / section.element_size();
    if !fits(Section::PrefixFilter, header.filter_words)
        || !fits(Section::Pilots, header.pilots)
        || !fits(Section::Slots, header.slots)
    {
        return false;
    }
    for &section in &Section::ALL {
        let (start, end) = (table.start(section), table.end(section));
        if start > end || (end - start) % section.element_size() != 0 {
            return false;
        }
    }
    let checkpoints = table.len().div_ceil(CHECKPOINT_STRIDE);
    table.size(Section::Checkpoints) == checkpoints * Section::Checkpoints.element_size()
}

/// Returns the entries of all rules if they fill their section and every checkpoint is one of them.
fn entries(table: Table<'_>) -> Option<Vec<Entry>> {
    let end = table.size(Section::Entries);
    let mut entries = Vec::new();
    let mut at = 0;
    while at < end {
        let entry = Entry(u32::try_from(at).ok()?);
        let rule = entries.len();
        if rule % CHECKPOINT_STRIDE == 0 {
            (Entry::from_rule(table, RuleIndex::new(rule))? == entry).then_some(())?;
        }
        at = entry.next(table)?.0 as usize;
        entries.push(entry);
    }
    (at == end && entries.len() == table.len()).then_some(entries)
}

/// Returns whether each slot refers to an entry, or to a sorted list of entries.
fn are_slots_valid(table: Table<'_>, entries: &[Entry]) -> bool {
    let lists = table.size(Section::Lists);
    let mut listed = 0;
    for slot in table.section(Section::Slots).chunks(Section::Slots.element_size()) {
        let slot = table.decode_slot(read_u32(slot, 0).unwrap_or_default());
        if let Slot::List(list) = &slot {
            listed += list.size();
        }
        if listed > lists || !is_list_valid(slot.entries(), entries) {
            return false;
        }
    }
    true
}

/// Returns whether a list consists of at least one entry, each once and in order.
fn is_list_valid(list: EntryList<'_>, entries: &[Entry]) -> bool {
    let mut before = None;
    for entry in list {
        let is_entry = entries.binary_search_by_key(&entry.0, |entry| entry.0).is_ok();
        if !is_entry || before.is_some_and(|before| before >= entry.0) {
            return false;
        }
        before = Some(entry.0);
    }
    before.is_some()
}

/// Returns the total length of all spans of the records.
fn span_bytes(table: Table<'_>, entries: &[Entry]) -> usize {
    let mut bytes = 0;
    for entry in entries {
        let Some(record) = entry.record(table) else { continue };
        for &field in &Record::SPANS {
            bytes += record.span(field).len as usize;
        }
    }
    bytes
}

const TEXTS: [RecordField; 6] = [
    RecordField::Source,
    RecordField::Methods,
    RecordField::Target,
    RecordField::Doc,
    RecordField::File,
    RecordField::ConditionsText,
];

fn verify_rule(table: Table<'_>, entry: Entry) -> Option<()> {
    let record = entry.record(table)?;
    if record.source_is_key() {
        std::str::from_utf8(record.key).ok()?;
    }
    for text in &TEXTS {
        std::str::from_utf8(field(table, record, *text)?).ok()?;
    }
    let pattern = entry.program(table, record);
    verify_flags(table, entry, record, pattern)?;
    let captures = captures_of(pattern.unwrap_or_default())?
        + captures_of_conditions(field(table, record, RecordField::Conditions)?)?;
    (captures <= MAX_CAPTURES).then_some(())?;
    let template = field(table, record, RecordField::Template)?;
    all(template, part, &mut |part| verify_part(part, captures))?;
    verify_location(field(table, record, RecordField::Location)?)?;
    all(field(table, record, RecordField::DroppedParameters)?, literal, &mut |_| Some(()))?;
    let status = record.status();
    let (number, flags) = record.numbers(RecordField::Response);
    CachePolicy::from_numbers(record.numbers(RecordField::Cache))?;
    let has_target = record.static_target.is_some() || !template.is_empty();
    let is_consistent = match Status::from_u16(status) {
        Some(status) => status.is_redirection() == has_target,
        None => status == 0 && !has_target,
    };
    (is_consistent && number == u32::from(status) && flags <= Record::FLAGS).then_some(())
}

fn field<'t>(table: Table<'t>, record: Record<'t>, field: RecordField) -> Option<&'t [u8]> {
    table.checked_bytes(record.span(field))
}

/// Verifies that the flags of an entry agree with its record, which lookup on the fast path relies
/// on.
fn verify_flags(
    table: Table<'_>,
    entry: Entry,
    record: Record<'_>,
    pattern: Option<&[u8]>,
) -> Option<()> {
    let (flags, mode) = (entry.flags(table)?, record.mode());
    (flags.is_pass() == (record.status() == 0)).then_some(())?;
    if !flags.is_unconditional() {
        return Some(());
    }
    let is_empty = |field| record.numbers(field).1 == 0;
    let has_mode = !flags.has_own_record()
        || !mode.ignore_case && mode.optional_slash == flags.has_optional_slash();
    let is_fast = |pattern| {
        is_segment_pattern(pieces(pattern), mode)
            && is_always_safe(pieces(pattern), record.template(table))
    };
    let has_conditions = if flags.has_host() {
        record.host(table).is_some()
    } else {
        is_empty(RecordField::Conditions)
    };
    let is_unconditional = is_empty(RecordField::Methods) && has_conditions;
    (is_unconditional && has_mode && pattern.is_none_or(is_fast)).then_some(())
}

/// Returns the number of captures of a pattern, whose literals and captures have to alternate, with
/// a literal first.
fn captures_of(program: &[u8]) -> Option<usize> {
    let (mut captures, mut catch_alls, mut pieces) = (0, 0, 0);
    all(program, piece, &mut |piece| {
        pieces += 1;
        captures += usize::from(piece.is_capture());
        catch_alls += usize::from(matches!(piece, Piece::CatchAll(_)));
        (has_valid_dfa(piece) && piece.is_capture() == (pieces % 2 == 0)).then_some(())
    })?;
    (captures <= MAX_CAPTURES && catch_alls <= 1).then_some(captures)
}

fn has_valid_dfa(piece: Piece<&[u8]>) -> bool {
    piece.dfa().is_none_or(|dfa| Dfa::new(dfa).is_valid())
}

/// Returns the number of captures of all conditions if they can be computed again from their
/// inputs.
fn captures_of_conditions(program: &[u8]) -> Option<usize> {
    let (mut captures, mut inputs) = (0, 0);
    all(program, condition, &mut |condition| {
        (condition.may_have_captures() || !condition.has_captures()).then_some(())?;
        inputs += usize::from(condition.is_capture_input());
        if let Subject::Header(name) = condition.subject {
            HeaderName::from_lowercase(name).ok()?;
        }
        all(condition.patterns, literal, &mut |pattern| {
            all(pattern, piece, &mut |piece| {
                captures += usize::from(piece.is_capture());
                has_valid_dfa(piece).then_some(())
            })
        })
    })?;
    (inputs <= MAX_INPUTS).then_some(captures)
}

/// Returns whether the list of field names consists of at most [`MAX_FIELDS`] valid names.
fn are_field_names_valid(table: Table<'_>) -> bool {
    let mut count = 0;
    let names = table.checked_bytes(table.field_names()).and_then(|names| {
        all(names, literal, &mut |name| {
            count += 1;
            HeaderName::from_lowercase(name).ok().map(|_| ())
        })
    });
    names.is_some() && count <= usize::from(MAX_FIELDS)
}

fn verify_part(part: Part<&[u8]>, captures: usize) -> Option<()> {
    match part {
        Part::Literal(text) => verify_location(text),
        Part::Capture(_, index) => (index < captures).then_some(()),
        Part::Path | Part::Query | Part::Fragment => Some(()),
    }
}

/// Verifies that all bytes may be sent in a `Location`: visible ASCII except the backslash.
fn verify_location(text: &[u8]) -> Option<()> {
    for byte in text {
        (byte.is_ascii_graphic() && *byte != b'\\').then_some(())?;
    }
    Some(())
}

/// Decodes a program to its end. Fails at an item that is invalid or not accepted.
fn all<'t, T>(
    mut program: &'t [u8],
    decode: Decode<'t, T>,
    accept: &mut dyn FnMut(T) -> Option<()>,
) -> Option<()> {
    while !program.is_empty() {
        let (item, rest) = decode(program)?;
        accept(item)?;
        program = rest;
    }
    Some(())
}
