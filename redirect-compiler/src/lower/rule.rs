//! Lowering of one rule, with its scopes, to a [`CheckedRule`].

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::kind::{FaultKind, Limit, MethodFault, StatusFault, TargetFault, TextFault};
use crate::diagnostic::{Fault, Field, Spanned};
use crate::lower::checked_rule::{Action, CheckedRule};
use crate::lower::condition::{self, ScopedCondition};
use crate::lower::foreign_syntax;
use crate::lower::location::Target;
use crate::lower::options::{self, Options};
use crate::lower::pattern::{Capture, capture_index};
use crate::lower::scope::{InheritedScope, InheritedScopes};
use crate::lower::source::Source;
use crate::lower::suggestion;
use crate::syntax::document::Document;
use crate::syntax::ids::{NodeId, RuleId};
use crate::syntax::rule::{Dialect, Rule};
use redirect_core::internals::Status;
use redirect_core::internals::captures::{MAX_CAPTURES, MAX_INPUTS};
use redirect_core::internals::text::MatchMode;

/// Lowers a rule of a document and reports its faults. Returns `None` if a fault leaves its source,
/// its conditions or its action unknown.
pub(crate) fn lower<'a>(
    document: &'a Document<'a>,
    id: RuleId,
    scopes: &InheritedScopes<'a>,
    faults: &mut Vec<Fault>,
) -> Option<CheckedRule<'a>> {
    let syntax = document.rule(id);
    let scope = scopes.get(syntax.scope);
    RuleLowering { document, id, syntax, scope, faults }.lower()
}

/// The state of lowering one rule. Each method lowers one part and reports its faults.
struct RuleLowering<'a, 'f> {
    document: &'a Document<'a>,
    id: RuleId,
    syntax: &'a Rule<'a>,
    scope: &'f InheritedScope<'a>,
    faults: &'f mut Vec<Fault>,
}

