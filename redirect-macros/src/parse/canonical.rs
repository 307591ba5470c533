//! The canonical URLs of the site: `"canonical" status options`

use redirect_compiler::syntax::{Scope, ScopeKind};
use syn::token;

use super::attribute::Attributes;
use super::condition::Conditions;
use super::item::ScopeParts;
use super::{Parser, expected, keyword, syntax};

impl Parser<'_, '_, '_> {
    pub(super) fn canonical(&mut self) -> syn::Result<()> {
        let span = self.input.span();
        self.parse::<keyword::canonical>()?;
        if let Some(help) = expected::canonical(self.input) {
            return Err(self.expected("a status", &help));
        }
        let status = self.status("308")?;
        let example = "canonical 308 { origin: \"https://example.com\" }";
        let help = expected::braces(self.input, example);
        self.require(token::Brace, "options in braces", &help)?;
        let options = self.options()?;
        let document = &self.parsed.document;
        let is_canonical = |scope: &Scope<'_>| matches!(scope.kind, ScopeKind::Canonical(_));
        if document.scopes.iter().any(is_canonical) {
            let help = "combine the two";
            self.errors.push(syntax(span, "second `canonical`", help));
            return Ok(());
        }
        let is_default = |scope: &Scope<'_>| matches!(scope.kind, ScopeKind::Default);
        let is_first = document.rules.is_empty()
            && document.assertions.is_empty()
            && document.scopes.iter().all(is_default);
        if !is_first {
            let help = "move it to the start of the table";
            self.errors.push(syntax(span, "`canonical` must precede all rules", help));
            return Ok(());
        }
        let scope = self.add_scope(ScopeParts {
            kind: ScopeKind::Canonical(status.text.into()),
            attributes: Attributes::default(),
            conditions: Conditions::default(),
            options,
            span,
            source: None,
            format: None,
            status: Some(status.span),
        });
        // It applies to everything after it, as a `default` does.
        self.scope = Some(scope);
        Ok(())
    }
}
