//! What is written, before it means anything.

pub(crate) mod document;
pub(crate) mod items;
pub(crate) mod rule;
