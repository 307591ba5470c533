//! A document: rules in groups and after defaults.

use redirect_compiler::syntax::{self, Document, ScopeId, ScopeKind, Settings};
use redirect_core::{Redirects, SourceLocation};

use super::rule::{Action, Condition, Piece, Rule, escape_braces, source_text};

#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) scopes: Vec<Scope>,
    pub(crate) entries: Vec<Entry>,
}

/// A group, or a default for the rules that follow it.
#[derive(Clone, Default, Debug)]
pub(crate) struct Scope {
    pub(crate) parent: Option<usize>,
    pub(crate) is_default: bool,
    pub(crate) prefix: Option<&'static str>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) options: OptionPairs,
}

/// A rule of the document, without inherited conditions and options.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) scope: Option<usize>,
    pub(crate) methods: Vec<&'static str>,
    pub(crate) source: Vec<Piece>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) action: Action,
    pub(crate) options: OptionPairs,
}

/// Options by their keys.
pub(crate) type OptionPairs = Vec<(&'static str, &'static str)>;

impl Site {
    /// Returns the scopes that enclose a position, from the outermost to the innermost.
    pub(crate) fn enclosing_scopes(&self, scope: Option<usize>) -> Vec<&Scope> {
        let Some(scope) = scope.map(|scope| &self.scopes[scope]) else { return Vec::new() };
        let mut scopes = self.enclosing_scopes(scope.parent);
        scopes.push(scope);
        scopes
    }

    /// Returns the document, with the number of each rule, from 1, as its line.
    pub(crate) fn document(&self) -> Document<'static> {
        let mut document = Document::default();
        document.rules.extend((1..).zip(&self.entries).map(|(line, entry)| entry.to_syntax(line)));
        document.scopes.extend(self.scopes.iter().map(Scope::to_syntax));
        document
    }

    /// Returns the rules in a table of the document, each with everything that it inherits.
    pub(crate) fn rules(&self, table: &Redirects) -> Vec<Rule> {
        table.rules().map(|rule| self.rule(rule_number(&rule))).collect()
    }

    fn rule(&self, number: usize) -> Rule {
        let entry = self.entries[number].clone();
        let scopes = self.enclosing_scopes(entry.scope);
        let innermost_first = scopes.iter().rev().map(|scope| &scope.options);
        let options: Vec<_> = [&entry.options].into_iter().chain(innermost_first).collect();
        let has_option = |key: &str, value: &str| {
            let found = options.iter().find_map(|options| options.iter().find(|it| it.0 == key));
            found.is_some_and(|option| option.1 == value)
        };
        let outer = scopes.iter().flat_map(|scope| scope.conditions.clone());
        Rule {
            number,
            source: with_prefixes(scopes.iter().filter_map(|scope| scope.prefix), &entry.source),
            conditions: outer.chain(entry.conditions).collect(),
            drops_query: has_option("query", "drop"),
            any_slash: has_option("slash", "either"),
            any_case: has_option("case", "ignore"),
            methods: entry.methods,
            action: entry.action,
        }
    }
}

/// Prepends prefixes to a source. The source `/` becomes the prefix itself.
fn with_prefixes(prefixes: impl Iterator<Item = &'static str>, own: &[Piece]) -> Vec<Piece> {
    let mut source: Vec<_> = prefixes.map(Piece::Text).collect();
    let is_root = own.iter().map(source_text).collect::<String>() == "/";
    if source.is_empty() || !is_root {
        source.extend(own.iter().cloned());
    }
    source
}

impl Scope {
    fn to_syntax(&self) -> syntax::Scope<'static> {
        let kind = if self.is_default {
            ScopeKind::Default
        } else {
            ScopeKind::Group(self.prefix.map(|prefix| escape_braces(prefix).into()))
        };
        syntax::Scope {
            kind,
            parent: self.parent.map(ScopeId::new),
            conditions: self.conditions.iter().map(Condition::to_syntax).collect(),
            options: settings(&self.options),
            ..syntax::Scope::default()
        }
    }
}

impl Entry {
    fn to_syntax(&self, line: u32) -> syntax::Rule<'static> {
        let (status, target) = self.action.to_source();
        syntax::Rule {
            methods: self.methods.iter().map(|&method| method.into()).collect(),
            source: self.source.iter().map(source_text).collect::<String>().into(),
            conditions: self.conditions.iter().map(Condition::to_syntax).collect(),
            status: status.into(),
            target: target.map(Into::into),
            options: settings(&self.options),
            scope: self.scope.map(ScopeId::new),
            source_location: Some(SourceLocation::new("", line, 1)),
            ..syntax::Rule::default()
        }
    }
}

fn settings(options: &OptionPairs) -> Settings<'static> {
    options.iter().map(|&(key, value)| (key.into(), value.into())).collect()
}

/// Returns the number of a rule of a [`Site`].
pub(crate) fn rule_number(rule: &redirect_core::Rule<'_>) -> usize {
    usize::try_from(rule.source_location().unwrap().line()).unwrap() - 1
}
