//! Parsing and determinization, by `regex-syntax` and `regex-automata`.

use std::sync::OnceLock;

use regex_automata::MatchKind;
use regex_automata::dfa::{StartKind, dense};
use regex_automata::nfa::thompson;
use regex_syntax::hir::{Dot, ErrorKind, Hir, Repetition};
use regex_syntax::{Error, ParserBuilder};

use crate::diagnostic::kind::ShapeFault;
use crate::regex::RegexError;

pub(crate) type DenseDfa = dense::DFA<Vec<u32>>;

/// The most bytes of the Thompson NFA.
const MAX_NFA: usize = 1 << 19;
/// The most bytes of the DFA, which can be exponentially larger than the NFA.
const MAX_DFA: usize = 1 << 20;
/// The most bytes of the state sets of the subset construction. All of these limits bound the time
/// too: macros run without optimization.
const MAX_STATE_SETS: usize = 1 << 18;

/// Parses an expression. It matches bytes, unless it says `(?u)`.
pub(crate) fn parse(expression: &str) -> Result<Hir, RegexError> {
    let mut parser = ParserBuilder::new().unicode(false).utf8(false).build();
    parser.parse(expression).map_err(|error| {
        let (span, kind) = match &error {
            Error::Parse(error) => (error.span(), ShapeFault::Syntax(error.kind().to_string())),
            Error::Translate(error) => (error.span(), translation_fault(error.kind())),
            _ => return RegexError { range: 0..0, kind: ShapeFault::Syntax(error.to_string()) },
        };
        RegexError { range: span.start.offset..span.end.offset, kind }
    })
}

fn translation_fault(kind: &ErrorKind) -> ShapeFault {
    match kind {
        ErrorKind::UnicodeNotAllowed => ShapeFault::Unicode,
        other => ShapeFault::Syntax(other.to_string()),
    }
}

/// Builds the DFA of what an expression matches from the start of a text, by the subset
/// construction. Returns `None` if a limit is exceeded.
pub(crate) fn determinize(hir: &Hir) -> Option<DenseDfa> {
    let thompson = thompson::Config::new()
        .utf8(false)
        .which_captures(thompson::WhichCaptures::None)
        .nfa_size_limit(Some(MAX_NFA));
    let nfa = thompson::Compiler::new().configure(thompson).build_from_hir(hir).ok()?;
    let config = dense::Config::new()
        .match_kind(MatchKind::All)
        .start_kind(StartKind::Anchored)
        .accelerate(false)
        .determinize_size_limit(Some(MAX_STATE_SETS))
        .dfa_size_limit(Some(MAX_DFA));
    dense::Builder::new().configure(config).build_from_nfa(&nfa).ok()
}

/// Returns the DFA of valid UTF-8, which is that of `(?su).*`.
#[expect(clippy::expect_used, reason = "the expression is a constant")]
pub(crate) fn utf8() -> &'static DenseDfa {
    static UTF8: OnceLock<DenseDfa> = OnceLock::new();
    UTF8.get_or_init(|| {
        let any_char = Box::new(Hir::dot(Dot::AnyChar));
        let any = Repetition { min: 0, max: None, greedy: true, sub: any_char };
        determinize(&Hir::repetition(any))
            .expect("invariant: the DFA of UTF-8 is within the limits")
    })
}
