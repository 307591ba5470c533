//! The document: the root of the syntax tree.

use std::borrow::Cow;
use std::collections::HashSet;

use redirect_core::SourceLocation;

use crate::syntax::assertion::Assertion;
use crate::syntax::constant::{Constant, ConstantUse};
use crate::syntax::field::Field;
use crate::syntax::ids::{AssertionId, ConstantId, LineId, NodeId, RuleId, ScopeId};
use crate::syntax::rule::{Condition, Dialect, Rule, Setting, Settings};

/// The rules of a macro call or of a file, in order, with the scopes around them.
#[derive(Clone, Default, Debug)]
pub struct Document<'a> {
    /// The rules, in declaration order.
    pub rules: Vec<Rule<'a>>,
    /// Groups, defaults and includes. A scope comes after its parent.
    pub scopes: Vec<Scope<'a>>,
    /// The assertions about the table.
    pub assertions: Vec<Assertion<'a>>,
    /// The lines of files that are not rules.
    pub invalid_lines: Vec<InvalidLine<'a>>,
    /// The constants, outer before inner ones.
    pub constants: Vec<Constant<'a>>,
    /// The fields whose text contains a constant, sorted by node.
    pub constant_uses: Vec<ConstantUse>,
}

/// A group, a `default` or an include, with the settings that rules inherit from it.
#[derive(Clone, Default, Debug)]
pub struct Scope<'a> {
    /// The kind of the scope.
    pub kind: ScopeKind<'a>,
    /// The innermost scope around this one.
    pub parent: Option<ScopeId>,
    /// The conditions, all of which must hold.
    pub conditions: Vec<Condition<'a>>,
    /// The options, each with its value.
    pub options: Settings<'a>,
    /// The names of the allowed faults.
    pub allows: Vec<Cow<'a, str>>,
    /// The doc comment, inherited by each rule without one.
    pub doc: Cow<'a, str>,
}

/// The kind of a scope.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub enum ScopeKind<'a> {
    /// `default { … }`, for everything after it in its block.
    #[default]
    Default,
    /// A block, with the prefix of its sources if it has one.
    Group(Option<Cow<'a, str>>),
    /// The rules of a file. They do not inherit defaults.
    Include(Include<'a>),
    /// `canonical STATUS { … }`, for the whole table. It precedes all rules.
    Canonical(Cow<'a, str>),
}

impl<'a> ScopeKind<'a> {
    /// Returns the file of an include.
    pub(crate) fn include(&self) -> Option<&Include<'a>> {
        match self {
            ScopeKind::Include(include) => Some(include),
            ScopeKind::Default | ScopeKind::Group(_) | ScopeKind::Canonical(_) => None,
        }
    }
}

/// An included file, as an `include` names it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Include<'a> {
    /// The name of the file.
    pub file: Cow<'a, str>,
    /// The name of the format, or `None` if the file name implies it.
    pub format: Option<Cow<'a, str>>,
}

/// The reason why a file cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unreadable {
    /// An I/O error, as the operating system describes it.
    Io(String),
    /// The environment variable before the path is not set.
    UnsetVariable(String),
    /// There is no such file in the package, where the macro looks before Rust 1.88.
    NotInPackage,
    /// The text is not UTF-8. Contains the offset of the first invalid byte.
    NotUtf8(usize),
}

/// A line of a file that is not a rule.
#[derive(Clone, Debug)]
pub struct InvalidLine<'a> {
    /// The location of the error in the line.
    pub source_location: SourceLocation<'a>,
    /// The scope of the file.
    pub scope: Option<ScopeId>,
}

