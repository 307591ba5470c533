//! From drafts to directives: every rule is read, then all of them are checked together.

use crate::capture::MAX_CAPTURES;
use crate::check;
use crate::directive::{Answer, Directive};
use crate::draft::{Dialect, Draft};
use crate::fault::{BadCondition, Fault, Finding, Kind, Part};
use crate::foreign;
use crate::guard::{self, Condition};
use crate::options;
use crate::source::{Capture, Source};
use crate::status::Status;
use crate::target::Target;

/// Compiles drafts: the directives of those without fault, in order, and the faults of the
/// others, each once.
pub fn compile<'a>(drafts: &'a [Draft<'a>]) -> (Vec<Directive<'a>>, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut directives: Vec<_> = drafts
        .iter()
        .enumerate()
        .filter_map(|(rule, draft)| Reader { rule, draft, faults: &mut faults }.directive())
        .collect();
    faults.extend(check::all(&directives));
    let mut faults = check::allows(drafts, faults);
    faults.sort_by_key(|fault| fault.rule);
    directives.retain(|directive| {
        faults.binary_search_by_key(&directive.rule, |fault| fault.rule).is_err()
    });
    (directives, faults)
}

/// Reads one draft.
struct Reader<'a, 'f> {
    rule: usize,
    draft: &'a Draft<'a>,
    faults: &'f mut Vec<Fault>,
}

impl<'a> Reader<'a, '_> {
    fn directive(mut self) -> Option<Directive<'a>> {
        self.methods();
        let source = self.source();
        let conditions = self.conditions(source.as_ref());
        let captures = self.captures(source.as_ref(), conditions.as_deref());
        let answer = self.answer(captures.as_deref());
        let options = options::read(self.rule, self.draft, self.faults);
        let (rule, draft) = (self.rule, self.draft);
        let (source, conditions, answer) = (source?, conditions?, answer?);
        Some(Directive { draft, rule, source, conditions, answer, options })
    }

    fn fault(&mut self, part: Part, kind: Kind) {
        self.faults.push(Fault::new(self.rule, part, kind));
    }

    fn parse<T>(&mut self, part: Part, parse: impl FnOnce(&mut Vec<Finding>) -> T) -> T {
        let mut findings = Vec::new();
        let parsed = parse(&mut findings);
        for fault in findings.into_iter().map(|finding| finding.at(self.rule, part)) {
            // A name that is wrong in the source is wrong in the target for the same reason.
            let is_name = matches!(fault.kind, Kind::CaptureName(_) | Kind::CaptureReserved(_));
            let mut known = self.faults.iter().rev().take_while(|known| known.rule == self.rule);
            if !is_name || !known.any(|known| known.kind == fault.kind) {
                self.faults.push(fault);
            }
        }
        parsed
    }

    fn source(&mut self) -> Option<Source> {
        let (text, is_macro) = (&self.draft.source, self.draft.dialect == Dialect::Macro);
        self.parse(Part::Source, |findings| {
            findings.extend(is_macro.then(|| foreign::in_source(text)).flatten());
            Source::parse(text, findings)
        })
    }

    /// The conditions, those that look at a field last: only of a request that meets the others
    /// are they looked at.
    fn conditions(&mut self, source: Option<&Source>) -> Option<Vec<(usize, Condition)>> {
        let known = source.map_or(&[][..], |source| &source.captures);
        let mut conditions = Vec::new();
        for (number, draft) in self.draft.conditions.iter().enumerate() {
            match guard::parse(draft, number, known) {
                Ok(condition) => conditions.push((number, condition)),
                Err(faults) => {
                    let unknown = |kind: &_| {
                        matches!(kind, Kind::Condition(BadCondition::SubjectUnknown { .. }))
                    };
                    // It may be a capture of a source that could not be read.
                    let faults =
                        faults.into_iter().filter(|(_, f)| source.is_some() || !unknown(&f.kind));
                    self.faults.extend(faults.map(|(part, finding)| finding.at(self.rule, part)));
                }
            }
        }
        conditions.sort_by_key(|(_, condition)| condition.field().is_some());
        (conditions.len() == self.draft.conditions.len()).then_some(conditions)
    }

    /// The captures of the source and of the conditions, in the order in which they are filled.
    fn captures(
        &mut self,
        source: Option<&Source>,
        conditions: Option<&[(usize, Condition)]>,
    ) -> Option<Vec<Capture>> {
        let mut captures = source?.captures.clone();
        for (number, condition) in conditions? {
            for capture in &condition.captures {
                if captures.iter().any(|known| known.name == capture.name) {
                    let kind = Kind::CaptureTwice(capture.name.clone());
                    self.fault(Part::ConditionValue(*number, 0), kind);
                }
                captures.push(capture.clone());
            }
        }
        if captures.len() > MAX_CAPTURES {
            self.fault(Part::Source, Kind::TooManyCaptures);
        }
        Some(captures)
    }

    fn target(&mut self, text: &str, captures: Option<&[Capture]>) -> Option<Target> {
        let is_macro = self.draft.dialect == Dialect::Macro;
        self.parse(Part::Target, |findings| {
            findings
                .extend(is_macro.then(|| foreign::in_target(text, &self.draft.source)).flatten());
            Target::parse(text, captures, findings)
        })
    }

    fn methods(&mut self) {
        let methods = &self.draft.methods;
        for (index, method) in methods.iter().enumerate() {
            if method == "CONNECT" {
                self.fault(Part::Method(index), Kind::MethodConnect);
            } else if methods[..index].contains(method) {
                self.fault(Part::Method(index), Kind::MethodTwice(method.to_string()));
            }
        }
    }

    fn answer(&mut self, captures: Option<&[Capture]>) -> Option<Answer> {
        let draft = self.draft;
        let status = status_of(&draft.status);
        if status.is_none() && draft.status != "pass" {
            self.fault(Part::Status, Kind::Status(draft.status.to_string()));
        }
        let is_final =
            draft.status == "pass" || status.is_some_and(|status| !status.is_redirection());
        match (status, draft.target.as_deref()) {
            (_, Some(_)) if is_final => {
                self.fault(Part::Status, Kind::StatusWithTarget(draft.status.to_string()));
                None
            }
            (status, Some(text)) => {
                let target = self.target(text, captures);
                Some(Answer::Redirect(status?, target?))
            }
            (Some(status), None) if !is_final => {
                self.fault(Part::Status, Kind::TargetMissing(status));
                None
            }
            (Some(status), None) => Some(Answer::Final(status)),
            (None, None) => is_final.then_some(Answer::Pass),
        }
    }
}

fn status_of(word: &str) -> Option<Status> {
    match word {
        "permanent" => Some(Status::PermanentRedirect),
        "temporary" => Some(Status::TemporaryRedirect),
        number if number.len() == 3 => Status::from_u16(number.parse().ok()?),
        _ => None,
    }
}
