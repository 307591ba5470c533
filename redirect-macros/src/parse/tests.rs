//! Tests of the parser's recovery.

use std::str::FromStr as _;

use super::*;

/// Tokens that a table can contain, and some that it cannot.
const TOKENS: [&str; 43] = [
    "\"/a\"",
    "\"/b\"",
    "301",
    "=>",
    ",",
    ";",
    "\n",
    "if",
    "host",
    "==",
    "&&",
    "||",
    "GET",
    "FETCH",
    "fetch",
    "|",
    "_",
    "!",
    "=",
    "/",
    "::",
    ".",
    "#",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "default",
    "include",
    "assert",
    "with",
    "in",
    "query",
    ":",
    "drop",
    "pass",
    "not",
    "[allow(chain)]",
    "let",
    "env",
    "concat",
];

/// Returns a sequence of tokens whose brackets are balanced.
fn table(seed: &mut u32) -> String {
    let mut text = String::from("redirects ");
    let mut open = Vec::new();
    for _ in 0..30 {
        // The linear congruential generator of Numerical Recipes.
        *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let token = TOKENS[*seed as usize / 7 % TOKENS.len()];
        match token {
            "[" => open.push("]"),
            "(" => open.push(")"),
            "{" => open.push("}"),
            "]" | ")" | "}" => {
                text += open.pop().unwrap_or_default();
                continue;
            }
            _ => {}
        }
        text += token;
        text.push(' ');
    }
    while let Some(close) = open.pop() {
        text += close;
    }
    text
}

#[test]
fn parsing_of_any_tokens_ends() {
    let mut seed = 1;
    let mut count = 0;
    for _ in 0..20_000 {
        let text = table(&mut seed);
        let Ok(tokens) = TokenStream::from_str(&text) else { continue };
        let (file_names, mut errors) = (FileNames::default(), Errors::default());
        parse(tokens, &file_names, &mut errors);
        count += 1;
    }
    assert!(count > 10_000, "{count} tables");
}
