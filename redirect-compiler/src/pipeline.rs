//! From what is written to what it means: everything is read, then all of it is checked together.

use crate::analysis::cross_rule::{self, Together};
use crate::analysis::flatten::flatten;
use crate::analysis::trivial::Plain;
use crate::assertion::{Assertion, assertions};
use crate::diagnostic::Fault;
use crate::diagnostic::FaultName;
use crate::emit;
use crate::format;
use crate::lint::{self, unused_allow};
use crate::lower::checked_rule::Directive;
use crate::lower::first_rule::Firsts;
use crate::lower::rule::Reader;
use crate::lower::scope::{Surroundings, surroundings};
use crate::syntax::document::{Item, Sheet};
use crate::syntax::items::Items;
use crate::util::parallel::{add_runs, in_runs, list};
use redirect_core::Redirects;

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
    /// The table of the rules, where it has been built for the proofs.
    built: Option<Redirects>,
}

impl Compiled<'_> {
    /// The table of the rules without fault.
    ///
    /// # Errors
    ///
    /// A fault of the kind `too_large` at the rule that no longer fits.
    pub fn table(&self) -> Result<Redirects, Box<Fault>> {
        self.built.clone().map_or_else(|| build(&self.directives), Ok)
    }
}

/// Compiles all that is written.
pub fn compile<'a>(sheet: &'a Sheet<'a>) -> Compiled<'a> {
    compile_with(sheet, together)
}

/// Compiles all that is written, and says nothing of what rules do together.
pub fn compile_alone<'a>(sheet: &'a Sheet<'a>) -> Compiled<'a> {
    compile_with(sheet, |_, _, _| Together::default())
}

/// What is wrong with rules together; the last of the arguments are doubles.
type Proofs = fn(&[Directive<'_>], Firsts<'_>, &Items) -> Together;

fn compile_with<'a>(sheet: &'a Sheet<'a>, together: Proofs) -> Compiled<'a> {
    let mut faults = format::faults(sheet);
    let surroundings = surroundings(sheet, &mut faults);
    let mut directives = directives(sheet, &surroundings, &mut faults);
    let asserts = assertions(sheet, &surroundings, &mut faults);
    let (found, mut firsts) = lint::all(sheet, &surroundings, &directives);
    faults.extend(found);
    let counts = |fault: &&Fault| {
        let is_guard = !matches!(fault.item, Item::Scope(_)) || fault.is_of_guard();
        is_guard && !unused_allow::is_allowed(sheet, fault)
    };
    if faults.iter().any(|fault| counts(&fault)) || directives.iter().any(Directive::flattens) {
        drop(firsts);
        leave_out(faults.iter().filter(counts), sheet, &mut directives);
        flattened(&mut directives);
        firsts = Firsts::of(&directives);
    }
    let is_double = |fault: &&Fault| fault.name() == FaultName::Duplicate;
    let doubles: Items = faults.iter().filter(is_double).map(|fault| fault.item).collect();
    let together = together(&directives, firsts, &doubles);
    faults.extend(together.faults);
    faults.extend(unused_allow::unused_allows(sheet, &faults));
    faults.retain(|fault| !unused_allow::is_allowed(sheet, fault));
    faults.sort_by_key(|fault| fault.item);
    let known = directives.len();
    leave_out(
        faults.iter().filter(|fault| matches!(fault.item, Item::Rule(_))),
        sheet,
        &mut directives,
    );
    let built = together.table.filter(|_| directives.len() == known);
    Compiled { directives, asserts, faults, undecided: together.undecided, built }
}

/// What each rule means, where that can be told; what is wrong with the others goes to `faults`.
fn directives<'a>(
    sheet: &'a Sheet<'a>,
    surroundings: &[Surroundings<'a>],
    faults: &mut Vec<Fault>,
) -> Vec<Directive<'a>> {
    let outside = Surroundings::default();
    let runs = in_runs(sheet.rules.len(), |range| {
        let (mut directives, mut faults) = (list(&range, sheet.rules.len()), Vec::new());
        for rule in range {
            let draft = &sheet.rules[rule];
            let around = draft.scope.and_then(|scope| surroundings.get(scope)).unwrap_or(&outside);
            let faults = &mut faults;
            directives.extend(Reader { sheet, rule, draft, around, faults }.directive());
        }
        (directives, faults)
    });
    let mut directives = Vec::new();
    add_runs(runs, (&mut directives, faults));
    directives
}

/// Leaves out the rules that have one of the faults, or stand in what has it.
fn leave_out<'f>(
    faults: impl Iterator<Item = &'f Fault>,
    sheet: &Sheet<'_>,
    directives: &mut Vec<Directive<'_>>,
) {
    let mut faults = faults.map(|fault| fault.item).peekable();
    if faults.peek().is_none() {
        return;
    }
    let left_out: Items = faults.collect();
    let is_out =
        |scope| sheet.around(Item::Scope(scope)).any(|scope| left_out.has(Item::Scope(scope)));
    let out: Vec<bool> = (0..sheet.scopes.len()).map(is_out).collect();
    directives.retain(|directive| {
        let is_inside = directive.draft.scope.is_some_and(|scope| out.get(scope) == Some(&true));
        !is_inside && !left_out.has(Item::Rule(directive.rule))
    });
}

/// Makes chains one hop, where rules ask for it.
fn flattened(directives: &mut [Directive<'_>]) {
    if directives.iter().any(Directive::flattens)
        && let Ok(table) = build(directives)
    {
        flatten(directives, &table);
    }
}

/// What is wrong with rules together that are right alone, or only said twice.
fn together(directives: &[Directive<'_>], firsts: Firsts<'_>, doubles: &Items) -> Together {
    let (table, plain) = emit::beside(directives, || Plain::of(directives, firsts));
    let Ok(table) = table.map(Redirects::from_built) else { return Together::default() };
    let found = cross_rule::check(plain, doubles, &table);
    Together { table: Some(table), ..found }
}

/// The table of these rules.
///
/// # Errors
///
/// A fault of the kind `too_large` at the rule that no longer fits.
pub fn build(directives: &[Directive<'_>]) -> Result<Redirects, Box<Fault>> {
    emit::build(directives).map(Redirects::from_built)
}
