//! The compiler of [`redirects`](https://docs.rs/redirects). It turns rules from Rust source or
//! from a file into a table of `redirect-core`, and reports a diagnostic for each fault.
//!
//! Depend on `redirects` instead, which exports the macro and the run-time loader. This crate is
//! the code that the two share, and its API is not stable.
//!
//! A front end parses rules into a [`Document`]. [`compile`] then runs the stages: lowering checks
//! each rule by itself, the lints find probable mistakes, and the analysis finds faults that valid
//! rules have together.

#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod analysis;
mod assertion;
mod diagnostic;
mod emit;
mod format;
mod lint;
mod lower;
mod regex;
pub mod syntax;
mod util;

pub use analysis::model::sample_request::SampleRequest;
pub use analysis::samples::{Sample, samples};
pub use assertion::{CheckedAssertion, failures};
pub use diagnostic::{Fault, FaultName, Field, UnknownFaultName, escaped, nearest};
pub use format::{Format, IncludedFile, UnknownFormat, read, read_includes};
pub use lower::canonical::Canonical;
pub use lower::checked_rule::CheckedRule;
pub use lower::condition::subject::subjects;
pub use lower::constants::substitute_constants;
pub use lower::options::duration_unit;
pub use lower::pattern::REQUEST_VALUES;
pub use lower::source::capture_names;

use std::collections::HashSet;

use redirect_core::Redirects;

use crate::analysis::cross_rule::{self, CrossRule};
use crate::analysis::flatten;
use crate::analysis::trivial::TrivialAnalysis;
use crate::diagnostic::kind::{FaultKind, Limit};
use crate::diagnostic::suppression::is_allowed;
use crate::emit::{LimitExceeded, TableLimit};
use crate::lower::first_rule::FirstRuleByPath;
use crate::lower::scope::InheritedScopes;
use crate::syntax::braces::is_name;
use crate::syntax::document::Document;
use crate::syntax::ids::NodeId;

/// The result of compiling a document.
#[derive(Debug)]
pub struct Compiled<'a> {
    /// The valid rules, in declaration order.
    pub rules: Vec<CheckedRule<'a>>,
    /// The valid assertions.
    pub assertions: Vec<CheckedAssertion>,
    /// The faults to report, in the order of their nodes.
    pub faults: Vec<Fault>,
    /// The canonical URLs of the site.
    canonical: Option<Canonical>,
    /// The number of questions about rules together that exceeded their budget.
    pub undecided: usize,
    /// The table of the valid rules, if the analysis built it from exactly these.
    table: Option<Redirects>,
}

impl Compiled<'_> {
    /// Returns the table of the valid rules.
    ///
    /// # Errors
    ///
    /// A fault with the name `too_large`, at the first rule that no longer fits.
    pub fn table(&self) -> Result<Redirects, Box<Fault>> {
        match &self.table {
            Some(table) => Ok(table.clone()),
            None => build_with(&self.rules, self.canonical.as_ref()),
        }
    }
}

/// Compiles a document. `faults` are the faults found while reading its included files.
pub fn compile<'a>(document: &'a Document<'a>, faults: Vec<Fault>) -> Compiled<'a> {
    compile_with(document, faults, analyze)
}

/// Compiles a document without the analysis of its rules together.
pub fn compile_without_analysis<'a>(document: &'a Document<'a>) -> Compiled<'a> {
    compile_with(document, Vec::new(), |_, _, _| CrossRule::default())
}

