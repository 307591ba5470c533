//! Rules, groups, defaults, files and asserts, with commas between them.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::{LitStr, Token, braced, token};

use super::{RuleLowering, expected, keyword, syntax};
use crate::ast::{Attributes, Condition, Scope, ScopeKind};
use crate::parse::rule::METHODS;

/// What ends an item, as far as a comma behind it may be missing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Item,
    /// A rule whose target is missing, which the core reports.
    WithoutTarget,
}

impl RuleLowering<'_, '_> {
    pub(super) fn items(&mut self) {
        while !self.input.is_empty() {
            self.item_starts_at = self.table.methods.len();
            match self.item() {
                Ok(end) => self.comma(end),
                Err(error) => {
                    self.report(error);
                    self.skip_to_comma();
                }
            }
        }
    }

    fn item(&mut self) -> syn::Result<End> {
        let attributes = self.attributes()?;
        let input = self.input;
        if input.peek(Token![default]) && !input.peek2(LitStr) {
            self.without(&attributes, "a `default`");
            self.default()?;
        } else if input.peek(keyword::include) {
            self.include(attributes)?;
        } else if input.peek(keyword::assert) {
            self.without(&attributes, "an `assert`");
            self.assert()?;
        } else if input.peek(Token![if]) {
            let span = input.span();
            let conditions = self.guard()?;
            self.group(attributes, None, conditions, span)?;
        } else {
            return self.rule_or_group(attributes);
        }
        Ok(End::Item)
    }

    fn rule_or_group(&mut self, attributes: Attributes) -> syn::Result<End> {
        let methods = self.methods()?;
        let source = self.source(!methods.is_empty())?;
        let conditions = if self.input.peek(Token![if]) { self.guard()? } else { Vec::new() };
        if !self.input.peek(token::Brace) {
            return self.rule(attributes, methods, source, conditions);
        }
        if let Some(method) = methods.first() {
            let help = "write the methods before each source in it";
            self.errors.push(syntax(method.span(), "a group names no methods", help));
        }
        let span = source.span();
        self.group(attributes, Some(source), conditions, span).map(|()| End::Item)
    }

    fn group(
        &mut self,
        attributes: Attributes,
        prefix: Option<LitStr>,
        conditions: Vec<Condition>,
        span: Span,
    ) -> syn::Result<()> {
        let help = "write the rules that the condition is for in braces";
        self.require(token::Brace, "a block of rules", help)?;
        let content;
        let close = braced!(content in self.input).span.close();
        let kind = ScopeKind::Group(prefix);
        let group = Scope { attributes, kind, conditions, options: vec![], parent: None, span };
        let outer = self.scope;
        self.open(group);
        let read = self.inside(&content, close, |inner| {
            inner.items();
            Ok(())
        });
        self.scope = outer;
        read
    }

    fn default(&mut self) -> syn::Result<()> {
        let span = self.input.span();
        self.parse::<Token![default]>()?;
        let help = "write `default { slash: either }`";
        self.require(token::Brace, "options in braces", help)?;
        let options = self.options()?;
        let (attributes, conditions) = (Attributes::default(), Vec::new());
        let kind = ScopeKind::Default;
        self.open(Scope { attributes, kind, conditions, options, parent: None, span });
        Ok(())
    }

    /// What follows stands in that scope, which stands in the one before.
    pub(super) fn open(&mut self, scope: Scope) {
        let parent = self.scope;
        self.scope = Some(self.table.scopes.len());
        self.table.scopes.push(Scope { parent, ..scope });
    }

    fn without(&mut self, attributes: &Attributes, what: &str) {
        let Some(first) = attributes.first else { return };
        let message = format!("{what} takes no doc comment and no attribute");
        self.errors.push(syntax(first, &message, "write a comment with `//`"));
    }

    /// The comma between two items, which may be left out behind a brace. Where it is missing the
    /// next token begins the next item.
    fn comma(&mut self, end: End) {
        if self.input.is_empty() || self.parse::<Token![,]>().is_ok() {
            return;
        }
        let behind_brace = self.last.source_text().is_some_and(|text| text == "}");
        if behind_brace && (self.at_an_item() || self.input.peek(Token![if])) {
            return;
        }
        if end == End::WithoutTarget && self.at_an_item() {
            return;
        }
        let behind = self.input.peek(Token![#]);
        let error = self.expected("`,`", expected::comma(self.input));
        self.errors.push(error);
        if behind || !self.at_an_item() {
            self.skip_to_comma();
        }
    }

    pub(super) fn at_an_item(&self) -> bool {
        let input = self.input;
        let behind_source = input.peek2(Token![=>]) || input.peek2(Token![if]);
        let at_source = input.peek(LitStr) && (behind_source || input.peek2(token::Brace));
        let at_method =
            input.peek(Ident::peek_any) && (input.peek2(LitStr) || input.peek2(Token![|]));
        let at_keyword = input.peek(keyword::include)
            || input.peek(keyword::assert)
            || input.peek(Token![default]);
        at_source || at_method || at_keyword || input.peek(Token![#])
    }

    /// An unknown method is rustc's to report; the rule behind it is likely half typed.
    fn report(&mut self, error: syn::Error) {
        let is_known = |method: &Ident| METHODS.contains(&&method.to_string()[..]);
        match self.table.methods[self.item_starts_at..].last() {
            Some(method) if !is_known(method) && self.input.is_empty() => {
                self.errors.left_to_rustc();
            }
            _ => self.errors.push(error),
        }
    }
}
