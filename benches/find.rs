//! What conditions cost, in tables without them and in others: `cargo bench --bench find`.
//!
//! In each round every table answers the same requests, in turn, so that what else the machine does
//! meets all of them. Told are the medians over the rounds, and those of the quotients of a round.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod rounds;

use std::hint::black_box;

use http::Request;
use redirects::{Redirects, redirects};
use rounds::{in_turn, median, nanoseconds};

static PLAIN: Redirects = redirects! {
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
    ("plain", &PLAIN),
    ("100 more", &MORE),
    ("100 conditional", &CONDITIONAL),
    ("all by host", &BY_HOST),
];

/// How many rules of `moves` are paths without captures; they stand first.
const LITERALS: usize = 900;

/// What is asked for, and whether a rule answers it.
struct Work {
    name: &'static str,
    requests: Vec<Request<()>>,
    is_hit: bool,
}

impl Work {
    /// Each path is made of a rule's source, all of them in an order that no processor foresees.
    fn new(name: &'static str, is_hit: bool, sources: &[&str], path: fn(&str) -> String) -> Work {
        let request = |at: usize| {
            let path = path(sources[at * 7919 % sources.len()]);
            Request::get(path).header("host", "example.com").body(()).unwrap()
        };
        Work { name, requests: (0..sources.len()).map(request).collect(), is_hit }
    }

    /// The nanoseconds that a table takes for one request.
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
        let times = in_turn(rounds, TABLES.len(), |table| self.time(TABLES[table].1));
        print!("{:14}", self.name);
        for table in 0..TABLES.len() {
            let time = median(times.iter().map(|round| round[table]));
            let quotient = median(times.iter().map(|round| round[table] / round[0]));
            print!(" {time:8.1} ns {quotient:5.2}");
        }
        println!();
    }
}

/// A path that fits a source of `_redirects`.
fn filled(source: &str) -> String {
    source.replace(":year", "2015").replace(":page", "a-page").replace('*', "a/page.html")
}

fn main() {
    let lines = include_str!("moves").lines().filter(|line| !line.starts_with('#'));
    let sources: Vec<_> = lines.filter_map(|line| line.split(' ').next()).collect();
    let (literals, patterns) = sources.split_at(LITERALS);
    let workloads = [
        Work::new("literal hit", true, literals, str::to_owned),
        Work::new("literal miss", false, literals, |source| format!("{source}x")),
        Work::new("pattern hit", true, patterns, filled),
        Work::new("pattern miss", false, patterns, |source| filled(&source.replace('-', "_"))),
    ];
    // `cargo test --benches` only wants to know whether it runs.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { 301 } else { 1 };
    print!("{:14}", "");
    for (name, _) in TABLES {
        print!(" {name:>17}");
    }
    println!();
    for work in workloads {
        for (_, table) in TABLES {
            work.check(table);
        }
        work.print(rounds);
    }
}
