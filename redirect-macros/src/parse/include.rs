//! Includes: `"include" file ("as" FORMAT)? options?`, where `file` is `STR` or
//! `"concat!" "(" "env!" "(" STR ")" "," STR ")"`.

use proc_macro2::Ident;
use redirect_compiler::Format;
use redirect_compiler::syntax::{self, ScopeKind};
use syn::ext::IdentExt;
use syn::{LitInt, LitStr, Token, parenthesized, token};

use super::attribute::Attributes;
use super::condition::Conditions;
use super::item::ScopeParts;
use super::{Parser, SpannedText, keyword};
use crate::files::{FileName, UnreadInclude};

/// The help for another form of `concat!`.
const CONCAT: &str = "use `include concat!(env!(\"OUT_DIR\"), \"/moves.tsv\")`";

impl Parser<'_, '_, '_> {
    pub(super) fn include(&mut self, attributes: Attributes) -> syn::Result<()> {
        let span = self.input.span();
        self.parse::<keyword::include>()?;
        let file = self.file_name()?;
        let format = if self.input.peek(Token![as]) { Some(self.format()?) } else { None };
        if self.input.peek(Token![=>]) || self.input.peek(LitInt) {
            let ahead = self.input.fork();
            let _ = ahead.parse::<Token![=>]>();
            let status = ahead.parse::<LitInt>().map_or(301, |it| it.base10_parse().unwrap_or(301));
            let help = format!("write `{{ status: {status} }}`, for lines without a status");
            return Err(self.expected("`,`", &help));
        }
        let options = self.optional_options()?;
        let kind = ScopeKind::Include(syntax::Include {
            file: file.displayed().into(),
            format: format.as_ref().map(|format| format.text.clone().into()),
        });
        let scope = self.add_scope(ScopeParts {
            kind,
            attributes,
            conditions: Conditions::default(),
            options,
            span,
            source: Some(file.path.span()),
            format: format.map(|format| format.span),
            status: None,
        });
        let rules_before = self.parsed.document.rules.len();
        self.parsed.includes.push(UnreadInclude { scope, rules_before, file });
        Ok(())
    }

    /// Parses the name of a file: a string, or `concat!(env!("OUT_DIR"), "/moves.tsv")`.
    fn file_name(&mut self) -> syn::Result<FileName> {
        if self.at_string() {
            return Ok(FileName { variable: None, path: self.string()? });
        }
        let input = self.input;
        let is_concat =
            input.peek(keyword::concat) && input.peek2(Token![!]) && input.peek3(token::Paren);
        if !is_concat {
            let help = "use `include \"moves.tsv\"`, or `include \"_redirects\" as netlify`";
            return Err(self.expected("the name of a file in quotes", help));
        }
        self.parse::<keyword::concat>()?;
        self.parse::<Token![!]>()?;
        let content;
        let close = parenthesized!(content in self.input).span.close();
        self.inside(&content, close, |inner| {
            if !inner.at_variable() {
                return Err(inner.expected("`env!(\"OUT_DIR\")`", CONCAT));
            }
            let variable = Some(inner.variable()?);
            if inner.parse::<Token![,]>().is_err() {
                return Err(inner.expected("`,`", CONCAT));
            }
            if !inner.at_string() {
                return Err(inner.expected("the name of a file in quotes", CONCAT));
            }
            let path = inner.string()?;
            // A trailing comma is optional.
            let _ = inner.parse::<Token![,]>();
            if let (Some(variable), true) = (&variable, inner.at_string()) {
                let mut whole = path.value();
                let ahead = inner.input.fork();
                while let Ok(part) = ahead.parse::<LitStr>() {
                    whole += &part.value();
                    let _ = ahead.parse::<Token![,]>();
                }
                let help = format!("write `concat!(env!({:?}), {whole:?})`", variable.value());
                return Err(inner.expected("one path after the variable", &help));
            }
            Ok(FileName { variable, path })
        })
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
