//! From a table to tokens.
//!
//! The expansion is a `const` block that always evaluates to a table. The errors precede it, so
//! that rustc reports nothing else.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use redirect_compiler::syntax::{Document, NodeId, RuleId};
use redirect_compiler::{Fault, capture_names};
use redirect_core::Redirects;
use syn::LitStr;

use crate::errors::{Errors, is_format_string};
use crate::files::File;
use crate::spans::{NodeSpans, Spans};

/// The parts of an expansion.
pub(crate) struct Expansion<'a> {
    pub(crate) facade: &'a TokenStream,
    pub(crate) methods: &'a [Ident],
    pub(crate) document: &'a Document<'a>,
    pub(crate) spans: &'a Spans,
    pub(crate) files: &'a [File],
    pub(crate) faults: &'a [Fault],
}

impl Expansion<'_> {
    /// Returns the tokens of the expansion. The table is empty if there is none.
    pub(crate) fn quote(&self, table: Option<&Redirects>, errors: &Errors) -> TokenStream {
        let facade = self.facade;
        let methods = self.methods();
        let targets = self.targets();
        let files = self.tracked_files();
        let errors = errors.to_tokens();
        let empty = || quote!(#facade::Redirects::EMPTY);
        let redirects = table.map_or_else(empty, |table| self.table(&table.to_bytes()));
        quote!(const { #methods #targets #files #errors #redirects })
    }

    fn table(&self, bytes: &[u8]) -> TokenStream {
        let facade = self.facade;
        let len = Literal::usize_unsuffixed(bytes.len());
        let bytes = Literal::byte_string(bytes);
        // A `static` is in the binary once; a `const` would be copied to each use.
        quote! {
            static TABLE: [u8; #len] = *#bytes;
            #facade::Redirects::from_static(&TABLE)
        }
    }

    /// Returns an `include_bytes!` for each file, in a function that is never called: cargo
    /// rebuilds the crate when a file changes, and the binary does not contain its text.
    fn tracked_files(&self) -> TokenStream {
        let literals = self.files.iter().filter_map(File::tracked);
        literals
            .map(|literal| {
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

    /// Returns each method as the constant of `http::Method` that it names: rustc suggests similar
    /// names, and an editor completes them.
    fn methods(&self) -> TokenStream {
        let (facade, methods) = (self.facade, self.methods);
        if methods.is_empty() {
            return TokenStream::new();
        }
        quote! {
            const _: () = {
                fn methods() {
                    #( let _: #facade::__private::Method = #facade::__private::Method::#methods; )*
                }
            };
        }
    }

    /// Returns each target with captures as a format string, in a function that is never called and
    /// whose parameters are the captures: rustc underlines an unknown name inside the literal, and
    /// an editor navigates from the target to the source. The functions are in a module of their
    /// own, where no name of the user's can be taken for a capture.
    fn targets(&self) -> TokenStream {
        let targets: Vec<_> =
            self.spans.rules().filter_map(|(rule, spans)| self.target(rule, spans)).collect();
        if targets.is_empty() {
            return TokenStream::new();
        }
        quote!(mod targets { #( const _: () = { #targets }; )* })
    }

    fn target(&self, rule: RuleId, spans: &NodeSpans) -> Option<TokenStream> {
        let target = spans.target.as_ref()?;
        let has_captures = self.document.rule(rule).target.as_ref()?.contains('{');
        if !has_captures || !is_format_string(NodeId::Rule(rule), self.faults, self.document) {
            return None;
        }
        let captures = self.captures(rule, spans);
        let names: Vec<_> = captures.iter().map(|(name, _)| &name[..]).collect();
        let lints = lints(&names);
        let captures: Vec<_> =
            captures.iter().map(|(name, span)| capture(name, *span, target)).collect();
        Some(quote! {
            #lints
            fn target(#( #captures: &str ),*) {
                let _ = ::core::format_args!(#target);
                #( let _ = #captures; )*
            }
        })
    }

    /// Returns the captures of the source and the conditions of a rule, each with the span of the
    /// literal that declares it.
    fn captures(&self, rule: RuleId, spans: &NodeSpans) -> Vec<(String, Span)> {
        let scopes = self.document.scopes_around(NodeId::Rule(rule)).map(NodeId::Scope);
        let values = std::iter::once(NodeId::Rule(rule)).chain(scopes).flat_map(|node| {
            let spans = self.spans.node(node).into_iter().flat_map(|spans| &spans.conditions);
            self.document.conditions(node).iter().zip(spans)
        });
        let values = values.flat_map(|(condition, spans)| {
            condition.values.iter().map(AsRef::as_ref).zip(spans.values.iter().copied())
        });
        let source = (&self.document.rule(rule).source[..], spans.source.unwrap_or(spans.whole));
        std::iter::once(source)
            .chain(values)
            .flat_map(|(text, span)| capture_names(text).into_iter().map(move |name| (name, span)))
            .collect()
    }
}

/// Returns attributes that allow the lints about names: authors name captures as they like.
fn lints(names: &[&str]) -> TokenStream {
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

/// Returns the name of a capture at its declaration, with the hygiene of the target: it is visible
/// there even if the target comes from another macro.
fn capture(name: &str, declaration: Span, target: &LitStr) -> Ident {
    let span = declaration.resolved_at(target.span());
    // `gen` is a keyword in the caller's edition, perhaps not in this one. A raw identifier is
    // valid in all.
    if name != "gen" && syn::parse_str::<Ident>(name).is_ok() {
        Ident::new(name, span)
    } else {
        Ident::new_raw(name, span)
    }
}
