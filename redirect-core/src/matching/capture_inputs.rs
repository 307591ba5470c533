//! What conditions capture from.

/// The most values that the conditions of one rule may capture from, beside the query.
pub const MAX_VALUES: usize = 4;

/// The host and the values of fields that the conditions of a rule capture from, in their order. What
/// they capture is read from these again when somebody asks: it would take three times the room.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct CaptureInputs<'a> {
    values: [&'a [u8]; MAX_VALUES],
    len: usize,
}

impl<'a> CaptureInputs<'a> {
    /// Keeps a value; `None` when there is no room for it.
    pub(crate) fn push(&mut self, value: &'a [u8]) -> Option<()> {
        *self.values.get_mut(self.len)? = value;
        self.len += 1;
        Some(())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &'a [u8]> {
        self.values.iter().take(self.len).copied()
    }
}
