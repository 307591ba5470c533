//! What a rule asks of a request beside its method and path.

use crate::matching::captures::Captures;
use crate::matching::pattern::{Piece, capture};
use crate::matching::text::{Encoding, Text};
use crate::request::RequestRef;
use crate::request::authority::is_host;
use crate::request::query::decoded;

/// What a condition looks at.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Subject<N> {
    Host,
    Scheme,
    /// The language that the client would rather have.
    Language,
    /// The first line of a field; its name is in lower case.
    Header(N),
    Cookie(N),
    /// The first parameter of the query of that name, which is decoded.
    Query(N),
    /// A capture of the path, by its number.
    Capture(usize),
}

impl<N> Subject<N> {
    /// How its value is spelt.
    pub fn coding(&self) -> Encoding {
        match self {
            Subject::Host | Subject::Scheme | Subject::Language => Encoding::Host,
            Subject::Header(_) | Subject::Cookie(_) => Encoding::Bytes,
            Subject::Query(_) => Encoding::MatchMode,
            Subject::Capture(_) => Encoding::Path,
        }
    }

    /// Whether a condition may capture from it.
    pub fn may_be_captured(&self) -> bool {
        matches!(self, Subject::Host | Subject::Header(_) | Subject::Cookie(_) | Subject::Query(_))
    }

    /// Whether it is one of the [`CaptureInputs`](crate::matching::capture_inputs::CaptureInputs), if something is captured from it: the
    /// query is kept in any case.
    pub fn is_kept(&self) -> bool {
        self.may_be_captured() && !matches!(self, Subject::Query(_))
    }
}

impl Subject<Vec<u8>> {
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
    /// The value in a request, if it has one.
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
            Subject::Header(name) => request.header(str::from_utf8(name).ok()?).next()?,
            Subject::Cookie(name) => cookie(request, name)?,
            Subject::Query(name) => parameter(request.query()?, name)?,
        };
        Some(Text::new(raw, self.coding()))
    }

    /// Whether the value fits the pieces; what they capture is kept.
    pub fn fits<'a>(
        self,
        value: Text<'a>,
        pieces: &[Piece<&[u8]>],
        captures: &mut Captures<'a>,
    ) -> bool {
        match (self, pieces) {
            (Subject::Language, [Piece::Literal(range)]) => {
                // `de` is for `de` and `de-…`: basic filtering (RFC 4647 §3.3.1).
                let end = value.literal_at(0, range);
                end.is_some_and(|end| end == value.len() || value.raw()[end] == b'-')
            }
            _ => capture(value, pieces, captures).is_some(),
        }
    }
}

/// The host of an authority, without its port and a final dot; `None` if it is no host.
fn host(authority: &str) -> Option<&[u8]> {
    if authority.starts_with('[') {
        let end = authority.find(']')?;
        return Some(&authority.as_bytes()[..=end]);
    }
    let host = authority.split(':').next()?;
    let host = host.strip_suffix('.').unwrap_or(host);
    is_host(host.as_bytes()).then_some(host.as_bytes())
}

/// The value of the first cookie of that name: the lines are one list (RFC 9113 §8.2.3), whose
/// pairs have `;` between them (RFC 6265 §4.2.1).
fn cookie<'a>(request: impl RequestRef<'a>, name: &[u8]) -> Option<&'a [u8]> {
    let pairs = request.header("cookie").flat_map(|line| line.split(|&byte| byte == b';'));
    pairs.map(<[u8]>::trim_ascii).find_map(|pair| pair.strip_prefix(name)?.strip_prefix(b"="))
}

/// The value of the first parameter of that name, as it is spelt.
pub(crate) fn parameter<'a>(query: &'a str, name: &[u8]) -> Option<&'a [u8]> {
    query.split('&').filter(|parameter| !parameter.is_empty()).find_map(|parameter| {
        let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        decoded(key.as_bytes()).eq(name.iter().copied()).then_some(value.as_bytes())
    })
}
