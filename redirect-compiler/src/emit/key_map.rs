//! The keys of a table, each with its rules.

use crate::emit::groups::Element;
use crate::lower::checked_rule::CheckedIndex;
use crate::util::hash_index::HashIndex;

/// A key: its hash, its length and its rules.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) hash: u64,
    /// The length of the key, which detects most hash collisions.
    pub(crate) len: usize,
    pub(crate) first_rule: CheckedIndex,
    /// True if the first rule matches every request for the path, and no rule with a key of another
    /// kind precedes it. The slot of the key then refers to that rule alone.
    pub(crate) is_decided: bool,
    /// One more than the position of the second rule in `further_rules`, or 0 if there is none.
    next: usize,
    /// One more than the position of the last rule in `further_rules`, or 0 if there is none.
    last: usize,
    /// One more than the position in `lists` of the list with groups, or 0 if there is none.
    list: usize,
}

impl Key {
    /// Returns whether the key has one rule.
    pub(crate) fn is_single(&self) -> bool {
        self.next == 0 && self.list == 0
    }
}

/// A map from the hashes of keys to rules, in insertion order. The rules of a key after the first
/// form a linked list, so that a key with one rule needs no allocation.
#[derive(Debug)]
pub(crate) struct KeyMap {
    pub(crate) keys: Vec<Key>,
    /// The rules after the first of each key. Each has one more than the position of the next one,
    /// or 0.
    further_rules: Vec<(CheckedIndex, usize)>,
    /// The lists with groups.
    lists: Vec<Vec<Element>>,
    /// The greatest number of lists that one key of a path adds to a search.
    pub(crate) lists_per_key: usize,
    /// The positions of keys in `keys`, by hash.
    positions: HashIndex,
    /// The kinds of the keys.
    pub(crate) flags: u32,
    /// The first rule whose key is not an exact path. It may match requests before the rules that
    /// follow it, so the fast path must not ignore it.
    pub(crate) first_shadowable: Option<CheckedIndex>,
    /// True if two different keys have the same hash.
    pub(crate) has_collision: bool,
}

impl KeyMap {
    /// Creates a map for at most `keys` keys.
    pub(crate) fn with_capacity(keys: usize) -> KeyMap {
        KeyMap {
            keys: Vec::with_capacity(keys),
            further_rules: Vec::new(),
            lists: Vec::new(),
            lists_per_key: 1,
            positions: HashIndex::with_capacity(keys),
            flags: 0,
            first_shadowable: None,
            has_collision: false,
        }
    }

    /// Adds a rule to a key. Rules must be added in order.
    pub(crate) fn add(&mut self, hash: u64, len: usize, rule: CheckedIndex, is_decided: bool) {
        match self.positions.find(hash, |position| self.keys[position].hash == hash) {
            Ok(position) => {
                self.has_collision |= self.keys[position].len != len;
                self.append(position, rule);
            }
            Err(slot) => {
                self.positions.insert(slot, self.keys.len());
                self.push(hash, len, rule, is_decided);
            }
        }
    }

    fn push(&mut self, hash: u64, len: usize, first_rule: CheckedIndex, is_decided: bool) {
        self.keys.push(Key { hash, len, first_rule, is_decided, next: 0, last: 0, list: 0 });
    }

    /// Replaces the rules of a key with a list with groups.
    pub(crate) fn replace_list(&mut self, key: usize, list: Vec<Element>) {
        self.lists.push(list);
        self.keys[key].list = self.lists.len();
    }

    /// Adds a key of a value in a group, with its list. It is not looked for among the other keys:
    /// if two keys have the same hash, there is no perfect hash.
    pub(crate) fn add_list(&mut self, hash: u64, list: Vec<Element>) {
        self.push(hash, 0, list[0].rule, false);
        if list.len() > 1 || list[0].group.is_some() {
            self.replace_list(self.keys.len() - 1, list);
        }
    }

    /// Returns the list of a key, in declaration order.
    pub(crate) fn elements(&self, key: &Key) -> Vec<Element> {
        if key.list > 0 {
            return self.lists[key.list - 1].clone();
        }
        let mut elements = Vec::new();
        for rule in self.rules(key) {
            elements.push(Element { rule, group: None });
        }
        elements
    }

    /// Returns the first rules of all groups.
    pub(crate) fn firsts_of_groups(&self) -> Vec<CheckedIndex> {
        let mut firsts = Vec::new();
        for list in &self.lists {
            for element in list {
                if element.group.is_some() {
                    firsts.push(element.rule);
                }
            }
        }
        firsts
    }

    fn append(&mut self, key: usize, rule: CheckedIndex) {
        self.further_rules.push((rule, 0));
        let position = self.further_rules.len();
        let key = &mut self.keys[key];
        if key.last == 0 {
            key.next = position;
        } else {
            self.further_rules[key.last - 1].1 = position;
        }
        key.last = position;
    }

    /// Returns the rules of a key that has no list with groups, in declaration order.
    pub(crate) fn rules(&self, key: &Key) -> Vec<CheckedIndex> {
        let mut rules = vec![key.first_rule];
        let mut next = key.next;
        while next > 0 {
            let (rule, after) = self.further_rules[next - 1];
            rules.push(rule);
            next = after;
        }
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::KeyMap;
    use crate::lower::checked_rule::CheckedIndex;

    #[test]
    fn rules_of_each_key_are_in_order() {
        let mut map = KeyMap::with_capacity(300);
        for rule in CheckedIndex::all(900) {
            map.add((rule.position() as u64 % 300) << 20, 1, rule, false);
        }
        assert_eq!(map.keys.len(), 300);
        for (number, key) in (0..).zip(&map.keys) {
            let rules: Vec<usize> =
                map.rules(key).into_iter().map(CheckedIndex::position).collect();
            assert_eq!(rules, [number, number + 300, number + 600]);
            assert!(!key.is_single());
        }
        assert!(!map.has_collision);
    }

    #[test]
    fn keys_of_different_lengths_with_one_hash_collide() {
        let mut map = KeyMap::with_capacity(2);
        map.add(7, 3, CheckedIndex::new(0), true);
        map.add(7, 4, CheckedIndex::new(1), true);
        assert!(map.has_collision);
    }
}
