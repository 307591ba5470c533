//! Programs: the encoding of patterns, targets and conditions as bytes.
//!
//! A program is a sequence of items, each of which is a tag followed by its operands. Iterators
//! decode one item at a time and stop at the first that is invalid.

use std::net::IpAddr;

use crate::action::location::{Part, UriPosition};
use crate::matching::address::is_in_ranges;
use crate::matching::condition::Subject;
use crate::matching::pattern::Piece;
use crate::table::layout::read_u32;

/// The greatest number of header fields that the conditions of a table may inspect: one bit of a
/// `FieldSet` for each.
pub const MAX_FIELDS: u8 = 64;

/// The greatest number of distinct subjects of the conditions of a table. A lookup reads each of
/// them at most once. Each field belongs to a subject, so that this is a limit of fields as well.
pub const MAX_SUBJECTS: u8 = MAX_FIELDS;

/// In place of the number of a field or a subject: there is none.
const NO_NUMBER: u8 = u8::MAX;

const LITERAL: u8 = 0;
pub(crate) const PARAM: u8 = 1;
const CATCH_ALL: u8 = 2;
const PATH: u8 = 3;
const QUERY: u8 = 4;
const FRAGMENT: u8 = 5;
/// Captures with a regular expression, whose DFA follows.
const PARAM_WITH_DFA: u8 = 6;
const CATCH_ALL_WITH_DFA: u8 = 7;
/// The capture that follows is that of an optional segment.
const OPTIONAL: u8 = u8::MAX;
/// The first tag of a capture in a target: one tag for each position, and the index follows.
const CAPTURE: u8 = 8;

/// A slash before a segment that may be removed. The last tags are those of parts without operands.
const SLASH: u8 = u8::MAX;
/// The path and the query of the request.
const REQUEST_URI: u8 = SLASH - 1;
/// The host and the port of the request.
const REQUEST_HOST: u8 = SLASH - 2;
/// The start of a parameter of the query.
const PARAMETER: u8 = SLASH - 3;

/// The positions of captures, in the order of their tags.
const POSITIONS: [UriPosition; 6] = [
    UriPosition::Label,
    UriPosition::Host,
    UriPosition::Segment,
    UriPosition::Rest,
    UriPosition::Query,
    UriPosition::Fragment,
];

/// Decodes the pieces of a pattern.
pub(crate) fn pieces(program: &[u8]) -> impl Iterator<Item = Piece<&[u8]>> + Clone {
    items(program, piece)
}

/// Decodes the parts of a target.
pub(crate) fn parts(program: &[u8]) -> impl Iterator<Item = Part<&[u8]>> + Clone {
    items(program, part)
}

/// Decodes the conditions of a rule.
pub(crate) fn conditions(program: &[u8]) -> impl Iterator<Item = EncodedCondition<'_>> + Clone {
    items(program, condition)
}

/// A condition in a table.
#[derive(Clone, Copy, Debug)]
pub struct EncodedCondition<'t> {
    /// The part of the request that the condition inspects.
    pub subject: Subject<&'t [u8]>,
    /// True if the condition holds where the value does not match.
    pub negated: bool,
    /// The header field that it inspects, by its position in the table's list.
    pub field: Option<u8>,
    /// The number of the subject among the distinct subjects of the table; `None` for a capture.
    pub number: Option<u8>,
    /// A list of the programs of patterns, one of which must match the value; if it is empty, the
    /// value must only be present. For an address, the ranges of IPv4 and those of IPv6.
    pub patterns: &'t [u8],
}

impl EncodedCondition<'_> {
    /// Returns whether a pattern has captures.
    pub(crate) fn has_captures(&self) -> bool {
        if !self.subject.is_text() {
            return false;
        }
        for pattern in texts(self.patterns) {
            for piece in pieces(pattern) {
                if piece.is_capture() {
                    return true;
                }
            }
        }
        false
    }

    /// Returns whether the condition requires one of some literals, so that rules can be grouped by
    /// it.
    pub(crate) fn is_literal_equality(&self) -> bool {
        let is_text = self.subject.is_text();
        is_text && !self.negated && !self.patterns.is_empty() && !self.has_captures()
    }

    /// Returns whether the condition may have captures: it has one pattern, and holds where that
    /// matches.
    pub(crate) fn may_have_captures(&self) -> bool {
        let mut patterns = texts(self.patterns);
        let has_several = patterns.next().is_some() && patterns.next().is_some();
        self.subject.may_be_captured() && !self.negated && !has_several
    }

    /// Returns whether an address is in one of the ranges.
    pub(crate) fn includes(&self, address: IpAddr) -> bool {
        let mut ranges = texts(self.patterns);
        let (v4, v6) = (ranges.next().unwrap_or_default(), ranges.next().unwrap_or_default());
        is_in_ranges(v4, v6, address)
    }

    /// Returns whether its value is one of the
    /// [`CaptureInputs`](crate::matching::captures::CaptureInputs).
    pub(crate) fn is_capture_input(&self) -> bool {
        self.subject.is_capture_input() && self.has_captures()
    }
}

