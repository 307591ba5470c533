//! Parsing of tokens into the compiler's syntax tree, with the spans of its nodes.
//!
//! An item that cannot be parsed causes one error. Parsing resumes after the next comma.

mod assertion;
mod attribute;
mod condition;
mod expected;
mod include;
mod item;
mod option;
mod rule;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use redirect_compiler::syntax::{Document, ScopeId};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser as _, Peek};
use syn::{LitStr, token};

use crate::errors::Errors;
use crate::files::UnreadInclude;
use crate::source_location::FileNames;
use crate::spans::Spans;

/// The keywords of the macro that are not keywords of Rust.
mod keyword {
    syn::custom_keyword!(include);
    syn::custom_keyword!(assert);
    syn::custom_keyword!(with);
}

/// The result of parsing a macro call, without the items that could not be parsed.
pub(crate) struct Parsed<'a> {
    /// The path of the crate that exports the macro: `$crate`.
    pub(crate) facade: TokenStream,
    /// The nodes of the macro call, without the rules of included files.
    pub(crate) document: Document<'a>,
    /// The spans of the nodes.
    pub(crate) spans: Spans,
    /// The includes, in order.
    pub(crate) includes: Vec<UnreadInclude>,
    /// All methods, even if their rule could not be parsed, so that an editor can complete a method
    /// while it is being typed.
    pub(crate) methods: Vec<Ident>,
}

/// Parses a macro call, and adds errors to `errors`.
pub(crate) fn parse<'a>(
    input: TokenStream,
    file_names: &'a FileNames,
    errors: &mut Errors,
) -> Parsed<'a> {
    let mut parsed = Parsed {
        facade: quote!(::redirects),
        document: Document::default(),
        spans: Spans::default(),
        includes: Vec::new(),
        methods: Vec::new(),
    };
    let parse_call = |input: ParseStream<'_>| {
        parsed.facade = input.call(Ident::parse_any)?.into_token_stream();
        Parser {
            input,
            last: Span::call_site(),
            parsed: &mut parsed,
            file_names,
            errors: &mut *errors,
            scope: None,
            first_method: 0,
        }
        .items();
        Ok(())
    };
    if let Err(error) = parse_call.parse2(input) {
        errors.push(error);
    }
    parsed
}

/// A parser for the contents of one block.
struct Parser<'names, 'input, 'out> {
    input: ParseStream<'input>,
    /// The span of the previous token, at which an unexpected end of the input is reported.
    last: Span,
    parsed: &'out mut Parsed<'names>,
    file_names: &'names FileNames,
    errors: &'out mut Errors,
    /// The innermost scope around the next item.
    scope: Option<ScopeId>,
    /// The index in `parsed.methods` of the first method of the current item.
    first_method: usize,
}

/// The text and the span of a token.
struct SpannedText {
    text: String,
    span: Span,
}

impl<'names> Parser<'names, '_, '_> {
    /// Parses the contents of a delimited group whose closing delimiter is at `close`. Consumes all
    /// of the contents, even after an error, because syn would otherwise reject the whole input.
    fn inside<T>(
        &mut self,
        content: ParseStream<'_>,
        close: Span,
        parse: impl FnOnce(&mut Parser<'names, '_, '_>) -> syn::Result<T>,
    ) -> syn::Result<T> {
        let mut inner = Parser {
            input: content,
            last: close,
            parsed: self.parsed,
            file_names: self.file_names,
            errors: self.errors,
            scope: self.scope,
            first_method: self.first_method,
        };
        let result = parse(&mut inner);
        let rest = content.span();
        let is_read = content.is_empty();
        drain(content)?;
        self.last = close;
        match result {
            Ok(_) if !is_read => Err(syntax(rest, "unexpected token", "remove it")),
            result => result,
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

    /// Parses a string.
    fn string(&mut self) -> syn::Result<LitStr> {
        let string: LitStr = self.parse()?;
        if string.suffix().is_empty() {
            return Ok(string);
        }
        Err(syntax(
            string.span(),
            "a string cannot have a suffix",
            "remove the text after the quotes",
        ))
    }

    /// Skips the prefix of a string such as `f"/new"`. rustc reports such a prefix as unknown.
    fn skip_unknown_prefix(&mut self) {
        let ahead = self.input.fork();
        let (Ok(prefix), Ok(string)) = (ahead.call(Ident::parse_any), ahead.parse::<LitStr>())
        else {
            return;
        };
        let (prefix, string) = (prefix.span(), string.span());
        // Before Rust 1.88, all positions are equal, so a prefix cannot be told from a method.
        if prefix.start() != prefix.end() && prefix.end() == string.start() {
            self.errors.leave_to_rustc();
            let _ = self.input.call(Ident::parse_any);
        }
    }

    /// Returns true if the next token is an invalid string literal, such as `"\d"`, which rustc has
    /// already reported.
    fn at_invalid_string(&self) -> bool {
        let is_quoted = |literal: &str| literal.starts_with('"') || literal.starts_with("r\"");
        match self.input.fork().parse::<TokenTree>() {
            Ok(TokenTree::Literal(literal)) => {
                is_quoted(&literal.to_string()) && !self.input.peek(LitStr)
            }
            _ => false,
        }
    }

    /// Parses one token as text: an identifier, a keyword, a number, or a string. The text of a
    /// string includes the quotes, and its escapes are replaced by the characters they denote.
    fn word(&mut self) -> syn::Result<SpannedText> {
        if self.input.peek(LitStr) {
            let string = self.string()?;
            let text = format!("\"{}\"", string.value());
            return Ok(SpannedText { text, span: string.span() });
        }
        let token: TokenTree = self.input.parse()?;
        self.last = token.span();
        Ok(SpannedText { text: token.to_string(), span: token.span() })
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

/// Consumes the rest of the input, because syn would otherwise reject the whole input.
fn drain(content: ParseStream<'_>) -> syn::Result<()> {
    content.parse::<TokenStream>().map(drop)
}

fn syntax(span: Span, message: &str, help: &str) -> syn::Error {
    syn::Error::new(span, format!("{message}\nhelp: {help}\nnote: error `syntax`"))
}
