//! Generators of sources: segments, and shapes for some of their captures.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::rule::{Piece, Shape};

/// A piece of a segment, before its captures have names.
#[derive(Clone, Copy, Debug)]
pub(super) enum Token {
    Text(&'static str),
    Param,
    CatchAll,
    /// A mark before a capture: its segment is optional.
    Optional,
}

use Token::{CatchAll, Optional, Param, Text as T};

/// The segments of sources and of paths in targets. A rule with an invalid combination, such as a
/// second `{*name}`, is missing from the table.
const SEGMENTS: [&[Token]; 36] = [
    &[T("a")],
    &[T("b")],
    &[T("Ab")],
    &[Param],
    &[Param],
    &[Param],
    &[CatchAll],
    &[CatchAll],
    &[T("")],
    &[T("")],
    &[T("a-"), Param],
    &[Param, T("-b")],
    &[Param, T("-"), Param],
    &[Param, T("-"), Param],
    &[T("."), Param],
    &[Param, T(".")],
    &[Param, T("."), Param],
    &[CatchAll, T(".html")],
    &[CatchAll, T("-"), Param],
    &[CatchAll, T("."), Param],
    &[CatchAll, T("/")],
    &[Param, T("a"), Param, T("b")],
    &[Param, T("é")],
    &[Param, T("é"), Param],
    &[T("%7C"), Param],
    &[T("|")],
    &[T("%2F")],
    &[T("%41b")],
    &[T("ê"), Param],
    &[T("{b}")],
    &[T("}{"), Param],
    &[T("%7Ba")],
    &[Optional, Param],
    &[Optional, Param],
    &[Optional, Param],
    &[Optional, CatchAll],
];

/// Expressions, with values that mostly match.
pub(super) const SHAPES: [(&str, [&str; 4]); 19] = [
    ("[0-9]+", ["7", "12", "%31", "1a"]),
    ("[a-z]+", ["a", "ab", "%61b", "aB"]),
    ("[0-9]{2}|a", ["12", "a", "1", "07"]),
    ("a|ab|abb", ["a", "ab", "abb", "b"]),
    ("(?i)A+b?", ["a", "AAb", "aB", "b"]),
    ("[^/-]*", ["x", ".a", "", "-"]),
    (".+", ["a-b", "é", "%e9", "%0A"]),
    (".*", ["a-b-c", "", "a/b", "a%2Fb"]),
    ("(?u)[é|]", ["é", "%c3%A9", "|", "a"]),
    (r"(?u)[A-É]é?", ["É", "A%C3%A9", "B", "aé"]),
    (".{2}", ["ab", "é", "aé", "%c3%a9"]),
    (r"\w+", ["a1", "é", "b%5Fb", "-"]),
    ("(a-)*b", ["b", "a-b", "a-a-b", "a-a"]),
    ("[ab]/?[a.]*", ["a/a", "a", "b.a", "/a"]),
    ("|a|a/", ["", "a", "a/", "b"]),
    ("%|%2[fF]", ["%25", "%252F", "%2F", "%"]),
    (r"\.\.?|x", ["x", ".", "%2E.", "."]),
    ("^[a-b]{1,3}$", ["a", "bab", "abab", "Ab"]),
    (r"[^\x61]+", ["b", "A", "é", "a"]),
];

/// Returns one of [`SHAPES`] for half of the captures.
pub(super) fn shape(seed: u8) -> Shape {
    SHAPES.get(usize::from(seed) % (2 * SHAPES.len())).map(|(shape, _)| *shape)
}

pub(super) fn segments(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Token>> {
    let slash = |segment: &'static [Token]| [&[T("/")], segment].concat();
    vec(select(&SEGMENTS).prop_map(slash), count).prop_map(|segments| segments.concat())
}

/// Generates a source in which each capture has its own name. Each catch-all after the first is
/// replaced with a `{name}`.
pub(super) fn source() -> impl Strategy<Value = Vec<Piece>> {
    (segments(1..4), any::<[u8; 6]>()).prop_map(|(tokens, seeds)| {
        let mut captures = ["u", "v", "w", "x", "y", "z"].into_iter().zip(seeds.map(shape));
        let (mut has_catch_all, mut is_optional) = (false, false);
        let mut pieces = Vec::new();
        for token in tokens {
            pieces.push(match token {
                T(text) => Piece::Text(text),
                Optional => {
                    is_optional = true;
                    continue;
                }
                Param | CatchAll => {
                    let (name, shape) = captures.next().unwrap_or(("z", None));
                    let is_first = matches!(token, CatchAll) && !has_catch_all;
                    has_catch_all |= is_first;
                    let piece = if is_first {
                        Piece::CatchAll(name, shape)
                    } else {
                        Piece::Param(name, shape)
                    };
                    let is_optional = std::mem::take(&mut is_optional);
                    if is_optional { Piece::Optional(Box::new(piece)) } else { piece }
                }
            });
        }
        pieces
    })
}
