//! The record of a rule.

use crate::matching::condition::Subject;
use crate::matching::pattern::Piece;
use crate::matching::text::MatchMode;
use crate::response::cache_control::Cache;
use crate::response::location::Part;
use crate::table::Table;
use crate::table::encoding::{EncodedCondition, conditions, parts, pieces, text, texts};
use crate::table::layout::number;

/// A place in the heap.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Span {
    pub offset: u32,
    pub len: u32,
}

impl Span {
    /// A span of nothing that is in no heap.
    const NONE: Span = Span { offset: u32::MAX, len: u32::MAX };
}

/// The fields of a record: what was declared, and what it was compiled to. Each is a span, but
/// for the last three.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(usize)]
pub enum RecordField {
    /// Empty where it is the key.
    Source,
    /// The names of the methods with `|` between them; empty for any.
    Methods,
    Target,
    Doc,
    File,
    /// The program of the source, if it is too long for the entry.
    Pattern,
    /// The program of the target.
    Template,
    /// The location, where no capture and no query can change it.
    Location,
    /// The names of the parameters that are left out of the request's query.
    Names,
    /// The program of the conditions, those that look at a field last.
    Conditions,
    /// The conditions as declared.
    Guard,
    /// A number.
    Column,
    /// Two numbers: what is said to caches (see [`Cache`]).
    Cache,
    /// Two numbers: the status (0 for `pass`), and the flags.
    Answer,
}

/// What is said of a rule: a record of its own, or one for several and what is its alone.
#[derive(Clone, Copy, Debug)]
pub struct Record<'t> {
    pub(crate) bytes: &'t [u8],
    /// What stands in the entry.
    pub(crate) key: &'t [u8],
    pub(crate) plain: Option<Plain<'t>>,
}

/// What is said of a plain rule alone: it leads from one path to one location, whoever asks, and what
/// else is said of it is the same for those beside it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plain<'t> {
    pub(crate) heap: &'t [u8],
    /// Where its location stands in the heap, behind its length.
    pub(crate) target: u32,
}

impl Plain<'_> {
    /// The location, as it is declared. It is looked at when somebody asks for it, since it stands in
    /// memory of its own.
    fn location(self) -> Span {
        let location = self.heap.get(self.target as usize..).and_then(text);
        location.map_or(Span::NONE, |(location, behind)| {
            let start = self.heap.len() - behind.len() - location.len();
            let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
            Span { offset: number(start), len: number(location.len()) }
        })
    }
}

impl<'t> Record<'t> {
    /// That of no rule.
    pub(crate) const NONE: Record<'static> = Record { bytes: &[], key: &[], plain: None };

    pub(crate) const SPANS: [RecordField; 11] = [
        RecordField::Source,
        RecordField::Methods,
        RecordField::Target,
        RecordField::Doc,
        RecordField::File,
        RecordField::Pattern,
        RecordField::Template,
        RecordField::Location,
        RecordField::Names,
        RecordField::Conditions,
        RecordField::Guard,
    ];
    pub const DROPS_QUERY: u32 = 1;
    pub const PRIVATE: u32 = 2;
    pub const ANY_CASE: u32 = 4;
    pub const ANY_SLASH: u32 = 8;
    /// All flags together.
    pub(crate) const FLAGS: u32 = 15;
    const FIELDS: usize = RecordField::Answer as usize + 1;
    pub const SIZE: usize = Record::FIELDS * 8;

    #[inline]
    pub(crate) fn numbers(&self, field: RecordField) -> (u32, u32) {
        let at = field as usize * 8;
        let number = |at| number(self.bytes, at).unwrap_or_default();
        (number(at), number(at + 4))
    }

    pub(crate) fn span(&self, field: RecordField) -> Span {
        if let (Some(plain), RecordField::Target | RecordField::Location) = (self.plain, field) {
            plain.location()
        } else {
            let (offset, len) = self.numbers(field);
            Span { offset, len }
        }
    }

    /// Whether the source is declared as it stands in the entry.
    pub(crate) fn has_key_for_source(&self) -> bool {
        self.plain.is_some() || self.span(RecordField::Source).len == 0
    }

    /// The source, as it is declared.
    pub(crate) fn source(&self, table: Table<'t>) -> &'t str {
        if self.has_key_for_source() {
            str::from_utf8(self.key).unwrap_or_default()
        } else {
            table.text(self.span(RecordField::Source))
        }
    }

    /// The parts of the target.
    pub(crate) fn parts(
        &self,
        table: Table<'t>,
    ) -> impl Iterator<Item = Part<&'t [u8]>> + Clone + use<'t> {
        let location = self.plain_target(table);
        let written =
            if location.is_some() { Span::default() } else { self.span(RecordField::Template) };
        let path = location.map(|_| Part::Path).into_iter();
        path.chain(location).chain(parts(table.bytes(written)))
    }

    /// The one part of the target of a plain rule.
    pub(crate) fn plain_target(&self, table: Table<'t>) -> Option<Part<&'t [u8]>> {
        self.plain.map(|plain| Part::Literal(table.bytes(plain.location())))
    }

    /// The parts of the target, if the rule is not plain.
    pub(crate) fn template(
        &self,
        table: Table<'t>,
    ) -> impl Iterator<Item = Part<&'t [u8]>> + Clone + use<'t> {
        parts(table.bytes(self.span(RecordField::Template)))
    }

    /// The conditions, in the order in which they are looked at.
    pub(crate) fn conditions(
        &self,
        table: Table<'t>,
    ) -> impl Iterator<Item = EncodedCondition<'t>> + use<'t> {
        conditions(table.bytes(self.span(RecordField::Conditions)))
    }

    /// The host that it asks for, if it asks for one and for nothing else.
    pub(crate) fn host(&self, table: Table<'t>) -> Option<&'t [u8]> {
        let mut conditions = self.conditions(table);
        let condition = conditions.next().filter(|_| conditions.next().is_none())?;
        let mut patterns = texts(condition.patterns);
        let mut pieces = patterns.next().filter(|_| patterns.next().is_none()).map(pieces)?;
        match (condition.subject, condition.negated, pieces.next(), pieces.next()) {
            (Subject::Host, false, Some(Piece::Literal(host)), None) => Some(host),
            _ => None,
        }
    }

    /// The status in the record; 0 for `pass`.
    #[inline]
    pub(crate) fn status(&self) -> u16 {
        u16::try_from(self.numbers(RecordField::Answer).0).unwrap_or_default()
    }

    pub(crate) fn cache(&self) -> Cache {
        Cache::of_numbers(self.numbers(RecordField::Cache)).unwrap_or_default()
    }

    fn has(&self, flag: u32) -> bool {
        self.numbers(RecordField::Answer).1 & flag != 0
    }

    pub(crate) fn drops_query(&self) -> bool {
        self.has(Record::DROPS_QUERY)
    }

    /// Whether a condition looks at a field, so that the answer is for one client alone.
    pub(crate) fn is_private(&self) -> bool {
        self.has(Record::PRIVATE)
    }

    /// How the source is compared with a path.
    pub(crate) fn form(&self) -> MatchMode {
        MatchMode { any_case: self.has(Record::ANY_CASE), any_slash: self.has(Record::ANY_SLASH) }
    }
}
