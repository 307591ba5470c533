//! Tests that compare the linear matcher with a search that tries every split.

use super::match_linear;
use crate::matching::captures::{Captures, ValueCheck, is_strict};
use crate::matching::dfa::Dfa;
use crate::matching::pattern::{Piece, capture};
use crate::matching::text::{Encoding, Text};

/// `[a-]+`, as a DFA: the initial state at 4, and the accepting state at 13.
const LETTERS: [u8; 22] =
    [4, 0, 13, 0, 2, b'-', b'-', 13, 0, b'a', b'a', 13, 0, 2, b'-', b'-', 13, 0, b'a', b'a', 13, 0];

/// `(a|/|\.)*`: one state, which accepts.
const ANY: [u8; 13] = [4, 0, 4, 0, 2, b'.', b'/', 4, 0, b'a', b'a', 4, 0];

const L: Piece<&[u8]> = Piece::Param(Some(&LETTERS));
const A: Piece<&[u8]> = Piece::Param(Some(&ANY));
const P: Piece<&[u8]> = Piece::Param(None);
const C: Piece<&[u8]> = Piece::CatchAll(None);
const CA: Piece<&[u8]> = Piece::CatchAll(Some(&ANY));

fn t(text: &str) -> Piece<&[u8]> {
    Piece::Literal(text.as_bytes())
}

fn patterns() -> Vec<Vec<Piece<&'static [u8]>>> {
    let slash = t("/");
    vec![
        vec![slash, P],
        vec![slash, C],
        vec![slash, L],
        vec![slash, A],
        vec![slash, CA],
        vec![slash, C, t("-"), P],
        vec![slash, P, t("-"), P],
        vec![slash, P, t("."), P],
        vec![slash, P, t("%2F"), P],
        vec![slash, C, t("%2F"), P, t("-")],
        vec![slash, L, t("-"), P],
        vec![slash, P, t("-"), L],
        vec![slash, L, t("-"), L],
        vec![slash, A, t("-"), A],
        vec![slash, CA, t("-"), L],
        vec![slash, CA, t("a"), A, t(".")],
        vec![slash, P, t("/"), C],
        vec![slash, C, t("/"), P],
        vec![slash, P, t("a"), P, t("a")],
        vec![slash, C, t("")],
    ]
}

/// Returns the ranges of the captures of the first split, as the specification orders them.
fn search(text: Text<'_>, pieces: &[Piece<&[u8]>], at: usize) -> Option<Vec<Vec<u8>>> {
    let Some((piece, others)) = pieces.split_first() else {
        return (at == text.len()).then(Vec::new);
    };
    if let Piece::Literal(literal) = piece {
        return search(text, others, text.literal_at(at, literal)?);
    }
    let is_catch_all = matches!(piece, Piece::CatchAll(_));
    let mut ends: Vec<usize> = (at..=text.len()).filter(|&end| is_boundary(text, end)).collect();
    if is_catch_all {
        ends.reverse();
    }
    let values = text.slice(0, text.len());
    ends.into_iter().find_map(|end| {
        let value = values.slice(at, end);
        let mut check = ValueCheck::new(is_strict(text, piece));
        let is_value = value.chars().all(|char| check.push(char))
            && check.is_end(is_catch_all)
            && (is_catch_all || !value.has_separator())
            && piece.dfa().is_none_or(|dfa| Dfa::new(dfa).accepts(value.decoded()));
        let rest = is_value.then(|| search(text, others, end))??;
        Some([vec![value.raw().to_vec()], rest].concat())
    })
}

fn is_boundary(text: Text<'_>, end: usize) -> bool {
    let mut at = 0;
    while at < end {
        let Some((_, next)) = text.after(at) else { return false };
        at = next;
    }
    at == end
}

fn values(captures: &Captures<'_>) -> Vec<Vec<u8>> {
    (0..captures.len()).map(|index| captures.get(index).raw().to_vec()).collect()
}

/// Returns all texts of at most `len` of the characters after a prefix.
fn texts(prefix: &str, chars: &[&str], len: usize) -> Vec<String> {
    let mut texts = vec![prefix.to_owned()];
    let mut last = texts.clone();
    for _ in 0..len {
        last = last
            .iter()
            .flat_map(|text| chars.iter().map(move |char| format!("{text}{char}")))
            .collect();
        texts.extend(last.iter().cloned());
    }
    texts
}

fn check(text: Text<'_>, pieces: &[Piece<&[u8]>]) {
    let expected = search(text, pieces, 0);
    let mut captures = Captures::default();
    let linear = match_linear(text, pieces, &mut captures).map(|()| values(&captures));
    assert_eq!(linear, expected, "{:?} {pieces:?}", String::from_utf8_lossy(text.raw()));
    let mut captures = Captures::default();
    let chosen = capture(text, pieces, &mut captures).map(|()| values(&captures));
    assert_eq!(chosen, expected, "{:?} {pieces:?}", String::from_utf8_lossy(text.raw()));
}

#[test]
fn every_short_path_has_the_split_of_a_search() {
    for path in texts("/", &["a", "-", ".", "/", "%2F"], 5) {
        for pieces in &patterns() {
            check(Text::path(&path), pieces);
        }
    }
}

#[test]
fn every_short_value_has_the_split_of_a_search() {
    for value in texts("", &["a", "-", ".", "/", "\\"], 5) {
        for pieces in &patterns() {
            check(Text::new(value.as_bytes(), Encoding::Bytes), &pieces[1..]);
        }
    }
}

#[test]
fn long_literals_are_found_in_any_encoding() {
    let long = "ab".repeat(20) + "%2F%25a";
    let pieces = [t("/"), P, t(&long), P];
    for before in ["x", "ab", "aba", "%2Fa", "x%2F"] {
        for after in ["x", "%2F", "ab", "", &long, &format!("{long}x")] {
            for text in [long.clone(), long.replace('a', "%61"), long.to_lowercase()] {
                check(Text::path(&format!("/{before}{text}{after}")), &pieces);
            }
        }
    }
    // The text ends in the middle of a `%XX` of the literal, or begins in one.
    let digits = "2F".repeat(20);
    let pieces = [t("/"), P, t(&digits), P];
    for path in [format!("/%{digits}x"), format!("/a{digits}x"), format!("/%2F{digits}x")] {
        check(Text::path(&path), &pieces);
    }
}

#[test]
fn texts_of_every_length_fit_into_a_buffer() {
    let pieces = [t("/"), L, t("-"), L, t("!")];
    for len in [1, 254, 255, 256, 8188] {
        for unit in ["a", "%61"] {
            let path = format!("/a-{}!", unit.repeat(len));
            let mut captures = Captures::default();
            assert!(capture(Text::path(&path), &pieces, &mut captures).is_some(), "{len}");
            assert_eq!(captures.get(1).raw().len(), len * unit.len());
            let path = format!("/a-{}?", unit.repeat(len));
            assert!(capture(Text::path(&path), &pieces, &mut captures).is_none(), "{len}");
        }
    }
    let path = format!("/a-{}!", "a".repeat(8189));
    assert!(capture(Text::path(&path), &pieces, &mut Captures::default()).is_none());
}
