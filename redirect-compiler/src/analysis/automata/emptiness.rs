//! The result of a search for a witness, and the budget that bounds the search.

/// The result of deciding whether a set is empty, by searching for an element.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Emptiness<W> {
    /// The set is not empty, and this is an element.
    Witness(W),
    /// The set has no elements.
    Empty,
    /// The budget was exceeded, or the automata do not decide the question.
    Undecided,
}

impl<W> Emptiness<W> {
    /// Applies a function to the witness.
    pub(crate) fn map<V>(self, map: impl FnOnce(W) -> V) -> Emptiness<V> {
        match self {
            Emptiness::Witness(witness) => Emptiness::Witness(map(witness)),
            Emptiness::Empty => Emptiness::Empty,
            Emptiness::Undecided => Emptiness::Undecided,
        }
    }
}

/// Decides whether a union of sets is empty. Returns the first result that is not
/// [`Emptiness::Empty`].
pub(crate) fn first_nonempty<S, W>(
    sets: &[S],
    search: &mut dyn FnMut(&S) -> Emptiness<W>,
) -> Emptiness<W> {
    for set in sets {
        match search(set) {
            Emptiness::Empty => {}
            verdict => return verdict,
        }
    }
    Emptiness::Empty
}

/// The number of automaton steps that a proof may still take.
///
/// The emptiness problem for a product of any number of automata is PSPACE-complete (D. Kozen,
/// 1977), so a proof can take exponential time. The budget bounds the compile time for each rule: a
/// proof that exceeds it is undecided and reports no fault.
#[derive(Debug)]
pub(crate) struct Budget {
    steps: u64,
}

impl Budget {
    /// Creates a budget of a number of steps.
    pub(crate) fn new(steps: u64) -> Budget {
        Budget { steps }
    }

    /// Creates the budget for the proofs about one rule, or about one component of the graph.
    pub(crate) fn per_proof() -> Budget {
        Budget::new(50_000)
    }

    /// Subtracts steps from the budget. Returns whether that many were left.
    pub(crate) fn spend(&mut self, steps: u64) -> bool {
        let suffices = self.steps >= steps;
        self.steps = self.steps.saturating_sub(steps);
        suffices
    }

    /// Returns whether no steps are left, so that no search can decide anything.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.steps == 0
    }
}

#[cfg(test)]
mod tests {
    use super::{Budget, Emptiness, first_nonempty};

    #[test]
    fn a_budget_is_not_restored_after_it_is_exceeded() {
        let mut budget = Budget::new(3);
        assert!(budget.spend(2));
        assert!(!budget.spend(2));
        assert!(!budget.spend(1));
        assert!(budget.is_exhausted());
    }

    #[test]
    fn a_union_is_empty_only_if_each_set_is() {
        use Emptiness::{Empty, Undecided, Witness};
        let verdict = |sets: &[Emptiness<u8>]| first_nonempty(sets, &mut Clone::clone);
        assert_eq!(verdict(&[]), Empty);
        assert_eq!(verdict(&[Empty, Witness(1), Undecided]), Witness(1));
        assert_eq!(verdict(&[Empty, Undecided, Witness(1)]), Undecided);
    }
}
