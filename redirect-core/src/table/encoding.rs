//! The bytes of sources and targets: a tag each, and what belongs to it.

use crate::matching::condition::Subject;
use crate::matching::pattern::Piece;
use crate::response::location::{Part, UriPosition};
use crate::table::layout::number;

/// The most fields that the conditions of a table may look at: a bit each in a word.
pub const MAX_FIELDS: u8 = 64;

const LITERAL: u8 = 0;
pub(crate) const SEGMENT: u8 = 1;
const REST: u8 = 2;
const PATH: u8 = 3;
const QUERY: u8 = 4;
const FRAGMENT: u8 = 5;
/// As the capture without a shape, whose bytes follow as those of a text.
const SHAPED_SEGMENT: u8 = 6;
const SHAPED_REST: u8 = 7;
/// From here on a tag is a capture's place, and its index follows.
const CAPTURE: u8 = 8;

const PLACES: [UriPosition; 6] = [
    UriPosition::Label,
    UriPosition::Host,
    UriPosition::Segment,
    UriPosition::Rest,
    UriPosition::Query,
    UriPosition::Fragment,
];

/// The pieces of a source.
pub(crate) fn pieces(program: &[u8]) -> impl Iterator<Item = Piece<&[u8]>> + Clone {
    items(program, piece)
}

/// The parts of a target.
pub(crate) fn parts(program: &[u8]) -> impl Iterator<Item = Part<&[u8]>> + Clone {
    items(program, part)
}

/// The conditions of a rule.
pub(crate) fn conditions(program: &[u8]) -> impl Iterator<Item = EncodedCondition<'_>> + Clone {
    items(program, condition)
}

/// A condition, as it stands in the table.
#[derive(Clone, Copy, Debug)]
pub struct EncodedCondition<'t> {
    pub subject: Subject<&'t [u8]>,
    pub negated: bool,
    /// The field that it looks at, by its number in the table's list.
    pub field: Option<u8>,
    /// A list of programs, one of which the value has to fit; empty if it need only be there.
    pub patterns: &'t [u8],
}

impl EncodedCondition<'_> {
    pub(crate) fn has_captures(&self) -> bool {
        let mut patterns = texts(self.patterns);
        patterns.any(|pattern| pieces(pattern).any(|piece| !matches!(piece, Piece::Literal(_))))
    }

    /// Whether it captures where a condition can: by its one pattern, if it holds where that fits.
    pub(crate) fn may_have_captures(&self) -> bool {
        let is_one = texts(self.patterns).nth(1).is_none();
        self.subject.may_be_captured() && !self.negated && is_one
    }

    /// Whether its value is one of the [`CaptureInputs`](crate::matching::capture_inputs::CaptureInputs).
    pub(crate) fn keeps_value(&self) -> bool {
        self.subject.is_kept() && self.has_captures()
    }
}

/// The texts of a list.
pub(crate) fn texts(program: &[u8]) -> impl Iterator<Item = &[u8]> + Clone {
    items(program, literal)
}

/// Reads an item at the start of a program, and gives what follows it.
pub(crate) type Read<'t, T> = fn(&'t [u8]) -> Option<(T, &'t [u8])>;

/// What is read of a program, as far as it can be.
fn items<'t, T>(
    mut program: &'t [u8],
    read: impl Fn(&'t [u8]) -> Option<(T, &'t [u8])> + Clone,
) -> impl Iterator<Item = T> + Clone {
    std::iter::from_fn(move || {
        let (item, rest) = read(program)?;
        program = rest;
        Some(item)
    })
}

pub(crate) fn piece(bytes: &[u8]) -> Option<(Piece<&[u8]>, &[u8])> {
    let (tag, rest) = bytes.split_first()?;
    match *tag {
        LITERAL => text(rest).map(|(text, rest)| (Piece::Literal(text), rest)),
        SEGMENT => Some((Piece::Param(None), rest)),
        REST => Some((Piece::CatchAll(None), rest)),
        SHAPED_SEGMENT => text(rest).map(|(shape, rest)| (Piece::Param(Some(shape)), rest)),
        SHAPED_REST => text(rest).map(|(shape, rest)| (Piece::CatchAll(Some(shape)), rest)),
        _ => None,
    }
}

