//! The response to a request: what a lookup finds, and the redirect made of it.

pub mod cache_control;
mod found;
pub mod location;
pub mod location_guard;
mod redirect;
mod status;

pub use found::Found;
pub use redirect::Redirect;
pub use status::Status;
