//! The parts of a request, besides method and path, that conditions inspect.

use crate::matching::captures::Captures;
use crate::matching::pattern::{Piece, capture};
use crate::matching::text::{Encoding, Text};
use crate::request::RequestRef;
use crate::request::authority::is_host;
use crate::request::list::items;
use crate::request::query::decodes_to;

/// The part of a request that a condition inspects. `N` is the type of names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Subject<N> {
    /// The host.
    Host,
    /// The scheme.
    Scheme,
    /// The language that the client prefers.
    Language,
    /// The first line of a header field. The name is in lower case.
    Header(N),
    /// The first cookie of that name.
    Cookie(N),
    /// The first query parameter of that decoded name.
    Query(N),
    /// A capture of the path, by its index.
    Capture(usize),
}

impl<N> Subject<N> {
    /// Returns the encoding of its value.
    pub fn encoding(&self) -> Encoding {
        match self {
            Subject::Host | Subject::Scheme | Subject::Language => Encoding::Host,
            Subject::Header(_) | Subject::Cookie(_) => Encoding::Bytes,
            Subject::Query(_) => Encoding::Form,
            Subject::Capture(_) => Encoding::Path,
        }
    }

    /// Returns whether a condition may capture from it.
    pub fn may_be_captured(&self) -> bool {
        match self {
            Subject::Host | Subject::Header(_) | Subject::Cookie(_) | Subject::Query(_) => true,
            Subject::Scheme | Subject::Language | Subject::Capture(_) => false,
        }
    }

    /// Returns whether a request has one value of it. It can have several lines of a field, and
    /// several cookies or parameters of a name.
    pub fn is_single(&self) -> bool {
        match self {
            Subject::Host | Subject::Scheme | Subject::Capture(_) => true,
            Subject::Language | Subject::Header(_) | Subject::Cookie(_) | Subject::Query(_) => {
                false
            }
        }
    }

    /// Returns whether its value is one of the
    /// [`CaptureInputs`](crate::matching::captures::CaptureInputs) if a condition captures from it.
    /// The query is not, because the result of a lookup holds it anyway.
    pub fn is_capture_input(&self) -> bool {
        match self {
            Subject::Host | Subject::Header(_) | Subject::Cookie(_) => true,
            Subject::Query(_) | Subject::Scheme | Subject::Language | Subject::Capture(_) => false,
        }
    }
}

impl Subject<Vec<u8>> {
    /// Borrows the name.
    pub fn as_ref(&self) -> Subject<&[u8]> {
        match self {
            Subject::Host => Subject::Host,
            Subject::Scheme => Subject::Scheme,
            Subject::Language => Subject::Language,
            Subject::Header(name) => Subject::Header(name),
            Subject::Cookie(name) => Subject::Cookie(name),
            Subject::Query(name) => Subject::Query(name),
            Subject::Capture(index) => Subject::Capture(*index),
        }
    }
}

impl Subject<&[u8]> {
    /// Returns the value in a request, if it has one.
    pub fn value<'a>(
        self,
        request: impl RequestRef<'a>,
        captures: &Captures<'a>,
    ) -> Option<Text<'a>> {
        let raw = match self {
            Subject::Capture(index) => return Some(captures.get(index)),
            Subject::Host => host(request.authority()?)?,
            Subject::Scheme => request.scheme()?.as_bytes(),
            Subject::Language => crate::request::accept_language::preferred(request)?,
            Subject::Header(name) => request.header(std::str::from_utf8(name).ok()?).next()?,
            Subject::Cookie(name) => cookie(request, name)?,
            Subject::Query(name) => parameter(request.query()?, name)?,
        };
        Some(Text::new(raw, self.encoding()))
    }

    /// Returns whether the pieces match the value, and adds their captures.
    pub fn matches<'a>(
        self,
        value: Text<'a>,
        pieces: &[Piece<&[u8]>],
        captures: &mut Captures<'a>,
    ) -> bool {
        let range = match self {
            Subject::Language => only_literal(pieces),
            Subject::Host
            | Subject::Scheme
            | Subject::Header(_)
            | Subject::Cookie(_)
            | Subject::Query(_)
            | Subject::Capture(_) => None,
        };
        match range {
            // Basic filtering (RFC 4647 §3.3.1): `de` matches `de` and `de-…`.
            Some(range) => value
                .literal_at(0, range)
                .is_some_and(|end| end == value.len() || value.raw()[end] == b'-'),
            None => capture(value, pieces, captures).is_some(),
        }
    }
}

/// Returns the literal that a pattern consists of, or `None` if it has other pieces.
fn only_literal<'p>(pieces: &[Piece<&'p [u8]>]) -> Option<&'p [u8]> {
    if let [Piece::Literal(literal)] = pieces { Some(literal) } else { None }
}

/// Returns the host of an authority, without the port and a final dot, or `None` if it is not
/// valid.
fn host(authority: &str) -> Option<&[u8]> {
    if authority.starts_with('[') {
        let end = authority.find(']')?;
        return Some(&authority.as_bytes()[..=end]);
    }
    let host = authority.split(':').next()?;
    let host = host.strip_suffix('.').unwrap_or(host);
    is_host(host.as_bytes()).then_some(host.as_bytes())
}

/// Returns the value of the first cookie of that name. All lines form one list (RFC 9113 §8.2.3) of
/// pairs separated by `;` (RFC 6265 §4.2.1).
fn cookie<'a>(request: impl RequestRef<'a>, name: &[u8]) -> Option<&'a [u8]> {
    for line in request.header("cookie") {
        let value = cookie_in(line, name);
        if value.is_some() {
            return value;
        }
    }
    None
}

/// Returns the value of the first cookie of that name in a line.
fn cookie_in<'a>(line: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    for pair in items(line, b';') {
        if let Some([b'=', value @ ..]) = pair.trim_ascii().strip_prefix(name) {
            return Some(value);
        }
    }
    None
}

/// Returns the value of the first query parameter of that name, as the request spells it.
pub(crate) fn parameter<'a>(query: &'a str, name: &[u8]) -> Option<&'a [u8]> {
    for parameter in query.split('&') {
        let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if !parameter.is_empty() && decodes_to(key.as_bytes(), name) {
            return Some(value.as_bytes());
        }
    }
    None
}
