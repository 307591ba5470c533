//! Sets of header fields.

/// A set of the fields that conditions of a table inspect, one bit for each name in the table's
/// list.
#[derive(Clone, Copy)]
pub(crate) struct FieldSet(u64);

impl FieldSet {
    /// The set without fields.
    pub(crate) const EMPTY: FieldSet = FieldSet(0);

    /// Adds the field at that position in the table's list.
    pub(crate) fn insert(&mut self, index: u8) {
        self.0 |= 1_u64.checked_shl(index.into()).unwrap_or_default();
    }

    /// Returns whether the field at that position is in the set.
    pub(crate) fn contains(self, index: usize) -> bool {
        self.0 >> index.min(63) & 1 == 1
    }

    /// Returns whether the set has no fields.
    #[inline]
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }
}
