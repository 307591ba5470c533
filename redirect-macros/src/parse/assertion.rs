//! Assertions: `"assert" METHOD? STR ("with" subject "==" STR)* "=>" response`

use proc_macro2::{Ident, TokenTree};
use redirect_compiler::syntax::{Assertion, Condition, Operator};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{LitStr, Token};

use super::condition::{self, Conditions};
use super::{Parser, expected, keyword, syntax};
use crate::spans::NodeSpans;

impl Parser<'_, '_, '_> {
    pub(super) fn assertion(&mut self) -> syn::Result<()> {
        self.parse::<keyword::assert>()?;
        self.skip_unknown_prefix();
        let is_method = self.input.peek(Ident::peek_any);
        if expected::is_word(self.input, &["not"]) && self.input.peek2(LitStr) {
            let span = self.input.call(Ident::parse_any)?.span();
            let help = format!("write `assert {} => pass`", self.string()?.token());
            return Err(syntax(span, "`not` cannot precede a URL", &help));
        }
        let method = if is_method { Some(self.method()?) } else { None };
        if !self.at_string() {
            let help = "write `assert \"/old\" => 301 \"/new\"`";
            return Err(self.expected("a URL in quotes", help));
        }
        let url = self.string()?;
        let mut conditions = Conditions::default();
        while self.input.peek(keyword::with) {
            self.parse::<keyword::with>()?;
            self.condition(&mut conditions)?;
        }
        self.end_of_request(&conditions)?;
        self.arrow(&url.value(), "301")?;
        let status = self.status("301")?;
        let target = self.target(&status)?;
        self.parsed.document.assertions.push(Assertion {
            method: method.as_ref().map(|method| method.to_string().into()),
            url: url.value().into(),
            conditions: conditions.nodes,
            status: status.text.into(),
            location: target.as_ref().map(|target| target.value().into()),
            scope: self.scope,
        });
        self.parsed.spans.assertions.push(NodeSpans {
            methods: method.iter().map(Ident::span).collect(),
            source: Some(url.span()),
            conditions: conditions.spans,
            status: Some(status.span),
            target,
            ..NodeSpans::new(url.span())
        });
        Ok(())
    }

    /// Rejects conditions in the syntax of a rule's conditions.
    fn end_of_request(&mut self, conditions: &Conditions) -> syn::Result<()> {
        let input = self.input;
        let is_comma = input.peek(Token![,]);
        let is_and = input.peek(Token![&&]) || expected::is_word(input, &["and"]);
        let last = conditions.nodes.last();
        let value = |ahead: ParseStream<'_>| ahead.parse::<LitStr>().ok();
        let has_sign = input.peek(Token![:]) || input.peek(Token![=]) && !input.peek(Token![=>]);
        let ahead = input.fork();
        if has_sign {
            ahead.parse::<TokenTree>()?;
        }
        let compared = last.filter(|last| last.operator == Operator::Present).zip(value(&ahead));
        if let Some((condition, value)) = compared {
            let values = vec![value.value().into()];
            let condition = Condition { operator: Operator::Equal, values, ..condition.clone() };
            let help = format!("write `with {condition}`");
            return Err(self.expected("`=>` and a response", &help));
        }
        let help = if input.peek(Token![if]) {
            "use `with` to set parts of the request"
        } else if is_and || is_comma {
            "use `with` before each, as in \
             `with host == \"a.example\" with cookie[\"b\"] == \"1\"`"
        } else {
            return Ok(());
        };
        let error = self.expected("`=>` and a response", help);
        if is_comma && condition::is_comparison_after_comma(input) {
            // The condition after the comma does not start an item.
            self.parse::<Token![,]>()?;
            self.word()?;
        }
        Err(error)
    }
}
