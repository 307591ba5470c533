//! Lowering of one rule, with its scopes, to a [`CheckedRule`].

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::kind::{
    CacheFault, FaultKind, Limit, MethodFault, OptionFault, StatusFault, TargetFault, TextFault,
};
use crate::diagnostic::{Fault, Field, Spanned, nearest};
use crate::lower::canonical;
use crate::lower::checked_rule::{Action, CheckedRule};
use crate::lower::condition::captured_value::number_captures;
use crate::lower::condition::{self, ScopedCondition};
use crate::lower::foreign_syntax;
use crate::lower::location::Target;
use crate::lower::options::{self, Options};
use crate::lower::pattern::{Capture, capture_index};
use crate::lower::response_field::{check_unset, stored_cookie};
use crate::lower::scope::{InheritedScope, InheritedScopes};
use crate::lower::source::Source;
use crate::lower::suggestion;
use crate::syntax::constant::Constant;
use crate::syntax::document::Document;
use crate::syntax::ids::{NodeId, RuleId};
use crate::syntax::rule::{Condition, Dialect, METHODS, Operator, Rule};
use redirect_core::internals::Status;
use redirect_core::internals::captures::{MAX_CAPTURES, MAX_INPUTS};
use redirect_core::internals::condition::Subject;
use redirect_core::internals::text::MatchMode;

