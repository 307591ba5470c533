//! Regular expressions for the shapes of captures, compiled to small automata.
//!
//! The stages are the standard ones (Hopcroft, Motwani, Ullman, *Introduction to Automata Theory*).
//! An expression is parsed with `regex-syntax` and becomes an NFA by Thompson's construction. The
//! subset construction determinizes it, and at the same time intersects it with the DFA of valid
//! UTF-8. The DFA is minimized, and the rows of its transition table are encoded for
//! [`redirect_core::internals::dfa`]. The result matches whole values and is canonical: equal
//! languages have equal bytes.

#[cfg(feature = "regex")]
mod determinize;
#[cfg(feature = "regex")]
mod encode;
#[cfg(feature = "regex")]
mod look;
#[cfg(feature = "regex")]
mod minimize;
#[cfg(feature = "regex")]
mod nfa;
#[cfg(feature = "regex")]
mod parse;
#[cfg(feature = "regex")]
mod refinable_partition;
#[cfg(all(test, feature = "regex"))]
mod tests;
#[cfg(feature = "regex")]
mod utf8;

use std::ops::Range;

use crate::diagnostic::kind::ShapeFault;

/// An expression that cannot be compiled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct RegexError {
    /// The range of the error in the expression. Empty if something is missing there.
    pub(crate) range: Range<usize>,
    pub(crate) kind: ShapeFault,
}

/// Compiles an expression to the bytes of its automaton. If `ignore_case` is true, the expression
/// is read as if it began with `(?i)`.
#[cfg(feature = "regex")]
pub(crate) fn compile(expression: &str, ignore_case: bool) -> Result<Vec<u8>, RegexError> {
    let whole = |kind| RegexError { range: 0..expression.len(), kind };
    let hir = parse::parse(expression, ignore_case)?;
    if hir.properties().look_set().contains_word_unicode() {
        return Err(whole(ShapeFault::UnicodeWordBoundary));
    }
    let dfa = nfa::Nfa::new(&hir)
        .and_then(|nfa| determinize::SparseDfa::new(&nfa))
        .ok_or_else(|| whole(ShapeFault::TooLarge))?;
    let minimal = dfa.minimize().ok_or_else(|| whole(ShapeFault::NoValue))?;
    minimal.encode().ok_or_else(|| whole(ShapeFault::TooLarge))
}

/// Returns an error, because expressions need the feature `regex`.
#[cfg(not(feature = "regex"))]
pub(crate) fn compile(expression: &str, _ignore_case: bool) -> Result<Vec<u8>, RegexError> {
    Err(RegexError { range: 0..expression.len(), kind: ShapeFault::NoRegex })
}
