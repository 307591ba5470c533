//! Sources whose captures are whole segments, as most are, and plain paths that fit them.

use std::ops::Range;

use crate::matching::pattern::Piece;
use crate::matching::text::MatchMode;
use crate::response::location::{Part, UriPosition};
use crate::table::encoding::{SEGMENT, literal};
use crate::table::swar::{slash, text_at};

/// Lays the pieces of such a source along a plain path, and tells where each capture is. Text and
/// captures take turns, and text comes first.
#[inline]
pub(crate) fn fit(program: &[u8], path: &[u8], mut tell: impl FnMut(Range<usize>)) -> Option<()> {
    let (mut at, mut left) = (0, program);
    while let Some((text, rest)) = literal(left) {
        at = text_at(path, at, text)?;
        let Some((capture, rest)) = rest.split_first() else { break };
        let end = if *capture == SEGMENT { segment_end(path, at) } else { rest_end(path, at) }?;
        tell(at..end);
        (at, left) = (end, rest);
    }
    (at == path.len()).then_some(())
}

/// Where a `{name}` ends.
fn segment_end(path: &[u8], at: usize) -> Option<usize> {
    let end = slash(path, at);
    (at < end && !is_dots(path, at, end)).then_some(end)
}

/// Where a `{*name}` ends: it begins with no slash and has no dot segment.
fn rest_end(path: &[u8], at: usize) -> Option<usize> {
    let mut start = at;
    loop {
        let end = slash(path, start);
        if is_dots(path, start, end) || end == at && at < path.len() {
            return None;
        }
        if end == path.len() {
            return Some(end);
        }
        start = end + 1;
    }
}

fn is_dots(path: &[u8], start: usize, end: usize) -> bool {
    path.get(start) == Some(&b'.') && matches!(&path[start..end], b"." | b"..")
}

/// Whether the captures of a source are whole segments and have no shapes. With a final slash more or
/// less a `{*name}` is another matter.
pub fn are_segments<'p>(
    mut pieces: impl Iterator<Item = Piece<&'p [u8]>>,
    form: MatchMode,
) -> bool {
    let mut before: Piece<&[u8]> = Piece::Param(None);
    pieces.all(|piece| {
        let is_segment = match (before, piece) {
            (Piece::Param(None), Piece::Literal(text)) => text.starts_with(b"/"),
            (Piece::Literal(text), Piece::Param(None)) => text.ends_with(b"/"),
            (Piece::Literal(text), Piece::CatchAll(None)) => {
                text.ends_with(b"/") && !form.any_slash
            }
            _ => false,
        };
        before = piece;
        is_segment
    })
}

/// Whether a target is sound (see [`crate::response::location_guard`]) whatever the segments of a plain path are that fill
/// it: a `{*name}` is the end of its path, behind a slash.
pub fn are_safe<'p>(
    pieces: impl Iterator<Item = Piece<&'p [u8]>> + Clone,
    parts: impl Iterator<Item = Part<&'p [u8]>>,
) -> bool {
    let captures = pieces.filter(|piece| !matches!(piece, Piece::Literal(_)));
    let (mut is_behind_slash, mut has_rest) = (false, false);
    for part in parts {
        let is_safe = match part {
            Part::Query | Part::Fragment => return true,
            Part::Path => true,
            Part::Literal(_) => !has_rest,
            Part::Capture(UriPosition::Segment, index) => {
                !has_rest && matches!(captures.clone().nth(index), Some(Piece::Param(_)))
            }
            Part::Capture(UriPosition::Rest, index) => {
                is_behind_slash && captures.clone().nth(index).is_some()
            }
            Part::Capture(..) => false,
        };
        if !is_safe {
            return false;
        }
        is_behind_slash = matches!(part, Part::Literal(text) if text.ends_with(b"/"));
        has_rest = matches!(part, Part::Capture(UriPosition::Rest, _));
    }
    true
}
