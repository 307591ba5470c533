//! `_redirects`: `source target status?`, as Netlify, GitLab Pages and IPFS read it.

use std::borrow::Cow;

use crate::diagnostic::kind::{
    FaultKind, ForeignFix, LineFault, SourceFault, Suggestion, TextFault,
};
use crate::format::{
    LineError, LineField, LineRule, check_not_final, check_status, is_number, line_fields,
};
use crate::syntax::braces::{escaped, is_name, name_len};
use crate::syntax::rule::{Dialect, FieldColumns, Rule};

/// Reads a line that is neither blank nor a comment.
pub(super) fn read_line(line: &str) -> Result<LineRule<'_>, LineError> {
    let mut fields = line_fields(&mut line.split(char::is_whitespace));
    if let Some(comment) = fields.iter().position(|field| field.text.starts_with('#')) {
        fields.truncate(comment);
    }
    let [source, target, rest @ ..] = &fields[..] else {
        return Err(LineError::new(1, FaultKind::Line(LineFault::MissingTarget)));
    };
    check_path(*source)?;
    check_target(*target, *source)?;
    check_no_parameter(*target)?;
    let status = status(rest, target.column)?;
    check_end(rest)?;
    let rule = Rule {
        source: source_with_captures(*source)?,
        status: status.text.into(),
        target: Some(target_with_captures(target.text)),
        dialect: Dialect::Netlify,
        columns: FieldColumns { target: target.column, status: status.column },
        ..Rule::default()
    };
    Ok(LineRule { column: source.column, rule })
}

fn check_path(source: LineField<'_>) -> Result<(), LineError> {
    if source.text.contains("://") {
        return Err(source.unsupported("conditions on the host are only available in `redirects!`"));
    }
    if source.text.starts_with('/') {
        return Ok(());
    }
    // A slash at the start does not make a `*` in the middle valid.
    let with_slash = format!("/{}", source.text);
    split_splat(&with_slash).ok_or_else(|| misplaced_splat(source))?;
    Err(source.error(FaultKind::Source(SourceFault::MissingSlash(source.text.into()))))
}

fn check_target(target: LineField<'_>, source: LineField<'_>) -> Result<(), LineError> {
    let text = target.text;
    if text.chars().all(|char| "-=>→".contains(char)) {
        return Err(target.error(FaultKind::Line(LineFault::Arrow(text.into()))));
    }
    if is_number(text) {
        check_not_final(&source_with_captures(source)?, target)?;
        return Err(target.error(FaultKind::Line(LineFault::MissingTarget)));
    }
    if source.text.ends_with('*') && text.ends_with("/*") {
        let splat = format!("{}:splat", &text[..text.len() - 1]);
        let suggestion = Some(Suggestion::Text(splat));
        let fix = Box::new(ForeignFix { suggestion, ..ForeignFix::default() });
        return Err(
            target.error(FaultKind::Text(TextFault::ForeignSyntax { text: "*".into(), fix }))
        );
    }
    Ok(())
}

/// Rejects query parameters such as `id=:id`, which Netlify allows between source and target.
fn check_no_parameter(target: LineField<'_>) -> Result<(), LineError> {
    let text = target.text;
    let is_target = text.starts_with('/') || text.contains(':') && text.contains("//");
    if !is_target && text.contains('=') {
        return Err(
            target.unsupported("conditions on the query are only available in `redirects!`")
        );
    }
    Ok(())
}

/// Returns the status among the fields after the target, or an empty field if there is none.
fn status<'a>(rest: &[LineField<'a>], target_column: u32) -> Result<LineField<'a>, LineError> {
    let Some(&field) = rest.first() else {
        return Ok(LineField { column: target_column, text: "" });
    };
    check_no_condition(field)?;
    // `!` forces the redirect even if the file exists. A table never looks for files, so that `!`
    // has no effect.
    let status = LineField { text: field.text.strip_suffix('!').unwrap_or(field.text), ..field };
    check_status(status)?;
    Ok(status)
}

/// Rejects conditions such as `Country=de`, which Netlify allows after the status.
fn check_no_condition(field: LineField<'_>) -> Result<(), LineError> {
    if field.text.contains('=') {
        return Err(field.unsupported("conditions are only available in `redirects!`"));
    }
    Ok(())
}

/// Checks that nothing follows the status.
fn check_end(rest: &[LineField<'_>]) -> Result<(), LineError> {
    let Some(&field) = rest.get(1) else { return Ok(()) };
    check_no_condition(field)?;
    Err(field.error(FaultKind::Line(LineFault::ExtraField(field.text.into()))))
}

/// Returns a source with its captures in the macro's syntax: `:name` becomes `{name}`, and a final
/// `*` becomes `{*splat}`.
fn source_with_captures(source: LineField<'_>) -> Result<Cow<'_, str>, LineError> {
    let (path, has_splat) = split_splat(source.text).ok_or_else(|| misplaced_splat(source))?;
    if !has_splat && !path.contains("/:") {
        return Ok(escaped(source.text));
    }
    let mut with_captures = String::new();
    for segment in path.split_inclusive('/') {
        push_segment(segment, &mut with_captures);
    }
    if has_splat {
        with_captures += "{*splat}";
    }
    Ok(with_captures.into())
}

/// Splits the final `*` off a source. Returns `None` if a `*` is elsewhere, or does not follow `/`.
fn split_splat(source: &str) -> Option<(&str, bool)> {
    let (path, has_splat) = match source.strip_suffix('*') {
        Some(path) => (path, true),
        None => (source, false),
    };
    let is_valid = !path.contains('*') && (!has_splat || path.ends_with('/'));
    is_valid.then_some((path, has_splat))
}

fn misplaced_splat(source: LineField<'_>) -> LineError {
    source.error(FaultKind::Line(LineFault::Unsupported {
        construct: source.text.into(),
        reason: "a `*` must be at the end, after a `/`",
        help: Some("declare the rule in `redirects!`, where text can follow `{*name}`"),
    }))
}

/// Appends a segment and the slash after it, with its capture in braces.
fn push_segment(segment: &str, with_captures: &mut String) {
    let text = segment.strip_suffix('/').unwrap_or(segment);
    match text.strip_prefix(':') {
        Some(name) if is_name(name) => {
            with_captures.push('{');
            *with_captures += name;
            with_captures.push('}');
            *with_captures += &segment[text.len()..];
        }
        _ => *with_captures += &escaped(segment),
    }
}

/// Returns a target with its captures in braces. A capture is a `:name` that does not follow a
/// letter or digit.
fn target_with_captures(target: &str) -> Cow<'_, str> {
    let text = escaped(target);
    // The colons of an IPv6 address do not start a capture.
    let start = text.find("://[").and_then(|_| text.find(']')).unwrap_or(0);
    let mut with_captures = text[..start].to_owned();
    let mut remaining = &text[start..];
    while let Some(colon) = remaining.find(':') {
        let (before, after) = (&remaining[..colon], &remaining[colon + 1..]);
        let len = name_len(after);
        let follows_text = before.ends_with(|char: char| char.is_alphanumeric());
        with_captures += before;
        if len == 0 || follows_text {
            with_captures.push(':');
            remaining = after;
        } else {
            with_captures.push('{');
            with_captures += &after[..len];
            with_captures.push('}');
            remaining = &after[len..];
        }
    }
    if remaining.len() == text.len() { text } else { (with_captures + remaining).into() }
}
