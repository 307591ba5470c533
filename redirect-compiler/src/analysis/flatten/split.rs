//! The symbolic split of a target's path into the captures of the rule that matches it.

use std::ops::Range;

use crate::analysis::automata::alphabet::{Symbol, folded, is_slash_like, word};
use crate::analysis::automata::approximation::has_ambiguous_split;
use crate::lower::checked_rule::CheckedRule;
use redirect_core::internals::charset::pct_encoded;
use redirect_core::internals::location::{Part, UriPosition};
use redirect_core::internals::pattern::Piece;

/// An element of a path that contains captures.
enum Element<'t> {
    /// A character, and its spelling in the target.
    Char(Symbol, &'t [u8]),
    /// A capture, which may have any of its values.
    Capture(UriPosition, usize),
}

/// Returns the captures of the rule that matches a target path, each as parts of that path.
///
/// A source whose captures share no segment splits a path in only one way, regardless of the values
/// of the captures in the path. Returns `None` if the source may split the path in several ways, or
/// does not match it, or if a segment of the path may be removed. The regular expressions of the
/// source are not checked, because a proof has already shown that the source matches every target.
pub(super) fn captures_of_path(
    parts: &[Part<Vec<u8>>],
    mount: Option<&str>,
    rule: &CheckedRule<'_>,
) -> Option<Vec<Vec<Part<Vec<u8>>>>> {
    if parts.contains(&Part::Slash) {
        return None;
    }
    let mut path = elements(parts);
    if path.is_empty() {
        // The target has no path, so the client requests `/`.
        path.push(Element::Char(b'/'.into(), b"/"));
    }
    let mount: Vec<Symbol> = mount.map_or_else(Vec::new, |mount| word(mount.as_bytes()));
    let mut path = &path[prefix_len(&path, &mount, false)?..];
    let (pieces, match_mode) = (&rule.source.pieces[..], rule.source.mode);
    // The value of a capture may decide whether an optional segment is missing.
    if has_ambiguous_split(&rule.source.pieces) || pieces.contains(&Piece::Optional) {
        return None;
    }
    if match_mode.optional_slash {
        match path {
            // The value decides whether the path ends in a slash.
            [.., Element::Capture(..)] => return None,
            [rest @ .., Element::Char(symbol, _)] if *symbol == Symbol::from(b'/') => path = rest,
            _ => {}
        }
    }
    let split = Split { path, ignore_case: match_mode.ignore_case };
    let mut captures = Vec::new();
    for range in split.whole(pieces, match_mode.optional_slash)? {
        captures.push(parts_of(&path[range]));
    }
    Some(captures)
}

fn elements(parts: &[Part<Vec<u8>>]) -> Vec<Element<'_>> {
    let mut elements = Vec::new();
    for part in parts {
        match part {
            Part::Literal(text) => {
                let mut rest = &text[..];
                while !rest.is_empty() {
                    let len = if pct_encoded(rest).is_some() { 3 } else { 1 };
                    let (char, after) = rest.split_at(len);
                    for symbol in word(char) {
                        elements.push(Element::Char(symbol, char));
                    }
                    rest = after;
                }
            }
            Part::Capture(position, capture) => {
                elements.push(Element::Capture(*position, *capture));
            }
            Part::Path
            | Part::Slash
            | Part::Query
            | Part::Parameter
            | Part::RequestUri
            | Part::RequestHost
            | Part::Fragment => {}
        }
    }
    elements
}

