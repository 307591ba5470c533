//! Conversion of a table to tokens.
//!
//! The expansion is a `const` block that evaluates to a table, even if there are errors. This way,
//! rustc reports only the errors, which precede the table in the block.

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
    /// Returns the tokens of the expansion. If `table` is `None`, they evaluate to an empty table.
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
        // The binary contains a `static` once, but a `const` once per use.
        quote! {
            static TABLE: [u8; #len] = *#bytes;
            #facade::Redirects::from_static(&TABLE)
        }
    }

    /// Returns an `include_bytes!` for each file, so that cargo rebuilds the crate when a file
    /// changes. It is in a function that is never called, so the binary does not contain the file.
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

    /// Returns a use of the constant of `http::Method` for each method, so that rustc suggests
    /// similar names for unknown methods and editors can complete methods.
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

    /// Returns a function for each target with captures. The function is never called. It uses the
    /// target as a format string, and its parameters are the captures. This way, rustc underlines
    /// unknown names inside the literal, and editors can navigate from the target to the source.
    /// The functions are in a separate module, so that a target cannot refer to the user's items.
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

    /// Returns the captures of a rule's source and conditions, and of the conditions of the scopes
    /// around it. Each comes with the span of the literal that declares it.
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

/// Returns attributes that allow lints about names, because any capture name is fine.
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

/// Returns an identifier for a capture, located at its declaration but with the hygiene of the
/// target. This way, the target can refer to it even if the target comes from another macro.
fn capture(name: &str, declaration: Span, target: &LitStr) -> Ident {
    let span = declaration.resolved_at(target.span());
    // `gen` may be a keyword in the caller's edition but not in this crate's. A raw identifier is
    // valid in every edition.
    if name != "gen" && syn::parse_str::<Ident>(name).is_ok() {
        Ident::new(name, span)
    } else {
        Ident::new_raw(name, span)
    }
}
