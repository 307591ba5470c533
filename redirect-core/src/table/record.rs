//! The record of a rule: its details, beside the entry by which it is found.

use crate::action::cache_control::CachePolicy;
use crate::action::location::Part;
use crate::matching::condition::Subject;
use crate::matching::pattern::Piece;
use crate::matching::text::MatchMode;
use crate::request::only;
use crate::table::Table;
use crate::table::encoding::{EncodedCondition, conditions, parts, pieces, text, texts};
use crate::table::layout::read_u32;

/// A range of the heap.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Span {
    /// The offset of the first byte.
    pub offset: u32,
    /// The number of bytes.
    pub len: u32,
}

impl Span {
    /// A span that is outside of every heap.
    const INVALID: Span = Span { offset: u32::MAX, len: u32::MAX };
}

/// The fields of a record, each of eight bytes: spans of the declaration and of its compiled form,
/// and pairs of numbers in the last three.
#[derive(Clone, Copy, Debug)]
#[repr(usize)]
pub enum RecordField {
    /// The source as declared; empty if that is the key.
    Source,
    /// The names of the methods, separated by `|`; empty if the rule matches all methods.
    Methods,
    /// The target as declared.
    Target,
    /// The doc comment.
    Doc,
    /// The file that declares the rule.
    File,
    /// The program of the source if it is too long for the entry.
    Pattern,
    /// The program of the target.
    Template,
    /// The location if it has no captures.
    Location,
    /// The names of the query parameters that are not carried over.
    DroppedParameters,
    /// The program of the conditions, those on header fields last.
    Conditions,
    /// The conditions as declared.
    ConditionsText,
    /// The column of the declaration, and the fields of the response: the offset of their list in
    /// the heap plus one, or 0 if there are none.
    ColumnAndFields,
    /// The caching policy (see [`CachePolicy`]).
    Cache,
    /// The status (0 for `pass`) and the flags.
    Response,
}

/// The details of a rule. Consecutive static rules that differ only in source and target share the
/// bytes of one record.
#[derive(Clone, Copy, Debug)]
pub struct Record<'t> {
    pub(crate) bytes: &'t [u8],
    /// The source in the entry.
    pub(crate) key: &'t [u8],
    /// The target of a static rule.
    pub(crate) static_target: Option<StaticTarget<'t>>,
}

/// The target of a static rule, which redirects one path to one location, unconditionally.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StaticTarget<'t> {
    pub(crate) heap: &'t [u8],
    /// The offset of the location in the heap, where its length comes first.
    pub(crate) offset: u32,
}

impl StaticTarget<'_> {
    /// Returns the span of the location. Its length is read only here, because that is likely to
    /// miss the cache.
    fn location(self) -> Span {
        self.checked_location().unwrap_or(Span::INVALID)
    }

    fn checked_location(self) -> Option<Span> {
        text_at(self.heap, self.offset)
    }
}

/// Returns the span of a text in the heap, given the offset of its length.
pub(crate) fn text_at(heap: &[u8], offset: u32) -> Option<Span> {
    let (text, rest) = text(heap.get(offset as usize..)?)?;
    let start = heap.len() - rest.len() - text.len();
    let (offset, len) = (u32::try_from(start).ok()?, u32::try_from(text.len()).ok()?);
    Some(Span { offset, len })
}

impl<'t> Record<'t> {
    /// A record whose fields are all empty.
    pub(crate) const EMPTY: Record<'static> = Record { bytes: &[], key: &[], static_target: None };

    /// The fields that are spans.
    pub(crate) const SPANS: [RecordField; 11] = [
        RecordField::Source,
        RecordField::Methods,
        RecordField::Target,
        RecordField::Doc,
        RecordField::File,
        RecordField::Pattern,
        RecordField::Template,
        RecordField::Location,
        RecordField::DroppedParameters,
        RecordField::Conditions,
        RecordField::ConditionsText,
    ];
    /// Flag: the query of the request is not carried over.
    pub const DROPS_QUERY: u32 = 1;
    /// Flag: the response depends on a header field, or its location contains the requested host.
    /// Shared caches must not store it.
    pub const PRIVATE: u32 = 2;
    /// Flag: the source matches regardless of case.
    pub const IGNORE_CASE: u32 = 4;
    /// Flag: a final slash is optional.
    pub const OPTIONAL_SLASH: u32 = 8;
    /// Flag: the location contains the path and the query of the request.
    pub const REQUEST_URI: u32 = 16;
    /// Flag: the target is the end of a chain, in place of the declared one.
    pub const FLATTENED: u32 = 32;
    /// Flag: the location contains the host of the request.
    pub const REQUEST_HOST: u32 = 64;
    /// All flags.
    pub(crate) const FLAGS: u32 = 127;
    const FIELDS: usize = RecordField::Response as usize + 1;
    /// The number of bytes.
    pub const SIZE: usize = Record::FIELDS * 8;

    /// Returns the two numbers of a field.
    #[inline]
    pub(crate) fn numbers(&self, field: RecordField) -> (u32, u32) {
        let at = field as usize * 8;
        let number = |at| read_u32(self.bytes, at).unwrap_or_default();
        (number(at), number(at + 4))
    }

