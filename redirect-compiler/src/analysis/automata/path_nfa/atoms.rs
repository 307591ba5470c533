//! Atoms: the consecutive parts of a path that an automaton reads.

use crate::analysis::automata::alphabet::{Symbol, word};
use crate::analysis::automata::capture_value::{CaptureDfa, CaptureKind};
use crate::analysis::automata::value_constraints::ValueConstraints;
use crate::lower::pattern::Pieces;
use crate::lower::source::variant::Variant;
use redirect_core::internals::location::Part;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::MatchMode;

/// The character that no `{name}` of a path contains.
pub(super) const PATH_SEPARATOR: Option<u8> = Some(b'/');

/// A part of a path that the automaton reads as a unit.
pub(super) enum Atom<'d> {
    Literal(Vec<Symbol>),
    /// The capture with a number, in the order of the source.
    Capture(usize, CaptureDfa<'d>),
    /// The capture with a number, with an empty value.
    EmptyCapture(usize),
    /// A slash, or nothing.
    OptionalSlash,
    /// Any symbols.
    Anything,
}

/// A function that creates the automaton of a capture from its number, its kind and its regular
/// expression.
pub(super) type ValuesOf<'f, 'd> =
    &'f dyn Fn(usize, CaptureKind, Option<&'d [u8]>) -> CaptureDfa<'d>;

/// Creates the automaton of a capture without constraints.
pub(super) fn unconstrained(_: usize, kind: CaptureKind, shape: Option<&[u8]>) -> CaptureDfa<'_> {
    CaptureDfa::new(kind, shape, ValueConstraints::default())
}

/// Returns the atoms of pieces.
pub(super) fn atoms<'d>(
    pieces: &'d [Piece<Vec<u8>>],
    separator: Option<u8>,
    values: ValuesOf<'_, 'd>,
) -> Vec<Atom<'d>> {
    let (mut atoms, mut captures) = (Vec::with_capacity(pieces.len()), 0);
    for piece in pieces {
        atoms.push(atom(piece, captures, separator, values));
        captures += usize::from(is_capture(piece));
    }
    atoms
}

/// Returns the atoms of some pieces of a variant of a source, from the first on. A missing capture
/// is empty, after the captures before it.
fn atoms_of_variant<'d>(
    pieces: &'d [Piece<Vec<u8>>],
    variant: Variant<'_>,
    values: ValuesOf<'_, 'd>,
) -> (Vec<Atom<'d>>, usize) {
    let (mut atoms, mut captures) = (Vec::with_capacity(pieces.len()), 0);
    let push_missing = |atoms: &mut Vec<Atom<'d>>, captures: &mut usize| {
        while variant.is_missing(*captures) {
            atoms.push(Atom::EmptyCapture(*captures));
            *captures += 1;
        }
    };
    push_missing(&mut atoms, &mut captures);
    for piece in pieces {
        atoms.push(atom(piece, captures, PATH_SEPARATOR, values));
        if is_capture(piece) {
            captures += 1;
            push_missing(&mut atoms, &mut captures);
        }
    }
    (atoms, captures)
}

/// Returns the atoms of a variant of a source.
pub(super) fn atoms_with_missing<'d>(
    variant: Variant<'d>,
    values: ValuesOf<'_, 'd>,
) -> Vec<Atom<'d>> {
    atoms_of_variant(variant.pieces, variant, values).0
}

/// Returns the atom of a piece. If it is a capture, `capture` is its number.
fn atom<'d>(
    piece: &'d Piece<Vec<u8>>,
    capture: usize,
    separator: Option<u8>,
    values: ValuesOf<'_, 'd>,
) -> Atom<'d> {
    let (kind, shape) = match piece {
        Piece::Literal(text) => return Atom::Literal(word(text)),
        Piece::Param(shape) => {
            (CaptureKind::Param { separator: separator.map(Symbol::from) }, shape)
        }
        Piece::CatchAll(shape) => (CaptureKind::CatchAll, shape),
        // No segment of a variant is optional, and atoms of a target are captures.
        Piece::Optional => return Atom::Literal(Vec::new()),
    };
    Atom::Capture(capture, values(capture, kind, shape.as_deref()))
}

fn is_capture(piece: &Piece<Vec<u8>>) -> bool {
    matches!(piece, Piece::Param(_) | Piece::CatchAll(_))
}

/// Returns the atoms of a variant for paths in which the final `{*name}` is empty and the slash
/// before it is missing. Returns `None` if the variant matches no such path.
pub(super) fn atoms_without_catch_all<'d>(
    variant: Variant<'d>,
    match_mode: MatchMode,
    values: ValuesOf<'_, 'd>,
) -> Option<Vec<Atom<'d>>> {
    let [before @ .., Piece::Literal(last), Piece::CatchAll(shape)] = &variant.pieces[..] else {
        return None;
    };
    let last = last.strip_suffix(b"/").filter(|_| match_mode.optional_slash)?;
    let (mut atoms, capture) = atoms_of_variant(before, variant, values);
    let of_catch_all = values(capture, CaptureKind::CatchAll, shape.as_deref());
    of_catch_all.accepts(CaptureDfa::START).then_some(())?;
    atoms.push(Atom::Literal(word(last)));
    atoms.push(Atom::EmptyCapture(capture));
    Some(atoms)
}

/// Returns the atoms of a target's path, in which each capture can have any of its values. The path
/// begins with `prefix`, if there is one, or with any text if `prefix` is empty.
pub(super) fn atoms_of_target<'d>(
    prefix: Option<Vec<Symbol>>,
    parts: &'d [Part<Vec<u8>>],
    source: &'d Pieces,
) -> Vec<Atom<'d>> {
    let (mut captures, mut is_optional) = (Vec::new(), false);
    for piece in source {
        if is_capture(piece) {
            // A missing capture is empty, whatever its shape.
            captures.push(if is_optional { &Piece::CatchAll(None) } else { piece });
        }
        is_optional = *piece == Piece::Optional;
    }
    let mut atoms = Vec::with_capacity(parts.len() + 1);
    if let Some(prefix) = prefix {
        atoms.push(if prefix.is_empty() { Atom::Anything } else { Atom::Literal(prefix) });
    }
    for part in parts {
        match part {
            Part::Literal(text) => atoms.push(Atom::Literal(word(text))),
            Part::Capture(_, capture) => atoms.push(match captures.get(*capture) {
                Some(piece) => atom(piece, *capture, PATH_SEPARATOR, &unconstrained),
                // The capture belongs to a condition.
                None => Atom::Anything,
            }),
            Part::Slash => atoms.push(Atom::OptionalSlash),
            Part::Path
            | Part::Query
            | Part::Parameter
            | Part::RequestUri
            | Part::RequestHost
            | Part::Fragment => {}
        }
    }
    atoms
}
