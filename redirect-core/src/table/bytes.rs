//! The storage of a table's bytes.

use std::ops::{Deref, Range};

use bytes::Bytes;
use http::HeaderName;

use crate::request::charset::is_lowercase_token;

/// The length of the longest name of a field that `http` accepts, in bytes.
pub(crate) const MAX_FIELD_NAME: usize = 65_535;

/// The bytes of a table: static data of the program, or a shared allocation.
#[derive(Clone)]
pub(crate) struct TableBytes {
    bytes: Bytes,
    /// The same bytes if they are static. A slice of them needs no reference count, and so none of
    /// the dynamic dispatch of [`Bytes::slice`].
    static_bytes: Option<&'static [u8]>,
}

impl TableBytes {
    /// Wraps static bytes.
    pub(crate) const fn from_static(bytes: &'static [u8]) -> TableBytes {
        TableBytes { bytes: Bytes::from_static(bytes), static_bytes: Some(bytes) }
    }

    /// Returns a slice that shares the storage. The range must be within the table.
    #[inline]
    pub(crate) fn slice(&self, range: Range<usize>) -> Bytes {
        match self.static_bytes {
            Some(bytes) => Bytes::from_static(&bytes[range]),
            None => self.bytes.slice(range),
        }
    }

    /// Converts a range, which must be within the table, to the name of a field. Returns `None` if
    /// it is not one in lower case. A name in static bytes is not copied.
    pub(crate) fn field_name(&self, range: Range<usize>) -> Option<HeaderName> {
        match self.static_bytes {
            Some(bytes) => {
                let name = &bytes[range];
                // Otherwise, `from_static` panics.
                let is_valid = name.len() <= MAX_FIELD_NAME && is_lowercase_token(name);
                is_valid.then(|| std::str::from_utf8(name).ok().map(HeaderName::from_static))?
            }
            None => HeaderName::from_lowercase(&self.bytes[range]).ok(),
        }
    }

    /// Returns all bytes, without a copy.
    pub(crate) fn to_bytes(&self) -> Bytes {
        self.bytes.clone()
    }
}

impl From<Bytes> for TableBytes {
    fn from(bytes: Bytes) -> TableBytes {
        TableBytes { bytes, static_bytes: None }
    }
}

impl Deref for TableBytes {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}
