//! The compiler of [`redirects`](https://docs.rs/redirects): from rules, written in source or in a
//! file, to a table of `redirect-core`, with everything that is wrong with them.
//!
//! Depend on `redirects`, which has the macro and the run-time loader. This crate is where the two
//! meet, and its API changes without notice.

#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod analysis;
mod assertion;
mod diagnostic;
mod emit;
mod format;
mod lint;
mod loader;
mod lower;
mod pipeline;
mod regex;
pub mod syntax;
mod util;

pub use assertion::{CheckedAssertion, failures};
pub use diagnostic::report::{Diagnostic, Faults, Report};
pub use diagnostic::{Fault, FaultName, Field};
pub use format::{Format, IncludedFile, UnknownFormat, read, read_includes};
pub use loader::Loader;
pub use lower::checked_rule::CheckedRule;
pub use lower::source::capture_names;
pub use pipeline::{Compiled, build, compile, compile_alone};
