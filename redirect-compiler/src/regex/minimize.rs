//! Minimization of a DFA by partition refinement.

use std::ops::RangeInclusive;

use crate::regex::determinize::SparseDfa;
use crate::regex::refinable_partition::RefinablePartition;

/// A partial DFA without equivalent or useless states. The states have a canonical order, in which
/// accepting states come last.
pub(crate) struct MinimalDfa {
    pub(crate) start: usize,
    /// The first accepting state.
    pub(crate) accepting: usize,
    /// For each state, its transitions, sorted by bytes.
    pub(crate) rows: Vec<Vec<RangeTransition>>,
}

/// A transition on a range of bytes.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct RangeTransition {
    pub(crate) bytes: RangeInclusive<u8>,
    pub(crate) to: usize,
}

impl SparseDfa {
    /// Minimizes the DFA. Returns `None` if its language is empty.
    ///
    /// Removes the transitions into states that reach no accepting state, merges equivalent states
    /// (Myhill–Nerode), and numbers the classes in breadth-first order. DFAs with the same language
    /// have the same minimal DFA up to numbering, and the breadth-first order depends only on the
    /// language. The result is therefore canonical.
    pub(crate) fn minimize(mut self) -> Option<MinimalDfa> {
        let is_live = self.live_states();
        self.transitions.retain(|transition| is_live[transition.to]);
        self.transitions.sort_by_key(|transition| transition.class);
        let equivalent = self.equivalent_states();
        let order = self.canonical_order(&equivalent);
        let mut numbers = vec![0; equivalent.len()];
        order.iter().enumerate().for_each(|(number, &set)| numbers[set] = number);
        let number = |state| numbers[equivalent.set_of(state)];
        let accepting = self.accepting_states().map(number).min()?;
        let mut rows: Vec<Vec<RangeTransition>> = order.iter().map(|_| Vec::new()).collect();
        // All states of a set have the same transitions, so the representative suffices.
        let is_representative =
            |state| equivalent.representative(equivalent.set_of(state)) == state;
        for transition in self.transitions.iter().filter(|t| is_representative(t.from)) {
            let bytes = self.classes[transition.class].clone();
            let range = RangeTransition { bytes, to: number(transition.to) };
            range.append_to(&mut rows[number(transition.from)]);
        }
        Some(MinimalDfa { start: number(0), accepting, rows })
    }

    fn accepting_states(&self) -> impl Iterator<Item = usize> {
        (0..self.is_accepting.len()).filter(|&state| self.is_accepting[state])
    }

    /// Returns, for each state, whether it reaches an accepting state. Searches backward from
    /// these.
    fn live_states(&self) -> Vec<bool> {
        let incoming = self.incoming_transitions();
        let mut is_live = self.is_accepting.clone();
        let mut stack: Vec<usize> = self.accepting_states().collect();
        while let Some(state) = stack.pop() {
            for &transition in &incoming[state] {
                let from = self.transitions[transition].from;
                if !is_live[from] {
                    is_live[from] = true;
                    stack.push(from);
                }
            }
        }
        is_live
    }

    /// Returns, for each state, the indices of the transitions into it.
    fn incoming_transitions(&self) -> Vec<Vec<usize>> {
        let mut incoming = vec![Vec::new(); self.is_accepting.len()];
        for (index, transition) in self.transitions.iter().enumerate() {
            incoming[transition.to].push(index);
        }
        incoming
    }

    /// Returns the sets of equivalent states, from which the DFA accepts the same texts. The
    /// transitions must be sorted by class.
    ///
    /// This is Hopcroft's partition refinement in the variant for partial DFAs (A. Valmari, P.
    /// Lehtinen, 2008), which also partitions the transitions. Initially, states are split into
    /// accepting and rejecting ones, and transitions by class. A set of transitions splits each set
    /// of states into those with and without such a transition. A new set of states splits each set
    /// of transitions into those that lead into it and those that do not. Each set is processed
    /// once. The new set of a split is the smaller part, so each transition is processed O(log n)
    /// times. The total time is O(m log n) for m transitions and n states.
    fn equivalent_states(&self) -> RefinablePartition {
        let incoming = self.incoming_transitions();
        let mut states = RefinablePartition::new(self.is_accepting.len());
        self.accepting_states().for_each(|state| states.mark(state));
        states.split_marked();
        let mut transitions = self.transitions_by_class();
        // State set 0 needs no processing: a transition leads into it if it leads into no other
        // set.
        let (mut next_state_set, mut next_transition_set) = (1, 0);
        while next_transition_set < transitions.len() {
            for position in transitions.positions(next_transition_set) {
                states.mark(self.transitions[transitions.element(position)].from);
            }
            states.split_marked();
            next_transition_set += 1;
            while next_state_set < states.len() {
                for position in states.positions(next_state_set) {
                    for &transition in &incoming[states.element(position)] {
                        transitions.mark(transition);
                    }
                }
                transitions.split_marked();
                next_state_set += 1;
            }
        }
        states
    }

