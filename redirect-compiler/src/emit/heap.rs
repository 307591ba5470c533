//! The heap: texts and programs, each once where that is soon seen.

use std::collections::HashMap;

use crate::util::interner::Interner;
use redirect_core::internals::encoding::write;
use redirect_core::internals::layout::to_u32;
use redirect_core::internals::record::Span;

/// The longest text that rules share, in bytes.
const MAX_SHARED: usize = 200;

/// The bytes of the heap, and what of them may be meant again.
pub(crate) struct Heap<'d> {
    pub(crate) bytes: Vec<u8>,
    /// What many rules share, each with its span.
    known: HashMap<Vec<u8>, Span>,
    /// The locations of plain rules, each with its place.
    locations: Interner<'d>,
}

impl<'d> Heap<'d> {
    pub(crate) fn with_room(rules: usize) -> Heap<'d> {
        Heap {
            bytes: Vec::with_capacity(rules * 48),
            known: HashMap::new(),
            locations: Interner::with_capacity(rules),
        }
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) -> Span {
        let span = Span { offset: to_u32(self.bytes.len()), len: to_u32(bytes.len()) };
        self.bytes.extend_from_slice(bytes);
        span
    }

    /// Adds what may be there already: what many rules share stays in a cache.
    pub(crate) fn share(&mut self, bytes: &[u8]) -> Span {
        // It stays short, so that to verify a table takes time in its size.
        if bytes.len() > MAX_SHARED {
            return self.push(bytes);
        }
        if let Some(known) = self.known.get(bytes) {
            return *known;
        }
        let span = self.push(bytes);
        self.known.insert(bytes.to_vec(), span);
        span
    }

    /// The place of a location, behind its length.
    pub(crate) fn location(&mut self, location: &'d str) -> u32 {
        let at = self.bytes.len();
        if location.len() <= MAX_SHARED
            && let Some(known) = self.locations.insert(location.as_bytes(), at)
        {
            return to_u32(known);
        }
        write::text(location.as_bytes(), &mut self.bytes);
        to_u32(at)
    }
}
