//! HTTP redirects declared in source, checked at compile time and embedded in the binary.
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
//! In a source, `{slug}` captures one path segment and `{*page}` captures the rest of the path. The
//! first rule that matches a request wins. A request that no rule matches is passed on to the
//! application.
//!
//! The main items:
//!
//! * [`redirects!`] declares a table. Its documentation is the language reference.
//! * [`Redirects`] is the type of a table. It finds the redirect for a request and lists the rules.
//! * [`RedirectLayer`] puts a table in front of an application: as a `tower` layer for axum, hyper
//!   and others ([`tower`](mod@tower)), or as middleware for [actix-web](actix_web_4),
//!   [Rocket](rocket_0_5), [poem](poem_3), [Salvo](salvo_1) or [Pingora](pingora_0_9).
//! * [`Loader`] reads rules from a file at run time.
//!
//! The guides:
//!
//! * [`docs::cookbook`] has recipes for common tasks.
//! * [`docs::frameworks`] shows how to add a table to each framework.
//! * [`docs::migrate`] translates the redirects of other servers, frameworks and hosting platforms.
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
//! | `parse` | [`Loader`] | no |
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
        feature = "tower",
    )),
    allow(rustdoc::broken_intra_doc_links)
)]

pub mod docs;
mod forwarded;
mod layer;
#[cfg(feature = "parse")]
mod loader;
#[cfg(feature = "parse")]
mod report;

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
#[cfg(feature = "tower")]
pub mod tower;

pub use layer::{PendingResponse, RedirectLayer, ResponseAction};
pub use redirect_core::{
    Found, InvalidTable, Methods, Redirect, Redirects, Request, RequestHead, Rule, Rules,
    SourceLocation,
};

#[cfg(feature = "parse")]
pub use loader::{Case, Chain, Loader, Slash, UnknownOptionValue};
#[cfg(feature = "parse")]
pub use redirect_compiler::{FaultName, Format, UnknownFaultName, UnknownFormat};
#[cfg(feature = "parse")]
pub use report::{Diagnostic, DiagnosticIntoIter, DiagnosticIter, Diagnostics, Report};

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
