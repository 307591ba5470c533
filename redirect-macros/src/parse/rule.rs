//! Rules: `(METHOD ("|" METHOD)*)? source conditions? "=>" status target? options?`

use proc_macro2::{Delimiter, Ident, TokenTree};
use redirect_compiler::syntax::{Dialect, FieldColumns, METHODS, Rule};
use syn::ext::IdentExt;
use syn::{LitInt, LitStr, Token, token};

use super::attribute::Attributes;
use super::condition::Conditions;
use super::item::{End, block_has_options};
use super::{Parser, SpannedText, expected, is_method, keyword, syntax};
use crate::spans::NodeSpans;
use redirect_core::internals::Status;

impl Parser<'_, '_, '_> {
    /// Parses the rest of a rule, starting with its arrow.
    pub(super) fn rule(
        &mut self,
        attributes: Attributes,
        methods: &[Ident],
        source: &LitStr,
        conditions: Conditions,
    ) -> syn::Result<End> {
        // A 301 lets clients change the method. An unknown one is a word of another language.
        let is_unsafe = |method: &Ident| {
            METHODS.iter().any(|known| method == known) && method != "GET" && method != "HEAD"
        };
        let default_status = if methods.iter().any(is_unsafe) { "303" } else { "301" };
        self.arrow(&source.value(), default_status)?;
        let status = self.status(default_status)?;
        let target = self.target(&status)?;
        let options = self.optional_options()?;
        let lacks_target = target.is_none() && needs_target(&status);
        self.parsed.document.rules.push(Rule {
            methods: methods.iter().map(|method| method.to_string().into()).collect(),
            source: source.value().into(),
            conditions: conditions.nodes,
            status: status.text.into(),
            target: target.as_ref().map(|target| target.value().into()),
            options: options.settings,
            allows: attributes.allows,
            doc: attributes.doc.into(),
            dialect: Dialect::Macro,
            scope: self.scope,
            source_location: self.file_names.location(source.span()),
            columns: FieldColumns::default(),
        });
        self.parsed.spans.rules.push(NodeSpans {
            methods: methods.iter().map(Ident::span).collect(),
            source: Some(source.span()),
            conditions: conditions.spans,
            status: Some(status.span),
            target,
            options: options.spans,
            allows: attributes.allow_spans,
            ..NodeSpans::new(source.span())
        });
        Ok(if lacks_target { End::WithoutTarget } else { End::Item })
    }

    /// Parses the arrow after a source or a URL, which is `before`. `default_status` is the one to
    /// suggest for a target without a status.
    pub(super) fn arrow(&mut self, before: &str, default_status: &str) -> syn::Result<()> {
        if !self.input.peek(Token![=>]) {
            return Err(self.missing_arrow(before, default_status));
        }
        self.last = self.parse::<Token![=>]>()?.spans[1];
        Ok(())
    }

    /// Returns the error for a missing arrow after the string `before`. A response without an arrow
    /// is skipped.
    fn missing_arrow(&mut self, before: &str, default_status: &str) -> syn::Error {
        let is_comma = self.input.peek(Token![,]);
        let is_on_line = !is_comma || self.is_next_on_line();
        let is_list = is_comma && self.input.peek2(LitStr) && is_on_line;
        let is_response = (is_comma && is_on_line || self.input.peek(LitStr))
            && !METHODS.contains(&before)
            && !self.at_next_item();
        let ahead = self.input.fork();
        let response = if is_response { expected::response(&ahead, default_status) } else { None };
        let is_skipped = response.is_some();
        let help = match response {
            Some(response) => format!("write `{before:?} => {response}`"),
            None if is_list => "write one rule for each source".into(),
            None => match self.condition_without_if() {
                Some(help) => help,
                None => expected::arrow(self.input, before, default_status),
            },
        };
        let error = self.expected("`=>` and a response", &help);
        if is_skipped {
            expected::response(self.input, default_status);
        }
        error
    }

    pub(super) fn methods(&mut self) -> syn::Result<Vec<Ident>> {
        let mut methods = Vec::new();
        self.skip_unknown_prefix();
        if let Some(error) = self.option_without_braces() {
            return Err(error);
        }
        while self.input.peek(Ident::peek_any) && !self.at_expression() {
            methods.push(self.method()?);
            if !self.input.peek(Token![|]) {
                break;
            }
            self.parse::<Token![|]>()?;
            self.require(Ident::peek_any, "a method", "remove the `|` before the source")?;
        }
        Ok(methods)
    }

    /// Returns the error for an option in place of an item, as in `query: drop` after a comma.
    fn option_without_braces(&self) -> Option<syn::Error> {
        let ahead = self.input.fork();
        let is_named = ahead.peek2(token::Bracket) && ahead.peek3(Token![:]);
        let is_option = is_named || ahead.peek2(Token![:]) && !ahead.peek2(Token![::]);
        let name = ahead.call(Ident::parse_any).ok().filter(|_| is_option)?;
        let name_text = name.to_string();
        if is_named {
            let _ = ahead.parse::<TokenTree>();
        }
        ahead.parse::<Token![:]>().ok()?;
        let value = ahead.parse::<TokenTree>().ok()?;
        if name_text != name_text.to_lowercase() {
            return None;
        }
        let help = match &name_text[..] {
            "query" | "cache" | "slash" | "case" | "chain" | "undecided" => {
                format!("write `{{ {name_text}: {value} }}` after the target, without a comma")
            }
            "origin" | "mount" | "languages" => {
                format!("write `default {{ {name_text}: {value} }}`")
            }
            "from" | "slashes" => {
                let origin = "origin: \"https://example.com\"";
                format!("move it to a `canonical 308 {{ {origin}, {name_text}: {value} }}`")
            }
            _ => "write the options of all rules in `default { … }`, and the form of the site's \
                  URLs in `canonical 308 { origin: \"https://example.com\", … }`"
                .into(),
        };
        let message = format!("option `{name_text}` is not in braces");
        Some(syntax(name.span(), &message, &help))
    }

    /// Returns true if a word is not a method but a pattern or an expression in place of a source,
    /// such as `SRC => …`, `paths::OLD => …`, `concat!("/a", "/b") => …` or `_ => …`.
    fn at_expression(&self) -> bool {
        let input = self.input;
        let is_path = input.peek2(Token![::]) || input.peek2(Token![!]) || input.peek2(Token![.]);
        let is_alone = input.peek2(Token![=>]) || input.peek2(Token![if]);
        let Ok(word) = input.fork().call(Ident::parse_any) else { return false };
        let is_constant = word == word.to_string().to_uppercase() && !is_method(&word);
        let is_prefix = input.peek2(token::Brace) && is_constant;
        input.peek(Token![_]) || is_path || is_alone && !is_method(&word) || is_prefix
    }

    /// Parses a method. The compiler reports an unknown one.
    pub(super) fn method(&mut self) -> syn::Result<Ident> {
        let method = self.input.call(Ident::parse_any)?;
        self.last = method.span();
        if method.unraw() != method {
            let help = format!("write `{}`", method.unraw());
            return Err(syntax(method.span(), "a method cannot be a raw identifier", &help));
        }
        let name = method.to_string();
        let upper = name.to_uppercase();
        let is_all = ["ANY", "ALL"].contains(&&upper[..]);
        if name == name.to_lowercase() && !is_all && !METHODS.contains(&&upper[..]) {
            let message = format!("`{method}` cannot start an item of a table");
            return Err(syntax(method.span(), &message, &expected::item(&name, self.input)));
        }
        self.parsed.methods.push(method.clone());
        Ok(method)
    }

    pub(super) fn source(&mut self, has_methods: bool) -> syn::Result<LitStr> {
        if self.at_string() {
            return self.string();
        }
        Err(self.expected("a source in quotes", &expected::source(self.input, has_methods)))
    }

    /// Parses a status. `default` is the one to suggest for a target without one.
    pub(super) fn status(&mut self, default: &str) -> syn::Result<SpannedText> {
        let input = self.input;
        let is_expression = input.peek(Token![if]) || input.peek2(Token![::]);
        let is_word = input.peek(Ident::peek_any) && !is_expression;
        if input.peek(LitInt) || is_word {
            return self.word();
        }
        Err(self.expected("a status", &expected::status(input, default)))
    }

    pub(super) fn target(&mut self, status: &SpannedText) -> syn::Result<Option<LitStr>> {
        self.skip_unknown_prefix();
        let input = self.input;
        if input.peek(LitStr) && !input.peek2(Token![=>]) {
            return self.string().map(Some);
        }
        let is_source =
            input.peek3(Token![=>]) || input.peek3(Token![if]) || input.peek3(token::Brace);
        if input.peek(Token![,]) && input.peek2(LitStr) && !is_source && needs_target(status) {
            let error = self.expected("a target in quotes", "remove this comma");
            self.parse::<Token![,]>()?;
            self.string()?;
            return Err(error);
        }
        if needs_target(status) && self.at_unknown_word() && !self.at_next_item() {
            return Err(self.expected("a target in quotes", "remove this word"));
        }
        if needs_target(status) && self.at_options_before_target() {
            return Err(self.expected("a target in quotes", expected::MOVED_OPTIONS));
        }
        if needs_target(status) && self.at_target_in_braces() {
            return Err(self.expected("a target in quotes", expected::target(input)));
        }
        let ends = input.is_empty() || input.peek(Token![,]) || self.at_options();
        if ends || self.at_item() || self.at_conditional_group() {
            return Ok(None);
        }
        // Conditions after the status are reported as a missing comma.
        if input.peek(Token![if]) && !needs_target(status) {
            return Ok(None);
        }
        Err(self.expected("a target in quotes", expected::target(input)))
    }

    /// Returns true if a string in braces is next.
    fn at_target_in_braces(&self) -> bool {
        let Ok(TokenTree::Group(group)) = self.input.fork().parse::<TokenTree>() else {
            return false;
        };
        let mut content = group.stream().into_iter();
        let is_string = matches!(content.next(), Some(TokenTree::Literal(_)));
        group.delimiter() == Delimiter::Brace && is_string && content.next().is_none()
    }

    /// Returns true if options and then a string that is not a source follow, as in
    /// `{ query: drop } "/new"`.
    fn at_options_before_target(&self) -> bool {
        let ahead = self.input.fork();
        let has_options = ahead.peek(token::Brace) && block_has_options(&ahead).unwrap_or(false);
        let is_source =
            ahead.peek2(Token![=>]) || ahead.peek2(Token![if]) || ahead.peek2(token::Brace);
        has_options && ahead.peek(LitStr) && !is_source
    }

    /// Returns true if a string follows a word that is neither a method nor a keyword, as in
    /// `to "/new"`.
    fn at_unknown_word(&self) -> bool {
        let input = self.input;
        let is_keyword = input.peek(keyword::include)
            || input.peek(keyword::assert)
            || input.peek(Token![let])
            || input.peek(Token![default]);
        let word = input.fork().call(Ident::parse_any).map(|word| word.to_string());
        let is_known = |word: &str| is_keyword || METHODS.contains(&word);
        input.peek2(LitStr) && word.is_ok_and(|word| !is_known(&word))
    }
}

/// Returns true if the status requires a target. An unknown status does.
fn needs_target(status: &SpannedText) -> bool {
    let is_final = Status::from_word(&status.text).is_some_and(|status| !status.is_redirection());
    !is_final && status.text != "pass"
}
