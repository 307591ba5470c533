//! The buffer that a location is written to.

use bytes::Bytes;

/// A destination for bytes, which counts those that exceed its capacity.
pub(super) struct Buffer<'b> {
    bytes: &'b mut [u8],
    len: usize,
}

impl Buffer<'_> {
    /// Appends bytes.
    #[inline]
    pub(super) fn write(&mut self, bytes: &[u8]) {
        let end = self.len + bytes.len();
        if let Some(free) = self.bytes.get_mut(self.len..end) {
            free.copy_from_slice(bytes);
        }
        self.len = end;
    }

    /// Returns the number of bytes that have been written or counted.
    pub(super) fn len(&self) -> usize {
        self.len
    }
}

/// The greatest length of a short location.
const SHORT: usize = 128;

/// Returns the bytes that a function writes.
///
/// A short location is written to the stack and copied. For a longer one that first pass only
/// counts, and a second one writes to a vector of that length. So there is exactly one allocation.
pub(super) fn written(write: impl Fn(&mut Buffer<'_>)) -> Bytes {
    let mut short = [0; SHORT];
    let mut buffer = Buffer { bytes: &mut short, len: 0 };
    write(&mut buffer);
    let len = buffer.len;
    match short.get(..len) {
        Some(location) => Bytes::copy_from_slice(location),
        None => written_at_once(len, &write),
    }
}

/// Returns the `len` bytes that a function writes.
#[cold]
fn written_at_once(len: usize, write: &dyn Fn(&mut Buffer<'_>)) -> Bytes {
    let mut location = vec![0; len];
    write(&mut Buffer { bytes: &mut location, len: 0 });
    Bytes::from(location)
}

/// Returns the bytes that a function writes, after another one has changed them in place. That one
/// gets the number of written bytes, and room for one more, and returns the new number.
pub(super) fn written_then(
    write: impl Fn(&mut Buffer<'_>),
    change: impl Fn(&mut [u8], usize) -> usize,
) -> Bytes {
    let mut short = [0; SHORT];
    let mut buffer = Buffer { bytes: &mut short, len: 0 };
    write(&mut buffer);
    let len = buffer.len;
    if len < SHORT {
        let len = change(&mut short, len);
        return Bytes::copy_from_slice(short.get(..len).unwrap_or_default());
    }
    let mut location = vec![0; len + 1];
    write(&mut Buffer { bytes: &mut location, len: 0 });
    let len = change(&mut location, len);
    location.truncate(len);
    Bytes::from(location)
}
