//! The general search for the first rule that matches a request.
//!
//! All keys of the path are looked up, and the rules of their lists are tried in declaration order:
//! the pattern, the method, the conditions, and whether the location is safe.

pub(crate) mod candidates;
pub(crate) mod fast_path;
mod infix_scan;
pub(crate) mod inspection;
pub(crate) mod path_difference;
mod subject_values;

use std::cell::OnceCell;
use std::net::IpAddr;

use crate::action::location::{RequestUri, Substitution, has_final_slash};
use crate::action::location_guard::is_safe;
use crate::matching::captures::{CaptureInputs, Captures, MAX_CAPTURES};
use crate::matching::condition::{Subject, parameter};
use crate::matching::optional::{MAX_OPTIONAL, capture_variant};
use crate::matching::pattern::{Piece, capture, capture_with_optional_slash};
use crate::matching::text::{MatchMode, Text};
use crate::request::RequestRef;
use crate::request::authority::RequestHost;
use crate::table::Table;
use crate::table::encoding::{EncodedCondition, MAX_SUBJECTS, pieces, texts};
use crate::table::entry::Entry;
use crate::table::field_set::FieldSet;
use crate::table::index::group::{Distinction, Group, MAX_LISTS};
use crate::table::index::key::{TableFlags, hash_host, path_key};
use crate::table::index::perfect_hash::Slot;
use crate::table::layout::HeaderNumber;
use crate::table::lookup::candidates::{Candidate, CandidateList, Candidates};
use crate::table::lookup::infix_scan::InfixScan;
use crate::table::lookup::subject_values::SubjectValues;
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

/// The numbers of lists and of subjects that are enough for most tables, and faster to initialize.
const FEW_LISTS: usize = 16;
const FEW_SUBJECTS: usize = 8;

/// A number of lists that is enough for all tables without groups.
const MORE_LISTS: usize = 64;

/// Returns the first rule, in declaration order, that matches a request. No rule matches a path
/// that is too long.
pub(crate) fn find<'a>(table: Table<'_>, request: impl RequestRef<'a>) -> Match<'a> {
    find_path(table, request, Text::path(request.path()))
}

/// Works like [`find`] for a path as rules see it.
pub(crate) fn find_path<'a>(
    table: Table<'_>,
    request: impl RequestRef<'a>,
    path: Text<'a>,
) -> Match<'a> {
    if path.is_too_long() {
        return Match { entry: None, inputs: None, fields: FieldSet::EMPTY };
    }
    let path = path.with_length(false);
    let lists = table.header(HeaderNumber::CandidateLists) as usize;
    let subjects = table.header(HeaderNumber::Subjects) as usize;
    if lists <= FEW_LISTS && subjects <= FEW_SUBJECTS {
        find_in_memory::<FEW_LISTS, FEW_SUBJECTS>(table, request, path)
    } else if lists <= MORE_LISTS {
        find_in_memory::<MORE_LISTS, { MAX_SUBJECTS as usize }>(table, request, path)
    } else {
        find_in_memory::<MAX_LISTS, { MAX_SUBJECTS as usize }>(table, request, path)
    }
}

/// Works like [`find`] with memory for a number of lists and of subjects. The memory is not
/// initialized where it is not needed, because this is a call.
#[inline(never)]
fn find_in_memory<'a, const LISTS: usize, const SUBJECTS: usize>(
    table: Table<'_>,
    request: impl RequestRef<'a>,
    path: Text<'a>,
) -> Match<'a> {
    find_with(table, request, path, &mut [CandidateList::EMPTY; LISTS], &mut [None; SUBJECTS])
}

fn find_with<'a>(
    table: Table<'_>,
    request: impl RequestRef<'a>,
    path: Text<'a>,
    lists: &mut [CandidateList],
    values: &mut [Option<&'a [u8]>],
) -> Match<'a> {
    let mut search = RequestSearch::new(table, request, path, values);
    let entry = search.run(lists);
    let has_values = search.captures.len() > 0 || !search.inputs.values().is_empty();
    let inputs = (entry.is_some() && has_values).then_some(search.inputs);
    Match { entry, inputs, fields: search.fields }
}

/// Adds the captures of a rule that [`find`] returned. They are computed again from the same
/// inputs, because the result of a lookup would be three times as large if it held them.
pub(crate) fn captured<'a>(
    table: Table<'_>,
    entry: Entry,
    path: Text<'a>,
    query: Option<&'a str>,
    inputs: &CaptureInputs<'a>,
    captures: &mut Captures<'a>,
) -> Option<()> {
    let record = entry.record(table)?;
    if let Some(program) = entry.program(table, record) {
        match_program(program, path, record.mode(), captures)?;
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
            | Subject::SiteLanguage(_)
            | Subject::Header(_)
            | Subject::Cookie(_)
            | Subject::Capture(_)
            | Subject::Ip
            | Subject::Port => inputs.next().copied(),
        };
        let value = Text::new(value?, condition.subject.encoding());
        matches_value(condition, value, captures).then_some(())?;
    }
    Some(())
}

