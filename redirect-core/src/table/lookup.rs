//! Finding the rule that answers.

pub(crate) mod candidates;
pub(crate) mod fast_path;

use crate::matching::capture_inputs::CaptureInputs;
use crate::matching::captures::{Captures, MAX_CAPTURES};
use crate::matching::condition::{Subject, parameter};
use crate::matching::pattern::{Piece, capture, capture_any_slash};
use crate::matching::text::{MatchMode, Text};
use crate::request::RequestRef;
use crate::response::location::Substitution;
use crate::response::location_guard::is_safe;
use crate::table::Table;
use crate::table::encoding::{EncodedCondition, pieces, texts};
use crate::table::entry::Entry;
use crate::table::index::key::{Flags, of_host, of_path};
use crate::table::index::perfect_hash::Slot;
use crate::table::lookup::candidates::Candidates;
use crate::table::record::{Record, RecordField};

/// The fields that were looked at, a bit each: see [`Table::vary`].
pub(crate) type FieldSet = u64;

/// The first rule, in the order of the source, that matches the request, with what its captures are
/// taken from if it has any, and what was looked at until it was found, or none was.
pub(crate) fn find<'a>(
    table: Table<'_>,
    request: impl RequestRef<'a>,
) -> (Option<Entry>, Option<CaptureInputs<'a>>, FieldSet) {
    let path = Text::path(request.path());
    let (captures, values) = (Captures::NONE, CaptureInputs::default());
    let mut search = Search { table, request, path, captures, values, looked: 0 };
    let entry = search.first();
    let has_captures = entry.is_some() && search.captures.len() > 0;
    (entry, has_captures.then_some(search.values), search.looked)
}

/// What the rule that was found captures, of a path and a query and of what [`find`] gave beside it.
pub(crate) fn captured<'a>(
    table: Table<'_>,
    entry: Entry,
    path: &'a str,
    query: Option<&'a str>,
    values: &CaptureInputs<'a>,
    captures: &mut Captures<'a>,
) -> Option<()> {
    let record = entry.record(table)?;
    if let Some(program) = entry.program(table, record) {
        fit(program, Text::path(path), record.form(), captures)?;
    }
    let mut values = values.iter();
    for condition in record.conditions(table).filter(EncodedCondition::has_captures) {
        let value = match condition.subject {
            Subject::Query(name) => parameter(query?, name),
            _ => values.next(),
        };
        let value = Text::new(value?, condition.subject.coding());
        fits(condition, value, captures).then_some(())?;
    }
    Some(())
}

struct Search<'t, 'a, R> {
    table: Table<'t>,
    request: R,
    path: Text<'a>,
    captures: Captures<'a>,
    values: CaptureInputs<'a>,
    looked: FieldSet,
}

impl<'a, R: RequestRef<'a>> Search<'_, 'a, R> {
    fn first(&mut self) -> Option<Entry> {
        let table = self.table;
        if let Some(entry) = self.final_entry() {
            return Some(entry);
        }
        let host = if table.flags().has_hosts() { self.host() } else { None };
        let candidates = Candidates::of(table, self.path, host);
        for entry in candidates {
            let record = entry.record(table)?;
            self.captures.truncate(0);
            self.values = CaptureInputs::default();
            let fits = match entry.program(table, record) {
                Some(program) => {
                    fit(program, self.path, record.form(), &mut self.captures).is_some()
                }
                None => entry.is_path(table, self.path, record.form())?,
            };
            if fits && self.allows_method(record) && self.meets(record) {
                return Some(entry);
            }
        }
        None
    }

    /// The rule that takes all requests for the path, however that is spelt.
    fn final_entry(&self) -> Option<Entry> {
        let form = MatchMode::default();
        self.table.flags().has(Flags::form(form, false)).then_some(())?;
        let hash = of_path(self.path, form, self.table.form_seed(form));
        let Slot::Alone(entry) = self.table.slot(hash)? else { return None };
        entry.is_final_for(self.table, self.path)?.then_some(entry)
    }

    fn host(&self) -> Option<u64> {
        let host = Subject::<&[u8]>::Host.value(self.request, &Captures::NONE)?;
        Some(of_host(host.raw()))
    }

    /// A rule that names GET takes HEAD too.
    fn allows_method(&self, record: Record<'_>) -> bool {
        let methods = self.table.text(record.span(RecordField::Methods));
        let method = self.request.method();
        methods.is_empty()
            || methods.split('|').any(|name| name == method || (name == "GET" && method == "HEAD"))
    }

    /// Whether all conditions hold, and the values that are captured may fill the target.
    fn meets(&mut self, record: Record<'_>) -> bool {
        let table = self.table;
        record.conditions(table).all(|condition| self.holds(condition))
            && (self.captures.len() == 0
                || is_safe(&Substitution { parts: record.parts(table), captures: &self.captures }))
    }

    fn holds(&mut self, condition: EncodedCondition<'_>) -> bool {
        self.looked |= condition.field.map_or(0, |field| 1 << field);
        let value = condition.subject.value(self.request, &self.captures);
        let fits = value.is_some_and(|value| {
            condition.patterns.is_empty()
                || fits(condition, value, &mut self.captures)
                    && (!condition.keeps_value() || self.values.push(value.raw()).is_some())
        });
        fits != condition.negated
    }
}

/// Whether a value fits one of the patterns of a condition; what that one captures is kept.
fn fits<'a>(condition: EncodedCondition<'_>, value: Text<'a>, captures: &mut Captures<'a>) -> bool {
    texts(condition.patterns).any(|pattern| {
        let mut room = room::<MAX_PIECES>();
        let pieces = collected(pattern, &mut room);
        pieces.is_some_and(|pieces| condition.subject.fits(value, pieces, captures))
    })
}

/// The most pieces of one source, and of most.
const MAX_PIECES: usize = 2 * MAX_CAPTURES + 1;
const FEW_PIECES: usize = 9;

/// Room for so many pieces.
fn room<'t, const N: usize>() -> [Piece<&'t [u8]>; N] {
    [Piece::CatchAll(None); N]
}

fn collected<'r, 't>(
    program: &'t [u8],
    room: &'r mut [Piece<&'t [u8]>],
) -> Option<&'r mut [Piece<&'t [u8]>]> {
    let mut len = 0;
    for piece in pieces(program) {
        *room.get_mut(len)? = piece;
        len += 1;
    }
    Some(&mut room[..len])
}

fn fit<'a>(
    program: &[u8],
    path: Text<'a>,
    form: MatchMode,
    captures: &mut Captures<'a>,
) -> Option<()> {
    let path = path.read_in(form);
    if let Some(Piece::Literal(first)) = pieces(program).next() {
        begins(path, first, form)?;
    }
    let mut few = room::<FEW_PIECES>();
    if let Some(pieces) = collected(program, &mut few) {
        return capture_in(form, path, pieces, captures);
    }
    capture_in(form, path, collected(program, &mut room::<MAX_PIECES>())?, captures)
}

fn capture_in<'a>(
    form: MatchMode,
    path: Text<'a>,
    pieces: &mut [Piece<&[u8]>],
    captures: &mut Captures<'a>,
) -> Option<()> {
    if form.any_slash {
        capture_any_slash(path, pieces, captures)
    } else {
        capture(path, pieces, captures)
    }
}

/// Whether a path begins with the text that a source does: most do not, and no room is made for
/// their captures.
fn begins(path: Text<'_>, first: &[u8], form: MatchMode) -> Option<usize> {
    let slash = if form.any_slash { first.strip_suffix(b"/") } else { None };
    path.literal_at(0, slash.unwrap_or(first))
}
