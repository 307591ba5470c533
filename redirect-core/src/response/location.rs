//! A target, filled with the captures of a request.

use bytes::Bytes;

use crate::matching::captures::Captures;
use crate::matching::text::{Encoding, Text};
use crate::request::charset::{
    CARRIED, Class, FRAGMENT, PATH, PCHAR, QUERY_VALUE, encoded, pct_encoded,
};
use crate::request::query::kept;

/// A part of a target.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part<L> {
    /// Text as it is sent.
    Literal(L),
    /// The capture of that index, encoded for the place where it stands.
    Capture(UriPosition, usize),
    /// Here the path begins.
    Path,
    /// Here the query begins: a `?` is sent.
    Query,
    /// Here the fragment begins: what is kept of the request's query is sent, then a `#`.
    Fragment,
}

impl Part<Vec<u8>> {
    pub fn as_ref(&self) -> Part<&[u8]> {
        match self {
            Part::Literal(text) => Part::Literal(text),
            Part::Capture(place, index) => Part::Capture(*place, *index),
            Part::Path => Part::Path,
            Part::Query => Part::Query,
            Part::Fragment => Part::Fragment,
        }
    }
}

/// Where a capture stands in a target.
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
    fn class(self) -> &'static Class {
        match self {
            // What may be a host needs no encoding; see `sound`.
            UriPosition::Label | UriPosition::Host | UriPosition::Segment => &PCHAR,
            UriPosition::Rest => &PATH,
            UriPosition::Query => &QUERY_VALUE,
            UriPosition::Fragment => &FRAGMENT,
        }
    }
}

/// A target's parts and the values that fill them.
#[derive(Clone, Copy, Debug)]
pub struct Substitution<'a, P> {
    pub parts: P,
    pub captures: &'a Captures<'a>,
}

impl<'a, 't, P: Iterator<Item = Part<&'t [u8]>> + Clone> Substitution<'a, P> {
    pub(crate) fn value(&self, index: usize) -> Text<'a> {
        self.captures.get(index)
    }

    /// The location, with what is kept of the request's query: all but the parameters `names`.
    pub(crate) fn location<'n>(
        &self,
        query: Option<&str>,
        names: impl Iterator<Item = &'n [u8]> + Clone,
    ) -> Bytes {
        let mut short = Short::default();
        self.write(query, names.clone(), &mut short);
        if let Some(location) = short.written() {
            return Bytes::copy_from_slice(location);
        }
        let mut location = Vec::with_capacity(short.len);
        self.write(query, names, &mut location);
        Bytes::from(location)
    }

    fn write<'n>(
        &self,
        query: Option<&str>,
        names: impl Iterator<Item = &'n [u8]> + Clone,
        out: &mut impl Sink,
    ) {
        let mut query = query;
        let mut separator = b"?";
        for part in self.parts.clone() {
            match part {
                Part::Literal(text) => out.put(text),
                Part::Capture(place, index) => put(self.value(index), place, out),
                Part::Path => {}
                Part::Query => {
                    out.put(b"?");
                    separator = b"&";
                }
                Part::Fragment => {
                    carry(query.take(), separator, names.clone(), out);
                    out.put(b"#");
                }
            }
        }
        carry(query, separator, names, out);
    }
}

fn carry<'n>(
    query: Option<&str>,
    mut separator: &[u8],
    names: impl Iterator<Item = &'n [u8]> + Clone,
    out: &mut impl Sink,
) {
    let Some(query) = query.filter(|query| !query.is_empty()) else { return };
    for parameter in kept(query, names) {
        out.put(separator);
        let mut rest = put_run(parameter.as_bytes(), |byte| CARRIED.has(byte), out);
        while let Some((&byte, after)) = rest.split_first() {
            out.put(&encoded(byte));
            rest = put_run(after, |byte| CARRIED.has(byte), out);
        }
        separator = b"&";
    }
}

