//! Guides and reference pages. The language of tables is documented at
//! [`redirects!`](crate::redirects!).

// Names of products, such as WordPress, look like names of items.
#![allow(clippy::doc_markdown)]

#[doc = include_str!("../docs/cookbook.md")]
pub mod cookbook {}

#[doc = include_str!("../docs/migrate.md")]
pub mod migrate {}

#[doc = include_str!("../docs/faults.md")]
pub mod faults {}

#[doc = include_str!("../docs/frameworks.md")]
pub mod frameworks {}

#[doc = include_str!("../docs/clients.md")]
#[doc = ""]
#[doc = include_str!("../docs/clients.svg")]
pub mod clients {}

#[doc = include_str!("../docs/performance.md")]
pub mod performance {}
