//! The bytes of a table, where they are kept.

use std::ops::{Deref, Range};

use bytes::Bytes;

/// The bytes of a table, in the program or in memory of their own.
#[derive(Clone, Debug)]
pub(crate) struct TableBytes {
    bytes: Bytes,
    /// The same, if they stand in the program: a view of them is made without asking how they are kept.
    /// They are read as the others are, which asks nothing either.
    fixed: Option<&'static [u8]>,
}

impl TableBytes {
    pub(crate) const fn fixed(bytes: &'static [u8]) -> TableBytes {
        TableBytes { bytes: Bytes::from_static(bytes), fixed: Some(bytes) }
    }

    /// A view of some of them, which has to be there.
    #[inline]
    pub(crate) fn slice(&self, range: Range<usize>) -> Bytes {
        match self.fixed {
            Some(bytes) => Bytes::from_static(&bytes[range]),
            None => self.bytes.slice(range),
        }
    }

    pub(crate) fn to_bytes(&self) -> Bytes {
        self.bytes.clone()
    }
}

impl From<Bytes> for TableBytes {
    fn from(bytes: Bytes) -> TableBytes {
        TableBytes { bytes, fixed: None }
    }
}

impl Deref for TableBytes {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}
