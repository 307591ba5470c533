//! The heap of a table: strings and encoded programs, deduplicated where that is cheap.

use std::collections::HashMap;

use crate::util::interner::Interner;
use redirect_core::internals::encoding::write;
use redirect_core::internals::layout::to_u32;
use redirect_core::internals::record::Span;

/// The maximum length of a text that rules share. Verification reads a shared text once for each of
/// its rules, so the limit keeps its time linear in the size of the table.
const MAX_SHARED: usize = 200;

/// The bytes of the heap, with the indices for finding repeated texts.
pub(crate) struct Heap<'d> {
    pub(crate) bytes: Vec<u8>,
    /// The offsets of texts that many rules share.
    shared: HashMap<Vec<u8>, u32>,
    /// The offsets of texts of responses.
    texts: HashMap<Vec<u8>, u32>,
    /// The offsets of the locations of static rules.
    locations: Interner<'d>,
}

impl<'d> Heap<'d> {
    /// Creates a heap with capacity for a number of rules.
    pub(crate) fn with_capacity(rules: usize) -> Heap<'d> {
        Heap {
            bytes: Vec::with_capacity(rules * 48),
            shared: HashMap::new(),
            texts: HashMap::new(),
            locations: Interner::with_capacity(rules),
        }
    }

    /// Appends bytes and returns their span.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Span {
        let span = Span { offset: to_u32(self.bytes.len()), len: to_u32(bytes.len()) };
        self.bytes.extend_from_slice(bytes);
        span
    }

    /// Returns the span of equal bytes that were interned before, or appends the bytes. Data that
    /// many rules share stays in the CPU cache.
    pub(crate) fn intern(&mut self, bytes: &[u8]) -> Span {
        if bytes.len() > MAX_SHARED {
            return self.push(bytes);
        }
        if let Some(&offset) = self.shared.get(bytes) {
            return Span { offset, len: to_u32(bytes.len()) };
        }
        let span = self.push(bytes);
        self.shared.insert(bytes.to_vec(), span.offset);
        span
    }

    /// Returns the offset of a text of a response, preceded by its length. Appends the text unless
    /// the heap already contains it. Verification reads each of these texts once.
    pub(crate) fn intern_text(&mut self, bytes: &[u8]) -> u32 {
        if let Some(&offset) = self.texts.get(bytes) {
            return offset;
        }
        let offset = to_u32(self.bytes.len());
        write::text(bytes, &mut self.bytes);
        self.texts.insert(bytes.to_vec(), offset);
        offset
    }

    /// Returns the offset of a location, preceded by its length. Appends the location unless the
    /// heap already contains it.
    pub(crate) fn intern_location(&mut self, location: &'d str) -> u32 {
        let at = self.bytes.len();
        let is_shared = location.len() <= MAX_SHARED;
        let known = is_shared.then(|| self.locations.insert(location.as_bytes(), at));
        if let Some(Some(offset)) = known {
            return to_u32(offset);
        }
        write::text(location.as_bytes(), &mut self.bytes);
        to_u32(at)
    }
}

#[cfg(test)]
mod tests {
    use super::{Heap, MAX_SHARED};

    #[test]
    fn short_texts_are_shared() {
        let mut heap = Heap::with_capacity(0);
        let (first, other) = (heap.intern(b"a"), heap.intern(b"b"));
        assert_eq!(heap.intern(b"a"), first);
        assert_ne!(first, other);
        assert_eq!(heap.intern_location("/x"), heap.intern_location("/x"));
        assert_eq!(heap.bytes, b"ab\x02/x");
    }

    #[test]
    fn long_texts_are_not_shared() {
        let long = "x".repeat(MAX_SHARED + 1);
        let mut heap = Heap::with_capacity(0);
        assert_ne!(heap.intern(long.as_bytes()), heap.intern(long.as_bytes()));
        assert_ne!(heap.intern_location(&long), heap.intern_location(&long));
    }
}