/// Builds the table of checked rules, and of the canonical URLs that they inherit.
///
/// # Errors
///
/// A fault with the name `too_large`, at the first rule that no longer fits.
pub fn build(rules: &[CheckedRule<'_>]) -> Result<Redirects, Box<Fault>> {
    build_with(rules, inherited_canonical(rules))
}

/// Returns the canonical URLs that rules inherit.
fn inherited_canonical<'r>(rules: &'r [CheckedRule<'_>]) -> Option<&'r Canonical> {
    rules.first()?.options.canonical.as_deref()
}

/// Builds the table of checked rules and of canonical URLs.
fn build_with(
    rules: &[CheckedRule<'_>],
    canonical: Option<&Canonical>,
) -> Result<Redirects, Box<Fault>> {
    emit::emit(rules, canonical)
        .map(Redirects::from_built)
        .map_err(|exceeded| Box::new(limit_fault(rules, exceeded)))
}

/// An analysis of rules together, given the first rule of each path and the known duplicates.
type Analyze = fn(&[CheckedRule<'_>], FirstRuleByPath<'_>, &HashSet<NodeId>) -> CrossRule;

/// Runs the stages on a document, with `analyze` as the analysis.
fn compile_with<'a>(
    document: &'a Document<'a>,
    file_faults: Vec<Fault>,
    analyze: Analyze,
) -> Compiled<'a> {
    let (scopes, scope_faults) = InheritedScopes::new(document);
    let (lowered, rule_faults) = lower::rules(document, &scopes);
    let (assertions, assertion_faults) = assertion::lower(document, &scopes);
    let (first_rules, mut lint_faults) = lint::check(document, &scopes, &lowered);
    let unknown = nodes_with_unknown_text(document);
    lint_faults.retain(|fault| !document.is_in_any(fault.node, &unknown));
    let mut faults =
        joined([file_faults, scope_faults, rule_faults, assertion_faults, lint_faults]);
    faults.retain(|fault| fault.is_of_constant() || !unknown.contains(&fault.node));
    lint::retain_certain(document, &mut faults);

    let (mut invalid, duplicates) = (invalid_nodes(document, &faults), duplicates(&faults));
    invalid.extend(&unknown);
    // If no rule is removed or changed, the first rule of each path is still the same.
    let (valid, analysis) = if invalid.is_empty() && !lowered.iter().any(CheckedRule::flattens) {
        let analysis = analyze(&lowered, first_rules, &duplicates);
        (lowered, analysis)
    } else {
        drop(first_rules);
        let valid = flattened(without_invalid(lowered, document, &invalid));
        let analysis = analyze(&valid, FirstRuleByPath::new(&valid), &duplicates);
        (valid, analysis)
    };

    let faults = reported(document, joined([faults, analysis.faults]), &unknown);
    let (valid_count, undecided) = (valid.len(), analysis.undecided);
    let rules = without_faulty(valid, &faults);
    debug_assert!(
        !faults.is_empty() || !unknown.is_empty() || rules.len() == document.rules.len(),
        "invariant: a rule that cannot be lowered, or a constant in its text, has a fault"
    );
    let table = analysis.table.filter(|_| rules.len() == valid_count && valid_count > 0);
    let canonical = scopes.canonical(document).cloned();
    Compiled { rules, assertions, faults, canonical, undecided, table }
}

/// Concatenates the faults of the stages, in order.
fn joined<const STAGES: usize>(faults: [Vec<Fault>; STAGES]) -> Vec<Fault> {
    let mut all = Vec::new();
    for mut found in faults {
        all.append(&mut found);
    }
    all
}

/// Returns the nodes with a fault that makes the rules in them invalid. A fault of a scope does so
/// only if it concerns the prefix or the conditions of the scope.
fn invalid_nodes(document: &Document<'_>, faults: &[Fault]) -> HashSet<NodeId> {
    let mut nodes = HashSet::new();
    for fault in faults {
        let is_inherited = !matches!(fault.node, NodeId::Scope(_)) || fault.affects_matching();
        if is_inherited && !is_allowed(document, fault) {
            nodes.insert(fault.node);
        }
    }
    nodes
}

/// Returns the nodes whose text contains a constant without a value or with an invalid name. Their
/// other faults are not reported.
fn nodes_with_unknown_text(document: &Document<'_>) -> HashSet<NodeId> {
    let mut nodes = HashSet::new();
    for used in &document.constant_uses {
        let constant = document.constant(used.constant);
        if constant.text().is_none() || !is_name(&constant.name) {
            nodes.insert(used.node);
        }
    }
    nodes
}

/// Removes the rules that are invalid nodes or are inside one.
fn without_invalid<'a>(
    mut rules: Vec<CheckedRule<'a>>,
    document: &Document<'_>,
    nodes: &HashSet<NodeId>,
) -> Vec<CheckedRule<'a>> {
    if nodes.is_empty() {
        return rules;
    }
    let mut excluded_scopes = Vec::new();
    for scope in document.scope_ids() {
        let mut scopes = document.scopes_around(NodeId::Scope(scope));
        excluded_scopes.push(scopes.any(|scope| nodes.contains(&NodeId::Scope(scope))));
    }
    let is_kept = |rule: &CheckedRule<'_>| {
        !rule.syntax.scope.is_some_and(|scope| excluded_scopes[scope.index()])
            && !nodes.contains(&NodeId::Rule(rule.id))
    };
    rules.retain(is_kept);
    rules
}

