//! A target, filled with the captures of a request.

use crate::capture::Captures;
use crate::chars::{CARRIED, Class, FRAGMENT, PATH, PCHAR, QUERY_VALUE, encoded, pct_encoded};
use crate::query::kept;
use crate::text::{Coding, Text};

/// A part of a target.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part<L> {
    /// Text as it is sent.
    Literal(L),
    /// The capture of that index, encoded for the place where it stands.
    Capture(Place, usize),
    /// Here the path begins.
    Path,
    /// Here the query begins: a `?` is sent.
    Query,
    /// Here the fragment begins: what is kept of the request's query is sent, then a `#`.
    Fragment,
}

#[cfg(feature = "compile")]
impl Part<Vec<u8>> {
    pub(crate) fn as_ref(&self) -> Part<&[u8]> {
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
pub(crate) enum Place {
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

impl Place {
    fn class(self) -> &'static Class {
        match self {
            // What may be a host needs no encoding; see `sound`.
            Place::Label | Place::Host | Place::Segment => &PCHAR,
            Place::Rest => &PATH,
            Place::Query => &QUERY_VALUE,
            Place::Fragment => &FRAGMENT,
        }
    }
}

/// A target's parts and the values that fill them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filling<'a, P> {
    pub(crate) parts: P,
    pub(crate) captures: &'a Captures<'a>,
}

impl<'a, 't, P: Iterator<Item = Part<&'t [u8]>> + Clone> Filling<'a, P> {
    pub(crate) fn value(&self, index: usize) -> Text<'a> {
        self.captures.get(index)
    }

    /// The location, with what is kept of the request's query: all but the parameters `names`.
    pub(crate) fn location<'n>(
        &self,
        query: Option<&str>,
        names: impl Iterator<Item = &'n [u8]> + Clone,
    ) -> Vec<u8> {
        let mut length = Length(0);
        self.write(query, names.clone(), &mut length);
        let mut location = Vec::with_capacity(length.0);
        self.write(query, names, &mut location);
        location
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
                Part::Capture(place, index) => {
                    sent(self.value(index), place).for_each(|sent| out.put(sent.bytes()));
                }
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
    for parameter in kept(query.unwrap_or_default(), names) {
        out.put(separator);
        for byte in parameter.bytes() {
            out.put(Sent::of(byte, &CARRIED).bytes());
        }
        separator = b"&";
    }
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
pub(crate) fn sent(value: Text<'_>, place: Place) -> impl Iterator<Item = Sent> {
    let mut rest = value.raw();
    std::iter::from_fn(move || {
        let (&byte, after) = rest.split_first()?;
        let escaped = pct_encoded(rest).filter(|_| value.coding() != Coding::Bytes);
        let (sent, left) = match (value.coding(), escaped) {
            (Coding::Path, Some(_)) => {
                (Sent { bytes: [b'%', rest[1], rest[2]], len: 3 }, &rest[3..])
            }
            (Coding::Form, Some(byte)) => (Sent::of(byte, place.class()), &rest[3..]),
            (Coding::Form, None) if byte == b'+' => (Sent::of(b' ', place.class()), after),
            (Coding::Host, _) => (Sent::of(byte.to_ascii_lowercase(), place.class()), after),
            _ => (Sent::of(byte, place.class()), after),
        };
        rest = left;
        Some(sent)
    })
}

/// What bytes are written to: first a length, then a vector of that length, so that the location
/// is one allocation and no more.
trait Sink {
    fn put(&mut self, bytes: &[u8]);
}

struct Length(usize);

impl Sink for Length {
    fn put(&mut self, bytes: &[u8]) {
        self.0 += bytes.len();
    }
}

impl Sink for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}