pub(crate) fn condition(bytes: &[u8]) -> Option<(EncodedCondition<'_>, &[u8])> {
    let [tag, negated @ 0..=1, field, rest @ ..] = bytes else { return None };
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
        _ => return None,
    };
    let field = (*field < MAX_FIELDS).then_some(*field);
    Some((EncodedCondition { subject, negated: *negated == 1, field, patterns }, rest))
}

// A call would hand each part on through memory.
#[allow(clippy::inline_always)]
#[inline(always)]
pub(crate) fn part(bytes: &[u8]) -> Option<(Part<&[u8]>, &[u8])> {
    match bytes {
        [PATH, rest @ ..] => Some((Part::Path, rest)),
        [QUERY, rest @ ..] => Some((Part::Query, rest)),
        [FRAGMENT, rest @ ..] => Some((Part::Fragment, rest)),
        [tag @ CAPTURE..=u8::MAX, index, rest @ ..] => {
            let place = PLACES.get(usize::from(tag - CAPTURE))?;
            Some((Part::Capture(*place, usize::from(*index)), rest))
        }
        _ => literal(bytes).map(|(text, rest)| (Part::Literal(text), rest)),
    }
}

#[inline]
pub(crate) fn literal(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    bytes.strip_prefix(&[LITERAL]).and_then(text)
}

/// The length of a text that takes more than a byte, in whose place it stands.
const LONG: u8 = u8::MAX;

/// A length, and as many bytes.
#[inline]
pub(crate) fn text(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = bytes.split_first()?;
    if *len < LONG {
        return rest.split_at_checked(usize::from(*len));
    }
    rest.get(4..)?.split_at_checked(number(rest, 0)? as usize)
}

pub mod write {
    use super::{
        CAPTURE, EncodedCondition, FRAGMENT, LITERAL, LONG, PATH, PLACES, QUERY, REST, SEGMENT,
        SHAPED_REST, SHAPED_SEGMENT,
    };
    use crate::matching::condition::Subject;
    use crate::matching::pattern::Piece;
    use crate::response::location::Part;
    use crate::table::layout::to_u32;

    pub fn piece(piece: Piece<&[u8]>, program: &mut Vec<u8>) {
        match piece {
            Piece::Literal(text) => literal(text, program),
            Piece::Param(None) => program.push(SEGMENT),
            Piece::CatchAll(None) => program.push(REST),
            Piece::Param(Some(shape)) => tagged(SHAPED_SEGMENT, shape, program),
            Piece::CatchAll(Some(shape)) => tagged(SHAPED_REST, shape, program),
        }
    }

    pub fn condition(condition: &EncodedCondition<'_>, program: &mut Vec<u8>) {
        let index;
        let (tag, name): (u8, &[u8]) = match condition.subject {
            Subject::Host => (0, &[]),
            Subject::Scheme => (1, &[]),
            Subject::Language => (2, &[]),
            Subject::Header(name) => (3, name),
            Subject::Cookie(name) => (4, name),
            Subject::Query(name) => (5, name),
            Subject::Capture(capture) => {
                index = [u8::try_from(capture).unwrap_or(u8::MAX)];
                (6, &index)
            }
        };
        program.extend([tag, u8::from(condition.negated), condition.field.unwrap_or(u8::MAX)]);
        literal(name, program);
        literal(condition.patterns, program);
    }

    pub fn part(part: Part<&[u8]>, program: &mut Vec<u8>) {
        match part {
            Part::Literal(text) => literal(text, program),
            Part::Path => program.push(PATH),
            Part::Query => program.push(QUERY),
            Part::Fragment => program.push(FRAGMENT),
            Part::Capture(place, index) => {
                let tag = (CAPTURE..).zip(PLACES).find(|(_, other)| *other == place);
                // A source has no more captures than a byte can count.
                let index = u8::try_from(index).unwrap_or(u8::MAX);
                program.extend([tag.map_or(CAPTURE, |(tag, _)| tag), index]);
            }
        }
    }

    pub fn literal(literal: &[u8], program: &mut Vec<u8>) {
        tagged(LITERAL, literal, program);
    }

    fn tagged(tag: u8, bytes: &[u8], program: &mut Vec<u8>) {
        program.push(tag);
        text(bytes, program);
    }

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
