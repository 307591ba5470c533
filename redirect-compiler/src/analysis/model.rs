//! The model of a site that the proofs use: its table, its hosts, and sample requests to it.

pub(crate) mod chain_link;
pub(crate) mod diverters;
pub(crate) mod final_url;
pub(crate) mod hop_limit;
pub(crate) mod hosts;
pub(crate) mod interception;
pub(crate) mod path_index;
pub(crate) mod proxy_fields;
pub(crate) mod sample_request;
pub(crate) mod scenarios;
pub(crate) mod site;
pub(crate) mod sorted_rules;
pub(crate) mod subject_values;
