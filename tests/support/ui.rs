//! Each fault has a file of its name, with the output of the compiler for it. `TRYBUILD=overwrite`
//! writes the expected output anew.
//!
//! A file `NAME.fixed.rs` contains the rules of `NAME.rs` without their faults: see `fixed.rs`.

use std::fs;

#[test]
fn ui() {
    let mut cases = Vec::new();
    for entry in fs::read_dir(".").expect("the folder of the package can be read") {
        let path = entry.expect("its entries can be read").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.ends_with(".rs") && !name.ends_with(".fixed.rs") {
            cases.push(name.to_owned());
        }
    }
    cases.sort();
    let tests = trybuild::TestCases::new();
    for case in cases {
        tests.compile_fail(case);
    }
}
