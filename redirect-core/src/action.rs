//! The action of a rule: its status, the `Location` that it sends to, and how its response is
//! cached.

pub mod cache_control;
pub mod location;
pub mod location_guard;
mod status;

pub use status::Status;
