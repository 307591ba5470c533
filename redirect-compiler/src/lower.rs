//! From what is written to what it means: each part of a rule by itself.

pub(crate) mod braces;
pub(crate) mod capture;
pub(crate) mod checked_rule;
pub(crate) mod condition;
pub(crate) mod first_rule;
pub(crate) mod foreign_syntax;
pub(crate) mod location;
pub(crate) mod options;
pub(crate) mod origin;
pub(crate) mod rule;
pub(crate) mod scope;
pub(crate) mod source;

use crate::diagnostic::Fault;
use crate::lower::checked_rule::CheckedRule;
use crate::lower::rule::RuleLowering;
use crate::lower::scope::InheritedScope;
use crate::syntax::document::Document;
use crate::util::parallel::{append_chunks, list, par_chunks};

/// Lowers the rules of a document, many of them in parallel. Faults go to `faults`; a rule that
/// cannot be lowered is left out.
pub(crate) fn rules<'a>(
    document: &'a Document<'a>,
    scopes: &[InheritedScope<'a>],
    faults: &mut Vec<Fault>,
) -> Vec<CheckedRule<'a>> {
    let outermost = InheritedScope::default();
    let chunks = par_chunks(document.rules.len(), |range| {
        let (mut rules, mut faults) = (list(&range, document.rules.len()), Vec::new());
        for rule in range {
            let draft = &document.rules[rule];
            let around = draft.scope.and_then(|scope| scopes.get(scope)).unwrap_or(&outermost);
            let faults = &mut faults;
            rules.extend(RuleLowering { document, rule, draft, around, faults }.directive());
        }
        (rules, faults)
    });
    let mut rules = Vec::new();
    append_chunks(chunks, (&mut rules, faults));
    rules
}
