//! Includes: `"include" STR ("as" FORMAT)? options?`

use proc_macro2::Ident;
use redirect_compiler::Format;
use redirect_compiler::syntax::{self, ScopeKind};
use syn::Token;
use syn::ext::IdentExt;

use super::attribute::Attributes;
use super::condition::Conditions;
use super::item::ScopeParts;
use super::{Parser, SpannedText, keyword};
use crate::files::UnreadInclude;

impl Parser<'_, '_, '_> {
    pub(super) fn include(&mut self, attributes: Attributes) -> syn::Result<()> {
        let span = self.input.span();
        self.parse::<keyword::include>()?;
        if !self.at_string() {
            let help = "use `include \"moves.tsv\"`, or `include \"_redirects\" as netlify`";
            return Err(self.expected("the name of a file in quotes", help));
        }
        let file = self.string()?;
        let format = if self.input.peek(Token![as]) { Some(self.format()?) } else { None };
        let options = self.optional_options()?;
        let kind = ScopeKind::Include(syntax::Include {
            file: file.value().into(),
            format: format.as_ref().map(|format| format.text.clone().into()),
        });
        let scope = self.add_scope(ScopeParts {
            kind,
            attributes,
            conditions: Conditions::default(),
            options,
            span,
            source: Some(file.span()),
            format: format.map(|format| format.span),
        });
        let rules_before = self.parsed.document.rules.len();
        self.parsed.includes.push(UnreadInclude { scope, rules_before, file });
        Ok(())
    }

    fn format(&mut self) -> syn::Result<SpannedText> {
        self.parse::<Token![as]>()?;
        if self.input.peek(Ident::peek_any) {
            return self.word();
        }
        let mut formats = Vec::new();
        for format in Format::all() {
            formats.push(format!("`as {format}`"));
        }
        Err(self.expected("a format", &format!("use {}", formats.join(" or "))))
    }
}
