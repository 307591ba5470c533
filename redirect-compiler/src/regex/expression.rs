//! Regular expressions, as the libraries read them.

use std::sync::OnceLock;

use regex_automata::MatchKind;
use regex_automata::dfa::{StartKind, dense};
use regex_automata::nfa::thompson;
use regex_syntax::hir::{Dot, ErrorKind, Hir, Repetition};
use regex_syntax::{Error, ParserBuilder};

use crate::diagnostic::kind::ShapeFault;
use crate::regex::BadShape;

pub(crate) type Dfa = dense::DFA<Vec<u32>>;

/// The most bytes of the automata on the way, and of what is kept about them meanwhile: limits of
/// memory that are there to limit the time, since macros run unoptimised.
const MAX_NFA: usize = 1 << 19;
const MAX_DFA: usize = 1 << 20;
const MAX_STATE_SETS: usize = 1 << 18;

/// Reads an expression, which is one of bytes unless it says `(?u)`.
pub(crate) fn parse(expression: &str) -> Result<Hir, BadShape> {
    let mut parser = ParserBuilder::new().unicode(false).utf8(false).build();
    parser.parse(expression).map_err(|error| {
        let (span, kind) = match &error {
            Error::Parse(error) => (error.span(), ShapeFault::Syntax(error.kind().to_string())),
            Error::Translate(error) => (error.span(), translation_fault(error.kind())),
            _ => return BadShape { range: 0..0, kind: ShapeFault::Syntax(error.to_string()) },
        };
        BadShape { range: span.start.offset..span.end.offset, kind }
    })
}

fn translation_fault(kind: &ErrorKind) -> ShapeFault {
    match kind {
        ErrorKind::UnicodeNotAllowed => ShapeFault::Unicode,
        other => ShapeFault::Syntax(other.to_string()),
    }
}

/// An automaton for what an expression matches from the start of a text; `None` where it is too
/// large.
pub(crate) fn determinize(hir: &Hir) -> Option<Dfa> {
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

/// An automaton for what is valid UTF-8.
pub(crate) fn text() -> Option<&'static Dfa> {
    static TEXT: OnceLock<Option<Dfa>> = OnceLock::new();
    let any =
        || Repetition { min: 0, max: None, greedy: true, sub: Box::new(Hir::dot(Dot::AnyChar)) };
    TEXT.get_or_init(|| determinize(&Hir::repetition(any()))).as_ref()
}
