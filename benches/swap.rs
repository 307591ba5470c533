//! The cost of a table that can be replaced: `cargo bench --bench swap` compares lookups in a
//! `static` table with lookups through a `RedirectsHandle`.
//!
//! Both tables are the same and take turns with the same requests. The output has the median times
//! for a request, and the median of their difference in the same round.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod measure;

use std::hint::black_box;

use http::Request;
use measure::{interleave, median, nanoseconds};
use redirects::{Redirects, RedirectsHandle, redirects};

static SITE: Redirects = redirects! {
    include "moves" as netlify,
};

/// Returns the time that a lookup takes for one request, in nanoseconds.
#[allow(clippy::cast_precision_loss)]
fn time(requests: &[Request<()>], find: impl Fn(&Request<()>) -> bool) -> f64 {
    let time = nanoseconds(|| {
        for request in requests {
            let _ = black_box(find(black_box(request)));
        }
    });
    time / requests.len() as f64
}

fn main() {
    let handle = RedirectsHandle::new(&SITE);
    let lines = include_str!("moves").lines().filter(|line| !line.starts_with('#'));
    let sources: Vec<_> = lines.filter_map(|line| line.split(' ').next()).take(900).collect();
    // An order that branch predictors cannot learn.
    let requests = |suffix: &str| -> Vec<_> {
        let path = |at: usize| format!("{}{suffix}", sources[at * 7919 % sources.len()]);
        (0..sources.len()).map(|at| Request::get(path(at)).body(()).unwrap()).collect()
    };
    // `cargo test --benches` only checks that the benchmark runs.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { 1001 } else { 1 };
    for (name, requests) in [("hit", requests("")), ("miss", requests("x"))] {
        let times = interleave(rounds, 2, |contender| match contender {
            0 => time(&requests, |request| black_box(&SITE).find(request).redirect().is_some()),
            _ => time(&requests, |request| {
                black_box(&handle).load().find(request).redirect().is_some()
            }),
        });
        let [table, handle] = [0, 1].map(|at| median(times.iter().map(|round| round[at])));
        let difference = median(times.iter().map(|round| round[1] - round[0]));
        println!("{name:5} table {table:6.1} ns, handle {handle:6.1} ns, {difference:+5.1} ns");
    }
}
