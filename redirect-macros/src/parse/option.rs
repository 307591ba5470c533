//! `{ key: value }`

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::{Token, braced};

use super::{Reader, drain};
use crate::ast::Setting;

impl Reader<'_, '_> {
    pub(super) fn options(&mut self) -> syn::Result<Vec<Setting>> {
        let content;
        let close = braced!(content in self.input).span.close();
        let mut inner =
            Reader { input: &content, last: close, methods: self.methods, rule_starts_at: 0 };
        let read = inner.settings();
        drain(&content)?;
        self.last = close;
        read
    }

    fn settings(&mut self) -> syn::Result<Vec<Setting>> {
        let mut settings = Vec::new();
        while !self.input.is_empty() {
            let help = "write `{ query: drop }`";
            self.require(Ident::peek_any, "the name of an option", help)?;
            let key = self.word()?;
            self.require(Token![:], "`:` and a value", help)?;
            self.parse::<Token![:]>()?;
            if !self.input.peek(Ident::peek_any) && !self.input.peek(syn::Lit) {
                return Err(self.expected("a value", help));
            }
            settings.push(Setting { key, value: self.word()? });
            if !self.input.is_empty() {
                self.require(Token![,], "`,`", "options have commas between them")?;
                self.parse::<Token![,]>()?;
            }
        }
        Ok(settings)
    }
}
