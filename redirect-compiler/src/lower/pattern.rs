//! Patterns: texts with captures, compiled to the pieces that a path or a value is matched against.

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{
    ConditionFault, FaultKind, Limit, ShapeFault, SourceFault, TextFault,
};
use crate::lower::braces::{CaptureToken, SpannedToken, Token};
use crate::lower::condition::subject::is_subject;
use crate::regex;
use redirect_core::internals::captures::MAX_CAPTURES;
use redirect_core::internals::dfa::Dfa;
use redirect_core::internals::linear::MAX_DFAS;
use redirect_core::internals::optional::MAX_OPTIONAL;
use redirect_core::internals::pattern::Piece;

/// The names that no capture can have, because a Rust variable cannot have them.
pub(crate) const RESERVED_NAMES: [&str; 9] =
    ["self", "super", "crate", "Self", "_", "None", "Some", "Ok", "Err"];

/// The name of the path and the query of the request in a target.
pub(crate) const REQUEST_URI: &str = "request_uri";

/// The name of the host and the port of the request in a target.
pub(crate) const REQUEST_HOST: &str = "request_host";

/// The host and the port of the request, as a target contains them.
pub(crate) const REQUEST_HOST_IN_BRACES: &str = "{request_host}";

/// The path and the query of the request, as a target contains them.
pub(crate) const REQUEST_URI_IN_BRACES: &str = "{request_uri}";

/// The values of the request that a target can contain like captures. No capture can have the name
/// of one.
pub const REQUEST_VALUES: [&str; 2] = [REQUEST_HOST, REQUEST_URI];

/// A capture that a source or a condition declares.
#[allow(clippy::struct_excessive_bools)] // The properties are independent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Capture {
    pub(crate) name: String,
    /// True if it is a catch-all: `{*name}`.
    pub(crate) is_catch_all: bool,
    /// True if it is optional: `{name?}`.
    pub(crate) is_optional: bool,
    /// True if its value is a part of the request's host.
    pub(crate) is_from_host: bool,
    /// True if its value is a part of the request's host up to its end.
    pub(crate) is_host_end: bool,
    /// The requests in which its value is empty.
    pub(crate) empty: EmptyValue,
}

/// The requests in which the value of a capture is empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum EmptyValue {
    /// The value is never empty.
    Never,
    /// The value is empty only if the path of the request ends in a slash that is not ignored.
    AtFinalSlash,
    /// The value may be empty in other requests too.
    Possible,
}

/// Returns the index of the capture with a name.
pub(crate) fn capture_index(captures: &[Capture], name: &str) -> Option<usize> {
    captures.iter().position(|capture| capture.name == name)
}

/// The part of a request that a pattern is matched against.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PatternOf {
    /// The path. If its case is ignored, shapes ignore it too.
    Path { ignore_case: bool },
    /// The host, which is in lower case before a shape is matched.
    Host,
    /// Another value that a condition compares.
    Value,
}

/// The pieces of a pattern. Text and captures alternate, with a mark before the capture of an
/// optional segment.
pub(crate) type Pieces = Vec<Piece<Vec<u8>>>;

