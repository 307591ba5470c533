//! Items, separated by commas: constants, rules, groups, defaults, includes and assertions.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenTree};
use redirect_compiler::syntax::{Scope, ScopeId, ScopeKind};
use syn::buffer::Cursor;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{LitStr, Token, braced, token};

use super::attribute::Attributes;
use super::condition::Conditions;
use super::option::SpannedOptions;
use super::{Parser, drain, expected, keyword, syntax};
use crate::spans::NodeSpans;

/// The end of an item. It determines if a missing comma after the item is an error.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Item,
    /// The rule lacks the target that its status requires. The compiler reports this.
    WithoutTarget,
    /// The item is a constant, whose semicolon has been parsed.
    Constant,
    /// The item is not part of the language, which has been reported.
    Reported,
}

/// The parts of a scope.
pub(super) struct ScopeParts {
    pub(super) kind: ScopeKind<'static>,
    pub(super) attributes: Attributes,
    pub(super) conditions: Conditions,
    pub(super) options: SpannedOptions,
    /// The span of the first token.
    pub(super) span: Span,
    /// The span of the prefix, or of the file's name.
    pub(super) source: Option<Span>,
    pub(super) format: Option<Span>,
    pub(super) status: Option<Span>,
}

impl Parser<'_, '_, '_> {
    pub(super) fn items(&mut self) {
        let mut is_first = true;
        while !self.input.is_empty() {
            self.has_invalid_string = false;
            let start = self.input.cursor();
            let is_constant = self.input.peek(Token![let]) || self.at_rust_constant();
            let item = self.item(is_first);
            is_first &= is_constant || matches!(item, Ok(End::Constant));
            match item {
                Ok(end) => self.comma(end, start),
                Err(error) => {
                    self.report(error);
                    self.skip_item(self.input.cursor() != start);
                }
            }
        }
    }

    /// Parses an item. `is_first` is true if only constants precede it in its block.
    fn item(&mut self, is_first: bool) -> syn::Result<End> {
        let attributes = self.attributes()?;
        let input = self.input;
        if self.at_macro_call() {
            self.macro_call()?;
            return Ok(End::Reported);
        }
        if input.peek(Token![let]) {
            self.reject_attributes(&attributes, "a `let`");
            self.constant(is_first)?;
            return Ok(End::Constant);
        }
        if self.at_rust_constant() {
            return Err(self.rust_constant()?);
        }
        if input.peek(Token![default]) {
            self.reject_attributes(&attributes, "a `default`");
            self.default()?;
        } else if input.peek(keyword::canonical) {
            self.reject_attributes(&attributes, "a `canonical`");
            self.canonical()?;
        } else if input.peek(keyword::include) {
            self.include(attributes)?;
        } else if input.peek(keyword::assert) {
            self.reject_attributes(&attributes, "an `assert`");
            self.assertion()?;
        } else if input.peek(Token![if]) {
            let span = input.span();
            let conditions = self.conditions()?;
            self.group(attributes, None, conditions, span)?;
        } else {
            return self.rule_or_group(attributes);
        }
        Ok(End::Item)
    }

    /// Returns true if a call of a macro is in place of an item, and not in place of a source.
    fn at_macro_call(&self) -> bool {
        let ahead = self.input.fork();
        let is_call = ahead.call(Ident::parse_any).is_ok()
            && ahead.parse::<Token![!]>().is_ok()
            && ahead.parse::<Group>().is_ok();
        is_call && !ahead.peek(Token![=>]) && !ahead.peek(Token![if]) && !ahead.peek(token::Brace)
    }

    /// Skips a call of a macro, and reports it.
    fn macro_call(&mut self) -> syn::Result<()> {
        let name = self.input.call(Ident::parse_any)?;
        self.parse::<Token![!]>()?;
        let arguments = self.input.parse::<Group>()?;
        self.last = arguments.span_close();
        let message = format!("a table cannot contain a call of the macro `{name}`");
        let help = match &name.to_string()[..] {
            "include" | "include_str" => expected::file_name(arguments.stream()),
            "assert" | "assert_eq" => {
                "use an item of the table, as in `assert \"/old\" => 301 \"/new\"`".into()
            }
            _ => "share rules with a `macro_rules!` macro around the entire call of `redirects!`"
                .into(),
        };
        self.errors.push(syntax(name.span(), &message, &help));
        Ok(())
    }

    fn rule_or_group(&mut self, attributes: Attributes) -> syn::Result<End> {
        let methods = self.methods()?;
        let source = self.source(!methods.is_empty())?;
        let conditions = self.optional_conditions()?;
        if !self.input.peek(token::Brace) {
            return self.rule(attributes, &methods, &source, conditions);
        }
        if block_has_options(&self.input.fork()).unwrap_or(false) {
            return Err(self.expected("`=>` and a response", expected::MOVED_OPTIONS));
        }
        if let Some(method) = methods.first() {
            let help = "add the methods to each rule in the group";
            self.errors.push(syntax(method.span(), "a group cannot have methods", help));
        }
        self.group(attributes, Some(&source), conditions, source.span()).map(|()| End::Item)
    }

    fn group(
        &mut self,
        attributes: Attributes,
        prefix: Option<&LitStr>,
        conditions: Conditions,
        span: Span,
    ) -> syn::Result<()> {
        let help = expected::block_of_rules(self.input);
        self.require(token::Brace, "a block of rules", help)?;
        let group = self.add_scope(ScopeParts {
            kind: ScopeKind::Group(prefix.map(|prefix| prefix.value().into())),
            attributes,
            conditions,
            options: SpannedOptions::default(),
            span,
            source: prefix.map(LitStr::span),
            format: None,
            status: None,
        });
        let outer = self.scope.replace(group);
        let result = self.block();
        self.scope = outer;
        result.map(drop)
    }

    /// Parses items in braces, and returns the span of the closing brace.
    pub(super) fn block(&mut self) -> syn::Result<Span> {
        let content;
        let close = braced!(content in self.input).span.close();
        self.inside(&content, close, |inner| {
            inner.items();
            Ok(close)
        })
    }

    fn default(&mut self) -> syn::Result<()> {
        let span = self.input.span();
        self.parse::<Token![default]>()?;
        let help = expected::braces(self.input, "default { slash: either }");
        self.require(token::Brace, "options in braces", &help)?;
        let options = self.options()?;
        let scope = self.add_scope(ScopeParts {
            kind: ScopeKind::Default,
            attributes: Attributes::default(),
            conditions: Conditions::default(),
            options,
            span,
            source: None,
            format: None,
            status: None,
        });
        // A `default` applies to everything after it in its block.
        self.scope = Some(scope);
        Ok(())
    }

    /// Adds a scope, with the current scope as its parent.
    pub(super) fn add_scope(&mut self, parts: ScopeParts) -> ScopeId {
        let ScopeParts { kind, attributes, conditions, options, span, source, format, status } =
            parts;
        self.parsed.spans.scopes.push(NodeSpans {
            source,
            conditions: conditions.spans,
            format,
            status,
            options: options.spans,
            allows: attributes.allow_spans,
            ..NodeSpans::new(span)
        });
        self.parsed.document.add_scope(Scope {
            kind,
            parent: self.scope,
            conditions: conditions.nodes,
            options: options.settings,
            allows: attributes.allows,
            doc: attributes.doc.into(),
        })
    }

    fn reject_attributes(&mut self, attributes: &Attributes, what: &str) {
        let Some(first) = attributes.first else { return };
        let message = format!("{what} cannot have doc comments or attributes");
        self.errors.push(syntax(first, &message, "remove them; `//` comments are allowed"));
    }

    /// Parses the comma after the item that starts at `start`. It is optional after a closing
    /// brace. If it is missing, parsing continues at the next item.
    fn comma(&mut self, end: End, start: Cursor<'_>) {
        if end == End::Constant {
            return;
        }
        if self.input.is_empty() || self.parse::<Token![,]>().is_ok() {
            return;
        }
        if end == End::Reported {
            let _ = self.parse::<Token![;]>();
            return;
        }
        let is_before_item = self.at_item() || self.input.peek(Token![if]);
        if is_before_item && ends_with_brace(start, self.input.cursor()) {
            return;
        }
        let at_item = self.at_item() || self.at_conditional_group();
        if end == End::WithoutTarget && at_item {
            return;
        }
        let is_attribute = self.input.peek(Token![#]) && !self.at_next_item();
        if !is_attribute && at_item {
            let help = "add a comma";
            self.errors.push(syntax(self.last, "missing `,` after this item", help));
            return;
        }
        let error = self.expected("`,`", expected::comma(self.input));
        self.errors.push(error);
        if self.parse::<Token![;]>().is_ok() && (self.input.is_empty() || self.starts_item()) {
            return;
        }
        let is_attribute_last = is_attribute && self.input.peek3(Token![,]);
        if !is_attribute || is_attribute_last || !self.at_item() {
            self.skip_item(true);
        }
    }

    /// Returns true if a group without a prefix starts here: conditions followed by a block of
    /// rules, as opposed to conditions followed by the options of a rule.
    pub(super) fn at_conditional_group(&self) -> bool {
        let ahead = self.input.fork();
        if ahead.parse::<Token![if]>().is_err() {
            return false;
        }
        while !ahead.is_empty() && !ahead.peek(Token![,]) {
            if ahead.peek(token::Brace) {
                return block_has_rules(&ahead).unwrap_or(false);
            }
            if ahead.parse::<TokenTree>().is_err() {
                return false;
            }
        }
        false
    }

    /// Returns true if an item starts here.
    pub(super) fn at_item(&self) -> bool {
        let input = self.input;
        let is_source = input.peek2(Token![=>]) || input.peek2(Token![if]);
        let at_source = input.peek(LitStr) && (is_source || input.peek2(token::Brace));
        let at_word = input.peek(Ident::peek_any) && !input.peek(Token![_]);
        let at_method = at_word && (input.peek2(LitStr) || input.peek2(Token![|]));
        let at_keyword = input.peek(keyword::canonical)
            || input.peek(keyword::include)
            || input.peek(keyword::assert)
            || input.peek(Token![let])
            || input.peek(Token![default]);
        at_source || at_method || at_keyword || input.peek(Token![#])
    }

    /// Reports an error in an item, unless the item contains an invalid string literal, which rustc
    /// reports.
    fn report(&mut self, error: syn::Error) {
        if self.has_invalid_string || self.at_invalid_string() {
            self.errors.leave_to_rustc();
        } else {
            self.errors.push(error);
        }
    }
}

/// Returns true if the last token between two cursors is a block.
fn ends_with_brace(mut start: Cursor<'_>, end: Cursor<'_>) -> bool {
    let mut is_brace = false;
    while start != end {
        let Some((token, next)) = start.token_tree() else { return false };
        is_brace =
            matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        start = next;
    }
    is_brace
}

/// Returns true if the braces ahead contain rules, as opposed to options (`key: value`) or code of
/// another language.
pub(super) fn block_has_rules(input: ParseStream<'_>) -> syn::Result<bool> {
    let content;
    braced!(content in input);
    let starts_item = content.peek(LitStr) && !content.peek2(Token![:])
        || content.peek(Token![#])
        || content.peek(Token![if])
        || content.peek(Token![default])
        || content.peek(Token![let])
        || content.peek(keyword::include)
        || content.peek(keyword::assert)
        || content.peek(Ident::peek_any) && content.peek2(LitStr);
    let is_option = is_option(&content);
    let (mut has_arrow, mut count) = (false, 0);
    while !content.is_empty() {
        has_arrow |= content.peek(Token![=>]);
        content.parse::<TokenTree>()?;
        count += 1;
    }
    Ok(starts_item && count > 1 || has_arrow && !is_option)
}

/// Returns true if the braces ahead contain options (`key: value`).
pub(super) fn block_has_options(input: ParseStream<'_>) -> syn::Result<bool> {
    let content;
    braced!(content in input);
    let has_options = is_option(&content);
    drain(&content)?;
    Ok(has_options)
}

fn is_option(content: ParseStream<'_>) -> bool {
    let has_key = content.peek2(Token![:]) && !content.peek2(Token![::])
        || content.peek2(token::Bracket) && content.peek3(Token![:]);
    content.peek(Ident::peek_any) && has_key
}
