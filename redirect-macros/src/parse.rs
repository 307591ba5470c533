//! Parsing of tokens into the compiler's syntax tree, with the spans of its nodes.
//!
//! An item that cannot be parsed causes one error. Parsing resumes after the next comma, after the
//! next block of rules, or at a line that starts with an item.

mod assertion;
mod attribute;
mod canonical;
mod condition;
mod constant;
mod expected;
mod include;
mod item;
mod option;
mod rule;
#[cfg(test)]
mod tests;

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use redirect_compiler::syntax::{Document, METHODS, ScopeId};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser as _, Peek};
use syn::{LitStr, Token, token};

use crate::errors::Errors;
use crate::files::UnreadInclude;
use crate::source_location::{FileNames, position};
use crate::spans::Spans;

/// The keywords of the macro that are not keywords of Rust.
mod keyword {
    syn::custom_keyword!(canonical);
    syn::custom_keyword!(include);
    syn::custom_keyword!(assert);
    syn::custom_keyword!(with);
    syn::custom_keyword!(env);
    syn::custom_keyword!(concat);
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

impl Parsed<'_> {
    fn new() -> Self {
        Parsed {
            facade: quote!(::redirects),
            document: Document::default(),
            spans: Spans::default(),
            includes: Vec::new(),
            methods: Vec::new(),
        }
    }
}

/// Parses a macro call, and adds errors to `errors`.
pub(crate) fn parse<'a>(
    input: TokenStream,
    file_names: &'a FileNames,
    errors: &mut Errors,
) -> Parsed<'a> {
    let mut parsed = Parsed::new();
    let parse_call = |input: ParseStream<'_>| {
        parsed.facade = input.call(Ident::parse_any)?.into_token_stream();
        Parser::new(input, Span::call_site(), &mut parsed, file_names, errors).items();
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
    /// True if the current item contains an invalid string literal, which rustc has already
    /// reported.
    has_invalid_string: bool,
}

/// The text and the span of a token.
struct SpannedText {
    text: String,
    span: Span,
}

impl<'names, 'input, 'out> Parser<'names, 'input, 'out> {
    fn new(
        input: ParseStream<'input>,
        last: Span,
        parsed: &'out mut Parsed<'names>,
        file_names: &'names FileNames,
        errors: &'out mut Errors,
    ) -> Self {
        Parser { input, last, parsed, file_names, errors, scope: None, has_invalid_string: false }
    }

