//! Help for unexpected tokens.

use proc_macro2::{Delimiter, Spacing, TokenTree};
use redirect_compiler::Format;
use redirect_compiler::nearest;
use syn::parse::ParseStream;
use syn::{LitStr, Token};

/// The kind of the next token, which suggests what the author meant.
enum Next {
    End,
    Word(String),
    Sign(char),
    Text(String),
    Number,
    Brackets,
}

fn next(input: ParseStream<'_>) -> Next {
    match input.fork().parse::<TokenTree>() {
        Err(_) => Next::End,
        Ok(TokenTree::Ident(word)) => Next::Word(word.to_string()),
        Ok(TokenTree::Punct(sign)) => Next::Sign(sign.as_char()),
        Ok(TokenTree::Group(_)) => Next::Brackets,
        Ok(TokenTree::Literal(literal)) => match literal.to_string() {
            text if text.contains(['"', '\'']) => Next::Text(text),
            _ => Next::Number,
        },
    }
}

/// Returns the next token as a message quotes it.
pub(super) fn found(input: ParseStream<'_>) -> String {
    let ahead = input.fork();
    let mut text = String::new();
    while let Ok(token) = ahead.parse::<TokenTree>() {
        match token {
            TokenTree::Group(group) => match group.delimiter() {
                Delimiter::Parenthesis => text.push('('),
                Delimiter::Bracket => text.push('['),
                Delimiter::Brace => text.push('{'),
                Delimiter::None => text += &group.stream().to_string(),
            },
            TokenTree::Punct(sign) => {
                text.push(sign.as_char());
                // `||` is two tokens, of which the first is joined to the second.
                if sign.spacing() == Spacing::Joint && text.len() < "=>".len() {
                    continue;
                }
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) if !text.is_empty() => {}
            TokenTree::Ident(word) => text += &word.to_string(),
            TokenTree::Literal(literal) => text += &literal.to_string(),
        }
        break;
    }
    if text.is_empty() { "end of input".into() } else { format!("`{text}`") }
}

/// Returns the help for a word that cannot start an item: a similar keyword, or the valid starts.
pub(super) fn item(word: &str) -> String {
    match nearest(word, ["default", "include", "assert"].into_iter()) {
        Some(known) => format!("write `{known}`"),
        None => "use a source, a method, `if`, `default`, `include` or `assert`".into(),
    }
}

/// Returns the help where a source is expected; `has_methods` if it follows methods.
pub(super) fn source(input: ParseStream<'_>, has_methods: bool) -> &'static str {
    match next(input) {
        Next::Sign(',' | '+' | '/') if has_methods => {
            "use `|` between methods, as in `POST | PUT \"/old\"`"
        }
        Next::Sign(':') if has_methods => "use only the name of the method, as in `GET \"/old\"`",
        Next::Word(word) if word == "_" => "write `\"/{*rest}\"` to match every path",
        Next::Brackets => "use a rule for each source",
        Next::Text(_) => "use a string literal, as in `\"/old\"`",
        _ => "a rule is written `\"/old\" => 301 \"/new\"`",
    }
}

/// Returns the help where `=>` is expected.
pub(super) fn arrow(input: ParseStream<'_>) -> &'static str {
    match next(input) {
        Next::Sign('=') if input.peek2(LitStr) => "write `==` to compare values",
        Next::Sign('-' | ':' | '=') => "write `=>`",
        Next::Sign('|') if input.peek(Token![||]) => {
            "use `in [\"a\", \"b\"]`, or a rule for each condition"
        }
        Next::Sign('|') => "use a rule for each source",
        Next::Text(_) => {
            "remove the quotes around the method, as in `GET \"/old\" => 301 \"/new\"`"
        }
        Next::Sign('&') => "use `if` before the first condition",
        _ => "a rule is written `\"/old\" => 301 \"/new\"`",
    }
}

/// Returns the help where a condition is expected.
pub(super) fn condition(input: ParseStream<'_>) -> &'static str {
    match next(input) {
        Next::Text(_) => "move the value after the subject, as in `host == \"example.com\"`",
        Next::Brackets => "remove the brackets, and use `&&` between conditions",
        _ => "use a condition such as `host == \"example.com\"` or `cookie[\"beta\"]`",
    }
}

/// Returns the help where a status is expected.
pub(super) fn status(input: ParseStream<'_>) -> &'static str {
    match next(input) {
        Next::Text(text) if text.trim_matches('"').parse::<u16>().is_ok() => {
            "remove the quotes around the status"
        }
        Next::Brackets => "remove the brackets, as in `301 \"/new\"`",
        _ => "use 301, 302, 303, 307, 308, `permanent` or `temporary`, as in `301 \"/new\"`",
    }
}

/// Returns the help where a target is expected.
pub(super) fn target(input: ParseStream<'_>) -> &'static str {
    match next(input) {
        Next::Sign('=') => "remove the arrow",
        Next::Sign(':') => "use the number of the status",
        Next::Word(_) => "use a string literal: constants and macros are not supported",
        Next::Text(_) => "use a string literal, as in `\"/new\"`",
        Next::Brackets => "remove the brackets, as in `301 \"/new\"`",
        _ => "add a target, as in `301 \"/new\"`",
    }
}

/// Returns the help where a comma is expected.
pub(super) fn comma(input: ParseStream<'_>) -> &'static str {
    match next(input) {
        Next::Sign(';') => "write `,`",
        Next::Word(word) if word.parse::<Format>().is_ok() => "add `as` before the format",
        Next::Word(word) if word == "if" => "move the condition before the `=>`",
        Next::Sign('#') => "move the attribute before its rule",
        _ => "add a comma between rules",
    }
}
