//! Finding the rule that answers.

use super::{Field, Record, Table};
use crate::capture::{Captures, MAX_CAPTURES};
use crate::path::Path;
use crate::pattern::{Piece, captures};
use crate::request::Request;
use crate::sound::is_sound;
use crate::table::program::{parts, pieces};
use crate::template::Filling;

/// A rule and how the request fits it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub(crate) rule: usize,
    pub(crate) captures: Captures,
}

/// The first rule, in the order of the source, that matches the request.
pub(crate) fn find(table: Table<'_>, request: &impl Request) -> Option<Hit> {
    let path = Path::new(request.path());
    let mut keys = Keys::of(table, path).peekable();
    let mut patterns = table.patterns().peekable();
    loop {
        let key_is_next = match (keys.peek(), patterns.peek()) {
            (None, None) => return None,
            (Some(key), Some(pattern)) => key < pattern,
            (key, _) => key.is_some(),
        };
        let hit = if key_is_next {
            keys.next().and_then(|rule| literal(table, rule, request))
        } else {
            patterns.next().and_then(|rule| pattern(table, rule, request, path))
        };
        if hit.is_some() {
            return hit;
        }
    }
}

fn literal(table: Table<'_>, rule: usize, request: &impl Request) -> Option<Hit> {
    let record = table.record(rule)?;
    allows_method(table, record, request).then(|| Hit { rule, captures: Captures::default() })
}

fn pattern(table: Table<'_>, rule: usize, request: &impl Request, path: Path<'_>) -> Option<Hit> {
    let record = table.record(rule)?;
    let captures = fit(table.bytes(record.span(Field::Pattern)), path)?;
    let filling = Filling {
        parts: parts(table.bytes(record.span(Field::Template))),
        captures: &captures,
        path: request.path(),
    };
    let answers = allows_method(table, record, request) && is_sound(&filling);
    answers.then_some(Hit { rule, captures })
}

fn fit(program: &[u8], path: Path<'_>) -> Option<Captures> {
    let mut all = [Piece::Rest; 2 * MAX_CAPTURES + 1];
    let mut len = 0;
    for piece in pieces(program) {
        if let (0, Piece::Literal(first)) = (len, piece) {
            path.literal_at(0, first)?;
        }
        *all.get_mut(len)? = piece;
        len += 1;
    }
    captures(path, &all[..len])
}

/// A rule that names GET takes HEAD too.
fn allows_method(table: Table<'_>, record: Record<'_>, request: &impl Request) -> bool {
    let methods = table.text(record.span(Field::Methods));
    let method = request.method();
    methods.is_empty()
        || methods.split('|').any(|name| name == method || (name == "GET" && method == "HEAD"))
}

/// The rules of one key, in order.
struct Keys<'t> {
    table: Table<'t>,
    path: Path<'t>,
    next: usize,
}

impl<'t> Keys<'t> {
    fn of(table: Table<'t>, path: Path<'t>) -> Keys<'t> {
        let (mut low, mut high) = (0, table.key_count());
        while low < high {
            let middle = low + (high - low) / 2;
            match table.key(middle) {
                Some((key, _)) if path.cmp(key).is_gt() => low = middle + 1,
                _ => high = middle,
            }
        }
        Keys { table, path, next: low }
    }
}

impl Iterator for Keys<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let (key, rule) = self.table.key(self.next)?;
        self.next += 1;
        self.path.cmp(key).is_eq().then_some(rule)
    }
}
