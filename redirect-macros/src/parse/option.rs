//! `{ key: value }`

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::{Token, braced};

use super::RuleLowering;
use crate::ast::Setting;

impl RuleLowering<'_, '_> {
    pub(super) fn options(&mut self) -> syn::Result<Vec<Setting>> {
        let content;
        let close = braced!(content in self.input).span.close();
        self.inside(&content, close, settings)
    }
}

fn settings(reader: &mut RuleLowering<'_, '_>) -> syn::Result<Vec<Setting>> {
    let mut settings = Vec::new();
    while !reader.input.is_empty() {
        let help = "write `{ query: drop }`";
        reader.require(Ident::peek_any, "the name of an option", help)?;
        let key = reader.word()?;
        reader.require(Token![:], "`:` and a value", help)?;
        reader.parse::<Token![:]>()?;
        if !reader.input.peek(Ident::peek_any) && !reader.input.peek(syn::Lit) {
            return Err(reader.expected("a value", help));
        }
        settings.push(Setting { key, value: reader.word()? });
        if !reader.input.is_empty() {
            reader.require(Token![,], "`,`", "options have commas between them")?;
            reader.parse::<Token![,]>()?;
        }
    }
    Ok(settings)
}