    fn transitions_by_class(&self) -> RefinablePartition {
        let mut partition = RefinablePartition::new(self.transitions.len());
        let mut index = 0;
        for class in self.transitions.chunk_by(|a, b| a.class == b.class) {
            for _ in class {
                partition.mark(index);
                index += 1;
            }
            partition.split_marked();
        }
        partition
    }

    /// Returns the reachable sets of states in canonical order: breadth-first by bytes, then stably
    /// sorted to place accepting sets last.
    fn canonical_order(&self, equivalent: &RefinablePartition) -> Vec<usize> {
        let mut order = self.reachable(equivalent);
        order.sort_by_key(|&set| self.is_accepting[equivalent.representative(set)]);
        order
    }

    /// Returns the reachable sets of states in breadth-first order. The transitions are sorted by
    /// class, so the order does not depend on the numbering of the states.
    fn reachable(&self, equivalent: &RefinablePartition) -> Vec<usize> {
        let mut successors = vec![Vec::new(); equivalent.len()];
        for transition in &self.transitions {
            let (from, to) = (transition.from, transition.to);
            successors[equivalent.set_of(from)].push(equivalent.set_of(to));
        }
        let start = equivalent.set_of(0);
        let mut reachable = vec![start];
        let mut is_reachable = vec![false; equivalent.len()];
        is_reachable[start] = true;
        let mut next = 0;
        while let Some(&set) = reachable.get(next) {
            for &successor in &successors[set] {
                if !std::mem::replace(&mut is_reachable[successor], true) {
                    reachable.push(successor);
                }
            }
            next += 1;
        }
        reachable
    }
}

impl RangeTransition {
    /// Appends the transition to a row, and merges it with an adjacent one to the same state.
    fn append_to(self, row: &mut Vec<RangeTransition>) {
        match row.last_mut() {
            Some(last) if last.to == self.to && last.bytes.end() + 1 == *self.bytes.start() => {
                last.bytes = *last.bytes.start()..=*self.bytes.end();
            }
            _ => row.push(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regex::determinize::ClassTransition;

    /// Returns a DFA over `a` (class 0) and `b` (class 1).
    fn dfa(is_accepting: &[bool], transitions: &[(usize, usize, usize)]) -> SparseDfa {
        let transition = |&(from, class, to)| ClassTransition { from, class, to };
        SparseDfa {
            classes: vec![b'a'..=b'a', b'b'..=b'b'],
            is_accepting: is_accepting.to_vec(),
            transitions: transitions.iter().map(transition).collect(),
        }
    }

    fn range(bytes: RangeInclusive<u8>, to: usize) -> RangeTransition {
        RangeTransition { bytes, to }
    }

    #[test]
    fn equivalent_states_are_merged() {
        // (a|b)(a|b)*, with one state for each last byte.
        let all = [(0, 0, 1), (0, 1, 2), (1, 0, 1), (1, 1, 2), (2, 0, 1), (2, 1, 2)];
        let minimal = dfa(&[false, true, true], &all).minimize().unwrap();
        assert_eq!((minimal.start, minimal.accepting), (0, 1));
        assert_eq!(minimal.rows, [vec![range(b'a'..=b'b', 1)], vec![range(b'a'..=b'b', 1)]]);
    }

    #[test]
    fn states_that_accept_nothing_are_removed() {
        let minimal = dfa(&[false, true, false], &[(0, 0, 1), (0, 1, 2), (2, 0, 2)]).minimize();
        assert_eq!(minimal.unwrap().rows, [vec![range(b'a'..=b'a', 1)], vec![]]);
        assert!(dfa(&[false, false], &[(0, 0, 1), (1, 0, 0)]).minimize().is_none());
    }

    #[test]
    fn states_that_differ_after_several_bytes_are_not_merged() {
        // The cycle a^3 accepts multiples of three; a cycle of six is the same language.
        let cycle = |len: usize| {
            let is_accepting: Vec<_> = (0..len).map(|state| state % 3 == 0).collect();
            let next: Vec<_> = (0..len).map(|state| (state, 0, (state + 1) % len)).collect();
            dfa(&is_accepting, &next).minimize().unwrap()
        };
        for len in [3, 6, 12] {
            let minimal = cycle(len);
            assert_eq!((minimal.start, minimal.accepting, minimal.rows.len()), (2, 2, 3), "{len}");
        }
    }

    #[test]
    fn numbering_does_not_depend_on_the_input() {
        // ab|b, with its states in two orders.
        let one = dfa(&[false, false, true], &[(0, 0, 1), (0, 1, 2), (1, 1, 2)]);
        let other = dfa(&[false, true, false], &[(2, 1, 1), (0, 1, 1), (0, 0, 2)]);
        let (one, other) = (one.minimize().unwrap(), other.minimize().unwrap());
        assert_eq!(
            (one.start, one.accepting, one.rows),
            (other.start, other.accepting, other.rows)
        );
    }
}
