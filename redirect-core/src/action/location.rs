//! Locations: targets with the captures and the query of a request filled in.

use bytes::Bytes;

use crate::matching::captures::Captures;
use crate::matching::text::{Encoding, Text};
use crate::request::charset::{
    ByteSet, CARRIED, FRAGMENT, PATH, PCHAR, QUERY_VALUE, encoded, pct_encoded,
};
use crate::request::query::without_parameters;

/// A part of a target.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part<L> {
    /// Text as it is sent.
    Literal(L),
    /// The capture at that index, encoded for its position.
    Capture(UriPosition, usize),
    /// The start of the path, which sends nothing.
    Path,
    /// The start of the query: sends a `?`.
    Query,
    /// The start of the fragment: sends what is carried over of the query, then a `#`.
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
    ///
    /// A short location is written to the stack and copied. For a longer one that first pass only
    /// counts, and a second one writes to a vector of that length. So there is exactly one
    /// allocation.
    pub(crate) fn location<'n>(
        &self,
        query: Option<&str>,
        dropped: impl Iterator<Item = &'n [u8]> + Clone,
    ) -> Bytes {
        let mut short = ShortBuffer::default();
        self.write(query, dropped.clone(), &mut short);
        if let Some(location) = short.as_bytes() {
            return Bytes::copy_from_slice(location);
        }
        let mut location = Vec::with_capacity(short.len);
        self.write(query, dropped, &mut location);
        Bytes::from(location)
    }

    fn write<'n>(
        &self,
        query: Option<&str>,
        dropped: impl Iterator<Item = &'n [u8]> + Clone,
        out: &mut impl Sink,
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
                    write_query(query.take(), separator, dropped.clone(), out);
                    out.write(b"#");
                }
            }
        }
        write_query(query, separator, dropped, out);
    }
}

/// Writes the parameters of the query that are carried over, after `separator`.
fn write_query<'n>(
    query: Option<&str>,
    mut separator: &[u8],
    dropped: impl Iterator<Item = &'n [u8]> + Clone,
    out: &mut impl Sink,
) {
    let Some(query) = query.filter(|query| !query.is_empty()) else { return };
    for parameter in without_parameters(query, dropped) {
        out.write(separator);
        let mut rest = write_run(parameter.as_bytes(), |byte| CARRIED.contains(byte), out);
        while let Some((&byte, after)) = rest.split_first() {
            out.write(&encoded(byte));
            rest = write_run(after, |byte| CARRIED.contains(byte), out);
        }
        separator = b"&";
    }
}

/// Writes a value, encoded for its position.
fn write_value(value: Text<'_>, position: UriPosition, out: &mut impl Sink) {
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
fn write_encoded(value: Text<'_>, position: UriPosition, out: &mut impl Sink) {
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
    let mut rest = write_run(value.raw(), is_unchanged, out);
    while let Some((char, after)) = encode_first(rest, encoding, allowed) {
        out.write(char.bytes());
        rest = write_run(after, is_unchanged, out);
    }
}

/// Writes the longest prefix of such bytes at once, and returns the rest.
fn write_run<'t>(text: &'t [u8], is_in_run: impl Fn(u8) -> bool, out: &mut impl Sink) -> &'t [u8] {
    let len = text.iter().position(|&byte| !is_in_run(byte)).unwrap_or(text.len());
    let (run, rest) = text.split_at(len);
    out.write(run);
    rest
}

/// A character of a value as it is sent: one byte, or `%XX`.
#[derive(Clone, Copy, Debug)]
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
    let escaped = pct_encoded(text).filter(|_| encoding != Encoding::Bytes);
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

/// A destination for bytes.
trait Sink {
    fn write(&mut self, bytes: &[u8]);
}

/// A buffer on the stack, which counts the bytes that exceed its capacity.
struct ShortBuffer {
    bytes: [u8; ShortBuffer::CAPACITY],
    len: usize,
}

impl ShortBuffer {
    const CAPACITY: usize = 128;

    /// Returns all bytes if they did not exceed the capacity.
    fn as_bytes(&self) -> Option<&[u8]> {
        self.bytes.get(..self.len)
    }
}

impl Default for ShortBuffer {
    fn default() -> ShortBuffer {
        ShortBuffer { bytes: [0; ShortBuffer::CAPACITY], len: 0 }
    }
}

impl Sink for ShortBuffer {
    fn write(&mut self, bytes: &[u8]) {
        let end = self.len + bytes.len();
        if let Some(free) = self.bytes.get_mut(self.len..end) {
            free.copy_from_slice(bytes);
        }
        self.len = end;
    }
}

impl Sink for Vec<u8> {
    fn write(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}