    /// Returns the span of a field.
    pub(crate) fn span(&self, field: RecordField) -> Span {
        if let (Some(target), RecordField::Target | RecordField::Location) =
            (self.static_target, field)
        {
            target.location()
        } else {
            let (offset, len) = self.numbers(field);
            Span { offset, len }
        }
    }

    /// Returns whether the entry holds the source as declared.
    pub(crate) fn source_is_key(&self) -> bool {
        self.static_target.is_some() || self.span(RecordField::Source).len == 0
    }

    /// Returns the source as declared.
    pub(crate) fn source(&self, table: Table<'t>) -> &'t str {
        if self.source_is_key() {
            std::str::from_utf8(self.key).unwrap_or_default()
        } else {
            table.text(self.span(RecordField::Source))
        }
    }

    /// Returns the location of a static rule.
    pub(crate) fn static_location(&self, table: Table<'t>) -> Option<&'t [u8]> {
        self.static_target.map(|target| table.bytes(target.location()))
    }

    /// Returns the parts of the target if the rule is not static.
    pub(crate) fn template(
        &self,
        table: Table<'t>,
    ) -> impl Iterator<Item = Part<&'t [u8]>> + Clone + use<'t> {
        parts(table.bytes(self.span(RecordField::Template)))
    }

    /// Returns the conditions, in the order in which they are evaluated.
    pub(crate) fn conditions(
        &self,
        table: Table<'t>,
    ) -> impl Iterator<Item = EncodedCondition<'t>> + use<'t> {
        conditions(table.bytes(self.span(RecordField::Conditions)))
    }

    /// Returns the first condition on a subject, given its number.
    pub(crate) fn condition_on(
        &self,
        number: u8,
        table: Table<'t>,
    ) -> Option<EncodedCondition<'t>> {
        self.conditions(table).find(|condition| condition.number == Some(number))
    }

    /// Returns the host that the rule requires if that is its only condition.
    pub(crate) fn host(&self, table: Table<'t>) -> Option<&'t [u8]> {
        let condition = only(self.conditions(table))?;
        let piece = only(pieces(only(texts(condition.patterns))?))?;
        match (condition.subject, condition.negated, piece) {
            (Subject::Host, false, Piece::Literal(host)) => Some(host),
            _ => None,
        }
    }

    /// Returns the status; 0 for `pass`.
    #[inline]
    pub(crate) fn status(&self) -> u16 {
        u16::try_from(self.numbers(RecordField::Response).0).unwrap_or_default()
    }

    /// Returns the caching policy.
    pub(crate) fn cache(&self) -> CachePolicy {
        CachePolicy::from_numbers(self.numbers(RecordField::Cache)).unwrap_or_default()
    }

    /// Returns the column of the declaration; 0 if it is unknown.
    pub(crate) fn column(&self) -> u32 {
        self.numbers(RecordField::ColumnAndFields).0
    }

    /// Returns the offset of the list of the response's fields in the heap, if there are any.
    #[inline]
    pub(crate) fn fields(&self) -> Option<u32> {
        self.numbers(RecordField::ColumnAndFields).1.checked_sub(1)
    }

    fn has_flag(&self, flag: u32) -> bool {
        self.numbers(RecordField::Response).1 & flag != 0
    }

    /// Returns whether the query of the request is not carried over.
    pub(crate) fn drops_query(&self) -> bool {
        self.has_flag(Record::DROPS_QUERY)
    }

    /// Returns whether the target is the end of a chain, in place of the declared one.
    pub(crate) fn is_flattened(&self) -> bool {
        self.has_flag(Record::FLATTENED)
    }

    /// Returns whether the location contains the path and the query of the request.
    pub(crate) fn has_request_uri(&self) -> bool {
        self.has_flag(Record::REQUEST_URI)
    }

    /// Returns whether the location contains the host of the request.
    pub(crate) fn has_request_host(&self) -> bool {
        self.has_flag(Record::REQUEST_HOST)
    }

    /// Returns whether shared caches must not store the response.
    pub(crate) fn is_private(&self) -> bool {
        self.has_flag(Record::PRIVATE)
    }

    /// Returns how the source is compared with a path.
    pub(crate) fn mode(&self) -> MatchMode {
        MatchMode {
            ignore_case: self.has_flag(Record::IGNORE_CASE),
            optional_slash: self.has_flag(Record::OPTIONAL_SLASH),
        }
    }
}

/// The bytes of a record that is being written.
#[derive(Clone, Debug)]
pub struct RecordBuilder {
    /// The bytes.
    pub bytes: [u8; Record::SIZE],
}

impl Default for RecordBuilder {
    fn default() -> RecordBuilder {
        RecordBuilder { bytes: [0; Record::SIZE] }
    }
}

impl RecordBuilder {
    /// Sets the two numbers of a field.
    pub fn set_numbers(&mut self, field: RecordField, first: u32, second: u32) {
        let at = field as usize * 8;
        self.bytes[at..at + 4].copy_from_slice(&first.to_le_bytes());
        self.bytes[at + 4..at + 8].copy_from_slice(&second.to_le_bytes());
    }

    /// Sets the span of a field.
    pub fn set_span(&mut self, field: RecordField, span: Span) {
        self.set_numbers(field, span.offset, span.len);
    }
}
