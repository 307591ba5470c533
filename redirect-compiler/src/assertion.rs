//! Assertions: requests, and the responses that the table has to give.

mod outcome;
mod request;

use std::borrow::Cow;

use crate::analysis::model::sample_request::SampleRequest;
use crate::assertion::outcome::Outcome;
use crate::diagnostic::kind::{BadAssert, FaultKind};
use crate::diagnostic::{Fault, Field};
use crate::lower::scope::{InheritedScope, InheritedScopes};
use crate::syntax::document::{Document, NodeId};
use crate::syntax::rule::Condition;
use redirect_core::Redirects;

/// `assert METHOD? STR ("with" subject "==" STR)* "=>" answer`
#[derive(Clone, Default, Debug)]
pub struct Assertion<'a> {
    /// The method; GET where none is named.
    pub method: Option<Cow<'a, str>>,
    /// What is asked for: a path, or an absolute URL.
    pub asked: Cow<'a, str>,
    /// What else the request says, each a comparison.
    pub with: Vec<Condition<'a>>,
    /// The status of the answer: a number, `permanent`, `temporary` or `pass`.
    pub status: Cow<'a, str>,
    /// The location of the answer, where one is written.
    pub location: Option<Cow<'a, str>>,
    /// The scope that it stands in, by its number.
    pub scope: Option<usize>,
}

/// An assertion without faults.
#[derive(Clone, Debug)]
pub struct CheckedAssertion {
    /// The number of the assertion in the document.
    id: usize,
    request: SampleRequest,
    expected: Outcome,
}

/// Lowers the assertions of a document. Returns those without faults, and the faults of the others.
pub(crate) fn lower(
    document: &Document<'_>,
    scopes: &InheritedScopes<'_>,
) -> (Vec<CheckedAssertion>, Vec<Fault>) {
    let (mut assertions, mut faults) = (Vec::new(), Vec::new());
    for (id, assertion) in document.asserts.iter().enumerate() {
        match lower_one(id, assertion, scopes.get(assertion.scope)) {
            Ok(assertion) => assertions.push(assertion),
            Err(mut found) => faults.append(&mut found),
        }
    }
    (assertions, faults)
}

fn lower_one(
    id: usize,
    assertion: &Assertion<'_>,
    scope: &InheritedScope<'_>,
) -> Result<CheckedAssertion, Vec<Fault>> {
    let node = NodeId::Assert(id);
    let request = request::lower(node, assertion, &scope.options);
    match (request, Outcome::lower(node, assertion)) {
        (Ok(request), Ok(expected)) => Ok(CheckedAssertion { id, request, expected }),
        (request, expected) => {
            Err([request.err(), expected.err()].into_iter().flatten().flatten().collect())
        }
    }
}

/// Returns a fault for each assertion whose request gets another response from a table.
pub fn failures(assertions: &[CheckedAssertion], redirects: &Redirects) -> Vec<Fault> {
    assertions.iter().filter_map(|assertion| assertion.failure(redirects)).collect()
}

impl CheckedAssertion {
    fn failure(&self, redirects: &Redirects) -> Option<Fault> {
        let actual = Outcome::of_request(redirects, &self.request);
        if actual.clone().normalized() == self.expected {
            return None;
        }
        let is_of_location = actual.status() == self.expected.status();
        let field = if is_of_location { Field::Target } else { Field::Status };
        let kind = FaultKind::Assert(BadAssert::Failed {
            answered: actual.to_string(),
            expected: self.expected.to_string(),
            rule: redirects.find(&self.request).rule(),
        });
        Some(Fault::new(NodeId::Assert(self.id), field, kind))
    }
}
