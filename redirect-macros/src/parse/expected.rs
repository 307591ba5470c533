//! Help texts for unexpected tokens.

use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};
use redirect_compiler::Format;
use redirect_compiler::syntax::{METHODS, Setting, SettingValue};
use redirect_compiler::{duration_unit, nearest, subjects};
use redirect_core::internals::Status;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{LitFloat, LitInt, LitStr, Token, braced, token};

use super::item::block_has_rules;
use super::{drain, is_string};

/// The help for a constant or a macro in place of a string literal.
const LITERAL: &str = "use a string literal: the macro cannot read constants or other macros";

/// The help for an expression that starts with a string literal.
const EXPRESSION: &str = "use only a string literal: the macro cannot read expressions";

/// The help for an alternative to a group.
const ELSE: &str = "write the other rules after the block: the first rule that matches responds";

/// The help for methods that are not separated.
const SEPARATE_METHODS: &str = "separate methods with `|`, as in `POST | PUT \"/old\"`";

/// The help for another operator in place of a comparison.
const COMPARISON: &str =
    "compare with `==`, `!=` or `in [\"value\"]`; after `==`, a value can have captures";

/// The help for another operator in place of a comparison of a subject without captures.
const COMPARISON_OF_TEXT: &str = "compare with `==`, `!=` or `in [\"value\"]`";

/// Subjects whose values cannot have captures.
const WITHOUT_CAPTURES: [&str; 4] = ["ip", "language", "port", "scheme"];

/// Words for a value that is missing.
const ABSENT: [&str; 7] = ["absent", "missing", "nil", "none", "null", "undefined", "unset"];

/// Words for a value that is there.
const PRESENT: [&str; 5] = ["defined", "exists", "present", "set", "some"];

/// Words in place of `if`.
pub(super) const CONDITION_WORDS: [&str; 5] = ["when", "where", "with", "given", "unless"];

/// The help for options before a target.
pub(super) const MOVED_OPTIONS: &str = "move the options after the target";

/// The help for an option in another form.
pub(super) const OPTION: &str = "use `name: value`, as in `{ query: drop }`";

/// The help for options that are not separated.
const COMMA_BETWEEN_OPTIONS: &str = "add a comma between options";

/// The help for an expression as the value of an option.
const ONE_VALUE: &str = "use one value: a word such as `1h`, a string, or a list of strings";

/// The longest token that a message quotes, in bytes.
const MAX_QUOTED: usize = 60;

/// The number of characters of the longest operator.
const MAX_SIGNS: usize = 3;

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

/// Returns the text of the token after the next one. An operator counts as one token.
fn second(input: ParseStream<'_>) -> String {
    let ahead = input.fork();
    while let Ok(TokenTree::Punct(sign)) = ahead.parse::<TokenTree>() {
        if sign.spacing() == Spacing::Alone {
            break;
        }
    }
    ahead.parse::<TokenTree>().map_or_else(|_| String::new(), |token| token.to_string())
}

/// Returns the text of the next token.
fn first(input: ParseStream<'_>) -> String {
    input.fork().parse::<TokenTree>().map_or_else(|_| String::new(), |token| token.to_string())
}

/// Returns true if a token is a status, or an integer between quotes.
fn is_status(token: &str) -> bool {
    token.trim_matches('"').parse::<u16>().is_ok() || Status::from_word(token).is_some()
}

/// Returns the help for a word that cannot start an item: a similar keyword, or a list of all valid
/// starts.
pub(super) fn item(word: &str, after: ParseStream<'_>) -> String {
    if let Some(rule) = rule_after_word(word, after) {
        return format!("write `{rule}`");
    }
    match nearest(word, ["default", "include", "assert", "let", "canonical"].into_iter()) {
        Some(known) => format!("write `{known}`"),
        None if word == "else" => ELSE.into(),
        None => "an item starts with a source, a method, `if`, `let`, `default`, `canonical`, \
                 `include` or `assert`"
            .into(),
    }
}

