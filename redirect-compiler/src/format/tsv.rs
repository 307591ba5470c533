//! Tab-separated columns: `source TAB target (TAB status)?`, the format of MDN's redirects.

use std::borrow::Cow;

use crate::diagnostic::kind::{FaultKind, LineFault};
use crate::format::{LineError, LineField, LineRule, check_not_final, check_status, line_fields};
use crate::syntax::braces::{escaped, has_braces};
use crate::syntax::rule::{Dialect, FieldColumns, Rule};

/// Reads a line that is neither blank nor a comment.
pub(super) fn read_line(line: &str) -> Result<LineRule<'_>, LineError> {
    let fields = line_fields(&mut line.split('\t'));
    let [source, target, ref rest @ ..] = fields[..] else {
        check_single_field(&fields)?;
        return Err(LineError::new(1, FaultKind::Line(LineFault::MissingTab)));
    };
    if rest.is_empty() {
        check_not_final(source.text, target)?;
    }
    if let Some(field) = rest.get(1) {
        return Err(field.error(FaultKind::Line(LineFault::ExtraField(field.text.into()))));
    }
    let status = rest.first().copied().unwrap_or(LineField { text: "", ..target });
    check_status(status)?;
    let has_braces = has_braces(line);
    let text = |text| if has_braces { escaped(text) } else { Cow::Borrowed(text) };
    let rule = Rule {
        source: encode_blanks(text(source.text)),
        status: status.text.into(),
        target: Some(text(target.text)),
        dialect: Dialect::Tsv,
        columns: FieldColumns { target: target.column, status: status.column },
        ..Rule::default()
    };
    Ok(LineRule { column: source.column, rule })
}

/// Reports a source and a status without a target, separated by a space.
fn check_single_field(fields: &[LineField<'_>]) -> Result<(), LineError> {
    let Some(&field) = fields.first() else { return Ok(()) };
    match field.text.trim_end().rsplit_once(' ') {
        Some((source, text)) => check_not_final(source.trim_end(), LineField { text, ..field }),
        None => Ok(()),
    }
}

/// Percent-encodes the spaces inside a source. Tabs separate the fields, so a space is part of the
/// path.
fn encode_blanks(source: Cow<'_, str>) -> Cow<'_, str> {
    let is_inside = source.contains(' ') && source.trim() == source;
    if is_inside { source.replace(' ', "%20").into() } else { source }
}
