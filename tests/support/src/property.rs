//! Settings for property tests.

use proptest::test_runner::Config;

/// Returns a configuration with `cases` cases, or with `PROPTEST_CASES` cases if that variable is
/// set.
pub fn property_config(cases: u32) -> Config {
    let default = Config::default();
    let is_set = std::env::var_os("PROPTEST_CASES").is_some();
    let cases = if is_set { default.cases } else { cases };
    Config { cases, failure_persistence: None, ..default }
}
