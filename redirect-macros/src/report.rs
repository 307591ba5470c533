//! From faults to errors at their tokens.

use proc_macro2::{Span, TokenStream};
use redirect_core::FaultName;
use redirect_core::compiler::{Draft, Fault, Part};

use crate::ast::{Rule, Table};

/// The errors of one call, all of them.
#[derive(Default)]
pub(crate) struct Errors {
    errors: Vec<syn::Error>,
    /// There is one that rustc itself will report.
    left_to_rustc: bool,
}

impl Errors {
    pub(crate) fn push(&mut self, error: syn::Error) {
        self.errors.push(error);
    }

    /// Notes a fault that rustc will report by itself, and better.
    pub(crate) fn left_to_rustc(&mut self) {
        self.left_to_rustc = true;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty() && !self.left_to_rustc
    }

    /// Reports what the core found. An unknown capture is left to rustc, which underlines the
    /// name inside the literal, where the target is given to it (see `quote`).
    pub(crate) fn faults(&mut self, faults: &[Fault], table: &Table, drafts: &[Draft<'_>]) {
        for fault in faults {
            let is_unknown = fault.name() == FaultName::UnknownCapture;
            if is_unknown && is_format_string(fault.rule, faults) {
                self.left_to_rustc();
            } else {
                self.fault(fault, table, drafts);
            }
        }
    }

    fn fault(&mut self, fault: &Fault, table: &Table, drafts: &[Draft<'_>]) {
        let span =
            table.rules.get(fault.rule).map_or_else(Span::call_site, |rule| span(rule, fault.part));
        self.errors.push(syn::Error::new(span, fault.text(drafts)));
    }

    /// What was built, or its fault reported.
    pub(crate) fn built<T>(
        &mut self,
        built: Result<T, Box<Fault>>,
        table: &Table,
        drafts: &[Draft<'_>],
    ) -> Option<T> {
        built.map_err(|fault| self.fault(&fault, table, drafts)).ok()
    }

    pub(crate) fn to_tokens(&self) -> TokenStream {
        self.errors.iter().map(syn::Error::to_compile_error).collect()
    }
}

/// Whether a target can be given to rustc as a format string that takes the source's captures:
/// nothing else is wrong with either.
pub(crate) fn is_format_string(rule: usize, faults: &[Fault]) -> bool {
    faults.iter().filter(|fault| fault.rule == rule).all(|fault| match fault.part {
        Part::Source => fault.name() == FaultName::Duplicate,
        Part::ConditionValue(..) => false,
        Part::Target => {
            [FaultName::UnknownCapture, FaultName::OpenRedirect].contains(&fault.name())
        }
        _ => true,
    })
}

fn span(rule: &Rule, part: Part) -> Span {
    let setting = |index: usize| rule.options.get(index);
    let condition = |index: usize| rule.conditions.get(index);
    let found = match part {
        Part::Source => Some(rule.source.span()),
        Part::Condition(index) => condition(index).map(|condition| condition.subject.span),
        Part::ConditionValue(index, value) => condition(index)
            .and_then(|condition| condition.values.get(value))
            .map(syn::LitStr::span),
        Part::Status => Some(rule.status.span),
        Part::Target => rule.target.as_ref().map(syn::LitStr::span),
        Part::Method(index) => rule.methods.get(index).map(proc_macro2::Ident::span),
        Part::Option(index) => setting(index).map(|setting| setting.key.span),
        Part::Value(index) => setting(index).map(|setting| setting.value.span),
        Part::Allow(index) => rule.attributes.allows.get(index).map(|name| name.span),
    };
    found.unwrap_or_else(|| rule.source.span())
}
