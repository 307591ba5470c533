//! Substitution of constants.
//!
//! It precedes all other stages, so none of them knows about constants: a document with constants
//! compiles like one in which their values are written out. A value is plain text, so its braces
//! are doubled where braces delimit captures. A message about a text that contains constants quotes
//! the text with their values, and names them.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::diagnostic::kind::{ConstantFault, FaultKind, TextFault};
use crate::diagnostic::{Fault, Field, Spanned};
use crate::lower::braces::{CaptureToken, Token, next_token};
use crate::lower::pattern::is_reserved;
use crate::syntax::braces::{escaped, has_braces, is_name, name_len};
use crate::syntax::constant::{ConstantUse, ConstantValue};
use crate::syntax::document::{Document, Scope, ScopeKind};
use crate::syntax::ids::{ConstantId, NodeId, ScopeId};
use crate::syntax::rule::{Condition, Dialect, Rule, SettingValue, Settings};

/// Replaces each `{name}` of a constant with its value, in the sources, prefixes, targets, values
/// of conditions and string options of the document. Rules of included files and assertions have
/// no constants. Returns the faults of the constants.
///
/// A constant whose variable cannot be read is recorded as used, but stays in the text.
pub fn substitute_constants(document: &mut Document<'_>) -> Vec<Fault> {
    if document.constants.is_empty() {
        return Vec::new();
    }
    let mut faults = Vec::new();
    let constants = Constants::new(document, &mut faults);
    let mut uses = Vec::new();
    for id in document.scope_ids() {
        let mut scope = std::mem::take(&mut document.scopes[id.index()]);
        let mut text = Substitution::new(&constants, document, id.into(), scope.parent);
        text.scope(&mut scope);
        text.finish(&mut uses, &mut faults);
        document.scopes[id.index()] = scope;
    }
    for id in document.rule_ids() {
        let mut rule = std::mem::take(&mut document.rules[id.index()]);
        // The format of a file gives no meaning to braces.
        if rule.dialect == Dialect::Macro {
            let mut text = Substitution::new(&constants, document, id.into(), rule.scope);
            text.rule(&mut rule);
            text.finish(&mut uses, &mut faults);
        }
        document.rules[id.index()] = rule;
    }
    report_unused(document, &uses, &mut faults);
    document.constant_uses = uses;
    faults
}

/// The constants of a document by their names. A constant that redefines another one is not among
/// them.
struct Constants<'a> {
    by_name: HashMap<Cow<'a, str>, Vec<ConstantId>>,
}

impl<'a> Constants<'a> {
    /// Collects the constants, and reports faults in their names and values.
    fn new(document: &Document<'a>, faults: &mut Vec<Fault>) -> Constants<'a> {
        let mut constants = Constants { by_name: HashMap::new() };
        for id in document.constant_ids() {
            let constant = document.constant(id);
            let name = constant.name.to_string();
            let mut report = |field, fault| {
                faults.push(Fault::new(id.into(), field, FaultKind::Constant(fault)));
            };
            if let ConstantValue::Variable(variable, Err(reason)) = &constant.value {
                let (name, variable) = (name.clone(), variable.to_string());
                let fault = ConstantFault::Unreadable { name, variable, reason: *reason };
                report(Field::Value(0), fault);
            }
            if constants.find(&name, document, constant.scope).is_some() {
                report(Field::Name, ConstantFault::Redefined(name));
                continue;
            }
            if is_reserved(&name) {
                report(Field::Name, ConstantFault::Reserved(name));
            } else if !is_name(&name) {
                report(Field::Name, ConstantFault::InvalidName(name));
            }
            constants.by_name.entry(constant.name.clone()).or_default().push(id);
        }
        constants
    }

    /// Returns the constant of a name that is known in a scope.
    fn find(
        &self,
        name: &str,
        document: &Document<'_>,
        scope: Option<ScopeId>,
    ) -> Option<ConstantId> {
        let candidates = self.by_name.get(name)?;
        candidates.iter().copied().find(|&id| match document.constant(id).scope {
            None => true,
            Some(home) => scope
                .is_some_and(|scope| document.is_around(NodeId::Scope(home), NodeId::Scope(scope))),
        })
    }
}

/// The substitution of the constants in the fields of one node.
struct Substitution<'a, 'd> {
    constants: &'d Constants<'a>,
    document: &'d Document<'a>,
    node: NodeId,
    /// The scope around the node.
    scope: Option<ScopeId>,
    uses: Vec<ConstantUse>,
    faults: Vec<Fault>,
}

impl<'a, 'd> Substitution<'a, 'd> {
    fn new(
        constants: &'d Constants<'a>,
        document: &'d Document<'a>,
        node: NodeId,
        scope: Option<ScopeId>,
    ) -> Substitution<'a, 'd> {
        Substitution { constants, document, node, scope, uses: Vec::new(), faults: Vec::new() }
    }

    fn finish(self, uses: &mut Vec<ConstantUse>, faults: &mut Vec<Fault>) {
        uses.extend(self.uses);
        faults.extend(self.faults);
    }

