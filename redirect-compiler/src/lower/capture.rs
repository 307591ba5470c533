//! What a text with captures declares: the pieces that a request's value has to fit, and the
//! captures by their names.

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::FaultKind;
use crate::lower::braces::{Chunk, Placed, shape_of};
use crate::regex::compile;
use redirect_core::internals::pattern::Piece;

/// A capture, as a source or a condition declares it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Capture {
    pub(crate) name: String,
    /// Whether it is `{*name}`.
    pub(crate) rest: bool,
    /// Whether it is a part of the request's host.
    pub(crate) of_host: bool,
}

/// Pieces, as the compiler has them.
pub(crate) type Pieces = Vec<Piece<Vec<u8>>>;

/// The pieces of chunks, whose text `normal` brings into its normal form, and their captures. What
/// is wrong with shapes goes to `faults`.
pub(crate) fn declared(
    chunks: &[Placed<'_>],
    normal: impl Fn(&str) -> Vec<u8>,
    of_host: bool,
    faults: &mut Vec<Spanned<FaultKind>>,
) -> (Pieces, Vec<Capture>) {
    let (mut pieces, mut captures) = (Pieces::new(), Vec::new());
    for placed in chunks {
        match placed.1 {
            Chunk::Text(text) => match pieces.last_mut() {
                Some(Piece::Literal(literal)) => literal.extend(normal(text)),
                _ => pieces.push(Piece::Literal(normal(text))),
            },
            Chunk::Capture(capture) => {
                let shape = shape(placed, faults);
                let rest = capture.rest;
                pieces.push(if rest { Piece::CatchAll(shape) } else { Piece::Param(shape) });
                captures.push(Capture { name: capture.name.into(), rest, of_host });
            }
        }
    }
    (pieces, captures)
}

/// The automaton of a capture's shape, where it has one.
fn shape(placed: &Placed<'_>, faults: &mut Vec<Spanned<FaultKind>>) -> Option<Vec<u8>> {
    let (range, expression) = shape_of(placed)?;
    let compiled = compile(expression).map_err(|bad| {
        let place = range.start + bad.range.start..range.start + bad.range.end;
        faults.push(Spanned::new(place, FaultKind::Shape(bad.kind)));
    });
    compiled.ok()
}
