//! The response to a request: the result of a lookup, and the redirect built from it.

mod canonical;
mod explanation;
mod found;
mod outcome;
mod redirect;
mod rule_match;

pub use explanation::{ConsideredRule, Exemption, Explanation, Mismatch};
pub use found::Found;
pub use redirect::Redirect;
pub use rule_match::RuleMatch;
