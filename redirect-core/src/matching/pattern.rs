//! Matching a text against the pieces of a pattern.
//!
//! Each `{name}`, from left to right, is as short as possible, and `{*name}` is as long as
//! possible, such that the whole pattern matches. This needs no backtracking, as in wildcard
//! matching (R. Cox, "Glob Matching Can Be Simple And Fast Too", 2017): a `{name}` that ends early
//! leaves more text to the pieces after it than one that ends late, and the capture before it can
//! always grow. So each `{name}` ends at the first occurrence of the literal that follows it, and
//! the pieces after a `{*name}` are matched from the end of the text, in time linear in its length
//! for each literal. The argument fails where a capture with a regular expression shares a segment
//! with another capture, and where an encoded slash divides the value of a `{name}` into segments:
//! only then does [`linear`](crate::matching::linear) match the pattern.

use std::ops::Range;

use crate::matching::captures::{Captures, catch_all_len, ends_in_dot_segment, is_param_value};
use crate::matching::dfa::Dfa;
use crate::matching::linear::{LONG_LITERAL, match_linear};
use crate::matching::text::{Encoding, Text};
use crate::swar::find_slash;

/// A piece of a pattern.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Piece<L> {
    /// Text in normal form.
    Literal(L),
    /// `{name}`: a segment or a part of one, with the DFA of its regular expression if it has one.
    Param(Option<L>),
    /// `{*name}`: any number of segments, with the DFA of its regular expression if it has one.
    CatchAll(Option<L>),
    /// The next piece is the capture of an [optional segment](crate::matching::optional): it can be
    /// missing, together with the slash before it.
    Optional,
}

impl<L> Piece<L> {
    /// Returns whether the piece is a capture.
    pub fn is_capture(&self) -> bool {
        match self {
            Piece::Literal(_) | Piece::Optional => false,
            Piece::Param(_) | Piece::CatchAll(_) => true,
        }
    }

    /// Returns whether the piece is text.
    fn is_literal(&self) -> bool {
        matches!(self, Piece::Literal(_))
    }

    /// Returns the DFA of a capture with a regular expression.
    pub(crate) fn dfa(&self) -> Option<&L> {
        match self {
            Piece::Literal(_) | Piece::Optional => None,
            Piece::Param(dfa) | Piece::CatchAll(dfa) => dfa.as_ref(),
        }
    }
}

impl Piece<Vec<u8>> {
    /// Borrows the piece.
    pub fn as_ref(&self) -> Piece<&[u8]> {
        match self {
            Piece::Literal(text) => Piece::Literal(text),
            Piece::Param(dfa) => Piece::Param(dfa.as_deref()),
            Piece::CatchAll(dfa) => Piece::CatchAll(dfa.as_deref()),
            Piece::Optional => Piece::Optional,
        }
    }

    /// Returns the text of a literal.
    pub fn literal_mut(&mut self) -> Option<&mut Vec<u8>> {
        match self {
            Piece::Literal(text) => Some(text),
            Piece::Param(_) | Piece::CatchAll(_) | Piece::Optional => None,
        }
    }
}

/// Adds the captures of `text` to `captures` if the pieces match all of it. If they do not,
/// `captures` may contain any values. No segment is optional.
pub fn capture<'a>(
    text: Text<'a>,
    pieces: &[Piece<&[u8]>],
    captures: &mut Captures<'a>,
) -> Option<()> {
    if text.is_too_long() && !matches!(pieces, [] | [Piece::Literal(_)]) {
        return None;
    }
    if needs_linear(text, pieces) {
        return match_linear(text, pieces, captures);
    }
    let mut matcher = Matcher { text, captures };
    for (at, piece) in pieces.iter().enumerate() {
        if let Piece::CatchAll(dfa) = *piece {
            return matcher.around_catch_all(&pieces[..at], dfa, &pieces[at + 1..]);
        }
    }
    matcher.segments(0, pieces, Some(text.len())).map(|_| ())
}

