//! Checked rules for unit tests.

use crate::analysis::model::site::Site;
use crate::analysis::trivial::TrivialAnalysis;
use crate::lower::checked_rule::CheckedRule;
use crate::lower::first_rule::FirstRuleByPath;
use crate::syntax::document::Document;
use crate::syntax::rule::{Condition, Operator, Rule};
use crate::{build, compile_without_analysis};

/// Returns a rule that redirects from a source to a target.
pub(crate) fn redirect<'a>(source: &'a str, target: &'a str) -> Rule<'a> {
    let (source, target) = (source.into(), Some(target.into()));
    Rule { source, target, status: "301".into(), ..Rule::default() }
}

/// Returns a condition that compares a subject with values.
pub(crate) fn condition<'a>(
    subject: &'a str,
    operator: Operator,
    values: &[&'a str],
) -> Condition<'a> {
    let values = values.iter().map(|&value| value.into()).collect();
    Condition { subject: subject.into(), operator, values, ..Condition::default() }
}

/// Calls `check` with rules that redirect from sources to targets, in order.
pub(crate) fn with_rules(rules: &[(&str, &str)], check: impl FnOnce(&[CheckedRule<'_>])) {
    let rules = rules.iter().map(|&(source, target)| redirect(source, target));
    with_document_rules(rules.collect(), check);
}

/// Calls `check` with the checked rules of a document.
pub(crate) fn with_document_rules(rules: Vec<Rule<'_>>, check: impl FnOnce(&[CheckedRule<'_>])) {
    let document = Document { rules, ..Document::default() };
    let compiled = compile_without_analysis(&document);
    assert!(compiled.faults.is_empty(), "{:?}", compiled.faults);
    check(&compiled.rules);
}

/// Calls `check` with the site of rules that redirect from sources to targets.
pub(crate) fn with_site(
    rules: &[(&str, &str)],
    check: impl FnOnce(&Site<'_, '_>, &TrivialAnalysis<'_, '_>),
) {
    with_rules(rules, |rules| {
        let table = build(rules).unwrap();
        let trivial = TrivialAnalysis::new(rules, FirstRuleByPath::new(rules));
        check(&trivial.site(&table), &trivial);
    });
}
