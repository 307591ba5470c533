//! The difference between a path and a source that does not match it.

use crate::matching::captures::Captures;
use crate::matching::optional::variants;
use crate::matching::pattern::{Piece, accepts};
use crate::matching::text::{Encoding, MatchMode, Text};
use crate::table::Table;
use crate::table::encoding::pieces;
use crate::table::entry::Entry;
use crate::table::lookup::match_pieces;
use crate::table::record::Record;

/// A small difference between the path of a request and the paths that a source matches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum PathDifference {
    /// The regular expression of the capture at that index does not match the value.
    Regex(usize, String),
    /// The final slash.
    FinalSlash,
    /// The case of ASCII letters.
    Case,
    /// A capture cannot have its value, which has a dot segment or begins with a slash.
    CaptureValue,
    /// A few characters: the edit distance.
    Similar(usize),
}

/// The greatest number of bytes of a path that is searched for similar ones.
const MAX_LEN: usize = 1024;

/// The greatest edit distance between similar paths.
const MAX_DISTANCE: usize = 2;

/// The number of literal characters of a source for each edit.
const CHARS_PER_EDIT: usize = 4;

/// Returns the difference between a path and a source that does not match it, if it is small.
pub(crate) fn path_difference(
    table: Table<'_>,
    entry: Entry,
    record: Record<'_>,
    path: Text<'_>,
) -> Option<PathDifference> {
    let mode = record.mode();
    let literal: Vec<u8>;
    let pieces: Vec<Piece<&[u8]>> = match entry.program(table, record) {
        Some(program) => pieces(program).collect(),
        None if entry.flags(table)?.is_normal() => vec![Piece::Literal(record.key)],
        None => {
            literal = Text::new(record.key, Encoding::Path).in_mode(mode).normalized().collect();
            vec![Piece::Literal(&literal)]
        }
    };
    let source = Source { pieces: &pieces, mode };
    if let Some((capture, value)) = source.regex_mismatch(path) {
        return Some(PathDifference::Regex(capture, value));
    }
    if source.matches_with_optional_slash(path) {
        return Some(PathDifference::FinalSlash);
    }
    if source.matches_in_any_case(path) {
        return Some(PathDifference::Case);
    }
    match source.least_distance(path)? {
        0 => Some(PathDifference::CaptureValue),
        distance => Some(PathDifference::Similar(distance)),
    }
}

/// The pieces of a source, as they are compared in its match mode.
struct Source<'p> {
    pieces: &'p [Piece<&'p [u8]>],
    mode: MatchMode,
}

impl Source<'_> {
    /// Returns the first capture whose regular expression does not match, and its value, if the
    /// source matches the path without its regular expressions.
    fn regex_mismatch(&self, path: Text<'_>) -> Option<(usize, String)> {
        self.has_regex().then_some(())?;
        let mut bare = self.pieces.to_vec();
        for piece in &mut bare {
            if let Piece::Param(dfa) | Piece::CatchAll(dfa) = piece {
                *dfa = None;
            }
        }
        let captures = match_in_mode(path, bare, self.mode)?;
        let mut index = 0;
        for piece in self.pieces {
            if piece.is_capture() {
                // A missing segment has no value.
                let value = captures.value(index);
                let is_wrong = |value: &Text<'_>| !accepts(piece.dfa().copied(), *value);
                if let Some(value) = value.filter(is_wrong) {
                    return Some((index, String::from_utf8_lossy(value.raw()).into_owned()));
                }
                index += 1;
            }
        }
        None
    }

    fn has_regex(&self) -> bool {
        self.pieces.iter().any(|piece| piece.dfa().is_some())
    }

    /// Returns whether the source matches the path with the option `slash: either`.
    fn matches_with_optional_slash(&self, path: Text<'_>) -> bool {
        if self.mode.optional_slash {
            return false;
        }
        let mut pieces = self.pieces.to_vec();
        // Each variant of a source with optional segments has its own final slash.
        let last = pieces.last_mut().filter(|_| !self.pieces.contains(&Piece::Optional));
        if let Some(Piece::Literal(last)) = last {
            *last = last.strip_suffix(b"/").unwrap_or(last);
        }
        let mode = MatchMode { optional_slash: true, ..self.mode };
        match_in_mode(path, pieces, mode).is_some()
    }

    /// Returns whether the source matches the path with the option `case: ignore`. Returns false
    /// for a source with regular expressions, which the option changes.
    fn matches_in_any_case(&self, path: Text<'_>) -> bool {
        if self.mode.ignore_case || self.has_regex() {
            return false;
        }
        let lowercase: Vec<Piece<Vec<u8>>> = self.pieces.iter().map(lowercase).collect();
        let pieces = lowercase.iter().map(Piece::as_ref).collect();
        match_in_mode(path, pieces, MatchMode { ignore_case: true, ..self.mode }).is_some()
    }

    /// Returns the edit distance between the path and the nearest path that the source matches if
    /// its captures have any value, or `None` if it is large.
    fn least_distance(&self, path: Text<'_>) -> Option<usize> {
        if !self.pieces.contains(&Piece::Optional) {
            return self.distance(path);
        }
        let variants = variants(self.pieces, self.mode);
        let distance = |pieces: &Vec<_>| Source { pieces, mode: self.mode }.distance(path);
        variants.iter().filter_map(distance).min()
    }

    /// Returns the [least distance](Source::least_distance) of a source without optional segments.
    ///
    /// This is the algorithm of R. A. Wagner and M. J. Fischer ("The String-to-String Correction
    /// Problem", 1974), with a row for each byte of a literal and for each capture, whose bytes
    /// cost nothing. It ends at the first row whose values are all too large, which is soon for
    /// most sources.
    fn distance(&self, path: Text<'_>) -> Option<usize> {
        if path.len() > MAX_LEN {
            return None;
        }
        let literal_len = |piece: &Piece<&[u8]>| match piece {
            Piece::Literal(text) => text.len(),
            Piece::Param(_) | Piece::CatchAll(_) | Piece::Optional => 0,
        };
        let literals: usize = self.pieces.iter().map(literal_len).sum();
        let limit = MAX_DISTANCE.min(literals / CHARS_PER_EDIT);
        let path: Vec<u8> = path.in_mode(self.mode).normalized().collect();
        let mut row: Vec<usize> = (0..=path.len()).collect();
        for piece in self.pieces {
            match piece {
                Piece::Literal(text) => {
                    for &byte in *text {
                        row = after_byte(&row, byte, &path);
                        if row.iter().all(|&distance| distance > limit) {
                            return None;
                        }
                    }
                }
                Piece::Param(_) => row = after_capture(&row, &path, false),
                Piece::CatchAll(_) => row = after_capture(&row, &path, true),
                Piece::Optional => {}
            }
        }
        row.last().copied().filter(|&distance| distance <= limit)
    }
}

