//! Compiles the files in `tests/ui`, at least one for each fault, and compares the diagnostics with
//! the `.stderr` files. `TRYBUILD=overwrite` updates these files.

#[test]
fn ui() {
    trybuild::TestCases::new().compile_fail("*.rs");
}
