//! Conversion of a table to tokens.
//!
//! The expansion is a `const` block that evaluates to a table, even if there are errors. This way,
//! rustc reports only the errors, which precede the table in the block.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use redirect_compiler::syntax::{ConstantValue, Document, NodeId, RuleId};
use redirect_compiler::{Fault, Field, REQUEST_VALUES, capture_names};
use redirect_core::Redirects;
use syn::LitStr;

use crate::errors::{Errors, is_format_string};
use crate::files::File;
use crate::parse::is_method;
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
        let variables = self.tracked_variables();
        let errors = errors.to_tokens();
        let empty = || quote!(#facade::Redirects::EMPTY);
        let redirects = table.map_or_else(empty, |table| self.table(&table.to_bytes()));
        quote!(const { #methods #targets #files #variables #errors #redirects })
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
        let mut tokens = TokenStream::new();
        for file in self.files {
            let Some(literal) = file.tracked() else { continue };
            tokens.extend(quote! {
                const _: () = {
                    #[allow(clippy::large_include_file)]
                    fn file() {
                        let _ = ::core::include_bytes!(#literal);
                    }
                };
            });
        }
        tokens
    }

    /// Returns an `option_env!` for each environment variable, so that cargo rebuilds the crate
    /// when the variable changes. It is a constant that is never used, so the binary does not
    /// contain the value.
    fn tracked_variables(&self) -> TokenStream {
        let mut tokens = TokenStream::new();
        for constant in &self.document.constants {
            if let ConstantValue::Variable(name, _) = &constant.value {
                let option = quote!(::core::option::Option<&'static ::core::primitive::str>);
                tokens.extend(quote!(const _: #option = ::core::option_env!(#name);));
            }
        }
        tokens
    }

    /// Returns a use of the constant of `http::Method` for each method, so that editors complete
    /// methods. Only rust-analyzer sees unknown ones, because this macro reports them itself.
    fn methods(&self) -> TokenStream {
        let (mut known, mut unknown) = (TokenStream::new(), TokenStream::new());
        let facade = self.facade;
        for method in self.methods {
            let list = if is_method(method) { &mut known } else { &mut unknown };
            let constant = quote!(#facade::__private::Method::#method);
            list.extend(quote!(let _: #facade::__private::Method = #constant;));
        }
        let mut tokens = TokenStream::new();
        if !known.is_empty() {
            tokens.extend(quote! {
                const _: () = {
                    fn methods() { #known }
                };
            });
        }
        if !unknown.is_empty() {
            tokens.extend(quote! {
                #[allow(unexpected_cfgs)]
                const _: () = {
                    #[cfg(rust_analyzer)]
                    fn methods() { #unknown }
                };
            });
        }
        tokens
    }

    /// Returns a function for each target with captures or constants. The function is never called.
    /// It uses the target as a format string, and its parameters are these. This way, rustc
    /// underlines unknown names inside the literal, and editors can navigate from the target to the
    /// source. The functions are in a separate module, so that a target cannot refer to the user's
    /// items.
    fn targets(&self) -> TokenStream {
        let mut targets = TokenStream::new();
        for (rule, spans) in self.spans.rules() {
            if let Some(target) = self.target(rule, spans) {
                targets.extend(quote!(const _: () = { #target };));
            }
        }
        if targets.is_empty() { targets } else { quote!(mod targets { #targets }) }
    }

    fn target(&self, rule: RuleId, spans: &NodeSpans) -> Option<TokenStream> {
        let target = spans.target.as_ref()?;
        let has_captures = self.document.rule(rule).target.as_ref()?.contains('{');
        let constants = self.constants(rule)?;
        let has_parameters = has_captures || !constants.is_empty();
        if !has_parameters || !is_format_string(NodeId::Rule(rule), self.faults, self.document) {
            return None;
        }
        let mut captures = self.captures(rule, spans);
        captures.extend(constants);
        for name in used_request_values(self.document.rule(rule).target.as_ref()?) {
            captures.push((name, target.span()));
        }
        let lints = lints(&captures);
        let (mut parameters, mut uses) = (TokenStream::new(), TokenStream::new());
        for (name, span) in &captures {
            let capture = capture(name, *span, target);
            parameters.extend(quote!(#capture: &str,));
            uses.extend(quote!(let _ = #capture;));
        }
        Some(quote! {
            #lints
            fn target(#parameters) {
                let _ = ::core::format_args!(#target);
                #uses
            }
        })
    }

    /// Returns the constants in the target of a rule, each with the span of its name. Returns
    /// `None` if the name or the value of one is invalid.
    fn constants(&self, rule: RuleId) -> Option<Vec<(String, Span)>> {
        let mut constants: Vec<(String, Span)> = Vec::new();
        for id in self.document.constants_in(NodeId::Rule(rule), Field::Target) {
            let node = NodeId::Constant(id);
            let is_here = |fault: &Fault| fault.node == node && fault.field == Field::Name;
            let constant = self.document.constant(id);
            if constant.text().is_none() || self.faults.iter().any(is_here) {
                return None;
            }
            let name = constant.name.to_string();
            if !constants.iter().any(|(known, _)| *known == name) {
                constants.push((name, self.spans.field(node, Field::Name)));
            }
        }
        Some(constants)
    }

    /// Returns the captures of a rule's source and conditions, and of the conditions of the scopes
    /// around it. Each comes with the span of the literal that declares it.
    fn captures(&self, rule: RuleId, spans: &NodeSpans) -> Vec<(String, Span)> {
        let mut captures = Vec::new();
        let node = NodeId::Rule(rule);
        let source = spans.source.unwrap_or(spans.whole);
        add_captures(&mut captures, &self.document.rule(rule).source, source);
        self.add_captures_of_conditions(&mut captures, node);
        for scope in self.document.scopes_around(node) {
            self.add_captures_of_conditions(&mut captures, NodeId::Scope(scope));
        }
        captures
    }

    fn add_captures_of_conditions(&self, captures: &mut Vec<(String, Span)>, node: NodeId) {
        let Some(spans) = self.spans.node(node) else { return };
        for (condition, spans) in self.document.conditions(node).iter().zip(&spans.conditions) {
            for (value, span) in condition.values.iter().zip(&spans.values) {
                add_captures(captures, value, *span);
            }
        }
    }
}

/// Returns the values of the request that a target uses like captures.
fn used_request_values(target: &str) -> Vec<String> {
    let mut names = capture_names(target);
    names.retain(|name| REQUEST_VALUES.contains(&&name[..]));
    names.sort_unstable();
    names.dedup();
    names
}

fn add_captures(captures: &mut Vec<(String, Span)>, text: &str, span: Span) {
    for name in capture_names(text) {
        captures.push((name, span));
    }
}

/// Returns attributes that allow lints about names, because any capture name is fine.
fn lints(captures: &[(String, Span)]) -> TokenStream {
    let (mut underscore, mut upper_case, mut single) = (false, false, false);
    for (name, _) in captures {
        underscore |= name.starts_with('_');
        upper_case |= name.contains(char::is_uppercase);
        single |= name.len() == 1;
    }
    let mut lints = TokenStream::new();
    if underscore {
        lints.extend(quote!(#[allow(clippy::used_underscore_binding)]));
    }
    if upper_case {
        lints.extend(quote!(#[allow(non_snake_case)]));
    }
    if single {
        lints.extend(quote!(#[allow(clippy::min_ident_chars, clippy::many_single_char_names)]));
    }
    if captures.len() > 7 {
        lints.extend(quote!(#[allow(clippy::too_many_arguments)]));
    }
    lints
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
