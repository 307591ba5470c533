//! The nondeterministic automaton of the paths that a source matches.

mod atoms;

use crate::analysis::automata::alphabet::{Partition, Symbol, byte, folded};
use crate::analysis::automata::capture_value::{CaptureDfa, CaptureKind, ValueState};
use crate::analysis::automata::path_nfa::atoms::{
    Atom, PATH_SEPARATOR, atoms, atoms_of_target, atoms_without_catch_all, unconstrained,
};
use crate::analysis::automata::value_constraints::ValueConstraints;
use crate::lower::pattern::Pieces;
use redirect_core::internals::location::Part;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::MatchMode;

/// A state of a [`PathNfa`]: a branch, an atom of the branch, and a state within the atom.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NfaState {
    branch: u16,
    atom: u16,
    /// The number of symbols of a literal that have been read, or the state of a capture.
    within: ValueState,
}

impl NfaState {
    /// Returns the start of a branch.
    fn start(branch: u16) -> NfaState {
        NfaState { branch, atom: 0, within: CaptureDfa::START }
    }

    /// Returns the numbers that distinguish states.
    pub(crate) fn numbers(self) -> [u32; 2] {
        [u32::from(self.branch) << 16 | u32::from(self.atom), self.within]
    }
}

/// A nondeterministic finite automaton (NFA) with an ε-transition from the end of each atom to the
/// start of the next.
///
/// It is nondeterministic because the text after a capture may also occur in the value of the
/// capture. A source with `slash: either` and a final `{*name}` has a second branch, for paths that
/// lack the slash before an empty `{*name}`.
pub(crate) struct PathNfa<'d> {
    /// One or two branches.
    branches: Vec<Vec<Atom<'d>>>,
    match_mode: MatchMode,
}

impl<'d> PathNfa<'d> {
    /// Creates the automaton of a source. `constraints` returns the constraints on each capture.
    pub(crate) fn new(
        pieces: &'d Pieces,
        match_mode: MatchMode,
        constraints: &dyn Fn(usize) -> ValueConstraints,
    ) -> PathNfa<'d> {
        let values = |capture, kind, shape| CaptureDfa::new(kind, shape, constraints(capture));
        // The second branch is for paths in which the final `{*name}` is empty, so it must not be
        // empty in the first one.
        let has_final_catch_all =
            match_mode.optional_slash && matches!(pieces.last(), Some(Piece::CatchAll(_)));
        let values_of_first_branch = |capture, kind, shape| {
            let constraints = constraints(capture);
            let is_final = has_final_catch_all && matches!(kind, CaptureKind::CatchAll);
            let not_empty = constraints.not_empty || is_final;
            CaptureDfa::new(kind, shape, ValueConstraints { not_empty, ..constraints })
        };
        let mut branches = vec![atoms(pieces, PATH_SEPARATOR, &values_of_first_branch)];
        if let Some(second) = atoms_without_catch_all(pieces, match_mode, &values) {
            branches.push(second);
        }
        PathNfa { branches, match_mode }
    }

    /// Creates the automaton of the values that a condition's pattern matches, such as hosts.
    pub(crate) fn from_value(pieces: &'d Pieces, separator: Option<u8>) -> PathNfa<'d> {
        let branches = vec![atoms(pieces, separator, &unconstrained)];
        PathNfa { branches, match_mode: MatchMode::default() }
    }

    /// Creates the automaton that accepts every path.
    pub(crate) fn universal() -> PathNfa<'d> {
        PathNfa { branches: vec![vec![Atom::Anything]], match_mode: MatchMode::default() }
    }

    /// Creates the automaton of a target's path, in which each capture can have any of its values.
    /// The path begins with `prefix`, or with any text if `prefix` is empty. `source` are the
    /// pieces that declare the captures.
    pub(crate) fn from_target(
        prefix: Vec<Symbol>,
        parts: &'d [Part<Vec<u8>>],
        source: &'d Pieces,
    ) -> PathNfa<'d> {
        let atoms = atoms_of_target(prefix, parts, source);
        PathNfa { branches: vec![atoms], match_mode: MatchMode::default() }
    }

    /// Returns whether a final slash is ignored.
    pub(crate) fn ignores_final_slash(&self) -> bool {
        self.match_mode.optional_slash
    }

    /// Refines a partition to the symbol classes that the automaton distinguishes.
    pub(crate) fn refine(&self, partition: &mut Partition) {
        for atoms in &self.branches {
            for atom in atoms {
                match atom {
                    Atom::Literal(text) => self.refine_literal(text, partition),
                    Atom::Capture(_, values) => values.refine(partition),
                    Atom::EmptyCapture(_) | Atom::Anything => {}
                }
            }
        }
    }

    fn refine_literal(&self, text: &[Symbol], partition: &mut Partition) {
        for &symbol in text {
            partition.isolate(symbol);
            if self.match_mode.ignore_case && symbol < 256 {
                partition.isolate(byte(symbol).to_ascii_uppercase().into());
            }
        }
    }

    /// Returns the start states, one for each branch.
    pub(crate) fn starts(&self) -> Vec<NfaState> {
        let mut starts = vec![NfaState::start(0)];
        if self.branches.len() > 1 {
            starts.push(NfaState::start(1));
        }
        starts
    }

    /// Returns the state after one more symbol, in the same atom.
    pub(crate) fn next(&mut self, state: NfaState, symbol: Symbol) -> Option<NfaState> {
        let ignore_case = self.match_mode.ignore_case;
        let within = match self.atom(state)? {
            Atom::Literal(text) => {
                let is_next = *text.get(state.within as usize)? == folded(symbol, ignore_case);
                is_next.then_some(state.within + 1)?
            }
            Atom::Capture(_, values) => values.next(state.within, symbol)?,
            Atom::EmptyCapture(_) => return None,
            Atom::Anything => state.within,
        };
        Some(NfaState { within, ..state })
    }

    /// Returns the target of the ε-transition from a state: the start of the next atom, if this
    /// atom may end here.
    #[expect(clippy::expect_used, reason = "an impossible state")]
    pub(crate) fn after_atom(&mut self, state: NfaState) -> Option<NfaState> {
        let may_end = match self.atom(state)? {
            Atom::Literal(text) => text.len() == state.within as usize,
            Atom::Capture(_, values) => values.accepts(state.within),
            Atom::EmptyCapture(_) | Atom::Anything => true,
        };
        may_end.then(|| {
            let atom = state.atom.checked_add(1);
            let atom = atom.expect("invariant: a text has at most `MAX_TEXT` bytes, and so atoms");
            NfaState { atom, within: CaptureDfa::START, ..state }
        })
    }

    /// Returns whether a state is at the end of its branch.
    pub(crate) fn accepts(&self, state: NfaState) -> bool {
        let branch = self.branches.get(usize::from(state.branch));
        branch.is_some_and(|atoms| atoms.len() == usize::from(state.atom))
    }

    /// Returns the capture that a state is in.
    pub(crate) fn capture(&mut self, state: NfaState) -> Option<usize> {
        match self.atom(state)? {
            Atom::Capture(capture, _) | Atom::EmptyCapture(capture) => Some(*capture),
            Atom::Literal(_) | Atom::Anything => None,
        }
    }

    /// Returns the atom of a state, or `None` at the end of a branch.
    fn atom(&mut self, state: NfaState) -> Option<&mut Atom<'d>> {
        self.branches.get_mut(usize::from(state.branch))?.get_mut(usize::from(state.atom))
    }
}

#[cfg(test)]
mod tests;
