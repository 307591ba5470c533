//! Lookups beside those of others, in one run: `cargo bench --bench peers -- [WORK…] [RULES…]`.
//!
//! Each line is `WORK RULES PEER ours_ns peer_ns ratio`: a ratio above 1 means that ours is faster. In
//! each round all of them answer the same requests, in turn; told are the medians over the rounds, and
//! that of the quotients of a round. What they allocate is told apart, on the standard error. The rules are those of real files where `REDIRECTS_CORPORA` names
//! their folder, and made up otherwise.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)]

mod contenders;
mod data;
mod hosts;
mod long;
mod patterns;
mod random;
mod works;

use std::hint::black_box;
use std::time::Instant;

use contenders::Contender;

/// What is looked up, by how many rules.
pub(crate) struct Work {
    pub(crate) name: &'static str,
    pub(crate) rules: usize,
    pub(crate) requests: Vec<String>,
}

impl Work {
    #[allow(clippy::cast_precision_loss)]
    fn time(&self, contender: &Contender<'_>) -> f64 {
        let start = Instant::now();
        for request in &self.requests {
            black_box((contender.find)(black_box(request)));
        }
        start.elapsed().as_nanos() as f64 / self.requests.len() as f64
    }

    /// How many allocations a lookup takes, all told.
    #[allow(clippy::cast_precision_loss)]
    fn allocations(&self, contender: &Contender<'_>) -> String {
        let counted = allocation_counter::measure(|| {
            for request in &self.requests {
                black_box((contender.find)(black_box(request)));
            }
        });
        let a_lookup = counted.count_total as f64 / self.requests.len() as f64;
        format!("{} {a_lookup:.2}", contender.name)
    }

    /// Prints a line for each of the others; ours comes first.
    pub(crate) fn run(&self, contenders: &[Contender<'_>], rounds: usize) {
        let round = |at: usize| {
            let mut times = vec![0.0; contenders.len()];
            for turn in 0..contenders.len() {
                let contender = (at + turn) % contenders.len();
                times[contender] = self.time(&contenders[contender]);
            }
            times
        };
        let times: Vec<Vec<f64>> = (0..rounds).map(round).collect();
        let allocations = contenders.iter().map(|contender| self.allocations(contender));
        eprintln!(
            "{} {} allocations: {}",
            self.name,
            self.rules,
            allocations.collect::<Vec<_>>().join(", ")
        );
        let ours = median(times.iter().map(|round| round[0]));
        for (at, contender) in contenders.iter().enumerate().skip(1) {
            let theirs = median(times.iter().map(|round| round[at]));
            let ratio = median(times.iter().map(|round| round[at] / round[0]));
            let (name, rules) = (self.name, self.rules);
            println!("{name} {rules} {} {ours:.1} {theirs:.1} {ratio:.2}", contender.name);
        }
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let words: Vec<String> = arguments.by_ref().filter(|word| !word.starts_with("--")).collect();
    let counts: Vec<usize> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let wanted: Vec<&String> = words.iter().filter(|word| word.parse::<usize>().is_err()).collect();
    // `cargo test --benches` only wants to know whether it runs.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let rounds = if is_bench { 15 } else { 1 };
    let sizes: &[usize] = if is_bench { &[100, 10_000, 100_000, 1_000_000] } else { &[100] };
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|word| *word == name);
    let is_size = |size: &&usize| counts.is_empty() || counts.contains(size);
    for &size in sizes.iter().filter(is_size) {
        works::run(&data::rules(size), rounds, &is_wanted);
    }
    let hosts = if is_bench { 100_000 } else { 100 };
    if is_wanted("host") && is_size(&&hosts) {
        hosts::run(hosts, rounds);
    }
    long::run(rounds, &is_wanted);
    let sizes: &[usize] = if is_bench { &[10, 100, 1_000, 10_000] } else { &[10] };
    for &size in sizes.iter().filter(is_size) {
        patterns::run(size, rounds, &is_wanted);
    }
}