    fn scope(&mut self, scope: &mut Scope<'a>) {
        if let ScopeKind::Group(Some(prefix)) = &mut scope.kind {
            self.pattern(Field::Source, prefix);
        }
        self.conditions(&mut scope.conditions);
        self.options(&mut scope.options);
    }

    fn rule(&mut self, rule: &mut Rule<'a>) {
        self.pattern(Field::Source, &mut rule.source);
        self.conditions(&mut rule.conditions);
        if let Some(target) = &mut rule.target {
            self.text(Field::Target, target);
        }
        self.options(&mut rule.options);
    }

    fn conditions(&mut self, conditions: &mut [Condition<'a>]) {
        for (index, condition) in conditions.iter_mut().enumerate() {
            for (value_index, value) in condition.values.iter_mut().enumerate() {
                self.pattern(Field::ConditionValue(index, value_index), value);
            }
        }
    }

    /// Substitutes the constants in the strings of options.
    fn options(&mut self, options: &mut Settings<'a>) {
        for (index, option) in options.iter_mut().enumerate() {
            match &mut option.value {
                SettingValue::Word(_) => {}
                SettingValue::Text(text) => self.literal(Field::Value(index), text),
                SettingValue::List(texts) => {
                    for (text_index, text) in texts.iter_mut().enumerate() {
                        self.literal(Field::ListValue(index, text_index), text);
                    }
                }
            }
        }
    }

    /// Substitutes the constants in a text that declares captures, and reports the captures with
    /// the name of a constant.
    fn pattern(&mut self, field: Field, text: &mut Cow<'a, str>) {
        for capture in self.text(field, text) {
            let kind = FaultKind::Constant(ConstantFault::SharedWithCapture(capture));
            self.faults.push(Fault::new(self.node, field, kind));
        }
    }

    /// Substitutes the constants in a text in which doubled braces are literal ones. Returns the
    /// names of constants that are written as captures only can be: `{*name}`, `{name?}` and
    /// `{name:shape}`.
    fn text(&mut self, field: Field, text: &mut Cow<'a, str>) -> Vec<String> {
        if !has_braces(text) {
            return Vec::new();
        }
        let (mut names, mut substituted, mut copied) = (Vec::new(), String::new(), 0);
        let mut offset = 0;
        while offset < text.len() {
            let (len, token) = match next_token(&text[offset..]) {
                Ok(found) => found,
                // Text that is not valid is reported when it is lowered.
                Err(Spanned { range, value }) => {
                    if let FaultKind::Text(TextFault::CaptureName(name)) = value {
                        self.find(&name, field);
                    }
                    offset += range.end;
                    continue;
                }
            };
            if let Token::Capture(CaptureToken { name, is_catch_all, is_optional, shape }) = token {
                if let Some(id) = self.find(name, field) {
                    let is_capture = is_catch_all || is_optional || shape.is_some();
                    match self.document.constant(id).text() {
                        _ if is_capture => names.push(name.to_owned()),
                        Some(value) => {
                            substituted += &text[copied..offset];
                            substituted += &escaped(value);
                            copied = offset + len;
                        }
                        None => {}
                    }
                }
            }
            offset += len;
        }
        if copied > 0 {
            substituted += &text[copied..];
            *text = substituted.into();
        }
        names
    }

    /// Returns the constant of a name, and records its use.
    fn find(&mut self, name: &str, field: Field) -> Option<ConstantId> {
        let constant = self.constants.find(name, self.document, self.scope)?;
        self.uses.push(ConstantUse { node: self.node, field, constant });
        Some(constant)
    }

    /// Substitutes the constants in a text in which all other braces are literal ones.
    fn literal(&mut self, field: Field, text: &mut Cow<'a, str>) {
        let (mut substituted, mut copied, mut offset) = (String::new(), 0, 0);
        while let Some(brace) = text[offset..].find('{') {
            let start = offset + brace + 1;
            let name = &text[start..start + name_len(&text[start..])];
            offset = start + name.len();
            if !text[offset..].starts_with('}') {
                continue;
            }
            let Some(id) = self.find(name, field) else { continue };
            if let Some(value) = self.document.constant(id).text() {
                substituted += &text[copied..start - 1];
                substituted += value;
                offset += 1;
                copied = offset;
            }
        }
        if copied > 0 {
            substituted += &text[copied..];
            *text = substituted.into();
        }
    }
}

/// Reports the constants that no text contains. A faulty name is reported only once.
fn report_unused(document: &Document<'_>, uses: &[ConstantUse], faults: &mut Vec<Fault>) {
    let mut is_used = vec![false; document.constants.len()];
    for used in uses {
        is_used[used.constant.index()] = true;
    }
    for fault in &*faults {
        if let (NodeId::Constant(id), Field::Name) = (fault.node, fault.field) {
            is_used[id.index()] = true;
        }
    }
    for id in document.constant_ids().filter(|id| !is_used[id.index()]) {
        let name = document.constant(id).name.to_string();
        let kind = FaultKind::Constant(ConstantFault::Unused(name));
        faults.push(Fault::new(id.into(), Field::Name, kind));
    }
}
