//! `"assert" METHOD? STR ("with" subject "==" STR)* "=>" answer`

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::{LitStr, Token};

use super::{RuleLowering, keyword};
use crate::ast::Assert;

impl RuleLowering<'_, '_> {
    pub(super) fn assert(&mut self) -> syn::Result<()> {
        self.parse::<keyword::assert>()?;
        let is_method = self.input.peek(Ident::peek_any);
        let method = if is_method { Some(self.method()?) } else { None };
        let help = "write `assert \"/old\" => 301 \"/new\"`";
        self.require(LitStr, "what is asked for in quotes", help)?;
        let asked = self.text()?;
        let mut with = Vec::new();
        while self.input.peek(keyword::with) {
            self.parse::<keyword::with>()?;
            with.push(self.condition()?);
        }
        if self.input.peek(Token![if]) {
            let help = "write `with` for what the request says";
            return Err(self.expected("`=>` and an answer", help));
        }
        if self.input.peek(Token![&&]) || self.input.peek(Token![,]) {
            let help = "write `with` before each, as in `with host == \"a.example\" with cookie[\"b\"] == \"1\"`";
            return Err(self.expected("`=>` and an answer", help));
        }
        self.arrow()?;
        let status = self.status()?;
        let location = self.target(&status)?;
        let scope = self.scope;
        self.table.asserts.push(Assert { method, asked, with, status, location, scope });
        Ok(())
    }
}
