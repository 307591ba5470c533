//! Compiles the files in `tests/ui`, at least one for each fault, and compares the diagnostics with
//! the `.stderr` files. `TRYBUILD=overwrite` updates these files.
//!
//! A file `NAME.fixed.rs` contains the rules of `NAME.rs` without their faults: see `fixed.rs`.

#![allow(clippy::unwrap_used)]

use std::fs;

#[test]
fn ui() {
    let mut cases = Vec::new();
    for entry in fs::read_dir(".").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.strip_suffix(".rs").is_some_and(|stem| !stem.contains('.')) {
            cases.push(name);
        }
    }
    cases.sort();
    let tests = trybuild::TestCases::new();
    for case in cases {
        tests.compile_fail(case);
    }
}
