//! The cost of conditions: `cargo bench --bench find` compares tables with and without them.
//!
//! The tables take turns with the same requests. The output has the median time of each table over
//! all rounds, and the median of its ratio to the first table in the same round.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod measure;

use std::hint::black_box;

use http::Request;
use measure::{interleave, median, nanoseconds};
use redirects::{Redirects, redirects};

static UNCONDITIONAL: Redirects = redirects! {
    include "moves" as netlify,
};

static MORE: Redirects = redirects! {
    include "moves" as netlify,
    include "others" as netlify,
};

static CONDITIONAL: Redirects = redirects! {
    include "moves" as netlify,
    if header["x-country"] == "de" && cookie["beta"] {
        include "others" as netlify,
    }
};

static BY_HOST: Redirects = redirects! {
    if host == "example.com" {
        include "moves" as netlify,
    }
};

const TABLES: [(&str, &Redirects); 4] = [
    ("unconditional", &UNCONDITIONAL),
    ("100 more", &MORE),
    ("100 conditional", &CONDITIONAL),
    ("all by host", &BY_HOST),
];

/// The number of rules in `moves` without captures, which come first.
const STATIC_RULES: usize = 900;

/// Requests that all match a rule, or that all match none.
struct Workload {
    name: &'static str,
    requests: Vec<Request<()>>,
    is_hit: bool,
}

impl Workload {
    /// Builds one request from each source, in an order that branch predictors cannot learn.
    fn new(
        name: &'static str,
        is_hit: bool,
        sources: &[&str],
        path: fn(&str) -> String,
    ) -> Workload {
        let request = |at: usize| {
            let path = path(sources[at * 7919 % sources.len()]);
            Request::get(path).header("host", "example.com").body(()).unwrap()
        };
        Workload { name, requests: (0..sources.len()).map(request).collect(), is_hit }
    }

    /// Returns the time that a table takes for one request, in nanoseconds.
    #[allow(clippy::cast_precision_loss)]
    fn time(&self, table: &Redirects) -> f64 {
        let time = nanoseconds(|| {
            for request in &self.requests {
                let _ = black_box(black_box(table).find(black_box(request)));
            }
        });
        time / self.requests.len() as f64
    }

    fn check(&self, table: &Redirects) {
        for request in &self.requests {
            let is_hit = table.find(request).redirect().is_some();
            assert_eq!(is_hit, self.is_hit, "{}", request.uri());
        }
    }

    fn print(&self, rounds: usize) {
        let times = interleave(rounds, TABLES.len(), |table| self.time(TABLES[table].1));
        print!("{:14}", self.name);
        for table in 0..TABLES.len() {
            let time = median(times.iter().map(|round| round[table]));
            let ratio = median(times.iter().map(|round| round[table] / round[0]));
            print!(" {time:8.1} ns {ratio:5.2}");
        }
        println!();
    }
}

/// Fills the captures of a source in Netlify's syntax.
fn fill(source: &str) -> String {
    source.replace(":year", "2015").replace(":page", "a-page").replace('*', "a/page.html")
}

fn main() {
    let lines = include_str!("moves").lines().filter(|line| !line.starts_with('#'));
    let sources: Vec<_> = lines.filter_map(|line| line.split(' ').next()).collect();
    let (static_sources, patterns) = sources.split_at(STATIC_RULES);
    let workloads = [
        Workload::new("static hit", true, static_sources, str::to_owned),
        Workload::new("static miss", false, static_sources, |source| format!("{source}x")),
        Workload::new("pattern hit", true, patterns, fill),
        Workload::new("pattern miss", false, patterns, |source| fill(&source.replace('-', "_"))),
    ];
    // `cargo test --benches` only checks that the benchmark runs.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { 301 } else { 1 };
    print!("{:14}", "");
    for (name, _) in TABLES {
        print!(" {name:>17}");
    }
    println!();
    for workload in workloads {
        for (_, table) in TABLES {
            workload.check(table);
        }
        workload.print(rounds);
    }
}
