//! A site as the compiler has it.

use redirect_compiler::syntax::NodeId;
use redirect_compiler::{Compiled as CompiledDocument, build, compile_without_analysis};
use redirect_core::Redirects;

use super::rule::Rule;
use super::site::Site;

#[derive(Clone, Debug)]
pub(crate) struct Compiled {
    pub(crate) site: Site,
    pub(crate) table: Redirects,
    /// The rules that compile.
    pub(crate) rules: Vec<Rule>,
}

impl Compiled {
    /// The site and its table. A rule is left out where it has a fault, or what it stands in, and
    /// only there.
    pub(crate) fn of(site: Site) -> Compiled {
        let document = site.document();
        let CompiledDocument { rules, faults, .. } = compile_without_analysis(&document);
        let built = build(&rules).unwrap();
        let table = Redirects::from_bytes(built.to_bytes()).unwrap();
        let rules = site.rules(&table);
        for number in 0..site.entries.len() {
            let item = NodeId::Rule(number);
            let is_faulty = faults.iter().any(|fault| fault.node == item);
            let has_cause = faults.iter().any(|fault| document.is_around(fault.node, item));
            let is_there = rules.iter().any(|rule| rule.number == number);
            assert!(if is_there { !is_faulty } else { has_cause }, "rule {number} of {site:#?}");
        }
        Compiled { site, table, rules }
    }
}
