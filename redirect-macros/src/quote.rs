//! From the table's bytes to tokens.
//!
//! The expansion is a `const` block that ends in a table, whatever went wrong: the errors stand
//! before it, so that nothing else is reported.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use redirect_compiler::syntax::{Document, NodeId};
use redirect_compiler::{Fault, capture_names};
use redirect_core::Redirects;
use syn::LitStr;

use crate::ast::{Rule, Table};
use crate::files::{File, include};
use crate::report::{Errors, is_format_string};
use crate::tokens::Tokens;

pub(crate) fn expansion(
    table: &Table,
    files: &[File],
    faults: &[Fault],
    document: &Document<'_>,
    built: Option<&Redirects>,
    errors: &Errors,
) -> TokenStream {
    let krate = &table.krate;
    let methods = methods(table);
    let targets = targets(table, faults, document);
    let files = tracked(table, files);
    let errors = errors.to_tokens();
    let empty = || quote!(#krate::Redirects::EMPTY);
    let redirects = built.map_or_else(empty, |built| from_bytes(krate, &built.to_bytes()));
    quote!(const { #methods #targets #files #errors #redirects })
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

/// The files, in functions that are never called: a change of one is a change of the source, and
/// their text is no part of what is compiled.
fn tracked(table: &Table, files: &[File]) -> TokenStream {
    let tracked = table.scopes.iter().zip(files).filter(|(_, file)| file.is_tracked);
    tracked
        .filter_map(|(scope, _)| include(scope))
        .map(|(_, literal)| {
            quote! {
                const _: () = {
                    #[allow(clippy::large_include_file)]
                    fn file() {
                        let _ = ::core::include_bytes!(#literal);
                    }
                };
            }
        })
        .collect()
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
fn targets(table: &Table, faults: &[Fault], document: &Document<'_>) -> TokenStream {
    let has_captures =
        |rule: &&Rule| rule.target.as_ref().is_some_and(|target| target.value().contains('{'));
    let tokens = Tokens::of(table, document);
    let targets: Vec<_> = (0..document.rules.len())
        .filter_map(|index| Some((index, tokens.rule(index).filter(has_captures)?)))
        .filter(|(index, _)| is_format_string(NodeId::Rule(*index), faults, document))
        .filter_map(|(_, rule)| target(table, rule))
        .collect();
    if targets.is_empty() {
        return TokenStream::new();
    }
    quote!(mod targets { #( const _: () = { #targets }; )* })
}

fn target(table: &Table, rule: &Rule) -> Option<TokenStream> {
    let target = rule.target.as_ref()?;
    let scopes = table.around(rule.scope).flat_map(|scope| &scope.conditions);
    let values = rule.conditions.iter().chain(scopes).flat_map(|condition| &condition.values);
    let literals = std::iter::once(&rule.source).chain(values);
    let declared: Vec<_> = literals
        .flat_map(|literal| {
            capture_names(&literal.value()).into_iter().map(move |name| (name, literal))
        })
        .collect();
    let names: Vec<_> = declared.iter().map(|(name, _)| name.clone()).collect();
    let lints = lints(&names);
    let captures: Vec<_> =
        declared.iter().map(|(name, literal)| capture(name, literal, target)).collect();
    Some(quote! {
        #lints
        fn target(#( #captures: &str ),*) {
            let _ = ::core::format_args!(#target);
            #( let _ = #captures; )*
        }
    })
}

/// The lints that the names would trip: a capture is named as its author likes.
fn lints(names: &[String]) -> TokenStream {
    let underscore = names.iter().any(|name| name.starts_with('_'));
    let upper_case = names.iter().any(|name| name.contains(char::is_uppercase));
    let single = names.iter().any(|name| name.len() == 1);
    let many = names.len() > 7;
    let lints = [
        underscore.then(|| quote!(#[allow(clippy::used_underscore_binding)])),
        upper_case.then(|| quote!(#[allow(non_snake_case)])),
        single.then(|| quote!(#[allow(clippy::min_ident_chars, clippy::many_single_char_names)])),
        many.then(|| quote!(#[allow(clippy::too_many_arguments)])),
    ];
    lints.into_iter().flatten().collect()
}

/// The name of a capture, which a target of another macro's can see too.
fn capture(name: &str, source: &LitStr, target: &LitStr) -> Ident {
    let span: Span = source.span().resolved_at(target.span());
    // `gen` is a keyword in the edition of some who use this, and raw names are names in all.
    if name != "gen" && syn::parse_str::<Ident>(name).is_ok() {
        Ident::new(name, span)
    } else {
        Ident::new_raw(name, span)
    }
}
