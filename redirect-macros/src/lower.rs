//! From what is written to what the core compiles.

use std::borrow::Cow;

use redirect_compiler::syntax::{self, Dialect, Document, ScopeKind, Settings};
use redirect_compiler::{format_of, read};
use redirect_core::SourceLocation;

use crate::ast::{self, Assert, Attributes, Condition, Entry, Rule, Setting, Table, Word};
use crate::files::{File, include};

/// A document with all of a table, and of its files.
pub(crate) fn document<'a>(table: &'a Table, files: &'a [File]) -> Document<'a> {
    let mut document = Document::default();
    document
        .scopes
        .extend(table.scopes.iter().zip(files).map(|(written, file)| scope(written, file)));
    document.asserts.extend(table.asserts.iter().map(assert));
    for entry in &table.entries {
        match entry {
            Entry::Rule(rule) => document.rules.push(draft(rule)),
            Entry::File(index) => include_file(&mut document, *index, &files[*index]),
        }
    }
    document
}

fn include_file<'a>(document: &mut Document<'a>, scope: usize, file: &'a File) {
    let ScopeKind::Include(include) = &document.scopes[scope].kind else { return };
    if let Some(format) = format_of(include) {
        read(document, &file.text, format, &file.name, Some(scope));
    }
}

fn scope<'a>(written: &'a ast::Scope, file: &'a File) -> syntax::Scope<'a> {
    let kind = match &written.kind {
        ast::ScopeKind::Default => ScopeKind::Default,
        ast::ScopeKind::Group(prefix) => {
            ScopeKind::Group(prefix.as_ref().map(|prefix| prefix.value().into()))
        }
        ast::ScopeKind::Include { .. } => {
            let mut include = include(written).map(|(include, _)| include).unwrap_or_default();
            include.unreadable.clone_from(&file.unreadable);
            ScopeKind::Include(include)
        }
    };
    syntax::Scope {
        kind,
        parent: written.parent,
        conditions: written.conditions.iter().map(condition).collect(),
        options: settings(&written.options),
        allows: words(&written.attributes),
        doc: doc(&written.attributes).into(),
    }
}

fn draft(rule: &Rule) -> syntax::Rule<'_> {
    syntax::Rule {
        methods: rule.methods.iter().map(|method| method.to_string().into()).collect(),
        source: rule.source.value().into(),
        conditions: rule.conditions.iter().map(condition).collect(),
        status: rule.status.text.clone().into(),
        target: rule.target.as_ref().map(|target| target.value().into()),
        options: settings(&rule.options),
        allows: words(&rule.attributes),
        doc: doc(&rule.attributes).into(),
        dialect: Dialect::Macro,
        scope: rule.scope,
        place: SourceLocation::new(&rule.place.file, rule.place.line, rule.place.column),
        ..syntax::Rule::default()
    }
}

fn assert(assert: &Assert) -> syntax::Assertion<'_> {
    syntax::Assertion {
        method: assert.method.as_ref().map(|method| method.to_string().into()),
        asked: assert.asked.value().into(),
        with: assert.with.iter().map(condition).collect(),
        status: assert.status.text.clone().into(),
        location: assert.location.as_ref().map(|location| location.value().into()),
        scope: assert.scope,
    }
}

fn settings(options: &[Setting]) -> Settings<'_> {
    let text = |word: &Word| word.text.clone().into();
    options.iter().map(|setting| (text(&setting.key), text(&setting.value))).collect()
}

fn words(attributes: &Attributes) -> Vec<Cow<'_, str>> {
    attributes.allows.iter().map(|name| name.text[..].into()).collect()
}

fn doc(attributes: &Attributes) -> String {
    attributes.doc.join("\n")
}

fn condition(condition: &Condition) -> syntax::Condition<'_> {
    syntax::Condition {
        negated: condition.negated,
        subject: condition.subject.text.clone().into(),
        argument: condition.name.as_ref().map(|name| name.value().into()),
        operator: condition.operator,
        values: condition.values.iter().map(|value| value.value().into()).collect(),
    }
}
