//! What is said of each rule: entries, records and the heap.

use std::collections::HashMap;

use super::super::entry::{ANY_SLASH, FOR_ALL, NORMAL, OWN, PATTERN, SHARED};
use super::super::program::{Condition, write};
use super::super::segments::{are_segments, are_sound};
use super::super::{Field, Record, Span, to_u32};
use crate::cache::Cache;
use crate::directive::{Answer, Directive};
use crate::guard::Guarded;
use crate::keys::Keys;
use crate::pattern::Piece;
use crate::target::Target;
use crate::template::Part;
use crate::text::{Coding, Form, Text, normal};

/// The longest text that rules share, in bytes.
const MAX_SHARED: usize = 200;

/// The sections that are written rule by rule.
pub(super) struct Records<'d> {
    /// The entries.
    pub(super) texts: Vec<u8>,
    /// Where the entry of each rule stands.
    pub(super) entries: Vec<u32>,
    pub(super) written: Vec<u8>,
    pub(super) heap: Vec<u8>,
    /// The names of the fields that conditions look at.
    pub(super) fields: Vec<String>,
    /// What many rules share, each with its span.
    known: HashMap<Vec<u8>, Span>,
    /// The locations of plain rules, each with its place in the heap.
    locations: Keys<'d>,
    /// What the last plain rules share, and the number of that record.
    last: Option<(Alike<'d>, u16)>,
    /// The runs of rules whose lines follow each other.
    pub(super) lines: Vec<u8>,
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
    pub(super) fn with_room(rules: usize) -> Records<'d> {
        Records {
            texts: Vec::with_capacity(rules * 64),
            entries: Vec::with_capacity(rules),
            written: Vec::new(),
            heap: Vec::with_capacity(rules * 48),
            fields: Vec::new(),
            known: HashMap::new(),
            locations: Keys::with_room(rules),
            last: None,
            lines: Vec::new(),
            next_line: None,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len() + self.written.len() + self.heap.len()
    }

    pub(super) fn rule(&mut self, rule: usize, directive: &'d Directive<'d>) {
        self.entries.push(to_u32(self.texts.len()));
        self.line(rule, directive.draft.place.line);
        if let Some((key, location)) = plain(directive)
            && let Some(normal) = spelling(directive, key)
            && let Some(shared) = self.shared(directive)
        {
            let source = directive.written.as_bytes();
            let kind = shared | normal;
            let at = self.location(location);
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

    fn pattern(&mut self, directive: &Directive<'_>, number: u32, record: &mut Written) {
        let mut program = Vec::new();
        for piece in &directive.source.pieces {
            write::piece(piece.as_ref(), &mut program);
        }
        if u16::try_from(program.len()).is_ok() {
            self.entry(kind(directive) | PATTERN, number, &program);
        } else {
            record.span(Field::Pattern, self.push(&program));
            self.entry(kind(directive) & !FOR_ALL | PATTERN, number, &[]);
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
    fn shared(&mut self, directive: &'d Directive<'d>) -> Option<u16> {
        let Answer::Redirect(status, _) = directive.answer else { return None };
        let place = directive.draft.place;
        let alike = Alike {
            status: status.code().as_u16(),
            flags: flags(directive),
            cache: directive.cache(),
            column: place.column,
            file: place.file,
            doc: directive.doc,
        };
        if let Some((last, record)) = &self.last
            && *last == alike
        {
            return Some(*record);
        }
        let record = self.written.len() / Record::SIZE;
        let record = u16::try_from(record).ok().filter(|record| *record <= SHARED)?;
        let mut entry = Written::default();
        self.common(directive, &mut entry);
        self.written.extend_from_slice(&entry.bytes);
        self.last = Some((alike, record));
        Some(record)
    }

    /// What is said of a rule of any kind.
    fn common(&mut self, directive: &'d Directive<'d>, record: &mut Written) {
        let place = directive.draft.place;
        let doc = self.share(directive.doc.as_bytes());
        let file = self.share(place.file.as_bytes());
        record.span(Field::Doc, doc);
        record.span(Field::File, file);
        record.numbers(Field::Column, place.column, 0);
        record.numbers(Field::Answer, status(directive).into(), flags(directive));
        let (kind, seconds) = directive.cache().numbers();
        record.numbers(Field::Cache, kind, seconds);
    }

    fn record(&mut self, directive: &'d Directive<'d>) -> Written {
        let mut record = Written::default();
        self.common(directive, &mut record);
        record.span(Field::Source, self.push(directive.written.as_bytes()));
        record.span(Field::Methods, self.push(directive.draft.methods.join("|").as_bytes()));
        let conditions = self.conditions(directive);
        record.span(Field::Conditions, conditions);
        record.span(Field::Guard, self.push(directive.guard.as_bytes()));
        if let Answer::Redirect(_, target) = &directive.answer {
            self.target(directive, target, &mut record);
        }
        record
    }

    fn conditions(&mut self, directive: &Directive<'_>) -> Span {
        let mut program = Vec::new();
        for Guarded { condition, .. } in &directive.conditions {
            let mut patterns = Vec::new();
            for pieces in &condition.patterns {
                let mut pattern = Vec::new();
                for piece in pieces {
                    write::piece(piece.as_ref(), &mut pattern);
                }
                write::literal(&pattern, &mut patterns);
            }
            let field = condition.field().map(|name| self.field(name));
            let condition = Condition {
                subject: condition.subject.as_ref(),
                negated: condition.negated,
                field,
                patterns: &patterns,
            };
            write::condition(&condition, &mut program);
        }
        self.push(&program)
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

    fn target(&mut self, directive: &Directive<'_>, target: &Target, record: &mut Written) {
        let text = directive.draft.target.as_deref().unwrap_or_default();
        let declared = self.push(text.as_bytes());
        record.span(Field::Target, declared);
        if let Some(literal) = target.literal() {
            let is_sent = literal == text.as_bytes();
            record.span(Field::Location, if is_sent { declared } else { self.push(&literal) });
        }
        let parts = target.parts.iter().map(Part::as_ref);
        record.span(Field::Template, self.program(parts, write::part));
        let conditions = directive.conditions.iter();
        let compared = conditions.filter_map(|guarded| guarded.condition.parameter());
        let names = target.names.iter().map(Vec::as_slice).chain(compared);
        record.span(Field::Names, self.program(names, write::literal));
    }

    fn program<T>(&mut self, items: impl Iterator<Item = T>, write: fn(T, &mut Vec<u8>)) -> Span {
        let mut program = Vec::new();
        items.for_each(|item| write(item, &mut program));
        self.share(&program)
    }

    /// Adds to the heap what may be there already: what many rules share stays in a cache.
    fn share(&mut self, bytes: &[u8]) -> Span {
        // It stays short, so that to verify a table takes time in its size.
        if bytes.len() > MAX_SHARED {
            return self.push(bytes);
        }
        if let Some(known) = self.known.get(bytes) {
            return *known;
        }
        let span = self.push(bytes);
        self.known.insert(bytes.to_vec(), span);
        span
    }

    /// The place of a location in the heap, behind its length.
    fn location(&mut self, location: &'d str) -> u32 {
        let at = self.heap.len();
        if location.len() <= MAX_SHARED
            && let Some(known) = self.locations.add(location.as_bytes(), at)
        {
            return to_u32(known);
        }
        let len = u16::try_from(location.len()).unwrap_or(u16::MAX);
        self.heap.extend_from_slice(&len.to_le_bytes());
        self.heap.extend_from_slice(location.as_bytes());
        to_u32(at)
    }

    /// Adds to the heap.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Span {
        let span = Span { offset: to_u32(self.heap.len()), len: to_u32(bytes.len()) };
        self.heap.extend_from_slice(bytes);
        span
    }
}

/// The key and the location of a plain rule: it leads from one path to one location, which is sent as
/// it is written, whoever asks.
fn plain<'d>(directive: &'d Directive<'_>) -> Option<(&'d [u8], &'d str)> {
    let is_asked_by_all = directive.draft.methods.is_empty() && directive.conditions.is_empty();
    let key = directive.source.key().filter(|_| is_asked_by_all)?;
    let Answer::Redirect(_, target) = &directive.answer else { return None };
    let location = directive.draft.target.as_deref()?;
    let sent = location.as_bytes();
    let is_sent = match &target.parts[..] {
        [Part::Path, Part::Literal(path)] => path == sent,
        [Part::Literal(host), Part::Path] => host == sent,
        [Part::Literal(host), Part::Path, Part::Literal(path)] => {
            sent.strip_prefix(&host[..]) == Some(path)
        }
        _ => false,
    };
    is_sent.then_some((key, location))
}

/// Whether the source is its own key, or is read as it; `None` where it is written in another way.
fn spelling(directive: &Directive<'_>, key: &[u8]) -> Option<u16> {
    let source = directive.written.as_bytes();
    if key == source {
        return Some(NORMAL);
    }
    let is_key = if directive.source.form == Form::default() {
        normal(&directive.written) == key
    } else {
        let read = Text::new(source, Coding::Path).read_in(directive.source.form);
        read.normal().eq(key.iter().copied())
    };
    is_key.then_some(0)
}

/// What the entry of a rule with a record of its own says of it.
fn kind(directive: &Directive<'_>) -> u16 {
    let any_slash = if directive.source.form.any_slash { ANY_SLASH } else { 0 };
    let for_all = if is_for_all(directive) { FOR_ALL } else { 0 };
    OWN | NORMAL | any_slash | for_all | status(directive)
}

/// Whether it takes each plain path that fits its source, whoever asks.
fn is_for_all(directive: &Directive<'_>) -> bool {
    let form = directive.source.form;
    if form.any_case || !directive.draft.methods.is_empty() || !directive.conditions.is_empty() {
        return false;
    }
    if directive.source.key().is_some() {
        return true;
    }
    let pieces = directive.source.pieces.iter().map(Piece::as_ref);
    are_segments(pieces.clone(), form)
        && match &directive.answer {
            Answer::Redirect(_, target) => are_sound(pieces, target.parts.iter().map(Part::as_ref)),
            Answer::Final(_) | Answer::Pass => true,
        }
}

fn status(directive: &Directive<'_>) -> u16 {
    match &directive.answer {
        Answer::Pass => 0,
        Answer::Final(status) | Answer::Redirect(status, _) => status.code().as_u16(),
    }
}

fn flags(directive: &Directive<'_>) -> u32 {
    let mut conditions = directive.conditions.iter();
    let is_private = conditions.any(|guarded| guarded.condition.field().is_some());
    let form = directive.source.form;
    let flag = |is_set: bool, flag: u32| if is_set { flag } else { 0 };
    flag(directive.drops_query(), Record::DROPS_QUERY)
        | flag(is_private, Record::PRIVATE)
        | flag(form.any_case, Record::ANY_CASE)
        | flag(form.any_slash, Record::ANY_SLASH)
}

/// A record while it is written.
struct Written {
    bytes: [u8; Record::SIZE],
}

impl Default for Written {
    fn default() -> Written {
        Written { bytes: [0; Record::SIZE] }
    }
}

impl Written {
    fn numbers(&mut self, field: Field, first: u32, second: u32) {
        let at = field as usize * 8;
        self.bytes[at..at + 4].copy_from_slice(&first.to_le_bytes());
        self.bytes[at + 4..at + 8].copy_from_slice(&second.to_le_bytes());
    }

    fn span(&mut self, field: Field, span: Span) {
        self.numbers(field, span.offset, span.len);
    }
}
