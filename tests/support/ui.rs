//! Each fault has a file of its name, with what the compiler says of it. `TRYBUILD=overwrite`
//! writes the expected output anew.

#[test]
fn ui() {
    trybuild::TestCases::new().compile_fail("*.rs");
}