/// Writes a value as it is sent in that place.
fn put(value: Text<'_>, place: UriPosition, out: &mut impl Sink) {
    // Each of its bytes may stand in a path, and a segment has no slash.
    if value.coding() == Encoding::PlainPath
        && matches!(place, UriPosition::Segment | UriPosition::Rest)
    {
        out.put(value.raw());
    } else {
        put_encoded(value, place, out);
    }
}

/// Writes a value with what may not stand in that place encoded.
#[inline(never)]
fn put_encoded(value: Text<'_>, place: UriPosition, out: &mut impl Sink) {
    let (coding, class) = (value.coding(), place.class());
    let is_sent_as_it_is = |byte: u8| {
        class.has(byte)
            && match coding {
                Encoding::MatchMode => byte != b'+',
                Encoding::Host => !byte.is_ascii_uppercase(),
                _ => true,
            }
    };
    let mut rest = put_run(value.raw(), is_sent_as_it_is, out);
    while let Some((sent, after)) = first_sent(rest, coding, class) {
        out.put(sent.bytes());
        rest = put_run(after, is_sent_as_it_is, out);
    }
}

/// Writes what begins with such bytes at once, and gives what follows.
fn put_run<'t>(text: &'t [u8], is_of_run: impl Fn(u8) -> bool, out: &mut impl Sink) -> &'t [u8] {
    let len = text.iter().position(|&byte| !is_of_run(byte)).unwrap_or(text.len());
    let (run, rest) = text.split_at(len);
    out.put(run);
    rest
}

/// How a character of a value is sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sent {
    bytes: [u8; 3],
    len: usize,
}

impl Sent {
    fn of(byte: u8, class: &Class) -> Sent {
        if class.has(byte) {
            Sent { bytes: [byte, 0, 0], len: 1 }
        } else {
            Sent { bytes: encoded(byte), len: 3 }
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

/// A value as it is sent in that place: what may not stand there is encoded. A value of the path
/// is encoded already, and a valid `%xx` stays; any other is decoded once and encoded anew.
pub(crate) fn sent(value: Text<'_>, place: UriPosition) -> impl Iterator<Item = Sent> {
    let mut rest = value.raw();
    std::iter::from_fn(move || {
        let (sent, after) = first_sent(rest, value.coding(), place.class())?;
        rest = after;
        Some(sent)
    })
}

/// How the first character of a value is sent, and what follows it.
fn first_sent<'t>(text: &'t [u8], coding: Encoding, class: &Class) -> Option<(Sent, &'t [u8])> {
    let (&byte, after) = text.split_first()?;
    let escaped = pct_encoded(text).filter(|_| coding != Encoding::Bytes);
    Some(match (coding, escaped) {
        (Encoding::Path, Some(_)) => (Sent { bytes: [b'%', text[1], text[2]], len: 3 }, &text[3..]),
        (Encoding::MatchMode, Some(byte)) => (Sent::of(byte, class), &text[3..]),
        (Encoding::MatchMode, None) if byte == b'+' => (Sent::of(b' ', class), after),
        (Encoding::Host, _) => (Sent::of(byte.to_ascii_lowercase(), class), after),
        _ => (Sent::of(byte, class), after),
    })
}

/// What bytes are written to.
trait Sink {
    fn put(&mut self, bytes: &[u8]);
}

/// A location as far as it has room here, and its length: most have, and are then copied, and the others
/// are written again into a vector of that length. So each is one allocation and no more.
struct Short {
    bytes: [u8; Short::ROOM],
    len: usize,
}

impl Short {
    const ROOM: usize = 128;

    /// The whole, if it had room.
    fn written(&self) -> Option<&[u8]> {
        self.bytes.get(..self.len)
    }
}

impl Default for Short {
    fn default() -> Short {
        Short { bytes: [0; Short::ROOM], len: 0 }
    }
}

impl Sink for Short {
    fn put(&mut self, bytes: &[u8]) {
        let end = self.len + bytes.len();
        if let Some(room) = self.bytes.get_mut(self.len..end) {
            room.copy_from_slice(bytes);
        }
        self.len = end;
    }
}

impl Sink for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}