/// Converts elements to parts of a target.
fn parts_of(elements: &[Element<'_>]) -> Vec<Part<Vec<u8>>> {
    let mut parts: Vec<Part<Vec<u8>>> = Vec::new();
    for element in elements {
        match (element, parts.last_mut()) {
            (Element::Char(_, char), Some(Part::Literal(text))) => text.extend_from_slice(char),
            (Element::Char(_, char), _) => parts.push(Part::Literal(char.to_vec())),
            (Element::Capture(position, capture), _) => {
                parts.push(Part::Capture(*position, *capture));
            }
        }
    }
    parts
}

/// Returns the number of elements at the start of a path that match a text.
fn prefix_len(path: &[Element<'_>], text: &[Symbol], ignore_case: bool) -> Option<usize> {
    for (at, symbol) in text.iter().enumerate() {
        match path.get(at)? {
            Element::Char(found, _) if folded(*found, ignore_case) == *symbol => {}
            Element::Char(..) | Element::Capture(..) => return None,
        }
    }
    Some(text.len())
}

/// A path to split.
struct Split<'p, 't> {
    path: &'p [Element<'t>],
    ignore_case: bool,
}

impl Split<'_, '_> {
    /// Returns the ranges of the captures if pieces match the whole path. With `optional_slash`, a
    /// final `{*name}` may be empty and the slash before it may be missing.
    fn whole(&self, pieces: &[Piece<Vec<u8>>], optional_slash: bool) -> Option<Vec<Range<usize>>> {
        let split = self.from(0, pieces);
        let [before @ .., Piece::Literal(last), Piece::CatchAll(_)] = pieces else { return split };
        let is_empty = |ranges: &Vec<Range<usize>>| ranges.last().is_some_and(Range::is_empty);
        if !optional_slash || split.as_ref().is_some_and(|ranges| !is_empty(ranges)) {
            return split;
        }
        let last = Piece::Literal(last.strip_suffix(b"/")?.to_vec());
        let mut ranges = self.from(0, &[before, &[last]].concat())?;
        ranges.push(self.path.len()..self.path.len());
        Some(ranges)
    }

    /// Matches pieces against the path from an element to its end. Backtracks over the end of each
    /// capture: within the segment for a `{name}`, and over the whole path for the only `{*name}`.
    fn from(&self, start: usize, pieces: &[Piece<Vec<u8>>]) -> Option<Vec<Range<usize>>> {
        let Some((piece, after)) = pieces.split_first() else {
            return (start == self.path.len()).then(Vec::new);
        };
        match piece {
            Piece::Optional => None,
            Piece::Literal(text) => {
                let len = prefix_len(&self.path[start..], &word(text), self.ignore_case)?;
                self.from(start + len, after)
            }
            Piece::Param(_) => {
                let path = &self.path[start..];
                let len = path.iter().position(|it| !may_be_in_param(it)).unwrap_or(path.len());
                for end in start + 1..=start + len {
                    let ranges = self.after_capture(start..end, after);
                    if ranges.is_some() {
                        return ranges;
                    }
                }
                None
            }
            Piece::CatchAll(_) => {
                let is_slash = |element: &Element<'_>| match element {
                    Element::Char(symbol, _) => is_slash_like(*symbol),
                    Element::Capture(..) => false,
                };
                let last = if self.path.get(start).is_some_and(is_slash) {
                    start
                } else {
                    self.path.len()
                };
                for end in (start..=last).rev() {
                    let ranges = self.after_capture(start..end, after);
                    if ranges.is_some() {
                        return ranges;
                    }
                }
                None
            }
        }
    }

    /// Matches the pieces after a capture, and returns the range of the capture before theirs.
    fn after_capture(
        &self,
        capture: Range<usize>,
        pieces: &[Piece<Vec<u8>>],
    ) -> Option<Vec<Range<usize>>> {
        let mut ranges = self.from(capture.end, pieces)?;
        ranges.insert(0, capture);
        Some(ranges)
    }
}

/// Returns whether an element can be part of the value of a `{name}`, regardless of the values of
/// captures.
fn may_be_in_param(element: &Element<'_>) -> bool {
    match element {
        Element::Char(symbol, _) => *symbol != Symbol::from(b'/'),
        Element::Capture(position, _) => *position != UriPosition::Rest,
    }
}

#[cfg(test)]
mod tests {
    use super::captures_of_path;
    use crate::analysis::automata::target_path::path_parts;
    use crate::analysis::test_rules::with_rules;
    use redirect_core::internals::location::Part;

    /// Returns the captures of `source`, which matches `target`, as texts in which captures of the
    /// target are numbers.
    fn captures(target: &str, source: &str) -> Option<Vec<String>> {
        let mut found = None;
        let rules = [("/{a}/{b}/{*c}", target), (source, "/end")];
        with_rules(&rules, |rules| {
            let parts: Vec<Part<Vec<u8>>> = path_parts(&rules[0]).unwrap().to_vec();
            let text = |parts: Vec<Part<Vec<u8>>>| {
                let text = |part: &Part<Vec<u8>>| match part {
                    Part::Literal(text) => String::from_utf8(text.clone()).unwrap(),
                    part => {
                        format!("{{{}}}", if let Part::Capture(_, it) = part { it } else { &9 })
                    }
                };
                parts.iter().map(text).collect()
            };
            let captures = captures_of_path(&parts, None, &rules[1]);
            found = captures.map(|captures| captures.into_iter().map(text).collect());
        });
        found
    }

    #[test]
    fn captures_are_the_parts_of_a_target_that_they_always_contain() {
        for (target, source, expected) in [
            ("/p/{a}", "/p/{x}", Some(&["{0}"][..])),
            ("/p/{a}.html", "/p/{x}", Some(&["{0}.html"])),
            ("/p/{a}.html", "/p/{x}.html", Some(&["{0}"])),
            ("/p/{a}-{b}", "/p/{x}", Some(&["{0}-{1}"])),
            ("/p/x%2fy", "/p/{x}", Some(&["x%2fy"])),
            ("/p/{a}/{c}", "/p/{*x}", Some(&["{0}/{2}"])),
            ("/p/{c}", "/p/{*x}", Some(&["{2}"])),
            ("/p/q", "/p/q", Some(&[])),
            // A catch-all may have several segments.
            ("/{c}/z", "/{x}/{*y}", None),
            ("/p/{c}", "/p/{x}", None),
            // An empty capture leaves one slash: `/p/z`.
            ("/p/{c}/z", "/p/{*x}/z", None),
            // The value decides where the first capture ends.
            ("/p/{a}-{b}", "/p/{x}-{y}", None),
            ("/p/{a}", "/q/{x}", None),
        ] {
            let expected = expected.map(|it| it.iter().map(|&it| it.into()).collect::<Vec<_>>());
            assert_eq!(captures(target, source), expected, "{target} by {source}");
        }
    }
}
