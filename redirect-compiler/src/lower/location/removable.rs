//! Segments of a target that are removed if their captures are empty.

use crate::lower::pattern::{Capture, EmptyValue};
use redirect_core::internals::location::Part;

/// Replaces the slash before each removable segment of a path by [`Part::Slash`]. A segment is
/// removable if it consists only of captures, all of which may be empty at the same time.
///
/// The last segment needs no mark if the request has a final slash whenever the segment is empty,
/// because that slash is kept. This is the case for most targets that end in a `{*name}`.
pub(super) fn mark_removable_segments(
    path: &[Part<Vec<u8>>],
    captures: &[Capture],
) -> Vec<Part<Vec<u8>>> {
    let mut marked: Vec<Part<Vec<u8>>> = Vec::with_capacity(path.len());
    for (at, part) in path.iter().enumerate() {
        let is_start = matches!(part, Part::Capture(..)) && is_removable(&path[at..], captures);
        if let (true, Some(Part::Literal(before))) = (is_start, marked.last_mut()) {
            if before.last() == Some(&b'/') {
                before.pop();
                if before.is_empty() {
                    marked.pop();
                }
                marked.push(Part::Slash);
            }
        }
        marked.push(part.clone());
    }
    marked
}

/// Returns whether a path begins with captures that may be a removable segment.
fn is_removable(path: &[Part<Vec<u8>>], captures: &[Capture]) -> bool {
    let mut is_kept_at_end = false;
    for part in path {
        match part {
            Part::Capture(_, capture) => match captures[*capture].empty {
                EmptyValue::Never => return false,
                EmptyValue::AtFinalSlash => is_kept_at_end = true,
                EmptyValue::Possible => {}
            },
            Part::Literal(text) => return text.starts_with(b"/"),
            Part::Path
            | Part::Slash
            | Part::Query
            | Part::Parameter
            | Part::RequestUri
            | Part::RequestHost
            | Part::Fragment => break,
        }
    }
    !is_kept_at_end
}

#[cfg(test)]
mod tests {
    use crate::lower::location::Target;
    use crate::lower::source::Source;
    use redirect_core::internals::location::Part;
    use redirect_core::internals::text::MatchMode;

    /// Returns the path of the target of a rule. A removable segment begins with a `|`.
    fn path(source: &str, target: &str) -> String {
        let source = Source::parse(source, false, &mut Vec::new()).unwrap();
        let source = source.with_mode(MatchMode::default());
        let target = Target::parse(target, Some(&source.captures), &mut Vec::new()).unwrap();
        let mut path = String::new();
        for part in &target.parts {
            match part {
                Part::Literal(text) => path += std::str::from_utf8(text).unwrap(),
                Part::Capture(..) => path += "{}",
                Part::Slash => path.push('|'),
                Part::Path
                | Part::Query
                | Part::Parameter
                | Part::RequestUri
                | Part::RequestHost
                | Part::Fragment => {}
            }
        }
        path
    }

    #[test]
    fn segments_of_captures_that_may_be_empty_are_removable() {
        for (source, target, expected) in [
            ("/a/{*x}", "/b/{x}", "/b/{}"),
            ("/a/{*x}", "/{x}", "/{}"),
            ("/a/{*x}", "/{x}/b", "|{}/b"),
            ("/a/{*x}", "/b/{x}/", "/b|{}/"),
            ("/a/{*x}.html", "/b/{x}", "/b|{}"),
            ("/a/{*x}/", "/{x}/{x}", "|{}|{}"),
            ("/a/{*x}", "/b-{x}/{x}.html", "/b-{}/{}.html"),
            ("/a/{x}", "/{x}/b", "/{}/b"),
            ("/a/{*x:[a-z]+}", "/{x}/b", "/{}/b"),
            ("/a/{*x:[a-z]*}", "/{x}/b", "|{}/b"),
            ("/{x}/{*y}", "/{x}{y}/b", "/{}{}/b"),
        ] {
            assert_eq!(path(source, target), expected, "{source} to {target}");
        }
    }
}
