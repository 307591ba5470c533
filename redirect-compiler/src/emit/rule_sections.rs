//! The sections that are written rule by rule: entries, records, lines, and the texts in the heap.

use crate::emit::TableLimit;
use crate::emit::flags::{entry_flags, record_flags, status};
use crate::emit::heap::Heap;
use crate::emit::static_rule::{normal_flag, static_rule};
use crate::emit::subjects::Subjects;
use crate::lower::cache_control::Caching;
use crate::lower::canonical::Canonical;
use crate::lower::checked_rule::{Action, CheckedIndex, CheckedRule};
use crate::lower::condition::network::AddressSet;
use crate::lower::condition::{CheckedCondition, ScopedCondition};
use crate::lower::location::Target;
use crate::lower::response_field::ResponseField;
use redirect_core::SourceLocation;
use redirect_core::internals::cache_control::CachePolicy;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::encoding::{EncodedCondition, write};
use redirect_core::internals::entry::write_entry;
use redirect_core::internals::entry_flags::EntryFlags;
use redirect_core::internals::layout::{ANY_FIELD, to_u32};
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::record::{Record, RecordBuilder, RecordField, Span};

/// The sections that are written rule by rule.
pub(crate) struct RuleSections<'d> {
    pub(crate) entries: Vec<u8>,
    /// The offset of the entry of each rule.
    pub(crate) offsets: Vec<u32>,
    pub(crate) records: Vec<u8>,
    pub(crate) heap: Heap<'d>,
    /// The names of the header fields that conditions inspect.
    pub(crate) fields: Vec<String>,
    /// The subjects of conditions.
    pub(crate) subjects: &'d Subjects<'d>,
    /// The details of the last static rule, and the number of its record, which the next one may
    /// share.
    last_shared: Option<(SharedDetails<'d>, u16)>,
    /// The runs of rules on consecutive lines.
    pub(crate) lines: Vec<u8>,
    /// The line after the one of the last rule.
    next_line: Option<u32>,
}

/// The details of a static rule except its source and target.
#[derive(PartialEq)]
struct SharedDetails<'d> {
    status: u16,
    flags: u32,
    cache: &'d Caching,
    fields: &'d [ResponseField],
    column: u32,
    file: &'d str,
    doc: &'d str,
}