/// Decodes a list of texts.
pub(crate) fn texts(program: &[u8]) -> impl Iterator<Item = &[u8]> + Clone {
    items(program, literal)
}

/// A function that decodes the first item of a program, and returns it with the rest.
pub(crate) type Decode<'t, T> = fn(&'t [u8]) -> Option<(T, &'t [u8])>;

/// Decodes a program up to its end or to the first invalid item.
fn items<'t, T>(
    mut program: &'t [u8],
    decode: impl Fn(&'t [u8]) -> Option<(T, &'t [u8])> + Clone,
) -> impl Iterator<Item = T> + Clone {
    std::iter::from_fn(move || {
        let (item, rest) = decode(program)?;
        program = rest;
        Some(item)
    })
}

/// Decodes a piece of a pattern.
pub(crate) fn piece(bytes: &[u8]) -> Option<(Piece<&[u8]>, &[u8])> {
    let (tag, rest) = bytes.split_first()?;
    match *tag {
        LITERAL => text(rest).map(|(text, rest)| (Piece::Literal(text), rest)),
        PARAM => Some((Piece::Param(None), rest)),
        CATCH_ALL => Some((Piece::CatchAll(None), rest)),
        PARAM_WITH_DFA => text(rest).map(|(dfa, rest)| (Piece::Param(Some(dfa)), rest)),
        CATCH_ALL_WITH_DFA => text(rest).map(|(dfa, rest)| (Piece::CatchAll(Some(dfa)), rest)),
        OPTIONAL => Some((Piece::Optional, rest)),
        _ => None,
    }
}

/// Decodes a condition.
pub(crate) fn condition(bytes: &[u8]) -> Option<(EncodedCondition<'_>, &[u8])> {
    let [tag, negated @ 0..=1, field, number, rest @ ..] = bytes else { return None };
    let (name, rest) = literal(rest)?;
    let (patterns, rest) = literal(rest)?;
    let subject = match (tag, name) {
        (0, []) => Subject::Host,
        (1, []) => Subject::Scheme,
        (2, []) => Subject::Language,
        (3, name) => Subject::Header(name),
        (4, name) => Subject::Cookie(name),
        (5, name) => Subject::Query(name),
        (6, [index]) => Subject::Capture(usize::from(*index)),
        (7, []) => Subject::Ip,
        (8, []) => Subject::Port,
        (9, offset @ [_, _, _, _]) => Subject::SiteLanguage(offset),
        _ => return None,
    };
    let field = (*field < MAX_FIELDS).then_some(*field);
    let number = (*number < MAX_SUBJECTS).then_some(*number);
    Some((EncodedCondition { subject, negated: *negated == 1, field, number, patterns }, rest))
}

/// Decodes a part of a target.
#[expect(clippy::inline_always, reason = "a call would return each part through memory")]
#[inline(always)]
pub(crate) fn part(bytes: &[u8]) -> Option<(Part<&[u8]>, &[u8])> {
    match bytes {
        [PATH, rest @ ..] => Some((Part::Path, rest)),
        [QUERY, rest @ ..] => Some((Part::Query, rest)),
        [FRAGMENT, rest @ ..] => Some((Part::Fragment, rest)),
        [SLASH, rest @ ..] => Some((Part::Slash, rest)),
        [REQUEST_URI, rest @ ..] => Some((Part::RequestUri, rest)),
        [REQUEST_HOST, rest @ ..] => Some((Part::RequestHost, rest)),
        [PARAMETER, rest @ ..] => Some((Part::Parameter, rest)),
        [tag @ CAPTURE..=u8::MAX, index, rest @ ..] => {
            let position = POSITIONS.get(usize::from(tag - CAPTURE))?;
            Some((Part::Capture(*position, usize::from(*index)), rest))
        }
        _ => literal(bytes).map(|(text, rest)| (Part::Literal(text), rest)),
    }
}

/// Decodes a literal: the tag and a text.
#[inline]
pub(crate) fn literal(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    bytes.strip_prefix(&[LITERAL]).and_then(text)
}

/// In place of a length of one byte: the length follows as a `u32`.
const LONG: u8 = u8::MAX;

