//! Regular expressions for the shapes of captures, compiled to small automata.
//!
//! The stages are those of any textbook (Hopcroft, Motwani, Ullman, *Introduction to Automata
//! Theory*): parse, determinize by the subset construction, intersect with the automaton of valid
//! UTF-8, minimize, and encode the rows of the transition table as
//! [`redirect_core::internals::dfa`] reads them. `regex-syntax` and `regex-automata` do the first
//! two. The result accepts whole values and is canonical: equal languages have equal bytes.

#[cfg(feature = "regex")]
mod determinize;
#[cfg(feature = "regex")]
mod encode;
#[cfg(feature = "regex")]
mod minimize;
#[cfg(feature = "regex")]
mod product;
#[cfg(feature = "regex")]
mod refinable_partition;
#[cfg(all(test, feature = "regex"))]
mod tests;

use std::ops::Range;

use crate::diagnostic::kind::ShapeFault;

/// An expression that cannot be compiled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct RegexError {
    /// The bytes of the expression; empty where something is missing.
    pub(crate) range: Range<usize>,
    pub(crate) kind: ShapeFault,
}

/// Compiles an expression to the bytes of its automaton.
#[cfg(feature = "regex")]
pub(crate) fn compile(expression: &str) -> Result<Vec<u8>, RegexError> {
    use determinize::{determinize, parse, utf8};
    use product::SparseDfa;

    let whole = |kind| RegexError { range: 0..expression.len(), kind };
    let hir = parse(expression)?;
    if hir.properties().look_set().contains_word_unicode() {
        return Err(whole(ShapeFault::UnicodeWordBoundary));
    }
    let product = determinize(&hir)
        .and_then(|dfa| SparseDfa::intersection(&dfa, utf8()))
        .ok_or_else(|| whole(ShapeFault::TooLarge))?;
    let minimal = product.minimize().ok_or_else(|| whole(ShapeFault::NoValue))?;
    minimal.encode().ok_or_else(|| whole(ShapeFault::TooLarge))
}

/// Reports that expressions cannot be compiled.
#[cfg(not(feature = "regex"))]
pub(crate) fn compile(expression: &str) -> Result<Vec<u8>, RegexError> {
    Err(RegexError { range: 0..expression.len(), kind: ShapeFault::NoRegex })
}
