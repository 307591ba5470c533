//! From faults to errors at their tokens.

use proc_macro2::TokenStream;
use redirect_compiler::FaultName;
use redirect_compiler::syntax::{Document, NodeId};
use redirect_compiler::{Fault, Field};

use crate::ast::Table;
use crate::span::of_compiler;
use crate::tokens::Tokens;

/// The faults of one file that are told; it is said how many there are more.
const MAX_OF_FILE: usize = 20;

/// The errors of one call, all of them.
#[derive(Default)]
pub(crate) struct Errors {
    errors: Vec<syn::Error>,
    /// The table may not be what it would be without them: they are not of asserts alone.
    in_table: bool,
}

impl Errors {
    pub(crate) fn push(&mut self, error: syn::Error) {
        self.errors.push(error);
        self.in_table = true;
    }

    /// Notes a fault that rustc will report by itself, and better.
    pub(crate) fn left_to_rustc(&mut self) {
        self.in_table = true;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty() && !self.in_table
    }

    /// Reports what the core found. An unknown capture is left to rustc, which underlines the
    /// name inside the literal, where the target is given to it (see `quote`).
    pub(crate) fn faults(&mut self, faults: &[Fault], table: &Table, document: &Document<'_>) {
        if faults.is_empty() {
            return;
        }
        let tokens = Tokens::of(table, document);
        let is_read = self.is_empty();
        let mut of_files: Vec<Vec<&Fault>> = vec![Vec::new(); document.scopes.len()];
        for fault in faults.iter().filter(|fault| is_read || !fault.is_idle_default()) {
            match document.include_of(fault.item) {
                Some(scope) if fault.item != NodeId::Scope(scope) => of_files[scope].push(fault),
                _ if fault.name() == FaultName::UnknownCapture
                    && is_format_string(fault.item, faults, document) =>
                {
                    self.left_to_rustc();
                }
                _ => {
                    let span = tokens.span(fault.item, fault.part);
                    self.errors.push(syn::Error::new(span, fault.text(document)));
                    self.in_table |= !matches!(fault.item, NodeId::Assert(_));
                }
            }
        }
        for (scope, faults) in of_files.into_iter().enumerate() {
            self.faults_of_file(scope, faults, &tokens, document);
        }
    }

    /// Reports what is wrong with a file, at its name, in the order of the lines.
    fn faults_of_file(
        &mut self,
        scope: usize,
        mut faults: Vec<&Fault>,
        tokens: &Tokens<'_>,
        document: &Document<'_>,
    ) {
        let span = tokens.span(NodeId::Scope(scope), Field::File);
        faults.sort_by_key(|fault| {
            let place = fault.place(document);
            (place.line(), place.column())
        });
        let more = faults.len().saturating_sub(MAX_OF_FILE);
        for (index, fault) in faults.iter().take(MAX_OF_FILE).enumerate() {
            let is_last = more > 0 && index + 1 == MAX_OF_FILE;
            let others = format!("\nnote: there are {more} faults more in this file");
            let others = if is_last { &others } else { "" };
            let text = format!("{}: {}{others}", fault.place(document), fault.text(document));
            self.push(syn::Error::new(span, text));
        }
    }

    /// What is built where nothing is wrong with the table so far, or its fault reported.
    pub(crate) fn barrier<T>(
        &mut self,
        build: impl FnOnce() -> Result<T, Box<Fault>>,
        table: &Table,
        document: &Document<'_>,
    ) -> Option<T> {
        let result = (!self.in_table).then(build)?;
        result.map_err(|fault| self.faults(&[*fault], table, document)).ok()
    }

    /// All of them, in the order of the source.
    pub(crate) fn to_tokens(&self) -> TokenStream {
        let mut errors: Vec<_> = self.errors.iter().collect();
        errors.sort_by_cached_key(|error| {
            let start = of_compiler(error.span()).map(|span| span.start());
            start.map(|start| (start.line(), start.column()))
        });
        errors.into_iter().map(syn::Error::to_compile_error).collect()
    }
}

/// Whether the target of a rule can be given to rustc as a format string that takes the captures of
/// source and conditions: nothing else is wrong with any of them.
pub(crate) fn is_format_string(rule: NodeId, faults: &[Fault], document: &Document<'_>) -> bool {
    faults.iter().filter(|fault| document.is_around(fault.item, rule)).all(|fault| {
        match fault.part {
            Field::Source if fault.item == rule => fault.name() == FaultName::Duplicate,
            Field::Source | Field::ConditionValue(..) => false,
            Field::Target => {
                [FaultName::UnknownCapture, FaultName::OpenRedirect].contains(&fault.name())
            }
            _ => true,
        }
    })
}
