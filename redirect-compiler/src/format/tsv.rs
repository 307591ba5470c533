//! `from TAB to`, as MDN keeps its moves.

use std::borrow::Cow;

use crate::diagnostic::kind::{FaultKind, LineFault};
use crate::format::{Line, fields, is_status};
use crate::lower::braces::{escaped, has_braces};
use crate::syntax::rule::{Columns, Dialect, Rule};

pub(crate) fn rule(line: &str) -> Line<'_> {
    let fields = fields(line.split('\t'));
    let [(source_at, source), (target_at, target), ref rest @ ..] = fields[..] else {
        return Err((1, FaultKind::Line(LineFault::MissingTab)));
    };
    if let Some((column, field)) = rest.get(1) {
        return Err((*column, FaultKind::Line(LineFault::ExtraField((*field).into()))));
    }
    let (status_at, status) = rest.first().copied().unwrap_or((target_at, ""));
    is_status(status).map_err(|kind| (status_at, kind))?;
    let columns = Columns { target: target_at, status: status_at };
    let has_braces = has_braces(line);
    let text = |field| if has_braces { escaped(field) } else { Cow::Borrowed(field) };
    let draft = Rule {
        source: blanks_encoded(text(source)),
        status: status.into(),
        target: Some(text(target)),
        dialect: Dialect::Columns,
        ..Rule::default()
    };
    Ok(((source_at, columns), draft))
}

/// Blanks inside a source: the tab separates fields, so that a blank is one of the path's.
fn blanks_encoded(source: Cow<'_, str>) -> Cow<'_, str> {
    let is_inside = source.contains(' ') && source.trim() == source;
    if is_inside { source.replace(' ', "%20").into() } else { source }
}
