//! Sample requests to the rules of a table.

use redirect_compiler::Sample;
use redirect_core::{Redirects, Request as _};
use test_support::TestRequest;

/// Returns descriptions of the samples that are wrong: requests that their rule does not match, and
/// rules that are unreachable although one of `requests` reaches them.
pub(crate) fn mismatches(table: &Redirects, requests: &[TestRequest]) -> Vec<String> {
    let mut mismatches = Vec::new();
    let samples = redirect_compiler::samples(table);
    assert_eq!(samples.len(), table.rules().len());
    for (rule, sample) in table.rules().zip(&samples) {
        if let Sample::Request(request) = sample {
            if table.find(request).rule() != Some(rule) {
                mismatches.push(format!("{rule} does not match {request}"));
            }
            let message = request.to_message().filter(|_| request.peer_addr().is_none());
            if let Some(message) = message {
                if table.find(&message).rule() != Some(rule) {
                    mismatches.push(format!("{rule} does not match {message:?}"));
                }
            }
        }
    }
    for request in requests {
        let Some(rule) = table.find(request).rule() else { continue };
        if samples[rule.index()] == Sample::Unreachable {
            mismatches.push(format!("{rule} is reached by {request:?}"));
        }
    }
    mismatches
}
