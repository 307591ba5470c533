//! An interner of byte strings.

use crate::util::hash_index::HashIndex;
use redirect_core::internals::hash::hash;

/// A map from byte strings to the number with which each was first inserted.
#[derive(Debug)]
pub(crate) struct Interner<'k> {
    entries: Vec<Interned<'k>>,
    index: HashIndex,
}

/// A key, its hash and its number.
#[derive(Debug)]
struct Interned<'k> {
    hash: u64,
    key: &'k [u8],
    number: usize,
}

impl<'k> Interner<'k> {
    /// Creates an interner for at most `capacity` keys.
    pub(crate) fn with_capacity(capacity: usize) -> Interner<'k> {
        let entries = Vec::with_capacity(capacity);
        Interner { entries, index: HashIndex::with_capacity(capacity) }
    }

    /// Inserts a key with a number. If the key is known already, keeps and returns its number.
    pub(crate) fn insert(&mut self, key: &'k [u8], number: usize) -> Option<usize> {
        let hash = hash(key, 0);
        let entries = &self.entries;
        match self.index.find(hash, |entry| entries[entry].is(hash, key)) {
            Ok(entry) => Some(self.entries[entry].number),
            Err(slot) => {
                self.index.insert(slot, self.entries.len());
                self.entries.push(Interned { hash, key, number });
                None
            }
        }
    }

    /// Returns the number of a key.
    pub(crate) fn get(&self, key: &[u8]) -> Option<usize> {
        let hash = hash(key, 0);
        let entry = self.index.find(hash, |entry| self.entries[entry].is(hash, key)).ok()?;
        Some(self.entries[entry].number)
    }
}

impl Interned<'_> {
    fn is(&self, hash: u64, key: &[u8]) -> bool {
        self.hash == hash && self.key == key
    }
}

#[cfg(test)]
mod tests {
    use super::Interner;

    #[test]
    fn a_key_keeps_its_first_number() {
        let texts: Vec<String> = (0..1000).map(|number| format!("/{}", number % 700)).collect();
        let mut keys = Interner::with_capacity(texts.len());
        for (number, text) in texts.iter().enumerate() {
            let known = keys.insert(text.as_bytes(), number);
            assert_eq!(known, (number >= 700).then(|| number - 700));
        }
        for (number, text) in texts.iter().enumerate() {
            assert_eq!(keys.get(text.as_bytes()), Some(number % 700));
        }
        assert_eq!(keys.get(b"/700"), None);
    }
}
