//! Matching in linear time, for patterns in which the end of one capture depends on another.
//!
//! This is the case if a capture with a regular expression shares a segment with another capture,
//! and if a value can contain an encoded slash, because its segments must then be checked. To try
//! the ends of each capture in turn (backtracking) would take quadratic time even with memoization.
//! Two passes take linear time instead:
//!
//! 1. The backward pass computes, for each position of the text, the set of *viable* pieces: those
//!    from which the pieces up to the last one match the rest of the text. The set is one word with
//!    a bit for each piece, so that all captures without a regular expression advance at once. A
//!    capture with a DFA has a set of DFA states instead, those from which some text that ends at
//!    a viable position is accepted: the DFA runs backward, as an NFA (K. Thompson, 1968).
//! 2. The forward pass reads the captures from left to right. A `{name}` ends at the first viable
//!    position, and a `{*name}` at the last one. It never has to go back, because a viable position
//!    is one from which the rest matches.
//!
//! The result is that of a backtracking search that prefers short values of `{name}` and long ones
//! of `{*name}`. The time is bounded by the length of the text times the number of pieces and of
//! DFA states.
//!
//! **Dot segments.** A value must not contain a dot segment (see `ValueCheck`). Except for the
//! first segment of the value, this is a property of the text: a segment of the value is a segment
//! of the text, or the start of one. The first segment starts where the value does. The first
//! character that rules out a dot segment is at most its third one, so the backward pass marks a
//! capture as viable up to three characters before the position from which its value can continue.

use crate::matching::captures::{
    Captures, MAX_CAPTURES, ValueCheck, ends_in_dot_segment, is_slash_like, is_strict,
};
use crate::matching::dfa::{self, Dfa, StateSet};
use crate::matching::pattern::Piece;
use crate::matching::text::{Encoding, MAX_CHARS, PathChar, Text, char_count};

/// The greatest number of pieces of a pattern.
const MAX_PIECES: usize = 2 * MAX_CAPTURES + 1;

/// The first of the bits for occurrences of long literals.
const OCCURRENCES: usize = MAX_PIECES + 1;

/// The length in bytes above which the occurrences of a literal are found in advance. A shorter one
/// is compared at each position, which takes a bounded number of steps.
pub(crate) const LONG_LITERAL: usize = 32;

/// Numbers of characters that most texts do not exceed, so that the buffer is small.
const FEW_CHARS: usize = 64;
const MORE_CHARS: usize = 1024;

/// Numbers of words that are enough for the state sets of most patterns.
const FEW_WORDS: usize = 8;
const MORE_WORDS: usize = 128;

/// The greatest number of bytes of all DFAs of one pattern together.
pub const MAX_DFAS: usize = dfa::MAX_LEN;

/// The number of words that suffices for the state sets of every pattern.
const MANY_WORDS: usize = MAX_DFAS / 64 + MAX_CAPTURES;

/// Adds the captures of `text` to `captures` if the pieces match all of it. The text has at most
/// [`MAX_CHARS`] characters.
#[inline(never)]
pub(crate) fn match_linear<'a>(
    text: Text<'a>,
    pieces: &[Piece<&[u8]>],
    captures: &mut Captures<'a>,
) -> Option<()> {
    let chars = match text.encoding() {
        Encoding::NormalPath | Encoding::Bytes | Encoding::Host => text.len(),
        Encoding::Path | Encoding::CaselessPath | Encoding::Form => text.chars().count(),
    };
    let mut words = 0;
    for piece in pieces {
        words += piece.dfa().map_or(0, |dfa| Dfa::new(dfa).words());
    }
    (pieces.len() <= MAX_PIECES).then_some(())?;
    if chars <= FEW_CHARS && words <= FEW_WORDS {
        Buffers::<{ FEW_CHARS + 1 }, FEW_WORDS>::run(text, chars, pieces, captures)
    } else if chars <= MORE_CHARS && words <= FEW_WORDS {
        Buffers::<{ MORE_CHARS + 1 }, FEW_WORDS>::run(text, chars, pieces, captures)
    } else if words <= FEW_WORDS {
        Buffers::<{ MAX_CHARS + 1 }, FEW_WORDS>::run(text, chars, pieces, captures)
    } else if chars <= MORE_CHARS && words <= MORE_WORDS {
        Buffers::<{ MORE_CHARS + 1 }, MORE_WORDS>::run(text, chars, pieces, captures)
    } else {
        Buffers::<{ MAX_CHARS + 1 }, MANY_WORDS>::run(text, chars, pieces, captures)
    }
}

