//! Rules: `(METHOD ("|" METHOD)*)? source conditions? "=>" status target? options?`

use proc_macro2::Ident;
use redirect_compiler::syntax::{Dialect, FieldColumns, Rule};
use syn::ext::IdentExt;
use syn::{LitInt, LitStr, Token, token};

use super::attribute::Attributes;
use super::condition::Conditions;
use super::item::End;
use super::{Parser, SpannedText, expected, keyword, syntax};
use crate::spans::NodeSpans;
use redirect_core::internals::Status;

/// The methods for which `http::Method` has a constant. rustc reports other methods, and suggests
/// similar names.
pub(super) const METHODS: [&str; 10] =
    ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE"];

impl Parser<'_, '_, '_> {
    /// Parses the rest of a rule, starting with its arrow.
    pub(super) fn rule(
        &mut self,
        attributes: Attributes,
        methods: &[Ident],
        source: &LitStr,
        conditions: Conditions,
    ) -> syn::Result<End> {
        self.arrow(&source.value())?;
        let status = self.status()?;
        let target = self.target(&status)?;
        let options = self.optional_options()?;
        let lacks_target = target.is_none() && needs_target(&status);
        self.parsed.document.rules.push(Rule {
            methods: methods.iter().map(|method| method.to_string().into()).collect(),
            source: source.value().into(),
            conditions: conditions.nodes,
            status: status.text.into(),
            target: target.as_ref().map(|target| target.value().into()),
            options: options.settings,
            allows: attributes.allows,
            doc: attributes.doc.into(),
            dialect: Dialect::Macro,
            scope: self.scope,
            source_location: self.file_names.location(source.span()),
            columns: FieldColumns::default(),
        });
        self.parsed.spans.rules.push(NodeSpans {
            methods: methods.iter().map(Ident::span).collect(),
            source: Some(source.span()),
            conditions: conditions.spans,
            status: Some(status.span),
            target,
            options: options.spans,
            allows: attributes.allow_spans,
            ..NodeSpans::new(source.span())
        });
        Ok(if lacks_target { End::WithoutTarget } else { End::Item })
    }

    /// Parses the arrow after a source or a URL, which is `before`.
    pub(super) fn arrow(&mut self, before: &str) -> syn::Result<()> {
        if !self.input.peek(Token![=>]) {
            let help = expected::arrow(self.input, before);
            return Err(self.expected("`=>` and a response", help));
        }
        self.last = self.parse::<Token![=>]>()?.spans[1];
        Ok(())
    }

    pub(super) fn methods(&mut self) -> syn::Result<Vec<Ident>> {
        let mut methods = Vec::new();
        self.skip_unknown_prefix();
        while self.input.peek(Ident::peek_any) && !self.input.peek(Token![_]) {
            methods.push(self.method()?);
            if !self.input.peek(Token![|]) {
                break;
            }
            self.parse::<Token![|]>()?;
        }
        Ok(methods)
    }

    pub(super) fn method(&mut self) -> syn::Result<Ident> {
        let method = self.input.call(Ident::parse_any)?;
        self.last = method.span();
        if method.unraw() != method {
            let help = format!("write `{}`", method.unraw());
            return Err(syntax(method.span(), "a method cannot be a raw identifier", &help));
        }
        let name = method.to_string();
        let upper = name.to_uppercase();
        if ["ANY", "ALL"].contains(&&upper[..]) {
            let message = format!("`{method}` is not a method");
            let help = "remove it: a rule without methods matches every method";
            return Err(syntax(method.span(), &message, help));
        }
        if name != upper && METHODS.contains(&&upper[..]) {
            let message = format!("`{method}` is not a method: method names are in upper case");
            return Err(syntax(method.span(), &message, &format!("write `{upper}`")));
        }
        if name == name.to_lowercase() {
            let message = format!("`{method}` cannot start an item of a table");
            return Err(syntax(method.span(), &message, &expected::item(&name)));
        }
        self.parsed.methods.push(method.clone());
        Ok(method)
    }

    pub(super) fn source(&mut self, has_methods: bool) -> syn::Result<LitStr> {
        if self.at_string() {
            return self.string();
        }
        Err(self.expected("a source in quotes", expected::source(self.input, has_methods)))
    }

    pub(super) fn status(&mut self) -> syn::Result<SpannedText> {
        let input = self.input;
        if input.peek(LitInt) || input.peek(Ident::peek_any) {
            return self.word();
        }
        Err(self.expected("a status", expected::status(input)))
    }

    pub(super) fn target(&mut self, status: &SpannedText) -> syn::Result<Option<LitStr>> {
        self.skip_unknown_prefix();
        let input = self.input;
        if input.peek(LitStr) && !input.peek2(Token![=>]) {
            return self.string().map(Some);
        }
        let is_source =
            input.peek3(Token![=>]) || input.peek3(Token![if]) || input.peek3(token::Brace);
        if input.peek(Token![,]) && input.peek2(LitStr) && !is_source && needs_target(status) {
            let error = self.expected("a target in quotes", "remove this comma");
            self.parse::<Token![,]>()?;
            self.string()?;
            return Err(error);
        }
        if needs_target(status) && self.at_unknown_word() && !self.at_next_item() {
            return Err(self.expected("a target in quotes", "remove this word"));
        }
        let ends = input.is_empty() || input.peek(Token![,]) || self.at_options();
        if ends || self.at_item() || self.at_conditional_group() {
            return Ok(None);
        }
        // Conditions after the status are reported as a missing comma.
        if input.peek(Token![if]) && !needs_target(status) {
            return Ok(None);
        }
        Err(self.expected("a target in quotes", expected::target(input)))
    }

    /// Returns true if a string follows a word that is neither a method nor a keyword, as in
    /// `to "/new"`.
    fn at_unknown_word(&self) -> bool {
        let input = self.input;
        let is_keyword = input.peek(keyword::include)
            || input.peek(keyword::assert)
            || input.peek(Token![default]);
        let word = input.fork().call(Ident::parse_any).map(|word| word.to_string());
        let is_known = |word: &str| is_keyword || METHODS.contains(&word);
        input.peek2(LitStr) && word.is_ok_and(|word| !is_known(&word))
    }
}

/// Returns true if the status requires a target. An unknown status does.
fn needs_target(status: &SpannedText) -> bool {
    let is_final = Status::from_word(&status.text).is_some_and(|status| !status.is_redirection());
    !is_final && status.text != "pass"
}
