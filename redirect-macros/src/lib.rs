//! The procedural macro behind [`redirects`](https://docs.rs/redirects). Depend on that crate
//! instead of this one: the macro's input and expansion are private details of the two crates.
//!
//! This crate handles only tokens, spans and included files. `parse` builds the compiler's syntax
//! tree and records the spans of its nodes. `errors` and `quote` convert faults and the table to
//! tokens. `redirect-compiler` does everything else.

#![forbid(unsafe_code)]

mod errors;
mod files;
mod parse;
mod quote;
mod source_location;
mod spans;
#[cfg(test)]
mod tests;
mod variables;

use std::thread::{self, Builder};

use proc_macro2::TokenStream;
use redirect_compiler::{compile, failures, read_includes, substitute_constants};

use crate::errors::Errors;
use crate::files::File;
use crate::parse::Parsed;
use crate::quote::Expansion;
use crate::source_location::FileNames;

/// Implements `redirects::redirects!`, which adds `$crate` before the rules.
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
    let mut faults = read_includes(&mut document, &included);
    faults.append(&mut substitute_constants(&mut document));
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
        // For large tables, dropping the rules takes as long as quoting the table, so both run in
        // parallel.
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
