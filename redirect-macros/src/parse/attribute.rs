//! Doc comments and `#[allow(…)]`.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{LitStr, Token, bracketed, parenthesized, token};

use super::{RuleLowering, drain, syntax};
use crate::ast::{Attributes, Word};

impl RuleLowering<'_, '_> {
    pub(super) fn attributes(&mut self) -> syn::Result<Attributes> {
        let mut attributes = Attributes::default();
        while self.input.peek(Token![#]) {
            attributes.first.get_or_insert_with(|| self.input.span());
            self.parse::<Token![#]>()?;
            self.require(token::Bracket, "`[`", "a rule takes doc comments and `#[allow(…)]`")?;
            let content;
            self.last = bracketed!(content in self.input).span.close();
            let read = attribute(&content, &mut attributes);
            drain(&content)?;
            read?;
        }
        Ok(attributes)
    }
}

/// Doc comments and `allow`.
fn attribute(content: ParseStream<'_>, attributes: &mut Attributes) -> syn::Result<()> {
    let help = "a rule takes doc comments and `#[allow(…)]`; others stand on the table";
    let name = content.call(Ident::parse_any)?;
    if name == "doc" && content.peek(Token![=]) {
        content.parse::<Token![=]>()?;
        if !content.peek(LitStr) {
            return Err(syntax(name.span(), "a doc comment is plain text", "write `/// text`"));
        }
        let line = content.parse::<LitStr>()?.value();
        attributes.doc.push(line.strip_prefix(' ').unwrap_or(&line).trim_end().into());
        return Ok(());
    }
    if name != "allow" || !content.peek(token::Paren) {
        return Err(syntax(name.span(), &format!("a rule takes no attribute `{name}`"), help));
    }
    let names;
    parenthesized!(names in content);
    let read = allowed(&names, attributes);
    drain(&names)?;
    read?;
    if content.is_empty() {
        return Ok(());
    }
    Err(syntax(content.span(), "nothing follows the names", help))
}

fn allowed(names: ParseStream<'_>, attributes: &mut Attributes) -> syn::Result<()> {
    let help = "write the names of faults, as in `#[allow(duplicate)]`";
    while !names.is_empty() {
        if !names.peek(Ident::peek_any) {
            return Err(syntax(names.span(), "expected the name of a fault", help));
        }
        let name = names.call(Ident::parse_any)?;
        attributes.allows.push(Word { text: name.to_string(), span: name.span() });
        if !names.is_empty() && names.parse::<Token![,]>().is_err() {
            return Err(syntax(names.span(), "expected `,`", help));
        }
    }
    Ok(())
}
