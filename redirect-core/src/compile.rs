//! From what is written to what it means: everything is read, then all of it is checked together.

use std::collections::HashSet;

use crate::assert::{Assertion, assertions};
use crate::capture::MAX_CAPTURES;
use crate::chars::is_plain_path;
use crate::check::{self, Together};
use crate::declared::Capture;
use crate::directive::{Answer, Directive};
use crate::draft::{Dialect, Draft};
use crate::fault::{BadOption, Fault, FaultName, Finding, Kind, Part};
use crate::flatten::flatten;
use crate::foreign;
use crate::format;
use crate::guard::{Guarded, conditions};
use crate::options::{self, On};
use crate::redirects::Redirects;
use crate::scope::{Surroundings, surroundings};
use crate::sheet::{Item, Sheet};
use crate::source::Source;
use crate::status::Status;
use crate::table;
use crate::target::Target;
use crate::text::Form;

/// What a sheet means.
#[derive(Debug)]
pub struct Compiled<'a> {
    /// The rules without fault, in order.
    pub directives: Vec<Directive<'a>>,
    /// The asserts without fault.
    pub asserts: Vec<Assertion>,
    /// What is wrong with the others, each fault once.
    pub faults: Vec<Fault>,
    /// How many questions about rules together were too much work.
    pub undecided: usize,
}

/// Compiles all that is written.
pub fn compile<'a>(sheet: &'a Sheet<'a>) -> Compiled<'a> {
    compile_with(sheet, together)
}

/// Compiles all that is written, and says nothing of what rules do together.
pub fn compile_alone<'a>(sheet: &'a Sheet<'a>) -> Compiled<'a> {
    compile_with(sheet, |_, _| Together::default())
}

fn compile_with<'a>(
    sheet: &'a Sheet<'a>,
    together: fn(&[Directive<'_>], &HashSet<Item>) -> Together,
) -> Compiled<'a> {
    let mut faults = format::faults(sheet);
    let surroundings = surroundings(sheet, &mut faults);
    let outside = Surroundings::default();
    let around =
        |scope: Option<usize>| scope.and_then(|scope| surroundings.get(scope)).unwrap_or(&outside);
    let mut directives: Vec<_> = (0..sheet.rules.len())
        .filter_map(|rule| {
            let draft = &sheet.rules[rule];
            let around = around(draft.scope);
            Reader { sheet, rule, draft, around, faults: &mut faults }.directive()
        })
        .collect();
    let asserts = assertions(sheet, &surroundings, &mut faults);
    faults.extend(check::all(sheet, &surroundings, &directives));
    let counts = |fault: &&Fault| {
        let is_guard = !matches!(fault.item, Item::Scope(_)) || fault.is_of_guard();
        is_guard && !check::is_allowed(sheet, fault)
    };
    let left_out: HashSet<Item> = faults.iter().filter(counts).map(|fault| fault.item).collect();
    directives.retain(|directive| {
        let item = Item::Rule(directive.rule);
        let scopes = sheet.around(item).map(Item::Scope);
        !std::iter::once(item).chain(scopes).any(|item| left_out.contains(&item))
    });
    flattened(&mut directives);
    let is_double = |fault: &&Fault| fault.name() == FaultName::Duplicate;
    let doubles: HashSet<Item> = faults.iter().filter(is_double).map(|fault| fault.item).collect();
    let together = together(&directives, &doubles);
    faults.extend(together.faults);
    faults.extend(check::unused_allows(sheet, &faults));
    faults.retain(|fault| !check::is_allowed(sheet, fault));
    faults.sort_by_key(|fault| fault.item);
    directives.retain(|directive| {
        let item = Item::Rule(directive.rule);
        faults.binary_search_by_key(&item, |fault| fault.item).is_err()
    });
    Compiled { directives, asserts, faults, undecided: together.undecided }
}

