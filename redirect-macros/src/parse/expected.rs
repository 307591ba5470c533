//! Help for tokens that stand where others are expected: what to write instead.

use proc_macro2::{TokenStream, TokenTree};
use redirect_compiler::Format;
use redirect_compiler::nearest;
use syn::parse::ParseStream;
use syn::{LitStr, Token};

/// The kind of the next token, as far as it suggests what was meant.
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

/// Returns the help for a word that starts no item: a similar keyword, or what items start with.
pub(super) fn item(word: &str) -> String {
    match nearest(word, ["default", "include", "assert"].into_iter()) {
        Some(known) => format!("write `{known}`"),
        None => {
            "an item begins with a source, a method, `if`, `default`, `include` or `assert`".into()
        }
    }
}

/// Returns the help where a source is expected; `has_methods` if it follows methods.
pub(super) fn source(input: ParseStream<'_>, has_methods: bool) -> &'static str {
    match next(input) {
        Next::Sign(',' | '+' | '/') if has_methods => {
            "methods have a bar between them: write `POST | PUT \"/old\"`"
        }
        Next::Sign(':') if has_methods => "write the method's name alone, as in `GET \"/old\"`",
        Next::Word(word) if word == "_" => "write `\"/{*rest}\"` for every path",
        Next::Brackets => "a rule has one source: write a rule for each",
        Next::Text(_) => "write a plain string, `\"/old\"`",
        _ => "write `\"/old\" => 301 \"/new\"`",
    }
}

/// Returns the help where `=>` is expected.
pub(super) fn arrow(input: ParseStream<'_>) -> &'static str {
    match next(input) {
        Next::Sign('=') if input.peek2(LitStr) => "values are compared with `==`",
        Next::Sign('-' | ':' | '=') => "write `=>`",
        Next::Sign('|') if input.peek(Token![||]) => {
            "write `in [\"a\", \"b\"]`, or a rule for each: conditions have `&&` between them"
        }
        Next::Sign('|') => "a rule has one source: write a rule for each",
        Next::Text(_) => "a method has no quotes: write `GET \"/old\" => 301 \"/new\"`",
        Next::Sign('&') => "a condition begins with `if`",
        _ => "write `\"/old\" => 301 \"/new\"`",
    }
}

/// Returns the help where a condition is expected.
pub(super) fn condition(input: ParseStream<'_>) -> &'static str {
    match next(input) {
        Next::Text(_) => "what is asked for stands first: write `host == \"example.com\"`",
        Next::Brackets => "conditions have `&&` between them, and no brackets around them",
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
        // A constant has a name in upper case, and its value is not known here.
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
        Next::Text(text) if text.trim_matches('"').parse::<u16>().is_ok() => {
            "write the status without quotes"
        }
        Next::Brackets => "write `301 \"/new\"`, without brackets",
        _ => "write `301 \"/new\"`, or 302, 303, 307 or 308; `permanent` is 308, `temporary` 307",
    }
}

/// Returns the help where a target is expected.
pub(super) fn target(input: ParseStream<'_>) -> &'static str {
    match next(input) {
        Next::Sign('=') => "leave this arrow out",
        Next::Sign(':') => "write the number of the status",
        Next::Word(_) => "a target is a string: a constant or a macro cannot be read here",
        Next::Text(_) => "write a plain string, `\"/new\"`",
        Next::Brackets => "write `301 \"/new\"`, without brackets",
        _ => "write `301 \"/new\"`",
    }
}

/// Returns the help where a comma is expected.
pub(super) fn comma(input: ParseStream<'_>) -> &'static str {
    match next(input) {
        Next::Sign(';') => "write `,`",
        Next::Word(word) if word.parse::<Format>().is_ok() => "write `as` before the format",
        Next::Word(word) if word == "if" => "a condition stands before the `=>`",
        Next::Sign('#') => "an attribute stands before its rule",
        _ => "rules have commas between them",
    }
}
