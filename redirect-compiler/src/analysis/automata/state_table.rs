//! A table that numbers the states of an automaton in the order of their creation.

/// A table of states, which are tuples of numbers. A state gets its number when it is first
/// reached.
///
/// This is a hash table with open addressing and linear probing, at most half full, over tuples in
/// one vector. Macros run unoptimized, and there the hash function of `std` takes several times as
/// long as the rest of a search.
#[derive(Debug, Default)]
pub(crate) struct StateTable {
    /// The tuples, one after another.
    words: Vec<u32>,
    /// The end of each tuple in `words`.
    ends: Vec<usize>,
    /// The hash of each tuple.
    hashes: Vec<u32>,
    /// The slots, as many as a power of two. A slot is 0 if it is empty, and otherwise one more
    /// than the number of a state.
    slots: Vec<u32>,
}

/// The number of a state in a [`StateTable`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Interned {
    pub(crate) number: u32,
    /// True if the state has just been added.
    pub(crate) is_new: bool,
}

impl StateTable {
    /// Returns the number of a state, which is added if it is new. The first state has the number
    /// 0.
    pub(crate) fn intern(&mut self, tuple: impl AsRef<[u32]>) -> Interned {
        self.intern_slice(tuple.as_ref())
    }

    #[expect(clippy::expect_used, reason = "an impossible state")]
    fn intern_slice(&mut self, tuple: &[u32]) -> Interned {
        if 2 * (self.ends.len() + 1) > self.slots.len() {
            self.grow();
        }
        let hash = hash(tuple);
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        while let Some(number) = self.slots[slot].checked_sub(1) {
            if self.hashes[number as usize] == hash && self.get(number) == Some(tuple) {
                return Interned { number, is_new: false };
            }
            slot = (slot + 1) & mask;
        }
        let number = u32::try_from(self.ends.len());
        let number = number.expect("invariant: the budget bounds the number of states");
        self.words.extend_from_slice(tuple);
        self.ends.push(self.words.len());
        self.hashes.push(hash);
        self.slots[slot] = number + 1;
        Interned { number, is_new: true }
    }

    /// Doubles the number of slots.
    fn grow(&mut self) {
        let slots = (2 * self.slots.len()).max(16);
        self.slots.clear();
        self.slots.resize(slots, 0);
        let mut number = 0;
        for &hash in &self.hashes {
            number += 1;
            let mut slot = hash as usize & (slots - 1);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (slots - 1);
            }
            self.slots[slot] = number;
        }
    }

    /// Returns the state with a number, or `None` if there is none.
    pub(crate) fn get(&self, number: u32) -> Option<&[u32]> {
        let number = number as usize;
        let end = *self.ends.get(number)?;
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        self.words.get(start..end)
    }
}

/// Returns the hash of a tuple: the 32-bit mixing of `MurmurHash3` (Appleby, 2011), with the length
/// of the tuple as its seed.
#[expect(clippy::cast_possible_truncation, reason = "the hash of a length may wrap")]
fn hash(tuple: &[u32]) -> u32 {
    let mut hash = tuple.len() as u32;
    for &word in tuple {
        let mixed = word.wrapping_mul(0xCC9E_2D51).rotate_left(15).wrapping_mul(0x1B87_3593);
        hash = (hash ^ mixed).rotate_left(13).wrapping_mul(5).wrapping_add(0xE654_6B64);
    }
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85EB_CA6B);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xC2B2_AE35);
    hash ^ (hash >> 16)
}

#[cfg(test)]
mod tests {
    use super::{Interned, StateTable};

    #[test]
    fn equal_tuples_have_one_number() {
        let mut table = StateTable::default();
        let mut intern = |tuple: &[u32]| table.intern(tuple);
        assert_eq!(intern(&[7, 8]), Interned { number: 0, is_new: true });
        assert_eq!(intern(&[7]), Interned { number: 1, is_new: true });
        assert_eq!(intern(&[7, 8]), Interned { number: 0, is_new: false });
        assert_eq!(table.get(1), Some(&[7][..]));
        assert_eq!(table.get(2), None);
    }

    #[test]
    fn numbers_stay_the_same_when_the_table_grows() {
        let mut table = StateTable::default();
        let tuple = |number: u32| vec![number % 7; number as usize % 5 + 1];
        let mut distinct: Vec<Vec<u32>> = Vec::new();
        for number in 0..1000 {
            let tuple = if number % 2 == 0 { vec![number, number * 3] } else { tuple(number) };
            let known = distinct.iter().position(|known| *known == tuple);
            let interned = table.intern(&tuple);
            assert_eq!(interned.is_new, known.is_none());
            assert_eq!(interned.number as usize, known.unwrap_or(distinct.len()));
            if known.is_none() {
                distinct.push(tuple);
            }
        }
        for (number, tuple) in (0..).zip(&distinct) {
            assert_eq!(table.get(number), Some(&tuple[..]));
        }
    }
}
