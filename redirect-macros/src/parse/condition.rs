//! Conditions: `"if" condition ("&&" condition)*`, where `condition` is
//! `subject (("==" | "!=") STR)? | "!"? subject "in" "[" STR,* "]" | "!" subject`.

use proc_macro2::{Ident, TokenTree};
use quote::ToTokens as _;
use redirect_compiler::syntax::{Condition, Operator};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{LitStr, Token, bracketed, parenthesized, token};

use super::{Parsed, Parser, drain, expected, syntax};
use crate::errors::Errors;
use crate::spans::ConditionSpans;

/// The conditions of a node.
#[derive(Default)]
pub(super) struct Conditions {
    pub(super) nodes: Vec<Condition<'static>>,
    pub(super) spans: Vec<ConditionSpans>,
}

impl Parser<'_, '_, '_> {
    /// Parses `if` and the conditions after it, if the next token is `if`.
    pub(super) fn optional_conditions(&mut self) -> syn::Result<Conditions> {
        if self.input.peek(Token![if]) { self.conditions() } else { Ok(Conditions::default()) }
    }

    pub(super) fn conditions(&mut self) -> syn::Result<Conditions> {
        self.parse::<Token![if]>()?;
        let mut conditions = Conditions::default();
        self.condition(&mut conditions)?;
        while self.conjunction(&conditions.nodes)? {
            self.condition(&mut conditions)?;
        }
        Ok(conditions)
    }

    /// Parses the `&&` between conditions. Returns false if no condition follows. A word or a sign
    /// in place of `&&` is reported, and parsing continues after it.
    fn conjunction(&mut self, before: &[Condition<'static>]) -> syn::Result<bool> {
        let input = self.input;
        if input.peek(Token![&&]) {
            self.last = self.parse::<Token![&&]>()?.spans[1];
            return Ok(true);
        }
        let error = |help: &str| {
            let message = format!("`{}` cannot join conditions", expected::operator(input));
            syntax(input.span(), &message, help)
        };
        let is_group = self.starts_line() && self.at_conditional_group();
        let is_second_if = input.peek(Token![if]) && !is_group;
        let is_and = input.peek(Token![&]) || expected::is_word(input, &["and"]);
        if is_second_if || is_and || is_comparison_after_comma(input) {
            self.errors.push(error("write `&&`"));
            self.last = self.input.parse::<TokenTree>()?.span();
            return Ok(true);
        }
        if input.peek(Token![|]) || expected::is_word(input, &["or"]) {
            return Err(match self.list_of_alternatives(before) {
                Some(list) => error(&format!("write `{list}`")),
                None => error("write one rule or one group for each alternative"),
            });
        }
        Ok(false)
    }

    /// Returns one condition for alternatives that compare the same subject. The next token is the
    /// `||` after the conditions `before`.
    fn list_of_alternatives(&self, before: &[Condition<'static>]) -> Option<Condition<'static>> {
        let [first] = before else { return None };
        let mut list = Condition { operator: Operator::In, ..first.clone() };
        let ahead = self.input.fork();
        let mut current = first.clone();
        loop {
            let is_comparison = matches!(current.operator, Operator::Equal | Operator::In);
            let is_same = current.subject == first.subject && current.argument == first.argument;
            if !is_comparison || !is_same || current.values.iter().any(|value| value.contains('{'))
            {
                return None;
            }
            if ahead.peek(Token![||]) {
                ahead.parse::<Token![||]>().ok()?;
            } else if ahead.peek(Token![|]) || expected::is_word(&ahead, &["or"]) {
                ahead.parse::<TokenTree>().ok()?;
            } else {
                break;
            }
            // The subject may be left out, as in `host == "a.example" || "b.example"`.
            current = match ahead.parse::<LitStr>() {
                Ok(value) => Condition { values: vec![value.value().into()], ..first.clone() },
                Err(_) => self.condition_ahead(&ahead)?,
            };
            list.values.extend(current.values.iter().cloned());
        }
        (!ahead.peek(Token![&&])).then_some(list)
    }

    /// Parses a condition of a fork of the input, without reporting errors.
    fn condition_ahead(&self, ahead: ParseStream<'_>) -> Option<Condition<'static>> {
        let (mut parsed, mut errors) = (Parsed::new(), Errors::default());
        let mut conditions = Conditions::default();
        Parser::new(ahead, self.last, &mut parsed, self.file_names, &mut errors)
            .condition(&mut conditions)
            .ok()?;
        conditions.nodes.pop()
    }

    /// Reports `not` before a condition.
    fn reject_not(&self) -> syn::Result<()> {
        let is_before_subject = self.input.peek2(Ident::peek_any) && !self.input.peek2(Token![in]);
        if !expected::is_word(self.input, &["not"]) || !is_before_subject {
            return Ok(());
        }
        let ahead = self.input.fork();
        let span = ahead.call(Ident::parse_any)?.span();
        let help = match self.condition_ahead(&ahead) {
            Some(condition) => format!("write `{}`", negation(&condition)),
            None => "write `!cookie[\"beta\"]`, or compare with `!=`".into(),
        };
        Err(syntax(span, "`not` cannot negate a condition", &help))
    }

    /// Reports a word for presence before a subject, as in `has cookie["a"]` and
    /// `exists(cookie["a"])`.
    fn reject_presence(&self) -> syn::Result<()> {
        let input = self.input;
        let is_before_subject = input.peek2(Ident::peek_any) || input.peek2(token::Paren);
        let is_absence = expected::is_word(input, &["missing"]);
        let is_presence = expected::is_word(input, &["has", "exists", "present"]);
        if !is_before_subject || !(is_absence || is_presence) || input.peek2(Token![in]) {
            return Ok(());
        }
        let ahead = input.fork();
        let word = ahead.call(Ident::parse_any)?;
        let condition = if ahead.peek(token::Paren) {
            let content;
            parenthesized!(content in ahead);
            let condition = self.condition_ahead(&content);
            drain(&content)?;
            condition
        } else {
            self.condition_ahead(&ahead)
        };
        let condition = condition.filter(|it| it.operator == Operator::Present && !it.negated);
        let help = match condition {
            Some(condition) if is_absence => format!("write `{}`", negation(&condition)),
            Some(condition) => format!("write `{condition}`"),
            None => "write `cookie[\"beta\"]`, or `!cookie[\"beta\"]`".into(),
        };
        Err(syntax(word.span(), &format!("`{word}` cannot precede a condition"), &help))
    }

    /// Returns the help for conditions after another word than `if`, if they are next.
    pub(super) fn condition_without_if(&self) -> Option<String> {
        if !expected::is_word(self.input, &expected::CONDITION_WORDS) {
            return None;
        }
        let ahead = self.input.fork();
        let is_negated = ahead.call(Ident::parse_any).is_ok_and(|word| word == "unless");
        let condition = self.condition_ahead(&ahead);
        let is_only = !ahead.peek(Token![&&]) && !ahead.peek(Token![||]);
        Some(match condition {
            Some(condition) if !is_negated => format!("write `if {condition}`"),
            Some(condition) if is_only => format!("write `if {}`", negation(&condition)),
            _ if is_negated => "start the conditions with `if`, and negate them".into(),
            _ => "start the conditions with `if`".into(),
        })
    }

    pub(super) fn condition(&mut self, conditions: &mut Conditions) -> syn::Result<()> {
        self.reject_not()?;
        self.reject_presence()?;
        let negated = self.input.peek(Token![!]);
        if negated {
            self.parse::<Token![!]>()?;
        }
        if !self.input.peek(Ident::peek_any) {
            return Err(self.expected("a condition", &expected::condition(self.input)));
        }
        let subject = self.word()?;
        if let Some(name) = self.name_without_brackets(&subject.text)? {
            let help = format!("write `{}[\"{name}\"]`", subject.text);
            return Err(self.expected("a name in brackets", &help));
        }
        let has_argument = self.input.peek(token::Bracket);
        let argument = if has_argument { Some(self.argument(&subject.text)?) } else { None };
        let written = match &argument {
            Some(argument) => format!("{}[\"{}\"]", subject.text, argument.value()),
            None => subject.text.clone(),
        };
        let (operator, values) = self.comparison(&written)?;
        if negated && matches!(operator, Operator::Equal | Operator::NotEqual) {
            let help = "use `!=`, or remove the `!`";
            return Err(syntax(subject.span, "`!` cannot precede a comparison", help));
        }
        let (mut texts, mut spans) = (Vec::new(), Vec::new());
        for value in &values {
            texts.push(value.value().into());
            spans.push(value.span());
        }
        conditions.nodes.push(Condition {
            negated,
            subject: subject.text.into(),
            argument: argument.map(|argument| argument.value().into()),
            operator,
            values: texts,
        });
        conditions.spans.push(ConditionSpans { subject: subject.span, values: spans });
        Ok(())
    }

    /// Returns the name after a subject if it is written as in `header("x")` or `header.x`, and not
    /// as in `header["x"]`.
    fn name_without_brackets(&self, subject: &str) -> syn::Result<Option<String>> {
        let ahead = self.input.fork();
        if !["header", "cookie", "query"].contains(&subject) {
            return Ok(None);
        }
        if ahead.peek(token::Paren) {
            let content;
            parenthesized!(content in ahead);
            let string = content.parse::<LitStr>();
            drain(&content)?;
            return Ok(string.ok().map(|string| string.value()));
        }
        if !ahead.peek(Token![.]) {
            return Ok(None);
        }
        ahead.parse::<Token![.]>()?;
        let name = expected::unquoted(&ahead);
        let is_call = ahead.peek2(token::Paren) || name.is_empty() || name.contains('.');
        Ok((!is_call).then_some(name))
    }

    /// Parses the name in brackets after a subject.
    pub(super) fn argument(&mut self, subject: &str) -> syn::Result<LitStr> {
        let content;
        let close = bracketed!(content in self.input).span.close();
        self.inside(&content, close, |inner| {
            if inner.at_string() {
                return inner.string();
            }
            Err(inner.expected("a name in quotes", &expected::argument(inner.input, subject)))
        })
    }

    /// Parses the comparison after a subject. `subject` is the subject's source text.
    fn comparison(&mut self, subject: &str) -> syn::Result<(Operator, Vec<LitStr>)> {
        let (operator, sign) = if self.input.peek(Token![==]) {
            self.last = self.parse::<Token![==]>()?.spans[1];
            (Operator::Equal, "==")
        } else if self.input.peek(Token![!=]) {
            self.last = self.parse::<Token![!=]>()?.spans[1];
            (Operator::NotEqual, "!=")
        } else if self.input.peek(Token![in]) {
            self.parse::<Token![in]>()?;
            return self.list(subject).map(|values| (Operator::In, values));
        } else if let Some(help) = expected::comparison(self.input, subject) {
            let message = format!("`{}` cannot compare values", expected::operator(self.input));
            return Err(syntax(self.input.span(), &message, &help));
        } else {
            return Ok((Operator::Present, Vec::new()));
        };
        if self.at_string() {
            return Ok((operator, vec![self.string()?]));
        }
        let help = if operator == Operator::Equal && self.input.peek(token::Bracket) {
            expected::list(self.input, subject)
        } else if operator == Operator::NotEqual && self.input.peek(token::Bracket) {
            expected::list(self.input, subject).replacen("write `", "write `!", 1)
        } else {
            expected::value(self.input, &format!("{subject} {sign}"))
        };
        Err(self.expected("a value in quotes", &help))
    }

    fn list(&mut self, subject: &str) -> syn::Result<Vec<LitStr>> {
        if self.input.peek(LitStr) {
            let error = |help: &str| self.expected("a list in brackets", help);
            let strings = expected::strings_without_brackets(&self.input.fork());
            let literals: Vec<_> =
                strings.iter().map(|string| string.to_token_stream().to_string()).collect();
            let help = format!("write `{subject} in [{}]`", literals.join(", "));
            let error = error(&help);
            self.errors.push(error);
            return Ok(expected::strings_without_brackets(self.input));
        }
        let help = &expected::list(self.input, subject);
        self.require(token::Bracket, "a list in brackets", help)?;
        self.strings(help)
    }

    /// Parses a list of strings in brackets.
    pub(super) fn strings(&mut self, help: &str) -> syn::Result<Vec<LitStr>> {
        let content;
        let close = bracketed!(content in self.input).span.close();
        self.inside(&content, close, |inner| {
            let mut values = Vec::new();
            while !inner.input.is_empty() {
                if !inner.at_string() {
                    return Err(inner.expected("a value in quotes", help));
                }
                values.push(inner.string()?);
                if !inner.input.is_empty() && inner.parse::<Token![,]>().is_err() {
                    return Err(inner.expected("`,`", "separate the values with commas"));
                }
            }
            Ok(values)
        })
    }
}

/// Returns true if a comma and then a condition are next.
pub(super) fn is_comparison_after_comma(input: ParseStream<'_>) -> bool {
    let is_compared = input.peek3(Token![==]) || input.peek3(Token![!=]);
    let is_condition = is_compared || input.peek3(Token![in]) || input.peek3(token::Bracket);
    input.peek(Token![,]) && input.peek2(Ident::peek_any) && is_condition
}

/// Returns the condition that holds if another one does not.
fn negation(condition: &Condition<'static>) -> Condition<'static> {
    let (negated, operator) = match condition.operator {
        Operator::Equal => (false, Operator::NotEqual),
        Operator::NotEqual => (false, Operator::Equal),
        Operator::In | Operator::Present => (!condition.negated, condition.operator),
    };
    // `!=` holds for a request without a scheme too.
    let scheme = match condition.values.first().map(|value| &value[..]) {
        Some("http") => Some("https"),
        Some("https") => Some("http"),
        _ => None,
    };
    if let (Operator::Equal, "scheme", Some(scheme)) =
        (condition.operator, &condition.subject[..], scheme)
    {
        return Condition { values: vec![scheme.into()], ..condition.clone() };
    }
    Condition { negated, operator, ..condition.clone() }
}
