//! Options: `{ key: value, … }`

use proc_macro2::Ident;
use redirect_compiler::syntax::Settings;
use syn::ext::IdentExt;
use syn::{Token, braced};

use super::Parser;
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
        let help = "use `name: value`, as in `{ query: drop }`";
        self.require(Ident::peek_any, "the name of an option", help)?;
        let key = self.word()?;
        if self.parse::<Token![:]>().is_err() {
            return Err(self.expected("`:` and a value", help));
        }
        self.skip_unknown_prefix();
        if !self.input.peek(Ident::peek_any) && !self.input.peek(syn::Lit) {
            return Err(self.expected("a value", help));
        }
        let value = self.word()?;
        options.settings.push((key.text.into(), value.text.into()));
        options.spans.push(OptionSpans { key: key.span, value: value.span });
        if !self.input.is_empty() && self.parse::<Token![,]>().is_err() {
            return Err(self.expected("`,`", "add a comma between options"));
        }
        Ok(())
    }
}
