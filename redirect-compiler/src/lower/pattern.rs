//! Patterns: texts with captures, compiled to the pieces that a path or a value is matched against.

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{FaultKind, Limit, SourceFault, TextFault};
use crate::lower::braces::{CaptureToken, SpannedToken, Token};
use crate::lower::condition::subject::is_subject;
use crate::regex;
use redirect_core::internals::captures::MAX_CAPTURES;
use redirect_core::internals::pattern::Piece;

/// The names that no capture can have, because a Rust variable cannot have them.
pub(crate) const RESERVED_NAMES: [&str; 9] =
    ["self", "super", "crate", "Self", "_", "None", "Some", "Ok", "Err"];

/// A capture that a source or a condition declares.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Capture {
    pub(crate) name: String,
    /// True if it is a catch-all: `{*name}`.
    pub(crate) is_catch_all: bool,
    /// True if its value is a part of the request's host.
    pub(crate) is_from_host: bool,
}

/// Returns the index of the capture with a name.
pub(crate) fn capture_index(captures: &[Capture], name: &str) -> Option<usize> {
    captures.iter().position(|capture| capture.name == name)
}

/// The pieces of a pattern. Text and captures alternate.
pub(crate) type Pieces = Vec<Piece<Vec<u8>>>;

/// Compiles tokens to pieces, and collects the captures that they declare. `normalize` returns the
/// normal form of a text. Reports the faults of shapes.
pub(crate) fn compile(
    tokens: &[SpannedToken<'_>],
    normalize: &dyn Fn(&str) -> Vec<u8>,
    is_from_host: bool,
    faults: &mut Vec<Spanned<FaultKind>>,
) -> (Pieces, Vec<Capture>) {
    let (mut pieces, mut captures) = (Pieces::new(), Vec::new());
    for token in tokens {
        match token.value {
            Token::Text(text) => match pieces.last_mut() {
                Some(Piece::Literal(literal)) => literal.append(&mut normalize(text)),
                _ => pieces.push(Piece::Literal(normalize(text))),
            },
            Token::Capture(CaptureToken { name, is_catch_all, .. }) => {
                let shape = token.shape().and_then(|shape| compile_shape(&shape, faults));
                let piece = if is_catch_all { Piece::CatchAll(shape) } else { Piece::Param(shape) };
                pieces.push(piece);
                captures.push(Capture { name: name.into(), is_catch_all, is_from_host });
            }
        }
    }
    (pieces, captures)
}

/// Compiles a shape (the regular expression of a capture) to its automaton, or reports its fault.
fn compile_shape(shape: &Spanned<&str>, faults: &mut Vec<Spanned<FaultKind>>) -> Option<Vec<u8>> {
    match regex::compile(shape.value) {
        Ok(automaton) => Some(automaton),
        Err(error) => {
            let start = shape.range.start;
            let range = start + error.range.start..start + error.range.end;
            faults.push(Spanned::new(range, FaultKind::Shape(error.kind)));
            None
        }
    }
}

/// The declaration of a capture.
struct Declaration<'t> {
    name: &'t str,
    is_catch_all: bool,
    /// The text directly before it. Empty after another capture.
    before: &'t str,
}

/// A check of a declaration, given the declarations before it.
type Check = fn(&[Declaration<'_>], &Declaration<'_>) -> Option<FaultKind>;

/// The checks of every declaration, in the order in which their faults are reported.
const CHECKS: [Check; 6] =
    [reserved_name, repeated_name, adjacent, second_catch_all, catch_all_in_segment, too_many];

/// Checks the captures of a path, and returns the first fault.
pub(crate) fn check_path_captures(tokens: &[SpannedToken<'_>]) -> Option<Spanned<FaultKind>> {
    check_captures(tokens, &CHECKS)
}

/// Checks the captures of a condition's value, which has no segments, and returns the first fault.
pub(crate) fn check_value_captures(tokens: &[SpannedToken<'_>]) -> Option<Spanned<FaultKind>> {
    const VALUE_CHECKS: [Check; 5] =
        [reserved_name, repeated_name, adjacent, second_catch_all, too_many];
    check_captures(tokens, &VALUE_CHECKS)
}

fn check_captures(tokens: &[SpannedToken<'_>], checks: &[Check]) -> Option<Spanned<FaultKind>> {
    let mut declarations: Vec<Declaration<'_>> = Vec::new();
    let mut before = "";
    for token in tokens {
        match token.value {
            Token::Text(text) => before = text,
            Token::Capture(CaptureToken { name, is_catch_all, .. }) => {
                let declaration = Declaration { name, is_catch_all, before };
                for check in checks {
                    if let Some(kind) = check(&declarations, &declaration) {
                        return Some(Spanned::new(token.range.clone(), kind));
                    }
                }
                declarations.push(declaration);
                before = "";
            }
        }
    }
    None
}

fn reserved_name(_: &[Declaration<'_>], capture: &Declaration<'_>) -> Option<FaultKind> {
    let is_reserved = is_subject(capture.name) || RESERVED_NAMES.contains(&capture.name);
    is_reserved.then(|| FaultKind::Text(TextFault::ReservedName(capture.name.into())))
}

fn repeated_name(others: &[Declaration<'_>], capture: &Declaration<'_>) -> Option<FaultKind> {
    let is_repeated = others.iter().any(|other| other.name == capture.name);
    is_repeated.then(|| FaultKind::Text(TextFault::DuplicateCapture(capture.name.into())))
}

/// Reports two captures without text between them, because the boundary between their values would
/// be arbitrary.
fn adjacent(others: &[Declaration<'_>], capture: &Declaration<'_>) -> Option<FaultKind> {
    (!others.is_empty() && capture.before.is_empty())
        .then_some(FaultKind::Text(TextFault::AdjacentCaptures))
}

fn second_catch_all(others: &[Declaration<'_>], capture: &Declaration<'_>) -> Option<FaultKind> {
    let is_second = capture.is_catch_all && others.iter().any(|other| other.is_catch_all);
    is_second.then_some(FaultKind::Text(TextFault::SecondCatchAll))
}

fn catch_all_in_segment(_: &[Declaration<'_>], capture: &Declaration<'_>) -> Option<FaultKind> {
    let is_in_segment = capture.is_catch_all && !capture.before.ends_with('/');
    is_in_segment
        .then(|| FaultKind::Source(SourceFault::CatchAllNotAfterSlash(capture.name.into())))
}

fn too_many(others: &[Declaration<'_>], _: &Declaration<'_>) -> Option<FaultKind> {
    (others.len() == MAX_CAPTURES).then_some(FaultKind::TooLarge(Limit::Captures))
}