impl<'a> RuleLowering<'a, '_> {
    /// Lowers every part, so that all faults are reported, and then combines the parts.
    fn lower(mut self) -> Option<CheckedRule<'a>> {
        self.check_methods();
        let source = self.source();
        let conditions = self.conditions(source.as_ref());
        let captures = self.captures(source.as_ref(), conditions.as_deref());
        let action = self.action(captures.as_deref());
        let options = self.options();
        let (source, conditions, action) = (source?, conditions?, action?);
        let mode = MatchMode {
            ignore_case: options.ignore_case.unwrap_or_default(),
            optional_slash: options.optional_slash.unwrap_or_default(),
        };
        Some(CheckedRule {
            syntax: self.syntax,
            id: self.id,
            source: source.with_prefix(&self.scope.prefix).with_mode(mode),
            source_text: self.source_text(),
            conditions_text: self.conditions_text(),
            conditions,
            action,
            options,
            doc: self.doc(),
        })
    }

    fn node(&self) -> NodeId {
        NodeId::Rule(self.id)
    }

    fn fault(&mut self, field: Field, kind: FaultKind) {
        self.faults.push(Fault::new(self.node(), field, kind));
    }

    /// Reports the faults of a field, at their ranges.
    fn report(&mut self, field: Field, found: Vec<Spanned<FaultKind>>) {
        for fault in found {
            // An invalid name in the source is the same fault in the target, so report it once.
            let is_reported = match &fault.value {
                FaultKind::Text(
                    name @ (TextFault::CaptureName(_) | TextFault::ReservedName(_)),
                ) => self.has_text_fault(name),
                _ => false,
            };
            if !is_reported {
                self.faults.push(fault.at(self.node(), field));
            }
        }
    }

    /// Returns whether the rule already has an equal fault. The faults of a rule are the last ones.
    fn has_text_fault(&self, fault: &TextFault) -> bool {
        for known in self.faults.iter().rev() {
            match &known.kind {
                _ if known.node != self.node() => return false,
                FaultKind::Text(known) if known == fault => return true,
                _ => {}
            }
        }
        false
    }

    fn is_macro(&self) -> bool {
        self.syntax.dialect == Dialect::Macro
    }

    fn check_methods(&mut self) {
        let methods = &self.syntax.methods;
        for (index, method) in methods.iter().enumerate() {
            if method == "CONNECT" {
                self.fault(Field::Method(index), FaultKind::Method(MethodFault::Connect));
            } else if methods[..index].contains(method) {
                self.fault(
                    Field::Method(index),
                    FaultKind::Method(MethodFault::Duplicate(method.to_string())),
                );
            }
        }
    }

    fn source(&mut self) -> Option<Source> {
        let text = &self.syntax.source;
        if let Some(source) = Source::from_static_path(text) {
            return Some(source);
        }
        let mut found = Vec::new();
        if self.is_macro() {
            found.extend(foreign_syntax::in_source(text));
        }
        // Its author means captures that are not known.
        let is_foreign = !found.is_empty();
        let source = Source::parse(text, &mut found);
        if self.is_macro() {
            suggestion::refine(text, &self.syntax.conditions, &mut found);
        }
        self.report(Field::Source, found);
        source.filter(|_| !is_foreign)
    }

    /// Lowers the conditions and adds the inherited ones. Those that depend on a header field come
    /// last.
    fn conditions(&mut self, source: Option<&Source>) -> Option<Vec<ScopedCondition>> {
        let own = &self.syntax.conditions;
        if own.is_empty() && self.scope.conditions.is_empty() {
            return (!self.scope.is_faulty).then(Vec::new);
        }
        let path_captures = source.map(|source| &source.captures[..]);
        let mut lowered =
            condition::lower(self.document, self.node(), own, path_captures, self.faults);
        if lowered.len() < own.len() || self.scope.is_faulty {
            return None;
        }
        let mut all = self.scope.conditions.clone();
        all.append(&mut lowered);
        let (mut conditions, mut on_headers) = (Vec::new(), Vec::new());
        for scoped in all {
            match scoped.condition.header() {
                Some(_) => on_headers.push(scoped),
                None => conditions.push(scoped),
            }
        }
        conditions.append(&mut on_headers);
        Some(conditions)
    }

    /// Returns the captures of the source, then those of the conditions, in the order of their
    /// indices.
    fn captures(
        &mut self,
        source: Option<&Source>,
        conditions: Option<&[ScopedCondition]>,
    ) -> Option<Vec<Capture>> {
        let (source, conditions) = (source?, conditions?);
        let mut captures = source.captures.clone();
        for scoped in conditions {
            for capture in &scoped.condition.captures {
                if capture_index(&captures, &capture.name).is_some() {
                    let kind = FaultKind::Text(TextFault::DuplicateCapture(capture.name.clone()));
                    self.fault(self.value_field(scoped.node, scoped.index), kind);
                }
                captures.push(capture.clone());
            }
        }
        self.check_capture_inputs(conditions);
        if captures.len() > MAX_CAPTURES {
            self.fault(Field::Source, FaultKind::TooLarge(Limit::Captures));
        }
        Some(captures)
    }

    /// Checks that the result of a lookup has room for the values that conditions capture from.
    fn check_capture_inputs(&mut self, conditions: &[ScopedCondition]) {
        let (mut inputs, mut last) = (0, None);
        for scoped in conditions {
            let condition = &scoped.condition;
            if condition.subject.is_capture_input() && !condition.captures.is_empty() {
                inputs += 1;
                last = last.max(Some((scoped.node, scoped.index)));
            }
        }
        if let (Some((node, index)), true) = (last, inputs > MAX_INPUTS) {
            let field = self.value_field(node, index);
            self.fault(field, FaultKind::TooLarge(Limit::ConditionCaptures));
        }
    }

    /// Returns the field at which to report a value of a condition: the value itself, or the source
    /// if the condition is inherited.
    fn value_field(&self, node: NodeId, condition: usize) -> Field {
        if node == self.node() { Field::ConditionValue(condition, 0) } else { Field::Source }
    }

    fn action(&mut self, captures: Option<&[Capture]>) -> Option<Action> {
        let word = match &self.syntax.status[..] {
            // A line of a file without a status.
            "" => self.scope.options.status.as_deref().unwrap_or("301"),
            word => word,
        };
        let status = Status::from_word(word);
        if status.is_none() && word != "pass" {
            let fault =
                if self.is_macro() { StatusFault::Unknown } else { StatusFault::UnknownInFile };
            self.fault(Field::Status, FaultKind::Status(fault(word.into())));
        }
        let has_location = status.map_or(word != "pass", Status::is_redirection);
        match (status, self.syntax.target.as_deref()) {
            (_, Some(_)) if !has_location => {
                self.fault(Field::Status, FaultKind::Status(StatusFault::WithTarget(word.into())));
                None
            }
            (status, Some(text)) => {
                let target = self.target(text, captures);
                Some(Action::Redirect(status?, target?))
            }
            (Some(status), None) if has_location => {
                self.fault(Field::Status, FaultKind::Target(TargetFault::Missing(status)));
                None
            }
            (Some(status), None) => Some(Action::Final(status)),
            (None, None) => (!has_location).then_some(Action::Pass),
        }
    }

    fn target(&mut self, text: &str, captures: Option<&[Capture]>) -> Option<Target> {
        if let Some(target) = Target::from_static_path(text) {
            return captures.map(|_| target);
        }
        let mut found = Vec::new();
        if self.is_macro() {
            found.extend(foreign_syntax::in_target(text, &self.syntax.source));
        }
        let target = Target::parse(text, captures, &mut found);
        self.report(Field::Target, found);
        target
    }

    fn options(&mut self) -> Arc<Options> {
        if self.syntax.options.is_empty() {
            return self.scope.options.clone();
        }
        let own = options::rule_options(self.node(), self.syntax, self.faults);
        own.or(&self.scope.options).into()
    }

    fn source_text(&self) -> Cow<'a, str> {
        if self.scope.prefix.is_empty() {
            return self.syntax.source[..].into();
        }
        self.document.source(self.id)
    }

    fn conditions_text(&self) -> String {
        if self.syntax.conditions.is_empty() && self.scope.conditions.is_empty() {
            return String::new();
        }
        let mut nodes = vec![self.node()];
        for scope in self.document.scopes_around(self.node()) {
            nodes.push(scope.into());
        }
        let mut texts = Vec::new();
        for &node in nodes.iter().rev() {
            for condition in self.document.conditions(node) {
                texts.push(condition.to_string());
            }
        }
        texts.join(" && ")
    }

    fn doc(&self) -> &'a str {
        if self.syntax.doc.is_empty() { self.scope.doc } else { &self.syntax.doc }
    }
}
