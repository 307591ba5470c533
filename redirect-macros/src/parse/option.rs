//! Options: `{ key: value, … }`, where `key` is `NAME ("[" STR "]")?` and `value` is a word, a
//! literal, or `"[" STR,* "]"`.

use proc_macro2::{Ident, Span, TokenTree};
use redirect_compiler::syntax::{Setting, SettingValue, Settings};
use syn::ext::IdentExt;
use syn::{LitStr, Token, braced, token};

use super::{Parser, expected};
use crate::spans::OptionSpans;

/// The options of a node.
#[derive(Default)]
pub(super) struct SpannedOptions {
    pub(super) settings: Settings<'static>,
    pub(super) spans: Vec<OptionSpans>,
}

impl Parser<'_, '_, '_> {
    /// Parses options in braces, if the next token is a brace.
    pub(super) fn optional_options(&mut self) -> syn::Result<SpannedOptions> {
        if self.at_options() { self.options() } else { Ok(SpannedOptions::default()) }
    }

    pub(super) fn options(&mut self) -> syn::Result<SpannedOptions> {
        let content;
        let close = braced!(content in self.input).span.close();
        self.inside(&content, close, |inner| {
            let mut options = SpannedOptions::default();
            while !inner.input.is_empty() {
                inner.option(&mut options)?;
            }
            Ok(options)
        })
    }

    /// Parses an option and the comma after it.
    fn option(&mut self, options: &mut SpannedOptions) -> syn::Result<()> {
        let help = expected::OPTION;
        self.require(Ident::peek_any, "the name of an option", help)?;
        let name = self.word()?;
        let has_argument = self.input.peek(token::Bracket);
        let argument = if has_argument { Some(self.argument(&name.text)?) } else { None };
        if self.parse::<Token![:]>().is_err() {
            let key = match &argument {
                Some(argument) => format!("{}[\"{}\"]", name.text, argument.value()),
                None => name.text.clone(),
            };
            let help = expected::colon(self.input, &key);
            let error = self.expected("`:` and a value", &help);
            let is_arrow = self.parse::<Token![=>]>().is_ok();
            let is_sign = is_arrow || self.parse::<Token![=]>().is_ok();
            if !is_sign || !self.at_value() {
                return Err(error);
            }
            self.errors.push(error);
        }
        self.skip_unknown_prefix();
        if !self.at_value() {
            return Err(self.expected("a value", help));
        }
        let (value, spans) = self.value(name.span)?;
        let setting = Setting {
            name: name.text.into(),
            argument: argument.map(|argument| argument.value().into()),
            value,
        };
        if !self.input.is_empty() && self.parse::<Token![,]>().is_err() {
            let help = expected::comma_between_options(self.input, &setting);
            return Err(self.expected("`,`", &help));
        }
        options.settings.push(setting);
        options.spans.push(spans);
        Ok(())
    }

    /// Parses the value of an option, whose name is at `key`.
    fn value(&mut self, key: Span) -> syn::Result<(SettingValue<'static>, OptionSpans)> {
        let token: TokenTree = self.input.fork().parse()?;
        let value = token.span();
        if self.input.peek(token::Bracket) {
            let (mut texts, mut list) = (Vec::new(), Vec::new());
            for string in self.strings("use a list of strings, as in `[\"a\", \"b\"]`")? {
                texts.push(string.value().into());
                list.push(string.span());
            }
            return Ok((SettingValue::List(texts), OptionSpans { key, value, list }));
        }
        let spans = OptionSpans { key, value, list: Vec::new() };
        if self.input.peek(LitStr) {
            return Ok((SettingValue::Text(self.string()?.value().into()), spans));
        }
        Ok((SettingValue::Word(self.word()?.text.into()), spans))
    }

    /// Returns true if the next token can be the value of an option.
    fn at_value(&self) -> bool {
        let input = self.input;
        input.peek(Ident::peek_any) || input.peek(syn::Lit) || input.peek(token::Bracket)
    }
}
