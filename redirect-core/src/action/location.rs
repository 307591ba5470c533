//! Locations: targets with the captures and the query of a request filled in.

mod buffer;

use bytes::Bytes;

use crate::action::location::buffer::{Buffer, written};
use crate::matching::captures::Captures;
use crate::matching::text::{Encoding, Text};
use crate::request::charset::{
    ByteSet, CARRIED, FRAGMENT, PATH, PCHAR, QUERY_VALUE, encoded, pct_encoded,
};
use crate::request::query::{has_parameter, is_named};

/// A part of a target.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part<L> {
    /// Literal text, already encoded.
    Literal(L),
    /// The capture at that index, encoded for its position.
    Capture(UriPosition, usize),
    /// The start of the path. Nothing is written for it.
    Path,
    /// The start of the query, written as `?`.
    Query,
    /// The start of the fragment, written as the parameters that are carried over, then `#`.
    Fragment,
}

impl Part<Vec<u8>> {
    /// Borrows the part.
    pub fn as_ref(&self) -> Part<&[u8]> {
        match self {
            Part::Literal(text) => Part::Literal(text),
            Part::Capture(position, index) => Part::Capture(*position, *index),
            Part::Path => Part::Path,
            Part::Query => Part::Query,
            Part::Fragment => Part::Fragment,
        }
    }
}

/// The position of a capture in a target.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UriPosition {
    /// A label of the host, or a part of one.
    Label,
    /// The whole host.
    Host,
    /// A `{name}` in the path.
    Segment,
    /// A `{*name}` in the path.
    Rest,
    /// A value in the query.
    Query,
    /// The fragment.
    Fragment,
}

impl UriPosition {
    /// Returns the characters that are sent unencoded in this position.
    fn allowed(self) -> &'static ByteSet {
        match self {
            // All characters of a host are among them; see `location_guard`.
            UriPosition::Label | UriPosition::Host | UriPosition::Segment => &PCHAR,
            UriPosition::Rest => &PATH,
            UriPosition::Query => &QUERY_VALUE,
            UriPosition::Fragment => &FRAGMENT,
        }
    }
}

/// The parts of a target, and the captures that are substituted in them.
#[derive(Clone, Copy, Debug)]
pub struct Substitution<'a, P> {
    /// The parts of the target.
    pub parts: P,
    /// The captures.
    pub captures: &'a Captures<'a>,
}

impl<'a, 't, P: Iterator<Item = Part<&'t [u8]>> + Clone> Substitution<'a, P> {
    /// Returns the value of the capture at that index.
    pub(crate) fn value(&self, index: usize) -> Text<'a> {
        self.captures.get(index)
    }

    /// Returns the location, with all parameters of `query` carried over except those in `dropped`.
    pub(crate) fn location<'n>(
        &self,
        query: Option<&str>,
        dropped: &(impl Iterator<Item = &'n [u8]> + Clone),
    ) -> Bytes {
        written(|out| self.write(query, dropped, out))
    }

    #[expect(clippy::inline_always, reason = "a call would pass the buffer in memory")]
    #[inline(always)]
    fn write<'n>(
        &self,
        query: Option<&str>,
        dropped: &(impl Iterator<Item = &'n [u8]> + Clone),
        out: &mut Buffer<'_>,
    ) {
        let mut query = query;
        let mut separator = b"?";
        for part in self.parts.clone() {
            match part {
                Part::Literal(text) => out.write(text),
                Part::Capture(position, index) => write_value(self.value(index), position, out),
                Part::Path => {}
                Part::Query => {
                    out.write(b"?");
                    separator = b"&";
                }
                Part::Fragment => {
                    write_query(query.take(), separator, dropped, out);
                    out.write(b"#");
                }
            }
        }
        write_query(query, separator, dropped, out);
    }
}

/// Returns a location without captures, with all parameters of `query` carried over except those in
/// `dropped`.
pub(crate) fn with_query<'n>(
    location: &[u8],
    query: Option<&str>,
    dropped: &(impl Iterator<Item = &'n [u8]> + Clone),
) -> Bytes {
    written(|out| {
        out.write(location);
        write_query(query, b"?", dropped, out);
    })
}

