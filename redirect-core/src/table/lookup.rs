//! The general search for the first rule that matches a request.
//!
//! All keys of the path are looked up, and the rules of their lists are tried in declaration order:
//! the pattern, the method, the conditions, and whether the location is safe.

pub(crate) mod candidates;
pub(crate) mod fast_path;

use crate::action::location::Substitution;
use crate::action::location_guard::is_safe;
use crate::matching::captures::{CaptureInputs, Captures, MAX_CAPTURES};
use crate::matching::condition::{Subject, parameter};
use crate::matching::pattern::{Piece, capture, capture_with_optional_slash};
use crate::matching::text::{MatchMode, Text};
use crate::request::RequestRef;
use crate::table::Table;
use crate::table::encoding::{EncodedCondition, pieces, texts};
use crate::table::entry::Entry;
use crate::table::field_set::FieldSet;
use crate::table::index::key::{TableFlags, hash_host, path_key};
use crate::table::index::perfect_hash::Slot;
use crate::table::lookup::candidates::Candidates;
use crate::table::record::{Record, RecordField};

/// The result of the general search.
pub(crate) struct Match<'a> {
    /// The first rule that matches.
    pub(crate) entry: Option<Entry>,
    /// The values that its conditions capture from, if it has captures.
    pub(crate) inputs: Option<CaptureInputs<'a>>,
    /// The header fields that were inspected before the search ended.
    pub(crate) fields: FieldSet,
}

/// Returns the first rule, in declaration order, that matches a request.
pub(crate) fn find<'a>(table: Table<'_>, request: impl RequestRef<'a>) -> Match<'a> {
    let path = Text::path(request.path());
    let (captures, inputs) = (Captures::NONE, CaptureInputs::default());
    let mut search =
        RequestSearch { table, request, path, captures, inputs, fields: FieldSet::EMPTY };
    let entry = search.run();
    let has_captures = entry.is_some() && search.captures.len() > 0;
    Match { entry, inputs: has_captures.then_some(search.inputs), fields: search.fields }
}

/// Adds the captures of a rule that [`find`] returned. They are computed again from the same
/// inputs, because the result of a lookup would be three times as large if it held them.
pub(crate) fn captured<'a>(
    table: Table<'_>,
    entry: Entry,
    path: &'a str,
    query: Option<&'a str>,
    inputs: &CaptureInputs<'a>,
    captures: &mut Captures<'a>,
) -> Option<()> {
    let record = entry.record(table)?;
    if let Some(program) = entry.program(table, record) {
        match_program(program, Text::path(path), record.mode(), captures)?;
    }
    let mut inputs = inputs.values().iter();
    for condition in record.conditions(table) {
        if !condition.has_captures() {
            continue;
        }
        let value = match condition.subject {
            Subject::Query(name) => parameter(query?, name),
            Subject::Host
            | Subject::Scheme
            | Subject::Language
            | Subject::Header(_)
            | Subject::Cookie(_)
            | Subject::Capture(_) => inputs.next().copied(),
        };
        let value = Text::new(value?, condition.subject.encoding());
        matches_value(condition, value, captures).then_some(())?;
    }
    Some(())
}

struct RequestSearch<'t, 'a, R> {
    table: Table<'t>,
    request: R,
    path: Text<'a>,
    captures: Captures<'a>,
    inputs: CaptureInputs<'a>,
    fields: FieldSet,
}

impl<'a, R: RequestRef<'a>> RequestSearch<'_, 'a, R> {
    fn run(&mut self) -> Option<Entry> {
        let table = self.table;
        if let Some(entry) = self.unshadowed_path() {
            return Some(entry);
        }
        let host = if table.flags().has_hosts() { self.host() } else { None };
        for entry in Candidates::new(table, self.path, host) {
            let record = entry.record(table)?;
            self.captures.truncate(0);
            self.inputs = CaptureInputs::default();
            let matches_path = match entry.program(table, record) {
                Some(program) => {
                    match_program(program, self.path, record.mode(), &mut self.captures).is_some()
                }
                None => entry.matches_path(table, self.path, record.mode())?,
            };
            if matches_path && self.matches_method(record) && self.matches_conditions(record) {
                return Some(entry);
            }
        }
        None
    }

    /// Returns the rule that matches all requests for the path, whatever its spelling, if no
    /// earlier rule can match.
    fn unshadowed_path(&self) -> Option<Entry> {
        let mode = MatchMode::default();
        self.table.flags().contains(TableFlags::path(mode, false)).then_some(())?;
        let key = path_key(self.path, mode, self.table.path_seed(mode, None));
        let Slot::Single(entry) = self.table.slot(key)? else { return None };
        entry.is_first_match(self.table, self.path)?.then_some(entry)
    }

