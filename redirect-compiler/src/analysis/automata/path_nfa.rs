//! The nondeterministic automaton of the paths that a source matches.

mod atoms;

use crate::analysis::automata::alphabet::{Partition, Symbol, byte, folded, word};
use crate::analysis::automata::capture_value::{CaptureDfa, CaptureKind, ValueState};
use crate::analysis::automata::path_nfa::atoms::{
    Atom, atoms, atoms_of_target, atoms_with_missing, atoms_without_catch_all, unconstrained,
};
use crate::analysis::automata::value_constraints::ValueConstraints;
use crate::lower::pattern::Pieces;
use crate::lower::source::Source;
use crate::lower::source::variant::Variant;
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

    /// Returns whether no symbol of the atom has been read.
    pub(crate) fn is_before_atom(self) -> bool {
        self.within == CaptureDfa::START
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
/// capture. Each variant of a source with optional segments is a branch. A variant with `slash:
/// either` and a final `{*name}` has a second branch, for paths that lack the slash before an empty
/// `{*name}`.
pub(crate) struct PathNfa<'d> {
    /// One or more branches, or none if the automaton accepts no path.
    branches: Vec<Vec<Atom<'d>>>,
    match_mode: MatchMode,
}

impl<'d> PathNfa<'d> {
    /// Creates the automaton of a source. `constraints` returns the constraints on each capture.
    pub(crate) fn new(
        source: &'d Source,
        constraints: &dyn Fn(usize) -> ValueConstraints,
    ) -> PathNfa<'d> {
        let match_mode = source.mode;
        if let Some([]) = source.literal() {
            // The source `/` without its final slash: no request has an empty path.
            let branches = vec![vec![Atom::Literal(word(b"/"))]];
            return PathNfa { branches, match_mode: MatchMode::default() };
        }
        let values = |capture, kind, shape| CaptureDfa::new(kind, shape, constraints(capture));
        // The second branch is for paths in which the final `{*name}` is empty, so it must not be
        // empty in the first one.
        let has_final_catch_all =
            match_mode.optional_slash && matches!(source.pieces.last(), Some(Piece::CatchAll(_)));
        let values_of_first_branch = |capture, kind, shape| {
            let constraints = constraints(capture);
            let is_final = has_final_catch_all && matches!(kind, CaptureKind::CatchAll);
            let not_empty = constraints.not_empty || is_final;
            CaptureDfa::new(kind, shape, ValueConstraints { not_empty, ..constraints })
        };
        let mut branches = Vec::new();
        for variant in source.variants() {
            if !PathNfa::allows(variant, source, constraints) {
                continue;
            }
            branches.push(atoms_with_missing(variant, &values_of_first_branch));
            // Without a value, an optional `{*name}` is missing.
            if !source.ends_in_optional() {
                branches.extend(atoms_without_catch_all(variant, match_mode, &values));
            }
        }
        PathNfa { branches, match_mode }
    }

    /// Returns whether the captures of a source may be missing as they are in a variant.
    pub(crate) fn allows(
        variant: Variant<'_>,
        source: &Source,
        constraints: &dyn Fn(usize) -> ValueConstraints,
    ) -> bool {
        for (index, capture) in source.captures.iter().enumerate() {
            let is_allowed = || {
                let constraints = constraints(index);
                let is_missing = variant.is_missing(index);
                if is_missing { constraints.allow_missing() } else { !constraints.is_missing }
            };
            if capture.is_optional && !is_allowed() {
                return false;
            }
        }
        true
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
    /// The path begins with `prefix`, if there is one, or with any text if `prefix` is empty.
    /// `source` are the pieces that declare the captures.
    pub(crate) fn from_target(
        prefix: Option<Vec<Symbol>>,
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
                    Atom::OptionalSlash => partition.isolate(b'/'.into()),
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
        let mut starts = Vec::with_capacity(self.branches.len());
        for branch in (0..).take(self.branches.len()) {
            starts.push(NfaState::start(branch));
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
            Atom::OptionalSlash => {
                (state.within == CaptureDfa::START && symbol == Symbol::from(b'/')).then_some(1)?
            }
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
            Atom::EmptyCapture(_) | Atom::OptionalSlash | Atom::Anything => true,
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

    /// Returns whether a state is in a capture that has no value.
    pub(crate) fn is_missing(&mut self, state: NfaState) -> bool {
        matches!(self.atom(state), Some(Atom::EmptyCapture(_)))
    }

    /// Returns the capture that a state is in.
    pub(crate) fn capture(&mut self, state: NfaState) -> Option<usize> {
        match self.atom(state)? {
            Atom::Capture(capture, _) | Atom::EmptyCapture(capture) => Some(*capture),
            Atom::Literal(_) | Atom::OptionalSlash | Atom::Anything => None,
        }
    }

    /// Returns the atom of a state, or `None` at the end of a branch.
    fn atom(&mut self, state: NfaState) -> Option<&mut Atom<'d>> {
        self.branches.get_mut(usize::from(state.branch))?.get_mut(usize::from(state.atom))
    }
}

#[cfg(test)]
mod tests;
