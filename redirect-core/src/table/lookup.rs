//! Finding the rule that answers.

use super::candidates::Candidates;
use super::{Field, Record, Table};
use crate::capture::{Captures, MAX_CAPTURES};
use crate::pattern::{Piece, capture, capture_any_slash};
use crate::request::Request;
use crate::sound::is_sound;
use crate::table::program::{Condition, conditions, parts, pieces, texts};
use crate::template::Filling;
use crate::text::{Form, Text};

/// A rule and how the request fits it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit<'a> {
    pub(crate) rule: usize,
    pub(crate) captures: Captures<'a>,
}

/// The fields that were looked at, a bit each: see [`Table::vary`].
pub(crate) type Looked = u64;

/// The first rule, in the order of the source, that matches the request, and what was looked at
/// until it was found, or none was.
pub(crate) fn find<'a>(table: Table<'_>, request: &'a impl Request) -> (Option<Hit<'a>>, Looked) {
    let mut search = Search { table, request, path: Text::path(request.path()), looked: 0 };
    (search.first(), search.looked)
}

struct Search<'t, 'a, R> {
    table: Table<'t>,
    request: &'a R,
    path: Text<'a>,
    looked: Looked,
}

impl<'a, R: Request> Search<'_, 'a, R> {
    fn first(&mut self) -> Option<Hit<'a>> {
        let table = self.table;
        let mut candidates = Candidates::of(&table, self.path);
        while let Some((rule, is_key)) = candidates.next() {
            let hit = if is_key { self.literal(rule) } else { self.pattern(rule) };
            if hit.is_some() {
                return hit;
            }
        }
        None
    }

    fn literal(&mut self, rule: usize) -> Option<Hit<'a>> {
        let record = self.table.record(rule)?;
        self.allows_method(record).then_some(())?;
        let mut captures = Captures::default();
        let is_plain = record.span(Field::Conditions).len == 0;
        (is_plain || self.meets(record, &mut captures)).then_some(Hit { rule, captures })
    }

    fn pattern(&mut self, rule: usize) -> Option<Hit<'a>> {
        let record = self.table.record(rule)?;
        let program = self.table.bytes(record.span(Field::Pattern));
        let mut captures = fit(program, self.path, record.form())?;
        let answers = self.allows_method(record) && self.meets(record, &mut captures);
        answers.then_some(Hit { rule, captures })
    }

    /// A rule that names GET takes HEAD too.
    fn allows_method(&self, record: Record<'_>) -> bool {
        let methods = self.table.text(record.span(Field::Methods));
        let method = self.request.method();
        methods.is_empty()
            || methods.split('|').any(|name| name == method || (name == "GET" && method == "HEAD"))
    }

    /// Whether all conditions hold, and the values that they leave may fill the target.
    fn meets(&mut self, record: Record<'_>, captures: &mut Captures<'a>) -> bool {
        let table = self.table;
        let mut all = conditions(table.bytes(record.span(Field::Conditions)));
        all.all(|condition| self.holds(condition, captures))
            && is_sound(&Filling {
                parts: parts(table.bytes(record.span(Field::Template))),
                captures,
            })
    }

    fn holds(&mut self, condition: Condition<'_>, captures: &mut Captures<'a>) -> bool {
        self.looked |= condition.field.map_or(0, |field| 1 << field);
        let value = condition.subject.value(self.request, captures);
        let fits = value.is_some_and(|value| {
            let mut patterns = texts(condition.patterns);
            condition.patterns.is_empty()
                || patterns.any(|pattern| {
                    let mut room = ROOM;
                    let pieces = collected(pattern, &mut room);
                    pieces.is_some_and(|pieces| condition.subject.fits(value, pieces, captures))
                })
        });
        fits != condition.negated
    }
}

/// Room for the pieces of one source.
const ROOM: [Piece<&[u8]>; 2 * MAX_CAPTURES + 1] = [Piece::Rest(None); 2 * MAX_CAPTURES + 1];

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

fn fit<'a>(program: &[u8], path: Text<'a>, form: Form) -> Option<Captures<'a>> {
    let path = path.read_in(form);
    if let Some(Piece::Literal(first)) = pieces(program).next() {
        begins(path, first, form)?;
    }
    let mut room = ROOM;
    let mut captures = Captures::default();
    let pieces = collected(program, &mut room)?;
    if form.any_slash {
        capture_any_slash(path, pieces, &mut captures)?;
    } else {
        capture(path, pieces, &mut captures)?;
    }
    Some(captures)
}

/// Whether a path begins with the text that a source does: most do not, and no room is made for
/// their captures.
fn begins(path: Text<'_>, first: &[u8], form: Form) -> Option<usize> {
    let slash = if form.any_slash { first.strip_suffix(b"/") } else { None };
    path.literal_at(0, slash.unwrap_or(first))
}
