//! The response to a request: the result of a lookup, and the redirect made of it.

mod found;
mod redirect;

pub use found::Found;
pub use redirect::Redirect;
