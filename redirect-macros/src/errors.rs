//! Conversion of faults to compile errors.

use proc_macro2::TokenStream;
use redirect_compiler::syntax::{Document, NodeId, ScopeId};
use redirect_compiler::{Fault, FaultName, Field};

use crate::source_location::position;
use crate::spans::Spans;

/// The maximum number of faults reported per file. The last one mentions how many more there are.
const MAX_FAULTS_PER_FILE: usize = 20;

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
        // After a syntax error, a default may only seem unused because its rules could not be
        // parsed.
        let is_parsed = self.is_empty();
        let mut faults_by_scope: Vec<Vec<&Fault>> = vec![Vec::new(); document.scopes.len()];
        for fault in faults.iter().filter(|fault| is_parsed || !fault.is_unused_default()) {
            match document.include_of(fault.node) {
                Some(file) if fault.node != NodeId::Scope(file) => {
                    faults_by_scope[file.index()].push(fault);
                }
                _ => {
                    let span = spans.field(fault.node, fault.field);
                    self.errors.push(syn::Error::new(span, fault.text(document)));
                    self.affects_table |= !matches!(fault.node, NodeId::Assertion(_));
                }
            }
        }
        for (scope, faults) in document.scope_ids().zip(faults_by_scope) {
            self.report_file(scope, faults, document, spans);
        }
    }

    /// Reports the faults in a file at the literal that names the file, sorted by location.
    fn report_file(
        &mut self,
        include: ScopeId,
        mut faults: Vec<&Fault>,
        document: &Document<'_>,
        spans: &Spans,
    ) {
        let span = spans.field(NodeId::Scope(include), Field::File);
        faults.sort_by_key(|fault| fault.location(document));
        let more = faults.len().saturating_sub(MAX_FAULTS_PER_FILE);
        for (index, fault) in faults.iter().take(MAX_FAULTS_PER_FILE).enumerate() {
            let is_last = more > 0 && index + 1 == MAX_FAULTS_PER_FILE;
            let others = format!("\nnote: {more} more errors in this file");
            let others = if is_last { &others[..] } else { "" };
            let location = fault.location(document);
            let location = location.map_or_else(String::new, |location| format!("{location}: "));
            let text = format!("{location}{}{others}", fault.text(document));
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

    /// Returns the errors as tokens, sorted by position in the source.
    pub(crate) fn to_tokens(&self) -> TokenStream {
        let mut errors: Vec<_> = self.errors.iter().collect();
        errors.sort_by_cached_key(|error| position(error.span()));
        errors.into_iter().map(syn::Error::to_compile_error).collect()
    }
}

/// Returns true if a rule's target is a valid format string whose arguments are the captures of the
/// source and the conditions. Otherwise, rustc would report a fault in one of them a second time.
pub(crate) fn is_format_string(rule: NodeId, faults: &[Fault], document: &Document<'_>) -> bool {
    faults.iter().filter(|fault| document.is_around(fault.node, rule)).all(|fault| {
        match fault.field {
            Field::Source if fault.node == rule => fault.name() == FaultName::Duplicate,
            Field::Source | Field::ConditionValue(..) => false,
            Field::Target => fault.name() == FaultName::OpenRedirect,
            Field::File
            | Field::Format
            | Field::Method(_)
            | Field::Condition(_)
            | Field::Status
            | Field::Option(_)
            | Field::Value(_)
            | Field::Allow(_) => true,
        }
    })
}
