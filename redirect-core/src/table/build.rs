//! Writing the table.

use std::collections::HashMap;

use super::program::{Condition, MAX_FIELDS, write};
use super::{Field, MAGIC, Record, Span, VERSION, to_u32};
use crate::directive::{Answer, Directive};
use crate::fault::{Fault, Kind, Part};
use crate::guard::Guarded;
use crate::sheet::Item;
use crate::target::Target;
use crate::text::Form;

/// The largest table, in bytes: 2 GiB.
const MAX_TABLE: usize = 1 << 31;

/// The longest text that rules share, in bytes.
const MAX_SHARED: usize = 200;

/// The bytes of the table of these rules.
///
/// # Errors
///
/// A fault of the kind `too_large` at the rule that no longer fits.
pub(crate) fn build(directives: &[Directive<'_>]) -> Result<Vec<u8>, Box<Fault>> {
    let mut builder = Builder::default();
    for (index, directive) in directives.iter().enumerate() {
        builder.rule(index, directive);
        let kind = if builder.len() > MAX_TABLE {
            Kind::TableTooLarge
        } else if builder.fields.len() > usize::from(MAX_FIELDS) {
            Kind::TooManyFields
        } else {
            continue;
        };
        return Err(Box::new(Fault::new(Item::Rule(directive.rule), Part::Source, kind)));
    }
    Ok(builder.finish())
}

#[derive(Default)]
struct Builder<'a> {
    rules: Vec<u8>,
    /// For each form, by its index.
    keys: [Vec<(Vec<u8>, Span, u32)>; Form::ALL.len()],
    patterns: Vec<u8>,
    heap: Vec<u8>,
    /// The names of the fields that conditions look at.
    fields: Vec<String>,
    /// Texts that many rules share.
    shared: HashMap<&'a str, Span>,
}

impl<'a> Builder<'a> {
    fn len(&self) -> usize {
        let keys: usize = self.keys.iter().map(Vec::len).sum();
        self.rules.len() + keys * super::KEY + self.patterns.len() + self.heap.len()
    }

    fn rule(&mut self, index: usize, directive: &'a Directive<'a>) {
        let draft = directive.draft;
        let mut record = Entry::default();
        let source = self.push(directive.written.as_bytes());
        record.span(Field::Source, source);
        record.span(Field::Methods, self.push(draft.methods.join("|").as_bytes()));
        record.span(Field::Doc, self.share(directive.doc));
        record.span(Field::File, self.share(draft.place.file));
        record.numbers(Field::LineColumn, draft.place.line, draft.place.column);
        record.span(Field::Pattern, self.source(to_u32(index), directive, source));
        let conditions = self.conditions(directive);
        record.span(Field::Conditions, conditions);
        record.span(Field::Guard, self.push(directive.guard.as_bytes()));
        self.answer(directive, &mut record);
        self.rules.extend(record.bytes);
    }