/// Returns the rule for a word and strings after it, as in `gone "/old"` or `redirect "/a" "/b"`.
fn rule_after_word(word: &str, after: ParseStream<'_>) -> Option<String> {
    let word = if word == "gone" { "410" } else { word };
    let ahead = after.fork();
    let source = ahead.parse::<LitStr>().ok()?;
    let is_end = |input: ParseStream<'_>| input.is_empty() || input.peek(Token![,]);
    if word == "pass" || is_status(word) {
        let (source, status) = (source.token().to_string(), word);
        if is_end(&ahead) {
            let is_redirection = Status::from_word(word).is_some_and(Status::is_redirection);
            return (!is_redirection).then(|| format!("{source} => {status}"));
        }
        let target = ahead.parse::<LitStr>().ok()?.token().to_string();
        return (word != "pass" && is_end(&ahead))
            .then(|| format!("{source} => {status} {target}"));
    }
    if !["redirect", "rewrite", "redir"].contains(&word) {
        return None;
    }
    let _ = ahead.parse::<Token![=>]>().is_ok() || ahead.parse::<Token![,]>().is_ok();
    let status = ahead.parse::<LitInt>().map_or_else(|_| "301".into(), |it| it.to_string());
    let target = ahead.parse::<LitStr>().ok()?;
    is_end(&ahead).then(|| format!("{} => {status} {}", source.token(), target.token()))
}

/// Returns the help where a source is expected. `has_methods` is true after methods.
pub(super) fn source(input: ParseStream<'_>, has_methods: bool) -> String {
    if let (false, Next::Number(status)) = (has_methods, next(input)) {
        let ahead = input.fork();
        let _ = ahead.parse::<TokenTree>();
        if let Some(rule) = rule_after_word(&status, &ahead) {
            return format!("write `{rule}`");
        }
    }
    source_in_place(input, has_methods).into()
}

