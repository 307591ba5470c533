//! Settings for property tests.

use proptest::test_runner::Config;

/// Returns a configuration that runs `cases` cases, or as many as `PROPTEST_CASES` says.
pub fn property_config(cases: u32) -> Config {
    let default = Config::default();
    let is_set = std::env::var_os("PROPTEST_CASES").is_some();
    let cases = if is_set { default.cases } else { cases };
    Config { cases, failure_persistence: None, ..default }
}
