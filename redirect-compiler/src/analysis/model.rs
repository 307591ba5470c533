//! Requests and hosts, as far as proofs know them.

pub(crate) mod hosts;
pub(crate) mod sample_request;
pub(crate) mod scenarios;
pub(crate) mod site;
