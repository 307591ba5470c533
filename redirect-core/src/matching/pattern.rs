//! Matching a text against pieces: a path against those of a source.
//!
//! A leftmost `{name}` is as short as possible and `{*name}` as long as possible; they give way
//! until the whole source fits. No search is needed for that: a `{name}` that ends early leaves
//! more to what follows it than one that ends late, and what follows can always grow to its left.
//! So each `{name}` ends at the first place where its neighbour stands, and the text behind a
//! `{*name}` is laid from the path's end. Only where a capture with a shape shares its segment with
//! another is there something to [`search`].

use std::ops::Range;

use crate::matching::backtrack::search;
use crate::matching::captures::{Captures, ends_in_dot_segment, is_segment, rest_len};
use crate::matching::dfa::Shape;
use crate::matching::text::{Encoding, Text};
use crate::table::swar::slash;

/// A piece of a source.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Piece<L> {
    /// Text in its normal form.
    Literal(L),
    /// `{name}`: one segment or a part of one, and its shape where it has one.
    Param(Option<L>),
    /// `{*name}`: the rest of the path, or what the text behind it leaves.
    CatchAll(Option<L>),
}

impl<L> Piece<L> {
    pub(crate) fn shape(&self) -> Option<&L> {
        match self {
            Piece::Literal(_) => None,
            Piece::Param(shape) | Piece::CatchAll(shape) => shape.as_ref(),
        }
    }
}

impl Piece<Vec<u8>> {
    pub fn as_ref(&self) -> Piece<&[u8]> {
        match self {
            Piece::Literal(text) => Piece::Literal(text),
            Piece::Param(shape) => Piece::Param(shape.as_deref()),
            Piece::CatchAll(shape) => Piece::CatchAll(shape.as_deref()),
        }
    }

    pub fn literal_mut(&mut self) -> Option<&mut Vec<u8>> {
        match self {
            Piece::Literal(text) => Some(text),
            Piece::Param(_) | Piece::CatchAll(_) => None,
        }
    }
}

/// Adds the captures of `text` to those there are, if all of it fits the pieces. Where it does not,
/// the captures are of no use.
pub fn capture<'a>(
    text: Text<'a>,
    pieces: &[Piece<&[u8]>],
    captures: &mut Captures<'a>,
) -> Option<()> {
    if pieces.iter().any(|piece| piece.shape().is_some()) && needs_backtracking(text, pieces) {
        return search(text, pieces, captures);
    }
    let mut matching = Matching { text, captures };
    match pieces.iter().position(|piece| matches!(piece, Piece::CatchAll(_))) {
        None => matching.segments(0, pieces, Some(text.len())).map(|_| ()),
        Some(at) => matching.around_rest(&pieces[..at], pieces[at].shape(), &pieces[at + 1..]),
    }
}

/// As [`capture`], of a path without its final slash and pieces without theirs: behind a slash,
/// `{*name}` may be empty, and the slash not there.
pub fn capture_any_slash<'a>(
    path: Text<'a>,
    pieces: &mut [Piece<&[u8]>],
    captures: &mut Captures<'a>,
) -> Option<()> {
    let mut attempt = *captures;
    if capture(path, pieces, &mut attempt).is_some() && !ends_empty(pieces, &attempt) {
        *captures = attempt;
        return Some(());
    }
    let (rest, before) = pieces.split_last_mut()?;
    let (Piece::CatchAll(shape), Some(Piece::Literal(last))) = (rest, before.last_mut()) else {
        return None;
    };
    *last = last.strip_suffix(b"/")?;
    has_shape(Text::default(), *shape).then_some(())?;
    capture(path, before, captures)?;
    captures.push(path.part(path.len(), path.len()))
}

/// Whether the pieces end in a `{*name}` that is empty, and so in the slash before it.
fn ends_empty(pieces: &[Piece<&[u8]>], captures: &Captures<'_>) -> bool {
    let last = captures.len().wrapping_sub(1);
    matches!(pieces.last(), Some(Piece::CatchAll(_))) && captures.get(last).is_empty()
}

