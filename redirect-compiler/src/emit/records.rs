//! What is said of each rule: entries and records, and in the heap what they lead to.

use crate::emit::heap::Heap;
use crate::emit::kind::{flags, kind, status};
use crate::emit::plain::{plain, spelling};
use crate::emit::written::Written;
use crate::lower::checked_rule::{Answer, CheckedRule};
use crate::lower::condition::Guarded;
use crate::lower::location::Target;
use redirect_core::internals::cache_control::Cache;
use redirect_core::internals::encoding::{EncodedCondition, write};
use redirect_core::internals::entry_flags::EntryFlags;
use redirect_core::internals::layout::to_u32;
use redirect_core::internals::location::Part;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::record::{Record, RecordField, Span};

/// The sections that are written rule by rule.
pub(crate) struct Records<'d> {
    /// The entries.
    pub(crate) texts: Vec<u8>,
    /// Where the entry of each rule stands.
    pub(crate) entries: Vec<u32>,
    pub(crate) written: Vec<u8>,
    pub(crate) heap: Heap<'d>,
    /// The names of the fields that conditions look at.
    pub(crate) fields: Vec<String>,
    /// What the last plain rules share, and the number of that record.
    last: Option<(Alike<'d>, u16)>,
    /// The runs of rules whose lines follow each other.
    pub(crate) lines: Vec<u8>,
    next_line: Option<u32>,
}

/// What several plain rules share.
#[derive(PartialEq)]
struct Alike<'d> {
    status: u16,
    flags: u32,
    cache: Cache,
    column: u32,
    file: &'d str,
    doc: &'d str,
}

impl<'d> Records<'d> {
    pub(crate) fn with_room(rules: usize) -> Records<'d> {
        Records {
            texts: Vec::with_capacity(rules * 64),
            entries: Vec::with_capacity(rules),
            written: Vec::new(),
            heap: Heap::with_room(rules),
            fields: Vec::new(),
            last: None,
            lines: Vec::new(),
            next_line: None,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len() + self.written.len() + self.heap.bytes.len()
    }

    pub(crate) fn rule(&mut self, rule: usize, directive: &'d CheckedRule<'d>) {
        self.entries.push(to_u32(self.texts.len()));
        self.line(rule, directive.draft.place.line());
        if let Some((key, location)) = plain(directive)
            && let Some(normal) = spelling(directive, key)
            && let Some(shared) = self.shared(directive)
        {
            let source = directive.written.as_bytes();
            let kind = shared | normal;
            let at = self.heap.location(location);
            self.entry(kind, at, source);
            return;
        }
        let number = to_u32(self.written.len() / Record::SIZE);
        let mut record = self.record(directive);
        match directive.source.key() {
            Some(key) => self.entry(kind(directive), number, key),
            None => self.pattern(directive, number, &mut record),
        }
        self.written.extend_from_slice(&record.bytes);
    }

    fn pattern(&mut self, directive: &CheckedRule<'_>, number: u32, record: &mut Written) {
        let program = program(directive.source.pieces.iter().map(Piece::as_ref), write::piece);
        if u16::try_from(program.len()).is_ok() {
            self.entry(kind(directive) | EntryFlags::PATTERN, number, &program);
        } else {
            record.span(RecordField::Pattern, self.heap.push(&program));
            self.entry(
                kind(directive) & !EntryFlags::UNCONDITIONAL | EntryFlags::PATTERN,
                number,
                &[],
            );
        }
    }

    fn entry(&mut self, kind: u16, leads_to: u32, source: &[u8]) {
        let len = u16::try_from(source.len()).unwrap_or(u16::MAX);
        let head = u64::from(kind) | u64::from(len) << 16 | u64::from(leads_to) << 32;
        self.texts.extend_from_slice(&head.to_le_bytes());
        self.texts.extend_from_slice(source);
    }

    /// Notes the line of a rule, where it does not follow that of the rule before.
    fn line(&mut self, rule: usize, line: u32) {
        if self.next_line != Some(line) {
            self.lines.extend_from_slice(&to_u32(rule).to_le_bytes());
            self.lines.extend_from_slice(&line.to_le_bytes());
        }
        self.next_line = line.checked_add(1);
    }

