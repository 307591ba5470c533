//! The keys of a table, each with its rules.

use crate::util::hash_index::HashIndex;

/// A key: its hash, its length, and the first of its rules.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) hash: u64,
    pub(crate) len: usize,
    pub(crate) first: u32,
    /// The first rule takes all requests, and no other key comes before it.
    pub(crate) is_final: bool,
    /// One more than the place of the next of its rules among the others; 0 if there is none.
    next: usize,
    /// Likewise of the last.
    last: usize,
}

impl Key {
    /// Whether it has one rule.
    pub(crate) fn is_alone(&self) -> bool {
        self.next == 0
    }
}

/// The keys, in the order in which they are met.
#[derive(Debug)]
pub(crate) struct Keys {
    pub(crate) all: Vec<Key>,
    /// The rules behind the first of a key, each with the place of the next.
    others: Vec<(u32, usize)>,
    index: HashIndex,
    pub(crate) flags: u32,
    /// How many of the first rules no key of another kind comes before.
    pub(crate) first_shadowable: usize,
    /// Two keys have one hash.
    pub(crate) collides: bool,
}

impl Keys {
    pub(crate) fn with_room(keys: usize) -> Keys {
        Keys {
            all: Vec::with_capacity(keys),
            others: Vec::new(),
            index: HashIndex::with_capacity(keys),
            flags: 0,
            first_shadowable: 0,
            collides: false,
        }
    }

    /// Adds a rule to a key. The rules come in their order.
    pub(crate) fn add(&mut self, hash: u64, len: usize, rule: u32, is_final: bool) {
        match self.index.find(hash, |key| self.all[key].hash == hash) {
            Ok(key) => {
                self.collides |= self.all[key].len != len;
                self.append(key, rule);
            }
            Err(slot) => {
                self.index.insert(slot, self.all.len());
                self.all.push(Key { hash, len, first: rule, is_final, next: 0, last: 0 });
            }
        }
    }

    fn append(&mut self, key: usize, rule: u32) {
        self.others.push((rule, 0));
        let place = self.others.len();
        let key = &mut self.all[key];
        if key.last == 0 {
            key.next = place;
        } else {
            self.others[key.last - 1].1 = place;
        }
        key.last = place;
    }

    /// The rules of a key, in their order.
    pub(crate) fn rules(&self, key: &Key) -> impl Iterator<Item = u32> {
        let mut next = key.next;
        let others = std::iter::from_fn(move || {
            let (rule, behind) = self.others.get(next.checked_sub(1)?)?;
            next = *behind;
            Some(*rule)
        });
        std::iter::once(key.first).chain(others)
    }
}
