//! All that is written in a table.

use std::borrow::Cow;

use crate::assertion::Assertion;
use crate::diagnostic::kind::FaultKind;
use crate::syntax::rule::{Condition, Dialect, Rule, Settings};
use redirect_core::SourceLocation;

/// What is written in a table or a file: rules in their order, and what they stand in.
#[derive(Clone, Default, Debug)]
pub struct Document<'a> {
    /// The rules, in order.
    pub rules: Vec<Rule<'a>>,
    /// Groups, defaults and includes; each follows the one that it stands in.
    pub scopes: Vec<Scope<'a>>,
    /// What the table has to answer.
    pub asserts: Vec<Assertion<'a>>,
    /// The lines of files that hold no rule.
    pub(crate) lines: Vec<InvalidLine<'a>>,
}

/// One of the things that are written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NodeId {
    /// The scope of that number.
    Scope(usize),
    /// The rule of that number.
    Rule(usize),
    /// The line of a file of that number, among those that hold no rule.
    Line(usize),
    /// The assert of that number.
    Assert(usize),
}

/// What rules stand in, and what it gives to each of them.
#[derive(Clone, Default, Debug)]
pub struct Scope<'a> {
    /// What it is.
    pub kind: ScopeKind<'a>,
    /// The scope that it stands in.
    pub parent: Option<usize>,
    /// The conditions, all of which have to hold.
    pub conditions: Vec<Condition<'a>>,
    /// The options, each with its value.
    pub options: Settings<'a>,
    /// The names of the faults that are accepted.
    pub allows: Vec<Cow<'a, str>>,
    /// The doc comment, which is that of each rule without one.
    pub doc: Cow<'a, str>,
}

/// What a scope is.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub enum ScopeKind<'a> {
    /// `default { … }`, for all that follows it in its block.
    #[default]
    Default,
    /// A block, with the prefix of its sources where it has one.
    Group(Option<Cow<'a, str>>),
    /// The rules of a file. Defaults do not reach into it.
    Include(Include<'a>),
}

/// A file of rules, as it is named.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Include<'a> {
    /// Its name.
    pub file: Cow<'a, str>,
    /// The name of its format; `None` where the file's own name tells it.
    pub format: Option<Cow<'a, str>>,
    /// Why it cannot be read, if it cannot.
    pub unreadable: Option<Unreadable>,
}

/// Why a file cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unreadable {
    /// What the system says.
    Io(String),
    /// It is no UTF-8 from that byte on.
    NotUtf8(usize),
}

/// A line of a file that holds no rule.
#[derive(Clone, Debug)]
pub(crate) struct InvalidLine<'a> {
    pub(crate) place: SourceLocation<'a>,
    pub(crate) scope: Option<usize>,
    pub(crate) kind: FaultKind,
}

impl<'a> Document<'a> {
    /// The source of a rule as it is written, behind the prefixes of its groups; `/` is then the
    /// prefix itself.
    pub(crate) fn source(&self, rule: usize) -> Cow<'_, str> {
        let own = self.rules.get(rule).map_or("", |rule| &rule.source);
        let scopes = self.around(NodeId::Rule(rule)).filter_map(|scope| self.scopes.get(scope));
        let prefixes = scopes.filter_map(|scope| match &scope.kind {
            ScopeKind::Group(prefix) => prefix.as_deref(),
            ScopeKind::Default | ScopeKind::Include(_) => None,
        });
        let prefix = prefixes.fold(String::new(), |inner, outer| format!("{outer}{inner}"));
        match (&prefix[..], own) {
            ("", own) => own.into(),
            (_, "/") => prefix.into(),
            (_, own) => (prefix + own).into(),
        }
    }

    /// The scope that something stands in, and those around it.
    pub(crate) fn around(&self, item: NodeId) -> impl Iterator<Item = usize> {
        let innermost = match item {
            NodeId::Scope(index) => Some(index),
            NodeId::Rule(index) => self.rules.get(index).and_then(|rule| rule.scope),
            NodeId::Line(index) => self.lines.get(index).and_then(|line| line.scope),
            NodeId::Assert(index) => self.asserts.get(index).and_then(|assert| assert.scope),
        };
        std::iter::successors(innermost, |&scope| self.scopes.get(scope)?.parent)
    }

    /// The scope of the file that something was read from.
    pub fn include_of(&self, item: NodeId) -> Option<usize> {
        let is_include = |scope: &usize| {
            self.scopes.get(*scope).is_some_and(|scope| matches!(scope.kind, ScopeKind::Include(_)))
        };
        self.around(item).find(is_include)
    }

    /// Whether it is the thing itself, or a scope around it.
    pub fn is_around(&self, outer: NodeId, item: NodeId) -> bool {
        outer == item || self.around(item).any(|scope| NodeId::Scope(scope) == outer)
    }

    /// The names of the faults that are accepted on the thing itself.
    pub(crate) fn allows(&self, item: NodeId) -> &[Cow<'a, str>] {
        match item {
            NodeId::Scope(index) => self.scopes.get(index).map_or(&[], |scope| &scope.allows),
            NodeId::Rule(index) => self.rules.get(index).map_or(&[], |rule| &rule.allows),
            NodeId::Line(_) | NodeId::Assert(_) => &[],
        }
    }

    /// The conditions on the thing itself.
    pub(crate) fn conditions(&self, item: NodeId) -> &[Condition<'a>] {
        match item {
            NodeId::Scope(index) => self.scopes.get(index).map_or(&[], |scope| &scope.conditions),
            NodeId::Rule(index) => self.rules.get(index).map_or(&[], |rule| &rule.conditions),
            NodeId::Assert(index) => self.asserts.get(index).map_or(&[], |assert| &assert.with),
            NodeId::Line(_) => &[],
        }
    }

    /// What the thing is written in, and so how a fault says what to write instead.
    pub(crate) fn dialect(&self, item: NodeId) -> Dialect {
        match item {
            NodeId::Scope(_) | NodeId::Assert(_) => Dialect::Macro,
            NodeId::Rule(index) => {
                self.rules.get(index).map_or(Dialect::Macro, |rule| rule.dialect)
            }
            NodeId::Line(_) => Dialect::Netlify,
        }
    }
}