/// Removes the rules that have a fault of their own. The rules of invalid scopes were removed
/// before the analysis.
fn without_faulty<'a>(mut rules: Vec<CheckedRule<'a>>, faults: &[Fault]) -> Vec<CheckedRule<'a>> {
    let mut nodes = HashSet::new();
    for fault in faults {
        nodes.insert(fault.node);
    }
    if !nodes.is_empty() {
        rules.retain(|rule| !nodes.contains(&NodeId::Rule(rule.id)));
    }
    rules
}

/// Redirects each rule with `chain: flatten` directly to the end of its chain.
fn flattened(mut rules: Vec<CheckedRule<'_>>) -> Vec<CheckedRule<'_>> {
    if rules.iter().any(CheckedRule::flattens) {
        // Rules that exceed a limit are reported when their table is requested.
        let mut pending = flatten::with_option(&rules);
        for _ in 0..flatten::MAX_ROUNDS {
            let Ok(table) = build(&rules) else { break };
            pending = flatten::flatten(&mut rules, &table, &pending);
            if pending.is_empty() {
                break;
            }
        }
    }
    rules
}

/// Returns the rules that are known to be unreachable because they duplicate an earlier rule.
fn duplicates(faults: &[Fault]) -> HashSet<NodeId> {
    let mut duplicates = HashSet::new();
    for fault in faults {
        if fault.is_duplicate() {
            duplicates.insert(fault.node);
        }
    }
    duplicates
}

/// Creates the fault of the rule that exceeds a limit of the table.
fn limit_fault(rules: &[CheckedRule<'_>], exceeded: LimitExceeded) -> Fault {
    let limit = match exceeded.limit {
        TableLimit::Size => Limit::Table,
        TableLimit::Source => Limit::Text,
        TableLimit::Subjects => Limit::Subjects,
        TableLimit::Seeds => Limit::Seeds,
    };
    let node = rules[exceeded.rule.position()].id.into();
    Fault::new(node, Field::Source, FaultKind::TooLarge(limit))
}

/// Builds the table of the valid rules and analyzes them together. The trivial analysis needs no
/// table, so it runs in parallel with the construction.
fn analyze(
    rules: &[CheckedRule<'_>],
    first_rules: FirstRuleByPath<'_>,
    duplicates: &HashSet<NodeId>,
) -> CrossRule {
    let (table, trivial) = emit::emit_while(rules, inherited_canonical(rules), || {
        TrivialAnalysis::new(rules, first_rules)
    });
    let Ok(table) = table.map(Redirects::from_built) else { return CrossRule::default() };
    let found = cross_rule::check(&trivial, duplicates, &table);
    CrossRule { table: Some(table), ..found }
}

/// Returns the faults to report, in the order of their nodes: the faults that no `#[allow(…)]`
/// accepts, and one for each name in an `#[allow(…)]` that accepts nothing. The faults of the nodes
/// with unknown text are not known.
fn reported(
    document: &Document<'_>,
    mut faults: Vec<Fault>,
    unknown: &HashSet<NodeId>,
) -> Vec<Fault> {
    faults.append(&mut lint::unused_allows(document, &faults, unknown));
    faults.retain(|fault| !is_allowed(document, fault));
    faults.sort_by_key(|fault| fault.node);
    faults
}
