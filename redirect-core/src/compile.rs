//! From what is written to what it means: everything is read, then all of it is checked together.

use std::collections::HashSet;

use crate::assert::{Assertion, assertions};
use crate::check::{self, Together};
use crate::directive::Directive;
use crate::fault::{Fault, FaultName};
use crate::flatten::flatten;
use crate::format;
use crate::reader::Reader;
use crate::redirects::Redirects;
use crate::scope::{Surroundings, surroundings};
use crate::sheet::{Item, Sheet};
use crate::table;

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
    let known = directives.len();
    directives.retain(|directive| {
        let item = Item::Rule(directive.rule);
        faults.binary_search_by_key(&item, |fault| fault.item).is_err()
    });
    let built = together.table.filter(|_| directives.len() == known);
    Compiled { directives, asserts, faults, undecided: together.undecided, built }
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
    let Ok(table) = build(directives) else { return Together::default() };
    let found = check::together(directives, doubles, &table);
    Together { table: Some(table), ..found }
}

/// The table of these rules.
///
/// # Errors
///
/// A fault of the kind `too_large` at the rule that no longer fits.
pub fn build(directives: &[Directive<'_>]) -> Result<Redirects, Box<Fault>> {
    table::build::build(directives).map(Redirects::from_built)
}