/// Decodes a text: a length, and as many bytes.
#[inline]
pub(crate) fn text(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = bytes.split_first()?;
    if *len < LONG {
        return rest.split_at_checked(usize::from(*len));
    }
    rest.get(4..)?.split_at_checked(read_u32(rest, 0)? as usize)
}

/// Encodes programs.
pub mod write {
    use super::{
        CAPTURE, CATCH_ALL, CATCH_ALL_WITH_DFA, EncodedCondition, FRAGMENT, LITERAL, LONG,
        NO_NUMBER, OPTIONAL, PARAM, PARAM_WITH_DFA, PARAMETER, PATH, QUERY, REQUEST_HOST,
        REQUEST_URI, SLASH,
    };
    use crate::action::location::{Part, UriPosition};
    use crate::matching::condition::Subject;
    use crate::matching::pattern::Piece;
    use crate::table::layout::to_u32;

    /// Appends a piece of a pattern.
    pub fn piece(piece: Piece<&[u8]>, program: &mut Vec<u8>) {
        match piece {
            Piece::Literal(text) => literal(text, program),
            Piece::Param(None) => program.push(PARAM),
            Piece::CatchAll(None) => program.push(CATCH_ALL),
            Piece::Param(Some(dfa)) => tagged(PARAM_WITH_DFA, dfa, program),
            Piece::CatchAll(Some(dfa)) => tagged(CATCH_ALL_WITH_DFA, dfa, program),
            Piece::Optional => program.push(OPTIONAL),
        }
    }

    /// Appends a condition.
    ///
    /// # Panics
    ///
    /// Panics if it inspects a capture that no rule can have.
    pub fn condition(condition: &EncodedCondition<'_>, program: &mut Vec<u8>) {
        let index;
        let (tag, name): (u8, &[u8]) = match condition.subject {
            Subject::Host => (0, &[]),
            Subject::Scheme => (1, &[]),
            Subject::Language => (2, &[]),
            Subject::SiteLanguage(offset) => (9, offset),
            Subject::Header(name) => (3, name),
            Subject::Cookie(name) => (4, name),
            Subject::Query(name) => (5, name),
            Subject::Capture(capture) => {
                index = [index_byte(capture)];
                (6, &index)
            }
            Subject::Ip => (7, &[]),
            Subject::Port => (8, &[]),
        };
        let field = condition.field.unwrap_or(NO_NUMBER);
        let number = condition.number.unwrap_or(NO_NUMBER);
        program.extend_from_slice(&[tag, u8::from(condition.negated), field, number]);
        literal(name, program);
        literal(condition.patterns, program);
    }

    /// Appends a part of a target.
    ///
    /// # Panics
    ///
    /// Panics if it is a capture that no rule can have.
    pub fn part(part: Part<&[u8]>, program: &mut Vec<u8>) {
        match part {
            Part::Literal(text) => literal(text, program),
            Part::Path => program.push(PATH),
            Part::Slash => program.push(SLASH),
            Part::RequestUri => program.push(REQUEST_URI),
            Part::RequestHost => program.push(REQUEST_HOST),
            Part::Query => program.push(QUERY),
            Part::Parameter => program.push(PARAMETER),
            Part::Fragment => program.push(FRAGMENT),
            Part::Capture(position, index) => {
                program.extend_from_slice(&[tag(position), index_byte(index)]);
            }
        }
    }

    /// Returns the tag of a capture in that position.
    fn tag(position: UriPosition) -> u8 {
        CAPTURE
            + match position {
                UriPosition::Label => 0,
                UriPosition::Host => 1,
                UriPosition::Segment => 2,
                UriPosition::Rest => 3,
                UriPosition::Query => 4,
                UriPosition::Fragment => 5,
            }
    }

    #[expect(clippy::expect_used, reason = "only the compiler writes programs")]
    fn index_byte(capture: usize) -> u8 {
        u8::try_from(capture).expect("invariant: a rule has at most `MAX_CAPTURES` captures")
    }

    /// Appends a literal.
    pub fn literal(literal: &[u8], program: &mut Vec<u8>) {
        tagged(LITERAL, literal, program);
    }

    fn tagged(tag: u8, bytes: &[u8], program: &mut Vec<u8>) {
        program.push(tag);
        text(bytes, program);
    }

    /// Appends a text with its length.
    pub fn text(text: &[u8], program: &mut Vec<u8>) {
        match u8::try_from(text.len()) {
            Ok(len) if len < LONG => program.push(len),
            _ => {
                program.push(LONG);
                program.extend_from_slice(&to_u32(text.len()).to_le_bytes());
            }
        }
        program.extend_from_slice(text);
    }
}
