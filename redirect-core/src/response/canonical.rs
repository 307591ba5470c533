//! Lookups in tables that declare canonical URLs.
//!
//! Rules are compared with the canonical path. Its letters and its final slash need no copy: the
//! path is read in lower case, and the match mode of rules ignores the final slash. Only runs of
//! slashes are merged in a buffer. The path of most requests is canonical and takes the ordinary
//! lookup.

use crate::action::location::Site;
use crate::matching::captures::Captures;
use crate::matching::condition::Subject;
use crate::matching::text::{Encoding, MAX_CHARS, Text};
use crate::request::{RequestRef, WithPath, is_never_matched};
use crate::response::Found;
use crate::response::outcome::Outcome;
use crate::table::Table;
use crate::table::bytes::TableBytes;
use crate::table::canonical::{CanonicalUrls, RequestOrigin};
use crate::table::entry::{Entry, FirstMatch};
use crate::table::lookup::fast_path::{FastPath, fast_path_with_host};
use crate::table::lookup::inspection::{self, RuleMismatch};
use crate::table::lookup::{self, Match, find_path, inputs_of};

/// The size of a buffer that is enough for most paths, and faster to initialize.
const SHORT: usize = 512;

/// The size of a buffer for the longest path that rules match.
const LONG: usize = 3 * MAX_CHARS;

/// The relation of a request to the canonical URLs of the site, as a set of flags.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Correction(u8);

impl Correction {
    /// The table declares no canonical URLs, or they do not affect the response.
    pub(crate) const NONE: Correction = Correction(0);

    /// The table declares canonical URLs.
    const DECLARED: u8 = 1;
    /// The request is for a host of the site.
    const ON_SITE: u8 = 2;
    /// The response corrects the origin.
    const ORIGIN: u8 = 4;
    /// The response corrects the path.
    const PATH: u8 = 8;
    /// Rules see the path in lower case.
    const LOWERCASE: u8 = 16;
    /// Rules see the path with its slashes merged.
    const MERGED: u8 = 32;

    fn contains(self, flag: u8) -> bool {
        self.0 & flag != 0
    }

    /// Returns whether the table declares canonical URLs.
    #[inline]
    pub(crate) fn is_declared(self) -> bool {
        self.0 != 0
    }

    /// Returns whether the response corrects the origin.
    pub(crate) fn corrects_origin(self) -> bool {
        self.contains(Correction::ORIGIN)
    }

    /// Returns whether the response corrects the origin or the path.
    pub(crate) fn corrects_url(self) -> bool {
        self.contains(Correction::ORIGIN | Correction::PATH)
    }

    /// Returns the site of a location.
    pub(crate) fn site(self, urls: CanonicalUrls<'_>) -> Site<'_> {
        Site {
            origin: urls.origin,
            form: urls.form,
            has_paths: self.contains(Correction::ON_SITE),
            adds_origin: self.contains(Correction::ORIGIN),
        }
    }

    /// Calls a function with the path as rules see it.
    pub(crate) fn with_path<T>(
        self,
        urls: CanonicalUrls<'_>,
        path: &str,
        call: impl FnOnce(Text<'_>) -> T,
    ) -> T {
        if self.contains(Correction::MERGED) {
            with_merged(path, |path| call(self.text(path)))
        } else {
            call(self.text(urls.form.without_final_run(path)))
        }
    }

    fn text(self, path: &str) -> Text<'_> {
        if self.contains(Correction::LOWERCASE) {
            Text::new(path.as_bytes(), Encoding::CaselessPath)
        } else {
            Text::path(path)
        }
    }
}

/// Calls a function with a path whose slashes are merged.
fn with_merged<T>(path: &str, call: impl FnOnce(&str) -> T) -> T {
    if path.len() <= SHORT { merge::<SHORT, T>(path, call) } else { merge::<LONG, T>(path, call) }
}

#[inline(never)]
fn merge<const N: usize, T>(path: &str, call: impl FnOnce(&str) -> T) -> T {
    let mut buffer = [0; N];
    // No path that rules match is too long for the buffer.
    call(crate::matching::canonical::merged(path, &mut buffer).unwrap_or(path))
}

/// Looks up a request in a table that declares canonical URLs.
#[inline(never)]
pub(super) fn find<'t, 'r>(bytes: &'t TableBytes, request: impl RequestRef<'r>) -> Found<'t, 'r> {
    let table = Table::new(bytes);
    let Some(urls) = table.canonical_urls() else { return Found::none(bytes) };
    let path = request.path();
    if is_never_matched(request) || is_too_long(path) {
        return Found::none(bytes);
    }
    if !urls.form.is_canonical(path.as_bytes()) {
        let folding = folding(urls, path);
        let found = find_by_canonical_path(bytes, urls, request, folding);
        return with_relation(found, urls, request, Some(folding));
    }
    match fast_path_of(table, request) {
        FastPath::Decided(first) => decided(bytes, urls, request, first),
        FastPath::NeedsHost | FastPath::Undecided => {
            let found = Found::from_match(bytes, request, lookup::find(table, request));
            with_relation(found, urls, request, None)
        }
    }
}

/// Returns the result for a canonical path that the fast path decided. It is written once, because
/// most requests end here and a copy takes longer than the other steps.
#[inline]
fn decided<'t, 'r>(
    bytes: &'t TableBytes,
    urls: CanonicalUrls<'_>,
    request: impl RequestRef<'r>,
    first: FirstMatch,
) -> Found<'t, 'r> {
    let is_pass = matches!(first, FirstMatch::Pass(_));
    let flags = if is_pass { 0 } else { relation(urls, Table::new(bytes), request, true) };
    let outcome = Outcome::new(first).with_correction(Correction(flags));
    Found::of_request(bytes, request, outcome)
}

/// Adds the relation of a request to the canonical URLs to the result of a lookup by the rules.
/// `folding` is how the path was folded, or `None` if it is canonical.
fn with_relation<'t, 'r>(
    mut found: Found<'t, 'r>,
    urls: CanonicalUrls<'_>,
    request: impl RequestRef<'r>,
    folding: Option<Correction>,
) -> Found<'t, 'r> {
    if !matches!(found.outcome, Outcome::Pass(_)) {
        let relation = relation(urls, Table::new(found.bytes), request, folding.is_none());
        let folding = folding.unwrap_or(Correction::NONE);
        found.outcome = found.outcome.with_correction(Correction(folding.0 | relation));
    }
    found
}

/// Returns whether no rule matches a path because of its length.
#[inline]
fn is_too_long(path: &str) -> bool {
    path.len() > MAX_CHARS && Text::path(path).is_too_long()
}

/// Looks up a request whose path is canonical by its path and host.
#[inline]
fn fast_path_of<'r>(table: Table<'_>, request: impl RequestRef<'r>) -> FastPath {
    let has_hosts = table.flags().has_hosts();
    let host =
        if has_hosts { Subject::<&[u8]>::Host.value(request, &Captures::NONE) } else { None };
    fast_path_with_host(table.bytes, request.path().as_bytes(), host)
}