/// Compiles tokens to pieces, and collects the captures that they declare. `normalize` returns the
/// normal form of a text. Reports the faults of shapes.
pub(crate) fn compile(
    tokens: &[SpannedToken<'_>],
    normalize: &dyn Fn(&str) -> Vec<u8>,
    pattern_of: PatternOf,
    faults: &mut Vec<Spanned<FaultKind>>,
) -> (Pieces, Vec<Capture>) {
    let (mut pieces, mut captures) = (Pieces::new(), Vec::new());
    let mut automata_len = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token.value {
            Token::Text(text) => match pieces.last_mut() {
                Some(Piece::Literal(literal)) => literal.append(&mut normalize(text)),
                _ => pieces.push(Piece::Literal(normalize(text))),
            },
            Token::Capture(CaptureToken { name, is_catch_all, is_optional, .. }) => {
                let shape =
                    token.shape().and_then(|shape| compile_shape(&shape, pattern_of, faults));
                let shapes_fit = automata_len <= MAX_DFAS;
                automata_len += shape.as_ref().map_or(0, Vec::len);
                if shapes_fit && automata_len > MAX_DFAS {
                    let kind = FaultKind::TooLarge(Limit::Shapes);
                    faults.push(Spanned::new(token.range.clone(), kind));
                }
                let is_from_host = pattern_of == PatternOf::Host;
                let accepts_empty =
                    shape.as_ref().is_none_or(|dfa| Dfa::new(dfa).start().is_accepting());
                let may_be_empty = is_optional || is_catch_all && !is_from_host && accepts_empty;
                let empty = if may_be_empty { EmptyValue::Possible } else { EmptyValue::Never };
                if is_optional {
                    pieces.push(Piece::Optional);
                }
                let piece = if is_catch_all { Piece::CatchAll(shape) } else { Piece::Param(shape) };
                pieces.push(piece);
                let is_host_end = is_from_host && at + 1 == tokens.len();
                captures.push(Capture {
                    name: name.into(),
                    is_catch_all,
                    is_optional,
                    is_from_host,
                    is_host_end,
                    empty,
                });
            }
        }
    }
    (pieces, captures)
}

/// Compiles a shape (the regular expression of a capture) to its automaton, or reports its fault.
fn compile_shape(
    shape: &Spanned<&str>,
    pattern_of: PatternOf,
    faults: &mut Vec<Spanned<FaultKind>>,
) -> Option<Vec<u8>> {
    let ignore_case = pattern_of == PatternOf::Path { ignore_case: true };
    match regex::compile(shape.value, ignore_case) {
        Ok(automaton) if pattern_of == PatternOf::Host && !accepts_host_text(&automaton) => {
            faults.push(Spanned::new(shape.range.clone(), FaultKind::Shape(ShapeFault::NoHost)));
            None
        }
        Ok(automaton) => Some(automaton),
        Err(error) => {
            let start = shape.range.start;
            let range = start + error.range.start..start + error.range.end;
            faults.push(Spanned::new(range, FaultKind::Shape(error.kind)));
            None
        }
    }
}

/// Returns whether an automaton accepts a text that a lowercase host can contain. The search visits
/// each state once.
fn accepts_host_text(automaton: &[u8]) -> bool {
    let mut walks = vec![Dfa::new(automaton).start()];
    let mut at = 0;
    while let Some(&walk) = walks.get(at) {
        if walk.is_accepting() {
            return true;
        }
        for &byte in b"abcdefghijklmnopqrstuvwxyz0123456789-_." {
            let mut next = walk;
            next.advance(byte);
            let is_new = walks.iter().all(|known| known.state() != next.state());
            if !next.is_dead() && is_new {
                walks.push(next);
            }
        }
        at += 1;
    }
    false
}

/// The declaration of a capture.
struct Declaration<'t> {
    capture: CaptureToken<'t>,
    /// The text directly before it. Empty after another capture.
    before: &'t str,
    /// The text directly after it. `None` at the end, and empty before another capture.
    after: Option<&'t str>,
}