/// The memory of a match, on the stack: one word for each position of the text, and the words of
/// the state sets.
struct Buffers<const CHARS: usize, const WORDS: usize>;

impl<const CHARS: usize, const WORDS: usize> Buffers<CHARS, WORDS> {
    #[inline(never)]
    fn run<'a>(
        text: Text<'a>,
        chars: usize,
        pieces: &[Piece<&[u8]>],
        captures: &mut Captures<'a>,
    ) -> Option<()> {
        let (mut viable, mut sets, mut scratch) = ([0; CHARS], [0; WORDS], [0; WORDS]);
        let values = text.slice(0, text.len());
        let viable = viable.get_mut(..=chars)?;
        let masks = Masks::new(text, pieces);
        let mut matcher = Matcher { text, values, pieces, masks, viable };
        if masks.long_literals != 0 {
            matcher.mark_long_literals();
        }
        matcher.backward(&mut sets, &mut scratch);
        matcher.forward(captures)
    }
}

/// Sets of pieces, with the bit of each at its index.
#[derive(Clone, Copy, Default)]
struct Masks {
    captures: u64,
    /// Captures with a regular expression.
    dfas: u64,
    params: u64,
    /// Captures whose values have segments.
    strict: u64,
    /// Pieces that match the empty text if the next piece is viable: empty literals, and each
    /// `{*name}` that may be empty.
    may_be_empty: u64,
    long_literals: u64,
    /// The sets of the literals of each length. Few patterns have many lengths.
    literals: [LiteralGroup; MAX_LENGTHS],
    lengths: usize,
}

/// The greatest number of literals of a pattern, and of their lengths.
const MAX_LENGTHS: usize = MAX_CAPTURES + 1;

/// The literals of a length in characters.
#[derive(Clone, Copy, Default)]
struct LiteralGroup {
    len: usize,
    pieces: u64,
}

impl Masks {
    fn new(text: Text<'_>, pieces: &[Piece<&[u8]>]) -> Masks {
        let mut masks = Masks::default();
        for (number, piece) in pieces.iter().enumerate() {
            let bit = 1 << number;
            let literal = match *piece {
                Piece::Literal(literal) => literal,
                Piece::Param(_) | Piece::CatchAll(_) => {
                    masks.add_capture(text, piece, bit);
                    continue;
                }
                // `variant` removes it.
                Piece::Optional => continue,
            };
            if literal.is_empty() {
                masks.may_be_empty |= bit;
                continue;
            }
            if literal.len() > LONG_LITERAL {
                masks.long_literals |= bit;
            }
            masks.add_literal(char_count(literal), bit);
        }
        masks
    }

    fn add_capture(&mut self, text: Text<'_>, piece: &Piece<&[u8]>, bit: u64) {
        self.captures |= bit;
        let accepts_empty =
            |dfa: Option<&&[u8]>| dfa.is_none_or(|dfa| Dfa::new(dfa).start().is_accepting());
        if piece.dfa().is_some() {
            self.dfas |= bit;
        }
        if matches!(piece, Piece::Param(_)) {
            self.params |= bit;
        } else if accepts_empty(piece.dfa()) {
            self.may_be_empty |= bit;
        }
        if is_strict(text, piece) {
            self.strict |= bit;
        }
    }

    fn add_literal(&mut self, len: usize, bit: u64) {
        for group in &mut self.literals[..self.lengths] {
            if group.len == len {
                group.pieces |= bit;
                return;
            }
        }
        if let Some(group) = self.literals.get_mut(self.lengths) {
            *group = LiteralGroup { len, pieces: bit };
            self.lengths += 1;
        }
    }
}

/// Returns the bit for occurrences of a long literal.
fn occurrence_bit(long_literals: u64, number: usize) -> usize {
    let before = long_literals & ((1 << number) - 1);
    OCCURRENCES + before.count_ones() as usize
}