/// A distance that is too large for any path.
const FAR: usize = usize::MAX / 2;

/// Returns the row after a byte of a literal.
fn after_byte(row: &[usize], byte: u8, path: &[u8]) -> Vec<usize> {
    let mut next = Vec::with_capacity(row.len());
    next.push(row[0] + 1);
    for (at, &actual) in path.iter().enumerate() {
        let replaced = row[at] + usize::from(actual != byte);
        next.push(replaced.min(row[at + 1] + 1).min(next[at] + 1));
    }
    next
}

/// Returns the row after a capture, which matches any bytes, or at least one byte that is not a
/// slash.
fn after_capture(row: &[usize], path: &[u8], is_catch_all: bool) -> Vec<usize> {
    let mut next = Vec::with_capacity(row.len());
    next.push(if is_catch_all { row[0] } else { FAR });
    for (at, &byte) in path.iter().enumerate() {
        next.push(if is_catch_all {
            row[at + 1].min(next[at])
        } else if byte == b'/' {
            FAR
        } else {
            row[at].min(next[at])
        });
    }
    next
}

fn match_in_mode<'a>(
    path: Text<'a>,
    mut pieces: Vec<Piece<&[u8]>>,
    mode: MatchMode,
) -> Option<Captures<'a>> {
    let mut captures = Captures::NONE;
    match_pieces(path.in_mode(mode), &mut pieces, mode, &mut captures)?;
    Some(captures)
}

/// Returns a piece with its literal in lower case, except for the digits of each `%XX`.
fn lowercase(piece: &Piece<&[u8]>) -> Piece<Vec<u8>> {
    match *piece {
        Piece::Literal(text) => {
            Piece::Literal(Text::new(text, Encoding::CaselessPath).normalized().collect())
        }
        Piece::Param(dfa) => Piece::Param(dfa.map(<[u8]>::to_vec)),
        Piece::CatchAll(dfa) => Piece::CatchAll(dfa.map(<[u8]>::to_vec)),
        Piece::Optional => Piece::Optional,
    }
}

#[cfg(test)]
mod tests {
    use super::{PathDifference, Source};
    use crate::matching::pattern::Piece;
    use crate::matching::text::{MatchMode, Text};

    fn distance(pieces: &[Piece<&[u8]>], path: &str) -> Option<usize> {
        Source { pieces, mode: MatchMode::default() }.distance(Text::path(path))
    }

    #[test]
    fn distance_counts_edits_of_literals_only() {
        let blog = [Piece::Literal(&b"/blog/archive/"[..]), Piece::Param(None)];
        for (path, expected) in [
            ("/blog/archive/anything", Some(0)),
            ("/blog/archve/x", Some(1)),
            ("/bolg/archive/x", Some(2)),
            ("/blog/archive/", None),
            ("/blog/archive/x/y", Some(2)),
            ("/blog/archive/xx/yy", None),
            ("/news/x", None),
        ] {
            assert_eq!(distance(&blog, path), expected, "{path}");
        }
        let rest = [Piece::Literal(&b"/docs/"[..]), Piece::CatchAll(None)];
        assert_eq!(distance(&rest, "/docs/a/b/c"), Some(0));
        assert_eq!(distance(&rest, "/doc/a/b/c"), Some(1));
    }

    #[test]
    fn short_sources_are_similar_to_nothing() {
        assert_eq!(distance(&[Piece::Literal(b"/a")], "/b"), None);
        assert_eq!(distance(&[Piece::Literal(b"/old")], "/odl"), None);
        assert_eq!(distance(&[Piece::Literal(b"/old")], "/ol"), Some(1));
    }

    #[test]
    fn slash_and_case_are_ignored_one_at_a_time() {
        let pieces = [Piece::Literal(&b"/A%2Fb/"[..]), Piece::Param(None)];
        let source = Source { pieces: &pieces, mode: MatchMode::default() };
        assert!(source.matches_in_any_case(Text::path("/a%2fB/x")));
        assert!(!source.matches_in_any_case(Text::path("/a%2fB/x/")));
        assert!(source.matches_with_optional_slash(Text::path("/A%2Fb/x/")));
        assert!(!source.matches_with_optional_slash(Text::path("/a%2Fb/x/")));
        assert_eq!(source.regex_mismatch(Text::path("/A%2Fb/x")), None);
        assert_ne!(PathDifference::Case, PathDifference::FinalSlash);
    }
}