    /// Files the source under its key, or as a pattern, whose program is returned.
    fn source(&mut self, index: u32, directive: &Directive<'_>, text: Span) -> Span {
        if let Some(key) = directive.source.key() {
            let is_normal = key == directive.written.as_bytes();
            let span = if is_normal { text } else { self.push(key) };
            self.keys[directive.source.form.index()].push((key.to_vec(), span, index));
            return Span::default();
        }
        self.patterns.extend(index.to_le_bytes());
        let pieces = &directive.source.pieces;
        self.program(pieces.iter().map(crate::pattern::Piece::as_ref), write::piece)
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

    fn answer(&mut self, directive: &Directive<'_>, record: &mut Entry) {
        let status = match &directive.answer {
            Answer::Pass => 0,
            Answer::Final(status) => status.code().as_u16(),
            Answer::Redirect(status, target) => {
                let text = directive.draft.target.as_deref().unwrap_or_default();
                self.target(target, text, record);
                let conditions = directive.conditions.iter();
                let compared = conditions.filter_map(|guarded| guarded.condition.parameter());
                let names = target.names.iter().map(Vec::as_slice).chain(compared);
                record.span(Field::Names, self.program(names, write::literal));
                status.code().as_u16()
            }
        };
        record.numbers(Field::Answer, status.into(), flags(directive));
        let (kind, seconds) = directive.cache().numbers();
        record.numbers(Field::Cache, kind, seconds);
    }

    fn target(&mut self, target: &Target, text: &str, record: &mut Entry) {
        let declared = self.push(text.as_bytes());
        record.span(Field::Target, declared);
        if let Some(literal) = target.literal() {
            let is_sent = literal == text.as_bytes();
            record.span(Field::Location, if is_sent { declared } else { self.push(&literal) });
        }
        let parts = target.parts.iter().map(crate::template::Part::as_ref);
        record.span(Field::Template, self.program(parts, write::part));
    }

    fn program<T>(&mut self, items: impl Iterator<Item = T>, write: fn(T, &mut Vec<u8>)) -> Span {
        let mut program = Vec::new();
        items.for_each(|item| write(item, &mut program));
        self.push(&program)
    }

    fn share(&mut self, text: &'a str) -> Span {
        // What many rules share stays short, so that to verify a table takes time in its size.
        if text.len() > MAX_SHARED {
            return self.push(text.as_bytes());
        }
        if let Some(span) = self.shared.get(text) {
            return *span;
        }
        let span = self.push(text.as_bytes());
        self.shared.insert(text, span);
        span
    }

    /// Adds to the heap.
    fn push(&mut self, bytes: &[u8]) -> Span {
        let span = Span { offset: to_u32(self.heap.len()), len: to_u32(bytes.len()) };
        self.heap.extend(bytes);
        span
    }

    fn finish(mut self) -> Vec<u8> {
        for keys in &mut self.keys {
            keys.sort_unstable_by(|a, b| (&a.0, a.2).cmp(&(&b.0, b.2)));
        }
        let mut names = Vec::new();
        for name in &self.fields {
            write::literal(name.as_bytes(), &mut names);
        }
        let fields = self.push(&names);
        let mut table = Vec::with_capacity(super::HEADER + self.len());
        table.extend(MAGIC);
        let [exact, any_case, any_slash, any] = &self.keys;
        let counts = [
            VERSION,
            to_u32(self.rules.len() / Record::SIZE),
            to_u32(exact.len()),
            to_u32(any_case.len()),
            to_u32(any_slash.len()),
            to_u32(any.len()),
            to_u32(self.patterns.len() / super::PATTERN),
            fields.offset,
            fields.len,
        ];
        table.extend(counts.iter().flat_map(|count| count.to_le_bytes()));
        table.extend(self.rules);
        for (_, span, rule) in self.keys.into_iter().flatten() {
            table.extend([span.offset, span.len, rule].iter().flat_map(|n| n.to_le_bytes()));
        }
        table.extend(self.patterns);
        table.extend(self.heap);
        table
    }
}

fn flags(directive: &Directive<'_>) -> u32 {
    let mut conditions = directive.conditions.iter();
    let is_private = conditions.any(|guarded| guarded.condition.field().is_some());
    let form = directive.source.form;
    let flags = [
        (directive.drops_query(), Record::DROPS_QUERY),
        (is_private, Record::PRIVATE),
        (form.any_case, Record::ANY_CASE),
        (form.any_slash, Record::ANY_SLASH),
    ];
    flags.into_iter().filter(|(is_set, _)| *is_set).fold(0, |flags, (_, flag)| flags | flag)
}

/// A record while it is written.
struct Entry {
    bytes: [u8; Record::SIZE],
}

impl Default for Entry {
    fn default() -> Entry {
        Entry { bytes: [0; Record::SIZE] }
    }
}

impl Entry {
    fn numbers(&mut self, field: Field, first: u32, second: u32) {
        let at = field as usize * 8;
        self.bytes[at..at + 4].copy_from_slice(&first.to_le_bytes());
        self.bytes[at + 4..at + 8].copy_from_slice(&second.to_le_bytes());
    }

    fn span(&mut self, field: Field, span: Span) {
        self.numbers(field, span.offset, span.len);
    }
}
