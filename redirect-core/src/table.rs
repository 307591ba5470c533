//! A compiled table: its layout as bytes, its lookup and its verification.

pub(crate) mod bytes;
pub mod canonical;
pub mod encoding;
pub mod entry;
pub mod entry_flags;
pub(crate) mod field_set;
pub(crate) mod index;
pub mod layout;
pub(crate) mod lookup;
pub mod parts;
pub mod record;
pub(crate) mod rule;
pub(crate) mod rule_index;
pub(crate) mod rule_text;
pub mod segment_pattern;
pub(crate) mod verify;

pub(crate) use layout::Table;
pub use rule::{Methods, Rule, SourceLocation};
pub use rule_index::RuleIndex;
pub use verify::InvalidTable;
