//! Patterns with optional segments: `/{lang?}/about` and `/p/{*rest?}`.
//!
//! Each choice of the segments that are missing turns the pattern into one without optional
//! segments, a *variant*. The variants are compared with the path one after the other, ordered such
//! that each segment is present if any variant with it matches, decided from left to right. A
//! pattern has at most 2^[`MAX_OPTIONAL`] variants, each of which takes linear time.

use crate::matching::captures::{Captures, MAX_CAPTURES};
use crate::matching::pattern::{
    Piece, capture, capture_with_optional_slash, capture_without_final_slash,
};
use crate::matching::text::{MatchMode, Text};

/// The greatest number of optional segments of a pattern.
pub const MAX_OPTIONAL: usize = 4;

/// The greatest number of pieces of a variant.
const MAX_PIECES: usize = 2 * MAX_CAPTURES + 1;

/// A set of optional segments that are missing. The first segment has the most significant bit, so
/// that the numeric order is that in which variants are compared with a path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Missing {
    set: u8,
    optional: u8,
}

impl Missing {
    /// Returns the sets of a pattern with a number of optional segments, in order.
    pub fn all(optional: usize) -> impl Iterator<Item = Missing> {
        let optional = u8::try_from(optional.min(MAX_OPTIONAL)).unwrap_or_default();
        (0..1 << optional).map(move |set| Missing { set, optional })
    }

    /// Returns whether the optional segment with a number is missing.
    pub fn contains(self, number: usize) -> bool {
        let bit = usize::from(self.optional).checked_sub(number + 1);
        bit.is_some_and(|bit| self.set >> bit & 1 == 1)
    }
}

/// Adds the captures of the first variant that matches a path, which is in a match mode already.
pub(crate) fn capture_variant<'a>(
    path: Text<'a>,
    pieces: &[Piece<&[u8]>],
    mode: MatchMode,
    captures: &mut Captures<'a>,
) -> Option<()> {
    let optional = pieces.iter().filter(|piece| **piece == Piece::Optional).count();
    let before = captures.len();
    for missing in Missing::all(optional) {
        let mut buffer = [Piece::CatchAll(None); MAX_PIECES];
        let variant = variant(pieces, missing, mode, &mut buffer)?;
        let matched = if variant.is_empty() && !mode.optional_slash {
            // No path is empty.
            capture(path, &[Piece::Literal(b"/")], captures)
        } else if !mode.optional_slash {
            capture(path, variant, captures)
        } else if matches!(pieces, [.., Piece::Optional, Piece::CatchAll(_)]) {
            // Without a value, the segment is missing.
            capture_without_final_slash(path, variant, captures)
        } else {
            capture_with_optional_slash(path, variant, captures)
        };
        if matched.is_some() {
            return insert_missing(pieces, missing, before, captures);
        }
        captures.truncate(before);
    }
    None
}

/// Returns the pieces of each variant, in the order in which they are compared with a path.
/// Allocates.
pub(crate) fn variants<'t>(
    pieces: &[Piece<&'t [u8]>],
    mode: MatchMode,
) -> Vec<Vec<Piece<&'t [u8]>>> {
    let optional = pieces.iter().filter(|piece| **piece == Piece::Optional).count();
    let mut variants = Vec::new();
    for missing in Missing::all(optional) {
        let mut buffer = [Piece::CatchAll(None); MAX_PIECES];
        let pieces = variant(pieces, missing, mode, &mut buffer).unwrap_or_default();
        let is_root = pieces.is_empty() && !mode.optional_slash;
        variants.push(if is_root { vec![Piece::Literal(&b"/"[..])] } else { pieces.to_vec() });
    }
    variants
}

/// Writes the pieces of a variant to a buffer. A literal before a missing segment loses its final
/// slash, and is left out if nothing remains. If a final slash is optional, the variant loses its
/// own.
fn variant<'b, 't>(
    pieces: &[Piece<&'t [u8]>],
    missing: Missing,
    mode: MatchMode,
    buffer: &'b mut [Piece<&'t [u8]>],
) -> Option<&'b mut [Piece<&'t [u8]>]> {
    let (mut left, mut len, mut number) = (pieces, 0_usize, 0);
    while let Some((&piece, mut rest)) = left.split_first() {
        if piece == Piece::Optional {
            if missing.contains(number) {
                rest = rest.split_first()?.1;
                if let Some(Piece::Literal(text)) = buffer[..len].last_mut() {
                    *text = text.strip_suffix(b"/").unwrap_or(text);
                    len -= usize::from(text.is_empty());
                }
            }
            number += 1;
        } else {
            *buffer.get_mut(len)? = piece;
            len += 1;
        }
        left = rest;
    }
    if mode.optional_slash {
        len = without_final_slash(&mut buffer[..len]);
    }
    Some(&mut buffer[..len])
}

/// Removes the final slash of pieces, and returns the number of those that remain. An empty literal
/// stays after a `{*name}`, whose value is then followed by a slash.
fn without_final_slash(pieces: &mut [Piece<&[u8]>]) -> usize {
    let len = pieces.len();
    let Some((Piece::Literal(text), before)) = pieces.split_last_mut() else { return len };
    *text = text.strip_suffix(b"/").unwrap_or(text);
    len - usize::from(text.is_empty() && matches!(before.last(), Some(Piece::Param(_))))
}

