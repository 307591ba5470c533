//! Captures as others write them, which here are plain text.

use std::ops::Range;

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{FaultKind, SourceFault, TargetFault};
use crate::lower::braces::{chunks, is_name, without_shapes};

/// A segment of a source that is a capture elsewhere.
pub(crate) fn in_source(source: &str) -> Option<Spanned<FaultKind>> {
    let chunks = chunks(source).unwrap_or_default();
    let (range, instead) = segment(&without_shapes(source, &chunks))?;
    let text = source[range.clone()].into();
    Some(Spanned::new(
        range,
        FaultKind::Source(SourceFault::ForeignSyntax { text, suggestion: instead }),
    ))
}

/// A segment of a target that is a capture elsewhere, or a back-reference, if the source has
/// something of that name.
pub(crate) fn in_target(target: &str, source: &str) -> Option<Spanned<FaultKind>> {
    let path = target.split(['?', '#']).next()?;
    let (range, instead) = segment(path).or_else(|| back_reference(target))?;
    let name = instead.trim_matches(['{', '*', '}']);
    let is_any = ["rest", "name"].contains(&name) && source.contains(['{', '*', '(', ':', '<']);
    (is_any || source.contains(name)).then_some(())?;
    let text = target[range.clone()].into();
    Some(Spanned::new(
        range,
        FaultKind::Target(TargetFault::ForeignSyntax {
            text,
            suggestion: instead.replace('*', ""),
        }),
    ))
}

/// The first segment of a path that is a capture elsewhere: `:name`, `<name>`, `[name]`, `*`, `*name`.
fn segment(path: &str) -> Option<(Range<usize>, String)> {
    let mut at = 0;
    for segment in path.split('/') {
        if let Some(name) = name_of(segment) {
            return Some((at..at + segment.len(), format!("{{{name}}}")));
        }
        at += segment.len() + 1;
    }
    None
}

fn name_of(segment: &str) -> Option<String> {
    let inside = |open: char, close: char| segment.strip_prefix(open)?.strip_suffix(close);
    if let Some(rest) = segment.strip_prefix('*') {
        let name = rest.trim_matches('*');
        let name = if name.is_empty() { "rest" } else { name };
        return is_name(name).then(|| format!("*{name}"));
    }
    let name = segment.strip_prefix(':').or(inside('<', '>')).or(inside('[', ']'))?;
    is_name(name).then(|| name.into())
}

/// The first back-reference of a regular expression, `$1`.
fn back_reference(text: &str) -> Option<(Range<usize>, String)> {
    let is_reference =
        |&(at, _): &(usize, &str)| text[at + 1..].starts_with(|digit: char| digit.is_ascii_digit());
    let (at, _) = text.match_indices('$').find(is_reference)?;
    Some((at..at + 2, "{name}".into()))
}
