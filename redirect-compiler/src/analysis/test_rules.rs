//! Checked rules for unit tests.

use crate::analysis::model::site::Site;
use crate::analysis::trivial::TrivialAnalysis;
use crate::lower::checked_rule::CheckedRule;
use crate::lower::first_rule::FirstRuleByPath;
use crate::syntax::document::Document;
use crate::syntax::rule::Rule;
use crate::{build, compile_without_analysis};

/// Calls `check` with rules that redirect from sources to targets, in order.
pub(crate) fn with_rules(rules: &[(&str, &str)], check: impl FnOnce(&[CheckedRule<'_>])) {
    let rules = rules.iter().map(|&(source, target)| Rule {
        source: source.into(),
        target: Some(target.into()),
        status: "301".into(),
        ..Rule::default()
    });
    let document = Document { rules: rules.collect(), ..Document::default() };
    let compiled = compile_without_analysis(&document);
    assert!(compiled.faults.is_empty(), "{:?}", compiled.faults);
    check(&compiled.rules);
}

/// Calls `check` with the site of rules.
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
