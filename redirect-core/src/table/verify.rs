//! The verification of bytes that claim to be a table.
//!
//! Lookup never panics, whatever the bytes. Verification rejects bytes for which it would return
//! nonsense: each section, entry, key, span and program is read once, in time linear in the size of
//! the table (see [`MAX_WORK`]).

use std::collections::BTreeMap;
use std::fmt;

use http::HeaderName;

use crate::action::Status;
use crate::action::cache_control::CachePolicy;
use crate::action::location::Part;
use crate::matching::captures::{MAX_CAPTURES, MAX_INPUTS};
use crate::matching::condition::Subject;
use crate::matching::dfa::Dfa;
use crate::matching::optional::MAX_OPTIONAL;
use crate::matching::pattern::Piece;
use crate::request::charset::is_lowercase_token;
use crate::request::site_language::LanguageList;
use crate::table::Table;
use crate::table::bytes::MAX_FIELD_NAME;
use crate::table::encoding::{
    Decode, EncodedCondition, MAX_FIELDS, MAX_SUBJECTS, condition, literal, part, piece, pieces,
    text,
};
use crate::table::entry::Entry;
use crate::table::index::group::{Distinction, Group, MAX_GROUPS, MAX_LISTS};
use crate::table::index::key::TableFlags;
use crate::table::index::perfect_hash::{EntryList, GROUP, Slot};
use crate::table::layout::{
    CHECKPOINT_STRIDE, Header, HeaderNumber, MAGIC, Section, VERSION, read_u32,
};
use crate::table::record::{Record, RecordField, Span};
use crate::table::rule_index::RuleIndex;
use crate::table::segment_pattern::{is_always_safe, is_segment_pattern};

/// The error returned by [`Redirects::from_bytes`](crate::Redirects::from_bytes) for bytes that are
/// not a table, or are a table of another version.
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
    check(is_canonical_valid(table), Reason::Header)?;
    let entries = entries(table).ok_or(InvalidTable(Reason::Entries))?;
    check(are_slots_valid(table, &entries), Reason::Keys)?;
    let texts = response_texts(table, &entries);
    let work = span_bytes(table, &entries).saturating_add(text_bytes(table, &texts));
    check(work <= MAX_WORK * bytes.len(), Reason::Overlap)?;
    for (text, rule) in texts {
        check(verify_response_text(table, text).is_some(), Reason::Rule(rule))?;
    }
    let has_valid_limits =
        header.subjects <= u32::from(MAX_SUBJECTS) && header.candidate_lists as usize <= MAX_LISTS;
    check(has_valid_limits, Reason::Header)?;
    let mut subjects = vec![None; header.subjects as usize];
    for (rule, &entry) in entries.iter().enumerate() {
        check(verify_rule(table, entry, &mut subjects).is_some(), Reason::Rule(rule))?;
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

/// Returns whether the table declares no canonical URLs, or valid ones. The fast path then decides
/// for no path.
fn is_canonical_valid(table: Table<'_>) -> bool {
    !table.flags().contains(TableFlags::CANONICAL)
        || table.header(HeaderNumber::FirstShadowable) == 0
            && table.canonical_urls().is_some_and(|urls| urls.is_valid(table))
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
        let encoded = read_u32(slot, 0).unwrap_or_default();
        let slot = table.decode_slot(encoded);
        if let (Slot::List(list), Err(offset)) = (&slot, table.decode_offset(encoded)) {
            let Some(groups) = groups_of(table, offset) else { return false };
            listed += list.size() + groups * Section::Lists.element_size();
        }
        if listed > lists || !is_list_valid(slot.entries(), entries) {
            return false;
        }
    }
    true
}

/// Returns the number of groups of the list at an offset if they are valid.
fn groups_of(table: Table<'_>, list: usize) -> Option<usize> {
    let size = Section::Lists.element_size();
    let lists = table.section(Section::Lists).get(list..)?;
    let count = read_u32(lists, 0)? as usize;
    let elements = lists.get(size..)?.get(..count.checked_mul(size)?)?;
    let encoded = lists.get(size + elements.len()..)?;
    let mut groups = 0;
    for element in elements.chunks(size) {
        let element = read_u32(element, 0)?;
        if element & GROUP != 0 {
            let group = Group::decode(read_u32(encoded, groups * size)?);
            verify_group(table, Entry(element & !GROUP), group)?;
            groups += 1;
        }
    }
    (groups <= MAX_GROUPS[0]).then_some(groups)
}

