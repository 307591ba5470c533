//! Where tokens stand, as the compiler knows it.

use proc_macro2::Span;

/// The span as the compiler has it; `None` where no compiler calls, as in a test.
pub(crate) fn of_compiler(span: Span) -> Option<proc_macro::Span> {
    proc_macro::is_available().then(|| span.unwrap())
}
