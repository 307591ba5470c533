//! Constants: `"let" NAME "=" (STR | "env!" "(" STR ")") ";"`

use proc_macro2::{Ident, Span};
use redirect_compiler::syntax::{Constant, ConstantValue, Secret, UnreadableVariable};
use syn::ext::IdentExt;
use syn::{LitStr, Token, parenthesized, token};

use super::{Parser, SpannedText, expected, keyword, syntax};
use crate::spans::{NodeSpans, OptionSpans};
use crate::variables::read_variable;

impl Parser<'_, '_, '_> {
    /// Parses a constant, up to its semicolon. `is_first` is false if another item of the block
    /// precedes it, which is reported.
    pub(super) fn constant(&mut self, is_first: bool) -> syn::Result<()> {
        let span = self.input.span();
        self.parse::<Token![let]>()?;
        if !is_first {
            let help = "move it before the other items of its block";
            self.errors.push(syntax(span, "`let` after another item", help));
        }
        loop {
            let name = self.constant_name()?;
            match self.constant_value(&name.text) {
                Ok((value, span)) => self.add_constant(&name, value, span),
                Err(error) => {
                    self.add_constant(&name, ConstantValue::Invalid, name.span);
                    return Err(error);
                }
            }
            if !self.comma_between_constants() {
                self.semicolon();
                return Ok(());
            }
        }
    }

    /// Adds a constant. Even if its value is invalid, it is known.
    fn add_constant(&mut self, name: &SpannedText, value: ConstantValue<'static>, span: Span) {
        self.parsed.document.constants.push(Constant {
            name: name.text.clone().into(),
            value,
            scope: self.scope,
        });
        self.parsed.spans.constants.push(NodeSpans {
            options: vec![OptionSpans { key: name.span, value: span, list: Vec::new() }],
            ..NodeSpans::new(name.span)
        });
    }

    /// Parses a name, in which hyphens are read too: the compiler reports such a name.
    fn constant_name(&mut self) -> syn::Result<SpannedText> {
        let help = "write `let name = \"value\";`";
        self.require(Ident::peek_any, "a name", help)?;
        let mut name = self.input.call(Ident::parse_any)?;
        if name == "mut" && self.input.peek(Ident::peek_any) {
            self.errors.push(syntax(name.span(), "a constant cannot be `mut`", "remove `mut`"));
            name = self.input.call(Ident::parse_any)?;
        }
        self.last = name.span();
        let mut text = name.unraw().to_string();
        if name.unraw() != name {
            let help = format!("write `{text}`");
            let message = "a constant cannot have a raw identifier";
            self.errors.push(syntax(name.span(), message, &help));
        }
        while self.input.peek(Token![-]) && self.input.peek2(Ident::peek_any) {
            self.parse::<Token![-]>()?;
            let next = self.input.call(Ident::parse_any)?;
            self.last = next.span();
            text = format!("{text}-{next}");
        }
        Ok(SpannedText { text, span: name.span() })
    }

    /// Parses the value of a constant, starting with `=`.
    fn constant_value(&mut self, name: &str) -> syn::Result<(ConstantValue<'static>, Span)> {
        if self.input.peek(Token![:]) {
            return Err(self.expected("`=`", "remove the type: a constant is text"));
        }
        let help = format!("write `let {name} = \"value\";`");
        self.require(Token![=], "`=` and a value", &help)?;
        self.parse::<Token![=]>()?;
        if self.at_string() {
            let text = self.string()?;
            return Ok((ConstantValue::Text(text.value().into()), text.span()));
        }
        if self.at_variable() {
            let variable = self.variable()?;
            let value = secret(&variable.value());
            return Ok((ConstantValue::Variable(variable.value().into(), value), variable.span()));
        }
        let help = format!("write `let {name} = \"value\";`, or `let {name} = env!(\"NAME\");`");
        Err(self.expected("text in quotes or `env!`", &help))
    }

    /// Returns true if an environment variable is next: `env!("NAME")`.
    pub(super) fn at_variable(&self) -> bool {
        let input = self.input;
        input.peek(keyword::env) && input.peek2(Token![!]) && input.peek3(token::Paren)
    }

    /// Parses `env!("NAME")`, and returns the name.
    pub(super) fn variable(&mut self) -> syn::Result<LitStr> {
        self.parse::<keyword::env>()?;
        self.parse::<Token![!]>()?;
        let content;
        let close = parenthesized!(content in self.input).span.close();
        self.inside(&content, close, |inner| {
            if inner.at_string() {
                return inner.string();
            }
            let name = match expected::unquoted(inner.input) {
                name if name.is_empty() => "NAME".into(),
                name => name,
            };
            let help = format!("write `env!(\"{name}\")`");
            Err(inner.expected("the name of a variable in quotes", &help))
        })
    }

    /// Parses the comma before a further constant without its own `let`, as in
    /// `let a = "x", b = "y";`, and reports it.
    fn comma_between_constants(&mut self) -> bool {
        let input = self.input;
        let is_comma = input.peek(Token![,]) && input.peek2(Ident::peek_any);
        if !is_comma || !input.peek3(Token![=]) || input.peek3(Token![=>]) {
            return false;
        }
        self.errors.push(self.expected("`;`", "write a `let` for each constant"));
        self.parse::<Token![,]>().is_ok()
    }

    /// Parses the semicolon after a constant. If another token is in its place, parsing continues.
    fn semicolon(&mut self) {
        if self.input.peek(Token![;]) {
            let _ = self.parse::<Token![;]>();
            return;
        }
        let is_comma = self.input.peek(Token![,]);
        let help = if is_comma { "use `;` in place of `,`" } else { "add a semicolon" };
        let error = if is_comma || !self.at_item() {
            self.expected("`;`", help)
        } else {
            syntax(self.last, "missing `;` after this constant", help)
        };
        self.errors.push(error);
        if is_comma {
            let _ = self.parse::<Token![,]>();
        } else if !self.at_item() {
            self.skip_item(true);
        }
    }

    /// Returns true if a constant of Rust, such as `const API: &str = "…";`, is next.
    pub(super) fn at_rust_constant(&self) -> bool {
        let is_keyword = self.input.peek(Token![const]) || self.input.peek(Token![static]);
        is_keyword && self.input.peek2(Ident::peek_any)
    }

    /// Parses the start of a constant of Rust, and adds it as one without a value. Returns the
    /// error for it.
    pub(super) fn rust_constant(&mut self) -> syn::Result<syn::Error> {
        let keyword = self.input.call(Ident::parse_any)?;
        let name = self.constant_name()?;
        self.add_constant(&name, ConstantValue::Invalid, name.span);
        let message = format!("`{keyword}` cannot start an item of a table");
        let help = format!("use `let {} = \"value\";` at the start of the block", name.text);
        Ok(syntax(keyword.span(), &message, &help))
    }
}

/// Reads the value of a constant from an environment variable.
fn secret(variable: &str) -> Result<Secret, UnreadableVariable> {
    let value = read_variable(variable).ok_or(UnreadableVariable::Unset)?;
    value.into_string().map(Secret).map_err(|_| UnreadableVariable::NotUtf8)
}
