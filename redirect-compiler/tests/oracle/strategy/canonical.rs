//! Generators of sites with canonical URLs, and of requests for URLs that are not canonical.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use test_support::TestRequest;

use super::{WELL_KNOWN, site};
use crate::canonical::{Canonical, FinalSlash};
use crate::site::Site;

const HOSTS: [&str; 4] = ["a.example", "b.a.example", "example.com", "x_y.example"];

/// Generates a site. Rules with a source or a target that is not canonical are missing from its
/// table.
pub(super) fn canonical_site() -> impl Strategy<Value = Site> {
    (site(), canonical()).prop_map(|(mut site, canonical)| {
        let is_beside = |(key, _): &(&str, &str)| match *key {
            "slash" => canonical.slash != FinalSlash::Keep,
            "case" => canonical.is_lowercase,
            _ => false,
        };
        site.scopes.iter_mut().for_each(|scope| {
            scope.prefix = scope.prefix.filter(|prefix| *prefix != WELL_KNOWN);
        });
        site.scopes.iter_mut().for_each(|scope| scope.options.retain(|it| !is_beside(it)));
        site.entries.iter_mut().for_each(|entry| entry.options.retain(|it| !is_beside(it)));
        Site { canonical: Some(canonical), ..site }
    })
}

fn canonical() -> impl Strategy<Value = Canonical> {
    let slash = select(&[FinalSlash::Keep, FinalSlash::Strip, FinalSlash::Add][..]);
    let origin = (select(&["http", "https"][..]), select(&HOSTS), select(&["", "", ":8443"][..]));
    let from = subsequence(HOSTS.to_vec(), 0..HOSTS.len());
    let status = select(&[301, 302, 307, 308][..]);
    (status, origin, from, slash, any::<[bool; 2]>()).prop_map(
        |(status, (scheme, host, port), from, slash, [is_lowercase, merges])| Canonical {
            status,
            scheme,
            host,
            port,
            from,
            slash,
            is_lowercase,
            merges,
        },
    )
}

/// Changes some requests to others with the same canonical path, and most to a host of the site.
pub(super) fn respelled<S: Strategy<Value = TestRequest>>(
    requests: S,
    canonical: &Canonical,
) -> impl Strategy<Value = TestRequest> + use<S> {
    let hosts: Vec<_> = canonical.from.iter().copied().chain([canonical.host; 3]).collect();
    (requests, select(hosts), any::<[u8; 2]>()).prop_map(|(mut request, host, [site, slash])| {
        if site < 170 {
            request.authority = Some(host.into());
        }
        // The last paths are not longer than the limit, and there is room for a slash in others.
        if slash < 60 && request.path.len() < 8000 {
            let slashes: Vec<_> = request.path.match_indices('/').map(|(at, _)| at).collect();
            let at = slashes[usize::from(slash) % slashes.len()];
            request.path.insert_str(at, if slash < 40 { "/" } else { "//" });
        }
        request
    })
}
