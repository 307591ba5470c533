//! Rules as they are written: in groups, and behind defaults.

use redirect_compiler::syntax::{self, Document, Scope as Written, ScopeKind, Settings};
use redirect_core::{Redirects, SourceLocation};

use super::rule::{Answer, Condition, Piece, Rule, doubled, in_source};

#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) scopes: Vec<Scope>,
    pub(crate) entries: Vec<Entry>,
}

/// A group, or a default for what follows it.
#[derive(Clone, Default, Debug)]
pub(crate) struct Scope {
    pub(crate) parent: Option<usize>,
    pub(crate) is_default: bool,
    pub(crate) prefix: Option<&'static str>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) options: Options,
}

/// What is written of a rule itself.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) scope: Option<usize>,
    pub(crate) methods: Vec<&'static str>,
    pub(crate) source: Vec<Piece>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) answer: Answer,
    pub(crate) options: Options,
}

/// Options by their keys.
pub(crate) type Options = Vec<(&'static str, &'static str)>;

impl Site {
    /// What something stands in, from the outermost scope to the innermost.
    pub(crate) fn around(&self, scope: Option<usize>) -> Vec<&Scope> {
        let Some(scope) = scope.map(|scope| &self.scopes[scope]) else { return Vec::new() };
        let mut around = self.around(scope.parent);
        around.push(scope);
        around
    }

    /// All that is written, each rule in the line of its number.
    pub(crate) fn document(&self) -> Document<'static> {
        let mut document = Document::default();
        document.rules.extend((0..).zip(&self.entries).map(|(line, entry)| entry.draft(line)));
        document.scopes.extend(self.scopes.iter().map(Scope::written));
        document
    }

    /// The rules that are in a table of the document, each with all that it stands in.
    pub(crate) fn rules(&self, table: &Redirects) -> Vec<Rule> {
        table
            .rules()
            .map(|rule| self.rule(rule.source_location().line().try_into().unwrap()))
            .collect()
    }

    fn rule(&self, number: usize) -> Rule {
        let entry = self.entries[number].clone();
        let around = self.around(entry.scope);
        let innermost_first = around.iter().rev().map(|scope| &scope.options);
        let options: Vec<_> = [&entry.options].into_iter().chain(innermost_first).collect();
        let says = |key: &str, value: &str| {
            let said = options.iter().find_map(|options| options.iter().find(|it| it.0 == key));
            said.is_some_and(|said| said.1 == value)
        };
        let outer = around.iter().flat_map(|scope| scope.conditions.clone());
        Rule {
            number,
            source: behind(around.iter().filter_map(|scope| scope.prefix), &entry.source),
            conditions: outer.chain(entry.conditions).collect(),
            drops_query: says("query", "drop"),
            any_slash: says("slash", "either"),
            any_case: says("case", "ignore"),
            methods: entry.methods,
            answer: entry.answer,
        }
    }
}

/// A source behind prefixes, in which `/` is the prefix itself.
fn behind(prefixes: impl Iterator<Item = &'static str>, own: &[Piece]) -> Vec<Piece> {
    let mut source: Vec<_> = prefixes.map(Piece::Text).collect();
    let is_root = own.iter().map(in_source).collect::<String>() == "/";
    if source.is_empty() || !is_root {
        source.extend(own.iter().cloned());
    }
    source
}

impl Scope {
    fn written(&self) -> Written<'static> {
        let kind = if self.is_default {
            ScopeKind::Default
        } else {
            ScopeKind::Group(self.prefix.map(|prefix| doubled(prefix).into()))
        };
        Written {
            kind,
            parent: self.parent,
            conditions: self.conditions.iter().map(Condition::draft).collect(),
            options: settings(&self.options),
            ..Written::default()
        }
    }
}

impl Entry {
    fn draft(&self, line: u32) -> syntax::Rule<'static> {
        let (status, target) = self.answer.text();
        syntax::Rule {
            methods: self.methods.iter().map(|&method| method.into()).collect(),
            source: self.source.iter().map(in_source).collect::<String>().into(),
            conditions: self.conditions.iter().map(Condition::draft).collect(),
            status: status.into(),
            target: target.map(Into::into),
            options: settings(&self.options),
            scope: self.scope,
            place: SourceLocation::new("", line, 0),
            ..syntax::Rule::default()
        }
    }
}

fn settings(options: &Options) -> Settings<'static> {
    options.iter().map(|&(key, value)| (key.into(), value.into())).collect()
}