/// Works like [`capture`] for a pattern with an optional final slash, given a path and pieces
/// without theirs. A final `/{*name}` also matches if both the slash and the value are missing.
pub fn capture_with_optional_slash<'a>(
    path: Text<'a>,
    pieces: &mut [Piece<&[u8]>],
    captures: &mut Captures<'a>,
) -> Option<()> {
    let mut attempt = *captures;
    if capture_without_final_slash(path, pieces, &mut attempt).is_some() {
        *captures = attempt;
        return Some(());
    }
    let (catch_all, before) = pieces.split_last_mut()?;
    let (Piece::CatchAll(dfa), Some(Piece::Literal(last))) = (catch_all, before.last_mut()) else {
        return None;
    };
    *last = last.strip_suffix(b"/")?;
    accepts(*dfa, Text::default()).then_some(())?;
    capture(path, before, captures)?;
    captures.push(path.slice(path.len(), path.len()))
}

/// Works like [`capture`] for a path and pieces without their final slash, so that a final
/// `{*name}` is not empty.
pub(crate) fn capture_without_final_slash<'a>(
    path: Text<'a>,
    pieces: &[Piece<&[u8]>],
    captures: &mut Captures<'a>,
) -> Option<()> {
    capture(path, pieces, captures)?;
    (!ends_in_empty_catch_all(pieces, captures)).then_some(())
}

/// Returns whether the pieces end in a `{*name}` whose value is empty, so that the path ends in the
/// slash before it.
fn ends_in_empty_catch_all(pieces: &[Piece<&[u8]>], captures: &Captures<'_>) -> bool {
    let last = captures.len().wrapping_sub(1);
    matches!(pieces.last(), Some(Piece::CatchAll(_))) && captures.get(last).is_empty()
}

/// Returns whether the first occurrence of each literal may be the wrong one, or takes too long to
/// find:
///
/// * Two captures share a segment, and the text contains an encoded slash, or one of them has a
///   regular expression. There is no choice if the regular expressions of all captures of the
///   segment but the last one exclude the character that follows.
/// * A long literal is searched for.
/// * A `{*name}` follows or precedes another capture in a value that has no segments.
/// * Two literals are adjacent after a capture, because an optional segment between them is
///   missing.
fn needs_linear(text: Text<'_>, pieces: &[Piece<&[u8]>]) -> bool {
    let separator = text.separator();
    let (mut all, mut has_catch_all) = (0, false);
    // For the segment so far: the numbers of captures and DFAs, and whether a capture before the
    // last one has several possible ends.
    let (mut captures, mut dfas, mut has_choice) = (0, 0, false);
    for (index, piece) in pieces.iter().enumerate() {
        let Piece::Literal(literal) = piece else {
            all += 1;
            captures += 1;
            dfas += usize::from(piece.dfa().is_some());
            has_catch_all |= matches!(piece, Piece::CatchAll(_));
            if captures > 1 && (text.has_encoded_slash() || has_choice && dfas > 0) {
                return true;
            }
            continue;
        };
        let is_split = matches!(index.checked_sub(1), Some(before) if pieces[before].is_literal());
        if is_split && all > 0 {
            return true;
        }
        let at = separator.and_then(|byte| literal.iter().position(|&other| other == byte));
        let is_searched = all > 0 && index + 1 < pieces.len() && literal.len() > LONG_LITERAL;
        if is_searched && at.is_none_or(|at| unanchored_len(literal, at) > LONG_LITERAL) {
            return true;
        }
        if at.is_some() {
            (captures, dfas, has_choice) = (0, 0, false);
        } else if captures > 0 {
            let capture = pieces.get(index.wrapping_sub(1));
            has_choice |= has_catch_all
                || !capture.is_some_and(|capture| ends_before(capture, literal, text));
        }
    }
    // Where slashes do not separate segments, a `{*name}` still has some.
    all > 1 && has_catch_all && separator.is_none()
}

