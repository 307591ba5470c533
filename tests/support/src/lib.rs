//! Helpers shared by the tests and the benchmarks of all crates.

#![allow(clippy::missing_panics_doc, clippy::unwrap_used, reason = "a test fails by a panic")]

mod cases;
mod files;
#[cfg(feature = "proptest")]
mod property;
mod random;
mod request;
#[cfg(feature = "server")]
pub mod server;

pub use cases::{assert_cases, check, request, response, response_line};
pub use files::{data_file, data_folder, data_path};
#[cfg(feature = "proptest")]
pub use property::property_config;
pub use random::Random;
pub use request::{Get, TestRequest, location};