/// Looks up a request by the canonical form of its path.
#[inline(never)]
fn find_by_canonical_path<'t, 'r>(
    bytes: &'t TableBytes,
    urls: CanonicalUrls<'_>,
    request: impl RequestRef<'r>,
    folding: Correction,
) -> Found<'t, 'r> {
    let (table, path) = (Table::new(bytes), request.path());
    let Match { entry, inputs, fields } = folding.with_path(urls, path, |path| {
        let raw = std::str::from_utf8(path.raw()).unwrap_or_default();
        let Match { entry, inputs, fields } = find_path(table, WithPath::new(request, raw), path);
        // The values that conditions capture from outlive the buffer of the path.
        let inputs = inputs.and_then(|_| inputs_of(table, entry?, request));
        Match { entry, inputs, fields }
    });
    Found::from_match(bytes, request, Match { entry, inputs, fields })
}

/// Returns how a path that is not canonical is folded before rules see it.
fn folding(urls: CanonicalUrls<'_>, path: &str) -> Correction {
    let mut flags = if urls.form.is_lowercase { Correction::LOWERCASE } else { 0 };
    if urls.form.merges(path.as_bytes()) {
        flags |= Correction::MERGED;
    }
    Correction(flags)
}

/// Returns the rules that were considered for a request, by the path as rules see it.
pub(super) fn inspect<'r>(
    table: Table<'_>,
    request: impl RequestRef<'r>,
) -> Vec<(Entry, Option<RuleMismatch>)> {
    let path = request.path();
    let urls = table.canonical_urls();
    let Some(urls) = urls.filter(|urls| !urls.form.is_canonical(path.as_bytes())) else {
        return inspection::inspect(table, request, Text::path(path));
    };
    folding(urls, path).with_path(urls, path, |path| {
        let raw = std::str::from_utf8(path.raw()).unwrap_or_default();
        inspection::inspect(table, WithPath::new(request, raw), path)
    })
}

/// Returns the flags for the host and the scheme of a request, and for its path.
#[inline]
fn relation<'r>(
    urls: CanonicalUrls<'_>,
    table: Table<'_>,
    request: impl RequestRef<'r>,
    is_canonical: bool,
) -> u8 {
    let Some(authority) = request.authority() else { return Correction::DECLARED };
    let corrects_origin = match urls.origin_of(authority) {
        RequestOrigin::Foreign => return Correction::DECLARED,
        RequestOrigin::OtherHost => true,
        RequestOrigin::SameHost => has_other_scheme(urls, request),
    };
    let mut flags = Correction::DECLARED | Correction::ON_SITE;
    if (corrects_origin || !is_canonical) && redirects_method(urls, table, request.method()) {
        if corrects_origin {
            flags |= Correction::ORIGIN;
        }
        if !is_canonical {
            flags |= Correction::PATH;
        }
    }
    flags
}

/// Returns whether the scheme of a request is known to differ from that of canonical URLs.
#[inline]
fn has_other_scheme<'r>(urls: CanonicalUrls<'_>, request: impl RequestRef<'r>) -> bool {
    let is = |scheme: &str, other: &str| scheme.eq_ignore_ascii_case(other);
    request.is_scheme_authoritative()
        && request.scheme().is_some_and(|scheme| {
            !is(scheme, urls.scheme()) && (is(scheme, "http") || is(scheme, "https"))
        })
}

/// Returns whether requests with a method are redirected to their canonical URL. After a 301 or a
/// 302, clients may repeat other requests than GET and HEAD as GET.
fn redirects_method(urls: CanonicalUrls<'_>, table: Table<'_>, method: &str) -> bool {
    let status = urls.record(table).map(|record| record.status());
    matches!(method, "GET" | "HEAD") || matches!(status, Some(307 | 308))
}
