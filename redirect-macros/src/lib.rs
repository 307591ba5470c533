//! The macro of [`redirects`](https://docs.rs/redirects). Depend on that crate, not on this one:
//! what this macro takes and gives is between the two.

#![forbid(unsafe_code)]

mod ast;
mod files;
mod lower;
mod parse;
mod quote;
mod report;
mod span;
mod tokens;

use std::thread::{self, Builder};

use proc_macro2::TokenStream;
use redirect_compiler::{compile, failures};

use report::Errors;

/// The rules behind `redirects!`, which passes its own crate first.
#[doc(hidden)]
#[proc_macro]
pub fn redirects(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input.into()).into()
}

fn expand(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let table = parse::table(input, &mut errors);
    let files = files::read(&table);
    let document = lower::document(&table, &files);
    let compiled = compile(&document);
    errors.faults(&compiled.faults, &table, &document);
    let built = errors.barrier(|| compiled.table(), &table, &document);
    let failures = built.as_ref().map(|built| failures(&compiled.assertions, built));
    let failures = failures.unwrap_or_default();
    errors.faults(&failures, &table, &document);
    let built = built.filter(|_| errors.is_empty());
    let rules = compiled.rules;
    thread::scope(|scope| {
        // To let go of many rules takes as long as to write out their table.
        let _ = Builder::new().spawn_scoped(scope, || drop(rules));
        quote::expansion(&table, &files, &compiled.faults, &document, built.as_ref(), &errors)
    })
}
