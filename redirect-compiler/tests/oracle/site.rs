//! A document: rules in groups and after defaults.

use redirect_compiler::syntax::{
    self, Document, ScopeId, ScopeKind, Setting, SettingValue, Settings,
};
use redirect_core::{Redirects, SourceLocation};

use super::canonical::Canonical;
use super::rule::{Action, Condition, Piece, Rule, escape_braces, source_text};

#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) canonical: Option<Canonical>,
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
    /// The languages of the site, for the outermost default.
    pub(crate) languages: Option<&'static [&'static str]>,
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

/// The name of a field of responses, which is the key of an option.
pub(crate) const FIELD: &str = "x-field";

/// Options by their keys.
pub(crate) type OptionPairs = Vec<(&'static str, &'static str)>;

impl Site {
    /// Sets the actions of all rules, and removes options that are invalid for them.
    pub(crate) fn set_actions(&mut self, actions: Vec<Action>) {
        for (entry, action) in self.entries.iter_mut().zip(actions) {
            let has_query = matches!(action, Action::Redirect(..));
            let has_response = !matches!(action, Action::Pass);
            entry.options.retain(|(key, _)| *key != "query" || has_query);
            entry.options.retain(|(key, _)| *key != FIELD || has_response);
            entry.action = action;
        }
    }

    /// Puts everything after a default with the languages of the site.
    pub(crate) fn with_languages(mut self, languages: &'static [&'static str]) -> Site {
        for scope in &mut self.scopes {
            scope.parent = Some(scope.parent.map_or(0, |parent| parent + 1));
        }
        for entry in &mut self.entries {
            entry.scope = Some(entry.scope.map_or(0, |scope| scope + 1));
        }
        let languages = Some(languages);
        self.scopes.insert(0, Scope { is_default: true, languages, ..Scope::default() });
        self
    }

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
        if let Some(canonical) = &self.canonical {
            // The first scope is around all others.
            let inside = |scope: Option<ScopeId>| {
                Some(ScopeId::new(scope.map_or(0, |scope| scope.index() + 1)))
            };
            document.scopes.iter_mut().for_each(|scope| scope.parent = inside(scope.parent));
            document.rules.iter_mut().for_each(|rule| rule.scope = inside(rule.scope));
            document.scopes.insert(0, canonical.to_syntax());
        }
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
        let option = |key: &str| {
            let found = options.iter().find_map(|options| options.iter().find(|it| it.0 == key));
            found.map(|option| option.1)
        };
        let has_option = |key: &str, value: &str| option(key) == Some(value);
        let outer = scopes.iter().flat_map(|scope| scope.conditions.clone());
        Rule {
            number,
            source: with_prefixes(scopes.iter().filter_map(|scope| scope.prefix), &entry.source),
            conditions: outer.chain(entry.conditions).collect(),
            drops_query: has_option("query", "drop"),
            any_slash: has_option("slash", "either"),
            any_case: has_option("case", "ignore"),
            field: option(FIELD),
            languages: scopes.iter().find_map(|scope| scope.languages),
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
        let mut options = settings(&self.options);
        if let Some(languages) = self.languages {
            let tags = languages.iter().map(|&tag| tag.into()).collect();
            let value = SettingValue::List(tags);
            options.push(Setting { name: "languages".into(), argument: None, value });
        }
        syntax::Scope {
            kind,
            parent: self.parent.map(ScopeId::new),
            conditions: self.conditions.iter().map(Condition::to_syntax).collect(),
            options,
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
    options.iter().map(|&(key, value)| setting(key, value)).collect()
}

fn setting(key: &'static str, value: &'static str) -> Setting<'static> {
    if key == FIELD {
        return Setting { argument: Some(key.into()), ..Setting::with_text("header", value) };
    }
    Setting::with_word(key, value)
}

/// Returns the number of a rule of a [`Site`].
pub(crate) fn rule_number(rule: &redirect_core::Rule<'_>) -> usize {
    usize::try_from(rule.source_location().unwrap().line()).unwrap() - 1
}
