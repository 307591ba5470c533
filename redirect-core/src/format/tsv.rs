//! `from TAB to`, as MDN keeps its moves.

use std::borrow::Cow;

use super::{Columns, Reading, fields, is_status, lines};
use crate::braces::escaped;
use crate::draft::{Dialect, Draft};
use crate::fault::Kind;

pub(super) fn read(text: &str) -> Reading<'_> {
    let mut reading = Reading::default();
    for (number, line) in lines(text) {
        match fields(line, |char| char == '\t')[..] {
            [(source_at, source), (target_at, target), ref rest @ ..] => {
                if let Some((column, field)) = rest.get(1) {
                    reading.fault(number, *column, Kind::LineTooLong((*field).into()));
                    continue;
                }
                let (status_at, status) = rest.first().copied().unwrap_or((target_at, "301"));
                if let Err(kind) = is_status(status) {
                    reading.fault(number, status_at, kind);
                    continue;
                }
                let columns = Columns { source: source_at, target: target_at, status: status_at };
                let draft = Draft {
                    source: blanks_encoded(escaped(source)),
                    status: status.into(),
                    target: Some(escaped(target)),
                    dialect: Dialect::Columns,
                    ..Draft::default()
                };
                reading.rule(number, columns, draft);
            }
            _ => reading.fault(number, 1, Kind::LineWithoutTarget),
        }
    }
    reading
}

/// Blanks inside a source: the tab separates fields, so that a blank is one of the path's.
fn blanks_encoded(source: Cow<'_, str>) -> Cow<'_, str> {
    let is_inside = source.trim() == source && source.contains(' ');
    if is_inside { source.replace(' ', "%20").into() } else { source }
}
