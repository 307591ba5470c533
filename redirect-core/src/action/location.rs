//! Locations: targets with the captures and the query of a request filled in.

mod buffer;

use bytes::Bytes;

use crate::action::location::buffer::{Buffer, written, written_then};
use crate::matching::canonical::CanonicalForm;
use crate::matching::captures::{Captures, is_slash_like};
use crate::matching::text::{Encoding, MatchMode, Text};
use crate::request::authority::RequestHost;
use crate::request::charset::{
    ByteSet, CARRIED, FRAGMENT, HOST, PATH, PCHAR, QUERY_VALUE, UNRESERVED, encoded, pct_encoded,
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
    /// The slash before a segment that consists only of captures, all of which may be empty. The
    /// captures follow. If all of them are empty, the segment is removed: the slash is written only
    /// at the end of the path, if the path of the request ends in a slash or the path of the target
    /// would be empty.
    Slash,
    /// The start of the query, written as `?`. Nothing is written for it if a parameter follows.
    Query,
    /// The start of a parameter of the query, written as `?` or `&`. The parameter ends before the
    /// next one. It is dropped if one of its captures is absent, and a parameter of the request
    /// with its name is carried over then. Either all parameters of a target have this mark, or
    /// none has it.
    Parameter,
    /// The path and the query of the request, as a part of a value in the query.
    RequestUri,
    /// The host and the port of the request, as the authority or as a part of a value in the query.
    RequestHost,
    /// The start of the fragment, written as the parameters that are carried over, then `#`.
    Fragment,
}

impl<L> Part<L> {
    /// Returns the position and the index of a capture.
    pub fn capture(&self) -> Option<(UriPosition, usize)> {
        match self {
            Part::Capture(position, index) => Some((*position, *index)),
            Part::Literal(_)
            | Part::Path
            | Part::Slash
            | Part::Query
            | Part::Parameter
            | Part::RequestUri
            | Part::RequestHost
            | Part::Fragment => None,
        }
    }
}

impl Part<Vec<u8>> {
    /// Borrows the part.
    pub fn as_ref(&self) -> Part<&[u8]> {
        match self {
            Part::Literal(text) => Part::Literal(text),
            Part::Capture(position, index) => Part::Capture(*position, *index),
            Part::Path => Part::Path,
            Part::Slash => Part::Slash,
            Part::Query => Part::Query,
            Part::Parameter => Part::Parameter,
            Part::RequestUri => Part::RequestUri,
            Part::RequestHost => Part::RequestHost,
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
            UriPosition::Label | UriPosition::Segment => &PCHAR,
            UriPosition::Host => &HOST,
            UriPosition::Rest => &PATH,
            UriPosition::Query => &QUERY_VALUE,
            UriPosition::Fragment => &FRAGMENT,
        }
    }

    /// Returns whether a `%xx` in a value of the path stays as it is. In a host, browsers would
    /// decode it, so it is decoded here.
    fn keeps_encoding(self) -> bool {
        match self {
            UriPosition::Label | UriPosition::Host => false,
            UriPosition::Segment
            | UriPosition::Rest
            | UriPosition::Query
            | UriPosition::Fragment => true,
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
    /// True if the final slash of the target is kept when the last segment is empty.
    pub final_slash: bool,
    /// The value of a [`Part::RequestUri`].
    pub uri: RequestUri<'a>,
    /// The value of a [`Part::RequestHost`]. `None` if the request has no valid host, or the target
    /// does not contain it.
    pub host: Option<RequestHost<'a>>,
}

/// The path and the query of a request.
#[derive(Clone, Copy, Default, Debug)]
pub struct RequestUri<'a> {
    /// The path.
    pub path: &'a [u8],
    /// The query.
    pub query: Option<&'a str>,
}

impl RequestUri<'_> {
    /// Returns whether the path begins with two slashes or backslashes, encoded or not. An
    /// application that redirects back to such a path would redirect to another host.
    pub(crate) fn starts_with_host(self) -> bool {
        let mut chars = Text::new(self.path, Encoding::Path).chars();
        chars.next().is_some_and(is_slash_like) && chars.next().is_some_and(is_slash_like)
    }

    /// Writes the path and the query. Every byte that is not unreserved is percent-encoded, so that
    /// the value survives any number of redirects to a page that decodes it once.
    #[inline(never)]
    fn write(self, out: &mut Buffer<'_>) {
        write_unreserved(self.path, out);
        if let Some(query) = self.query.filter(|query| !query.is_empty()) {
            out.write(&encoded(b'?'));
            write_unreserved(query.as_bytes(), out);
        }
    }
}

