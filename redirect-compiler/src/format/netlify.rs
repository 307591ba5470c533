//! `_redirects`, as Netlify, GitLab Pages and IPFS read it.

use std::borrow::Cow;

use crate::diagnostic::kind::{FaultKind, LineFault, SourceFault, TargetFault};
use crate::format::{Line, fields, is_number, is_status};
use crate::lower::braces::{escaped, is_name, name_len};
use crate::syntax::rule::{Columns, Dialect, Rule};

type Field<'a> = (u32, &'a str);

pub(crate) fn rule(line: &str) -> Line<'_> {
    let mut fields = fields(line.split(char::is_whitespace));
    if let Some(comment) = fields.iter().position(|(_, field)| field.starts_with('#')) {
        fields.truncate(comment);
    }
    let [source, target, rest @ ..] = &fields[..] else {
        return Err((1, FaultKind::Line(LineFault::MissingTarget)));
    };
    is_path(*source)?;
    let (source_at, source) = source;
    let (target_at, target) = target;
    is_target((*target_at, target), source)?;
    no_parameter((*target_at, target))?;
    let (status_at, status) = status(rest, *target_at)?;
    nothing_else(rest)?;
    let columns = Columns { target: *target_at, status: status_at };
    let draft = Rule {
        source: source_of((*source_at, source))?,
        status: status.into(),
        target: Some(placeholders(target)),
        dialect: Dialect::Netlify,
        ..Rule::default()
    };
    Ok(((*source_at, columns), draft))
}

fn unsupported<T>((column, what): Field<'_>, why: &'static str) -> Result<T, (u32, FaultKind)> {
    Err((column, FaultKind::Line(LineFault::Unsupported { construct: what.into(), reason: why })))
}

fn is_path((column, field): Field<'_>) -> Result<(), (u32, FaultKind)> {
    if field.contains("://") {
        return unsupported((column, field), "a condition on the host is not read from a file");
    }
    if field.starts_with('/') {
        return Ok(());
    }
    Err((column, FaultKind::Source(SourceFault::MissingSlash(field.into()))))
}

fn is_target((column, field): Field<'_>, source: &str) -> Result<(), (u32, FaultKind)> {
    if field.chars().all(|char| "-=>→".contains(char)) {
        return Err((column, FaultKind::Line(LineFault::Arrow(field.into()))));
    }
    if is_number(field) {
        return Err((column, FaultKind::Line(LineFault::MissingTarget)));
    }
    if source.ends_with('*') && field.ends_with("/*") {
        return Err((
            column,
            FaultKind::Target(TargetFault::ForeignSyntax {
                text: "*".into(),
                suggestion: ":splat".into(),
            }),
        ));
    }
    Ok(())
}

/// Between source and target Netlify takes parameters of the query, `id=:id`.
fn no_parameter((column, field): Field<'_>) -> Result<(), (u32, FaultKind)> {
    let is_target = field.starts_with('/') || field.contains(':') && field.contains("//");
    if !is_target && field.contains('=') {
        return unsupported((column, field), "a condition on the query is not read from a file");
    }
    Ok(())
}

fn status<'a>(rest: &[Field<'a>], default_at: u32) -> Result<Field<'a>, (u32, FaultKind)> {
    let Some(&(column, field)) = rest.first() else { return Ok((default_at, "")) };
    no_condition((column, field))?;
    // A `!` answers even where a file has that name: here no file is looked at.
    let status = field.strip_suffix('!').unwrap_or(field);
    is_status(status).map_err(|kind| (column, kind))?;
    Ok((column, status))
}

/// Behind the status Netlify takes conditions, `Country=de` and the like.
fn no_condition(field: Field<'_>) -> Result<(), (u32, FaultKind)> {
    if field.1.contains('=') {
        return unsupported(field, "a condition is not read from a file");
    }
    Ok(())
}

fn nothing_else(rest: &[Field<'_>]) -> Result<(), (u32, FaultKind)> {
    let Some(&(column, field)) = rest.get(1) else { return Ok(()) };
    no_condition((column, field))?;
    Err((column, FaultKind::Line(LineFault::ExtraField(field.into()))))
}

/// The source with its captures in braces.
fn source_of((column, text): Field<'_>) -> Result<Cow<'_, str>, (u32, FaultKind)> {
    let (path, splat) = match text.strip_suffix('*') {
        Some(path) => (path, true),
        None => (text, false),
    };
    if path.contains('*') || splat && !path.ends_with('/') {
        return unsupported((column, text), "a `*` stands only at the end, behind a `/`");
    }
    if !splat && !path.contains("/:") {
        return Ok(escaped(text));
    }
    let segments: Vec<_> = path.split('/').map(segment).collect();
    Ok((segments.join("/") + if splat { "{*splat}" } else { "" }).into())
}

fn segment(text: &str) -> Cow<'_, str> {
    match text.strip_prefix(':').filter(|name| is_name(name)) {
        Some(name) => format!("{{{name}}}").into(),
        None => escaped(text),
    }
}

/// The target with its captures in braces: each `:name` that does not follow a letter or digit.
fn placeholders(text: &str) -> Cow<'_, str> {
    let text = escaped(text);
    // The colons of an IPv6 address are none of a capture.
    let start = text.find("://[").and_then(|_| text.find(']')).unwrap_or(0);
    let mut target = text[..start].to_owned();
    let mut left = &text[start..];
    while let Some(colon) = left.find(':') {
        let (before, after) = (&left[..colon], &left[colon + 1..]);
        let len = name_len(after);
        let follows_text = before.ends_with(|char: char| char.is_alphanumeric());
        target += before;
        if len == 0 || follows_text {
            target.push(':');
            left = after;
        } else {
            target.extend(["{", &after[..len], "}"]);
            left = &after[len..];
        }
    }
    if left.len() == text.len() { text } else { (target + left).into() }
}
