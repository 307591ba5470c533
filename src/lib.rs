#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

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

/// Declares a table of redirects, checked when the program is compiled.
///
/// It is an expression of the type [`Redirects`], fit for a `static`, a `const`, a `let` or an
/// argument. In a `static`, the table is once in the binary.
///
/// ```
/// use redirects::{Redirects, redirects};
///
/// static SITE: Redirects = redirects! {
///     /// Renamed in 2024.
///     "/old" => 301 "/new",
///     "/blog/{slug}" => 308 "/articles/{slug}",
///     PUT | POST "/uploads/{id}" => 303 "/uploads/{id}/receipt",
///     "/search" => 307 "/find" { query: drop },
///     "/api/v1/health" => pass,
///     "/api/v1/{*rest}" => 410,
/// };
/// # assert_eq!(SITE.rules().len(), 6);
/// ```
///
/// ```text
/// table   = (item ("," item)* ","?)?              the comma may be left out after "}"
/// item    = attr* (rule | group | default | include | assert)
/// attr    = doc comment | "#[allow(" NAME,* ")]"
/// rule    = methods? source conds? "=>" action options?
/// methods = METHOD ("|" METHOD)*                  the constants of http::Method
/// source  = STR                                   a path with {name}, {*name} and {name:REGEX}
/// conds   = "if" cond ("&&" cond)*
/// cond    = subject (("==" | "!=") STR | "in" "[" STR,* "]")? | "!" subject     none: is it there
/// subject = "host" | "scheme" | "language" | ("header" | "cookie" | "query") "[" STR "]" | CAPTURE
/// action  = status target | "410" | "451" | "pass"
/// status  = 301 | 302 | 303 | 307 | 308 | "permanent" (308) | "temporary" (307)
/// target  = STR                                   a path from the root or a URL, with {name}
/// group   = (source conds? | conds) "{" table "}"     a prefix, conditions, or both
/// default = "default" options                     for what follows it in its block
/// include = "include" STR ("as" FORMAT)? options?     FORMAT: netlify, tsv
/// assert  = "assert" METHOD? STR ("with" subject "==" STR)* "=>" action
/// options = "{" (key ":" value),* "}"
/// key     = "query"                               keep, drop
///         | "cache"                               30s, 5m, 1h, 1d, 2w, none, unset
///         | "slash"                               exact, either
///         | "case"                                exact, ignore
///         | "chain"                               deny, flatten
///         | "origin" | "mount"                    of a default: "https://example.com", "/v1"
///         | "status"                              of an include: where a line gives none
/// ```
///
/// See [`faults`] for the rules that do not compile, and [`clients`] for the behavior of clients
/// with each status.
#[macro_export]
macro_rules! redirects {
    ($($rules:tt)*) => {
        $crate::__private::redirects! { $crate $($rules)* }
    };
}

#[doc = include_str!("../docs/faults.md")]
pub mod faults {}

#[doc = include_str!("../docs/clients.md")]
#[doc = ""]
#[doc = include_str!("../docs/clients.svg")]
pub mod clients {}

/// The items that the expansion of the macro names.
#[doc(hidden)]
pub mod __private {
    pub use http::Method;
    pub use redirect_macros::redirects;
}