/// Whether a capture with a shape stands in one segment with another, so that where the one ends
/// is the other's concern too.
fn needs_backtracking(text: Text<'_>, pieces: &[Piece<&[u8]>]) -> bool {
    let (mut captures, mut shapes) = (0, 0);
    pieces.iter().any(|piece| {
        if let Piece::Literal(literal) = piece {
            if text.separator().is_some_and(|separator| literal.contains(&separator)) {
                (captures, shapes) = (0, 0);
            }
        } else {
            captures += 1;
            shapes += usize::from(piece.shape().is_some());
        }
        captures > 1 && shapes > 0
    })
}

/// Whether a value has the shape, where one is asked for.
pub(crate) fn has_shape(value: Text<'_>, shape: Option<&[u8]>) -> bool {
    shape.is_none_or(|shape| Shape::new(shape).fits(value.decoded()))
}

/// Whether a value may be one of `{name}`.
fn is_value(value: Text<'_>, shape: Option<&[u8]>) -> bool {
    is_segment(value) && has_shape(value, shape)
}

struct Matching<'a, 'c> {
    text: Text<'a>,
    captures: &'c mut Captures<'a>,
}

impl Matching<'_, '_> {
    fn around_rest(
        &mut self,
        before: &[Piece<&[u8]>],
        shape: Option<&&[u8]>,
        after: &[Piece<&[u8]>],
    ) -> Option<()> {
        let start = self.segments(0, before, None)?;
        let end = self.end_of_rest(start, after)?;
        let value = self.text.part(start, end);
        has_shape(value, shape.copied()).then_some(())?;
        self.captures.push(value)?;
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
                ([Piece::Param(shape)], Some(end)) => {
                    (self.segment(at..end, *shape, end)?, &[][..])
                }
                ([Piece::Param(shape), Piece::Literal(literal)], Some(end)) => {
                    let close = self.text.literal_before(end, literal)?;
                    (self.segment(at..close, *shape, end)?, &[][..])
                }
                ([Piece::Param(shape), Piece::Literal(literal), after @ ..], _) => {
                    let (close, next) = self.first_after(at, literal)?;
                    (self.segment(at..close, *shape, next)?, after)
                }
                _ => return None,
            };
        }
        end.is_none_or(|end| at == end).then_some(at)
    }

    /// Keeps a part as a `{name}`, if it may be one, and goes on at `next`.
    fn segment(&mut self, part: Range<usize>, shape: Option<&[u8]>, next: usize) -> Option<usize> {
        let value = self.text.part(part.start, part.end);
        is_value(value, shape).then_some(())?;
        self.captures.push(value)?;
        Some(next)
    }

    /// Where a capture that starts at `start` ends, and where the literal behind it ends: the
    /// first such place in the segment.
    fn first_after(&self, start: usize, literal: &[u8]) -> Option<(usize, usize)> {
        if self.text.coding() == Encoding::PlainPath
            && let Some(&first) = literal.first()
        {
            return self.first_in_plain(start, first, literal);
        }
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

    /// The same in a path that is its own normal form: only where the literal's first byte stands is
    /// there something to compare, and a slash stands nowhere but at the segment's end.
    fn first_in_plain(&self, start: usize, first: u8, literal: &[u8]) -> Option<(usize, usize)> {
        let raw = self.text.raw();
        let end = slash(raw, start);
        let mut close = start + 1;
        while close <= end {
            if first == b'/' {
                close = end;
            } else {
                close += raw[close..end].iter().position(|&byte| byte == first)?;
            }
            if let Some(next) = self.text.literal_at(close, literal)
                && is_segment(self.text.part(start, close))
            {
                return Some((close, next));
            }
            close += 1;
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
            let [Piece::Literal(literal), Piece::Param(_), ..] = after else { return None };
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
                [before @ .., Piece::Literal(literal), Piece::Param(shape)] => {
                    let is_capture = |open| is_value(self.text.part(open, start), *shape);
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