impl<'d> RuleSections<'d> {
    /// Creates empty sections with capacity for a number of rules.
    pub(crate) fn with_capacity(rules: usize, subjects: &'d Subjects<'d>) -> RuleSections<'d> {
        let mut fields = Vec::new();
        if subjects.number(&Subject::Ip).is_some() {
            // It must be the first one.
            fields.push(ANY_FIELD.into());
        }
        RuleSections {
            entries: Vec::with_capacity(rules * 64),
            offsets: Vec::with_capacity(rules),
            records: Vec::new(),
            heap: Heap::with_capacity(rules),
            fields,
            subjects,
            last_shared: None,
            lines: Vec::new(),
            next_line: None,
        }
    }

    /// Returns the total size of the sections in bytes.
    pub(crate) fn size(&self) -> usize {
        self.entries.len() + self.records.len() + self.heap.bytes.len()
    }

    /// Appends a rule. After an error, the sections are incomplete and must not be used.
    pub(crate) fn push(
        &mut self,
        index: CheckedIndex,
        rule: &'d CheckedRule<'d>,
    ) -> Result<(), TableLimit> {
        self.offsets.push(to_u32(self.entries.len()));
        self.push_line(index, source_location(rule).line());
        if self.push_static_rule(rule).is_some() {
            return Ok(());
        }
        let number = to_u32(self.records.len() / Record::SIZE);
        let mut record = self.own_record(rule);
        match rule.source.literal() {
            Some(key) => self.push_entry(entry_flags(rule), number, key)?,
            None => self.push_pattern(rule, number, &mut record)?,
        }
        self.records.extend_from_slice(&record.bytes);
        Ok(())
    }

    /// Appends the record of the redirect to canonical URLs, and returns its number.
    pub(crate) fn push_canonical_record(&mut self, canonical: &Canonical) -> u32 {
        let mut record = RecordBuilder::default();
        let fields = self.push_fields(&canonical.fields);
        record.set_numbers(RecordField::ColumnAndFields, 0, fields);
        record.set_numbers(RecordField::Response, canonical.status.code().as_u16().into(), 0);
        self.set_cache(&canonical.cache, &mut record);
        let number = to_u32(self.records.len() / Record::SIZE);
        self.records.extend_from_slice(&record.bytes);
        number
    }

    /// Clears the flags that let the fast path decide for a rule: it does not know groups, so that
    /// it must leave the first rule of each to the general search.
    pub(crate) fn clear_unconditional(&mut self, rule: CheckedIndex) {
        let at = self.offsets[rule.position()] as usize;
        let flags = u16::from_le_bytes([self.entries[at], self.entries[at + 1]]);
        let flags = flags & !(EntryFlags::UNCONDITIONAL | EntryFlags::WITH_HOST);
        self.entries[at..at + 2].copy_from_slice(&flags.to_le_bytes());
    }

    /// Appends an entry.
    fn push_entry(&mut self, flags: u16, payload: u32, source: &[u8]) -> Result<(), TableLimit> {
        write_entry(flags, payload, source, &mut self.entries).map_err(|_| TableLimit::Source)
    }

    /// Appends a static rule with a shared record. Returns `None` if the rule needs its own record.
    fn push_static_rule(&mut self, rule: &'d CheckedRule<'d>) -> Option<()> {
        let (key, location) = static_rule(rule)?;
        let source = rule.source_text.as_bytes();
        u16::try_from(source.len()).ok()?;
        let flags = normal_flag(rule, key)? | self.shared_record(rule)?;
        let offset = self.heap.intern_location(location);
        self.push_entry(flags, offset, source).ok()
    }

    fn push_pattern(
        &mut self,
        rule: &CheckedRule<'_>,
        number: u32,
        record: &mut RecordBuilder,
    ) -> Result<(), TableLimit> {
        let program = program(&rule.source.pieces);
        let flags = entry_flags(rule) | EntryFlags::PATTERN;
        if u16::try_from(program.len()).is_ok() {
            self.push_entry(flags, number, &program)
        } else {
            record.set_span(RecordField::Pattern, self.heap.push(&program));
            self.push_entry(flags & !EntryFlags::UNCONDITIONAL, number, &[])
        }
    }

    /// Starts a new run of lines, unless the rule is on the line after the previous rule.
    fn push_line(&mut self, index: CheckedIndex, line: u32) {
        if self.next_line != Some(line) {
            self.lines.extend_from_slice(&to_u32(index.position()).to_le_bytes());
            self.lines.extend_from_slice(&line.to_le_bytes());
        }
        self.next_line = line.checked_add(1);
    }

    /// Returns the number of the shared record of a static rule, which is created if necessary.
    /// Returns `None` if the number does not fit in the flags of an entry.
    fn shared_record(&mut self, rule: &'d CheckedRule<'d>) -> Option<u16> {
        let location = source_location(rule);
        let details = SharedDetails {
            status: status(rule),
            flags: record_flags(rule),
            cache: rule.cache(),
            fields: rule.fields(),
            column: location.column(),
            file: location.file().unwrap_or_default(),
            doc: rule.doc,
        };
        if let Some((_, number)) = self.last_shared.as_ref().filter(|(last, _)| *last == details) {
            return Some(*number);
        }
        let number = u16::try_from(self.records.len() / Record::SIZE).ok();
        let number = number.filter(|number| *number <= EntryFlags::SHARED_RECORD)?;
        let mut record = RecordBuilder::default();
        self.set_common_fields(rule, &mut record);
        self.records.extend_from_slice(&record.bytes);
        self.last_shared = Some((details, number));
        Some(number)
    }

    /// Sets the fields that both kinds of records have.
    fn set_common_fields(&mut self, rule: &'d CheckedRule<'d>, record: &mut RecordBuilder) {
        let location = source_location(rule);
        let doc = self.heap.intern(rule.doc.as_bytes());
        let file = self.heap.intern(location.file().unwrap_or_default().as_bytes());
        record.set_span(RecordField::Doc, doc);
        record.set_span(RecordField::File, file);
        let fields = self.push_fields(rule.fields());
        record.set_numbers(RecordField::ColumnAndFields, location.column(), fields);
        record.set_numbers(RecordField::Response, status(rule).into(), record_flags(rule));
        self.set_cache(rule.cache(), record);
    }

    /// Sets the caching policy.
    fn set_cache(&mut self, caching: &Caching, record: &mut RecordBuilder) {
        let policy = match caching {
            Caching::Policy(policy) => *policy,
            Caching::Directives(text) => {
                CachePolicy::Declared(self.heap.intern_text(text.as_bytes()))
            }
        };
        let (policy, seconds) = policy.numbers();
        record.set_numbers(RecordField::Cache, policy, seconds);
    }

    /// Returns a record that belongs to one rule.
    fn own_record(&mut self, rule: &'d CheckedRule<'d>) -> RecordBuilder {
        let mut record = RecordBuilder::default();
        self.set_common_fields(rule, &mut record);
        if rule.source.literal() != Some(rule.source_text.as_bytes()) {
            record.set_span(RecordField::Source, self.heap.push(rule.source_text.as_bytes()));
        }
        record.set_span(
            RecordField::Methods,
            self.heap.push(rule.syntax.methods.join("|").as_bytes()),
        );
        let conditions = self.push_conditions(rule);
        record.set_span(RecordField::Conditions, conditions);
        record
            .set_span(RecordField::ConditionsText, self.heap.push(rule.conditions_text.as_bytes()));
        if let Action::Redirect(_, target) = &rule.action {
            self.set_target(rule, target, &mut record);
        }
        record
    }

    /// Appends the fields of a response to the heap. Returns the offset of their list plus one, or
    /// 0 if there are none.
    fn push_fields(&mut self, fields: &[ResponseField]) -> u32 {
        if fields.is_empty() {
            return 0;
        }
        let mut list = Vec::new();
        for ResponseField { name, value } in fields {
            write::text(name.as_bytes(), &mut list);
            write::text(value.as_deref().unwrap_or_default().as_bytes(), &mut list);
        }
        self.heap.intern_text(&list) + 1
    }

    /// Appends the program of the conditions to the heap.
    fn push_conditions(&mut self, rule: &CheckedRule<'_>) -> Span {
        let mut program_of_all = Vec::new();
        for ScopedCondition { condition, .. } in &rule.conditions {
            let patterns = patterns(condition);
            let field = condition.header().map(|name| self.field_index(name));
            let offset;
            let subject = match condition.subject.as_ref() {
                Subject::SiteLanguage(list) => {
                    offset = self.heap.intern_text(list).to_le_bytes();
                    Subject::SiteLanguage(&offset[..])
                }
                subject => subject,
            };
            let condition = EncodedCondition {
                subject,
                negated: condition.is_negated,
                field,
                number: self.subjects.number(&condition.subject),
                patterns: &patterns,
            };
            write::condition(&condition, &mut program_of_all);
        }
        self.heap.push(&program_of_all)
    }

    /// Returns the index of a header field in the table's list, and adds it to the list if
    /// necessary.
    #[expect(clippy::expect_used, reason = "`Subjects` has at least as many elements")]
    fn field_index(&mut self, name: &str) -> u8 {
        let known = self.fields.iter().position(|known| known == name);
        let index = known.unwrap_or(self.fields.len());
        if known.is_none() {
            self.fields.push(name.into());
        }
        u8::try_from(index).expect("invariant: there are no more fields than subjects")
    }

    /// Sets the fields of the record that describe the target.
    #[expect(clippy::expect_used, reason = "lowering takes the target from this text")]
    fn set_target(&mut self, rule: &CheckedRule<'_>, target: &Target, record: &mut RecordBuilder) {
        let text = rule.syntax.target.as_deref();
        let text = text.expect("invariant: a rule that redirects has the text of a target");
        let declared = self.heap.push(text.as_bytes());
        record.set_span(RecordField::Target, declared);
        if let Some(literal) = target.literal() {
            let is_sent = literal == text.as_bytes();
            record.set_span(
                RecordField::Location,
                if is_sent { declared } else { self.heap.push(&literal) },
            );
        }
        let mut template = Vec::new();
        for part in &target.parts {
            write::part(part.as_ref(), &mut template);
        }
        record.set_span(RecordField::Template, self.heap.intern(&template));
        let mut dropped = Vec::new();
        for name in &target.parameter_names {
            write::literal(name, &mut dropped);
        }
        for ScopedCondition { condition, .. } in &rule.conditions {
            if let Some(name) = condition.query_parameter() {
                write::literal(name, &mut dropped);
            }
        }
        record.set_span(RecordField::DroppedParameters, self.heap.intern(&dropped));
    }
}

/// Returns the encoded list of the patterns of a condition, or of the ranges of addresses.
fn patterns(condition: &CheckedCondition) -> Vec<u8> {
    let mut patterns = Vec::new();
    if condition.subject.is_text() {
        for pieces in &condition.patterns {
            write::literal(&program(pieces), &mut patterns);
        }
    } else if !condition.patterns.is_empty() {
        for ranges in AddressSet::new(&condition.patterns).to_bytes() {
            write::literal(&ranges, &mut patterns);
        }
    }
    patterns
}

/// Returns the encoded program of a pattern.
fn program(pieces: &[Piece<Vec<u8>>]) -> Vec<u8> {
    let mut program = Vec::new();
    for piece in pieces {
        write::piece(piece.as_ref(), &mut program);
    }
    program
}

/// Returns the source location of a rule. An unknown one is encoded with an empty file, line 0 and
/// column 0.
fn source_location<'d>(rule: &'d CheckedRule<'d>) -> SourceLocation<'d> {
    rule.syntax.source_location.unwrap_or(const { SourceLocation::new("", 0, 0) })
}