/// Verifies that the fast path does not ignore a group, and that its first rule has the condition
/// by which its rules are distinguished.
fn verify_group(table: Table<'_>, first: Entry, group: Group) -> Option<()> {
    (!first.is_unconditional(table)).then_some(())?;
    let Distinction::Subject(number) = group.by else { return Some(()) };
    let condition = first.record(table)?.condition_on(number, table)?;
    condition.is_literal_equality().then_some(())
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

/// A text of the heap that rules share, by the offset of its length.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ResponseText {
    /// The value of `Cache-Control`.
    CacheControl(u32),
    /// The list of the other fields.
    Fields(u32),
}

impl ResponseText {
    fn span(self, table: Table<'_>) -> Option<Span> {
        let (ResponseText::CacheControl(offset) | ResponseText::Fields(offset)) = self;
        table.text_at(offset)
    }
}

/// Returns the texts of all responses, each with the first rule that has it.
fn response_texts(table: Table<'_>, entries: &[Entry]) -> BTreeMap<ResponseText, usize> {
    let mut texts = BTreeMap::new();
    let mut records: Vec<_> = entries.iter().map(|entry| entry.record(table)).collect();
    records.push(table.canonical_urls().and_then(|urls| urls.record(table)));
    for (rule, record) in records.into_iter().enumerate() {
        let Some(record) = record else { continue };
        if let CachePolicy::Declared(offset) = record.cache() {
            texts.entry(ResponseText::CacheControl(offset)).or_insert(rule);
        }
        if let Some(offset) = record.fields() {
            texts.entry(ResponseText::Fields(offset)).or_insert(rule);
        }
    }
    texts
}

/// Returns the total length of some texts.
fn text_bytes(table: Table<'_>, texts: &BTreeMap<ResponseText, usize>) -> usize {
    let mut bytes = 0_usize;
    for text in texts.keys() {
        bytes = bytes.saturating_add(text.span(table).map_or(0, |span| span.len as usize));
    }
    bytes
}

fn verify_response_text(table: Table<'_>, response_text: ResponseText) -> Option<()> {
    let bytes = table.checked_bytes(response_text.span(table)?)?;
    if matches!(response_text, ResponseText::CacheControl(_)) {
        return verify_field_value(bytes);
    }
    let mut is_name = true;
    all(bytes, text, &mut |text| {
        let is_valid = if is_name {
            text.len() <= MAX_FIELD_NAME && is_lowercase_token(text)
        } else {
            verify_field_value(text).is_some()
        };
        is_name = !is_name;
        is_valid.then_some(())
    })?;
    (is_name && !bytes.is_empty()).then_some(())
}

/// Verifies that a value consists of visible ASCII, spaces and tabs.
fn verify_field_value(value: &[u8]) -> Option<()> {
    for byte in value {
        matches!(byte, b' '..=b'~' | b'\t').then_some(())?;
    }
    Some(())
}

const TEXTS: [RecordField; 6] = [
    RecordField::Source,
    RecordField::Methods,
    RecordField::Target,
    RecordField::Doc,
    RecordField::File,
    RecordField::ConditionsText,
];

/// The subject of each number, as far as it is known from the conditions that were verified.
type Subjects<'t> = [Option<Subject<&'t [u8]>>];

