//! The paths that a source matches, as a nondeterministic automaton.

use crate::analysis::automata::alphabet::{Partition, Symbol, byte, folded, word};
use crate::analysis::automata::capture_value::{CaptureDfa, CaptureKind, ValueState};
use crate::analysis::automata::value_constraints::ValueConstraints;
use crate::lower::pattern::Pieces;
use redirect_core::internals::location::Part;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::MatchMode;

/// The character that no `{name}` of a path contains.
const PATH_SEPARATOR: Option<u8> = Some(b'/');

/// A part of a path that an automaton reads before it goes on to the next one.
#[derive(Debug)]
enum Atom<'d> {
    Literal(Vec<Symbol>),
    /// The capture of that number, in the order of the source.
    Capture(usize, CaptureDfa<'d>),
    /// The capture of that number, which is empty.
    EmptyCapture(usize),
    /// Any symbols.
    Anything,
}

/// A state of a [`PathNfa`]: an atom of a branch, and a state within it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct NfaState {
    branch: u16,
    atom: u16,
    /// The number of symbols of a literal that have been read, or the state of a capture.
    within: ValueState,
}

/// A nondeterministic finite automaton with ε-transitions, from the end of one atom to the start of
/// the next.
///
/// It is nondeterministic where a capture may end before a text that could also be a part of its
/// value. There is a second branch where a path may lack the slash before a `{*name}` that is
/// empty.
#[derive(Debug)]
pub(crate) struct PathNfa<'d> {
    branches: Vec<Vec<Atom<'d>>>,
    match_mode: MatchMode,
}

impl<'d> PathNfa<'d> {
    /// Creates the automaton of a source whose captures meet some constraints each.
    pub(crate) fn new(
        pieces: &'d Pieces,
        match_mode: MatchMode,
        constraints: &dyn Fn(usize) -> ValueConstraints,
    ) -> PathNfa<'d> {
        let values = |capture, kind, shape| CaptureDfa::new(kind, shape, constraints(capture));
        // In the other branch, the final slash that may be missing is a part of the source. So
        // here a `{*name}` after it is not empty.
        let has_final_catch_all =
            match_mode.optional_slash && matches!(pieces.last(), Some(Piece::CatchAll(_)));
        let values_of_first_branch = |capture, kind, shape| {
            let constraints = constraints(capture);
            let is_final = has_final_catch_all && matches!(kind, CaptureKind::CatchAll);
            let not_empty = constraints.not_empty || is_final;
            CaptureDfa::new(kind, shape, ValueConstraints { not_empty, ..constraints })
        };
        let first = atoms(pieces, PATH_SEPARATOR, &values_of_first_branch);
        let second = atoms_without_catch_all(pieces, match_mode, &values);
        PathNfa { branches: std::iter::once(first).chain(second).collect(), match_mode }
    }

    /// Creates the automaton of the values of something that is not a path, such as a host.
    pub(crate) fn from_value(pieces: &'d Pieces, separator: Option<u8>) -> PathNfa<'d> {
        let values = |_, kind, shape| CaptureDfa::new(kind, shape, ValueConstraints::default());
        let branches = vec![atoms(pieces, separator, &values)];
        PathNfa { branches, match_mode: MatchMode::default() }
    }

    /// Creates the automaton that accepts every path.
    pub(crate) fn universal() -> PathNfa<'d> {
        PathNfa { branches: vec![vec![Atom::Anything]], match_mode: MatchMode::default() }
    }

    /// Creates the automaton of a target's path, whose captures may each have any of their values.
    /// The path begins with `prefix`, or with anything where that is empty. `source` are the pieces
    /// that its captures come from.
    pub(crate) fn from_target(
        prefix: Vec<Symbol>,
        parts: impl Iterator<Item = &'d Part<Vec<u8>>>,
        source: &'d Pieces,
    ) -> PathNfa<'d> {
        let is_capture = |piece: &&Piece<Vec<u8>>| !matches!(piece, Piece::Literal(_));
        let captures: Vec<&'d Piece<Vec<u8>>> = source.iter().filter(is_capture).collect();
        let atom = |part: &'d Part<Vec<u8>>| match part {
            Part::Literal(text) => Some(Atom::Literal(word(text))),
            Part::Capture(_, capture) => Some(match captures.get(*capture) {
                Some(Piece::Param(shape)) => {
                    unconstrained(*capture, param(PATH_SEPARATOR), shape.as_deref())
                }
                Some(Piece::CatchAll(shape)) => {
                    unconstrained(*capture, CaptureKind::CatchAll, shape.as_deref())
                }
                // It is a capture of a condition.
                Some(Piece::Literal(_)) | None => Atom::Anything,
            }),
            Part::Path | Part::Query | Part::Fragment => None,
        };
        let first = if prefix.is_empty() { Atom::Anything } else { Atom::Literal(prefix) };
        let atoms = std::iter::once(first).chain(parts.filter_map(atom)).collect();
        PathNfa { branches: vec![atoms], match_mode: MatchMode::default() }
    }

    /// Returns whether a final slash makes no difference.
    pub(crate) fn ignores_final_slash(&self) -> bool {
        self.match_mode.optional_slash
    }

    /// Splits the symbol classes that the automaton distinguishes.
    pub(crate) fn refine(&self, partition: &mut Partition) {
        for atom in self.branches.iter().flatten() {
            match atom {
                Atom::Literal(text) => {
                    for &symbol in text {
                        partition.isolate(symbol);
                        if self.match_mode.ignore_case && symbol < 256 {
                            partition.isolate(byte(symbol).to_ascii_uppercase().into());
                        }
                    }
                }
                Atom::Capture(_, values) => values.refine(partition),
                Atom::EmptyCapture(_) | Atom::Anything => {}
            }
        }
    }

    /// Returns the start states, one for each branch.
    pub(crate) fn starts(&self) -> Vec<NfaState> {
        let branches = (0..).zip(&self.branches);
        branches
            .map(|(branch, _)| NfaState { branch, atom: 0, within: CaptureDfa::START })
            .collect()
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

    /// Returns the ε-transition from a state: to the start of the next atom, if this one may end
    /// here.
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

    /// Returns the atom of a state; `None` at the end of a branch.
    fn atom(&mut self, state: NfaState) -> Option<&mut Atom<'d>> {
        self.branches.get_mut(usize::from(state.branch))?.get_mut(usize::from(state.atom))
    }
}

