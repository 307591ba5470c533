//! Sources: segments, and shapes for some of their captures.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::rule::{Piece, Shape};

/// A part of a segment, before its captures have names.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    Text(&'static str),
    One,
    Rest,
}

use Part::{One, Rest, Text as T};

/// The segments of sources and of paths in targets. What makes a fault among them leaves its rule
/// out: an empty one at the start, a second `{*name}`.
const SEGMENTS: [&[Part]; 32] = [
    &[T("a")],
    &[T("b")],
    &[T("Ab")],
    &[One],
    &[One],
    &[One],
    &[Rest],
    &[Rest],
    &[T("")],
    &[T("")],
    &[T("a-"), One],
    &[One, T("-b")],
    &[One, T("-"), One],
    &[One, T("-"), One],
    &[T("."), One],
    &[One, T(".")],
    &[One, T("."), One],
    &[Rest, T(".html")],
    &[Rest, T("-"), One],
    &[Rest, T("."), One],
    &[Rest, T("/")],
    &[One, T("a"), One, T("b")],
    &[One, T("é")],
    &[One, T("é"), One],
    &[T("%7C"), One],
    &[T("|")],
    &[T("%2F")],
    &[T("%41b")],
    &[T("ê"), One],
    &[T("{b}")],
    &[T("}{"), One],
    &[T("%7Ba")],
];

/// Expressions, and values of which most fit.
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

/// Of half the captures none, and of the others one of [`SHAPES`].
pub(super) fn shape(seed: u8) -> Shape {
    SHAPES.get(usize::from(seed) % (2 * SHAPES.len())).map(|(shape, _)| *shape)
}

pub(super) fn segments(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Part>> {
    let slash = |segment: &'static [Part]| [&[T("/")], segment].concat();
    vec(select(&SEGMENTS).prop_map(slash), count).prop_map(|segments| segments.concat())
}

/// Each capture has a name of its own, and only the first `{*name}` is one.
pub(super) fn source() -> impl Strategy<Value = Vec<Piece>> {
    (segments(1..4), any::<[u8; 6]>()).prop_map(|(parts, seeds)| {
        let mut captures = ["u", "v", "w", "x", "y", "z"].into_iter().zip(seeds.map(shape));
        let mut has_rest = false;
        let mut piece = |part| match part {
            T(text) => Piece::Text(text),
            One | Rest => {
                let (name, shape) = captures.next().unwrap_or(("z", None));
                let is_first = matches!(part, Rest) && !has_rest;
                has_rest |= is_first;
                if is_first { Piece::CatchAll(name, shape) } else { Piece::Param(name, shape) }
            }
        };
        parts.into_iter().map(&mut piece).collect()
    })
}
