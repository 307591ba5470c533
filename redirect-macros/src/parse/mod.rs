//! From tokens to what is written. A rule that cannot be read is one error, and the next rule
//! begins behind the comma.

mod attribute;
mod expected;
mod guard;
mod option;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser, Peek};
use syn::{LitInt, LitStr, Token, token};

use crate::ast::{Place, Rule, Table, Word};
use crate::report::Errors;

/// The methods that `http::Method` has a constant for. What it does not have is left to rustc,
/// which knows the names that are near.
const METHODS: [&str; 10] =
    ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE"];

/// Reads all rules; what is no rule goes to `errors`.
pub(crate) fn table(input: TokenStream, errors: &mut Errors) -> Table {
    let mut table = Table { krate: quote!(::redirects), rules: Vec::new(), methods: Vec::new() };
    let items = |input: ParseStream<'_>| {
        table.krate = input.call(Ident::parse_any)?.into_token_stream();
        let last = Span::call_site();
        let mut reader = Reader { input, last, methods: &mut table.methods, rule_starts_at: 0 };
        while !input.is_empty() {
            reader.rule_starts_at = reader.methods.len();
            match reader.rule() {
                Ok(rule) => {
                    reader.comma(&rule, errors);
                    table.rules.push(rule);
                }
                Err(error) => {
                    reader.report(error, errors);
                    reader.skip_to_comma();
                }
            }
        }
        Ok(())
    };
    if let Err(error) = items.parse2(input) {
        errors.push(error);
    }
    table
}

/// Reads the rules one by one.
struct Reader<'a, 'm> {
    input: ParseStream<'a>,
    /// The token before, where an error stands when the input ends.
    last: Span,
    methods: &'m mut Vec<Ident>,
    /// The number of methods before this rule's.
    rule_starts_at: usize,
}

impl Reader<'_, '_> {
    fn rule(&mut self) -> syn::Result<Rule> {
        let attributes = self.attributes()?;
        let methods = self.methods()?;
        let source = self.source(!methods.is_empty())?;
        let conditions = if self.input.peek(Token![if]) { self.guard()? } else { Vec::new() };
        self.require(Token![=>], "`=>` and an answer", expected::arrow(self.input))?;
        self.parse::<Token![=>]>()?;
        let status = self.status()?;
        let target = self.target(&status)?;
        let options = if self.input.peek(token::Brace) { self.options()? } else { Vec::new() };
        let place = place(source.span());
        Ok(Rule { attributes, methods, source, conditions, status, target, options, place })
    }

    fn methods(&mut self) -> syn::Result<Vec<Ident>> {
        let mut methods = Vec::new();
        while self.input.peek(Ident::peek_any) && !self.input.peek(Token![_]) {
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
            self.methods.push(method.clone());
            methods.push(method);
            if !self.input.peek(Token![|]) {
                break;
            }
            self.parse::<Token![|]>()?;
        }
        Ok(methods)
    }

    fn source(&mut self, has_methods: bool) -> syn::Result<LitStr> {
        let help = expected::source(self.input, has_methods);
        self.require(LitStr, "a source in quotes", help)?;
        self.text()
    }

    fn status(&mut self) -> syn::Result<Word> {
        let input = self.input;
        if input.peek(LitInt) || input.peek(Ident::peek_any) {
            return self.word();
        }
        Err(self.expected("a status", expected::status(input)))
    }

    fn target(&mut self, status: &Word) -> syn::Result<Option<LitStr>> {
        let input = self.input;
        if input.peek(LitStr) && !input.peek2(Token![=>]) {
            return self.text().map(Some);
        }
        let begins_rule = input.peek3(Token![=>]) || input.peek3(Token![if]);
        if input.peek(Token![,]) && input.peek2(LitStr) && !begins_rule && !is_final(status) {
            let error = self.expected("a target in quotes", "leave this comma out");
            self.parse::<Token![,]>()?;
            self.text()?;
            return Err(error);
        }
        let ends = input.is_empty() || input.peek(Token![,]) || input.peek(token::Brace);
        if ends || self.at_a_rule() {
            return Ok(None);
        }
        Err(self.expected("a target in quotes", expected::target(input)))
    }

