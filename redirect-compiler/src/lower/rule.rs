//! From a rule as it is written to what it means.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::kind::{BadOption, FaultKind, Limit};
use crate::diagnostic::{Fault, Field, Spanned};
use crate::lower::capture::Capture;
use crate::lower::checked_rule::{Answer, CheckedRule};
use crate::lower::condition::{Guarded, conditions};
use crate::lower::foreign_syntax as foreign;
use crate::lower::location::Target;
use crate::lower::options;
use crate::lower::options::{On, Options};
use crate::lower::scope::InheritedScope;
use crate::lower::source::Source;
use crate::syntax::document::{Document, NodeId};
use crate::syntax::rule::{Dialect, Rule};
use redirect_core::internals::Status;
use redirect_core::internals::capture_inputs::MAX_VALUES;
use redirect_core::internals::captures::MAX_CAPTURES;
use redirect_core::internals::text::MatchMode;

/// Reads one draft.
pub(crate) struct RuleLowering<'a, 'f> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) rule: usize,
    pub(crate) draft: &'a Rule<'a>,
    pub(crate) around: &'f InheritedScope<'a>,
    pub(crate) faults: &'f mut Vec<Fault>,
}

impl<'a> RuleLowering<'a, '_> {
    /// What the rule means; `None` where that cannot be told.
    pub(crate) fn directive(mut self) -> Option<CheckedRule<'a>> {
        self.methods();
        let source = self.source();
        let conditions = self.conditions(source.as_ref());
        let captures = self.captures(source.as_ref(), conditions.as_deref());
        let answer = self.answer(captures.as_deref());
        let options = self.options();
        let (source, conditions, answer) = (source?, conditions?, answer?);
        let form = MatchMode {
            any_case: options.any_case.unwrap_or_default(),
            any_slash: options.any_slash.unwrap_or_default(),
        };
        let source = source.behind(&self.around.prefix).read_in(form);
        Some(CheckedRule {
            draft: self.draft,
            rule: self.rule,
            source,
            written: self.written(),
            guard: self.guard(),
            conditions,
            answer,
            options,
            doc: self.doc(),
        })
    }

    fn fault(&mut self, part: Field, kind: FaultKind) {
        self.faults.push(Fault::new(NodeId::Rule(self.rule), part, kind));
    }

    fn parse<T>(
        &mut self,
        part: Field,
        parse: impl FnOnce(&mut Vec<Spanned<FaultKind>>) -> T,
    ) -> T {
        let item = NodeId::Rule(self.rule);
        let mut faults = Vec::new();
        let parsed = parse(&mut faults);
        for fault in faults.into_iter().map(|fault| fault.at(item, part)) {
            // A name that is wrong in the source is wrong in the target for the same reason.
            let is_name =
                matches!(fault.kind, FaultKind::CaptureName(_) | FaultKind::CaptureReserved(_));
            let mut known = self.faults.iter().rev().take_while(|known| known.item == item);
            if !is_name || !known.any(|known| known.kind == fault.kind) {
                self.faults.push(fault);
            }
        }
        parsed
    }

    fn options(&mut self) -> Arc<Options> {
        let draft = self.draft;
        if draft.options.is_empty() {
            return self.around.options.clone();
        }
        let effect = |key: &str| has_effect(key, draft);
        let item = NodeId::Rule(self.rule);
        let own = options::read(item, On::Rule, &draft.options, effect, self.faults);
        own.or(&self.around.options).into()
    }

    fn source(&mut self) -> Option<Source> {
        let (text, is_macro) = (&self.draft.source, self.draft.dialect == Dialect::Macro);
        if let Some(plain) = Source::plain(text) {
            return Some(plain);
        }
        self.parse(Field::Source, |faults| {
            faults.extend(is_macro.then(|| foreign::in_source(text)).flatten());
            Source::parse(text, faults)
        })
    }

    /// The source as it is written, behind the prefixes of its groups.
    fn written(&self) -> Cow<'a, str> {
        if self.around.prefix.is_empty() {
            return self.draft.source[..].into();
        }
        self.document.source(self.rule)
    }

    /// The conditions as they are written, from the outermost scope to the rule.
    fn guard(&self) -> String {
        if self.draft.conditions.is_empty() && self.around.conditions.is_empty() {
            return String::new();
        }
        let scopes: Vec<_> = self.document.around(NodeId::Rule(self.rule)).collect();
        let outer = scopes.iter().rev().flat_map(|&scope| &self.document.scopes[scope].conditions);
        let all: Vec<_> = outer.chain(&self.draft.conditions).map(ToString::to_string).collect();
        all.join(" && ")
    }

    /// The doc comment on it, or on the scope around it.
    fn doc(&self) -> &'a str {
        if self.draft.doc.is_empty() { self.around.doc } else { &self.draft.doc }
    }

    /// The conditions, those that look at a field last: only of a request that meets the others
    /// are they looked at.
    fn conditions(&mut self, source: Option<&Source>) -> Option<Vec<Guarded>> {
        let drafts = &self.draft.conditions;
        if drafts.is_empty() && self.around.conditions.is_empty() {
            return (!self.around.is_faulty).then(Vec::new);
        }
        let known = source.map(|source| &source.captures[..]);
        let own = conditions(NodeId::Rule(self.rule), drafts, known, self.faults);
        let are_all = own.len() == drafts.len() && !self.around.is_faulty;
        let mut all = self.around.conditions.clone();
        all.extend(own);
        all.sort_by_key(|guarded| guarded.condition.field().is_some());
        are_all.then_some(all)
    }

    /// The captures of the source and of the conditions, in the order in which they are filled.
    fn captures(
        &mut self,
        source: Option<&Source>,
        conditions: Option<&[Guarded]>,
    ) -> Option<Vec<Capture>> {
        let mut captures = source?.captures.clone();
        for guarded in conditions? {
            for capture in &guarded.condition.captures {
                if captures.iter().any(|known| known.name == capture.name) {
                    self.fault(self.part(guarded), FaultKind::CaptureTwice(capture.name.clone()));
                }
                captures.push(capture.clone());
            }
        }
        self.values(conditions?);
        if captures.len() > MAX_CAPTURES {
            self.fault(Field::Source, FaultKind::TooLarge(Limit::Captures));
        }
        Some(captures)
    }

    /// Looks whether the values that conditions capture from can be kept.
    fn values(&mut self, conditions: &[Guarded]) {
        let is_kept = |guarded: &&Guarded| {
            let condition = &guarded.condition;
            condition.subject.is_kept() && !condition.captures.is_empty()
        };
        let kept = conditions.iter().filter(is_kept);
        if kept.clone().count() > MAX_VALUES
            && let Some(last) = kept.max_by_key(|guarded| (guarded.item, guarded.number))
        {
            self.fault(self.part(last), FaultKind::TooLarge(Limit::Values));
        }
    }

    /// Where the value of a condition is written, if that is on the rule.
    fn part(&self, guarded: &Guarded) -> Field {
        if guarded.item == NodeId::Rule(self.rule) {
            Field::ConditionValue(guarded.number, 0)
        } else {
            Field::Source
        }
    }

    fn target(&mut self, text: &str, captures: Option<&[Capture]>) -> Option<Target> {
        let is_macro = self.draft.dialect == Dialect::Macro;
        if let Some(plain) = Target::plain(text) {
            return captures.map(|_| plain);
        }
        self.parse(Field::Target, |faults| {
            faults.extend(is_macro.then(|| foreign::in_target(text, &self.draft.source)).flatten());
            Target::parse(text, captures, faults)
        })
    }

    fn methods(&mut self) {
        let methods = &self.draft.methods;
        for (index, method) in methods.iter().enumerate() {
            if method == "CONNECT" {
                self.fault(Field::Method(index), FaultKind::MethodConnect);
            } else if methods[..index].contains(method) {
                self.fault(Field::Method(index), FaultKind::MethodTwice(method.to_string()));
            }
        }
    }

    fn answer(&mut self, captures: Option<&[Capture]>) -> Option<Answer> {
        let draft = self.draft;
        let word = match &draft.status[..] {
            // What a file says that says nothing of it.
            "" => self.around.options.status.as_deref().unwrap_or("301"),
            word => word,
        };
        let status = Status::of_word(word);
        if status.is_none() && word != "pass" {
            let of_file = draft.dialect != Dialect::Macro;
            let kind = if of_file { FaultKind::StatusOfFile } else { FaultKind::Status };
            self.fault(Field::Status, kind(word.into()));
        }
        let is_final = word == "pass" || status.is_some_and(|status| !status.is_redirection());
        match (status, draft.target.as_deref()) {
            (_, Some(_)) if is_final => {
                self.fault(Field::Status, FaultKind::StatusWithTarget(word.into()));
                None
            }
            (status, Some(text)) => {
                let target = self.target(text, captures);
                Some(Answer::Redirect(status?, target?))
            }
            (Some(status), None) if !is_final => {
                self.fault(Field::Status, FaultKind::TargetMissing(status));
                None
            }
            (Some(status), None) => Some(Answer::Final(status)),
            (None, None) => is_final.then_some(Answer::Pass),
        }
    }
}

/// The query goes to a target, and what is passed on is not ours to keep.
fn has_effect(key: &str, draft: &Rule<'_>) -> Result<(), BadOption> {
    let has_effect = match key {
        "query" | "chain" => draft.target.is_some(),
        "cache" => draft.status != "pass",
        _ => true,
    };
    let (key, answer) = (key.to_owned(), draft.status.to_string());
    has_effect.then_some(()).ok_or(BadOption::WithoutEffect { key, answer })
}