/// Calls a function with the number of each bit of a set.
#[inline]
fn for_each_bit(mut set: u64, mut call: impl FnMut(usize)) {
    while set != 0 {
        call(set.trailing_zeros() as usize);
        set &= set - 1;
    }
}

struct Matcher<'a, 'p, 'v> {
    text: Text<'a>,
    /// The text as captures and their regular expressions see it: in the case of the request.
    values: Text<'a>,
    pieces: &'p [Piece<&'p [u8]>],
    masks: Masks,
    /// For each position, in characters, the set of viable pieces. The bit after the last piece is
    /// set at the end of the text.
    viable: &'v mut [u64],
}

/// A character before a position.
#[derive(Clone, Copy)]
struct CharBefore {
    char: PathChar,
    /// The byte that it stands for in a value.
    byte: u8,
    /// Its position in bytes.
    at: usize,
}

impl CharBefore {
    fn is_dot(self) -> bool {
        self.char == PathChar::Plain(b'.')
    }
}

impl<'a> Matcher<'a, '_, '_> {
    /// Fills in the sets of viable pieces, from the end of the text to its start.
    fn backward(&mut self, sets: &mut [u64], scratch: &mut [u64]) {
        let mut at = self.text.len();
        // The captures without a DFA whose value can continue here, and the character that follows.
        let (mut continued, mut next): (u64, Option<CharBefore>) = (0, None);
        if let Some(last) = self.viable.last_mut() {
            *last |= 1 << self.pieces.len();
        }
        for index in (0..self.viable.len()).rev() {
            let viable = self.viable_at(index, at);
            let before = self.char_before(at);
            let is_after_dots = before.is_some_and(CharBefore::is_dot)
                && ends_in_dot_segment(self.values.slice(0, at));
            let mut ends = viable >> 1 & self.masks.captures;
            if is_after_dots {
                ends &= !self.masks.strict;
            }
            let mut blocked = 0;
            if let Some(next) = next {
                if self.text.is_separator(at) {
                    blocked |= self.masks.params;
                }
                if is_after_dots && is_slash_like(next.char) {
                    blocked |= self.masks.strict;
                }
            }
            continued = (continued & !blocked | ends) & !self.masks.dfas;
            let mut dfas = 0;
            if self.masks.dfas != 0 {
                dfas = self.step_dfas(sets, scratch, next, ends, blocked);
            }
            let Some(before) = before else { return };
            self.mark_starts(index, before, continued, dfas, sets);
            (at, next) = (before.at, Some(before));
        }
    }

    /// Moves the state sets over a character to the position before it, and adds the accepting
    /// states of the captures whose values may end there. Returns the captures with states.
    fn step_dfas(
        &self,
        sets: &mut [u64],
        scratch: &mut [u64],
        next: Option<CharBefore>,
        ends: u64,
        blocked: u64,
    ) -> u64 {
        let (mut alive, mut start) = (0, 0);
        for_each_bit(self.masks.dfas, |number| {
            let Some(dfa) = self.dfa(number) else { return };
            let end = start + dfa.words();
            let Some(set) = sets.get_mut(start..end) else { return };
            start = end;
            let mut states = StateSet(set);
            match next.filter(|_| blocked >> number & 1 == 0) {
                Some(next) => dfa.step_back(&mut states, next.byte, scratch),
                None => states.clear(),
            }
            if ends >> number & 1 == 1 {
                dfa.insert_accepting(&mut states);
            }
            if !states.is_empty() {
                alive |= 1 << number;
            }
        });
        alive
    }

