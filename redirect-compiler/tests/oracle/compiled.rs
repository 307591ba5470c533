//! A site and its table.

use redirect_compiler::compile_without_analysis;
use redirect_compiler::syntax::{NodeId, RuleId};
use redirect_core::Redirects;

use super::constants::through_constants;
use super::rule::Rule;
use super::site::Site;

#[derive(Clone, Debug)]
pub(crate) struct Compiled {
    pub(crate) site: Site,
    pub(crate) table: Redirects,
    /// The rules in the table.
    pub(crate) rules: Vec<Rule>,
}

impl Compiled {
    /// Compiles a site, with constants in its texts. A rule is missing from the table exactly if it
    /// or one of its scopes has a fault.
    pub(crate) fn new(site: Site) -> Compiled {
        let document = through_constants(&site.document());
        let compiled = compile_without_analysis(&document);
        let built = compiled.table().unwrap();
        let faults = compiled.faults;
        let table = Redirects::from_bytes(built.to_bytes()).unwrap();
        let rules = site.rules(&table);
        for number in 0..site.entries.len() {
            let node = NodeId::Rule(RuleId::new(number));
            let is_faulty = faults.iter().any(|fault| fault.node == node);
            let has_cause = faults.iter().any(|fault| document.is_around(fault.node, node));
            let is_compiled = rules.iter().any(|rule| rule.number == number);
            assert!(if is_compiled { !is_faulty } else { has_cause }, "rule {number} of {site:#?}");
        }
        Compiled { site, table, rules }
    }
}