/// Writes the host in lower case, and the port.
#[inline(never)]
fn write_host(value: RequestHost<'_>, position: UriPosition, out: &mut Buffer<'_>) {
    for text in [value.host, value.port] {
        write_encoded(Text::new(text, Encoding::Host), position, out);
    }
}

/// Writes a text, and encodes all bytes that are not unreserved.
fn write_unreserved(text: &[u8], out: &mut Buffer<'_>) {
    let mut rest = text;
    loop {
        rest = write_run(rest, |byte| UNRESERVED.contains(byte), out);
        let Some((&byte, after)) = rest.split_first() else { return };
        out.write(&encoded(byte));
        rest = after;
    }
}

/// Returns whether the final slash of a target is kept if the captures of its last segment are
/// empty: whether the path of the request ends in a slash that is not ignored.
pub(crate) fn has_final_slash(path: &[u8], mode: MatchMode) -> bool {
    path.ends_with(b"/") && !mode.optional_slash
}

impl<'a, 't, P: Iterator<Item = Part<&'t [u8]>> + Clone> Substitution<'a, P> {
    /// Returns the value of the capture at that index.
    pub(crate) fn value(&self, index: usize) -> Text<'a> {
        self.captures.get(index)
    }

    /// Returns whether a [`Part::Slash`] is written. `after` are the parts that follow it.
    pub(crate) fn keeps_slash(&self, after: P, is_path_empty: bool) -> bool {
        for part in after {
            match part {
                Part::Capture(_, index) if self.value(index).is_empty() => {}
                Part::Capture(..) => return true,
                Part::Literal(_) | Part::Path | Part::Slash => return false,
                Part::Query
                | Part::Parameter
                | Part::RequestUri
                | Part::RequestHost
                | Part::Fragment => break,
            }
        }
        self.final_slash || is_path_empty
    }

    /// Returns the parts after a parameter that is dropped, because one of its captures is absent.
    /// `after` are the parts that follow the [`Part::Parameter`].
    #[inline(never)]
    fn after_dropped_parameter(&self, mut after: P) -> Option<P> {
        let mut is_dropped = false;
        loop {
            let rest = after.clone();
            match after.next() {
                Some(Part::Capture(_, index)) => {
                    is_dropped |= self.captures.value(index).is_none();
                }
                Some(
                    Part::Literal(_)
                    | Part::Path
                    | Part::Slash
                    | Part::Query
                    | Part::RequestUri
                    | Part::RequestHost,
                ) => {}
                Some(Part::Parameter | Part::Fragment) | None => {
                    return is_dropped.then_some(rest);
                }
            }
        }
    }

    /// Returns the location, with all parameters of `query` carried over except those in `dropped`.
    /// The names of the target's own parameters come first in it, in the order of the target.
    pub(crate) fn location<'n>(
        &self,
        query: Option<&str>,
        dropped: &(impl Iterator<Item = &'n [u8]> + Clone),
    ) -> Bytes {
        written(|out| self.write(query, dropped, out))
    }

    /// Works like [`location`](Substitution::location) on a site with canonical URLs.
    pub(crate) fn canonical_location<'n>(
        &self,
        query: Option<&str>,
        dropped: &(impl Iterator<Item = &'n [u8]> + Clone),
        site: Site<'_>,
    ) -> Bytes {
        let is_path = self.parts.clone().next() == Some(Part::Path);
        site.location(is_path, |out| self.write(query, dropped, out))
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
        // The parameters of the target, and those of them that are dropped, as a set of bits.
        let (mut parameters, mut absent) = (0, 0);
        let mut path_start = 0;
        let mut host_position = UriPosition::Host;
        let mut parts = self.parts.clone();
        while let Some(part) = parts.next() {
            match part {
                Part::Literal(text) => out.write(text),
                Part::Capture(position, index) => write_value(self.value(index), position, out),
                Part::Path => path_start = out.len(),
                Part::Slash => {
                    if self.keeps_slash(parts.clone(), out.len() == path_start) {
                        out.write(b"/");
                    }
                }
                Part::Query => {
                    host_position = UriPosition::Query;
                    if parts.clone().next() != Some(Part::Parameter) {
                        out.write(separator);
                        separator = b"&";
                    }
                }
                Part::Parameter => {
                    if let Some(after) = self.after_dropped_parameter(parts.clone()) {
                        parts = after;
                        absent |= bit(parameters);
                    } else {
                        out.write(separator);
                        separator = b"&";
                    }
                    parameters += 1;
                }
                Part::RequestUri => self.uri.write(out),
                Part::RequestHost => {
                    if let Some(host) = self.host {
                        write_host(host, host_position, out);
                    }
                }
                Part::Fragment => {
                    write_query(query.take(), separator, &without(absent, dropped), out);
                    out.write(b"#");
                }
            }
        }
        write_query(query, separator, &without(absent, dropped), out);
    }
}

