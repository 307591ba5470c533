//! Patterns whose captures are whole segments, as in most rules.
//!
//! Such a pattern is matched against a path in normal form without backtracking: each literal is
//! compared at its position, each `{name}` ends at the next slash, and a final `{*name}`
//! matches the rest. That is linear in the length of the path, and needs neither decoded pieces nor
//! captures. All other patterns go through [`matching::pattern`](crate::matching::pattern).

use std::ops::Range;

use crate::action::location::{Part, UriPosition};
use crate::matching::pattern::Piece;
use crate::matching::text::MatchMode;
use crate::swar::{find_slash, match_at};
use crate::table::encoding::{PARAM, literal};

/// Matches the program of such a pattern against a whole path in normal form, and calls
/// `on_capture` with the range of each capture. Literals and captures alternate, and a literal
/// comes first.
#[inline]
pub(crate) fn match_segments(
    program: &[u8],
    path: &[u8],
    mut on_capture: impl FnMut(Range<usize>),
) -> Option<()> {
    let (mut at, mut left) = (0, program);
    while let Some((text, rest)) = literal(left) {
        at = match_at(path, at, text)?;
        let Some((capture, rest)) = rest.split_first() else { break };
        let end = if *capture == PARAM { param_end(path, at) } else { catch_all_end(path, at) }?;
        on_capture(at..end);
        (at, left) = (end, rest);
    }
    (at == path.len()).then_some(())
}

/// Returns the end of a `{name}`: a segment that is neither empty nor a dot segment.
fn param_end(path: &[u8], at: usize) -> Option<usize> {
    let end = find_slash(path, at);
    (at < end && !is_unencoded_dot_segment(path, at, end)).then_some(end)
}

/// Returns the end of a `{*name}`, the rest of the path, which neither starts with a slash nor
/// contains a dot segment.
fn catch_all_end(path: &[u8], at: usize) -> Option<usize> {
    let mut start = at;
    loop {
        let end = find_slash(path, start);
        if is_unencoded_dot_segment(path, start, end) || end == at && at < path.len() {
            return None;
        }
        if end == path.len() {
            return Some(end);
        }
        start = end + 1;
    }
}

fn is_unencoded_dot_segment(path: &[u8], start: usize, end: usize) -> bool {
    path.get(start) == Some(&b'.') && matches!(&path[start..end], b"." | b"..")
}

/// Returns whether the captures of a pattern are whole segments without a regular expression. A
/// `{*name}` is excluded if a final slash is optional, because it may then be empty.
pub fn is_segment_pattern<'p>(
    pieces: impl Iterator<Item = Piece<&'p [u8]>>,
    mode: MatchMode,
) -> bool {
    let mut before: Piece<&[u8]> = Piece::Param(None);
    for piece in pieces {
        let is_whole = match (before, piece) {
            (Piece::Param(None), Piece::Literal(text)) => text.starts_with(b"/"),
            (Piece::Literal(text), Piece::Param(None)) => text.ends_with(b"/"),
            (Piece::Literal(text), Piece::CatchAll(None)) => {
                text.ends_with(b"/") && !mode.optional_slash
            }
            _ => false,
        };
        if !is_whole {
            return false;
        }
        before = piece;
    }
    true
}

/// Returns whether a target is safe (see [`is_safe`](crate::action::location_guard::is_safe)) for
/// all captures of such a pattern: each `{name}` fills the position of a segment, and a `{*name}`
/// is a whole segment that ends the path or is removed if it is empty. The check for each request
/// can then be skipped.
pub fn is_always_safe<'p>(
    pieces: impl Iterator<Item = Piece<&'p [u8]>> + Clone,
    parts: impl Iterator<Item = Part<&'p [u8]>>,
) -> bool {
    let capture = move |index| nth_capture(pieces.clone(), index);
    let mut before: Part<&[u8]> = Part::Path;
    // The last capture is a `{*name}` after a `Part::Slash`.
    let mut is_removable = false;
    for part in parts {
        let follows_rest = matches!(before, Part::Capture(UriPosition::Rest, _));
        let is_safe = match part {
            Part::Query | Part::Parameter | Part::Fragment => return true,
            Part::Path => true,
            Part::Slash => !follows_rest,
            Part::Literal(text) => !follows_rest || is_removable && starts_with_one_slash(text),
            Part::Capture(UriPosition::Segment, index) => {
                !follows_rest && matches!(capture(index), Some(Piece::Param(_)))
            }
            Part::Capture(UriPosition::Rest, index) => {
                is_removable = before == Part::Slash;
                let follows_slash = matches!(before, Part::Literal(text) if text.ends_with(b"/"));
                (is_removable || follows_slash) && capture(index).is_some()
            }
            Part::Capture(..) | Part::RequestUri | Part::RequestHost => false,
        };
        if !is_safe {
            return false;
        }
        before = part;
    }
    true
}

