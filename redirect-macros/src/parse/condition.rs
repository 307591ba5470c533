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
            self.last = self.parse::<Token![&&]>()?.spans[1];
            self.condition(&mut conditions)?;
        }
        Ok(conditions)
    }

    pub(super) fn condition(&mut self, conditions: &mut Conditions) -> syn::Result<()> {
        let negated = self.input.peek(Token![!]);
        if negated {
            self.parse::<Token![!]>()?;
        }
        if !self.input.peek(Ident::peek_any) {
            return Err(self.expected("a condition", expected::condition(self.input)));
        }
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
        let (mut texts, mut spans) = (Vec::new(), Vec::new());
        for value in &values {
            texts.push(value.value().into());
            spans.push(value.span());
        }
        conditions.nodes.push(Condition {
            negated,
            subject: subject.text.into(),
            argument: argument.map(|argument| argument.value().into()),
            operator,
            values: texts,
        });
        conditions.spans.push(ConditionSpans { subject: subject.span, values: spans });
        Ok(())
    }

    /// Parses the name in brackets after a subject.
    fn argument(&mut self, subject: &str) -> syn::Result<LitStr> {
        let content;
        let close = bracketed!(content in self.input).span.close();
        self.inside(&content, close, |inner| {
            if inner.at_string() {
                return inner.string();
            }
            Err(inner.expected("a name in quotes", &expected::argument(inner.input, subject)))
        })
    }

    /// Parses the comparison after a subject. `subject` is the subject's source text.
    fn comparison(&mut self, subject: &str) -> syn::Result<(Operator, Vec<LitStr>)> {
        let (operator, sign) = if self.input.peek(Token![==]) {
            self.last = self.parse::<Token![==]>()?.spans[1];
            (Operator::Equal, "==")
        } else if self.input.peek(Token![!=]) {
            self.last = self.parse::<Token![!=]>()?.spans[1];
            (Operator::NotEqual, "!=")
        } else if self.input.peek(Token![in]) {
            self.parse::<Token![in]>()?;
            return self.list(subject).map(|values| (Operator::In, values));
        } else {
            return Ok((Operator::Present, Vec::new()));
        };
        if self.at_string() {
            return Ok((operator, vec![self.string()?]));
        }
        let help = expected::value(self.input, &format!("{subject} {sign}"));
        Err(self.expected("a value in quotes", &help))
    }

    fn list(&mut self, subject: &str) -> syn::Result<Vec<LitStr>> {
        let help = &expected::list(self.input, subject);
        self.require(token::Bracket, "a list in brackets", help)?;
        let content;
        let close = bracketed!(content in self.input).span.close();
        self.inside(&content, close, |inner| {
            let mut values = Vec::new();
            while !inner.input.is_empty() {
                if !inner.at_string() {
                    return Err(inner.expected("a value in quotes", help));
                }
                values.push(inner.string()?);
                if !inner.input.is_empty() && inner.parse::<Token![,]>().is_err() {
                    return Err(inner.expected("`,`", help));
                }
            }
            Ok(values)
        })
    }
}
