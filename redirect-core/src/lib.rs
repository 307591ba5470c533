//! The core of [`redirects`](https://docs.rs/redirects): what a redirect is, how a table of them
//! is checked and built, and how a request is answered. It knows HTTP and the rules; it knows no
//! token of Rust and no framework.
//!
//! Depend on `redirects`, which has the macro and all of this; this crate is where the macro and
//! the program meet, and its hidden parts change without notice.

#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod cache;
mod capture;
mod chars;
mod condition;
mod found;
mod hash;
mod host;
mod language;
mod pattern;
mod query;
mod redirect;
mod redirects;
mod request;
mod shape;
mod sound;
mod status;
mod stored;
mod table;
mod template;
mod text;
mod values;
mod words;

#[cfg(feature = "compile")]
mod asked;
#[cfg(feature = "compile")]
mod assert;
#[cfg(feature = "compile")]
mod braces;
#[cfg(feature = "compile")]
mod check;
#[cfg(feature = "compile")]
mod compile;
#[cfg(feature = "compile")]
mod declared;
#[cfg(feature = "compile")]
mod directive;
#[cfg(feature = "compile")]
mod draft;
#[cfg(feature = "compile")]
mod fault;
#[cfg(feature = "compile")]
mod faults;
#[cfg(feature = "compile")]
mod firsts;
#[cfg(feature = "compile")]
mod flatten;
#[cfg(feature = "compile")]
mod foreign;
#[cfg(feature = "compile")]
mod format;
#[cfg(feature = "compile")]
mod guard;
#[cfg(feature = "compile")]
mod items;
#[cfg(feature = "compile")]
mod keys;
#[cfg(feature = "compile")]
mod options;
#[cfg(feature = "compile")]
mod origin;
#[cfg(feature = "compile")]
mod proof;
#[cfg(feature = "compile")]
mod reader;
#[cfg(feature = "compile")]
mod runs;
#[cfg(feature = "compile")]
mod scope;
#[cfg(feature = "compile")]
mod sheet;
#[cfg(feature = "compile")]
mod source;
#[cfg(feature = "compile")]
mod target;

pub use found::Found;
pub use redirect::Redirect;
pub use redirects::Redirects;
pub use request::Request;
pub use status::Status;
pub use table::{InvalidTable, Place, Rule};

#[cfg(feature = "compile")]
pub use fault::FaultName;
#[cfg(feature = "compile")]
pub use faults::{Checked, Faults, Reported};
#[cfg(feature = "compile")]
pub use format::Format;

/// What the macro is made of: from a sheet to directives, and from those to the bytes of a table.
#[cfg(feature = "compile")]
#[doc(hidden)]
pub mod compiler {
    pub use crate::assert::{AssertDraft, Assertion, failures};
    pub use crate::compile::{Compiled, build, compile, compile_alone};
    pub use crate::directive::Directive;
    pub use crate::draft::{Columns, ConditionDraft, Dialect, Draft, Operator, Settings};
    pub use crate::fault::{Fault, Part};
    pub use crate::format::{format_of, read};
    pub use crate::sheet::{Include, Item, Scope, ScopeKind, Sheet, Unreadable};
    pub use crate::source::capture_names;
}
