//! Matching a text against pieces: a path against those of a source.
//!
//! A leftmost `{name}` is as short as possible and `{*name}` as long as possible; they give way
//! until the whole source fits. No search is needed for that: a `{name}` that ends early leaves
//! more to what follows it than one that ends late, and what follows can always grow to its left.
//! So each `{name}` ends at the first place where its neighbour stands, and the text behind a
//! `{*name}` is laid from the path's end.

use crate::capture::{Captures, ends_in_dot_segment, is_segment, rest_len};
use crate::text::Text;

/// A piece of a source.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Piece<L> {
    /// Text in its normal form.
    Literal(L),
    /// `{name}`: one segment or a part of one.
    Segment,
    /// `{*name}`: the rest of the path, or what the text behind it leaves.
    Rest,
}

#[cfg(feature = "compile")]
impl Piece<Vec<u8>> {
    pub(crate) fn as_ref(&self) -> Piece<&[u8]> {
        match self {
            Piece::Literal(text) => Piece::Literal(text),
            Piece::Segment => Piece::Segment,
            Piece::Rest => Piece::Rest,
        }
    }
}

/// Adds the captures of `text` to those there are, if all of it fits the pieces.
pub(crate) fn capture<'a>(
    text: Text<'a>,
    pieces: &[Piece<&[u8]>],
    captures: &mut Captures<'a>,
) -> Option<()> {
    let mut matching = Matching { text, captures };
    match pieces.iter().position(|&piece| piece == Piece::Rest) {
        None => matching.segments(0, pieces, Some(text.len())).map(|_| ()),
        Some(at) => matching.around_rest(&pieces[..at], &pieces[at + 1..]),
    }
}

struct Matching<'a, 'c> {
    text: Text<'a>,
    captures: &'c mut Captures<'a>,
}

impl Matching<'_, '_> {
    fn around_rest(&mut self, before: &[Piece<&[u8]>], after: &[Piece<&[u8]>]) -> Option<()> {
        let start = self.segments(0, before, None)?;
        let end = self.end_of_rest(start, after)?;
        self.captures.push(self.text.part(start, end))?;
        self.segments(end, after, Some(self.text.len())).map(|_| ())
    }

    /// Lays pieces without a `{*name}` from `at` on, up to `end` where one is given, and says
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
                ([Piece::Segment], Some(end)) => (self.segment(at, end, end)?, &[][..]),
                ([Piece::Segment, Piece::Literal(literal)], Some(end)) => {
                    let close = self.text.literal_before(end, literal)?;
                    (self.segment(at, close, end)?, &[][..])
                }
                ([Piece::Segment, Piece::Literal(literal), after @ ..], _) => {
                    let (close, next) = self.first_after(at, literal)?;
                    (self.segment(at, close, next)?, after)
                }
                _ => return None,
            };
        }
        end.is_none_or(|end| at == end).then_some(at)
    }

    /// Keeps `start..close` as a `{name}`, if it may be one, and goes on at `next`.
    fn segment(&mut self, start: usize, close: usize, next: usize) -> Option<usize> {
        let value = self.text.part(start, close);
        is_segment(value).then_some(())?;
        self.captures.push(value)?;
        Some(next)
    }

    /// Where a capture that starts at `start` ends, and where the literal behind it ends: the
    /// first such place in the segment.
    fn first_after(&self, start: usize, literal: &[u8]) -> Option<(usize, usize)> {
        let mut close = start;
        while !self.text.is_separator(close) {
            (_, close) = self.text.after(close)?;
            if let Some(next) = self.text.literal_at(close, literal)
                && is_segment(self.text.part(start, close))
            {
                return Some((close, next));
            }
        }
        None
    }

    /// Where a literal starts and ends that stands before `open` or earlier in the segment, at
    /// the last place that is accepted.
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
            if let Some(start) = self.text.literal_before(open, literal)
                && accept(open)
            {
                return Some((start, open));
            }
        }
    }

    /// Where a `{*name}` that starts at `start` ends: the last place from which `after` reaches
    /// the end of the path, and before which the value may be one.
    fn end_of_rest(&self, start: usize, after: &[Piece<&[u8]>]) -> Option<usize> {
        let (mut end, mut close) = self.last_start(after)?;
        let limit = start + rest_len(self.text.part(start, end));
        while end > limit || ends_in_dot_segment(self.text.part(start, end)) {
            let [Piece::Literal(literal), Piece::Segment, ..] = after else { return None };
            (end, close) = self.last_before(close, literal, |_| true)?;
        }
        (start <= end).then_some(end)
    }

    /// The last place where `pieces`, laid from the path's end, can start, and where their first
    /// literal ends there.
    fn last_start(&self, pieces: &[Piece<&[u8]>]) -> Option<(usize, usize)> {
        let (mut start, mut close, mut left) = (self.text.len(), self.text.len(), pieces);
        while !left.is_empty() {
            ((start, close), left) = match left {
                [before @ .., Piece::Literal(literal), Piece::Segment] => {
                    let is_capture = |open| is_segment(self.text.part(open, start));
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
