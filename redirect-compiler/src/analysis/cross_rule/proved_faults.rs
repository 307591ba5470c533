//! The result of a cross-rule check.

use crate::diagnostic::kind::{AnalysisFault, FaultKind};
use crate::diagnostic::{Fault, Field};
use crate::lower::checked_rule::CheckedRule;
use crate::syntax::ids::NodeId;

/// The faults that a check proved, and the number of questions that it could not decide.
#[derive(Debug, Default)]
pub(crate) struct ProvedFaults {
    pub(crate) faults: Vec<Fault>,
    /// The number of questions that exceeded their budget.
    pub(crate) undecided: usize,
}

impl ProvedFaults {
    /// Adds a fault of a rule.
    pub(crate) fn report(&mut self, rule: &CheckedRule<'_>, field: Field, kind: FaultKind) {
        self.faults.push(Fault::new(NodeId::Rule(rule.id), field, kind));
    }

    /// Counts a question about a rule that was not decided, and adds its fault if the rule denies
    /// such questions.
    pub(crate) fn undecided(&mut self, rule: &CheckedRule<'_>, field: Field, fault: AnalysisFault) {
        self.undecided += 1;
        if rule.options.denies_undecided.unwrap_or_default() {
            self.report(rule, field, FaultKind::Analysis(fault));
        }
    }

    /// Adds the result of another check.
    pub(crate) fn append(&mut self, mut others: ProvedFaults) {
        self.faults.append(&mut others.faults);
        self.undecided += others.undecided;
    }
}
