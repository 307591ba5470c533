//! The record of a rule.

use super::number;

/// A place in the heap.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Span {
    pub(crate) offset: u32,
    pub(crate) len: u32,
}

/// The fields of a record: what was declared, and what it was compiled to. Each is a span, but
/// for the last three.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(usize)]
pub(crate) enum Field {
    Source,
    /// The names of the methods with `|` between them; empty for any.
    Methods,
    Target,
    Doc,
    File,
    /// The program of the source; empty where the source is a key.
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
    /// Two numbers.
    LineColumn,
    /// Two numbers: what is said to caches (0 as the status says, 1 for a time, 2 for `no-store`, 3 for
    /// nothing), and the time in seconds.
    Cache,
    /// Two numbers: the status (0 for `pass`), and the flags.
    Answer,
}

/// How long caches may keep an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CacheTime {
    Seconds(u32),
    None,
    Unsaid,
}

/// The bytes of one record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'t> {
    pub(super) bytes: &'t [u8],
}

impl Record<'_> {
    pub(super) const SPANS: [Field; 11] = [
        Field::Source,
        Field::Methods,
        Field::Target,
        Field::Doc,
        Field::File,
        Field::Pattern,
        Field::Template,
        Field::Location,
        Field::Names,
        Field::Conditions,
        Field::Guard,
    ];
    pub(super) const DROPS_QUERY: u32 = 1;
    pub(super) const PRIVATE: u32 = 2;
    const FIELDS: usize = Field::Answer as usize + 1;
    pub(super) const SIZE: usize = Record::FIELDS * 8;

    pub(crate) fn numbers(&self, field: Field) -> (u32, u32) {
        let at = field as usize * 8;
        let number = |at| number(self.bytes, at).unwrap_or_default();
        (number(at), number(at + 4))
    }

    pub(crate) fn span(&self, field: Field) -> Span {
        let (offset, len) = self.numbers(field);
        Span { offset, len }
    }

    /// The status in the record; 0 for `pass`.
    pub(crate) fn status(&self) -> u16 {
        u16::try_from(self.numbers(Field::Answer).0).unwrap_or_default()
    }

    /// What is said to caches, if it is not left to the status: a time in seconds, or `no-store`.
    pub(crate) fn cache(&self) -> Option<CacheTime> {
        match self.numbers(Field::Cache) {
            (1, seconds) => Some(CacheTime::Seconds(seconds)),
            (2, _) => Some(CacheTime::None),
            (3, _) => Some(CacheTime::Unsaid),
            _ => None,
        }
    }

    pub(crate) fn drops_query(&self) -> bool {
        self.numbers(Field::Answer).1 & Record::DROPS_QUERY != 0
    }

    /// Whether a condition looks at a field, so that the answer is for one client alone.
    pub(crate) fn is_private(&self) -> bool {
        self.numbers(Field::Answer).1 & Record::PRIVATE != 0
    }
}
