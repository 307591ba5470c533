//! What can be proved of rules together: which requests reach them, and where those lead.
//!
//! A rule's paths are a regular language. Whether others take all of them is a question of languages,
//! which is answered exactly; each answer that names a request has been tried on the table.

mod chain;
mod cover;
mod filter;
mod graph;
mod hosts;
mod language;
mod paths;
mod plain;
mod plan;
mod reach;
mod round;
mod site;
mod steps;
mod symbol;
mod tries;
mod value;
mod without;
mod world;

pub(crate) use chain::{Chain, chain, is_link};
pub(crate) use cover::{Cover, cover};
pub(crate) use graph::Graph;
pub(crate) use language::WORK;
pub(crate) use plain::{Onward, Plain};
pub(crate) use plan::{Planned, planned};
pub(crate) use reach::shares_a_segment;
pub(crate) use round::{MAX_HOPS, Round, round};
pub(crate) use site::Site;
