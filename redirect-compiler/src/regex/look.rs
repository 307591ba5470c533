//! Look-around: assertions about the bytes before and after a position.

use regex_syntax::hir::{Look, LookSet};

/// The neighbor of a position on one side, as far as assertions distinguish it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Neighbor {
    /// The start or the end of the text.
    Edge,
    LineFeed,
    CarriageReturn,
    /// An ASCII letter, a digit or `_`.
    Word,
    Other,
}

impl Neighbor {
    /// Classifies a byte, distinguishing only the classes that `looks` depend on.
    pub(crate) fn new(byte: u8, looks: LookSet) -> Neighbor {
        match byte {
            b'\n' if looks.contains_anchor_line() => Neighbor::LineFeed,
            b'\r' if looks.contains_anchor_crlf() => Neighbor::CarriageReturn,
            b'0'..=b'9' | b'A'..=b'Z' | b'_' | b'a'..=b'z' if looks.contains_word() => {
                Neighbor::Word
            }
            _ => Neighbor::Other,
        }
    }
}

/// Returns whether an assertion holds between two neighbors.
///
/// # Panics
///
/// Panics if the assertion is a Unicode word boundary, which depends on characters and not on
/// bytes.
pub(crate) fn holds(look: Look, behind: Neighbor, ahead: Neighbor) -> bool {
    use Neighbor::{CarriageReturn, Edge, LineFeed, Word};

    let (is_word_behind, is_word_ahead) = (behind == Word, ahead == Word);
    match look {
        Look::Start => behind == Edge,
        Look::End => ahead == Edge,
        Look::StartLF => matches!(behind, Edge | LineFeed),
        Look::EndLF => matches!(ahead, Edge | LineFeed),
        // No line starts or ends within `\r\n`.
        Look::StartCRLF => match behind {
            CarriageReturn => ahead != LineFeed,
            _ => matches!(behind, Edge | LineFeed),
        },
        Look::EndCRLF => match ahead {
            LineFeed => behind != CarriageReturn,
            _ => matches!(ahead, Edge | CarriageReturn),
        },
        Look::WordAscii => is_word_behind != is_word_ahead,
        Look::WordAsciiNegate => is_word_behind == is_word_ahead,
        Look::WordStartAscii => !is_word_behind && is_word_ahead,
        Look::WordEndAscii => is_word_behind && !is_word_ahead,
        Look::WordStartHalfAscii => !is_word_behind,
        Look::WordEndHalfAscii => !is_word_ahead,
        Look::WordUnicode
        | Look::WordUnicodeNegate
        | Look::WordStartUnicode
        | Look::WordEndUnicode
        | Look::WordStartHalfUnicode
        | Look::WordEndHalfUnicode => {
            unreachable!("invariant: Unicode word boundaries are reported before")
        }
    }
}
