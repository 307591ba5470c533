//! `"include" STR ("as" FORMAT)? options?`

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::{LitStr, Token};

use super::{RuleLowering, keyword};
use crate::ast::{Attributes, Entry, Scope, ScopeKind};

impl RuleLowering<'_, '_> {
    pub(super) fn include(&mut self, attributes: Attributes) -> syn::Result<()> {
        let span = self.input.span();
        self.parse::<keyword::include>()?;
        let help = "write `include \"moves.tsv\"`, or `include \"_redirects\" as netlify`";
        self.require(LitStr, "the name of a file in quotes", help)?;
        let file = self.text()?;
        let format = if self.input.peek(Token![as]) {
            self.parse::<Token![as]>()?;
            self.require(Ident::peek_any, "a format", "write `as netlify` or `as tsv`")?;
            Some(self.word()?)
        } else {
            None
        };
        let options = if self.at_options() { self.options()? } else { Vec::new() };
        let kind = ScopeKind::Include { file, format };
        let outer = self.scope;
        self.open(Scope { attributes, kind, conditions: vec![], options, parent: None, span });
        self.table.entries.extend(self.scope.map(Entry::File));
        self.scope = outer;
        Ok(())
    }
}
