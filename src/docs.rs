//! Guides and reference pages. For the language reference, see
//! [`redirects!`](crate::redirects!).

// Clippy mistakes product names, such as WordPress, for names of items.
#![allow(clippy::doc_markdown)]

#[doc = include_str!("../docs/cookbook.md")]
pub mod cookbook {}

#[doc = include_str!("../docs/migrate.md")]
pub mod migrate {}

#[doc = include_str!("../docs/faults.md")]
pub mod faults {}

#[doc = include_str!("../docs/explain.md")]
pub mod explain {}

#[doc = include_str!("../docs/frameworks.md")]
pub mod frameworks {}

#[doc = include_str!("../docs/operations.md")]
pub mod operations {}

#[doc = include_str!("../docs/clients.md")]
#[doc = ""]
#[doc = include_str!("../docs/clients.svg")]
pub mod clients {}

#[doc = include_str!("../docs/performance.md")]
pub mod performance {}
