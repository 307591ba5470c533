//! Whether bytes are a table.

use std::fmt;

use http::HeaderName;

use super::program::{MAX_FIELDS, Read, condition, literal, part, piece};
use super::{Field, MAGIC, Record, Table, VERSION, number};
use crate::cache::Cache;
use crate::capture::MAX_CAPTURES;
use crate::condition::Subject;
use crate::pattern::Piece;
use crate::shape::Shape;
use crate::status::Status;
use crate::template::Part;
use crate::text::Form;

/// Bytes that are no table, or one of another version. It displays as what is wrong with them.
///
/// ```
/// let error = redirects::Redirects::from_bytes("no table").unwrap_err();
/// assert_eq!(error.to_string(), "not a table of redirects");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvalidTable(Reason);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reason {
    Magic,
    Version,
    Header,
    Keys,
    Patterns,
    Overlap,
    Rule(usize),
}

impl fmt::Display for InvalidTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Reason::Magic => write!(f, "not a table of redirects"),
            Reason::Version => write!(f, "a table of another version than {VERSION}"),
            Reason::Header => write!(f, "a table that is cut short"),
            Reason::Keys => write!(f, "a table whose keys are damaged"),
            Reason::Patterns => write!(f, "a table whose patterns are damaged"),
            Reason::Overlap => write!(f, "a table whose texts overlap"),
            Reason::Rule(index) => write!(f, "a table whose rule {index} is damaged"),
        }
    }
}

impl std::error::Error for InvalidTable {}

/// How many times a table's bytes may be read to verify it. A record is longer than a tenth of what
/// it may share.
const MAX_WORK: usize = 16;

/// Walks all of the table once.
pub(crate) fn verify(bytes: &[u8]) -> Result<(), InvalidTable> {
    let or = |valid: bool, reason| valid.then_some(()).ok_or(InvalidTable(reason));
    or(bytes.starts_with(&MAGIC), Reason::Magic)?;
    or(number(bytes, 8) == Some(VERSION), Reason::Version)?;
    let table = Table::new(bytes).ok_or(InvalidTable(Reason::Header))?;
    or(are_keys(table), Reason::Keys)?;
    or(are_patterns(table), Reason::Patterns)?;
    or(are_fields(table), Reason::Header)?;
    or(bytes_of_rules(table) <= MAX_WORK * bytes.len(), Reason::Overlap)?;
    (0..table.len()).try_for_each(|rule| or(is_rule(table, rule).is_some(), Reason::Rule(rule)))
}

/// The bytes that are read to verify all rules: some share short texts.
fn bytes_of_rules(table: Table<'_>) -> usize {
    let rules = (0..table.len()).filter_map(|rule| table.record(rule));
    rules
        .map(|record| {
            Record::SPANS.iter().map(|&span| record.span(span).len as usize).sum::<usize>()
        })
        .sum()
}

fn are_keys(table: Table<'_>) -> bool {
    Form::ALL.into_iter().all(|form| {
        let keys = || (0..table.key_count(form)).map(|index| table.key(form, index));
        keys().all(|key| key.is_some_and(|(_, rule)| rule < table.len()))
            && keys().zip(keys().skip(1)).all(|(before, after)| before < after)
    })
}

fn are_patterns(table: Table<'_>) -> bool {
    table.patterns().all(|rule| rule < table.len())
        && table.patterns().zip(table.patterns().skip(1)).all(|(before, after)| before < after)
}

const TEXTS: [Field; 6] =
    [Field::Source, Field::Methods, Field::Target, Field::Doc, Field::File, Field::Guard];

fn is_rule(table: Table<'_>, rule: usize) -> Option<()> {
    let record = table.record(rule)?;
    for text in TEXTS {
        str::from_utf8(field(table, record, text)?).ok()?;
    }
    let captures = captures_of(field(table, record, Field::Pattern)?)?
        + captures_of_conditions(field(table, record, Field::Conditions)?)?;
    (captures <= MAX_CAPTURES).then_some(())?;
    is_template(field(table, record, Field::Template)?, captures)?;
    is_location(field(table, record, Field::Location)?)?;
    all(field(table, record, Field::Names)?, literal, |_| Some(()))?;
    let status = record.status();
    let (number, flags) = record.numbers(Field::Answer);
    Cache::of_numbers(record.numbers(Field::Cache))?;
    let has_template = record.span(Field::Template).len > 0;
    let is_answer = match Status::from_u16(status) {
        Some(status) => status.is_redirection() == has_template,
        None => status == 0 && !has_template,
    };
    (is_answer && number == u32::from(status) && flags <= Record::FLAGS).then_some(())
}

fn field<'t>(table: Table<'t>, record: Record<'t>, field: Field) -> Option<&'t [u8]> {
    table.checked_bytes(record.span(field))
}

/// The number of captures of a source's program.
fn captures_of(program: &[u8]) -> Option<usize> {
    let (mut captures, mut rests, mut pieces) = (0, 0, 0);
    all(program, piece, |piece| {
        pieces += 1;
        captures += usize::from(!matches!(piece, Piece::Literal(_)));
        rests += usize::from(matches!(piece, Piece::Rest(_)));
        // Text and captures take turns, and text comes first.
        (is_piece(piece) && matches!(piece, Piece::Literal(_)) == (pieces % 2 == 1)).then_some(())
    })?;
    (captures <= MAX_CAPTURES && rests <= 1).then_some(captures)
}

fn is_piece(piece: Piece<&[u8]>) -> bool {
    piece.shape().is_none_or(|shape| Shape::new(shape).is_valid())
}

/// The number of captures of all conditions.
fn captures_of_conditions(program: &[u8]) -> Option<usize> {
    let mut captures = 0;
    all(program, condition, |condition| {
        if let Subject::Header(name) = condition.subject {
            HeaderName::from_lowercase(name).ok()?;
        }
        all(condition.patterns, literal, |pattern| {
            all(pattern, piece, |piece| {
                captures += usize::from(!matches!(piece, Piece::Literal(_)));
                is_piece(piece).then_some(())
            })
        })
    })?;
    Some(captures)
}

/// The names of fields are names, and no more than there are bits.
fn are_fields(table: Table<'_>) -> bool {
    let mut count = 0;
    let names = table.checked_bytes(table.fields).and_then(|names| {
        all(names, literal, |name| {
            count += 1;
            HeaderName::from_lowercase(name).ok().map(|_| ())
        })
    });
    names.is_some() && count <= usize::from(MAX_FIELDS)
}

fn is_template(program: &[u8], captures: usize) -> Option<()> {
    all(program, part, |part| match part {
        Part::Literal(text) => is_location(text),
        Part::Capture(_, index) => (index < captures).then_some(()),
        Part::Path | Part::Query | Part::Fragment => Some(()),
    })
}

/// Whether all bytes may stand in a `Location`: visible ASCII, and no backslash.
fn is_location(text: &[u8]) -> Option<()> {
    text.iter().all(|byte| byte.is_ascii_graphic() && *byte != b'\\').then_some(())
}

/// Reads a program to its end, and fails where an item cannot be read or is refused.
fn all<'t, T>(
    mut program: &'t [u8],
    read: Read<'t, T>,
    mut accept: impl FnMut(T) -> Option<()>,
) -> Option<()> {
    while !program.is_empty() {
        let (item, rest) = read(program)?;
        accept(item)?;
        program = rest;
    }
    Some(())
}
