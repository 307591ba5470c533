//! Help texts for unexpected tokens.

use proc_macro2::{TokenStream, TokenTree};
use redirect_compiler::Format;
use redirect_compiler::nearest;
use redirect_core::internals::Status;
use syn::parse::ParseStream;
use syn::{LitStr, Token};

use super::rule::METHODS;

/// The kind of the next token, as a clue to what the author meant.
enum Next {
    End,
    Word(String),
    Sign(char),
    Text(String),
    Number(String),
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
            text => Next::Number(text),
        },
    }
}

/// Returns the text of the token after the next one.
fn second(input: ParseStream<'_>) -> String {
    let ahead = input.fork();
    let _ = ahead.parse::<TokenTree>();
    ahead.parse::<TokenTree>().map_or_else(|_| String::new(), |token| token.to_string())
}

/// Returns true if a token is a status, or an integer between quotes.
fn is_status(token: &str) -> bool {
    token.trim_matches('"').parse::<u16>().is_ok() || Status::from_word(token).is_some()
}

/// Returns the help for a word that cannot start an item: a similar keyword, or a list of all valid
/// starts.
pub(super) fn item(word: &str) -> String {
    match nearest(word, ["default", "include", "assert"].into_iter()) {
        Some(known) => format!("write `{known}`"),
        None => {
            "an item starts with a source, a method, `if`, `default`, `include` or `assert`".into()
        }
    }
}

/// Returns the help where a source is expected. `has_methods` is true after methods.
pub(super) fn source(input: ParseStream<'_>, has_methods: bool) -> &'static str {
    match next(input) {
        Next::Sign(',' | '+' | '/') if has_methods => {
            "separate methods with `|`, as in `POST | PUT \"/old\"`"
        }
        Next::Sign(':') if has_methods => "use only the name of the method, as in `GET \"/old\"`",
        Next::Word(word) if word == "_" => "write `\"/{*rest}\"` to match every path",
        Next::Brackets => "write one rule for each source",
        Next::Text(_) => "use a plain string literal, as in `\"/old\"`",
        _ => "write `\"/old\" => 301 \"/new\"`",
    }
}

/// Returns the help where `=>` is expected, after the string `before`.
pub(super) fn arrow(input: ParseStream<'_>, before: &str) -> &'static str {
    match next(input) {
        Next::Sign('=') if input.peek2(LitStr) => "compare values with `==`",
        Next::Sign('-' | ':' | '=') => "write `=>`",
        Next::Sign('|') if input.peek(Token![||]) => {
            "use `in [\"a\", \"b\"]`, or write one rule for each condition: `||` is not supported"
        }
        Next::Sign('|') => "write one rule for each source",
        Next::Text(_) if METHODS.contains(&before) => {
            "write the method without quotes, as in `GET \"/old\" => 301 \"/new\"`"
        }
        Next::Sign('&') => "start the conditions with `if`",
        _ => "write `\"/old\" => 301 \"/new\"`",
    }
}

/// Returns the help where a condition is expected.
pub(super) fn condition(input: ParseStream<'_>) -> &'static str {
    match next(input) {
        Next::Text(_) => "write the subject first, as in `host == \"example.com\"`",
        Next::Brackets => "separate conditions with `&&`, without parentheses",
        _ => "write `host == \"example.com\"`, or `cookie[\"beta\"]`",
    }
}

/// Returns the help where the name in the brackets of a subject is expected.
pub(super) fn argument(input: ParseStream<'_>, subject: &str) -> String {
    let mut name = String::new();
    for token in input.fork().parse::<TokenStream>().unwrap_or_default() {
        match token {
            TokenTree::Group(_) | TokenTree::Literal(_) => return argument_example(subject),
            TokenTree::Ident(_) | TokenTree::Punct(_) => name += &token.to_string(),
        }
    }
    match &name[..] {
        "" => argument_example(subject),
        name => format!("write `{subject}[\"{name}\"]`"),
    }
}

fn argument_example(subject: &str) -> String {
    format!("write `{subject}[\"name\"]`")
}

/// Returns the help where a value is expected, given the text before it.
pub(super) fn value(input: ParseStream<'_>, before: &str) -> String {
    match next(input) {
        // An uppercase name is probably a constant, whose value the macro cannot know.
        Next::Word(word) if !word.starts_with(char::is_uppercase) => {
            format!("write `{before} \"{word}\"`")
        }
        Next::Number(number) => format!("write `{before} \"{number}\"`"),
        _ => format!("write `{before} \"value\"`"),
    }
}

/// Returns the help where a list of values is expected.
pub(super) fn list(input: ParseStream<'_>, subject: &str) -> String {
    match input.fork().parse::<LitStr>() {
        Ok(value) => format!("write `{subject} in [\"{}\"]`", value.value()),
        Err(_) => format!("write `{subject} in [\"value\"]`"),
    }
}

/// Returns the help where a status is expected.
pub(super) fn status(input: ParseStream<'_>) -> &'static str {
    match next(input) {
        Next::Text(text) if is_status(&text) => "remove the quotes around the status",
        Next::Text(_) if is_status(&second(input)) => {
            "write the status first, as in `301 \"/new\"`"
        }
        Next::Brackets => "write `301 \"/new\"` without brackets",
        _ => "use 301, 302, 303, 307 or 308, as in `301 \"/new\"`",
    }
}

/// Returns the help where a target is expected.
pub(super) fn target(input: ParseStream<'_>) -> &'static str {
    match next(input) {
        Next::Sign('=') => "remove this arrow",
        Next::Sign(':') => "use the number of a status",
        Next::Word(word) if word == "if" => "move the conditions before `=>`",
        Next::Word(_) => "use a string literal: the macro cannot read constants or other macros",
        Next::Text(_) => "use a plain string literal, as in `\"/new\"`",
        Next::Brackets => "write `301 \"/new\"` without brackets",
        _ => "write `301 \"/new\"`",
    }
}

/// Returns the help where a comma is expected.
pub(super) fn comma(input: ParseStream<'_>) -> &'static str {
    match next(input) {
        Next::Sign(';') => "use `,` in place of `;`",
        Next::Word(word) if word.parse::<Format>().is_ok() => "add `as` before the format",
        Next::Word(word) if word == "if" => "move the conditions before `=>`",
        Next::Sign('#') => "move the attribute before its rule",
        _ => "separate rules with commas",
    }
}