/// Writes the parameters of the query that are carried over, after `separator`. If none is dropped,
/// the query is carried over byte for byte.
fn write_query<'n>(
    query: Option<&str>,
    mut separator: &[u8],
    dropped: &(impl Iterator<Item = &'n [u8]> + Clone),
    out: &mut Buffer<'_>,
) {
    let query = query.unwrap_or_default();
    if query.is_empty() {
        return;
    }
    if !has_parameter(query, dropped) {
        out.write(separator);
        return write_carried(query.as_bytes(), out);
    }
    for parameter in query.split('&') {
        if !parameter.is_empty() && !is_named(parameter, dropped.clone()) {
            out.write(separator);
            write_carried(parameter.as_bytes(), out);
            separator = b"&";
        }
    }
}

/// Writes text of a query, and encodes the characters that are not carried over as they are.
fn write_carried(text: &[u8], out: &mut Buffer<'_>) {
    let mut rest = text;
    loop {
        rest = write_run(rest, |byte| CARRIED.contains(byte), out);
        let Some((&byte, after)) = rest.split_first() else { return };
        out.write(&encoded(byte));
        rest = after;
    }
}

/// Writes a value, encoded for its position.
#[inline]
fn write_value(value: Text<'_>, position: UriPosition, out: &mut Buffer<'_>) {
    // All bytes of such a value are allowed in a path, and a segment has no slash.
    if value.encoding() == Encoding::NormalPath
        && matches!(position, UriPosition::Segment | UriPosition::Rest)
    {
        out.write(value.raw());
    } else {
        write_encoded(value, position, out);
    }
}

/// Writes a value, and encodes the characters that are not allowed in its position.
#[inline(never)]
fn write_encoded(value: Text<'_>, position: UriPosition, out: &mut Buffer<'_>) {
    let (encoding, allowed) = (value.encoding(), position.allowed());
    let is_unchanged = |byte: u8| {
        allowed.contains(byte)
            && match encoding {
                Encoding::Form => byte != b'+',
                Encoding::Host => !byte.is_ascii_uppercase(),
                Encoding::Path
                | Encoding::NormalPath
                | Encoding::CaselessPath
                | Encoding::Bytes => true,
            }
    };
    let mut rest = value.raw();
    loop {
        rest = write_run(rest, is_unchanged, out);
        let Some((char, after)) = encode_first(rest, encoding, allowed) else { return };
        out.write(char.bytes());
        rest = after;
    }
}

/// Writes the longest prefix of such bytes at once, and returns the rest.
fn write_run<'t>(text: &'t [u8], is_in_run: impl Fn(u8) -> bool, out: &mut Buffer<'_>) -> &'t [u8] {
    let mut len = 0;
    while len < text.len() && is_in_run(text[len]) {
        len += 1;
    }
    let (run, rest) = text.split_at(len);
    out.write(run);
    rest
}

/// A character of a value as it is sent: one byte, or `%XX`.
pub(crate) struct SentChar {
    bytes: [u8; 3],
    len: usize,
}

impl SentChar {
    fn new(byte: u8, allowed: &ByteSet) -> SentChar {
        if allowed.contains(byte) {
            SentChar { bytes: [byte, 0, 0], len: 1 }
        } else {
            SentChar { bytes: encoded(byte), len: 3 }
        }
    }

    /// Returns the bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

/// Returns an iterator over the characters of a value as they are sent in that position. A valid
/// `%xx` in a value of the path stays as it is. All other values are decoded once and encoded
/// again.
pub(crate) fn sent_chars(value: Text<'_>, position: UriPosition) -> impl Iterator<Item = SentChar> {
    let mut rest = value.raw();
    std::iter::from_fn(move || {
        let (char, after) = encode_first(rest, value.encoding(), position.allowed())?;
        rest = after;
        Some(char)
    })
}

/// Returns the first character of a value as it is sent, and the rest of the value.
fn encode_first<'t>(
    text: &'t [u8],
    encoding: Encoding,
    allowed: &ByteSet,
) -> Option<(SentChar, &'t [u8])> {
    let (&byte, after) = text.split_first()?;
    let escaped = if encoding == Encoding::Bytes { None } else { pct_encoded(text) };
    Some(match (encoding, escaped) {
        (Encoding::Path, Some(_)) => {
            (SentChar { bytes: [b'%', text[1], text[2]], len: 3 }, &text[3..])
        }
        (Encoding::Form, Some(byte)) => (SentChar::new(byte, allowed), &text[3..]),
        (Encoding::Form, None) if byte == b'+' => (SentChar::new(b' ', allowed), after),
        (Encoding::Host, _) => (SentChar::new(byte.to_ascii_lowercase(), allowed), after),
        (Encoding::Path | Encoding::Form, None)
        | (Encoding::NormalPath | Encoding::CaselessPath | Encoding::Bytes, _) => {
            (SentChar::new(byte, allowed), after)
        }
    })
}
