//! Captures in the syntax of other routers, which would be literal text here.

use std::ops::Range;

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{FaultKind, SourceFault, TargetFault};
use crate::lower::braces::{mask_shapes, tokenize};
use crate::lower::suggestion::{group_name, group_segment};
use crate::syntax::braces::is_name;
use redirect_core::internals::charset::find_either;

/// Reports the first segment of a source that is a capture in the syntax of another router.
pub(crate) fn in_source(source: &str) -> Option<Spanned<FaultKind>> {
    // A source with unbalanced braces has its own fault, and no shapes to mask.
    let tokens = tokenize(source).unwrap_or_default();
    let path = mask_shapes(source, &tokens);
    let (range, instead) = foreign_segment(&path).or_else(|| group_segment(&path))?;
    let text = source[range.clone()].into();
    Some(Spanned::new(
        range,
        FaultKind::Source(SourceFault::ForeignSyntax { text, suggestion: instead }),
    ))
}

/// Reports the first segment of a target that is a capture in the syntax of another router, or a
/// back-reference. It is reported only if the source may contain what it refers to.
pub(crate) fn in_target(target: &str, source: &str) -> Option<Spanned<FaultKind>> {
    let path = &target[..find_either(target, ['?', '#']).unwrap_or(target.len())];
    let (range, instead) = foreign_segment(path).or_else(|| back_reference(target, source))?;
    let name = instead.trim_matches(['{', '*', '}']);
    let is_placeholder = name == "rest" || name.starts_with("name");
    let has_captures = source.contains(['{', '*', '(', ':', '<']);
    (is_placeholder && has_captures || source.contains(name)).then_some(())?;
    let text = target[range.clone()].into();
    Some(Spanned::new(
        range,
        FaultKind::Target(TargetFault::ForeignSyntax {
            text,
            suggestion: instead.replace('*', ""),
        }),
    ))
}

/// Returns the first segment of a path that is a capture in another syntax (`:name`, `<name>`,
/// `[name]`, `*` or `*name`), and the same capture in the macro's syntax.
fn foreign_segment(path: &str) -> Option<(Range<usize>, String)> {
    let mut offset = 0;
    for segment in path.split('/') {
        if let Some(name) = foreign_name(segment) {
            return Some((offset..offset + segment.len(), format!("{{{name}}}")));
        }
        offset += segment.len() + 1;
    }
    None
}

/// Returns the name in a segment that is a capture in another syntax. The name of a catch-all
/// begins with `*`.
fn foreign_name(segment: &str) -> Option<String> {
    let inside = |open: char, close: char| segment.strip_prefix(open)?.strip_suffix(close);
    if let Some(rest) = segment.strip_prefix('*') {
        let name = rest.trim_matches('*');
        let name = if name.is_empty() { "rest" } else { name };
        return is_name(name).then(|| format!("*{name}"));
    }
    let name = segment.strip_prefix(':').or(inside('<', '>')).or(inside('[', ']'))?;
    is_name(name).then(|| name.into())
}

/// Returns the first back-reference to a group of a regular expression, such as `$1`.
fn back_reference(text: &str, source: &str) -> Option<(Range<usize>, String)> {
    for (offset, _) in text.match_indices('$') {
        if let Some(digit @ b'0'..=b'9') = text.as_bytes().get(offset + 1) {
            let name = group_name(source, usize::from(digit - b'0'));
            let capture = name.map_or_else(|| "{name}".into(), |name| format!("{{{name}}}"));
            return Some((offset..offset + 2, capture));
        }
    }
    None
}
