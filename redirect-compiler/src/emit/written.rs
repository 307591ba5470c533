//! A record while it is written.

use redirect_core::internals::record::{Record, RecordField, Span};

/// The bytes of a record.
pub(crate) struct Written {
    pub(crate) bytes: [u8; Record::SIZE],
}

impl Default for Written {
    fn default() -> Written {
        Written { bytes: [0; Record::SIZE] }
    }
}

impl Written {
    pub(crate) fn numbers(&mut self, field: RecordField, first: u32, second: u32) {
        let at = field as usize * 8;
        self.bytes[at..at + 4].copy_from_slice(&first.to_le_bytes());
        self.bytes[at + 4..at + 8].copy_from_slice(&second.to_le_bytes());
    }

    pub(crate) fn span(&mut self, field: RecordField, span: Span) {
        self.numbers(field, span.offset, span.len);
    }
}