/// Returns the values of a request that the conditions of a rule capture from and that its target
/// contains. The rule matches the request.
pub(crate) fn inputs_of<'a>(
    table: Table<'_>,
    entry: Entry,
    request: impl RequestRef<'a>,
) -> Option<CaptureInputs<'a>> {
    let record = entry.record(table)?;
    let mut inputs = CaptureInputs::default();
    for condition in record.conditions(table) {
        if condition.is_capture_input() {
            inputs.push(condition.subject.value(request, &Captures::NONE)?.raw())?;
        }
    }
    if record.has_request_host() {
        inputs.push(request.authority()?.as_bytes())?;
    }
    Some(inputs)
}

struct RequestSearch<'t, 'v, 'a, R> {
    table: Table<'t>,
    request: R,
    path: Text<'a>,
    /// The last pattern that was compared with the path, if its captures are the first ones.
    last_program: Option<MatchedProgram<'t>>,
    captures: Captures<'a>,
    values: SubjectValues<'v, 'a>,
    inputs: CaptureInputs<'a>,
    fields: FieldSet,
    /// The address of the peer, once it was read.
    peer: OnceCell<Option<IpAddr>>,
}

/// The outcome of comparing a pattern with the path.
#[derive(Clone, Copy)]
struct MatchedProgram<'t> {
    program: &'t [u8],
    mode: MatchMode,
    /// The number of its captures, or `None` if it does not match.
    captures: Option<usize>,
}

