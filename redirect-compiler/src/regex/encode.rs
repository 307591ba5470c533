//! Encoding of a minimal DFA as the bytes that `redirect_core::internals::dfa` reads.

use crate::regex::minimize::{MinimalDfa, RangeTransition};
use redirect_core::internals::dfa::{MAX_LEN, ROWS, TRANSITION};

impl MinimalDfa {
    /// Encodes the DFA. Returns `None` if it is too large. A state is encoded as the offset of its
    /// row. Accepting states come last, so that comparing an offset with the first of theirs
    /// suffices.
    pub(crate) fn encode(&self) -> Option<Vec<u8>> {
        let (offsets, len) = self.row_offsets();
        let offset = |state: usize| u16::try_from(offsets[state]).ok();
        let mut bytes = Vec::new();
        bytes.extend(offset(self.start)?.to_le_bytes());
        bytes.extend(offset(self.accepting)?.to_le_bytes());
        for row in &self.rows {
            bytes.push(u8::try_from(row.len()).ok()?);
            for RangeTransition { bytes: range, to } in row {
                bytes.extend([*range.start(), *range.end()]);
                bytes.extend(offset(*to)?.to_le_bytes());
            }
        }
        (len <= MAX_LEN).then_some(bytes)
    }

    /// Returns the offset of each state's row, and the end of the last row.
    fn row_offsets(&self) -> (Vec<usize>, usize) {
        let mut end = ROWS;
        let mut offsets = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            offsets.push(end);
            end += 1 + TRANSITION * row.len();
        }
        (offsets, end)
    }
}