    /// The number of the record that a plain rule shares; `None` where there is no room for another.
    fn shared(&mut self, directive: &'d CheckedRule<'d>) -> Option<u16> {
        let place = directive.draft.place;
        let alike = Alike {
            status: status(directive),
            flags: flags(directive),
            cache: directive.cache(),
            column: place.column(),
            file: place.file().unwrap_or_default(),
            doc: directive.doc,
        };
        if let Some((last, record)) = &self.last
            && *last == alike
        {
            return Some(*record);
        }
        let record = self.written.len() / Record::SIZE;
        let record = u16::try_from(record).ok().filter(|record| *record <= EntryFlags::SHARED)?;
        let mut entry = Written::default();
        self.common(directive, &mut entry);
        self.written.extend_from_slice(&entry.bytes);
        self.last = Some((alike, record));
        Some(record)
    }

    /// What is said of a rule of any kind.
    fn common(&mut self, directive: &'d CheckedRule<'d>, record: &mut Written) {
        let place = directive.draft.place;
        let doc = self.heap.share(directive.doc.as_bytes());
        let file = self.heap.share(place.file().unwrap_or_default().as_bytes());
        record.span(RecordField::Doc, doc);
        record.span(RecordField::File, file);
        record.numbers(RecordField::Column, place.column(), 0);
        record.numbers(RecordField::Answer, status(directive).into(), flags(directive));
        let (kind, seconds) = directive.cache().numbers();
        record.numbers(RecordField::Cache, kind, seconds);
    }

    fn record(&mut self, directive: &'d CheckedRule<'d>) -> Written {
        let mut record = Written::default();
        self.common(directive, &mut record);
        if directive.source.key() != Some(directive.written.as_bytes()) {
            record.span(RecordField::Source, self.heap.push(directive.written.as_bytes()));
        }
        record.span(
            RecordField::Methods,
            self.heap.push(directive.draft.methods.join("|").as_bytes()),
        );
        let conditions = self.conditions(directive);
        record.span(RecordField::Conditions, conditions);
        record.span(RecordField::Guard, self.heap.push(directive.guard.as_bytes()));
        if let Answer::Redirect(_, target) = &directive.answer {
            self.target(directive, target, &mut record);
        }
        record
    }

    fn conditions(&mut self, directive: &CheckedRule<'_>) -> Span {
        let mut all = Vec::new();
        for Guarded { condition, .. } in &directive.conditions {
            let mut patterns = Vec::new();
            for pieces in &condition.patterns {
                let pattern = program(pieces.iter().map(Piece::as_ref), write::piece);
                write::literal(&pattern, &mut patterns);
            }
            let field = condition.field().map(|name| self.field(name));
            let condition = EncodedCondition {
                subject: condition.subject.as_ref(),
                negated: condition.negated,
                field,
                patterns: &patterns,
            };
            write::condition(&condition, &mut all);
        }
        self.heap.push(&all)
    }

    /// The number of a field in the table's list.
    fn field(&mut self, name: &str) -> u8 {
        let known = self.fields.iter().position(|known| known == name);
        let index = known.unwrap_or_else(|| {
            self.fields.push(name.into());
            self.fields.len() - 1
        });
        u8::try_from(index).unwrap_or(u8::MAX)
    }

    fn target(&mut self, directive: &CheckedRule<'_>, target: &Target, record: &mut Written) {
        let text = directive.draft.target.as_deref().unwrap_or_default();
        let declared = self.heap.push(text.as_bytes());
        record.span(RecordField::Target, declared);
        if let Some(literal) = target.literal() {
            let is_sent = literal == text.as_bytes();
            record.span(
                RecordField::Location,
                if is_sent { declared } else { self.heap.push(&literal) },
            );
        }
        let parts = target.parts.iter().map(Part::as_ref);
        record.span(RecordField::Template, self.heap.share(&program(parts, write::part)));
        let conditions = directive.conditions.iter();
        let compared = conditions.filter_map(|guarded| guarded.condition.parameter());
        let names = target.names.iter().map(Vec::as_slice).chain(compared);
        record.span(RecordField::Names, self.heap.share(&program(names, write::literal)));
    }
}

/// Items, written one behind the other.
fn program<T>(items: impl Iterator<Item = T>, write: fn(T, &mut Vec<u8>)) -> Vec<u8> {
    let mut program = Vec::new();
    items.for_each(|item| write(item, &mut program));
    program
}