/// Makes chains one hop, where rules ask for it.
fn flattened(directives: &mut [Directive<'_>]) {
    let asks = |rule: &Directive<'_>| rule.options.flattens.unwrap_or_default();
    if directives.iter().any(asks)
        && let Ok(table) = build(directives)
    {
        flatten(directives, &table);
    }
}

/// What is wrong with rules together that are right alone, or only said twice.
fn together(directives: &[Directive<'_>], doubles: &HashSet<Item>) -> Together {
    let built = build(directives);
    built.map_or_else(|_| Together::default(), |table| check::together(directives, doubles, &table))
}

/// The table of these rules.
///
/// # Errors
///
/// A fault of the kind `too_large` at the rule that no longer fits.
pub fn build(directives: &[Directive<'_>]) -> Result<Redirects, Box<Fault>> {
    table::build::build(directives).map(Redirects::from_built)
}

/// Reads one draft.
struct Reader<'a, 'f> {
    sheet: &'a Sheet<'a>,
    rule: usize,
    draft: &'a Draft<'a>,
    around: &'f Surroundings,
    faults: &'f mut Vec<Fault>,
}

impl<'a> Reader<'a, '_> {
    fn directive(mut self) -> Option<Directive<'a>> {
        self.methods();
        let source = self.source();
        let conditions = self.conditions(source.as_ref());
        let captures = self.captures(source.as_ref(), conditions.as_deref());
        let answer = self.answer(captures.as_deref());
        let draft = self.draft;
        let effect = |key: &str| has_effect(key, draft);
        let item = Item::Rule(self.rule);
        let own = options::read(item, On::Rule, &draft.options, effect, self.faults);
        let (source, conditions, answer) = (source?, conditions?, answer?);
        let options = own.or(&self.around.options);
        let form = Form {
            any_case: options.any_case.unwrap_or_default(),
            any_slash: options.any_slash.unwrap_or_default(),
        };
        let source = source.behind(&self.around.prefix).read_in(form);
        Some(Directive {
            draft,
            rule: self.rule,
            source,
            written: self.sheet.source(self.rule),
            guard: self.guard(),
            conditions,
            answer,
            options,
            doc: self.doc(),
        })
    }

    fn fault(&mut self, part: Part, kind: Kind) {
        self.faults.push(Fault::new(Item::Rule(self.rule), part, kind));
    }

    fn parse<T>(&mut self, part: Part, parse: impl FnOnce(&mut Vec<Finding>) -> T) -> T {
        let item = Item::Rule(self.rule);
        let mut findings = Vec::new();
        let parsed = parse(&mut findings);
        for fault in findings.into_iter().map(|finding| finding.at(item, part)) {
            // A name that is wrong in the source is wrong in the target for the same reason.
            let is_name = matches!(fault.kind, Kind::CaptureName(_) | Kind::CaptureReserved(_));
            let mut known = self.faults.iter().rev().take_while(|known| known.item == item);
            if !is_name || !known.any(|known| known.kind == fault.kind) {
                self.faults.push(fault);
            }
        }
        parsed
    }

    fn source(&mut self) -> Option<Source> {
        let (text, is_macro) = (&self.draft.source, self.draft.dialect == Dialect::Macro);
        if is_plain_path(text) {
            return self.parse(Part::Source, |findings| Source::parse(text, findings));
        }
        self.parse(Part::Source, |findings| {
            findings.extend(is_macro.then(|| foreign::in_source(text)).flatten());
            Source::parse(text, findings)
        })
    }

    /// The conditions as they are written, from the outermost scope to the rule.
    fn guard(&self) -> String {
        let scopes: Vec<_> = self.sheet.around(Item::Rule(self.rule)).collect();
        let outer = scopes.iter().rev().flat_map(|&scope| &self.sheet.scopes[scope].conditions);
        let all: Vec<_> = outer.chain(&self.draft.conditions).map(ToString::to_string).collect();
        all.join(" && ")
    }

    fn doc(&self) -> &'a str {
        let sheet = self.sheet;
        let outer = sheet.around(Item::Rule(self.rule)).map(|scope| &sheet.scopes[scope].doc[..]);
        let mut docs = std::iter::once(&self.draft.doc[..]).chain(outer);
        docs.find(|doc| !doc.is_empty()).unwrap_or_default()
    }

    /// The conditions, those that look at a field last: only of a request that meets the others
    /// are they looked at.
    fn conditions(&mut self, source: Option<&Source>) -> Option<Vec<Guarded>> {
        let known = source.map(|source| &source.captures[..]);
        let drafts = &self.draft.conditions;
        let own = conditions(Item::Rule(self.rule), drafts, known, self.faults);
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
                    let part = if guarded.item == Item::Rule(self.rule) {
                        Part::ConditionValue(guarded.number, 0)
                    } else {
                        Part::Source
                    };
                    self.fault(part, Kind::CaptureTwice(capture.name.clone()));
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
        if is_plain_path(text) {
            return self.parse(Part::Target, |findings| Target::parse(text, captures, findings));
        }
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
        let word = match &draft.status[..] {
            // What a file says that says nothing of it.
            "" => self.around.options.status.as_deref().unwrap_or("301"),
            word => word,
        };
        let status = Status::of_word(word);
        if status.is_none() && word != "pass" {
            self.fault(Part::Status, Kind::Status(word.into()));
        }
        let is_final = word == "pass" || status.is_some_and(|status| !status.is_redirection());
        match (status, draft.target.as_deref()) {
            (_, Some(_)) if is_final => {
                self.fault(Part::Status, Kind::StatusWithTarget(word.into()));
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

/// The query goes to a target, and what is passed on is not ours to keep.
fn has_effect(key: &str, draft: &Draft<'_>) -> Result<(), BadOption> {
    let has_effect = match key {
        "query" | "chain" => draft.target.is_some(),
        "cache" => draft.status != "pass",
        _ => true,
    };
    let (key, answer) = (key.to_owned(), draft.status.to_string());
    has_effect.then_some(()).ok_or(BadOption::WithoutEffect { key, answer })
}
