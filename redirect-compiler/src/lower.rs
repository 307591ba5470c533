//! Lowering: turns the syntax tree of a document into checked rules, each rule by itself.
//!
//! A scope is lowered to an [`InheritedScope`](scope::InheritedScope), and a rule to a
//! [`CheckedRule`]. Its source and conditions become the pieces that requests are matched against,
//! and its target becomes the parts of a `Location`. Checks that involve several rules are in
//! `lint` and `analysis`, which run later.

pub(crate) mod braces;
pub(crate) mod cache_control;
pub(crate) mod canonical;
pub(crate) mod characters;
pub(crate) mod checked_rule;
pub(crate) mod condition;
pub(crate) mod constants;
pub(crate) mod first_rule;
pub(crate) mod foreign_syntax;
pub(crate) mod language;
pub(crate) mod location;
pub(crate) mod options;
pub(crate) mod pattern;
pub(crate) mod response_field;
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

/// Lowers the rules of a document in parallel chunks. Returns the rules that can be lowered, and
/// the faults of all rules.
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
