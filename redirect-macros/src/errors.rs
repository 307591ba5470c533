//! Conversion of faults to compile errors.

use proc_macro2::TokenStream;
use redirect_compiler::syntax::{Document, NodeId, ScopeId};
use redirect_compiler::{Fault, FaultName, Field, escaped};

use crate::source_location::position;
use crate::spans::Spans;

/// The maximum number of faults reported per file. The last one mentions how many more there are.
const MAX_FAULTS_PER_FILE: usize = 20;

/// The maximum number of errors of a macro call. The last one mentions how many more there are.
const MAX_ERRORS: usize = 100;

/// The errors in one macro call.
#[derive(Default)]
pub(crate) struct Errors {
    errors: Vec<syn::Error>,
    /// True if an error affects the table, as opposed to only assertions.
    affects_table: bool,
}

impl Errors {
    pub(crate) fn push(&mut self, error: syn::Error) {
        self.errors.push(error);
        self.affects_table = true;
    }

    /// Records that rustc reports an error itself, so this macro does not.
    pub(crate) fn leave_to_rustc(&mut self) {
        self.affects_table = true;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty() && !self.affects_table
    }

    /// Reports faults at the spans of their fields.
    pub(crate) fn report(&mut self, faults: &[Fault], document: &Document<'_>, spans: &Spans) {
        if faults.is_empty() {
            return;
        }
        // After a syntax error, a default or a constant may only seem unused because the rules that
        // use it could not be parsed.
        let is_parsed = self.is_empty();
        let mut files: Vec<FileFaults<'_>> = Vec::new();
        for fault in faults {
            if fault.is_unused() && !is_parsed {
                continue;
            }
            match document.include_of(fault.node) {
                Some(include) if fault.node != NodeId::Scope(include) => {
                    match files.iter_mut().find(|file| file.include == include) {
                        Some(file) => file.add(fault, document),
                        None => files.push(FileFaults::new(include, fault)),
                    }
                }
                _ => {
                    let span = spans.field(fault.node, fault.field);
                    self.errors.push(syn::Error::new(span, fault.text(document)));
                    self.affects_table |= !matches!(fault.node, NodeId::Assertion(_));
                }
            }
        }
        for file in &files {
            self.report_file(file, document, spans);
        }
    }

    /// Reports the faults in a file at the literal that names the file.
    fn report_file(&mut self, file: &FileFaults<'_>, document: &Document<'_>, spans: &Spans) {
        let span = spans.field(NodeId::Scope(file.include), Field::File);
        for (index, fault) in file.faults.iter().enumerate() {
            let mut text = fault.text(document);
            if let Some(location) = fault.location(document) {
                text = format!("{location}: {text}");
            }
            if file.more > 0 && index + 1 == file.faults.len() {
                let errors = if file.more == 1 { "error" } else { "errors" };
                text = format!("{text}\nnote: {} more {errors} in this file", file.more);
            }
            self.push(syn::Error::new(span, text));
        }
    }

    /// Calls `build`, unless a previous error affects the table, and reports its fault if it fails.
    pub(crate) fn barrier<T>(
        &mut self,
        build: impl FnOnce() -> Result<T, Box<Fault>>,
        document: &Document<'_>,
        spans: &Spans,
    ) -> Option<T> {
        let result = (!self.affects_table).then(build)?;
        result.map_err(|fault| self.report(&[*fault], document, spans)).ok()
    }

    /// Returns the first errors as tokens, sorted by position in the source.
    pub(crate) fn to_tokens(&self) -> TokenStream {
        let mut sorted: Vec<(Option<(u32, u32)>, &syn::Error)> = Vec::new();
        for error in &self.errors {
            sorted.push((position(error.span()), error));
        }
        sorted.sort_by_key(|(position, _)| *position);
        let more = sorted.len().saturating_sub(MAX_ERRORS);
        sorted.truncate(MAX_ERRORS);
        let mut tokens = TokenStream::new();
        for (index, (_, error)) in sorted.iter().enumerate() {
            let is_last = index + 1 == sorted.len();
            for part in *error {
                let message = part.to_string();
                let mut text = escaped_lines(&message);
                if is_last && more > 0 {
                    text = format!("{text}\nnote: {more} more errors in this macro call");
                }
                let is_same = text == message;
                let part = if is_same { part } else { syn::Error::new(part.span(), text) };
                tokens.extend(part.to_compile_error());
            }
        }
        tokens
    }
}

/// Escapes each line of a message, which may quote the path of a file or a token.
fn escaped_lines(text: &str) -> String {
    let mut lines = String::with_capacity(text.len());
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            lines.push('\n');
        }
        lines += &escaped(line);
    }
    lines
}

/// The faults in an included file.
struct FileFaults<'a> {
    include: ScopeId,
    /// The first faults of the file, sorted by location.
    faults: Vec<&'a Fault>,
    /// The number of faults after these.
    more: usize,
}

impl<'a> FileFaults<'a> {
    fn new(include: ScopeId, fault: &'a Fault) -> FileFaults<'a> {
        FileFaults { include, faults: vec![fault], more: 0 }
    }

    fn add(&mut self, fault: &'a Fault, document: &Document<'_>) {
        let location = fault.location(document);
        let index = self.faults.partition_point(|other| other.location(document) <= location);
        self.faults.insert(index, fault);
        if self.faults.len() > MAX_FAULTS_PER_FILE {
            self.faults.pop();
            self.more += 1;
        }
    }
}

/// Returns true if a rule's target is a valid format string whose arguments are the captures of the
/// source and the conditions. Otherwise, rustc would report a fault in one of them a second time.
pub(crate) fn is_format_string(rule: NodeId, faults: &[Fault], document: &Document<'_>) -> bool {
    faults.iter().all(|fault| {
        let is_valid = match fault.field {
            Field::Source if fault.node == rule => fault.name() == FaultName::Duplicate,
            Field::Source | Field::ConditionValue(..) => false,
            Field::Target => fault.name() == FaultName::OpenRedirect,
            Field::File
            | Field::Format
            | Field::Method(_)
            | Field::Name
            | Field::Condition(_)
            | Field::Status
            | Field::Option(_)
            | Field::Value(_)
            | Field::ListValue(..)
            | Field::Allow(_) => true,
        };
        is_valid || !document.is_around(fault.node, rule)
    })
}

#[cfg(test)]
mod tests {
    use super::{Errors, MAX_ERRORS};
    use proc_macro2::Span;

    fn rendered(messages: &[&str]) -> String {
        let mut errors = Errors::default();
        for message in messages {
            errors.push(syn::Error::new(Span::call_site(), message));
        }
        errors.to_tokens().to_string()
    }

    #[test]
    fn errors_after_the_first_hundred_are_counted() {
        for (count, more) in [(MAX_ERRORS, 0), (MAX_ERRORS + 1, 1), (MAX_ERRORS + 30, 30)] {
            let tokens = rendered(&vec!["wrong"; count]);
            assert_eq!(tokens.matches("compile_error").count(), MAX_ERRORS);
            let note = format!("note: {more} more errors in this macro call");
            assert_eq!(tokens.contains(&note), more > 0, "{tokens}");
        }
    }

    #[test]
    fn messages_keep_their_lines_and_nothing_else_that_is_invisible() {
        let tokens = rendered(&["a\u{202E}b\nhelp: \u{1B}[1m"]);
        assert!(tokens.contains(r"a\\u{202e}b\nhelp: \\u{1b}[1m"), "{tokens}");
    }
}