/// Inserts the captures of missing segments, given the number of captures before those of the
/// pattern.
fn insert_missing(
    pieces: &[Piece<&[u8]>],
    missing: Missing,
    before: usize,
    captures: &mut Captures<'_>,
) -> Option<()> {
    let (mut index, mut number, mut is_missing) = (before, 0, false);
    for piece in pieces {
        if *piece == Piece::Optional {
            is_missing = missing.contains(number);
            number += 1;
        } else if piece.is_capture() {
            if std::mem::take(&mut is_missing) {
                captures.insert_absent(index)?;
            }
            index += 1;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::capture_variant;
    use crate::matching::captures::Captures;
    use crate::matching::pattern::Piece;
    use crate::matching::text::{MatchMode, Text};

    const EXACT: MatchMode = MatchMode { ignore_case: false, optional_slash: false };
    const OPTIONAL_SLASH: MatchMode = MatchMode { ignore_case: false, optional_slash: true };
    const PARAM: Piece<&[u8]> = Piece::Param(None);
    const CATCH_ALL: Piece<&[u8]> = Piece::CatchAll(None);
    const OPTIONAL: Piece<&[u8]> = Piece::Optional;

    fn literal(text: &str) -> Piece<&[u8]> {
        Piece::Literal(text.as_bytes())
    }

    /// Asserts that a path has these captures, `-` for one that is absent, with `|` between them.
    fn assert_captures(pieces: &[Piece<&[u8]>], mode: MatchMode, cases: &[(&str, Option<&str>)]) {
        for &(path, expected) in cases {
            let mut captures = Captures::default();
            let text = Text::path(path).in_mode(mode);
            let matched = capture_variant(text, pieces, mode, &mut captures);
            let value = |index| match captures.value(index) {
                Some(value) => String::from_utf8_lossy(value.raw()).into_owned(),
                None => "-".into(),
            };
            let values = matched.map(|()| (0..captures.len()).map(value).collect::<Vec<_>>());
            assert_eq!(values.map(|values| values.join("|")).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn a_first_segment_can_be_missing() {
        let pieces = [literal("/"), OPTIONAL, PARAM, literal("/about")];
        let cases = [
            ("/about", Some("-")),
            ("/en/about", Some("en")),
            ("/about/about", Some("about")),
            ("//about", None),
            ("/en", None),
            ("/", None),
        ];
        assert_captures(&pieces, EXACT, &cases);
        assert_captures(&pieces, OPTIONAL_SLASH, &[("/about/", Some("-")), ("/about//", None)]);
    }

    #[test]
    fn the_rest_can_be_missing() {
        let pieces = [literal("/p/"), OPTIONAL, CATCH_ALL];
        let cases = [
            ("/p", Some("-")),
            ("/p/", Some("")),
            ("/p/x/y", Some("x/y")),
            ("/p//", None),
            ("/px", None),
        ];
        assert_captures(&pieces, EXACT, &cases);
        let cases = [("/p", Some("-")), ("/p/", Some("-")), ("/p/x/", Some("x")), ("/p//", None)];
        assert_captures(&pieces, OPTIONAL_SLASH, &cases);
    }

    #[test]
    fn the_first_segments_are_present() {
        let pieces = [literal("/"), OPTIONAL, PARAM, literal("/"), OPTIONAL, PARAM];
        let cases =
            [("/", Some("-|-")), ("/a", Some("a|-")), ("/a/b", Some("a|b")), ("/a/b/c", None)];
        assert_captures(&pieces, EXACT, &cases);
        assert_captures(&pieces, OPTIONAL_SLASH, &[("/", Some("-|-")), ("/a/", Some("a|-"))]);
    }

    #[test]
    fn a_slash_before_a_missing_segment_can_be_the_final_one() {
        let pieces = [literal("/a//"), OPTIONAL, PARAM];
        let cases = [("/a", Some("-")), ("/a/", Some("-")), ("/a//", None), ("/a//b", Some("b"))];
        assert_captures(&pieces, OPTIONAL_SLASH, &cases);
        let pieces = [literal("/"), CATCH_ALL, literal("//"), OPTIONAL, PARAM];
        let cases = [("/a/", Some("a|-")), ("///", None), ("/a//b", Some("a|b"))];
        assert_captures(&pieces, OPTIONAL_SLASH, &cases);
        let pieces = [literal("/"), CATCH_ALL, literal("/"), OPTIONAL, PARAM, literal("/")];
        let cases =
            [("/", None), ("/a/", Some("a|-")), ("/a//", Some("a/|-")), ("/a/b", Some("a|b"))];
        assert_captures(&pieces, OPTIONAL_SLASH, &cases);
    }

    #[test]
    fn a_missing_segment_joins_the_text_around_it() {
        let pieces = [literal("/"), PARAM, literal("-x/"), OPTIONAL, PARAM, literal("/y")];
        let cases = [
            ("/a-x/b/y", Some("a|b")),
            ("/a-x/y", Some("a|-")),
            ("/a-x-x/y", Some("a-x|-")),
            ("/a-xy", None),
        ];
        assert_captures(&pieces, EXACT, &cases);
        let pieces = [literal("/"), CATCH_ALL, literal("/b/"), OPTIONAL, PARAM, literal("/c")];
        assert_captures(&pieces, EXACT, &[("/a/b/c", Some("a|-")), ("/a/b/x/c", Some("a|x"))]);
    }
}
