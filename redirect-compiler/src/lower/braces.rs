//! Text with captures in braces, as `format!` has them.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{FaultKind, TextFault};
use redirect_core::internals::charset::first_of;

/// A run of text, or a capture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Chunk<'a> {
    Text(&'a str),
    Capture(Braced<'a>),
}

/// A capture as it is written: `{name}`, `{*name}` or `{name:shape}`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Braced<'a> {
    pub(crate) name: &'a str,
    pub(crate) rest: bool,
    /// The regular expression behind the colon.
    pub(crate) shape: Option<&'a str>,
}

/// A chunk and the bytes of the whole text that it was read from.
pub(crate) type Placed<'a> = (Range<usize>, Chunk<'a>);

/// Splits a text at its captures. A doubled brace is a chunk of its own: one brace.
pub(crate) fn chunks(text: &str) -> Result<Vec<Placed<'_>>, Spanned<FaultKind>> {
    let mut chunks = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (len, chunk) = chunk(&text[at..])
            .map_err(|(range, kind)| Spanned::new(at + range.start..at + range.end, kind))?;
        chunks.push((at..at + len, chunk));
        at += len;
    }
    Ok(chunks)
}

fn chunk(text: &str) -> Result<(usize, Chunk<'_>), (Range<usize>, FaultKind)> {
    if text.starts_with("{{") || text.starts_with("}}") {
        return Ok((2, Chunk::Text(&text[..1])));
    }
    if text.starts_with('}') {
        return Err((0..1, FaultKind::Text(TextFault::UnopenedBrace)));
    }
    if let Some(inside) = text.strip_prefix('{') {
        let unclosed = if inside.contains('}') {
            FaultKind::Text(TextFault::UnclosedShape)
        } else {
            FaultKind::Text(TextFault::UnclosedBrace)
        };
        let len = inside_len(inside).ok_or((0..1, unclosed))?;
        let range = 0..len + 2;
        return capture(&inside[..len]).map(|chunk| (len + 2, chunk)).map_err(|kind| (range, kind));
    }
    let len = first_of(text, ['{', '}']).unwrap_or(text.len());
    Ok((len, Chunk::Text(&text[..len])))
}

fn capture(inside: &str) -> Result<Chunk<'_>, FaultKind> {
    let (rest, named) = match inside.strip_prefix('*') {
        Some(named) => (true, named),
        None => (false, inside),
    };
    let (name, shape) = match named.split_once(':') {
        Some((name, shape)) => (name, Some(shape)),
        None => (named, None),
    };
    if name.is_empty() {
        return Err(FaultKind::Text(TextFault::UnnamedCapture));
    }
    if !is_name(name) {
        return Err(FaultKind::Text(TextFault::CaptureName(inside.into())));
    }
    Ok(Chunk::Capture(Braced { name, rest, shape }))
}

/// The length of what stands before the brace that closes a capture. In a shape braces nest, and
/// those in a class or behind a backslash are text.
fn inside_len(inside: &str) -> Option<usize> {
    let brace = inside.find('}')?;
    let Some(colon) = inside[..brace].find(':') else { return Some(brace) };
    let (mut braces, mut classes, mut class_starts) = (0, 0_u32, false);
    let mut characters = inside.char_indices().skip_while(|(at, _)| *at <= colon);
    while let Some((at, character)) = characters.next() {
        // A bracket that opens a class is text where it is the first in it, or follows a `^`.
        let is_first = std::mem::take(&mut class_starts);
        match character {
            '\\' => drop(characters.next()),
            '[' => {
                classes += 1;
                class_starts = true;
            }
            '^' if is_first => class_starts = true,
            ']' if classes > 0 && !is_first => classes -= 1,
            '{' if classes == 0 => braces += 1,
            '}' if classes == 0 && braces == 0 => return Some(at),
            '}' if classes == 0 => braces -= 1,
            _ => {}
        }
    }
    None
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
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    if has_braces(text) { text.replace('{', "{{").replace('}', "}}").into() } else { text.into() }
}

pub(crate) fn has_braces(text: &str) -> bool {
    text.as_bytes().contains(&b'{') || text.as_bytes().contains(&b'}')
}

/// The text that is meant by one without captures: its braces undoubled.
pub(crate) fn unescaped(text: &str) -> String {
    text.replace("{{", "{").replace("}}", "}")
}

/// The same text with the same places, in which what shapes say is no part of a path.
pub(crate) fn without_shapes<'a>(text: &'a str, chunks: &[Placed<'_>]) -> Cow<'a, str> {
    let mut plain = Cow::Borrowed(text);
    for (range, shape) in chunks.iter().filter_map(shape_of) {
        plain.to_mut().replace_range(range, &"_".repeat(shape.len()));
    }
    plain
}

/// The shape of a capture, and where it stands in the text.
pub(crate) fn shape_of<'a>((range, chunk): &Placed<'a>) -> Option<(Range<usize>, &'a str)> {
    let Chunk::Capture(Braced { shape: Some(shape), .. }) = chunk else { return None };
    let end = range.end - 1;
    Some((end - shape.len()..end, shape))
}

/// The same text, its captures without their shapes.
pub(crate) fn shapeless<'a>(text: &'a str, chunks: &[Placed<'_>]) -> Cow<'a, str> {
    let mut plain = Cow::Borrowed(text);
    for (range, _) in chunks.iter().filter_map(shape_of).collect::<Vec<_>>().into_iter().rev() {
        plain.to_mut().replace_range(range.start - 1..range.end, "");
    }
    plain
}