fn verify_rule<'t>(table: Table<'t>, entry: Entry, subjects: &mut Subjects<'t>) -> Option<()> {
    let record = entry.record(table)?;
    if record.source_is_key() {
        std::str::from_utf8(record.key).ok()?;
    }
    for text in &TEXTS {
        std::str::from_utf8(field(table, record, *text)?).ok()?;
    }
    let pattern = entry.program(table, record);
    verify_flags(table, entry, record, pattern)?;
    let captures = captures_with_conditions(
        captures_of(pattern.unwrap_or_default())?,
        table,
        field(table, record, RecordField::Conditions)?,
        subjects,
    )?;
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
/// a literal first. The mark of an optional segment is between them, after a slash.
fn captures_of(program: &[u8]) -> Option<usize> {
    let (mut captures, mut catch_alls, mut pieces) = (0, 0, 0);
    let (mut optional, mut may_be_optional) = (0, false);
    all(program, piece, &mut |piece| {
        if piece == Piece::Optional {
            optional += 1;
            return std::mem::take(&mut may_be_optional).then_some(());
        }
        may_be_optional = matches!(piece, Piece::Literal(text) if text.ends_with(b"/"));
        pieces += 1;
        captures += usize::from(piece.is_capture());
        catch_alls += usize::from(matches!(piece, Piece::CatchAll(_)));
        (has_valid_dfa(piece) && piece.is_capture() == (pieces % 2 == 0)).then_some(())
    })?;
    let is_small = captures <= MAX_CAPTURES && optional <= MAX_OPTIONAL;
    (is_small && catch_alls <= 1).then_some(captures)
}

fn has_valid_dfa(piece: Piece<&[u8]>) -> bool {
    piece.dfa().is_none_or(|dfa| Dfa::new(dfa).is_valid())
}

/// Returns the number of captures of the path and of all conditions if the latter can be computed
/// again from their inputs. Each condition on a capture comes after the declaration of the capture.
fn captures_with_conditions<'t>(
    path_captures: usize,
    table: Table<'t>,
    program: &'t [u8],
    subjects: &mut Subjects<'t>,
) -> Option<usize> {
    let (mut captures, mut inputs) = (path_captures, 0);
    all(program, condition, &mut |condition| {
        (condition.may_have_captures() || !condition.has_captures()).then_some(())?;
        verify_subject(table, &condition, subjects)?;
        verify_argument(condition.subject, captures)?;
        inputs += usize::from(condition.is_capture_input());
        if !condition.subject.is_text() {
            return verify_ranges(condition.patterns);
        }
        all(condition.patterns, literal, &mut |pattern| {
            all(pattern, piece, &mut |piece| {
                captures += usize::from(piece.is_capture());
                (has_valid_dfa(piece) && piece != Piece::Optional).then_some(())
            })
        })
    })?;
    (inputs <= MAX_INPUTS).then_some(captures)
}

/// Verifies the argument of a subject, given the number of captures before its condition.
fn verify_argument(subject: Subject<&[u8]>, captures: usize) -> Option<()> {
    match subject {
        Subject::Header(name) => HeaderName::from_lowercase(name).ok().map(|_| ()),
        Subject::Capture(index) => (index < captures).then_some(()),
        Subject::Host
        | Subject::Scheme
        | Subject::Language
        | Subject::SiteLanguage(_)
        | Subject::Cookie(_)
        | Subject::Query(_)
        | Subject::Ip
        | Subject::Port => Some(()),
    }
}

/// Verifies the ranges of a condition on the address: those of IPv4 and those of IPv6, or none.
fn verify_ranges(program: &[u8]) -> Option<()> {
    let mut sizes = [2 * 4, 2 * 16].into_iter();
    all(program, literal, &mut |ranges| (ranges.len() % sizes.next()? == 0).then_some(()))?;
    (program.is_empty() || sizes.next().is_none()).then_some(())
}

/// Verifies that all conditions with the number of a subject have that subject, because lookup
/// reads its value only once.
fn verify_subject<'t>(
    table: Table<'t>,
    condition: &EncodedCondition<'t>,
    subjects: &mut Subjects<'t>,
) -> Option<()> {
    let Some(number) = condition.number else {
        return matches!(condition.subject, Subject::Capture(_)).then_some(());
    };
    let known = subjects.get_mut(usize::from(number))?;
    let is_same = known.is_none_or(|known| known == condition.subject);
    let is_capture = matches!(condition.subject, Subject::Capture(_));
    if let (None, Subject::SiteLanguage(offset)) = (*known, condition.subject) {
        LanguageList::new(table.site_languages(offset)?).is_valid().then_some(())?;
    }
    *known = Some(condition.subject);
    (is_same && !is_capture).then_some(())
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
        Part::Path
        | Part::Slash
        | Part::Query
        | Part::Parameter
        | Part::RequestUri
        | Part::RequestHost
        | Part::Fragment => Some(()),
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
