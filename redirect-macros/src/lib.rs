//! The macro of [`redirects`](https://docs.rs/redirects). Depend on that crate, not on this one:
//! what this macro takes and gives is between the two.

#![forbid(unsafe_code)]

mod ast;
mod lower;
mod parse;
mod quote;
mod report;

use proc_macro2::TokenStream;
use redirect_core::compiler::{build, compile};

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
    let drafts = lower::drafts(&table);
    let (directives, faults) = compile(&drafts);
    errors.faults(&faults, &table, &drafts);
    let bytes =
        if errors.is_empty() { errors.built(build(&directives), &table, &drafts) } else { None };
    quote::expansion(&table, &faults, bytes.as_deref(), &errors)
}
