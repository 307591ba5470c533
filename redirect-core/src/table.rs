//! A compiled table: its layout as bytes, its lookup and its verification.

pub(crate) mod bytes;
pub mod encoding;
pub(crate) mod entry;
pub mod entry_flags;
pub(crate) mod index;
pub mod layout;
pub(crate) mod lookup;
pub mod record;
pub(crate) mod rule;
pub mod segments;
pub mod swar;
pub(crate) mod verify;

pub(crate) use layout::Table;
pub use rule::{Methods, Rule, SourceLocation};
pub use verify::InvalidTable;