impl<'a> Document<'a> {
    /// Returns a rule.
    ///
    /// Like the other accessors, panics if the node does not belong to this document.
    pub fn rule(&self, id: RuleId) -> &Rule<'a> {
        &self.rules[id.index()]
    }

    /// Returns a scope.
    pub fn scope(&self, id: ScopeId) -> &Scope<'a> {
        &self.scopes[id.index()]
    }

    /// Returns an assertion.
    pub fn assertion(&self, id: AssertionId) -> &Assertion<'a> {
        &self.assertions[id.index()]
    }

    /// Returns a line that is not a rule.
    pub fn invalid_line(&self, id: LineId) -> &InvalidLine<'a> {
        &self.invalid_lines[id.index()]
    }

    /// Returns a constant.
    pub fn constant(&self, id: ConstantId) -> &Constant<'a> {
        &self.constants[id.index()]
    }

    /// Returns the constants in the text of a field, each as often as it occurs.
    pub fn constants_in(&self, node: NodeId, field: Field) -> impl Iterator<Item = ConstantId> {
        let first = self.constant_uses.partition_point(|used| used.node < node);
        let of_node = self.constant_uses[first..].iter().take_while(move |used| used.node == node);
        of_node.filter(move |used| used.field == field).map(|used| used.constant)
    }

    /// Returns the identifiers of the rules, in declaration order.
    pub fn rule_ids(&self) -> impl Iterator<Item = RuleId> + use<> {
        (0..self.rules.len()).map(RuleId::new)
    }

    /// Returns the identifiers of the scopes, outer before inner ones.
    pub fn scope_ids(&self) -> impl Iterator<Item = ScopeId> + use<> {
        (0..self.scopes.len()).map(ScopeId::new)
    }

    /// Returns the identifiers of the assertions.
    pub fn assertion_ids(&self) -> impl Iterator<Item = AssertionId> + use<> {
        (0..self.assertions.len()).map(AssertionId::new)
    }

    /// Returns the identifiers of the constants.
    pub fn constant_ids(&self) -> impl Iterator<Item = ConstantId> + use<> {
        (0..self.constants.len()).map(ConstantId::new)
    }

    /// Returns the identifiers of the lines that are not rules.
    pub fn invalid_line_ids(&self) -> impl Iterator<Item = LineId> + use<> {
        (0..self.invalid_lines.len()).map(LineId::new)
    }

    /// Adds a scope, and returns its identifier.
    pub fn add_scope(&mut self, scope: Scope<'a>) -> ScopeId {
        let id = ScopeId::new(self.scopes.len());
        self.scopes.push(scope);
        id
    }

    /// Returns the source of a rule as it is written, after the prefixes of its groups. With a
    /// prefix, the source `/` is the prefix itself.
    pub(crate) fn source(&self, rule: RuleId) -> Cow<'_, str> {
        let own = &self.rule(rule).source[..];
        let mut prefix = String::new();
        for scope in self.scopes_around(rule.into()) {
            if let ScopeKind::Group(Some(outer)) = &self.scope(scope).kind {
                prefix.insert_str(0, outer);
            }
        }
        match (&prefix[..], own) {
            ("", own) => own.into(),
            (_, "/") => prefix.into(),
            (_, own) => (prefix + own).into(),
        }
    }

    /// Returns the scopes around a node, from the innermost to the outermost. For a scope, the
    /// first is the scope itself.
    pub fn scopes_around(&self, node: NodeId) -> impl Iterator<Item = ScopeId> {
        let innermost = match node {
            NodeId::Scope(id) => Some(id),
            NodeId::Rule(id) => self.rule(id).scope,
            NodeId::Line(id) => self.invalid_line(id).scope,
            NodeId::Assertion(id) => self.assertion(id).scope,
            NodeId::Constant(id) => self.constant(id).scope,
        };
        std::iter::successors(innermost, |&scope| self.scope(scope).parent)
    }

    /// Returns the include whose file a node was read from. For an include, returns the include
    /// itself.
    pub fn include_of(&self, node: NodeId) -> Option<ScopeId> {
        self.scopes_around(node).find(|&scope| self.scope(scope).kind.include().is_some())
    }

    /// Returns whether `outer` is the node itself or a scope around it.
    pub fn is_around(&self, outer: NodeId, node: NodeId) -> bool {
        for scope in self.scopes_around(node) {
            if NodeId::Scope(scope) == outer {
                return true;
            }
        }
        outer == node
    }

    /// Returns whether a node or a scope around it is one of the nodes.
    pub(crate) fn is_in_any(&self, node: NodeId, nodes: &HashSet<NodeId>) -> bool {
        let mut scopes = self.scopes_around(node);
        nodes.contains(&node) || scopes.any(|scope| nodes.contains(&NodeId::Scope(scope)))
    }

    /// Returns the names in the `#[allow(…)]` of the node itself.
    pub(crate) fn allows(&self, node: NodeId) -> &[Cow<'a, str>] {
        match node {
            NodeId::Scope(id) => &self.scope(id).allows,
            NodeId::Rule(id) => &self.rule(id).allows,
            NodeId::Line(_) | NodeId::Assertion(_) | NodeId::Constant(_) => &[],
        }
    }

    /// Returns the conditions of the node itself, without inherited ones.
    pub fn conditions(&self, node: NodeId) -> &[Condition<'a>] {
        match node {
            NodeId::Scope(id) => &self.scope(id).conditions,
            NodeId::Rule(id) => &self.rule(id).conditions,
            NodeId::Assertion(id) => &self.assertion(id).conditions,
            NodeId::Line(_) | NodeId::Constant(_) => &[],
        }
    }

    /// Returns the options of the node itself, without inherited ones.
    pub fn options(&self, node: NodeId) -> &[Setting<'a>] {
        match node {
            NodeId::Scope(id) => &self.scope(id).options,
            NodeId::Rule(id) => &self.rule(id).options,
            NodeId::Line(_) | NodeId::Assertion(_) | NodeId::Constant(_) => &[],
        }
    }

    /// Returns the language that a node is written in.
    pub(crate) fn dialect(&self, node: NodeId) -> Dialect {
        match node {
            NodeId::Scope(_) | NodeId::Assertion(_) | NodeId::Constant(_) => Dialect::Macro,
            NodeId::Rule(id) => self.rule(id).dialect,
            // Invalid lines of all formats are described alike.
            NodeId::Line(_) => Dialect::Netlify,
        }
    }
}
