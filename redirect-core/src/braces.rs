//! Text with captures in braces, as `format!` has them.

use std::ops::Range;

use crate::fault::{Finding, Kind};

/// A run of text, or a capture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Chunk<'a> {
    Text(&'a str),
    Capture { name: &'a str, rest: bool },
}

/// A chunk and the bytes of the whole text that it was read from.
pub(crate) type Placed<'a> = (Range<usize>, Chunk<'a>);

/// Splits a text at its captures. A doubled brace is a chunk of its own: one brace.
pub(crate) fn chunks(text: &str) -> Result<Vec<Placed<'_>>, Finding> {
    let mut chunks = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (len, chunk) = chunk(&text[at..])
            .map_err(|(range, kind)| Finding::new(at + range.start..at + range.end, kind))?;
        chunks.push((at..at + len, chunk));
        at += len;
    }
    Ok(chunks)
}

fn chunk(text: &str) -> Result<(usize, Chunk<'_>), (Range<usize>, Kind)> {
    if text.starts_with("{{") || text.starts_with("}}") {
        return Ok((2, Chunk::Text(&text[..1])));
    }
    if text.starts_with('}') {
        return Err((0..1, Kind::BraceUnopened));
    }
    if let Some(inside) = text.strip_prefix('{') {
        let len = inside.find('}').ok_or((0..1, Kind::BraceUnclosed))?;
        let range = 0..len + 2;
        return capture(&inside[..len]).map(|chunk| (len + 2, chunk)).map_err(|kind| (range, kind));
    }
    let len = text.find(['{', '}']).unwrap_or(text.len());
    Ok((len, Chunk::Text(&text[..len])))
}

fn capture(inside: &str) -> Result<Chunk<'_>, Kind> {
    let (rest, name) = match inside.strip_prefix('*') {
        Some(name) => (true, name),
        None => (false, inside),
    };
    if name.is_empty() {
        return Err(Kind::CaptureEmpty);
    }
    if !is_name(name) {
        return Err(Kind::CaptureName(inside.into()));
    }
    Ok(Chunk::Capture { name, rest })
}

/// Whether all of a text is the name of a capture.
pub(crate) fn is_name(text: &str) -> bool {
    !text.is_empty() && name_len(text) == text.len()
}

/// The length of the name of a capture at the start of a text: a letter or `_`, then letters, digits
/// and `_`.
pub(crate) fn name_len(text: &str) -> usize {
    let starts_well = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let end = text.find(|char: char| !char.is_ascii_alphanumeric() && char != '_');
    if starts_well { end.unwrap_or(text.len()) } else { 0 }
}

/// The same text with its braces doubled, so that it has no captures.
pub(crate) fn escaped(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(['{', '}']) {
        text.replace('{', "{{").replace('}', "}}").into()
    } else {
        text.into()
    }
}
