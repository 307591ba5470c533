//! Attributes: doc comments and `#[allow(…)]`.

use std::borrow::Cow;

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{LitStr, Token, bracketed, parenthesized, token};

use super::{Parser, drain, expected, syntax};

/// The help for a missing attribute.
const ATTRIBUTES: &str = "rules can have doc comments and `#[allow(…)]`";

/// The attributes of a node.
#[derive(Default)]
pub(super) struct Attributes {
    /// The lines of the doc comment.
    pub(super) doc: String,
    /// The names of the allowed faults.
    pub(super) allows: Vec<Cow<'static, str>>,
    pub(super) allow_spans: Vec<Span>,
    /// The span of the first attribute.
    pub(super) first: Option<Span>,
}

impl Parser<'_, '_, '_> {
    pub(super) fn attributes(&mut self) -> syn::Result<Attributes> {
        let mut attributes = Attributes::default();
        let mut doc = Vec::new();
        while self.input.peek(Token![#]) {
            attributes.first.get_or_insert_with(|| self.input.span());
            self.parse::<Token![#]>()?;
            self.require(token::Bracket, "`[`", ATTRIBUTES)?;
            let content;
            self.last = bracketed!(content in self.input).span.close();
            let result = attribute(&content, &mut doc, &mut attributes);
            drain(&content)?;
            result?;
        }
        attributes.doc = doc.join("\n");
        Ok(attributes)
    }
}

fn attribute(
    content: ParseStream<'_>,
    doc: &mut Vec<String>,
    attributes: &mut Attributes,
) -> syn::Result<()> {
    let help = "remove it, or put it on the table: a rule can have only doc comments and \
                `#[allow(…)]`";
    if !content.peek(Ident::peek_any) {
        let message = expected::message("an attribute", content);
        return Err(syntax(content.span(), &message, ATTRIBUTES));
    }
    let name = content.call(Ident::parse_any)?;
    if name == "doc" && content.peek(Token![=]) {
        content.parse::<Token![=]>()?;
        if !content.peek(LitStr) {
            return Err(syntax(
                name.span(),
                "a doc comment must be plain text",
                "write `/// text`",
            ));
        }
        let line = content.parse::<LitStr>()?.value();
        doc.push(line.strip_prefix(' ').unwrap_or(&line).trim_end().into());
        return Ok(());
    }
    if name != "allow" || !content.peek(token::Paren) {
        return Err(syntax(
            name.span(),
            &format!("unsupported attribute `{name}` on a rule"),
            help,
        ));
    }
    let names;
    parenthesized!(names in content);
    let result = allowed_names(&names, attributes);
    drain(&names)?;
    result?;
    if content.is_empty() {
        return Ok(());
    }
    let message = format!("{} after `#[allow(…)]`", expected::unexpected(content));
    Err(syntax(content.span(), &message, "remove it"))
}

fn allowed_names(names: ParseStream<'_>, attributes: &mut Attributes) -> syn::Result<()> {
    let help = "list the names of lints, as in `#[allow(duplicate)]`";
    while !names.is_empty() {
        if !names.peek(Ident::peek_any) {
            let message = expected::message("the name of a lint", names);
            return Err(syntax(names.span(), &message, help));
        }
        let name = names.call(Ident::parse_any)?;
        attributes.allows.push(name.to_string().into());
        attributes.allow_spans.push(name.span());
        if !names.is_empty() && names.parse::<Token![,]>().is_err() {
            let message = expected::message("`,`", names);
            return Err(syntax(names.span(), &message, help));
        }
    }
    Ok(())
}
