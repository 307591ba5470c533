//! From tokens to what is written. What cannot be read is one error, and the next item begins
//! behind the comma.

mod assert;
mod attribute;
mod expected;
mod guard;
mod include;
mod item;
mod option;
mod rule;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser, Peek};
use syn::{LitStr, token};

use crate::ast::{Table, Word};
use crate::report::Errors;

/// The words that begin something else than a rule.
mod keyword {
    syn::custom_keyword!(include);
    syn::custom_keyword!(assert);
    syn::custom_keyword!(with);
}

/// Reads all of a table; what is none goes to `errors`.
pub(crate) fn table(input: TokenStream, errors: &mut Errors) -> Table {
    let mut table = Table {
        krate: quote!(::redirects),
        entries: Vec::new(),
        scopes: Vec::new(),
        asserts: Vec::new(),
        methods: Vec::new(),
    };
    let items = |input: ParseStream<'_>| {
        table.krate = input.call(Ident::parse_any)?.into_token_stream();
        let last = Span::call_site();
        let (table, errors) = (&mut table, &mut *errors);
        RuleLowering { input, last, table, errors, scope: None, item_starts_at: 0 }.items();
        Ok(())
    };
    if let Err(error) = items.parse2(input) {
        errors.push(error);
    }
    table
}

/// Reads what stands in one block.
struct RuleLowering<'a, 'm> {
    input: ParseStream<'a>,
    /// The token before, where an error stands when the input ends.
    last: Span,
    table: &'m mut Table,
    errors: &'m mut Errors,
    /// The scope that items stand in.
    scope: Option<usize>,
    /// The number of methods before this item's.
    item_starts_at: usize,
}

impl RuleLowering<'_, '_> {
    /// Reads what stands between brackets, which are closed at `close`: all of it, and what is left
    /// of it after an error is passed over, or syn would fail the whole input for it.
    fn inside<T>(
        &mut self,
        content: ParseStream<'_>,
        close: Span,
        read: impl FnOnce(&mut RuleLowering<'_, '_>) -> syn::Result<T>,
    ) -> syn::Result<T> {
        let mut inner = RuleLowering {
            input: content,
            last: close,
            table: self.table,
            errors: self.errors,
            scope: self.scope,
            item_starts_at: self.item_starts_at,
        };
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
        if self.input.peek(LitStr) {
            let text = self.text()?;
            return Ok(Word { text: format!("\"{}\"", text.value()), span: text.span() });
        }
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

    fn at_options(&self) -> bool {
        self.input.peek(token::Brace)
    }
}

/// Reads what is left, or syn would fail the whole input for it.
fn drain(content: ParseStream<'_>) -> syn::Result<()> {
    content.parse::<TokenStream>().map(drop)
}

fn syntax(span: Span, message: &str, help: &str) -> syn::Error {
    syn::Error::new(span, format!("{message}\nhelp: {help}\nnote: this is `syntax`"))
}
