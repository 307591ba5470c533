//! A table that numbers the states of an automaton in the order of their creation.

use std::collections::HashMap;

/// A table of states, which are tuples of numbers. A state gets its number when it is first
/// reached.
#[derive(Debug, Default)]
pub(crate) struct StateTable {
    tuples: Vec<Vec<u32>>,
    number_of: HashMap<Vec<u32>, u32>,
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
    #[expect(clippy::expect_used, reason = "an impossible state")]
    pub(crate) fn intern(&mut self, tuple: Vec<u32>) -> Interned {
        if let Some(&number) = self.number_of.get(&tuple) {
            return Interned { number, is_new: false };
        }
        let number = u32::try_from(self.tuples.len());
        let number = number.expect("invariant: the budget bounds the number of states");
        self.tuples.push(tuple.clone());
        self.number_of.insert(tuple, number);
        Interned { number, is_new: true }
    }

    /// Returns the state with a number, or `None` if there is none.
    pub(crate) fn get(&self, number: u32) -> Option<&[u32]> {
        self.tuples.get(number as usize).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::{Interned, StateTable};

    #[test]
    fn equal_tuples_have_one_number() {
        let mut table = StateTable::default();
        let mut intern = |tuple: &[u32]| table.intern(tuple.to_vec());
        assert_eq!(intern(&[7, 8]), Interned { number: 0, is_new: true });
        assert_eq!(intern(&[7]), Interned { number: 1, is_new: true });
        assert_eq!(intern(&[7, 8]), Interned { number: 0, is_new: false });
        assert_eq!(table.get(1), Some(&[7][..]));
        assert_eq!(table.get(2), None);
    }
}