/// Creates the automaton of a capture, from its number, its kind and its regular expression.
type ValuesOf<'f, 'd> = &'f dyn Fn(usize, CaptureKind, Option<&'d [u8]>) -> CaptureDfa<'d>;

fn param(separator: Option<u8>) -> CaptureKind {
    CaptureKind::Param { separator: separator.map(Symbol::from) }
}

fn unconstrained(capture: usize, kind: CaptureKind, shape: Option<&[u8]>) -> Atom<'_> {
    Atom::Capture(capture, CaptureDfa::new(kind, shape, ValueConstraints::default()))
}

/// Returns the atoms of pieces.
fn atoms<'d>(
    pieces: &'d [Piece<Vec<u8>>],
    separator: Option<u8>,
    values: ValuesOf<'_, 'd>,
) -> Vec<Atom<'d>> {
    let mut next = 0;
    let mut capture = |kind, shape: &'d Option<Vec<u8>>| {
        let capture = next;
        next += 1;
        Atom::Capture(capture, values(capture, kind, shape.as_deref()))
    };
    let atom = |piece: &'d Piece<Vec<u8>>| match piece {
        Piece::Literal(text) => Atom::Literal(word(text)),
        Piece::Param(shape) => capture(param(separator), shape),
        Piece::CatchAll(shape) => capture(CaptureKind::CatchAll, shape),
    };
    pieces.iter().map(atom).collect()
}

/// Returns the atoms of pieces whose final `{*name}` is empty and the slash before it missing;
/// `None` if that cannot be.
fn atoms_without_catch_all<'d>(
    pieces: &'d [Piece<Vec<u8>>],
    match_mode: MatchMode,
    values: ValuesOf<'_, 'd>,
) -> Option<Vec<Atom<'d>>> {
    let [before @ .., Piece::Literal(last), Piece::CatchAll(shape)] = pieces else { return None };
    let last = last.strip_suffix(b"/").filter(|_| match_mode.optional_slash)?;
    let capture = before.iter().filter(|piece| !matches!(piece, Piece::Literal(_))).count();
    let of_catch_all = values(capture, CaptureKind::CatchAll, shape.as_deref());
    of_catch_all.accepts(CaptureDfa::START).then_some(())?;
    let mut atoms = atoms(before, PATH_SEPARATOR, values);
    atoms.extend([Atom::Literal(word(last)), Atom::EmptyCapture(capture)]);
    Some(atoms)
}

#[cfg(test)]
mod tests;
