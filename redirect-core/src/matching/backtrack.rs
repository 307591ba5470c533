//! Backtracking with memoization, for captures with regular expressions that share a segment.
//!
//! The ends of a capture are tried in order of preference: the shortest `{name}` first, the longest
//! `{*name}` first. A piece that failed at one position is not tried there again (memoization, as
//! in packrat parsing: B. Ford, 2002), because whether the rest of the pieces matches from there
//! depends on nothing else. So each pair of a piece and a position is visited once and scans the
//! text once, which bounds the time by the number of pieces times the square of the length, and
//! [`MAX_LEN`] bounds that.

use crate::matching::captures::{
    Captures, MAX_CAPTURES, catch_all_len, ends_in_dot_segment, is_dot_segment,
};
use crate::matching::dfa::Dfa;
use crate::matching::pattern::{Piece, accepts};
use crate::matching::text::Text;

/// The greatest length of a text in bytes. A longer one does not match.
pub(crate) const MAX_LEN: usize = 1023;

/// A set of positions in the text, one bit for each.
#[derive(Clone, Copy)]
struct PositionSet([u64; (MAX_LEN + 1) / 64]);

impl PositionSet {
    const EMPTY: PositionSet = PositionSet([0; (MAX_LEN + 1) / 64]);

    fn contains(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    fn insert(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }
}

/// Adds the captures of `text` to `captures` if the pieces match all of it.
pub(crate) fn match_with_backtracking<'a>(
    text: Text<'a>,
    pieces: &[Piece<&[u8]>],
    captures: &mut Captures<'a>,
) -> Option<()> {
    let failed = [PositionSet::EMPTY; 2 * MAX_CAPTURES + 1];
    let is_short = text.len() <= MAX_LEN && pieces.len() <= failed.len();
    is_short.then_some(())?;
    let values = text.slice(0, text.len());
    Backtracker { text, values, pieces, captures, failed }.match_from(0, 0)
}

struct Backtracker<'a, 'p, 'c> {
    text: Text<'a>,
    /// The text as captures and their regular expressions see it: in the case of the request.
    values: Text<'a>,
    pieces: &'p [Piece<&'p [u8]>],
    captures: &'c mut Captures<'a>,
    /// For each piece the positions from which it and the following pieces do not match.
    failed: [PositionSet; 2 * MAX_CAPTURES + 1],
}

impl Backtracker<'_, '_, '_> {
    /// Matches the text from `at` to its end against the pieces from that one on.
    fn match_from(&mut self, piece: usize, at: usize) -> Option<()> {
        let Some(next) = self.pieces.get(piece) else {
            return (at == self.text.len()).then_some(());
        };
        if self.failed[piece].contains(at) {
            return None;
        }
        let matched = match *next {
            Piece::Literal(literal) => {
                self.text.literal_at(at, literal).and_then(|end| self.match_from(piece + 1, end))
            }
            Piece::Param(dfa) => self.param(piece, at, dfa),
            Piece::CatchAll(dfa) => self.catch_all(piece, at, dfa),
        };
        if matched.is_none() {
            self.failed[piece].insert(at);
        }
        matched
    }

    /// Matches a `{name}`, as short as possible.
    fn param(&mut self, piece: usize, start: usize, dfa: Option<&[u8]>) -> Option<()> {
        let mut walk = dfa.map(|dfa| Dfa::new(dfa).start());
        let mut end = start;
        while !self.text.is_separator(end) {
            let next = self.values.after(end)?;
            end = next.1;
            if let Some(walk) = &mut walk {
                walk.advance(next.0.byte());
                if walk.is_dead() {
                    return None;
                }
            }
            let is_value = walk.is_none_or(|walk| walk.is_accepting())
                && !is_dot_segment(self.text.slice(start, end));
            if is_value && self.capture(piece, start, end).is_some() {
                return Some(());
            }
        }
        None
    }

    /// Matches a `{*name}`, as long as possible.
    fn catch_all(&mut self, piece: usize, start: usize, dfa: Option<&[u8]>) -> Option<()> {
        let limit = start + catch_all_len(self.text.slice(start, self.text.len()));
        let ends = self.accepted_ends(start, limit, dfa);
        for end in (start..=limit).rev() {
            let is_value = ends.contains(end) && !ends_in_dot_segment(self.text.slice(start, end));
            if is_value && self.capture(piece, start, end).is_some() {
                return Some(());
            }
        }
        None
    }

    /// Returns the ends, up to `limit`, of the values at `start` that the DFA accepts.
    fn accepted_ends(&self, start: usize, limit: usize, dfa: Option<&[u8]>) -> PositionSet {
        let mut ends = PositionSet::EMPTY;
        if accepts(dfa, Text::default()) {
            ends.insert(start);
        }
        let mut walk = dfa.map(|dfa| Dfa::new(dfa).start());
        let mut end = start;
        while let Some((char, next)) = self.values.after(end) {
            if next > limit {
                break;
            }
            end = next;
            if let Some(walk) = &mut walk {
                walk.advance(char.byte());
            }
            if walk.is_none_or(|walk| walk.is_accepting()) {
                ends.insert(end);
            }
        }
        ends
    }

    /// Adds a captured value and matches the following pieces; removes the value if that fails.
    fn capture(&mut self, piece: usize, start: usize, end: usize) -> Option<()> {
        let len = self.captures.len();
        let matched = self
            .captures
            .push(self.values.slice(start, end))
            .and_then(|()| self.match_from(piece + 1, end));
        if matched.is_none() {
            self.captures.truncate(len);
        }
        matched
    }
}