    fn host(&self) -> Option<u64> {
        let host = Subject::<&[u8]>::Host.value(self.request, &Captures::NONE)?;
        Some(hash_host(host.raw()))
    }

    /// Returns whether the rule matches the method. GET includes HEAD.
    fn matches_method(&self, record: Record<'_>) -> bool {
        let methods = self.table.text(record.span(RecordField::Methods));
        methods.is_empty() || includes_method(methods, self.request.method())
    }

    /// Returns whether all conditions hold and the location is safe for the captured values.
    fn matches_conditions(&mut self, record: Record<'_>) -> bool {
        for condition in record.conditions(self.table) {
            if !self.holds(condition) {
                return false;
            }
        }
        self.captures.len() == 0 || is_location_safe(self.table, record, &self.captures)
    }

    fn holds(&mut self, condition: EncodedCondition<'_>) -> bool {
        if let Some(field) = condition.field {
            self.fields.insert(field);
        }
        let value = condition.subject.value(self.request, &self.captures);
        let matches = value.is_some_and(|value| {
            condition.patterns.is_empty()
                || matches_value(condition, value, &mut self.captures)
                    && (!condition.is_capture_input() || self.inputs.push(value.raw()).is_some())
        });
        matches != condition.negated
    }
}

/// Returns whether a list of methods includes a method. GET includes HEAD.
fn includes_method(methods: &str, method: &str) -> bool {
    for name in methods.split('|') {
        if name == method || (name == "GET" && method == "HEAD") {
            return true;
        }
    }
    false
}

/// Returns whether the location of a rule is safe for the captured values. A rule with captures is
/// not static.
fn is_location_safe(table: Table<'_>, record: Record<'_>, captures: &Captures<'_>) -> bool {
    is_safe(&Substitution { parts: record.template(table), captures })
}

/// Returns whether a value matches one of the patterns of a condition, and adds the captures of
/// that one.
fn matches_value<'a>(
    condition: EncodedCondition<'_>,
    value: Text<'a>,
    captures: &mut Captures<'a>,
) -> bool {
    for pattern in texts(condition.patterns) {
        let mut buffer = buffer::<MAX_PIECES>();
        let pieces = decode_into(pattern, &mut buffer);
        if pieces.is_some_and(|pieces| condition.subject.matches(value, pieces, captures)) {
            return true;
        }
    }
    false
}

/// The greatest number of pieces of a pattern.
const MAX_PIECES: usize = 2 * MAX_CAPTURES + 1;

/// A number of pieces that is enough for most patterns, and faster to initialize.
const FEW_PIECES: usize = 9;

fn buffer<'t, const N: usize>() -> [Piece<&'t [u8]>; N] {
    [Piece::CatchAll(None); N]
}

/// Decodes a program into a buffer, or returns `None` if there are too many pieces.
fn decode_into<'b, 't>(
    program: &'t [u8],
    buffer: &'b mut [Piece<&'t [u8]>],
) -> Option<&'b mut [Piece<&'t [u8]>]> {
    let mut len = 0;
    for piece in pieces(program) {
        *buffer.get_mut(len)? = piece;
        len += 1;
    }
    Some(&mut buffer[..len])
}

/// Matches the program of a pattern against a path, and adds its captures.
fn match_program<'a>(
    program: &[u8],
    path: Text<'a>,
    mode: MatchMode,
    captures: &mut Captures<'a>,
) -> Option<()> {
    let path = path.in_mode(mode);
    if let Some(Piece::Literal(first)) = pieces(program).next() {
        match_first_literal(path, first, mode)?;
    }
    let mut few = buffer::<FEW_PIECES>();
    if let Some(pieces) = decode_into(program, &mut few) {
        return match_pieces(path, pieces, mode, captures);
    }
    match_pieces(path, decode_into(program, &mut buffer::<MAX_PIECES>())?, mode, captures)
}

fn match_pieces<'a>(
    path: Text<'a>,
    pieces: &mut [Piece<&[u8]>],
    mode: MatchMode,
    captures: &mut Captures<'a>,
) -> Option<()> {
    if mode.optional_slash {
        capture_with_optional_slash(path, pieces, captures)
    } else {
        capture(path, pieces, captures)
    }
}

/// Matches the first literal of a pattern. Most paths fail here, before any pieces are decoded.
fn match_first_literal(path: Text<'_>, first: &[u8], mode: MatchMode) -> Option<usize> {
    let stripped = if mode.optional_slash { first.strip_suffix(b"/") } else { None };
    path.literal_at(0, stripped.unwrap_or(first))
}