    fn dfa(&self, number: usize) -> Option<Dfa<'_>> {
        self.pieces.get(number)?.dfa().copied().map(Dfa::new)
    }

    /// Marks the captures that are viable up to three characters before a position, because their
    /// values can continue there. After these characters, the first segment of a value is longer
    /// than any dot segment.
    fn mark_starts(
        &mut self,
        index: usize,
        last: CharBefore,
        continued: u64,
        dfas: u64,
        sets: &mut [u64],
    ) {
        let mut allowed = u64::MAX;
        if self.text.is_separator(last.at) {
            allowed &= !self.masks.params;
        }
        if is_slash_like(last.char) {
            allowed &= !self.masks.strict;
        }
        let (continued, dfas) = (continued & allowed, dfas & allowed);
        if continued | dfas == 0 {
            return;
        }
        if !last.is_dot() {
            let starts = continued | self.accepted_starts(dfas, &[last], sets);
            self.mark(index, 1, starts);
        }
        let Some(second) = self.char_before(last.at).filter(|before| before.is_dot()) else {
            return;
        };
        if !last.is_dot() {
            let starts = continued | self.accepted_starts(dfas, &[second, last], sets);
            self.mark(index, 2, starts);
        }
        if let Some(third) = self.char_before(second.at).filter(|before| before.is_dot()) {
            let starts = continued | self.accepted_starts(dfas, &[third, second, last], sets);
            self.mark(index, 3, starts);
        }
    }

    fn mark(&mut self, index: usize, chars: usize, starts: u64) {
        if let Some(viable) = index.checked_sub(chars).and_then(|at| self.viable.get_mut(at)) {
            *viable |= starts;
        }
    }

    /// Returns those of the captures `dfas` whose DFA is in a state of its set after `chars`.
    fn accepted_starts(&self, dfas: u64, chars: &[CharBefore], sets: &mut [u64]) -> u64 {
        if dfas == 0 {
            return 0;
        }
        let (mut accepted, mut start) = (0, 0);
        for_each_bit(self.masks.dfas, |number| {
            let Some(dfa) = self.dfa(number) else { return };
            let end = start + dfa.words();
            let Some(set) = sets.get_mut(start..end) else { return };
            start = end;
            if dfas >> number & 1 == 0 {
                return;
            }
            let mut walk = dfa.start();
            for before in chars {
                walk.advance(before.byte);
            }
            if StateSet(set).contains(walk.state()) {
                accepted |= 1 << number;
            }
        });
        accepted
    }

    /// Completes the set of viable pieces at a position with the literals and the empty values. The
    /// nonempty values are marked already.
    fn viable_at(&mut self, index: usize, at: usize) -> u64 {
        let mut viable = self.viable[index];
        for group in &self.masks.literals[..self.masks.lengths] {
            // Most literals are not followed by a viable piece.
            let Some(after) = self.viable.get(index + group.len) else { continue };
            for_each_bit(after >> 1 & group.pieces, |number| {
                if self.is_literal_at(number, index, at) {
                    viable |= 1 << number;
                }
            });
        }
        let mut empty = self.masks.may_be_empty & viable >> 1;
        while empty & !viable != 0 {
            viable |= empty;
            empty = self.masks.may_be_empty & viable >> 1;
        }
        self.viable[index] = viable;
        viable
    }

    fn is_literal_at(&self, number: usize, index: usize, at: usize) -> bool {
        let long_literals = self.masks.long_literals;
        if long_literals >> number & 1 == 1 {
            return self.is_viable(occurrence_bit(long_literals, number), index);
        }
        let Some(Piece::Literal(literal)) = self.pieces.get(number) else { return false };
        self.text.may_start_at(at, literal) && self.text.literal_at(at, literal).is_some()
    }

    fn char_before(&self, at: usize) -> Option<CharBefore> {
        let (char, start) = self.text.last_char(at)?;
        let is_caseless = self.text.encoding() == Encoding::CaselessPath;
        let byte = if is_caseless { self.values.last_char(at)?.0.byte() } else { char.byte() };
        Some(CharBefore { char, byte, at: start })
    }

    fn is_viable(&self, piece: usize, index: usize) -> bool {
        self.viable.get(index).is_some_and(|viable| viable >> piece & 1 == 1)
    }

    /// Matches the pieces from left to right, and adds the captures.
    fn forward(&self, captures: &mut Captures<'a>) -> Option<()> {
        self.is_viable(0, 0).then_some(())?;
        let (mut index, mut at) = (0, 0);
        for (number, piece) in self.pieces.iter().enumerate() {
            match *piece {
                Piece::Literal(literal) => {
                    at = self.text.literal_at(at, literal)?;
                    index += char_count(literal);
                }
                Piece::Param(_) | Piece::CatchAll(_) => {
                    let (end_index, end) = self.end_of_capture(number, *piece, index, at)?;
                    captures.push(self.values.slice(at, end))?;
                    (index, at) = (end_index, end);
                }
                Piece::Optional => return None,
            }
        }
        (at == self.text.len()).then_some(())
    }

    /// Returns the end of a capture, in characters and in bytes: the first viable one of a
    /// `{name}`, and the last one of a `{*name}`.
    fn end_of_capture(
        &self,
        number: usize,
        piece: Piece<&[u8]>,
        start_index: usize,
        start: usize,
    ) -> Option<(usize, usize)> {
        let is_catch_all = matches!(piece, Piece::CatchAll(_));
        let mut walk = piece.dfa().map(|dfa| Dfa::new(dfa).start());
        let mut check = ValueCheck::new(self.masks.strict >> number & 1 == 1);
        let (mut index, mut at, mut last) = (start_index, start, None);
        loop {
            let is_end = check.is_end(is_catch_all)
                && self.is_viable(number + 1, index)
                && walk.is_none_or(|walk| walk.is_accepting());
            if is_end {
                last = Some((index, at));
                if !is_catch_all {
                    return last;
                }
            }
            if !is_catch_all && self.text.is_separator(at) {
                return last;
            }
            let Some((char, next)) = self.values.after(at) else { return last };
            if let Some(walk) = &mut walk {
                walk.advance(char.byte());
                if walk.is_dead() {
                    return last;
                }
            }
            if !check.push(char) {
                return last;
            }
            (index, at) = (index + 1, next);
        }
    }

    /// Marks the occurrences of long literals.
    fn mark_long_literals(&mut self) {
        let (pieces, long_literals) = (self.pieces, self.masks.long_literals);
        for_each_bit(long_literals, |number| {
            if let Some(Piece::Literal(literal)) = pieces.get(number) {
                self.mark_occurrences(literal, occurrence_bit(long_literals, number));
            }
        });
    }

    /// Marks the positions at which a literal occurs, in linear time (Knuth, Morris and Pratt,
    /// 1977).
    #[expect(clippy::large_stack_arrays, reason = "a lookup does not allocate")]
    #[inline(never)]
    fn mark_occurrences(&mut self, literal: &[u8], bit: usize) {
        let len = char_count(literal);
        let mut borders = [0; 3 * MAX_CHARS];
        // A longer literal does not occur.
        let Some(borders) = borders.get_mut(..literal.len()) else { return };
        let mut finder = LiteralFinder { literal, borders };
        finder.find_borders();
        let (mut matched, text) = (0, self.text);
        for (index, char) in text.chars().enumerate() {
            let (bytes, char_len) = char.bytes();
            for (inner, &byte) in bytes[..char_len].iter().enumerate() {
                matched = finder.advance(matched, byte, inner > 0);
            }
            if matched == literal.len() {
                self.mark(index + 1, len, 1 << bit);
            }
        }
    }
}

