//! Where captures end whose shapes do not say it alone.
//!
//! Ends are tried from the best to the worst, and what has failed from one place is not tried there
//! again: the work is bounded by the pieces times the places that a capture can start and end at,
//! and [`MAX_LEN`] bounds those.

use crate::matching::captures::{
    Captures, MAX_CAPTURES, ends_in_dot_segment, is_dot_segment, rest_len,
};
use crate::matching::dfa::Shape;
use crate::matching::pattern::{Piece, has_shape};
use crate::matching::text::Text;

/// The longest text that is searched, in bytes. A longer one does not fit.
pub(crate) const MAX_LEN: usize = 1023;

/// A set of places in the text.
type Places = [u64; (MAX_LEN + 1) / 64];

/// Adds the captures of `text` to those there are, if all of it fits the pieces.
pub(crate) fn search<'a>(
    text: Text<'a>,
    pieces: &[Piece<&[u8]>],
    captures: &mut Captures<'a>,
) -> Option<()> {
    let failed = [Places::default(); 2 * MAX_CAPTURES + 1];
    let is_short = text.len() <= MAX_LEN && pieces.len() <= failed.len();
    is_short.then_some(())?;
    let values = text.part(0, text.len());
    Search { text, values, pieces, captures, failed }.lay(0, 0)
}

struct Search<'a, 'p, 'c> {
    text: Text<'a>,
    /// The text as a capture has it, and its shape sees it: in the request's case.
    values: Text<'a>,
    pieces: &'p [Piece<&'p [u8]>],
    captures: &'c mut Captures<'a>,
    /// For each piece the places where it and those behind it do not fit.
    failed: [Places; 2 * MAX_CAPTURES + 1],
}

impl Search<'_, '_, '_> {
    /// Lays the pieces from that one on, up to the end of the text.
    fn lay(&mut self, piece: usize, at: usize) -> Option<()> {
        let Some(next) = self.pieces.get(piece) else {
            return (at == self.text.len()).then_some(());
        };
        if has(&self.failed[piece], at) {
            return None;
        }
        let laid = match *next {
            Piece::Literal(literal) => {
                self.text.literal_at(at, literal).and_then(|end| self.lay(piece + 1, end))
            }
            Piece::Param(shape) => self.segment(piece, at, shape),
            Piece::CatchAll(shape) => self.rest(piece, at, shape),
        };
        if laid.is_none() {
            add(&mut self.failed[piece], at);
        }
        laid
    }

    /// Lays a `{name}`, as short as possible.
    fn segment(&mut self, piece: usize, start: usize, shape: Option<&[u8]>) -> Option<()> {
        let mut walk = shape.map(|shape| Shape::new(shape).walk());
        let mut end = start;
        while !self.text.is_separator(end) {
            let next = self.values.after(end)?;
            end = next.1;
            if let Some(walk) = &mut walk {
                walk.see(next.0.byte());
                if walk.is_dead() {
                    return None;
                }
            }
            let fits = walk.is_none_or(|walk| walk.accepts())
                && !is_dot_segment(self.text.part(start, end));
            if fits && self.keep(piece, start, end).is_some() {
                return Some(());
            }
        }
        None
    }

    /// Lays a `{*name}`, as long as possible.
    fn rest(&mut self, piece: usize, start: usize, shape: Option<&[u8]>) -> Option<()> {
        let limit = start + rest_len(self.text.part(start, self.text.len()));
        let ends = self.ends(start, limit, shape);
        (start..=limit).rev().filter(|&end| has(&ends, end)).find_map(|end| {
            let is_value = !ends_in_dot_segment(self.text.part(start, end));
            is_value.then(|| self.keep(piece, start, end))?
        })
    }

    /// Where a value that starts at `start` has the shape.
    fn ends(&self, start: usize, limit: usize, shape: Option<&[u8]>) -> Places {
        let mut ends = Places::default();
        if has_shape(Text::default(), shape) {
            add(&mut ends, start);
        }
        let mut walk = shape.map(|shape| Shape::new(shape).walk());
        let mut end = start;
        while let Some((unit, next)) = self.values.after(end).filter(|(_, next)| *next <= limit) {
            end = next;
            if let Some(walk) = &mut walk {
                walk.see(unit.byte());
            }
            if walk.is_none_or(|walk| walk.accepts()) {
                add(&mut ends, end);
            }
        }
        ends
    }

    /// Keeps a value, and lays what is behind it; if that fails, the value is forgotten.
    fn keep(&mut self, piece: usize, start: usize, end: usize) -> Option<()> {
        let known = self.captures.len();
        let laid = self
            .captures
            .push(self.values.part(start, end))
            .and_then(|()| self.lay(piece + 1, end));
        if laid.is_none() {
            self.captures.truncate(known);
        }
        laid
    }
}

fn has(places: &Places, at: usize) -> bool {
    places.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
}

fn add(places: &mut Places, at: usize) {
    if let Some(word) = places.get_mut(at / 64) {
        *word |= 1 << (at % 64);
    }
}