impl<'t, 'v, 'a, R: RequestRef<'a>> RequestSearch<'t, 'v, 'a, R> {
    fn new(
        table: Table<'t>,
        request: R,
        path: Text<'a>,
        values: &'v mut [Option<&'a [u8]>],
    ) -> RequestSearch<'t, 'v, 'a, R> {
        RequestSearch {
            table,
            request,
            path,
            last_program: None,
            captures: Captures::NONE,
            values: SubjectValues::new(values),
            inputs: CaptureInputs::default(),
            fields: FieldSet::EMPTY,
            peer: OnceCell::new(),
        }
    }

    fn run(&mut self, lists: &mut [CandidateList]) -> Option<Entry> {
        let table = self.table;
        if let Some(entry) = self.unshadowed_path() {
            return Some(entry);
        }
        let host = if table.flags().has_hosts() { self.host() } else { None };
        let mut candidates = Candidates::new(table, self.path, host, lists);
        let mut infixes: Option<InfixScan<'_, '_>> = None;
        loop {
            let until = infixes.as_ref().and_then(InfixScan::peek).unwrap_or(u32::MAX);
            let entry = match candidates.next_until(until) {
                Some(Candidate::Rule(entry)) => entry,
                Some(Candidate::Group { first, group, depth }) => {
                    if matches!(group.by, Distinction::Infix(_)) {
                        // Lists of values have no such groups.
                        if depth == 1 {
                            let infixes =
                                infixes.get_or_insert_with(|| InfixScan::new(table, self.path));
                            infixes.add_group(group, first);
                        }
                    } else if let Some(key) = self.key_in_group(first, group) {
                        candidates.add_list(key, depth);
                    }
                    continue;
                }
                None => infixes.as_mut()?.next()?,
            };
            let record = entry.record(table)?;
            if self.matches_path_and_method(entry, record)? && self.matches_conditions(record) {
                return Some(entry);
            }
        }
    }

    /// Returns the key of the rules of a group that may match the request, given the first rule of
    /// the group.
    fn key_in_group(&mut self, first: Entry, group: Group) -> Option<u64> {
        let seed = self.table.header(HeaderNumber::Seed);
        let Distinction::Subject(number) = group.by else {
            return group.path_key(self.path, seed);
        };
        let record = first.record(self.table)?;
        let condition = record.condition_on(number, self.table)?;
        let EncodedCondition { subject, field, .. } = condition;
        if let Some(field) = field {
            // All rules of the group inspect the field, or none of them does.
            self.reaches(number, first, record).then_some(())?;
            self.fields.insert(field);
        }
        let value = self.value(subject, Some(number))?;
        Some(group.value_key(&subject, value, seed))
    }

    /// Returns whether all parts of a rule hold before its first condition on a subject.
    fn reaches(&mut self, number: u8, entry: Entry, record: Record<'t>) -> bool {
        if self.matches_path_and_method(entry, record) != Some(true) {
            return false;
        }
        for condition in record.conditions(self.table) {
            if condition.number == Some(number) {
                return true;
            }
            if !self.holds(condition) {
                return false;
            }
        }
        false
    }

    fn matches_path_and_method(&mut self, entry: Entry, record: Record<'t>) -> Option<bool> {
        self.inputs = CaptureInputs::default();
        Some(self.matches_path(entry, record)? && self.matches_method(record))
    }

    /// Returns whether the source matches the path, and adds the captures of a pattern. Consecutive
    /// rules often have the same pattern, which is compared once.
    fn matches_path(&mut self, entry: Entry, record: Record<'t>) -> Option<bool> {
        let mode = record.mode();
        let Some(program) = entry.program(self.table, record) else {
            self.captures.truncate(0);
            self.last_program = None;
            return entry.matches_path(self.table, self.path, mode);
        };
        if let Some(last) = self.last_program {
            if last.program == program && last.mode == mode {
                self.captures.truncate(last.captures.unwrap_or_default());
                return Some(last.captures.is_some());
            }
        }
        self.captures.truncate(0);
        let matched = match_program(program, self.path, mode, &mut self.captures);
        let captures = matched.map(|()| self.captures.len());
        self.last_program = Some(MatchedProgram { program, mode, captures });
        Some(captures.is_some())
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

    /// Returns whether all conditions hold and the location is safe for the values of the request.
    fn matches_conditions(&mut self, record: Record<'_>) -> bool {
        for condition in record.conditions(self.table) {
            if !self.holds(condition) {
                return false;
            }
        }
        self.has_safe_location(record)
            && (!record.has_request_host() || self.push_authority().is_some())
    }

    /// Returns whether the location is safe for the captured values and those of the request.
    fn has_safe_location(&self, record: Record<'_>) -> bool {
        let has_request_host = record.has_request_host();
        if self.captures.len() == 0 && !record.has_request_uri() && !has_request_host {
            return true;
        }
        let authority = if has_request_host { self.request.authority() } else { None };
        let host = authority.and_then(RequestHost::parse);
        is_location_safe(self.table, record, self.path, &self.captures, host)
    }

    /// Adds the authority of the request to the inputs, from which a location is filled.
    fn push_authority(&mut self) -> Option<()> {
        self.inputs.push(self.request.authority()?.as_bytes())
    }

    /// Returns the value of a subject of a condition.
    fn value(&mut self, subject: Subject<&[u8]>, number: Option<u8>) -> Option<Text<'a>> {
        let subject = match subject {
            Subject::SiteLanguage(offset) => {
                Subject::SiteLanguage(self.table.site_languages(offset)?)
            }
            subject => subject,
        };
        self.values.get(subject, number, self.request, &self.captures)
    }

    fn holds(&mut self, condition: EncodedCondition<'_>) -> bool {
        if let Some(field) = condition.field {
            self.fields.insert(field);
        }
        if condition.subject == Subject::Ip {
            return self.is_peer_in(condition) != condition.negated;
        }
        let EncodedCondition { subject, number, .. } = condition;
        let value = self.value(subject, number);
        let matches = value.is_some_and(|value| {
            condition.patterns.is_empty()
                || matches_value(condition, value, &mut self.captures)
                    && (!condition.is_capture_input() || self.inputs.push(value.raw()).is_some())
        });
        matches != condition.negated
    }

    /// Returns whether the address of the peer is known, and in a range if there are ranges.
    #[inline(never)]
    fn is_peer_in(&mut self, condition: EncodedCondition<'_>) -> bool {
        let request = self.request;
        let peer = *self.peer.get_or_init(|| request.peer_addr());
        peer.is_some_and(|peer| condition.patterns.is_empty() || condition.includes(peer))
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

/// Returns whether the location of a rule that is not static is safe for the captured values and
/// the host of the request.
fn is_location_safe(
    table: Table<'_>,
    record: Record<'_>,
    path: Text<'_>,
    captures: &Captures<'_>,
    host: Option<RequestHost<'_>>,
) -> bool {
    let parts = record.template(table);
    let final_slash = has_final_slash(path.raw(), record.mode());
    let uri = RequestUri { path: path.raw(), query: None };
    is_safe(&Substitution { parts, captures, final_slash, uri, host })
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
const MAX_PIECES: usize = 2 * MAX_CAPTURES + 1 + MAX_OPTIONAL;

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
    let mut first_pieces = pieces(program);
    if let Some(Piece::Literal(first)) = first_pieces.next() {
        let is_optional = first_pieces.next() == Some(Piece::Optional);
        let slashes = usize::from(is_optional) + usize::from(mode.optional_slash);
        match_first_literal(path, first, slashes)?;
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
    if pieces.contains(&Piece::Optional) {
        capture_variant(path, pieces, mode, captures)
    } else if mode.optional_slash {
        capture_with_optional_slash(path, pieces, captures)
    } else {
        capture(path, pieces, captures)
    }
}

/// Matches the first literal of a pattern, which may lack a number of slashes at its end. Most
/// paths fail here, before any pieces are decoded.
fn match_first_literal(path: Text<'_>, mut first: &[u8], slashes: usize) -> Option<usize> {
    for _ in 0..slashes {
        first = first.strip_suffix(b"/").unwrap_or(first);
    }
    path.literal_at(0, first)
}
