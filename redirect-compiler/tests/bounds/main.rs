//! Tests that the cost of compiling a table is nearly linear in the number of its rules, for
//! families of tables for which a naive compiler takes more.
//!
//! The cost is the number of allocations and the peak of the allocated memory, which are the same
//! in each run. Almost every step of the analysis allocates. `benches/compile.sh hostile` measures
//! times.

#![allow(clippy::unwrap_used)]

mod families;

use std::time::Instant;

use allocation_counter::{AllocationInfo, measure};
use families::{FAMILIES, Family};
use redirect_compiler::compile;

/// The factor between the numbers of rules of two tables.
const FACTOR: usize = 4;

/// The maximum factor between their costs.
const MAX_GROWTH: u64 = 6;

/// Costs that are too low to compare.
const FEW_ALLOCATIONS: u64 = 20_000;
const FEW_BYTES: u64 = 1_000_000;

/// The families in which a lookup of the proofs tries all rules of a table, and reads a field for
/// each.
const BOUND_BY_LOOKUP: [&str; 1] = ["cookies"];

fn cost(family: &Family, rules: usize) -> AllocationInfo {
    let document = (family.generate)(rules);
    measure(|| drop(compile(&document, Vec::new())))
}

#[test]
fn compiling_takes_nearly_linear_time_and_memory() {
    let mut wrong = Vec::new();
    for family in FAMILIES {
        if BOUND_BY_LOOKUP.contains(&family.name) {
            continue;
        }
        let rules = family.rules / 16;
        let (few, many) = (cost(family, rules), cost(family, FACTOR * rules));
        let growth = [
            ("allocations", few.count_total.max(FEW_ALLOCATIONS), many.count_total),
            ("bytes", few.bytes_max.max(FEW_BYTES), many.bytes_max),
        ];
        for (what, few, many) in growth {
            if many > few * MAX_GROWTH {
                wrong.push(format!("{}: {few} {what} grow to {many}", family.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Prints the cost of the family in the environment variable `FAMILY`, with `COUNT` rules.
#[test]
#[ignore = "prints measurements"]
fn one_family() {
    let only = std::env::var("FAMILY").unwrap();
    let family = FAMILIES.iter().find(|family| family.name == only).unwrap();
    let rules = std::env::var("COUNT").map_or(family.rules, |count| count.parse().unwrap());
    let document = (family.generate)(rules);
    let start = Instant::now();
    let compiled = compile(&document, Vec::new());
    let table = compiled.table().map(|table| table.to_bytes().len());
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    eprintln!(
        "{} {rules}: {:.2} s, {:.2} s of CPU time, {peak}, {} faults, {} undecided, table {:?}",
        family.name,
        start.elapsed().as_secs_f64(),
        cpu_time(),
        compiled.faults.len(),
        compiled.undecided,
        table.map_err(|fault| fault.text(&document)),
    );
}

/// Returns the CPU time of this process in seconds.
fn cpu_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let (_, fields) = stat.rsplit_once(')').unwrap();
    let ticks = |at| fields.split_whitespace().nth(at).unwrap().parse::<f64>().unwrap();
    (ticks(11) + ticks(12)) / 100.0
}