/// Returns whether the values of a capture cannot contain the first character of the literal after
/// it. Returns false for a large DFA, because the check would take too long.
fn ends_before(capture: &Piece<&[u8]>, literal: &[u8], text: Text<'_>) -> bool {
    const LARGE: usize = 128;
    let Some(dfa) = capture.dfa().filter(|dfa| dfa.len() <= LARGE) else { return false };
    let first = Text::new(literal, Encoding::Path).chars().next();
    let is_caseless = text.encoding() == Encoding::CaselessPath;
    first.is_some_and(|first| {
        let byte = first.byte();
        !(is_caseless && byte.is_ascii_alphabetic()) && Dfa::new(dfa).excludes(byte)
    })
}

/// Returns the number of bytes of a literal that are compared at many positions: those before its
/// first separator, which is at `first`, or after its last one.
fn unanchored_len(literal: &[u8], first: usize) -> usize {
    let separator = literal.get(first);
    let last = literal.iter().rposition(|byte| Some(byte) == separator).unwrap_or(first);
    first.max(literal.len() - 1 - last)
}

/// Returns whether a DFA, if there is one, accepts a value.
pub(crate) fn accepts(dfa: Option<&[u8]>, value: Text<'_>) -> bool {
    dfa.is_none_or(|dfa| Dfa::new(dfa).accepts(value.decoded()))
}

/// Returns whether a `{name}` with that DFA matches a value.
fn param_matches(dfa: Option<&[u8]>, value: Text<'_>) -> bool {
    is_param_value(value) && accepts(dfa, value)
}

struct Matcher<'a, 'c> {
    text: Text<'a>,
    captures: &'c mut Captures<'a>,
}

impl Matcher<'_, '_> {
    /// Matches the whole text against the pieces before a `{*name}`, the `{*name}`, and those after
    /// it.
    fn around_catch_all(
        &mut self,
        before: &[Piece<&[u8]>],
        dfa: Option<&[u8]>,
        after: &[Piece<&[u8]>],
    ) -> Option<()> {
        let start = self.segments(0, before, None)?;
        let end = self.end_of_catch_all(start, after)?;
        let value = self.text.slice(start, end);
        accepts(dfa, value).then_some(())?;
        self.captures.push(value)?;
        self.segments(end, after, Some(self.text.len())).map(|_| ())
    }

    /// Matches pieces without a `{*name}` from `at` on, up to `end` if it is given, and returns
    /// where they end.
    fn segments(
        &mut self,
        at: usize,
        pieces: &[Piece<&[u8]>],
        end: Option<usize>,
    ) -> Option<usize> {
        let (mut at, mut left) = (at, pieces);
        while !left.is_empty() {
            (at, left) = match (left, end) {
                ([Piece::Literal(literal), after @ ..], _) => {
                    (self.text.literal_at(at, literal)?, after)
                }
                ([Piece::Param(dfa)], Some(end)) => (self.param(at..end, *dfa, end)?, &[][..]),
                ([Piece::Param(dfa), Piece::Literal(literal)], Some(end)) => {
                    let close = self.text.literal_before(end, literal)?;
                    (self.param(at..close, *dfa, end)?, &[][..])
                }
                ([Piece::Param(dfa), Piece::Literal(literal), after @ ..], _) => {
                    let (close, next) = self.first_end(at, literal)?;
                    (self.param(at..close, *dfa, next)?, after)
                }
                _ => return None,
            };
        }
        end.is_none_or(|end| at == end).then_some(at)
    }

    /// Adds the value of a `{name}` if it matches, and returns the position at which to continue.
    fn param(&mut self, range: Range<usize>, dfa: Option<&[u8]>, next: usize) -> Option<usize> {
        let value = self.text.slice(range.start, range.end);
        param_matches(dfa, value).then_some(())?;
        self.captures.push(value)?;
        Some(next)
    }

