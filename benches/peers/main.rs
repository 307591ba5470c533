//! Lookups, compared with other tables and routers:
//! `cargo bench --bench peers -- [WORKLOAD…] [RULES…]`.
//!
//! Each line is
//! `WORKLOAD RULES PEER ours_ns peer_ns ratio ours_allocs peer_allocs ours_ns_per_byte`. Times are
//! medians over all rounds, and the ratio is the median of the ratios within a round: above 1, ours
//! is faster. Times and allocations are per lookup. The rules come from real files if
//! `REDIRECTS_CORPORA` names their folder, and are generated otherwise.
//!
//! The workloads are `hit`, `near`, `live` and `hot` for rules without captures, `pattern` and
//! `overlap` for patterns, `host` for hosts with one rule each, and `long` and `worst` for
//! adversarial paths, where RULES is their length in bytes. `hostile` selects all workloads with
//! many rules for the same paths, which differ in a condition or in a part of a segment.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)]

mod contenders;
mod crowded;
mod hostile;
mod hosts;
#[path = "../measure.rs"]
mod measure;
mod patterns;
mod rules;
mod workloads;

use std::hint::black_box;

use allocation_counter::measure;
use contenders::Contender;
use measure::{interleave, median, nanoseconds};

/// Requests to a table, with the number of its rules.
pub(crate) struct Workload {
    pub(crate) name: &'static str,
    pub(crate) rules: usize,
    pub(crate) requests: Vec<String>,
}

impl Workload {
    #[allow(clippy::cast_precision_loss)]
    fn time(&self, contender: &Contender<'_>) -> f64 {
        let time = nanoseconds(|| {
            for request in &self.requests {
                black_box((contender.find)(black_box(request)));
            }
        });
        time / self.requests.len() as f64
    }

    #[allow(clippy::cast_precision_loss)]
    fn allocations(&self, contender: &Contender<'_>) -> f64 {
        let counted = measure(|| {
            for request in &self.requests {
                black_box((contender.find)(black_box(request)));
            }
        });
        counted.count_total as f64 / self.requests.len() as f64
    }

    /// Returns the mean length of a request in bytes.
    #[allow(clippy::cast_precision_loss)]
    fn bytes(&self) -> f64 {
        let bytes: usize = self.requests.iter().map(String::len).sum();
        bytes as f64 / self.requests.len() as f64
    }

    /// Measures contenders, of which the first is ours, and prints a line for each of the others.
    pub(crate) fn run(&self, contenders: &[Contender<'_>], rounds: usize) {
        let times = interleave(rounds, contenders.len(), |at| self.time(&contenders[at]));
        let ours = median(times.iter().map(|round| round[0]));
        let our_allocations = self.allocations(&contenders[0]);
        for (at, contender) in contenders.iter().enumerate().skip(1) {
            let theirs = median(times.iter().map(|round| round[at]));
            let ratio = median(times.iter().map(|round| round[at] / round[0]));
            let allocations = self.allocations(contender);
            println!(
                "{} {} {} {ours:.1} {theirs:.1} {ratio:.2} {our_allocations:.1} {allocations:.1} \
                 {:.2}",
                self.name,
                self.rules,
                contender.name,
                ours / self.bytes()
            );
        }
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let words: Vec<String> = arguments.by_ref().filter(|word| !word.starts_with("--")).collect();
    let counts: Vec<usize> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let wanted: Vec<&String> = words.iter().filter(|word| word.parse::<usize>().is_err()).collect();
    // `cargo test --benches` only checks that the benchmark runs.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let rounds = if is_bench { 15 } else { 1 };
    let sizes: &[usize] = if is_bench { &[100, 10_000, 100_000, 1_000_000] } else { &[100] };
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|word| *word == name);
    let is_size = |size: &&usize| counts.is_empty() || counts.contains(size);
    for &size in sizes.iter().filter(is_size) {
        workloads::run(&rules::rules(size), rounds, &is_wanted);
        if is_wanted("host") && size <= 100_000 {
            hosts::run(size, rounds);
        }
    }
    let sizes: &[usize] = if is_bench { &[10, 100, 1_000, 10_000] } else { &[10] };
    for &size in sizes.iter().filter(is_size) {
        patterns::run(size, rounds, &is_wanted);
        if is_wanted("hostile") {
            crowded::run(size, rounds);
        }
    }
    if counts.is_empty() {
        hostile::run(rounds, &is_wanted);
    }
}
