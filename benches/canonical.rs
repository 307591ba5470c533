//! The cost of canonical URLs: `cargo bench --bench canonical -- [ROW…]`.
//!
//! `path` is the check of a canonical path, by its length in bytes. The other rows look up requests
//! with ten fields that are canonical and match no rule, in a table with `canonical` and in the
//! same table without it, with and without `RedirectLayer::trust_forwarded`. The contenders take
//! turns. The output has the fastest of all rounds, in nanoseconds for each request, and the
//! difference.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod measure;

use std::hint::black_box;

use http::Request;
use measure::{interleave, nanoseconds};
use redirect_core::internals::canonical::{CanonicalForm, FinalSlash};
use redirects::{RedirectLayer, Redirects, redirects};
use test_support::Random;

static STATIC: Redirects = redirects! {
    "/about-us" => 301 "/about",
    "/contact-us" => 301 "/contact",
    "/shop/old" => 301 "/shop/new",
    "/terms" => 301 "/legal/terms",
};

static STATIC_CANONICAL: Redirects = redirects! {
    canonical 308 {
        origin: "https://www.example.com",
        from: ["example.com", "example.net"],
        slash: strip,
        case: lower,
        slashes: merge,
    },
    "/about-us" => 301 "/about",
    "/contact-us" => 301 "/contact",
    "/shop/old" => 301 "/shop/new",
    "/terms" => 301 "/legal/terms",
};

static PATTERNS: Redirects = redirects! {
    include "moves" as netlify,
};

static PATTERNS_CANONICAL: Redirects = redirects! {
    canonical 308 {
        origin: "https://www.example.com",
        from: ["example.com", "example.net"],
        slash: strip,
        case: lower,
        slashes: merge,
    },
    include "moves" as netlify,
};

/// The number of requests in a round.
const REQUESTS: usize = 256;

/// The number of times that a round repeats its requests.
const REPETITIONS: usize = 8;

/// The fields of a request of a browser, which reach the server through a proxy or directly.
const FIELDS: [(&str, &str); 10] = [
    ("host", "www.example.com"),
    ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
    ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("accept-language", "en-US,en;q=0.5"),
    ("accept-encoding", "gzip, deflate, br, zstd"),
    ("referer", "https://www.example.com/"),
    ("cookie", "session=0123456789abcdef"),
    ("sec-fetch-dest", "document"),
    ("sec-fetch-mode", "navigate"),
    ("upgrade-insecure-requests", "1"),
];

/// Returns canonical paths of a length, in segments of seven letters.
fn paths(len: usize) -> Vec<String> {
    let mut random = Random(len as u64);
    let mut char = |at: usize| match at % 8 {
        0 if at + 1 < len => '/',
        _ => char::from(b'a' + u8::try_from(random.below(26)).unwrap()),
    };
    (0..REQUESTS).map(|_| (0..len).map(&mut char).collect()).collect()
}

/// Returns requests with ten fields. The last two are those of a proxy if there is one.
fn requests(has_proxy: bool) -> Vec<Request<()>> {
    let request = |path| {
        let mut request = Request::get(path);
        for (name, value) in &FIELDS[..if has_proxy { 8 } else { 10 }] {
            request = request.header(*name, *value);
        }
        if has_proxy {
            request = request.header("x-forwarded-host", "www.example.com");
            request = request.header("x-forwarded-proto", "https");
        }
        request.body(()).unwrap()
    };
    paths(32).into_iter().map(request).collect()
}

/// Returns the time of each of two functions for one item, in the fastest of all rounds.
#[allow(clippy::cast_precision_loss)]
fn fastest<T>(rounds: usize, items: &[T], base: impl Fn(&T), other: impl Fn(&T)) -> [f64; 2] {
    let repeat = |call: &dyn Fn()| nanoseconds(|| (0..REPETITIONS).for_each(|_| call()));
    let times = interleave(rounds, 2, |contender| match contender {
        0 => repeat(&|| items.iter().for_each(&base)),
        _ => repeat(&|| items.iter().for_each(&other)),
    });
    let count = (REPETITIONS * items.len()) as f64;
    [0, 1].map(|contender| {
        let times = times.iter().map(|round| round[contender] / count);
        times.fold(f64::INFINITY, f64::min)
    })
}

/// Measures two functions if the row is selected, and prints it.
fn print<T>(name: &str, rounds: usize, items: &[T], base: impl Fn(&T), other: impl Fn(&T)) {
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with("--"));
    if !words.all(|word| name.contains(&word)) {
        return;
    }
    let [base, other] = fastest(rounds, items, base, other);
    println!("{name:32} {base:7.2} {other:7.2} {:7.2}", other - base);
}

fn print_paths(rounds: usize) {
    let form =
        CanonicalForm { final_slash: FinalSlash::Strip, is_lowercase: true, merges_slashes: true };
    for len in [16, 32, 48, 64] {
        let check = |path: &String| {
            black_box(form.is_canonical(black_box(path.as_bytes())));
        };
        let no_check = |path: &String| {
            black_box(black_box(path.as_bytes()).is_empty());
        };
        print(&format!("path {len}"), rounds, &paths(len), no_check, check);
    }
}

fn print_lookups(rounds: usize, rules: &str, plain: &Redirects, canonical: &Redirects) {
    let find = |table: &Redirects, request: &Request<()>| {
        black_box(black_box(table).find(black_box(request)).redirect().is_some());
    };
    print(
        &format!("{rules} find"),
        rounds,
        &requests(false),
        |request| find(plain, request),
        |request| find(canonical, request),
    );
    let [plain, canonical] =
        [plain, canonical].map(|table| RedirectLayer::new(table).trust_forwarded());
    let pass = |layer: &RedirectLayer, request: &Request<()>| {
        let _ = black_box(black_box(layer).on_request(black_box(request)));
    };
    for (name, has_proxy) in [("trust_forwarded", true), ("trust_forwarded, absent", false)] {
        let requests = requests(has_proxy);
        assert!(requests.iter().all(|request| canonical.on_request(request).is_continue()));
        print(
            &format!("{rules} {name}"),
            rounds,
            &requests,
            |request| pass(&plain, request),
            |request| pass(&canonical, request),
        );
    }
}

fn main() {
    // `cargo test --benches` only checks that the benchmark runs.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { 301 } else { 1 };
    println!("{:32} {:>7} {:>7} {:>7}", "", "without", "with", "ns");
    print_paths(rounds);
    print_lookups(rounds, "static", &STATIC, &STATIC_CANONICAL);
    print_lookups(rounds, "patterns", &PATTERNS, &PATTERNS_CANONICAL);
}