    /// The comma between two rules, which may be left out behind a brace. Where it is missing the
    /// next token begins the next rule.
    fn comma(&mut self, rule: &Rule, errors: &mut Errors) {
        if self.input.is_empty() || self.parse::<Token![,]>().is_ok() {
            return;
        }
        let behind_brace = self.last.source_text().is_some_and(|text| text == "}");
        let misses_target = rule.target.is_none() && !is_final(&rule.status);
        if (behind_brace || misses_target) && self.at_a_rule() {
            return;
        }
        let behind = self.input.peek(Token![#]);
        errors.push(self.expected("`,`", expected::comma(self.input)));
        if behind || !self.at_a_rule() {
            self.skip_to_comma();
        }
    }

    fn at_a_rule(&self) -> bool {
        let input = self.input;
        let at_source = input.peek(LitStr) && (input.peek2(Token![=>]) || input.peek2(Token![if]));
        let at_method =
            input.peek(Ident::peek_any) && (input.peek2(LitStr) || input.peek2(Token![|]));
        at_source || at_method || input.peek(Token![#])
    }

    /// An unknown method is rustc's to report; the rule behind it is likely half typed.
    fn report(&mut self, error: syn::Error, errors: &mut Errors) {
        let is_known = |method: &Ident| METHODS.contains(&&method.to_string()[..]);
        match self.methods[self.rule_starts_at..].last() {
            Some(method) if !is_known(method) && self.input.is_empty() => errors.left_to_rustc(),
            _ => errors.push(error),
        }
    }

    /// Reads what stands between brackets, which are closed at `close`: all of it, and what is left
    /// of it after an error is passed over, or syn would fail the whole input for it.
    fn inside<T>(
        &mut self,
        content: ParseStream<'_>,
        close: Span,
        read: impl FnOnce(&mut Reader<'_, '_>) -> syn::Result<T>,
    ) -> syn::Result<T> {
        let mut inner =
            Reader { input: content, last: close, methods: self.methods, rule_starts_at: 0 };
        let item = read(&mut inner);
        let left = content.span();
        let is_whole = content.is_empty();
        drain(content)?;
        self.last = close;
        match item {
            Ok(_) if !is_whole => Err(syntax(left, "nothing follows here", "leave it out")),
            item => item,
        }
    }

    fn skip_to_comma(&mut self) {
        while let Ok(token) = self.input.parse::<TokenTree>() {
            self.last = token.span();
            if matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',') {
                return;
            }
        }
    }

    fn parse<T: syn::parse::Parse + ToTokens>(&mut self) -> syn::Result<T> {
        let token: T = self.input.parse()?;
        self.last = token.to_token_stream().into_iter().last().map_or(self.last, |t| t.span());
        Ok(token)
    }

    fn text(&mut self) -> syn::Result<LitStr> {
        let text: LitStr = self.parse()?;
        if text.suffix().is_empty() {
            return Ok(text);
        }
        Err(syntax(text.span(), "a text has no suffix", "leave out what follows the quotes"))
    }

    fn word(&mut self) -> syn::Result<Word> {
        let token: TokenTree = self.input.parse()?;
        self.last = token.span();
        Ok(Word { text: token.to_string(), span: token.span() })
    }

    fn require<P: Peek>(&self, token: P, what: &str, help: &str) -> syn::Result<()> {
        if self.input.peek(token) { Ok(()) } else { Err(self.expected(what, help)) }
    }

    fn expected(&self, what: &str, help: &str) -> syn::Error {
        let span = if self.input.is_empty() { self.last } else { self.input.span() };
        syntax(span, &format!("expected {what}"), help)
    }
}

/// Whether a rule with that status has no target.
fn is_final(status: &Word) -> bool {
    ["410", "451", "pass"].contains(&&status.text[..])
}

/// Reads what is left, or syn would fail the whole input for it.
fn drain(content: ParseStream<'_>) -> syn::Result<()> {
    content.parse::<TokenStream>().map(drop)
}

fn syntax(span: Span, message: &str, help: &str) -> syn::Error {
    syn::Error::new(span, format!("{message}\nhelp: {help}\nnote: this is `syntax`"))
}

fn place(span: Span) -> Place {
    if !proc_macro::is_available() {
        return Place::default();
    }
    let start = span.unwrap().start();
    let number = |value: usize| u32::try_from(value).unwrap_or_default();
    Place { file: start.file(), line: number(start.line()), column: number(start.column()) }
}