    /// Returns the first end of a `{name}` at `start` after which `literal` follows in the same
    /// segment, and the end of that literal.
    fn first_end(&self, start: usize, literal: &[u8]) -> Option<(usize, usize)> {
        if let (Encoding::NormalPath, Some(&first)) = (self.text.encoding(), literal.first()) {
            return self.first_end_in_normal_path(start, first, literal);
        }
        let mut close = start;
        while !self.text.is_separator(close) {
            (_, close) = self.text.after(close)?;
            if self.text.may_start_at(close, literal) {
                if let Some(next) = self.param_before(start, close, literal) {
                    return Some((close, next));
                }
            }
        }
        None
    }

    /// Works like [`first_end`](Matcher::first_end) in a path that is its own normal form: only
    /// occurrences of the first byte of the literal are compared, and a slash only occurs at the
    /// end of the segment.
    fn first_end_in_normal_path(
        &self,
        start: usize,
        first: u8,
        literal: &[u8],
    ) -> Option<(usize, usize)> {
        let raw = self.text.raw();
        let end = find_slash(raw, start);
        let mut close = start + 1;
        while close <= end {
            if first == b'/' {
                close = end;
            } else {
                close += raw[close..end].iter().position(|&byte| byte == first)?;
            }
            if let Some(next) = self.param_before(start, close, literal) {
                return Some((close, next));
            }
            close += 1;
        }
        None
    }

    /// Returns the end of `literal` at `close` if a `{name}` may match the text between.
    fn param_before(&self, start: usize, close: usize, literal: &[u8]) -> Option<usize> {
        let next = self.text.literal_at(close, literal)?;
        is_param_value(self.text.slice(start, close)).then_some(next)
    }

    /// Returns the start and the end of the last occurrence of a literal that ends before `open` in
    /// the same segment, and whose end is accepted.
    fn last_before(
        &self,
        mut open: usize,
        literal: &[u8],
        accept: impl Fn(usize) -> bool,
    ) -> Option<(usize, usize)> {
        loop {
            open = self.text.before(open)?;
            if self.text.is_separator(open) {
                return None;
            }
            if let Some(start) = self.text.literal_before(open, literal) {
                if accept(open) {
                    return Some((start, open));
                }
            }
        }
    }

    /// Returns the end of a `{*name}` at `start`: the last position from which `after` matches the
    /// rest of the text, and up to which a `{*name}` may match.
    fn end_of_catch_all(&self, start: usize, after: &[Piece<&[u8]>]) -> Option<usize> {
        let (mut end, mut close) = self.last_start(after)?;
        let limit = start + catch_all_len(self.text.slice(start, end));
        while end > limit || ends_in_dot_segment(self.text.slice(start, end)) {
            let [Piece::Literal(literal), Piece::Param(_), ..] = after else { return None };
            (end, close) = self.last_before(close, literal, |_| true)?;
        }
        (start <= end).then_some(end)
    }

    /// Returns the last position from which `pieces` match the rest of the text, and the end of
    /// their first literal there.
    fn last_start(&self, pieces: &[Piece<&[u8]>]) -> Option<(usize, usize)> {
        let (mut start, mut close, mut left) = (self.text.len(), self.text.len(), pieces);
        while !left.is_empty() {
            ((start, close), left) = match left {
                [before @ .., Piece::Literal(literal), Piece::Param(dfa)] => {
                    let is_capture = |open| param_matches(*dfa, self.text.slice(open, start));
                    (self.last_before(start, literal, is_capture)?, before)
                }
                [before @ .., Piece::Literal(literal)] => {
                    ((self.text.literal_before(start, literal)?, start), before)
                }
                _ => return None,
            };
        }
        Some((start, close))
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, capture, capture_with_optional_slash};
    use crate::matching::captures::Captures;
    use crate::matching::text::Text;

    const PARAM: Piece<&[u8]> = Piece::Param(None);
    const CATCH_ALL: Piece<&[u8]> = Piece::CatchAll(None);

    fn literal(text: &str) -> Piece<&[u8]> {
        Piece::Literal(text.as_bytes())
    }

    fn values(captures: &Captures<'_>) -> Vec<String> {
        let values = (0..captures.len()).map(|index| captures.get(index).raw());
        values.map(|value| String::from_utf8_lossy(value).into_owned()).collect()
    }

