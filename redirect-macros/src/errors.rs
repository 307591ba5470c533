//! Compile errors for faults, at the spans of the faulty fields.

use proc_macro2::{Ident, TokenStream};
use redirect_compiler::syntax::{Document, NodeId, ScopeId};
use redirect_compiler::{Fault, FaultName, Field};

use crate::source_location::position;
use crate::spans::Spans;

/// The number of faults that are reported for one file; the last one counts the others.
const MAX_FAULTS_PER_FILE: usize = 20;

/// Functions of the standard library with names that captures may have. rustc would suggest an
/// import of the function for an unknown capture of that name.
const STD_FUNCTIONS: [&str; 38] = [
    "abort", "alloc", "args", "channel", "copy", "current", "drop", "eq", "empty", "exists",
    "exit", "format", "hash", "id", "identity", "max", "metadata", "min", "null", "once", "park",
    "pending", "pipe", "read", "ready", "rename", "repeat", "replace", "scope", "sink", "sleep",
    "spawn", "swap", "take", "var", "vars", "write", "zip",
];

/// The errors of one macro call.
#[derive(Default)]
pub(crate) struct Errors {
    errors: Vec<syn::Error>,
    /// True if one of them affects the table, and not only assertions.
    affects_table: bool,
}

impl Errors {
    pub(crate) fn push(&mut self, error: syn::Error) {
        self.errors.push(error);
        self.affects_table = true;
    }

    /// Records an error that rustc reports by itself, and better.
    pub(crate) fn leave_to_rustc(&mut self) {
        self.affects_table = true;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty() && !self.affects_table
    }

    /// Reports faults. An unknown capture that resembles a known one is left to rustc, which
    /// underlines the name inside the literal of the target and suggests the known one (see
    /// `quote`). For others, rustc would suggest a function such as `std::process::id`.
    pub(crate) fn report(&mut self, faults: &[Fault], document: &Document<'_>, spans: &Spans) {
        if faults.is_empty() {
            return;
        }
        // After a syntax error, an idle default may belong to what could not be parsed.
        let is_parsed = self.is_empty();
        let mut faults_by_scope: Vec<Vec<&Fault>> = vec![Vec::new(); document.scopes.len()];
        for fault in faults.iter().filter(|fault| is_parsed || !fault.is_unused_default()) {
            match document.include_of(fault.node) {
                Some(file) if fault.node != NodeId::Scope(file) => {
                    faults_by_scope[file.index()].push(fault);
                }
                _ if is_left_to_rustc(fault) && is_format_string(fault.node, faults, document) => {
                    self.leave_to_rustc();
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

    /// Reports the faults in a file at the literal that names it, in the order of the lines.
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

    /// Returns the result of `build` if no error affects the table so far, and reports its fault.
    pub(crate) fn barrier<T>(
        &mut self,
        build: impl FnOnce() -> Result<T, Box<Fault>>,
        document: &Document<'_>,
        spans: &Spans,
    ) -> Option<T> {
        let result = (!self.affects_table).then(build)?;
        result.map_err(|fault| self.report(&[*fault], document, spans)).ok()
    }

    /// Returns the errors as tokens, in the order of the source.
    pub(crate) fn to_tokens(&self) -> TokenStream {
        let mut errors: Vec<_> = self.errors.iter().collect();
        errors.sort_by_cached_key(|error| position(error.span()));
        errors.into_iter().map(syn::Error::to_compile_error).collect()
    }
}

/// Returns whether a fault is an unknown capture for which rustc suggests a known one, and nothing
/// else. Its suggestion of a keyword, `{r#type}`, would not be a valid capture.
fn is_left_to_rustc(fault: &Fault) -> bool {
    let Some((unknown, similar)) = fault.similar_capture() else { return false };
    !STD_FUNCTIONS.contains(&unknown) && syn::parse_str::<Ident>(similar).is_ok()
}

/// Returns whether rustc can check the target of a rule as a format string whose arguments are the
/// captures of the source and of the conditions: none of these has another fault.
pub(crate) fn is_format_string(rule: NodeId, faults: &[Fault], document: &Document<'_>) -> bool {
    faults.iter().filter(|fault| document.is_around(fault.node, rule)).all(|fault| {
        match fault.field {
            Field::Source if fault.node == rule => fault.name() == FaultName::Duplicate,
            Field::Source | Field::ConditionValue(..) => false,
            Field::Target => is_left_to_rustc(fault) || fault.name() == FaultName::OpenRedirect,
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