/// Returns the set that contains a number below 64, or the empty set for other numbers.
fn bit(number: u32) -> u64 {
    1_u64.checked_shl(number).unwrap_or_default()
}

/// Returns the names whose position is not in a set.
fn without<'n>(
    set: u64,
    names: &(impl Iterator<Item = &'n [u8]> + Clone),
) -> impl Iterator<Item = &'n [u8]> + Clone {
    names.clone().zip(0..).filter(move |(_, at)| set & bit(*at) == 0).map(|(name, _)| name)
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

/// The site of a location, whose URLs are canonical.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'t> {
    /// The origin of canonical URLs.
    pub(crate) origin: &'t [u8],
    /// The form of canonical paths.
    pub(crate) form: CanonicalForm,
    /// True if a location that is a path is on the site.
    pub(crate) has_paths: bool,
    /// True if a location that is a path has to be sent with the origin.
    pub(crate) adds_origin: bool,
}

impl Site<'_> {
    /// Returns the location that a function writes, with a canonical path if it is on the site.
    /// `is_path` is true if the function writes a path.
    fn location(self, is_path: bool, write: impl Fn(&mut Buffer<'_>)) -> Bytes {
        let write = |out: &mut Buffer<'_>| {
            if is_path && self.adds_origin {
                out.write(self.origin);
            }
            write(out);
        };
        written_then(write, |location, len| self.fold(location, len))
    }

    /// Converts the path of a location on the site to its canonical form in place. Returns the new
    /// length of the location.
    fn fold(self, location: &mut [u8], len: usize) -> usize {
        let written = location.get(..len).unwrap_or_default();
        let start = if written.starts_with(b"/") && self.has_paths {
            0
        } else if written.strip_prefix(self.origin).is_some_and(|rest| rest.starts_with(b"/")) {
            self.origin.len()
        } else {
            return len;
        };
        let mut end = start;
        while end < len && !matches!(written[end], b'?' | b'#') {
            end += 1;
        }
        self.form.fold_within(location, start, end, len)
    }

    /// Returns the site with its origin in each location.
    pub(crate) fn absolute(self) -> Self {
        Site { adds_origin: true, ..self }
    }

    /// Returns the canonical URL of a path and a query.
    pub(crate) fn url(self, path: &str, query: Option<&str>) -> Bytes {
        self.location(true, |out| {
            write_value(Text::path(path), UriPosition::Rest, out);
            write_query(query, b"?", &std::iter::empty(), out);
        })
    }

    /// Returns a location without captures, which is canonical if it is on the site.
    pub(crate) fn with_query<'n>(
        self,
        location: &[u8],
        query: Option<&str>,
        dropped: &(impl Iterator<Item = &'n [u8]> + Clone),
    ) -> Bytes {
        written(|out| {
            if self.adds_origin && location.starts_with(b"/") {
                out.write(self.origin);
            }
            out.write(location);
            write_query(query, b"?", dropped, out);
        })
    }
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
        let Some((char, after)) = encode_first(rest, encoding, position) else { return };
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
/// `%xx` in a value of the path stays as it is, except in a host. All other values are decoded once
/// and encoded again.
pub(crate) fn sent_chars(value: Text<'_>, position: UriPosition) -> impl Iterator<Item = SentChar> {
    let mut rest = value.raw();
    std::iter::from_fn(move || {
        let (char, after) = encode_first(rest, value.encoding(), position)?;
        rest = after;
        Some(char)
    })
}

/// Returns the first character of a value as it is sent, and the rest of the value.
fn encode_first(
    text: &[u8],
    encoding: Encoding,
    position: UriPosition,
) -> Option<(SentChar, &[u8])> {
    let allowed = position.allowed();
    let (&byte, after) = text.split_first()?;
    let escaped = if encoding == Encoding::Bytes { None } else { pct_encoded(text) };
    Some(match (encoding, escaped) {
        (Encoding::Path, Some(_)) if position.keeps_encoding() => {
            (SentChar { bytes: [b'%', text[1], text[2]], len: 3 }, &text[3..])
        }
        (Encoding::Path | Encoding::Form, Some(byte)) => (SentChar::new(byte, allowed), &text[3..]),
        (Encoding::Form, None) if byte == b'+' => (SentChar::new(b' ', allowed), after),
        (Encoding::Host, _) => (SentChar::new(byte.to_ascii_lowercase(), allowed), after),
        (Encoding::Path | Encoding::Form, None)
        | (Encoding::NormalPath | Encoding::CaselessPath | Encoding::Bytes, _) => {
            (SentChar::new(byte, allowed), after)
        }
    })
}
