//! From what is written to what it means: everything is read, then all of it is checked together.

use crate::analysis::cross_rule::{self, CrossRule};
use crate::analysis::flatten::flatten;
use crate::analysis::trivial::TrivialAnalysis;
use crate::assertion::{CheckedAssertion, assertions};
use crate::diagnostic::Fault;
use crate::diagnostic::FaultName;
use crate::emit;
use crate::format;
use crate::lint::{self, unused_allow};
use crate::lower::checked_rule::CheckedRule;
use crate::lower::first_rule::FirstRuleByPath;
use crate::lower::rule::RuleLowering;
use crate::lower::scope::{InheritedScope, inherited};
use crate::syntax::document::{Document, NodeId};
use crate::syntax::items::NodeSet;
use crate::util::parallel::{append_chunks, list, par_chunks};
use redirect_core::Redirects;

/// What a document means.
#[derive(Debug)]
pub struct Compiled<'a> {
    /// The rules without fault, in order.
    pub directives: Vec<CheckedRule<'a>>,
    /// The asserts without fault.
    pub asserts: Vec<CheckedAssertion>,
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
pub fn compile<'a>(document: &'a Document<'a>) -> Compiled<'a> {
    compile_with(document, cross_rule)
}

/// Compiles all that is written, and says nothing of what rules do together.
pub fn compile_alone<'a>(document: &'a Document<'a>) -> Compiled<'a> {
    compile_with(document, |_, _, _| CrossRule::default())
}

/// What is wrong with rules together; the last of the arguments are duplicates.
type Proofs = fn(&[CheckedRule<'_>], FirstRuleByPath<'_>, &NodeSet) -> CrossRule;

fn compile_with<'a>(document: &'a Document<'a>, cross_rule: Proofs) -> Compiled<'a> {
    let mut faults = format::faults(document);
    let inherited = inherited(document, &mut faults);
    let mut directives = directives(document, &inherited, &mut faults);
    let asserts = assertions(document, &inherited, &mut faults);
    let (found, mut first_rules) = lint::all(document, &inherited, &directives);
    faults.extend(found);
    let counts = |fault: &&Fault| {
        let is_guard = !matches!(fault.item, NodeId::Scope(_)) || fault.is_of_guard();
        is_guard && !unused_allow::is_allowed(document, fault)
    };
    if faults.iter().any(|fault| counts(&fault)) || directives.iter().any(CheckedRule::flattens) {
        drop(first_rules);
        leave_out(faults.iter().filter(counts), document, &mut directives);
        flattened(&mut directives);
        first_rules = FirstRuleByPath::new(&directives);
    }
    let is_double = |fault: &&Fault| fault.name() == FaultName::Duplicate;
    let duplicates: NodeSet = faults.iter().filter(is_double).map(|fault| fault.item).collect();
    let cross_rule = cross_rule(&directives, first_rules, &duplicates);
    faults.extend(cross_rule.faults);
    faults.extend(unused_allow::unused_allows(document, &faults));
    faults.retain(|fault| !unused_allow::is_allowed(document, fault));
    faults.sort_by_key(|fault| fault.item);
    let known = directives.len();
    leave_out(
        faults.iter().filter(|fault| matches!(fault.item, NodeId::Rule(_))),
        document,
        &mut directives,
    );
    let built = cross_rule.table.filter(|_| directives.len() == known);
    Compiled { directives, asserts, faults, undecided: cross_rule.undecided, built }
}

/// What each rule means, where that can be told; what is wrong with the others goes to `faults`.
fn directives<'a>(
    document: &'a Document<'a>,
    inherited: &[InheritedScope<'a>],
    faults: &mut Vec<Fault>,
) -> Vec<CheckedRule<'a>> {
    let outside = InheritedScope::default();
    let runs = par_chunks(document.rules.len(), |range| {
        let (mut directives, mut faults) = (list(&range, document.rules.len()), Vec::new());
        for rule in range {
            let draft = &document.rules[rule];
            let around = draft.scope.and_then(|scope| inherited.get(scope)).unwrap_or(&outside);
            let faults = &mut faults;
            directives.extend(RuleLowering { document, rule, draft, around, faults }.directive());
        }
        (directives, faults)
    });
    let mut directives = Vec::new();
    append_chunks(runs, (&mut directives, faults));
    directives
}

/// Leaves out the rules that have one of the faults, or stand in what has it.
fn leave_out<'f>(
    faults: impl Iterator<Item = &'f Fault>,
    document: &Document<'_>,
    directives: &mut Vec<CheckedRule<'_>>,
) {
    let mut faults = faults.map(|fault| fault.item).peekable();
    if faults.peek().is_none() {
        return;
    }
    let left_out: NodeSet = faults.collect();
    let is_out = |scope| {
        document.around(NodeId::Scope(scope)).any(|scope| left_out.has(NodeId::Scope(scope)))
    };
    let out: Vec<bool> = (0..document.scopes.len()).map(is_out).collect();
    directives.retain(|directive| {
        let is_inside = directive.draft.scope.is_some_and(|scope| out.get(scope) == Some(&true));
        !is_inside && !left_out.has(NodeId::Rule(directive.rule))
    });
}

/// Makes chains one hop, where rules ask for it.
fn flattened(directives: &mut [CheckedRule<'_>]) {
    if directives.iter().any(CheckedRule::flattens)
        && let Ok(table) = build(directives)
    {
        flatten(directives, &table);
    }
}

/// What is wrong with rules together that are right alone, or only said twice.
fn cross_rule(
    directives: &[CheckedRule<'_>],
    first_rules: FirstRuleByPath<'_>,
    duplicates: &NodeSet,
) -> CrossRule {
    let (table, trivial) =
        emit::beside(directives, || TrivialAnalysis::new(directives, first_rules));
    let Ok(table) = table.map(Redirects::from_built) else { return CrossRule::default() };
    let found = cross_rule::check(&trivial, duplicates, &table);
    CrossRule { table: Some(table), ..found }
}

/// The table of these rules.
///
/// # Errors
///
/// A fault of the kind `too_large` at the rule that no longer fits.
pub fn build(directives: &[CheckedRule<'_>]) -> Result<Redirects, Box<Fault>> {
    emit::build(directives).map(Redirects::from_built)
}
