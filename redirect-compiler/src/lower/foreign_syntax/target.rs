//! The scanner for references to captures in targets, in the syntax of other languages.

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{FaultKind, TargetFault};
use crate::lower::foreign_syntax::construct::{Construct, Extent, Form, Item, Reference};
use crate::lower::foreign_syntax::scan::Cursor;
use crate::lower::foreign_syntax::translation::{KnownCapture, resolve};
use crate::lower::location::components::TargetComponents;
use crate::syntax::braces::name_len;

/// Returns the constructs of other languages in a target, in order. `known` are the captures of the
/// rule.
pub(super) fn scan_target<'a>(text: &'a str, known: &[KnownCapture]) -> Vec<Item<'a>> {
    let components = TargetComponents::new(text);
    let (path, authority) = (&components.path, components.authority.as_ref());
    let scanner = Scanner { known, is_zero_based: text.contains("{0}") || text.contains("/:0") };
    // A colon at the start is no scheme.
    let start = if text.starts_with(':') { 0 } else { path.start };
    let (mut items, mut offset) = (Vec::new(), authority.map_or(start, |host| host.start));
    while offset < text.len() {
        let cursor = Cursor { text, offset };
        let position = match offset {
            _ if offset < start => Position::Host,
            _ if offset < path.end => Position::Path,
            _ => Position::AfterPath,
        };
        if let Some(construct) = scanner.construct(cursor, position) {
            offset = construct.range.end;
            items.push(Item::Foreign(construct));
        } else if cursor.rest().starts_with(['{', '}']) {
            offset += cursor.own(&mut items);
        } else {
            offset += cursor.char_len();
        }
    }
    items
}

/// Words for functions that convert text to lower case.
const LOWER: [&str; 7] =
    ["lower", "lowercase", "tolower", "to_lower", "to_lowercase", "downcase", "lc"];

/// Reports a function that changes the case of a capture: `{name.lower}`, `{lower(name)}`,
/// `{name:lower}`, `%{tolower:name}` or `${lc:{name}}`.
pub(super) fn case_function(text: &str) -> Option<Spanned<FaultKind>> {
    for (open, _) in text.match_indices('{') {
        let close = open + text[open..].find('}')?;
        let is_separator = |char: char| !char.is_ascii_alphanumeric() && char != '_';
        let mut words = text[open..close].split(is_separator).filter(|word| !word.is_empty());
        let is_function = |word: &str| LOWER.contains(&&word.to_ascii_lowercase()[..]);
        if words.clone().count() < 2 || !words.any(is_function) {
            continue;
        }
        let start = open - usize::from(text[..open].ends_with(['$', '%']));
        let is_nested = text[open + 1..close].contains('{') && text[close..].starts_with("}}");
        let range = start..close + 1 + usize::from(is_nested);
        let function = text[range.clone()].into();
        return Some(Spanned::new(range, FaultKind::Target(TargetFault::CaseFunction(function))));
    }
    None
}

/// A component of a target, or several.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    Host,
    Path,
    AfterPath,
}

struct Scanner<'k> {
    known: &'k [KnownCapture],
    /// True if the numbers in braces and after colons start with 0.
    is_zero_based: bool,
}