/// Returns whether a text starts with a slash, and no other slash follows, encoded or not.
fn starts_with_one_slash(text: &[u8]) -> bool {
    matches!(text, [b'/'] | [b'/', b'!'..=b'$' | b'&'..=b'.' | b'0'..=b'~', ..])
}

/// Returns the capture at that index.
fn nth_capture<'p>(
    pieces: impl Iterator<Item = Piece<&'p [u8]>>,
    mut index: usize,
) -> Option<Piece<&'p [u8]>> {
    for piece in pieces {
        if piece.is_capture() {
            if index == 0 {
                return Some(piece);
            }
            index -= 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{is_segment_pattern, match_segments};
    use crate::matching::pattern::Piece;
    use crate::matching::text::MatchMode;
    use crate::table::encoding::write;

    fn program(pieces: &[Piece<&[u8]>]) -> Vec<u8> {
        let mut program = Vec::new();
        for piece in pieces {
            write::piece(*piece, &mut program);
        }
        program
    }

    fn captures(pieces: &[Piece<&[u8]>], path: &str) -> Option<Vec<String>> {
        let mut captures = Vec::new();
        match_segments(&program(pieces), path.as_bytes(), |range| {
            captures.push(path[range].to_owned());
        })?;
        Some(captures)
    }

    #[test]
    fn params_are_whole_segments() {
        let pieces = [Piece::Literal(&b"/a/"[..]), Piece::Param(None), Piece::Literal(b"/z")];
        assert_eq!(captures(&pieces, "/a/b/z"), Some(vec!["b".into()]));
        assert_eq!(captures(&pieces, "/a/.b/z"), Some(vec![".b".into()]));
        for path in ["/a//z", "/a/./z", "/a/../z", "/a/b/c/z", "/a/b", "/a/b/zz", "/a/"] {
            assert_eq!(captures(&pieces, path), None, "{path}");
        }
    }

    #[test]
    fn catch_all_matches_the_rest_without_dot_segments() {
        let pieces = [Piece::Literal(&b"/a/"[..]), Piece::CatchAll(None)];
        for rest in ["", "b", "b/c", "b//c", "b/"] {
            assert_eq!(captures(&pieces, &format!("/a/{rest}")), Some(vec![rest.into()]));
        }
        for rest in ["/", "/b", "..", "b/../c", "b/."] {
            assert_eq!(captures(&pieces, &format!("/a/{rest}")), None, "{rest}");
        }
    }

    #[test]
    fn captures_that_share_a_segment_are_no_segment_pattern() {
        let exact = MatchMode::default();
        let optional_slash = MatchMode { optional_slash: true, ..exact };
        let whole = [Piece::Literal(&b"/a/"[..]), Piece::CatchAll(None)];
        assert!(is_segment_pattern(whole.into_iter(), exact));
        assert!(!is_segment_pattern(whole.into_iter(), optional_slash));
        let shared = [Piece::Literal(&b"/a-"[..]), Piece::Param(None)];
        assert!(!is_segment_pattern(shared.into_iter(), exact));
        let constrained = [Piece::Literal(&b"/"[..]), Piece::Param(Some(&b"dfa"[..]))];
        assert!(!is_segment_pattern(constrained.into_iter(), exact));
    }
}
