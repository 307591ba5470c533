//! Assertions: requests, and the responses that the table must return.

mod outcome;
mod request;

use crate::analysis::model::sample_request::SampleRequest;
use crate::assertion::outcome::Outcome;
use crate::diagnostic::kind::{AssertionFault, FaultKind};
use crate::diagnostic::{Fault, Field};
use crate::lower::checked_rule::{CheckedIndex, CheckedRule};
use crate::lower::scope::{InheritedScope, InheritedScopes};
use crate::syntax::assertion::Assertion;
use crate::syntax::document::Document;
use crate::syntax::ids::{AssertionId, NodeId};
use redirect_core::Redirects;

/// An assertion without faults.
#[derive(Clone, Debug)]
pub struct CheckedAssertion {
    /// The assertion in the document.
    id: AssertionId,
    request: SampleRequest,
    expected: Outcome,
}

/// Lowers the assertions of a document. Returns the valid assertions, and the faults of all others.
pub(crate) fn lower(
    document: &Document<'_>,
    scopes: &InheritedScopes<'_>,
) -> (Vec<CheckedAssertion>, Vec<Fault>) {
    let (mut assertions, mut faults) = (Vec::new(), Vec::new());
    for id in document.assertion_ids() {
        let assertion = document.assertion(id);
        match lower_one(id, assertion, scopes.get(assertion.scope)) {
            Ok(assertion) => assertions.push(assertion),
            Err(mut found) => faults.append(&mut found),
        }
    }
    (assertions, faults)
}

fn lower_one(
    id: AssertionId,
    assertion: &Assertion<'_>,
    scope: &InheritedScope<'_>,
) -> Result<CheckedAssertion, Vec<Fault>> {
    let node = NodeId::Assertion(id);
    let request = request::lower(node, assertion, &scope.options);
    match (request, Outcome::lower(node, assertion)) {
        (Ok(request), Ok(expected)) => Ok(CheckedAssertion { id, request, expected }),
        (request, expected) => {
            let mut faults = request.err().unwrap_or_default();
            faults.append(&mut expected.err().unwrap_or_default());
            Err(faults)
        }
    }
}

/// Returns a fault for each assertion whose expected response differs from the response of the
/// table.
pub fn failures(
    assertions: &[CheckedAssertion],
    rules: &[CheckedRule<'_>],
    table: &Redirects,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for assertion in assertions {
        if let Some(fault) = assertion.failure(rules, table) {
            faults.push(fault);
        }
    }
    faults
}

impl CheckedAssertion {
    fn failure(&self, rules: &[CheckedRule<'_>], table: &Redirects) -> Option<Fault> {
        let actual = Outcome::from_request(table, &self.request);
        if actual.clone().normalized() == self.expected {
            return None;
        }
        let is_of_location = actual.status() == self.expected.status();
        let field = if is_of_location { Field::Target } else { Field::Status };
        let matching = table.find(&self.request).rule_index().map(CheckedIndex::from);
        let kind = FaultKind::Assertion(AssertionFault::Failed {
            actual: actual.to_string(),
            expected: self.expected.to_string(),
            rule: matching.map(|index| rules[index.position()].id),
        });
        Some(Fault::new(self.id.into(), field, kind))
    }
}