impl Scanner<'_> {
    fn construct<'a>(&self, cursor: Cursor<'a>, position: Position) -> Option<Construct<'a>> {
        let numbered = self.numbered(cursor).or_else(|| cursor.sigil());
        if numbered.is_some() || position == Position::Host {
            return numbered;
        }
        let construct = self.named(cursor)?;
        // In other places than these, the text may be meant literally, unless it names a capture.
        let end = construct.range.end;
        let after = &cursor.text[end..];
        let is_value = cursor.before() == Some('=') && (after.is_empty() || after.starts_with('&'));
        let is_path = position == Position::Path;
        let is_evident = match cursor.rest().as_bytes().first()? {
            b':' => is_path || is_value,
            b'%' => true,
            b'[' => is_path && cursor.rest().starts_with("[..."),
            b'*' => is_path && !self.known.is_empty(),
            _ => false,
        };
        (is_evident || construct.form == Form::Braces || self.is_known(&construct))
            .then_some(construct)
    }

    /// Returns whether a construct refers to a capture of the rule by its name.
    fn is_known(&self, construct: &Construct<'_>) -> bool {
        construct.name().is_some_and(|name| {
            resolve(Reference::Name(name), self.known)
                .is_some_and(|capture| capture.is_called(name))
        })
    }

    /// Parses a reference by name.
    fn named<'a>(&self, cursor: Cursor<'a>) -> Option<Construct<'a>> {
        match cursor.rest().as_bytes().first()? {
            b':' => cursor.colon(),
            b'*' => {
                let construct = cursor.star()?;
                let is_segment =
                    cursor.is_segment_start() && cursor.is_segment_end(construct.range.end);
                let reference = match construct.name() {
                    Some(name) if self.is_known(&construct) => Reference::Name(name),
                    Some(_) => return None,
                    None => Reference::Anonymous,
                };
                is_segment.then(|| Construct::capture(construct.range, reference, Extent::Rest))
            }
            b'[' => cursor.bracket(),
            b'%' => cursor.percent_parentheses(),
            b'<' => cursor.angle(),
            b'(' => cursor.parentheses().filter(|_| !self.known.is_empty()),
            b'$' => {
                let after = &cursor.rest()[1..];
                let name = &after[..name_len(after)];
                let range = cursor.offset..cursor.offset + 1 + name.len();
                (!name.is_empty())
                    .then(|| Construct::capture(range, Reference::Name(name), Extent::Segment))
            }
            b'{' => {
                if let Some((range, name)) = cursor.double_braced_name() {
                    return Some(Construct::capture(range, Reference::Name(name), Extent::Segment));
                }
                cursor.brace().filter(|construct| {
                    construct.form == Form::Braces && construct.name().is_some()
                })
            }
            _ => None,
        }
    }

    /// Parses a reference by number: `$1`, `${1}`, `\1`, `{1}` and a segment `:1`. In a rule
    /// without captures, a dollar sign and a number are text, except as a segment.
    fn numbered<'a>(&self, cursor: Cursor<'a>) -> Option<Construct<'a>> {
        let rest = cursor.rest();
        let (open, close) = match rest.as_bytes() {
            [b'$', b'{', ..] => ("${", "}"),
            [b'$', ..] => ("$", ""),
            [b'\\', ..] => ("\\", ""),
            [b':', ..] => (":", ""),
            [b'{', ..] => ("{", "}"),
            _ => return None,
        };
        let after = &rest[open.len()..];
        let digits =
            after.len() - after.trim_start_matches(|char: char| char.is_ascii_digit()).len();
        if !matches!(digits, 1..=2) || !after[digits..].starts_with(close) {
            return None;
        }
        let end = cursor.offset + open.len() + digits + close.len();
        let is_segment = cursor.is_segment_start() && cursor.is_segment_end(end);
        let mut number = after[..digits].parse::<usize>().ok()?;
        let (has_captures, is_short) = (!self.known.is_empty(), digits == 1);
        let is_reference = match rest.as_bytes()[0] {
            b':' => is_segment && has_captures && number <= self.known.len(),
            b'$' if open == "$" => {
                let is_value = cursor.before() == Some('=') && has_captures;
                is_short && (is_segment || is_value) || (1..=self.known.len()).contains(&number)
            }
            b'\\' => is_short,
            _ => true,
        };
        if !is_reference {
            return None;
        }
        if self.is_zero_based && matches!(open, "{" | ":") {
            number += 1;
        }
        let form = if open == "{" { Form::Braces } else { Form::Literal };
        let reference = Reference::Number(number);
        let construct = Construct::capture(cursor.offset..end, reference, Extent::Segment);
        Some(construct.with_form(form))
    }
}
