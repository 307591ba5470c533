//! Lookups beside those of others, in one run: `cargo bench --bench peers -- [WORK…] [RULES…]`.
//!
//! Each line is `WORK RULES PEER ours_ns peer_ns ratio ours_allocs peer_allocs ours_ns_a_byte`: a ratio above
//! 1 means that ours is faster, and allocations are those of a lookup. In each round all of them answer the
//! same requests, in turn; told are the medians over the rounds, and that of the quotients of a round. The
//! rules are those of real files where `REDIRECTS_CORPORA` names their folder, and made up otherwise.
//!
//! The workloads are `hit`, `near`, `live` and `hot` for paths, `pattern` and `overlap` for patterns, `host` for
//! hosts with one rule each, and `long` and `worst` for paths that are made to take long, where RULES is the
//! number of their bytes.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)]

mod contenders;
mod data;
mod hostile;
mod hosts;
mod patterns;
mod random;
#[path = "../rounds.rs"]
mod rounds;
mod workloads;

use std::hint::black_box;

use allocation_counter::measure;
use contenders::Contender;
use rounds::{in_turn, median, nanoseconds};

/// What is looked up, by how many rules.
pub(crate) struct Work {
    pub(crate) name: &'static str,
    pub(crate) rules: usize,
    pub(crate) requests: Vec<String>,
}

impl Work {
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

    /// The bytes of a request, on the whole.
    #[allow(clippy::cast_precision_loss)]
    fn bytes(&self) -> f64 {
        let bytes: usize = self.requests.iter().map(String::len).sum();
        bytes as f64 / self.requests.len() as f64
    }

    /// Prints a line for each of the others; ours comes first.
    pub(crate) fn run(&self, contenders: &[Contender<'_>], rounds: usize) {
        let times = in_turn(rounds, contenders.len(), |at| self.time(&contenders[at]));
        let ours = median(times.iter().map(|round| round[0]));
        let our_allocations = self.allocations(&contenders[0]);
        for (at, contender) in contenders.iter().enumerate().skip(1) {
            let theirs = median(times.iter().map(|round| round[at]));
            let ratio = median(times.iter().map(|round| round[at] / round[0]));
            let allocations = self.allocations(contender);
            println!(
                "{} {} {} {ours:.1} {theirs:.1} {ratio:.2} {our_allocations:.1} {allocations:.1} {:.2}",
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
    // `cargo test --benches` only wants to know whether it runs.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let rounds = if is_bench { 15 } else { 1 };
    let sizes: &[usize] = if is_bench { &[100, 10_000, 100_000, 1_000_000] } else { &[100] };
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|word| *word == name);
    let is_size = |size: &&usize| counts.is_empty() || counts.contains(size);
    for &size in sizes.iter().filter(is_size) {
        workloads::run(&data::rules(size), rounds, &is_wanted);
        if is_wanted("host") && size <= 100_000 {
            hosts::run(size, rounds);
        }
    }
    let sizes: &[usize] = if is_bench { &[10, 100, 1_000, 10_000] } else { &[10] };
    for &size in sizes.iter().filter(is_size) {
        patterns::run(size, rounds, &is_wanted);
    }
    if counts.is_empty() {
        hostile::run(rounds, &is_wanted);
    }
}
