//! HTTP redirects that are declared in Rust source, checked at compile time and embedded in the
//! binary.
//!
//! ```
//! use redirects::{Redirects, redirects};
//!
//! static SITE: Redirects = redirects! {
//!     "/old" => 301 "/new",
//!     "/blog/{slug}" => 308 "/articles/{slug}",
//!     "/docs/{*page}" => 307 "https://docs.example.com/{page}",
//! };
//!
//! let request = http::Request::get("/blog/hello?page=2").body(()).unwrap();
//! let response: http::Response<()> = SITE.respond(&request).unwrap();
//! assert_eq!(response.status(), 308);
//! assert_eq!(response.headers()["location"], "/articles/hello?page=2");
//! ```
//!
//! `{slug}` captures one path segment, and `{*page}` captures the rest of the path. The first rule
//! that matches a request wins. A request that no rule matches is passed on to the application.
//!
//! The main items:
//!
//! * [`redirects!`] declares a table. Its documentation is the language reference.
//! * [`Redirects`] is the type of a table. It finds the redirect for a request and lists the rules.
//! * [`RedirectLayer`] puts a table in front of an application. It is a [`tower`](mod@tower) layer
//!   for axum, hyper and others, and middleware for [actix-web](actix_web_4),
//!   [Rocket](rocket_0_5), [poem](poem_3), [Salvo](salvo_1) and [Pingora](pingora_0_9).
//! * [`Loader`] reads rules from a file at run time, and [`RedirectsHandle`] replaces a table while
//!   it serves requests.
//! * [`RuleList`] builds a table from rules that are values, such as the rows of a database.
//!
//! The guides:
//!
//! * [`docs::cookbook`] has recipes for common tasks.
//! * [`docs::frameworks`] shows how to add a table to each framework.
//! * [`docs::operations`] shows how to count and log redirects, and how to replace a table at run
//!   time.
//! * [`docs::migrate`] translates the redirects of other servers, frameworks and hosting platforms.
//! * [`docs::explain`] shows how to find out why a URL is redirected, or not.
//! * [`docs::faults`] lists the errors and lints.
//! * [`docs::clients`] shows how HTTP clients follow and cache redirects.
//! * [`docs::performance`] compares lookups, responses and compile times with alternatives.
//!
//! # Crate features
//!
//! | feature | adds | default |
//! |---|---|---|
//! | `regex` | captures with a regular expression | yes |
//! | `unicode` | Unicode classes in regular expressions, such as `(?u)\w` | no |
//! | `idna` | Unicode hosts in targets | no |
//! | `json` | `Explanation::to_json` | no |
//! | `parse` | [`Loader`], [`RuleList`], [`testing`] | no |
//! | `swap` | [`RedirectsHandle`] | no |
//! | `tower` | the layer for axum, hyper, tonic, warp and others | no |
//! | `actix-web-4`, `rocket-0.5`, `poem-3`, `salvo-1`, `pingora-0.9` | an adapter | no |
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]
// The docs link to items behind every feature.
#![cfg_attr(
    not(all(
        feature = "actix-web-4",
        feature = "parse",
        feature = "pingora-0.9",
        feature = "poem-3",
        feature = "rocket-0.5",
        feature = "salvo-1",
        feature = "swap",
        feature = "tower",
    )),
    allow(rustdoc::broken_intra_doc_links)
)]

#[cfg(feature = "parse")]
mod builder;
pub mod docs;
mod forwarded;
mod layer;
mod layer_table;
#[cfg(feature = "parse")]
mod loader;
mod on_redirect;
#[cfg(feature = "parse")]
mod report;
#[cfg(feature = "swap")]
mod swap;

#[cfg(feature = "actix-web-4")]
pub mod actix_web_4;
#[cfg(feature = "pingora-0.9")]
pub mod pingora_0_9;
#[cfg(feature = "poem-3")]
pub mod poem_3;
#[cfg(feature = "rocket-0.5")]
pub mod rocket_0_5;
#[cfg(feature = "salvo-1")]
pub mod salvo_1;
#[cfg(feature = "parse")]
pub mod testing;
#[cfg(feature = "tower")]
pub mod tower;

pub use layer::{PendingResponse, RedirectLayer, ResponseAction};
pub use layer_table::LayerTable;
pub use on_redirect::RedirectedRequest;
pub use redirect_core::{
    ConsideredRule, Exemption, Explanation, Found, InvalidTable, Methods, Mismatch, Redirect,
    Redirects, Request, RequestHead, Rule, RuleMatch, Rules, SourceLocation,
};

#[cfg(feature = "parse")]
pub use builder::{
    Cache, CanonicalUrls, Condition, RuleBuilder, RuleList, Subject, encode_path, escape,
};
#[cfg(feature = "parse")]
pub use loader::{Case, Chain, Loader, Slash, Undecided, UnknownOptionValue};
#[cfg(feature = "parse")]
pub use redirect_compiler::{FaultName, Format, UnknownFaultName, UnknownFormat};
#[cfg(feature = "parse")]
pub use report::{Diagnostic, DiagnosticIntoIter, DiagnosticIter, Diagnostics, Report};
#[cfg(feature = "swap")]
pub use swap::{RedirectsHandle, Snapshot};

#[doc = include_str!("../docs/language.md")]
#[macro_export]
macro_rules! redirects {
    ($($rules:tt)*) => {
        $crate::__private::redirects! { $crate $($rules)* }
    };
}

/// Items that the expansion of the macro refers to.
#[doc(hidden)]
pub mod __private {
    pub use http::Method;
    pub use redirect_macros::redirects;
}

/// The README's examples, run as doctests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
