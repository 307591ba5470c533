//! Lowering: from the syntax of a document to checked rules, each by itself.
//!
//! A scope is lowered to an [`InheritedScope`](scope::InheritedScope), a rule to a
//! [`CheckedRule`](checked_rule::CheckedRule): its source and conditions to the pieces that
//! requests are matched against, its target to the parts of a `Location`. Checks of a rule against
//! others are lints and proofs, which come later.

pub(crate) mod braces;
pub(crate) mod characters;
pub(crate) mod checked_rule;
pub(crate) mod condition;
pub(crate) mod first_rule;
pub(crate) mod foreign_syntax;
pub(crate) mod location;
pub(crate) mod options;
pub(crate) mod pattern;
pub(crate) mod rule;
pub(crate) mod scope;
pub(crate) mod source;
pub(crate) mod suggestion;

use crate::diagnostic::Fault;
use crate::lower::checked_rule::CheckedRule;
use crate::lower::scope::InheritedScopes;
use crate::syntax::document::Document;
use crate::syntax::ids::RuleId;
use crate::util::parallel::{append_chunks, chunk_vec, par_chunks};

/// Lowers the rules of a document, many of them in parallel. Returns those that can be lowered, and
/// the faults of all.
pub(crate) fn rules<'a>(
    document: &'a Document<'a>,
    scopes: &InheritedScopes<'a>,
) -> (Vec<CheckedRule<'a>>, Vec<Fault>) {
    let chunks = par_chunks(document.rules.len(), |chunk| {
        let (mut rules, mut faults) = (chunk_vec(&chunk, document.rules.len()), Vec::new());
        for id in chunk.map(RuleId::new) {
            if let Some(rule) = rule::lower(document, id, scopes, &mut faults) {
                rules.push(rule);
            }
        }
        (rules, faults)
    });
    let (mut rules, mut faults) = (Vec::new(), Vec::new());
    append_chunks(chunks, (&mut rules, &mut faults));
    (rules, faults)
}
