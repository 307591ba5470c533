//! Conditions: `"if" condition ("&&" condition)*`, where `condition` is
//! `subject (("==" | "!=") STR | "in" "[" STR,* "]")? | "!" subject`.

use proc_macro2::Ident;
use redirect_compiler::syntax::{Condition, Operator};
use syn::ext::IdentExt;
use syn::{LitStr, Token, bracketed, token};

use super::{Parser, expected, syntax};
use crate::spans::ConditionSpans;

/// The conditions of a node.
#[derive(Default)]
pub(super) struct Conditions {
    pub(super) nodes: Vec<Condition<'static>>,
    pub(super) spans: Vec<ConditionSpans>,
}

impl Parser<'_, '_, '_> {
    /// Parses `if` and the conditions after it, if the next token is `if`.
    pub(super) fn optional_conditions(&mut self) -> syn::Result<Conditions> {
        if self.input.peek(Token![if]) { self.conditions() } else { Ok(Conditions::default()) }
    }

    pub(super) fn conditions(&mut self) -> syn::Result<Conditions> {
        self.parse::<Token![if]>()?;
        let mut conditions = Conditions::default();
        self.condition(&mut conditions)?;
        while self.input.peek(Token![&&]) {
            self.parse::<Token![&&]>()?;
            self.condition(&mut conditions)?;
        }
        Ok(conditions)
    }

    pub(super) fn condition(&mut self, conditions: &mut Conditions) -> syn::Result<()> {
        let negated = self.input.peek(Token![!]);
        if negated {
            self.parse::<Token![!]>()?;
        }
        self.require(Ident::peek_any, "a condition", expected::condition(self.input))?;
        let subject = self.word()?;
        let has_argument = self.input.peek(token::Bracket);
        let argument = if has_argument { Some(self.argument(&subject.text)?) } else { None };
        let written = match &argument {
            Some(argument) => format!("{}[\"{}\"]", subject.text, argument.value()),
            None => subject.text.clone(),
        };
        let (operator, values) = self.comparison(&written)?;
        if negated && operator != Operator::Present {
            let help = "use `!=`, or remove the `!`";
            return Err(syntax(subject.span, "`!` cannot precede a comparison", help));
        }
        conditions.nodes.push(Condition {
            negated,
            subject: subject.text.into(),
            argument: argument.map(|argument| argument.value().into()),
            operator,
            values: values.iter().map(|value| value.value().into()).collect(),
        });
        conditions.spans.push(ConditionSpans {
            subject: subject.span,
            values: values.iter().map(LitStr::span).collect(),
        });
        Ok(())
    }

    /// Parses the name in brackets after a subject.
    fn argument(&mut self, subject: &str) -> syn::Result<LitStr> {
        let content;
        let close = bracketed!(content in self.input).span.close();
        self.inside(&content, close, |inner| {
            let help = expected::argument(inner.input, subject);
            inner.require(LitStr, "a name in quotes", &help)?;
            inner.string()
        })
    }

    /// Parses the comparison after a subject. `subject` is the subject's source text.
    fn comparison(&mut self, subject: &str) -> syn::Result<(Operator, Vec<LitStr>)> {
        let (operator, sign) = if self.input.peek(Token![==]) {
            self.parse::<Token![==]>()?;
            (Operator::Equal, "==")
        } else if self.input.peek(Token![!=]) {
            self.parse::<Token![!=]>()?;
            (Operator::NotEqual, "!=")
        } else if self.input.peek(Token![in]) {
            self.parse::<Token![in]>()?;
            return self.list(subject).map(|values| (Operator::In, values));
        } else {
            return Ok((Operator::Present, Vec::new()));
        };
        let help = expected::value(self.input, &format!("{subject} {sign}"));
        self.require(LitStr, "a value in quotes", &help)?;
        Ok((operator, vec![self.string()?]))
    }

    fn list(&mut self, subject: &str) -> syn::Result<Vec<LitStr>> {
        let help = &expected::list(self.input, subject);
        self.require(token::Bracket, "a list in brackets", help)?;
        let content;
        let close = bracketed!(content in self.input).span.close();
        self.inside(&content, close, |inner| {
            let mut values = Vec::new();
            while !inner.input.is_empty() {
                inner.require(LitStr, "a value in quotes", help)?;
                values.push(inner.string()?);
                if !inner.input.is_empty() {
                    inner.require(Token![,], "`,`", help)?;
                    inner.parse::<Token![,]>()?;
                }
            }
            Ok(values)
        })
    }
}