/// A check of a declaration, given the declarations before it.
type Check = fn(&[Declaration<'_>], &Declaration<'_>) -> Option<FaultKind>;

/// The checks of every declaration, in the order in which their faults are reported.
const CHECKS: [Check; 8] = [
    reserved_name,
    repeated_name,
    adjacent,
    second_catch_all,
    catch_all_in_segment,
    optional_part,
    too_many_optional,
    too_many,
];

/// Checks the captures of a path, and returns the first fault.
pub(crate) fn check_path_captures(tokens: &[SpannedToken<'_>]) -> Option<Spanned<FaultKind>> {
    check_captures(tokens, &CHECKS)
}

/// Checks the captures of a condition's value, which has no segments, and returns the first fault.
pub(crate) fn check_value_captures(tokens: &[SpannedToken<'_>]) -> Option<Spanned<FaultKind>> {
    const VALUE_CHECKS: [Check; 6] =
        [reserved_name, repeated_name, adjacent, second_catch_all, optional_in_value, too_many];
    check_captures(tokens, &VALUE_CHECKS)
}

fn check_captures(tokens: &[SpannedToken<'_>], checks: &[Check]) -> Option<Spanned<FaultKind>> {
    let mut declarations: Vec<Declaration<'_>> = Vec::new();
    let mut before = "";
    for (index, token) in tokens.iter().enumerate() {
        match token.value {
            Token::Text(text) => before = text,
            Token::Capture(capture) => {
                let after = tokens.get(index + 1).map(|next| match next.value {
                    Token::Text(text) => text,
                    Token::Capture(_) => "",
                });
                let declaration = Declaration { capture, before, after };
                for check in checks {
                    if let Some(kind) = check(&declarations, &declaration) {
                        return Some(Spanned::new(token.range.clone(), kind));
                    }
                }
                declarations.push(declaration);
                before = "";
            }
        }
    }
    None
}

/// Returns whether no capture can have a name.
pub(crate) fn is_reserved(name: &str) -> bool {
    is_subject(name) || RESERVED_NAMES.contains(&name) || REQUEST_VALUES.contains(&name)
}

fn reserved_name(_: &[Declaration<'_>], capture: &Declaration<'_>) -> Option<FaultKind> {
    let name = capture.capture.name;
    is_reserved(name).then(|| FaultKind::Text(TextFault::ReservedName(name.into())))
}

fn repeated_name(others: &[Declaration<'_>], capture: &Declaration<'_>) -> Option<FaultKind> {
    let is_repeated = others.iter().any(|other| other.capture.name == capture.capture.name);
    is_repeated.then(|| FaultKind::Text(TextFault::DuplicateCapture(capture.capture.name.into())))
}

/// Reports two captures without text between them, because the boundary between their values would
/// be arbitrary.
fn adjacent(others: &[Declaration<'_>], capture: &Declaration<'_>) -> Option<FaultKind> {
    (!others.is_empty() && capture.before.is_empty())
        .then_some(FaultKind::Text(TextFault::AdjacentCaptures))
}

fn second_catch_all(others: &[Declaration<'_>], capture: &Declaration<'_>) -> Option<FaultKind> {
    let is_second =
        capture.capture.is_catch_all && others.iter().any(|other| other.capture.is_catch_all);
    is_second.then_some(FaultKind::Text(TextFault::SecondCatchAll))
}

fn catch_all_in_segment(_: &[Declaration<'_>], capture: &Declaration<'_>) -> Option<FaultKind> {
    let is_in_segment = capture.capture.is_catch_all && !capture.before.ends_with('/');
    is_in_segment
        .then(|| FaultKind::Source(SourceFault::CatchAllNotAfterSlash(capture.capture.name.into())))
}

/// Reports an optional capture that is not a whole segment. A query or a fragment after the path is
/// another fault.
fn optional_part(_: &[Declaration<'_>], capture: &Declaration<'_>) -> Option<FaultKind> {
    let ends_segment = |after: &str| after.starts_with(['/', '?', '#']);
    let is_whole = capture.before.ends_with('/') && capture.after.is_none_or(ends_segment);
    (capture.capture.is_optional && !is_whole)
        .then(|| FaultKind::Source(SourceFault::OptionalPart(capture.capture.name.into())))
}

/// Reports an optional capture of a condition.
fn optional_in_value(_: &[Declaration<'_>], capture: &Declaration<'_>) -> Option<FaultKind> {
    let kind =
        || FaultKind::Condition(ConditionFault::OptionalCapture(capture.capture.name.into()));
    capture.capture.is_optional.then(kind)
}

fn too_many_optional(others: &[Declaration<'_>], capture: &Declaration<'_>) -> Option<FaultKind> {
    let others = others.iter().filter(|other| other.capture.is_optional).count();
    (capture.capture.is_optional && others == MAX_OPTIONAL)
        .then_some(FaultKind::TooLarge(Limit::Optional))
}

fn too_many(others: &[Declaration<'_>], _: &Declaration<'_>) -> Option<FaultKind> {
    (others.len() == MAX_CAPTURES).then_some(FaultKind::TooLarge(Limit::Captures))
}