/// The automaton of Knuth, Morris and Pratt, over the bytes of the normal form.
struct LiteralFinder<'l, 'b> {
    literal: &'l [u8],
    /// For each prefix of the literal that is longer by one than the index, the length of its
    /// longest proper prefix that is also a suffix.
    borders: &'b mut [u16],
}

impl LiteralFinder<'_, '_> {
    fn find_borders(&mut self) {
        let mut matched = 0;
        for at in 1..self.literal.len() {
            matched = self.advance(matched, self.literal[at], self.is_inner(at));
            self.borders[at] = u16::try_from(matched).unwrap_or_default();
        }
    }

    /// Returns the length of the longest prefix of the literal that the text ends with after one
    /// more byte. `is_inner` tells whether the byte is one of the digits of a `%XX`.
    fn advance(&self, mut matched: usize, byte: u8, is_inner: bool) -> usize {
        loop {
            let is_next =
                self.literal.get(matched) == Some(&byte) && self.is_inner(matched) == is_inner;
            if is_next {
                return matched + 1;
            }
            let Some(last) = matched.checked_sub(1) else { return 0 };
            matched = usize::from(self.borders[last]);
        }
    }

    /// Returns whether the byte at a position is one of the digits of a `%XX`.
    fn is_inner(&self, at: usize) -> bool {
        let is_percent = |back: usize| {
            at.checked_sub(back).is_some_and(|at| self.literal.get(at) == Some(&b'%'))
        };
        is_percent(1) || is_percent(2)
    }
}

#[cfg(test)]
mod tests;
