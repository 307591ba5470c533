//! The macro of [`redirects`](https://docs.rs/redirects). Depend on that crate, not on this one:
//! the input and the expansion are an agreement between the two.
//!
//! This crate is tokens and spans, nothing else: `parse` builds the syntax tree of the compiler
//! with the spans of its nodes, and `report` and `quote` turn the faults and the table into
//! tokens.

#![forbid(unsafe_code)]

mod errors;
mod files;
mod parse;
mod quote;
mod source_location;
mod spans;

use std::thread::{self, Builder};

use proc_macro2::TokenStream;
use redirect_compiler::{compile, failures, read_includes};

use crate::errors::Errors;
use crate::files::File;
use crate::parse::Parsed;
use crate::quote::Expansion;
use crate::source_location::FileNames;

/// Implements `redirects::redirects!`, which passes `$crate` before the rules.
#[doc(hidden)]
#[proc_macro]
pub fn redirects(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input.into()).into()
}

fn expand(input: TokenStream) -> TokenStream {
    let (file_names, mut errors) = (FileNames::default(), Errors::default());
    let Parsed { facade, mut document, mut spans, includes, methods } =
        parse::parse(input, &file_names, &mut errors);

    let files = files::read(includes, &document);
    let included: Vec<_> = files.iter().map(File::included).collect();
    let faults = read_includes(&mut document, &included);
    spans.assign_rule_ids(&document);

    let compiled = compile(&document, faults);
    errors.report(&compiled.faults, &document, &spans);
    let table = errors.barrier(|| compiled.table(), &document, &spans);
    let failures =
        table.as_ref().map(|table| failures(&compiled.assertions, &compiled.rules, table));
    errors.report(&failures.unwrap_or_default(), &document, &spans);
    let table = table.filter(|_| errors.is_empty());

    let (rules, faults) = (compiled.rules, compiled.faults);
    thread::scope(|scope| {
        // Dropping many rules takes as long as quoting their table.
        let _ = Builder::new().spawn_scoped(scope, || drop(rules));
        Expansion {
            facade: &facade,
            methods: &methods,
            document: &document,
            spans: &spans,
            files: &files,
            faults: &faults,
        }
        .quote(table.as_ref(), &errors)
    })
}