    fn captured(path: &str, pieces: &[Piece<&[u8]>]) -> Option<Vec<String>> {
        let mut captures = Captures::default();
        capture(Text::path(path), pieces, &mut captures)?;
        Some(values(&captures))
    }

    fn assert_captures(path: &str, pieces: &[Piece<&[u8]>], expected: &[&str]) {
        let expected: Vec<String> = expected.iter().map(|&value| value.into()).collect();
        assert_eq!(captured(path, pieces), Some(expected), "{path}");
    }

    #[test]
    fn leftmost_param_is_as_short_as_possible() {
        assert_captures("/a-b-c", &[literal("/"), PARAM, literal("-"), PARAM], &["a", "b-c"]);
        assert_captures("/a%2Db", &[literal("/"), PARAM, literal("-"), PARAM], &["a", "b"]);
        assert_captures("/a.b.c/x", &[literal("/"), PARAM, literal(".c/x")], &["a.b"]);
    }

    #[test]
    fn params_do_not_match_slashes_or_nothing() {
        for path in ["/", "/a/b", "//", "/a/"] {
            assert_eq!(captured(path, &[literal("/"), PARAM]), None, "{path}");
        }
        assert_captures("/a%2Fb", &[literal("/"), PARAM], &["a%2Fb"]);
        assert_eq!(captured("/-b", &[literal("/"), PARAM, literal("-b")]), None);
    }

    #[test]
    fn catch_all_is_as_long_as_possible() {
        let pieces = [literal("/"), CATCH_ALL, literal("/x/"), PARAM];
        assert_captures("/a/x/b/x/c", &pieces, &["a/x/b", "c"]);
        assert_eq!(captured("/a/x", &pieces), None);
        assert_captures("/a/b.html", &[literal("/"), CATCH_ALL, literal(".html")], &["a/b"]);
        assert_captures("/", &[literal("/"), CATCH_ALL], &[""]);
    }

    #[test]
    fn catch_all_gives_way_to_dot_segments() {
        let pieces = [literal("/"), CATCH_ALL, literal("-"), PARAM];
        assert_captures("/a-b-c", &pieces, &["a-b", "c"]);
        assert_eq!(captured("/a/../b", &[literal("/"), CATCH_ALL]), None);
        assert_eq!(captured("//a", &[literal("/"), CATCH_ALL]), None);
    }

    #[test]
    fn final_slash_and_catch_all_may_both_be_missing() {
        let captured = |path| {
            let mut captures = Captures::default();
            let pieces = &mut [literal("/a/"), CATCH_ALL];
            capture_with_optional_slash(Text::path(path), pieces, &mut captures)?;
            Some(values(&captures))
        };
        assert_eq!(captured("/a"), Some(vec![String::new()]));
        assert_eq!(captured("/a/b"), Some(vec!["b".into()]));
        assert_eq!(captured("/a/"), None);
        assert_eq!(captured("/ab"), None);
    }

    #[test]
    fn captures_with_shapes_can_share_a_segment() {
        // `[0-9]+`, and `[a-z0-9]+`.
        let digits = [4, 0, 9, 0, 1, b'0', b'9', 9, 0, 1, b'0', b'9', 9, 0];
        let words = [
            4, 0, 13, 0, 2, b'0', b'9', 13, 0, b'a', b'z', 13, 0, 2, b'0', b'9', 13, 0, b'a', b'z',
            13, 0,
        ];
        let pieces =
            [literal("/"), Piece::Param(Some(&words)), literal("1"), Piece::Param(Some(&digits))];
        assert_captures("/a1b12", &pieces, &["a1b", "2"]);
        assert_captures("/11111", &pieces, &["1", "111"]);
        assert_eq!(captured("/a1b", &pieces), None);
        let long = format!("/{}", "1".repeat(1000));
        assert!(captured(&long, &pieces).is_some());
        assert_eq!(captured(&format!("{long}x"), &pieces), None);
    }
}
