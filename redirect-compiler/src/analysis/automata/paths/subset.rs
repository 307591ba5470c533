//! The states of the subset construction.

use crate::analysis::automata::alphabet::Symbol;
use crate::analysis::automata::language::LanguageState;
use crate::analysis::automata::path_nfa::NfaState;

/// A state of the NFA and a state of the language of targets, which is 0 without a preimage.
pub(super) type Pair = (NfaState, LanguageState);

/// The set of states that the NFA can be in after a path.
pub(super) struct Subset {
    /// The pairs, sorted.
    pub(super) pairs: Vec<Pair>,
    /// For a path that ends in an optional slash, whether the path is accepted without the slash.
    /// This alone decides whether such a path is accepted.
    pub(super) accepted_before_slash: Option<bool>,
    /// The known transitions, sorted by symbol.
    pub(super) transitions: Vec<(Symbol, LanguageState)>,
}

impl Subset {
    /// Creates a subset without known transitions.
    pub(super) fn new(pairs: Vec<Pair>, accepted_before_slash: Option<bool>) -> Subset {
        Subset { pairs, accepted_before_slash, transitions: Vec::new() }
    }

    /// Returns the numbers that distinguish subsets.
    pub(super) fn key(&self) -> Vec<u32> {
        let mut key = Vec::with_capacity(1 + 3 * self.pairs.len());
        key.push(self.accepted_before_slash.map_or(0, |is_accepted| 1 + u32::from(is_accepted)));
        for (state, target) in &self.pairs {
            let [place, within] = state.numbers();
            key.extend_from_slice(&[place, within, *target]);
        }
        key
    }

    /// Returns the state after one more symbol, or the index at which to insert the transition.
    pub(super) fn transition(&self, symbol: Symbol) -> Result<LanguageState, usize> {
        let at = self.transitions.binary_search_by_key(&symbol, |(symbol, _)| *symbol)?;
        Ok(self.transitions[at].1)
    }
}
