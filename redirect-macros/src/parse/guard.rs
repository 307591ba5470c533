//! `if cond && cond`

use proc_macro2::Ident;
use redirect_compiler::syntax::Operator;
use syn::ext::IdentExt;
use syn::{LitStr, Token, bracketed, token};

use super::{RuleLowering, expected, syntax};
use crate::ast::Condition;

impl RuleLowering<'_, '_> {
    pub(super) fn guard(&mut self) -> syn::Result<Vec<Condition>> {
        self.parse::<Token![if]>()?;
        let mut conditions = vec![self.condition()?];
        while self.input.peek(Token![&&]) {
            self.parse::<Token![&&]>()?;
            conditions.push(self.condition()?);
        }
        Ok(conditions)
    }

    pub(super) fn condition(&mut self) -> syn::Result<Condition> {
        let negated = self.input.peek(Token![!]);
        if negated {
            self.parse::<Token![!]>()?;
        }
        self.require(Ident::peek_any, "a condition", expected::condition(self.input))?;
        let subject = self.word()?;
        let name = if self.input.peek(token::Bracket) { Some(self.name()?) } else { None };
        let (operator, values) = self.comparison()?;
        if negated && operator != Operator::Present {
            let help = "write `!=`, or leave the `!` out";
            return Err(syntax(subject.span, "a comparison takes no `!` before it", help));
        }
        Ok(Condition { negated, subject, name, operator, values })
    }

    fn name(&mut self) -> syn::Result<LitStr> {
        let content;
        let close = bracketed!(content in self.input).span.close();
        self.inside(&content, close, |inner| {
            inner.require(LitStr, "a name in quotes", "write `header[\"x-country\"]`")?;
            inner.text()
        })
    }

    fn comparison(&mut self) -> syn::Result<(Operator, Vec<LitStr>)> {
        let help = "write `host == \"example.com\"`";
        let operator = if self.input.peek(Token![==]) {
            self.parse::<Token![==]>()?;
            Operator::Equal
        } else if self.input.peek(Token![!=]) {
            self.parse::<Token![!=]>()?;
            Operator::NotEqual
        } else if self.input.peek(Token![in]) {
            self.parse::<Token![in]>()?;
            return self.list().map(|values| (Operator::In, values));
        } else {
            return Ok((Operator::Present, Vec::new()));
        };
        self.require(LitStr, "a value in quotes", help)?;
        Ok((operator, vec![self.text()?]))
    }

    fn list(&mut self) -> syn::Result<Vec<LitStr>> {
        let help = "write `in [\"en\", \"fr\"]`";
        self.require(token::Bracket, "a list in brackets", help)?;
        let content;
        let close = bracketed!(content in self.input).span.close();
        self.inside(&content, close, |inner| {
            let mut values = Vec::new();
            while !inner.input.is_empty() {
                inner.require(LitStr, "a value in quotes", help)?;
                values.push(inner.text()?);
                if !inner.input.is_empty() {
                    inner.require(Token![,], "`,`", help)?;
                    inner.parse::<Token![,]>()?;
                }
            }
            Ok(values)
        })
    }
}
