//! Checked rules for unit tests.

use crate::lower::checked_rule::CheckedRule;
use crate::pipeline::compile_alone;
use crate::syntax::document::Document;
use crate::syntax::rule::Rule;

/// Calls `check` with rules that redirect from sources to targets, in order.
pub(crate) fn with_rules(rules: &[(&str, &str)], check: impl FnOnce(&[CheckedRule<'_>])) {
    let rules = rules.iter().map(|&(source, target)| Rule {
        source: source.into(),
        target: Some(target.into()),
        status: "301".into(),
        ..Rule::default()
    });
    let document = Document { rules: rules.collect(), ..Document::default() };
    let compiled = compile_alone(&document);
    assert!(compiled.faults.is_empty(), "{:?}", compiled.faults);
    check(&compiled.directives);
}
