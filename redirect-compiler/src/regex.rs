//! From a regular expression to the bytes of its shape.

#[cfg(feature = "regex")]
mod expression;
#[cfg(feature = "regex")]
mod machine;
#[cfg(feature = "regex")]
mod minimal;
#[cfg(feature = "regex")]
mod partition;
#[cfg(all(test, feature = "regex"))]
mod tests;

use std::ops::Range;

use crate::diagnostic::kind::ShapeFault;

/// What is wrong with an expression, and where in it: a range of bytes, empty where something is
/// missing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct BadShape {
    pub(crate) range: Range<usize>,
    pub(crate) kind: ShapeFault,
}

/// The bytes of the shape that an expression describes.
#[cfg(feature = "regex")]
pub(crate) fn compile(expression: &str) -> Result<Vec<u8>, BadShape> {
    use expression::{determinize, parse, text};
    use machine::Machine;

    let or = |kind| BadShape { range: 0..expression.len(), kind };
    let hir = parse(expression)?;
    if hir.properties().look_set().contains_word_unicode() {
        return Err(or(ShapeFault::UnicodeWordBoundary));
    }
    let machine = determinize(&hir)
        .and_then(|expression| Machine::of_both(&expression, text()?))
        .ok_or_else(|| or(ShapeFault::TooLarge))?;
    let minimal = machine.minimal().ok_or_else(|| or(ShapeFault::NoValue))?;
    minimal.to_bytes().ok_or_else(|| or(ShapeFault::TooLarge))
}

/// The bytes of the shape that an expression describes.
#[cfg(not(feature = "regex"))]
pub(crate) fn compile(expression: &str) -> Result<Vec<u8>, BadShape> {
    Err(BadShape { range: 0..expression.len(), kind: ShapeFault::NoRegex })
}