    /// Parses the contents of a delimited group whose closing delimiter is at `close`. Consumes all
    /// of the contents, even after an error, because syn would otherwise reject the whole input.
    fn inside<T>(
        &mut self,
        content: ParseStream<'_>,
        close: Span,
        parse: impl FnOnce(&mut Parser<'names, '_, '_>) -> syn::Result<T>,
    ) -> syn::Result<T> {
        let last = if content.is_empty() { close } else { content.span() };
        let mut inner = Parser {
            scope: self.scope,
            ..Parser::new(content, last, self.parsed, self.file_names, self.errors)
        };
        let result = parse(&mut inner);
        if result.is_err() {
            self.has_invalid_string |= inner.has_invalid_string || inner.at_invalid_string();
        }
        let rest = content.span();
        let is_read = content.is_empty();
        let unexpected = expected::unexpected(content);
        drain(content)?;
        self.last = close;
        match result {
            Ok(_) if !is_read => Err(syntax(rest, &unexpected, "remove it")),
            result => result,
        }
    }

    /// Skips the rest of an item that cannot be parsed. If nothing of it has been parsed, at least
    /// one token is skipped.
    fn skip_item(&mut self, mut is_started: bool) {
        while !(is_started && (self.at_next_item() || self.at_foreign_rule())) {
            is_started = true;
            if self.input.peek(token::Brace) && self.skip_block() {
                // The comma after a block is optional.
                let is_comma = self.parse::<Token![,]>().is_ok();
                if is_comma || self.starts_item() || self.starts_line() {
                    return;
                }
            }
            let Ok(token) = self.input.parse::<TokenTree>() else { return };
            self.last = match &token {
                TokenTree::Group(group) => group.span_close(),
                token => token.span(),
            };
            let is_block =
                matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            if is_block && self.at_item() {
                return;
            }
            let is_comma =
                matches!(&token, TokenTree::Punct(sign) if [',', ';'].contains(&sign.as_char()));
            // A comma in the middle of an item, as in `"/old", => 301 "/new"`, does not end it.
            if is_comma && (self.starts_item() || self.starts_line()) {
                return;
            }
        }
    }

    /// Returns true if the next token starts a line that may be a rule in the format of a file,
    /// such as `"/old" "/new" 301` or `/old /new 301`, or a rule whose source is a constant.
    fn at_foreign_rule(&self) -> bool {
        let input = self.input;
        let is_rule = input.peek(LitStr) && input.peek2(LitStr)
            || input.peek(Ident::peek_any) && input.peek2(Token![=>])
            || input.peek(Token![/]);
        is_rule && self.starts_line()
    }

    /// Returns true if an item can start with the next token.
    fn starts_item(&self) -> bool {
        let input = self.input;
        let is_operator = input.peek(Token![in]) || input.peek(keyword::with);
        let is_word = input.peek(Ident::peek_any) && !is_operator;
        is_word || input.peek(LitStr) || input.peek(Token![#])
    }

    /// Skips a block of rules whose group cannot be parsed, and reports the syntax errors in it.
    /// The rules are discarded, because their conditions are unknown. Returns false if there is no
    /// block of rules.
    fn skip_block(&mut self) -> bool {
        if !item::block_has_rules(&self.input.fork()).unwrap_or(false) {
            return false;
        }
        let mut discarded = Parsed::new();
        let result =
            Parser::new(self.input, self.last, &mut discarded, self.file_names, self.errors)
                .block();
        self.parsed.methods.append(&mut discarded.methods);
        result.map(|close| self.last = close).is_ok()
    }

    /// Parses a token. If it is an operator, `last` becomes the span of its first character.
    fn parse<T: Parse>(&mut self) -> syn::Result<T> {
        let span = self.input.span();
        let token = self.input.parse()?;
        self.last = span;
        Ok(token)
    }

    /// Returns true if the next token is a string, after an unknown prefix, which is skipped.
    fn at_string(&mut self) -> bool {
        self.skip_unknown_prefix();
        self.input.peek(LitStr)
    }

    /// Parses a string.
    fn string(&mut self) -> syn::Result<LitStr> {
        let string: LitStr = self.input.parse()?;
        self.last = string.span();
        if string.suffix().is_empty() {
            return Ok(string);
        }
        Err(syntax(string.span(), "a string cannot have a suffix", "remove the suffix"))
    }

    /// Skips the prefix of a string such as `f"/new"`. rustc reports such a prefix as unknown.
    fn skip_unknown_prefix(&mut self) {
        if !self.input.peek(Ident::peek_any) {
            return;
        }
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
        if self.input.peek(LitStr) {
            return false;
        }
        match self.input.fork().parse::<TokenTree>() {
            Ok(TokenTree::Literal(literal)) => is_string(&literal.to_string()),
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
        let (text, span) = (token.to_string(), token.span());
        if is_string(&text) {
            // This error is not reported.
            self.has_invalid_string = true;
            return Err(syntax(span, "invalid string", "remove the invalid characters"));
        }
        Ok(SpannedText { text, span })
    }

    fn require<P: Peek>(&self, token: P, what: &str, help: &str) -> syn::Result<()> {
        if self.input.peek(token) { Ok(()) } else { Err(self.expected(what, help)) }
    }

    /// Creates the error for a missing part of an item, which names the token in its place. If the
    /// item ends here, the error is located at its last token.
    fn expected(&self, what: &str, help: &str) -> syn::Error {
        let ends = self.input.is_empty() || self.at_next_item();
        if ends {
            return syntax(self.last, &format!("expected {what}"), help);
        }
        let message = expected::message(what, self.input);
        syntax(self.input.span(), &message, help)
    }

    /// Returns true if the next token starts a line and an item, so that the comma before it is
    /// missing. Before Rust 1.88, lines are unknown, so it is always false.
    fn at_next_item(&self) -> bool {
        self.starts_line() && self.at_item()
    }

    /// Returns true if the next token and the previous one are on different lines.
    fn starts_line(&self) -> bool {
        match (position(self.last), position(self.input.span())) {
            (Some((last, _)), Some((next, _))) => last != next,
            _ => false,
        }
    }

    /// Returns true if the next two tokens are on the same line.
    fn is_next_on_line(&self) -> bool {
        let ahead = self.input.fork();
        let first = position(ahead.span());
        let _ = ahead.parse::<TokenTree>();
        match (first, position(ahead.span())) {
            (Some((first, _)), Some((second, _))) => first == second,
            _ => false,
        }
    }

    fn at_options(&self) -> bool {
        self.input.peek(token::Brace)
    }
}

/// Returns true if a word is a known method.
pub(crate) fn is_method(word: &Ident) -> bool {
    METHODS.contains(&&word.to_string()[..])
}

/// Returns true if a token is a string literal, which may be invalid.
fn is_string(token: &str) -> bool {
    token.starts_with('"') || token.starts_with("r\"")
}

/// Consumes the rest of the input, because syn would otherwise reject the whole input.
fn drain(content: ParseStream<'_>) -> syn::Result<()> {
    content.parse::<TokenStream>().map(drop)
}

fn syntax(span: Span, message: &str, help: &str) -> syn::Error {
    syn::Error::new(span, format!("{message}\nhelp: {help}\nnote: error `syntax`"))
}
