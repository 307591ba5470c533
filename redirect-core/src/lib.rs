//! The runtime of [`redirects`](https://docs.rs/redirects): a table of redirects as bytes, its
//! lookup, and the response to a request.
//!
//! Depend on `redirects`, which re-exports all of this next to the macro. The module `internals` is
//! for the compiler in `redirect-compiler` and changes without notice.

#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod action;
mod matching;
mod redirects;
mod request;
mod response;
mod swar;
mod table;

pub use redirects::{Redirects, Rules};
pub use request::{Request, RequestHead};
pub use response::{ConsideredRule, Exemption, Explanation, Found, Mismatch, Redirect, RuleMatch};
pub use table::{InvalidTable, Methods, Rule, SourceLocation};

/// The parts of the runtime that the compiler uses to build tables and to prove things about them.
#[doc(hidden)]
pub mod internals {
    pub use crate::action::{Status, cache_control, location, location_guard};
    pub use crate::matching::{
        address, canonical, captures, condition, dfa, linear, optional, pattern, text,
    };
    pub use crate::request::{authority, charset, query, site_language};
    pub use crate::swar::has_percent;
    pub use crate::table::index::{group, hash, key, perfect_hash, prefix_filter, segment_hashes};
    pub use crate::table::{
        RuleIndex, canonical as canonical_urls, encoding, entry, entry_flags, layout, parts,
        record, segment_pattern,
    };
}