fn source_in_place(input: ParseStream<'_>, has_methods: bool) -> &'static str {
    match next(input) {
        Next::Sign(',' | '+' | '/') if has_methods => SEPARATE_METHODS,
        Next::Sign(':') if has_methods => "use only the name of the method, as in `GET \"/old\"`",
        Next::Word(word) if word == "Method" => {
            "use only the name of the method, as in `GET \"/old\"`"
        }
        Next::Word(word) if word == "_" && input.peek2(LitStr) => "remove the underscore",
        Next::Word(word) if word == "_" => "write `\"/{*rest}\"` to match every path",
        Next::Sign('*') => "write `\"/{*rest}\"` to match every path",
        Next::Word(_) => LITERAL,
        Next::Brackets if input.peek(token::Paren) && has_methods => {
            "write the method before the source, as in `GET \"/old\"`"
        }
        Next::Brackets if has_methods => "add the methods to each rule in the group",
        Next::Brackets if is_string(&second(input)) => SEPARATE_METHODS,
        Next::Brackets if is_list_of_strings(input) => "write one rule for each source",
        Next::Brackets if has_option_of_rule(&input.fork()).unwrap_or(false) => {
            "remove the comma before the options"
        }
        Next::Text(_) => "use a plain string literal, as in `\"/old\"`",
        Next::Sign(',') => "remove this comma",
        _ => "write `\"/old\" => 301 \"/new\"`",
    }
}

/// Parses a status and a target in any order, perhaps with a comma between them, and returns the
/// response in the order of the macro. `default` is the status if there is none.
pub(super) fn response(input: ParseStream<'_>, default: &str) -> Option<String> {
    let (mut status, mut target) = (None, None);
    loop {
        let is_comma = input.peek(Token![,]);
        let is_text = if is_comma { input.peek2(LitStr) } else { input.peek(LitStr) };
        let is_number = if is_comma { input.peek2(LitInt) } else { input.peek(LitInt) };
        let ahead = input.fork();
        if is_comma {
            ahead.parse::<TokenTree>().ok()?;
        }
        let Ok(token) = ahead.parse::<TokenTree>() else { break };
        let token = token.to_string();
        let is_word = !is_comma && !is_text;
        if status.is_none() && is_status(&token) && (is_number || is_text || is_word) {
            status = Some(token.trim_matches('"').to_owned());
        } else if target.is_none() && is_text {
            let parts = token.trim_matches('"').split_once(' ');
            match parts.filter(|(first, _)| status.is_none() && is_status(first)) {
                Some((first, rest)) => {
                    status = Some(first.to_owned());
                    target = Some(format!("\"{}\"", rest.trim_start()));
                }
                None => target = Some(token),
            }
        } else {
            break;
        }
        for _ in 0..=usize::from(is_comma) {
            input.parse::<TokenTree>().ok()?;
        }
    }
    // What precedes another arrow is a source.
    let is_source = input.peek(Token![=>]);
    let target = target.filter(|_| !is_source)?;
    Some(format!("{} {target}", status.as_deref().unwrap_or(default)))
}

/// Returns the response after a sign such as `->`.
fn response_after_sign(input: ParseStream<'_>, default: &str) -> Option<String> {
    let ahead = input.fork();
    while let Ok(TokenTree::Punct(sign)) = ahead.parse::<TokenTree>() {
        if sign.spacing() == Spacing::Alone {
            break;
        }
    }
    response(&ahead, default)
}

/// Returns the help where `=>` is expected, after the string `before`. `default` is the status of a
/// response without one.
pub(super) fn arrow(input: ParseStream<'_>, before: &str, default: &str) -> String {
    if let Next::Word(method) = next(input) {
        if METHODS.contains(&&method[..]) && input.peek2(Token![=>]) {
            return format!("write `{method} {before:?}`");
        }
        let (subject, ahead) = (method.to_lowercase(), input.fork());
        if WITHOUT_CAPTURES.contains(&&subject[..]) && input.peek2(Token![=]) {
            let _ = (ahead.parse::<TokenTree>(), ahead.parse::<TokenTree>());
            return value(&ahead, &format!("if {subject} =="));
        }
    }
    if let Next::Sign('-' | ':' | '=') = next(input) {
        if !is_status(&second(input)) {
            if let Some(response) = response_after_sign(input, default) {
                return format!("write `=> {response}`");
            }
        }
    }
    arrow_in_place(input, before).into()
}

fn arrow_in_place(input: ParseStream<'_>, before: &str) -> &'static str {
    match next(input) {
        Next::Sign(':') if is_block_next(input) => "remove this colon before the rules",
        Next::Sign(',') if is_block_next(input) => "remove this comma before the rules",
        Next::Sign('-' | ':' | '=' | '<') if is_status(&second(input)) => "write `=>`",
        Next::Sign('-' | ':' | '=') => "write `=> 301 \"/new\"`",
        Next::Sign('|') => "write one rule for each source",
        Next::Sign('+' | '.') => EXPRESSION,
        Next::Text(_) if METHODS.contains(&before) => {
            "write the method without quotes, as in `GET \"/old\" => 301 \"/new\"`"
        }
        Next::Sign('&') => "start the conditions with `if`",
        Next::Number(word) | Next::Word(word) if is_status(&word) => "add `=>` before the status",
        _ => "write `\"/old\" => 301 \"/new\"`",
    }
}

/// Returns the help where a condition is expected.
pub(super) fn condition(input: ParseStream<'_>) -> String {
    match variable(input) {
        Some(subject) => format!("write `{subject}`"),
        None => condition_in_place(input).into(),
    }
}

/// Returns the subject for a variable of nginx or Apache, such as `$arg_id` or `%{HTTP_HOST}`.
fn variable(input: ParseStream<'_>) -> Option<String> {
    let ahead = input.fork();
    let TokenTree::Punct(sign) = ahead.parse::<TokenTree>().ok()? else { return None };
    let name = match ahead.parse::<TokenTree>().ok()? {
        TokenTree::Ident(name) if sign.as_char() == '$' => name.to_string(),
        TokenTree::Group(group) if ['$', '%'].contains(&sign.as_char()) => {
            group.stream().to_string()
        }
        _ => return None,
    };
    subject_of_variable(&name.to_lowercase())
}

fn subject_of_variable(name: &str) -> Option<String> {
    let known = match name {
        "host" | "http_host" | "server_name" => Some("host"),
        "scheme" | "request_scheme" => Some("scheme"),
        _ => None,
    };
    if let Some(known) = known {
        return Some(known.into());
    }
    for (prefix, subject) in [("arg_", "query"), ("cookie_", "cookie"), ("http_", "header")] {
        if let Some(name) = name.strip_prefix(prefix) {
            let is_header = subject == "header";
            let name = if is_header { name.replace('_', "-") } else { name.into() };
            return Some(format!("{subject}[\"{name}\"]"));
        }
    }
    None
}

fn condition_in_place(input: ParseStream<'_>) -> &'static str {
    match next(input) {
        Next::Text(_) => "write the subject first, as in `host == \"example.com\"`",
        Next::Sign('$' | '%') => "use a subject of conditions, as in `query[\"id\"] == \"7\"`",
        Next::Brackets if input.peek(token::Paren) => {
            "separate conditions with `&&`, without parentheses"
        }
        _ => "add a condition, such as `host == \"example.com\"` or `cookie[\"beta\"]`",
    }
}

/// Returns true if the next token is one of some words, in any case.
pub(super) fn is_word(input: ParseStream<'_>, words: &[&str]) -> bool {
    let word = input.fork().call(Ident::parse_any);
    word.is_ok_and(|word| words.contains(&&word.to_string().to_lowercase()[..]))
}

/// Returns the word or the operator that is next.
pub(super) fn operator(input: ParseStream<'_>) -> String {
    let ahead = input.fork();
    let mut operator = String::new();
    while let Ok(token) = ahead.parse::<TokenTree>() {
        operator += &token.to_string();
        if !matches!(&token, TokenTree::Punct(sign) if sign.spacing() == Spacing::Joint) {
            break;
        }
    }
    operator
}

/// Returns the help for an operator that cannot compare values, if one is next.
pub(super) fn comparison(input: ParseStream<'_>, subject: &str) -> Option<String> {
    let values = input.fork();
    let _ = values.parse::<TokenTree>();
    if let Some(equality) = pattern(input, subject) {
        return Some(format!("write `{equality}`"));
    }
    if let Some(presence) = presence(input, subject) {
        return Some(format!("write `{presence}`"));
    }
    let comparison = || {
        let is_text = WITHOUT_CAPTURES.contains(&subject);
        Some(if is_text { COMPARISON_OF_TEXT } else { COMPARISON }.into())
    };
    match next(input) {
        Next::Word(word) if word == "not" && values.peek(Token![in]) => {
            let _ = values.parse::<Token![in]>();
            Some(list(&values, subject).replacen("write `", "write `!", 1))
        }
        Next::Sign('=') if input.peek2(LitStr) => Some(value(&values, &format!("{subject} =="))),
        Next::Word(word) if word == "is" && is_word(&values, &["not"]) => {
            let _ = values.parse::<TokenTree>();
            Some(value(&values, &format!("{subject} !=")))
        }
        Next::Word(word) if word == "is" || word == "eq" => {
            Some(value(&values, &format!("{subject} ==")))
        }
        Next::Sign('=' | '~' | '^' | '*' | '<' | '>' | '.') if !input.peek(Token![=>]) => {
            comparison()
        }
        Next::Word(_)
            if is_word(
                input,
                &["contains", "like", "matches", "not", "starts_with", "ends_with"],
            ) =>
        {
            comparison()
        }
        _ => None,
    }
}

/// Returns the condition for words such as `is missing`, `is not null` or `exists`.
fn presence(input: ParseStream<'_>, subject: &str) -> Option<String> {
    let ahead = input.fork();
    let mut is_negated = false;
    for word in ["is", "not"] {
        if is_word(&ahead, &[word]) {
            let _ = ahead.parse::<TokenTree>();
            is_negated |= word == "not";
        }
    }
    let is_absent = is_word(&ahead, &ABSENT);
    if !is_absent && !is_word(&ahead, &PRESENT) {
        return None;
    }
    Some(if is_absent == is_negated { subject.into() } else { format!("!{subject}") })
}

/// Returns an equality with a pattern, in place of a comparison with a regular expression or with a
/// part of the value, such as `~ "^[0-9]+$"` or `.starts_with("a")`.
fn pattern(input: ParseStream<'_>, subject: &str) -> Option<String> {
    let ahead = input.fork();
    let mut operator = String::new();
    let text = loop {
        if ahead.peek(LitStr) {
            break ahead.parse::<LitStr>().ok()?;
        }
        match ahead.parse::<TokenTree>().ok()? {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                break syn::parse2::<LitStr>(group.stream()).ok()?;
            }
            TokenTree::Ident(word) => operator += &word.to_string().to_lowercase(),
            TokenTree::Punct(sign) if sign.as_char() != ',' => operator.push(sign.as_char()),
            TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => return None,
        }
    };
    let text = text.value();
    let operator = operator.trim_matches('.');
    if subject == "host" {
        let is_suffix = ["ends_with", "endswith"].contains(&operator) && text.starts_with('.');
        return is_suffix.then(|| format!("host == \"{{*sub}}{text}\""));
    }
    let shape = match operator {
        "contains" | "includes" => format!(".*{}.*", literal_regex(&text)),
        "starts_with" | "startswith" => format!("{}.*", literal_regex(&text)),
        "ends_with" | "endswith" => format!(".*{}", literal_regex(&text)),
        "~" | "=~" | "~=" | "matches" => unanchored(&text),
        "~*" => format!("(?i){}", unanchored(&text)),
        _ => return None,
    };
    // Other subjects have no captures.
    let (_, argument) = subject.split_once("[\"")?;
    let mut name = argument.trim_end_matches("\"]").replace(['-', '.'], "_");
    let is_name = !name.is_empty()
        && !name.starts_with(|char: char| char.is_ascii_digit())
        && name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_');
    if !is_name || subjects().any(|subject| subject == name) || name == "_" {
        name = "value".into();
    }
    let value = format!("{{{name}:{shape}}}");
    cfg!(feature = "regex").then(|| format!("{subject} == {value:?}"))
}

/// Returns a regular expression for a text.
fn literal_regex(text: &str) -> String {
    let mut regex = String::new();
    for char in text.chars() {
        if r"\.+*?()|[]{}^$".contains(char) {
            regex.push('\\');
        }
        regex.push(char);
    }
    regex
}

/// Returns a regular expression for whole values, in place of one that matches a part of a value.
fn unanchored(regex: &str) -> String {
    let (start, inner) = match regex.strip_prefix('^') {
        Some(inner) => ("", inner),
        None => (".*", regex),
    };
    let (end, inner) = match inner.strip_suffix('$') {
        Some(inner) if !inner.ends_with('\\') => ("", inner),
        _ => (".*", inner),
    };
    let is_exact = start.is_empty() && end.is_empty();
    match inner {
        inner if inner.contains('|') && !is_exact => format!("{start}(?:{inner}){end}"),
        inner => format!("{start}{inner}{end}"),
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
    if let Some((subject, sign)) = before.rsplit_once(' ') {
        if subject.ends_with(']') && is_word(input, &ABSENT) {
            let not = if sign == "==" { "!" } else { "" };
            return format!("write `{not}{subject}`");
        }
    }
    match next(input) {
        Next::Word(word) if before == "method ==" && METHODS.contains(&&word[..]) => {
            format!("write the method before each source, as in `{word} \"/old\"`")
        }
        Next::Word(word) if word == "Some" && !strings_after_word(input).is_empty() => {
            format!("write `{before} {}`", strings_after_word(input)[0])
        }
        // An uppercase name is probably a constant, whose value the macro cannot know.
        Next::Word(word) if word.starts_with(char::is_uppercase) => {
            format!("write `{before} \"value\"`")
        }
        Next::Word(_) | Next::Number(_) => format!("write `{before} \"{}\"`", unquoted(input)),
        Next::Text(text) if text.starts_with('"') => format!("write `{before} {text}`"),
        Next::Sign('=') if input.peek2(LitStr) => format!("write `{before} {}`", second(input)),
        _ => format!("write `{before} \"value\"`"),
    }
}

/// Returns the help where a list of values is expected.
pub(super) fn list(input: ParseStream<'_>, subject: &str) -> String {
    let values = strings(input);
    match &values[..] {
        [] => format!("write `{subject} in [\"value\"]`"),
        values => format!("write `{subject} in [{}]`", values.join(", ")),
    }
}

/// Returns the string literals after the next token.
fn strings_after_word(input: ParseStream<'_>) -> Vec<String> {
    let ahead = input.fork();
    let _ = ahead.parse::<TokenTree>();
    strings(&ahead)
}

/// Returns the string literals in the next token, which may be a group.
fn strings(input: ParseStream<'_>) -> Vec<String> {
    let mut strings = Vec::new();
    let tokens = match input.fork().parse::<TokenTree>() {
        Ok(TokenTree::Group(group)) => group.stream(),
        Ok(token) => token.into(),
        Err(_) => TokenStream::new(),
    };
    for token in tokens {
        match token {
            TokenTree::Literal(literal) => match literal.to_string() {
                text if is_string(&text) => strings.push(text),
                text => strings.push(format!("{text:?}")),
            },
            TokenTree::Punct(sign) if [',', '|'].contains(&sign.as_char()) => {}
            // The value of an expression is not known.
            TokenTree::Punct(_) | TokenTree::Ident(_) | TokenTree::Group(_) => return Vec::new(),
        }
    }
    strings
}

/// Parses string literals without brackets, as in `in "a", "b"`. A source begins with a slash.
pub(super) fn strings_without_brackets(input: ParseStream<'_>) -> Vec<LitStr> {
    let mut strings = Vec::new();
    loop {
        let ahead = input.fork();
        let is_next = strings.is_empty() || ahead.parse::<Token![,]>().is_ok();
        match ahead.parse::<LitStr>() {
            Ok(string) if is_next && !string.value().starts_with('/') => {
                strings.push(string);
                for _ in 0..if strings.len() == 1 { 1 } else { 2 } {
                    let _ = input.parse::<TokenTree>();
                }
            }
            _ => return strings,
        }
    }
}

/// Returns true if the next token is a list of strings in brackets.
fn is_list_of_strings(input: ParseStream<'_>) -> bool {
    let Ok(TokenTree::Group(list)) = input.fork().parse::<TokenTree>() else { return false };
    let mut is_list = list.delimiter() != Delimiter::Brace;
    for token in list.stream() {
        is_list &= match token {
            TokenTree::Literal(literal) => is_string(&literal.to_string()),
            TokenTree::Punct(sign) => [',', '|'].contains(&sign.as_char()),
            TokenTree::Ident(_) | TokenTree::Group(_) => false,
        };
    }
    is_list
}

/// Returns true if a block of rules follows the next token.
fn is_block_next(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    let _ = ahead.parse::<TokenTree>();
    block_has_rules(&ahead).unwrap_or(false)
}

/// Returns true if the next token contains an option of a rule, as opposed to an object whose first
/// value is a string.
fn has_option_of_rule(input: ParseStream<'_>) -> syn::Result<bool> {
    let content;
    braced!(content in input);
    let is_word = content.peek3(Ident::peek_any) || content.peek3(LitInt);
    let has_option = content.peek(Ident::peek_any) && content.peek2(Token![:]) && is_word;
    drain(&content)?;
    Ok(has_option)
}

/// Returns the words and numbers that are next, with the dots and hyphens between them. They are a
/// text that lacks its quotes, such as a host.
pub(super) fn unquoted(input: ParseStream<'_>) -> String {
    let ahead = input.fork();
    let mut text = String::new();
    let mut is_word_next = true;
    while !ahead.peek(Token![->]) {
        let is_word = ahead.peek(Ident::peek_any) || ahead.peek(LitInt) || ahead.peek(LitFloat);
        let is_part =
            if is_word_next { is_word } else { ahead.peek(Token![.]) || ahead.peek(Token![-]) };
        match ahead.parse::<TokenTree>() {
            Ok(token) if is_part => text += &token.to_string(),
            _ => break,
        }
        is_word_next = !is_word_next;
    }
    text
}

/// Returns the help where a status is expected. `default` is the status of a target without one.
pub(super) fn status(input: ParseStream<'_>, default: &str) -> String {
    if input.peek(LitStr) && !is_status(&first(input)) {
        if let Some(response) = response(&input.fork(), default) {
            return format!("write `{response}`");
        }
    }
    status_in_place(input).into()
}

fn status_in_place(input: ParseStream<'_>) -> &'static str {
    match next(input) {
        Next::Text(text) if is_status(&text) => "remove the quotes around the status",
        Next::Text(_) if !input.peek2(Token![=>]) => {
            "write a status before the target, as in `301 \"/new\"`"
        }
        Next::Sign('=') => "remove this arrow",
        Next::Word(word) if word == "if" => "move the conditions before `=>`",
        Next::Brackets if block_has_rules(&input.fork()).unwrap_or(false) => {
            "remove the arrow before the rules"
        }
        Next::Brackets => "use only the status and the target, as in `301 \"/new\"`",
        _ => "use 301, 302, 303, 307 or 308, as in `301 \"/new\"`",
    }
}

/// Returns the help for a `canonical` whose status does not follow it.
pub(super) fn canonical(input: ParseStream<'_>) -> Option<String> {
    match next(input) {
        Next::Sign(_) | Next::Brackets => Some("write `canonical 308 { … }`".into()),
        Next::Text(origin) if is_string(&origin) => {
            let origin = origin.trim_end_matches(['/', '"']);
            Some(format!("write `canonical 308 {{ origin: {origin}\" }}`"))
        }
        Next::End | Next::Word(_) | Next::Text(_) | Next::Number(_) => None,
    }
}

/// Returns the help where the braces of options are expected, as in `example`.
pub(super) fn braces(input: ParseStream<'_>, example: &str) -> String {
    let sign = match next(input) {
        Next::Sign(sign @ (':' | ',' | '=')) if input.peek2(token::Brace) => sign,
        _ => return format!("add braces, as in `{example}`"),
    };
    format!("remove the `{sign}`")
}

/// Returns the help for conditions without a block of rules.
pub(super) fn block_of_rules(input: ParseStream<'_>) -> &'static str {
    let ahead = input.fork();
    if ahead.parse::<Token![=>]>().is_ok() && block_has_rules(&ahead).unwrap_or(false) {
        return "remove the arrow before the rules";
    }
    if input.peek(Token![,]) && is_block_next(input) {
        return "remove this comma before the rules";
    }
    "add the rules for these conditions in braces"
}

/// Returns the help where a target is expected.
pub(super) fn target(input: ParseStream<'_>) -> &'static str {
    match next(input) {
        Next::Sign('=') => "remove this arrow",
        Next::Sign(':') => "use the number of the status, as in `301 \"/new\"`",
        Next::Word(word) if word == "if" => "move the conditions before `=>`",
        Next::Word(word) if word == "pass" => "write `=> pass`, without a status",
        Next::Word(_) => LITERAL,
        Next::Text(_) => "use a plain string literal, as in `\"/new\"`",
        Next::Brackets => "use only the status and the target, as in `301 \"/new\"`",
        _ => "write `301 \"/new\"`",
    }
}

/// Returns the help for an `include!` with these arguments.
pub(super) fn file_name(arguments: TokenStream) -> String {
    let text = arguments.to_string();
    let mut strings = Vec::new();
    for token in arguments.into_iter().flat_map(|token| match token {
        TokenTree::Group(group) => group.stream(),
        token => token.into(),
    }) {
        strings.extend(syn::parse2::<LitStr>(token.into()));
    }
    let Some(path) = strings.last().map(LitStr::value) else {
        return "write `include \"moves.tsv\"`".into();
    };
    let format = match Format::from_file_name(&path) {
        Some(_) => "",
        None => " as netlify`, or `as tsv",
    };
    let is_in_variable = text.contains("OUT_DIR") && path.starts_with('/');
    if is_in_variable {
        format!("write `include concat!(env!(\"OUT_DIR\"), {path:?}){format}`")
    } else {
        format!("write `include {path:?}{format}`")
    }
}

/// Returns the help where a comma is expected.
pub(super) fn comma(input: ParseStream<'_>) -> &'static str {
    match next(input) {
        Next::Sign(';') => "use `,` in place of `;`",
        Next::Sign('+' | '.') => EXPRESSION,
        Next::Word(word) if word.parse::<Format>().is_ok() => "add `as` before the format",
        Next::Word(_) if input.peek2(Token![:]) => "put options in braces, as in `{ query: drop }`",
        Next::Brackets => "put options in braces, as in `{ query: drop }`",
        Next::Word(word) if word == "if" => "move the conditions before `=>`",
        Next::Word(word) if CONDITION_WORDS.contains(&&word[..]) => {
            "move the conditions before `=>`, after `if`"
        }
        Next::Sign('&') => "move the conditions before `=>`, after `if`",
        Next::Word(word) if word == "else" => ELSE,
        Next::Sign('#') => "move the attribute before its rule",
        _ => "separate rules with commas",
    }
}

/// Returns the message where something else than the next token is expected.
pub(super) fn message(what: &str, input: ParseStream<'_>) -> String {
    match quoted(input) {
        Some(token) => format!("expected {what}, found {token}"),
        None => format!("expected {what}"),
    }
}

/// Returns the message where nothing is expected.
pub(super) fn unexpected(input: ParseStream<'_>) -> String {
    format!("unexpected {}", quoted(input).as_deref().unwrap_or("token"))
}

/// Returns the next token in backticks, unless there is none or it is too long.
fn quoted(input: ParseStream<'_>) -> Option<String> {
    let ahead = input.fork();
    let mut text = String::new();
    while let Ok(token) = ahead.parse::<TokenTree>() {
        match token {
            TokenTree::Punct(sign) => {
                text.push(sign.as_char());
                if sign.spacing() == Spacing::Joint && text.len() < MAX_SIGNS {
                    continue;
                }
            }
            _ if !text.is_empty() => {}
            TokenTree::Group(group) => match group.delimiter() {
                Delimiter::Parenthesis => text.push('('),
                Delimiter::Bracket => text.push('['),
                Delimiter::Brace => text.push('{'),
                Delimiter::None => {}
            },
            TokenTree::Ident(word) => text = word.to_string(),
            TokenTree::Literal(literal) => text = literal.to_string(),
        }
        break;
    }
    let is_quotable =
        !text.is_empty() && text.len() <= MAX_QUOTED && !text.contains(char::is_control);
    is_quotable.then(|| format!("`{text}`"))
}

/// Returns the help where the comma after an option is expected. `option` is the option so far,
/// whose value lacks its quotes if a sign such as `-` or `=` is next.
pub(super) fn comma_between_options(input: ParseStream<'_>, option: &Setting<'_>) -> String {
    let is_next_option = input.peek(Ident::peek_any)
        && (input.peek2(Token![:]) && !input.peek2(Token![::]) || input.peek2(token::Bracket));
    if is_next_option {
        return COMMA_BETWEEN_OPTIONS.into();
    }
    if let Next::Sign(';') = next(input) {
        return "use `,` in place of `;`".into();
    }
    let SettingValue::Word(word) = &option.value else { return ONE_VALUE.into() };
    if word == "env" && input.peek(Token![!]) {
        let key = option.key();
        let name = if option.argument.is_some() { "value" } else { &option.name };
        return format!(
            "declare `let {name} = env!(\"NAME\");` at the start of the block, and write \
             `{key}: \"{{{name}}}\"`"
        );
    }
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    if let (true, Next::Word(unit)) = (is_number, next(input)) {
        return match duration_unit(&unit) {
            Some(unit) => format!("write `{}: {word}{unit}`", option.key()),
            None => ONE_VALUE.into(),
        };
    }
    if !matches!(next(input), Next::Sign('-' | '=' | '.')) || input.peek(Token![::]) {
        return ONE_VALUE.into();
    }
    let (ahead, mut value) = (input.fork(), word.to_string());
    while !ahead.is_empty() && !ahead.peek(Token![,]) {
        value +=
            &ahead.parse::<TokenTree>().map_or_else(|_| String::new(), |token| token.to_string());
    }
    format!("write `{}: \"{value}\"`", option.key())
}

/// Returns the help for an option without a colon after its name.
pub(super) fn colon(input: ParseStream<'_>, key: &str) -> String {
    if CONDITION_WORDS.contains(&key) || ["if", "not"].contains(&key) {
        return "write conditions after the source, as in `if host == \"example.com\"`".into();
    }
    let ahead = input.fork();
    let _ = ahead.parse::<Token![=>]>().is_ok() || ahead.parse::<Token![=]>().is_ok();
    match next(&ahead) {
        Next::Word(value) | Next::Number(value) | Next::Text(value) => {
            format!("write `{key}: {value}`")
        }
        Next::End | Next::Sign(_) | Next::Brackets => OPTION.into(),
    }
}
