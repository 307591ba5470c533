//! `methods? source guard? "=>" answer options?`

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::{LitInt, LitStr, Token, token};

use super::item::End;
use super::{RuleLowering, expected, syntax};
use crate::ast::{Attributes, Condition, Entry, Rule, SourceLocation, Word};
use crate::span::of_compiler;

/// The methods that `http::Method` has a constant for. What it does not have is left to rustc,
/// which knows the names that are near.
pub(super) const METHODS: [&str; 10] =
    ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE"];

impl RuleLowering<'_, '_> {
    /// Reads a rule from its arrow on.
    pub(super) fn rule(
        &mut self,
        attributes: Attributes,
        methods: Vec<Ident>,
        source: LitStr,
        conditions: Vec<Condition>,
    ) -> syn::Result<End> {
        self.arrow()?;
        let status = self.status()?;
        let target = self.target(&status)?;
        let options = if self.at_options() { self.options()? } else { Vec::new() };
        let misses_target = target.is_none() && !is_final(&status);
        let (scope, place) = (self.scope, place(source.span()));
        let rule =
            Rule { attributes, methods, source, conditions, status, target, options, scope, place };
        self.table.entries.push(Entry::Rule(Box::new(rule)));
        Ok(if misses_target { End::WithoutTarget } else { End::Item })
    }

    pub(super) fn arrow(&mut self) -> syn::Result<()> {
        self.require(Token![=>], "`=>` and an answer", expected::arrow(self.input))?;
        self.parse::<Token![=>]>().map(drop)
    }

    pub(super) fn methods(&mut self) -> syn::Result<Vec<Ident>> {
        let mut methods = Vec::new();
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
            return Err(syntax(method.span(), "a method is no raw identifier", &help));
        }
        let upper = method.to_string().to_uppercase();
        if ["ANY", "ALL"].contains(&&upper[..]) {
            let message = format!("`{method}` is no method");
            let help = "leave it out: a rule without methods takes all";
            return Err(syntax(method.span(), &message, help));
        }
        if method != upper && METHODS.contains(&&upper[..]) {
            let message = format!("`{method}` is no method: their names are in upper case");
            return Err(syntax(method.span(), &message, &format!("write `{upper}`")));
        }
        if method == method.to_string().to_lowercase().as_str() {
            let message = format!("`{method}` begins no item of a table");
            return Err(syntax(method.span(), &message, &expected::item(&method.to_string())));
        }
        self.table.methods.push(method.clone());
        Ok(method)
    }

    pub(super) fn source(&mut self, has_methods: bool) -> syn::Result<LitStr> {
        let help = expected::source(self.input, has_methods);
        self.require(LitStr, "a source in quotes", help)?;
        self.text()
    }

    pub(super) fn status(&mut self) -> syn::Result<Word> {
        let input = self.input;
        if input.peek(LitInt) || input.peek(Ident::peek_any) {
            return self.word();
        }
        Err(self.expected("a status", expected::status(input)))
    }

    pub(super) fn target(&mut self, status: &Word) -> syn::Result<Option<LitStr>> {
        let input = self.input;
        if input.peek(LitStr) && !input.peek2(Token![=>]) {
            return self.text().map(Some);
        }
        let begins_item =
            input.peek3(Token![=>]) || input.peek3(Token![if]) || input.peek3(token::Brace);
        if input.peek(Token![,]) && input.peek2(LitStr) && !begins_item && !is_final(status) {
            let error = self.expected("a target in quotes", "leave this comma out");
            self.parse::<Token![,]>()?;
            self.text()?;
            return Err(error);
        }
        let ends = input.is_empty() || input.peek(Token![,]) || self.at_options();
        if ends || self.at_an_item() {
            return Ok(None);
        }
        Err(self.expected("a target in quotes", expected::target(input)))
    }
}

/// Whether a rule with that status has no target.
fn is_final(status: &Word) -> bool {
    ["410", "451", "pass"].contains(&&status.text[..])
}

fn place(span: Span) -> SourceLocation {
    let Some(span) = of_compiler(span) else { return SourceLocation::default() };
    let start = span.start();
    let number = |value: usize| u32::try_from(value).unwrap_or_default();
    SourceLocation {
        file: start.file(),
        line: number(start.line()),
        column: number(start.column()),
    }
}
