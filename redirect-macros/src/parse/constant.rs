//! Constants: `"let" NAME "=" (STR | "env!" "(" STR ")") ";"`

use proc_macro2::{Ident, Span};
use redirect_compiler::syntax::{Constant, ConstantValue, Secret, UnreadableVariable};
use syn::ext::IdentExt;
use syn::{LitStr, Token, parenthesized, token};

use super::{Parser, expected, keyword, syntax};
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
        let name = self.constant_name()?;
        let value = self.constant_value(&name);
        // Even if its value is invalid, a constant is known.
        let (value, value_span, result) = match value {
            Ok((value, span)) => (value, span, Ok(())),
            Err(error) => (ConstantValue::Invalid, name.span(), Err(error)),
        };
        self.parsed.document.constants.push(Constant {
            name: name.to_string().into(),
            value,
            scope: self.scope,
        });
        self.parsed.spans.constants.push(NodeSpans {
            options: vec![OptionSpans { key: name.span(), value: value_span, list: Vec::new() }],
            ..NodeSpans::new(name.span())
        });
        if result.is_ok() {
            self.semicolon();
        }
        result
    }

    fn constant_name(&mut self) -> syn::Result<Ident> {
        let help = "write `let name = \"value\";`";
        self.require(Ident::peek_any, "a name", help)?;
        let name = self.input.call(Ident::parse_any)?;
        self.last = name.span();
        if name == "mut" && self.input.peek(Ident::peek_any) {
            return Err(syntax(name.span(), "a constant cannot be `mut`", "remove `mut`"));
        }
        if name.unraw() != name {
            let help = format!("write `{}`", name.unraw());
            return Err(syntax(name.span(), "a constant cannot have a raw identifier", &help));
        }
        Ok(name)
    }

    /// Parses the value of a constant, starting with `=`.
    fn constant_value(&mut self, name: &Ident) -> syn::Result<(ConstantValue<'static>, Span)> {
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

    /// Returns the help for a constant of Rust, such as `const API: &str = "…";`, if it is next.
    pub(super) fn rust_constant(&self) -> Option<String> {
        if !expected::is_word(self.input, &["const", "static"]) {
            return None;
        }
        let ahead = self.input.fork();
        let _ = ahead.call(Ident::parse_any);
        let name = ahead.call(Ident::parse_any).ok()?.to_string().to_lowercase();
        Some(format!("use `let {name} = \"value\";` at the start of the block"))
    }
}

/// Reads the value of a constant from an environment variable.
fn secret(variable: &str) -> Result<Secret, UnreadableVariable> {
    let value = read_variable(variable).ok_or(UnreadableVariable::Unset)?;
    value.into_string().map(Secret).map_err(|_| UnreadableVariable::NotUtf8)
}
