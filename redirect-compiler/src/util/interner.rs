//! Texts, each with a number: a map that takes little time where nothing is optimised.

use redirect_core::internals::hash::hash;

/// A text that is there, and its number.
struct Entry<'k> {
    hash: u64,
    key: &'k [u8],
    number: usize,
}

/// A map from texts to the first number that was given for each.
pub(crate) struct Interner<'k> {
    entries: Vec<Entry<'k>>,
    /// A power of two of them; each empty, or one more than the place of an entry.
    slots: Vec<u32>,
}

impl<'k> Interner<'k> {
    /// Room for so many texts.
    pub(crate) fn with_capacity(texts: usize) -> Interner<'k> {
        let slots = (texts * 2).next_power_of_two().max(16);
        Interner { entries: Vec::with_capacity(texts), slots: vec![0; slots] }
    }

    /// The number that the text has already; it has this one otherwise.
    pub(crate) fn insert(&mut self, key: &'k [u8], number: usize) -> Option<usize> {
        let hash = hash(key, 0);
        let (slot, entry) = self.seek(hash, key);
        if let Some(entry) = entry {
            return Some(self.entries[entry].number);
        }
        self.entries.push(Entry { hash, key, number });
        self.slots[slot] = u32::try_from(self.entries.len()).unwrap_or_default();
        if self.entries.len() * 2 > self.slots.len() {
            self.grow();
        }
        None
    }

    /// Makes room for twice as many.
    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for place in 0..self.entries.len() {
            let Entry { hash, key, .. } = self.entries[place];
            let (slot, _) = self.seek(hash, key);
            self.slots[slot] = u32::try_from(place + 1).unwrap_or_default();
        }
    }

    pub(crate) fn get(&self, key: &[u8]) -> Option<usize> {
        let (_, entry) = self.seek(hash(key, 0), key);
        entry.map(|entry| self.entries[entry].number)
    }

    /// The slot where a text is or would be, and its entry.
    fn seek(&self, hash: u64, key: &[u8]) -> (usize, Option<usize>) {
        let mask = self.slots.len() - 1;
        let mut slot = usize::try_from(hash >> 32).unwrap_or_default() & mask;
        loop {
            let place = self.slots[slot] as usize;
            if place == 0 {
                return (slot, None);
            }
            let entry = &self.entries[place - 1];
            if entry.hash == hash && entry.key == key {
                return (slot, Some(place - 1));
            }
            slot = (slot + 1) & mask;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Interner;

    #[test]
    fn the_first_number_stays() {
        let texts: Vec<String> = (0..1000).map(|number| format!("/{}", number % 700)).collect();
        // It grows where more come than were told.
        let mut keys = Interner::with_capacity(1);
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
