//! The parts of a request, besides method and path, that conditions inspect.

use crate::matching::captures::Captures;
use crate::matching::pattern::{Piece, capture};
use crate::matching::text::{Encoding, Text};
use crate::request::RequestRef;
use crate::request::authority::{default_port, host_of, port_of};
use crate::request::list::items;
use crate::request::query::decodes_to;
use crate::request::site_language::{self, LanguageList, language_code};

/// The part of a request that a condition inspects. `N` is the type of names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Subject<N> {
    /// The host.
    Host,
    /// The scheme.
    Scheme,
    /// The language that the client prefers.
    Language,
    /// The best of the languages of the site: its [code](crate::request::site_language). The name
    /// is the [list](crate::request::site_language::LanguageList), or in a table its offset.
    SiteLanguage(N),
    /// The first line of a header field. The name is in lower case.
    Header(N),
    /// The first cookie of that name.
    Cookie(N),
    /// The first query parameter of that decoded name.
    Query(N),
    /// A capture of the path or of an earlier condition, by its index.
    Capture(usize),
    /// The IP address of the peer.
    Ip,
    /// The port that the request is for.
    Port,
}

impl<N> Subject<N> {
    /// Returns the encoding of its value.
    pub fn encoding(&self) -> Encoding {
        match self {
            Subject::Host | Subject::Scheme | Subject::Language => Encoding::Host,
            Subject::SiteLanguage(_)
            | Subject::Header(_)
            | Subject::Cookie(_)
            | Subject::Ip
            | Subject::Port => Encoding::Bytes,
            Subject::Query(_) => Encoding::Form,
            Subject::Capture(_) => Encoding::Path,
        }
    }

    /// Returns whether a condition may capture from it.
    pub fn may_be_captured(&self) -> bool {
        match self {
            Subject::Host | Subject::Header(_) | Subject::Cookie(_) | Subject::Query(_) => true,
            Subject::Scheme
            | Subject::Language
            | Subject::SiteLanguage(_)
            | Subject::Capture(_)
            | Subject::Ip
            | Subject::Port => false,
        }
    }

    /// Returns whether a request has one value of it. It can have several lines of a field, and
    /// several cookies or parameters of a name.
    pub fn is_single(&self) -> bool {
        match self {
            Subject::Host | Subject::Scheme | Subject::Capture(_) | Subject::Ip | Subject::Port => {
                true
            }
            Subject::Language
            | Subject::SiteLanguage(_)
            | Subject::Header(_)
            | Subject::Cookie(_)
            | Subject::Query(_) => false,
        }
    }

    /// Returns whether its value is one of the
    /// [`CaptureInputs`](crate::matching::captures::CaptureInputs) if a condition captures from it.
    /// The query is not, because the result of a lookup holds it anyway.
    pub fn is_capture_input(&self) -> bool {
        match self {
            Subject::Host | Subject::Header(_) | Subject::Cookie(_) => true,
            Subject::Query(_)
            | Subject::Scheme
            | Subject::Language
            | Subject::SiteLanguage(_)
            | Subject::Capture(_)
            | Subject::Ip
            | Subject::Port => false,
        }
    }

    /// Returns whether its value is text, which patterns match. An address is not: the values that
    /// it is compared with are [ranges](crate::matching::address).
    pub fn is_text(&self) -> bool {
        match self {
            Subject::Ip => false,
            Subject::Host
            | Subject::Scheme
            | Subject::Language
            | Subject::SiteLanguage(_)
            | Subject::Header(_)
            | Subject::Cookie(_)
            | Subject::Query(_)
            | Subject::Capture(_)
            | Subject::Port => true,
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
            Subject::SiteLanguage(list) => Subject::SiteLanguage(list),
            Subject::Header(name) => Subject::Header(name),
            Subject::Cookie(name) => Subject::Cookie(name),
            Subject::Query(name) => Subject::Query(name),
            Subject::Capture(index) => Subject::Capture(*index),
            Subject::Ip => Subject::Ip,
            Subject::Port => Subject::Port,
        }
    }
}

impl Subject<&[u8]> {
    /// Copies the name.
    pub fn into_owned(self) -> Subject<Vec<u8>> {
        match self {
            Subject::Host => Subject::Host,
            Subject::Scheme => Subject::Scheme,
            Subject::Language => Subject::Language,
            Subject::SiteLanguage(list) => Subject::SiteLanguage(list.to_vec()),
            Subject::Header(name) => Subject::Header(name.to_vec()),
            Subject::Cookie(name) => Subject::Cookie(name.to_vec()),
            Subject::Query(name) => Subject::Query(name.to_vec()),
            Subject::Capture(index) => Subject::Capture(index),
            Subject::Ip => Subject::Ip,
            Subject::Port => Subject::Port,
        }
    }

    /// Returns the value in a request, if it has one and the value is text.
    pub fn value<'a>(
        self,
        request: impl RequestRef<'a>,
        captures: &Captures<'a>,
    ) -> Option<Text<'a>> {
        let raw = match self {
            Subject::Capture(index) => return captures.value(index),
            Subject::Host => host_of(request.authority()?)?,
            Subject::Scheme => request.scheme()?.as_bytes(),
            Subject::Language => crate::request::accept_language::preferred(request)?,
            Subject::SiteLanguage(list) => {
                language_code(site_language::best(request, LanguageList::new(list))?)
            }
            Subject::Header(name) => request.header(std::str::from_utf8(name).ok()?).next()?,
            Subject::Cookie(name) => cookie(request, name)?,
            Subject::Query(name) => parameter(request.query()?, name)?,
            Subject::Ip => return None,
            Subject::Port => port(request)?,
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
            | Subject::SiteLanguage(_)
            | Subject::Header(_)
            | Subject::Cookie(_)
            | Subject::Query(_)
            | Subject::Capture(_)
            | Subject::Ip
            | Subject::Port => None,
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

/// Returns the port of the authority, or else the default port of the scheme (RFC 9110 §4.2).
fn port<'a>(request: impl RequestRef<'a>) -> Option<&'a [u8]> {
    let port = request.authority().and_then(port_of);
    port.or_else(|| default_port(request.scheme()?).map(str::as_bytes))
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
    for parameter in items(query.as_bytes(), b'&') {
        if parameter.is_empty() {
            continue;
        }
        let end = parameter.iter().position(|&byte| byte == b'=').unwrap_or(parameter.len());
        let (key, value) = parameter.split_at(end);
        if decodes_to(key, name) {
            return Some(value.strip_prefix(b"=").unwrap_or_default());
        }
    }
    None
}