/// Lowers a rule of a document and reports its faults. Returns `None` if a fault leaves its
/// methods, its source, its conditions or its action unknown.
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
        let methods = self.check_methods();
        let options = self.options();
        let mode = MatchMode {
            ignore_case: options.ignore_case.unwrap_or_default(),
            optional_slash: options.optional_slash.unwrap_or_default(),
        };
        let source = self.source(mode);
        let source = source.map(|source| {
            let source = source.with_prefix(&self.scope.prefix);
            match &options.canonical {
                Some(urls) => canonical::fold_source(source, mode, urls.form),
                None => source.with_mode(mode),
            }
        });
        let conditions = self.conditions(source.as_ref());
        let captures = self.captures(source.as_ref(), conditions.as_deref());
        let action = self.action(captures.as_deref());
        let ((), source, conditions, mut action) = (methods?, source?, conditions?, action?);
        self.check_cache(&conditions);
        if source.is_too_long() {
            self.fault(Field::Source, FaultKind::TooLarge(Limit::Path));
        }
        if let (Action::Redirect(status, target), Some(mount)) = (&action, &options.mount) {
            action = Action::Redirect(*status, target.clone().with_mount(mount));
        }
        if let Action::Redirect(_, target) = &action {
            if target.is_too_long(options.origin.as_ref()) {
                self.fault(Field::Target, FaultKind::TooLarge(Limit::Path));
            }
            if target.has_request_uri() && source.starts_with_two_slashes() {
                self.fault(Field::Target, FaultKind::Target(TargetFault::RequestUriOfSlashes));
            }
        }
        let rule = CheckedRule {
            syntax: self.syntax,
            id: self.id,
            source,
            source_text: self.source_text(),
            conditions_text: self.conditions_text(),
            conditions,
            is_flattened: false,
            action,
            options,
            doc: self.doc(),
        };
        self.check_stored_response(&rule);
        self.check_request_host(&rule);
        Some(rule)
    }

    /// Checks that the result of a lookup has room for the host of the request, beside the values
    /// that conditions capture from.
    fn check_request_host(&mut self, rule: &CheckedRule<'_>) {
        let inputs = rule.conditions.iter().filter(|scoped| scoped.condition.is_capture_input());
        if rule.has_request_host() && inputs.count() == MAX_INPUTS {
            self.fault(Field::Target, FaultKind::TooLarge(Limit::RequestHost));
        }
    }

    /// Checks that caches do not send the response to clients for which it is not meant.
    fn check_stored_response(&mut self, rule: &CheckedRule<'_>) {
        let settings = &self.syntax.options;
        let option = |name: &str| settings.iter().position(|setting| setting.name == name);
        let shared = rule.cache().shared_directive();
        let shared = shared.and_then(|directive| Some((directive, rule.private_part()?)));
        if let Some((directive, depends_on)) = shared {
            let own = option("cache");
            let is_inherited = own.is_none();
            let fault = CacheFault::Shared { directive, depends_on, is_inherited };
            let field = own.map_or(Field::Source, Field::Value);
            self.fault(field, FaultKind::Option(OptionFault::Cache(fault)));
        }
        let (Action::Redirect(status, _) | Action::Final(status)) = rule.action else { return };
        let fault = stored_cookie(rule.fields(), rule.cache(), status, settings);
        if let Some((field, kind)) = fault {
            self.fault(field, kind);
        }
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
        self.syntax.dialect.is_macro_syntax()
    }

    /// Returns `None` if a method is unknown.
    fn check_methods(&mut self) -> Option<()> {
        let mut checked = Some(());
        let methods = &self.syntax.methods;
        for (index, method) in methods.iter().enumerate() {
            let fault = if !METHODS.contains(&&method[..]) {
                checked = None;
                MethodFault::Unknown(method.to_string())
            } else if method == "CONNECT" {
                MethodFault::Connect
            } else if methods[..index].contains(method) {
                MethodFault::Duplicate(method.to_string())
            } else {
                continue;
            };
            self.fault(Field::Method(index), FaultKind::Method(fault));
        }
        checked
    }

    fn source(&mut self, mode: MatchMode) -> Option<Source> {
        let text = &self.syntax.source;
        let form = self.scope.options.canonical_form();
        if let Some(source) = Source::from_static_path(text) {
            self.check_canonical_source();
            return Some(source);
        }
        // Letters of the request that a canonical path has in lower case are compared so.
        let is_folded = form.is_lowercase && !canonical::is_exempt_source(&self.scope.prefix, text);
        let ignore_case = mode.ignore_case || is_folded;
        let mut found = Vec::new();
        match self.syntax.dialect {
            Dialect::Macro | Dialect::Built => {
                if let Some(fault) = foreign_syntax::in_source(self.syntax, &self.outer_names()) {
                    // Without a translation, the text may have other faults.
                    if !foreign_syntax::is_translated(&fault.value) {
                        Source::parse(text, ignore_case, &mut found);
                    }
                    found.insert(0, fault);
                    self.report(Field::Source, found);
                    // Its author means captures that are not known.
                    return None;
                }
            }
            Dialect::Netlify => found.extend(foreign_syntax::in_netlify_source(text)),
            Dialect::Tsv => found.extend(foreign_syntax::in_plain_source(text)),
        }
        let source = Source::parse(text, ignore_case, &mut found);
        if self.is_macro() {
            suggestion::refine(text, &self.syntax.conditions, &mut found);
        }
        if found.is_empty() {
            self.check_canonical_source();
        }
        self.report(Field::Source, found);
        source
    }

    /// Reports a source that equals no canonical path. Those of files are folded instead.
    fn check_canonical_source(&mut self) {
        if self.is_macro() {
            let form = self.scope.options.canonical_form();
            let (prefix, text) = (&self.scope.prefix, &self.syntax.source);
            if let Some(fault) = canonical::check_source(prefix, text, form) {
                self.faults.push(fault.at(self.node(), Field::Source));
            }
        }
    }

    /// Reports a target on the site that is not canonical.
    fn check_canonical_target(&mut self, text: &str) {
        let canonical = self.scope.options.canonical.as_deref();
        if let Some(fault) = canonical.and_then(|canonical| canonical.check_target(text)) {
            self.faults.push(fault.at(self.node(), Field::Target));
        }
    }

    /// Returns the names of the captures that the conditions of the scopes declare.
    fn outer_names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for scoped in &self.scope.conditions {
            for capture in &scoped.condition.captures {
                names.push(capture.name.clone());
            }
        }
        names
    }

    /// Returns the names of the captures in hosts in the syntax of another language.
    fn foreign_hosts(&self) -> Vec<String> {
        let mut names = Vec::new();
        for scope in self.document.scopes_around(self.node()) {
            let conditions = self.document.conditions(scope.into());
            names.append(&mut foreign_syntax::names_of_foreign_hosts(conditions));
        }
        names.append(&mut foreign_syntax::names_of_foreign_hosts(&self.syntax.conditions));
        names
    }

    /// Lowers the conditions and adds the inherited ones. Those that depend on a header field come
    /// last.
    fn conditions(&mut self, source: Option<&Source>) -> Option<Vec<ScopedCondition>> {
        let own = &self.syntax.conditions;
        if own.is_empty() && self.scope.conditions.is_empty() {
            return (!self.scope.is_faulty).then(Vec::new);
        }
        let path_captures = source.map(|source| &source.captures[..]);
        let mut lowered = condition::lower(
            self.document,
            self.node(),
            &self.scope.conditions,
            path_captures,
            &self.scope.languages,
            self.faults,
        );
        if lowered.len() < own.len() || self.scope.is_faulty {
            return None;
        }
        let mut all = self.scope.conditions.clone();
        all.append(&mut lowered);
        all.sort_by_key(|scoped| scoped.condition.evaluation_order());
        number_captures(path_captures.unwrap_or_default().len(), &mut all);
        Some(all)
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
            if scoped.condition.is_capture_input() {
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
            self.check_canonical_target(text);
            return captures.map(|_| target);
        }
        let mut found = Vec::new();
        match self.syntax.dialect {
            Dialect::Macro | Dialect::Built => {
                let (source, outer) = (self.source_text(), self.outer_names());
                let hosts = self.foreign_hosts();
                let fault = foreign_syntax::in_target(self.syntax, &source, &outer, &hosts);
                if let Some(fault) = fault {
                    self.report(Field::Target, vec![fault]);
                    return None;
                }
            }
            Dialect::Netlify | Dialect::Tsv => {
                found.extend(foreign_syntax::in_plain_target(text));
            }
        }
        let target = Target::parse(text, captures, &mut found);
        self.suggest_constants(&mut found);
        self.suggest_path_of_condition(text, &mut found);
        self.suggest_captured_conditions(&mut found);
        if found.is_empty() {
            self.check_canonical_target(text);
        }
        self.report(Field::Target, found);
        target
    }

    /// Reports the option `cache` on a rule with a condition on the address of the peer, whose
    /// responses are never stored.
    fn check_cache(&mut self, conditions: &[ScopedCondition]) {
        if !conditions.iter().any(|scoped| scoped.condition.subject == Subject::Ip) {
            return;
        }
        for (index, setting) in self.syntax.options.iter().enumerate() {
            if setting.key() == "cache" {
                self.fault(Field::Option(index), FaultKind::Option(OptionFault::CachedForPeer));
            }
        }
    }

    /// Suggests the constant that an unknown capture resembles most, unless a capture does.
    fn suggest_constants(&self, found: &mut Vec<Spanned<FaultKind>>) {
        let constants = &self.document.constants;
        if constants.is_empty() || found.is_empty() || !self.is_macro() {
            return;
        }
        let is_visible = |constant: &&Constant<'_>| match constant.scope {
            Some(scope) => self.document.is_around(scope.into(), self.node()),
            None => true,
        };
        let names = || constants.iter().filter(is_visible).map(|constant| &constant.name[..]);
        let mut is_misspelled = false;
        for fault in &mut *found {
            let name = match &fault.value {
                FaultKind::Target(
                    TargetFault::UnknownCapture { name, nearest: None, .. }
                    | TargetFault::UnknownHostCapture { name },
                ) => name.clone(),
                _ => continue,
            };
            if let Some(constant) = nearest(&name, names()) {
                is_misspelled = true;
                fault.value = FaultKind::Target(TargetFault::UnknownCapture {
                    valid_name: name.clone(),
                    name,
                    nearest: Some(constant),
                    known: Vec::new(),
                });
            }
        }
        // A constant can be at the start of a target.
        let is_kept = |fault: &Spanned<FaultKind>| {
            !matches!(fault.value, FaultKind::Target(TargetFault::LeadingCapture { .. }))
        };
        found.retain(|fault| !is_misspelled || is_kept(fault));
    }

    /// Suggests to capture a part of the request whose presence a condition tests for, and whose
    /// name the target has as a capture.
    fn suggest_captured_conditions(&self, found: &mut [Spanned<FaultKind>]) {
        for fault in found {
            let FaultKind::Target(TargetFault::UnknownCapture { name, nearest: None, .. }) =
                &fault.value
            else {
                continue;
            };
            let is_tested = |condition: &&Condition<'_>| {
                let is_present = condition.operator == Operator::Present && !condition.negated;
                is_present && condition.argument.as_deref() == Some(&name[..])
            };
            if let Some(condition) = self.syntax.conditions.iter().find(is_tested) {
                let values = vec![format!("{{{name}}}").into()];
                let operator = Operator::Equal;
                let suggestion = Condition { operator, values, ..condition.clone() }.to_string();
                let name = name.clone();
                fault.value = FaultKind::Target(TargetFault::NotCaptured { name, suggestion });
            }
        }
    }

    /// Suggests a slash before the capture of a condition whose value is the whole target.
    fn suggest_path_of_condition(&self, text: &str, found: &mut [Spanned<FaultKind>]) {
        let is_whole = |condition: &&Condition<'_>| {
            let is_equality = condition.operator == Operator::Equal && !condition.negated;
            let is_named = ["query", "header", "cookie"].contains(&&condition.subject[..]);
            is_equality && is_named && condition.values[0] == text
        };
        let Some(condition) = self.syntax.conditions.iter().find(is_whole) else { return };
        let name = text.trim_start_matches(['{', '*']).trim_end_matches('}');
        let values = vec![format!("/{{*{name}}}").into()];
        let suggestion = Condition { values, ..condition.clone() }.to_string();
        for fault in found {
            if let FaultKind::Target(TargetFault::LeadingCapture { condition }) = &mut fault.value {
                *condition = Some(suggestion.clone());
            }
        }
    }

    fn options(&mut self) -> Arc<Options> {
        if self.syntax.options.is_empty() {
            return self.scope.options.clone();
        }
        let own = options::rule_options(self.node(), self.syntax, self.faults);
        let outer = &self.scope.options;
        let settings = &self.syntax.options;
        check_unset(self.node(), settings, &own.fields, &outer.fields, self.faults);
        let canonical = outer.canonical.as_deref();
        canonical::check_settings(self.node(), &self.syntax.options, canonical, self.faults);
        own.or(outer).into()
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
