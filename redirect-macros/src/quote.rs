//! From the table's bytes to tokens.
//!
//! The expansion is a `const` block that ends in a table, whatever went wrong: the errors stand
//! before it, so that nothing else is reported.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use redirect_core::Name;
use redirect_core::compiler::{Fault, Part, capture_names};
use syn::LitStr;

use crate::ast::{Rule, Table};
use crate::report::Errors;

pub(crate) fn expansion(
    table: &Table,
    faults: &[Fault],
    bytes: Option<&[u8]>,
    errors: &Errors,
) -> TokenStream {
    let krate = &table.krate;
    let methods = methods(table);
    let targets = targets(table, faults);
    let errors = errors.to_tokens();
    let empty = || quote!(#krate::Redirects::EMPTY);
    let redirects = bytes.map_or_else(empty, |bytes| from_bytes(krate, bytes));
    quote!(const { #methods #targets #errors #redirects })
}

fn from_bytes(krate: &TokenStream, bytes: &[u8]) -> TokenStream {
    let len = Literal::usize_unsuffixed(bytes.len());
    let bytes = Literal::byte_string(bytes);
    // A `static` stands once in the binary; a `const` would be copied to each use.
    quote! {
        static TABLE: [u8; #len] = *#bytes;
        #krate::Redirects::from_static(&TABLE)
    }
}

/// Each method as the constant of `http::Method` that it names: rustc knows the names that are
/// near, and an editor completes them.
fn methods(table: &Table) -> TokenStream {
    let krate = &table.krate;
    let methods = table.methods.iter();
    if table.methods.is_empty() {
        return TokenStream::new();
    }
    quote! {
        const _: () = {
            fn methods() {
                #( let _: #krate::__private::Method = #krate::__private::Method::#methods; )*
            }
        };
    }
}

/// Each target with captures as a format string, in a function that is never called and takes the
/// source's captures: rustc underlines a name that is none of them inside the literal, and an
/// editor leads from the target to the source. In a module of their own, where no name of the
/// user's stands for a capture.
fn targets(table: &Table, faults: &[Fault]) -> TokenStream {
    let targets: Vec<_> = table
        .rules
        .iter()
        .enumerate()
        .filter(|(index, _)| is_format_string(*index, faults))
        .filter_map(|(_, rule)| target(rule))
        .collect();
    if targets.is_empty() {
        return TokenStream::new();
    }
    quote!(mod targets { #( const _: () = { #targets }; )* })
}

/// Whether nothing else is wrong with what the function is made of.
fn is_format_string(rule: usize, faults: &[Fault]) -> bool {
    faults.iter().filter(|fault| fault.rule == rule).all(|fault| match fault.part {
        Part::Source => fault.name() == Name::Duplicate,
        Part::Target => [Name::UnknownCapture, Name::OpenRedirect].contains(&fault.name()),
        _ => true,
    })
}

fn target(rule: &Rule) -> Option<TokenStream> {
    let target = rule.target.as_ref().filter(|target| target.value().contains('{'))?;
    let names = capture_names(&rule.source.value());
    // A capture may be named as what is not used, and be used all the same.
    let has_underscore = names.iter().any(|name| name.starts_with('_'));
    let allow = has_underscore.then(|| quote!(#[allow(clippy::used_underscore_binding)]));
    let captures: Vec<_> = names.iter().map(|name| capture(name, &rule.source, target)).collect();
    Some(quote! {
        #allow
        fn target(#( #captures: &str ),*) {
            let _ = ::core::format_args!(#target);
            #( let _ = #captures; )*
        }
    })
}

/// The name of a capture, which a target of another macro's can see too.
fn capture(name: &str, source: &LitStr, target: &LitStr) -> Ident {
    let span: Span = source.span().resolved_at(target.span());
    if syn::parse_str::<Ident>(name).is_ok() {
        Ident::new(name, span)
    } else {
        Ident::new_raw(name, span)
    }
}
