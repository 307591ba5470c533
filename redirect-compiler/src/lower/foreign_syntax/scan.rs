//! The scanner for constructs of other languages.
//!
//! Text is not accused if it may well be meant literally. `:name` is a capture at the start of a
//! segment or after `-`, `.`, `_` or `~`, but not in `/wiki/Special:Search`. Parentheses are a
//! group only around a regular expression, not in `/wiki/Rust_(language)`. Brackets and angle
//! brackets enclose a capture only if they begin and end at the boundary of a segment, or at `-` or
//! `.`.

use std::ops::Range;

use crate::diagnostic::kind::{FaultKind, TextFault};
use crate::lower::braces::{CaptureToken, Token, next_token};
use crate::lower::foreign_syntax::construct::{Construct, Extent, Form, Item, Meaning, Reference};
use crate::lower::foreign_syntax::group::{self, class_len, group_len, is_regex, repetition_len};
use crate::lower::foreign_syntax::types;
use crate::syntax::braces::{is_name, name_len};

/// The segments of `OData` and FHIR services that begin with a dollar sign.
const DOLLAR_SEGMENTS: [&str; 10] = [
    "metadata",
    "batch",
    "count",
    "value",
    "ref",
    "links",
    "all",
    "crossjoin",
    "export",
    "validate",
];

/// The characters that can follow `:name`. Another colon or a letter outside ASCII is not among
/// them: `/:Category:Foo` and `/:größe` are text.
const AFTER_COLON_NAME: [char; 18] =
    ['/', '-', '.', '~', '(', '*', '+', '?', '#', '&', '=', '{', '$', '%', ',', ';', '@', '!'];

/// Returns the captures of the macro and the constructs of other languages in a source, in order.
/// The text after its path is not scanned. A segment `{{name}}` is text, unless the target has
/// `name` in braces, and no capture of the source has this name.
pub(super) fn scan_source<'a>(text: &'a str, target: &str) -> Vec<Item<'a>> {
    let is_in_regex = text.starts_with('^') || text.contains(['\\', '(']);
    let (mut items, mut has_others) = (Vec::new(), false);
    let mut offset = 0;
    while offset < text.len() {
        let cursor = Cursor { text, offset };
        let construct = cursor.in_source(has_others, is_in_regex);
        let construct = construct.or_else(|| cursor.double_brace(target));
        if let Some(construct) = construct {
            offset = construct.range.end;
            has_others = true;
            items.push(Item::Foreign(construct));
        } else if text[offset..].starts_with(['{', '}']) {
            offset += cursor.own(&mut items);
        } else if text[offset..].starts_with(['?', '#']) {
            break;
        } else {
            offset += cursor.char_len();
        }
    }
    let mut names = Vec::new();
    for item in &items {
        names.extend(item.name());
    }
    items.retain(|item| match item {
        Item::Foreign(construct) if text[construct.range.clone()].starts_with("{{") => {
            names.iter().filter(|name| Some(**name) == construct.name()).count() == 1
        }
        Item::Own(_) | Item::Foreign(_) => true,
    });
    items
}

/// The number of bytes before or after a construct that are considered, so that the time for a text
/// is linear in its length.
const MAX_LOOKAROUND: usize = 100;

/// Returns whether the last segment of a text has a capital letter.
fn is_title(before: &str) -> bool {
    for byte in before.bytes().rev().take(MAX_LOOKAROUND) {
        match byte {
            b'/' => return false,
            b'A'..=b'Z' => return true,
            _ => {}
        }
    }
    false
}

/// A position in a text.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) offset: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn rest(self) -> &'a str {
        &self.text[self.offset..]
    }

    /// Returns the start of the rest, in which a short construct must end.
    fn window(self) -> &'a str {
        let rest = self.rest();
        let mut end = rest.len().min(MAX_LOOKAROUND);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        &rest[..end]
    }

    pub(super) fn char_len(self) -> usize {
        self.rest().chars().next().map_or(1, char::len_utf8)
    }

    pub(super) fn before(self) -> Option<char> {
        self.text[..self.offset].chars().next_back()
    }

    /// Returns whether a segment starts here.
    pub(super) fn is_segment_start(self) -> bool {
        matches!(self.before(), None | Some('/' | '^'))
    }

    /// Returns whether a segment ends at another offset.
    pub(super) fn is_segment_end(self, offset: usize) -> bool {
        let after = &self.text[offset..];
        after.is_empty() || after.starts_with(['/', '?', '#']) || after == "$"
    }

    /// Returns whether a capture in brackets may start here: at the start of a segment, or after
    /// `-` or `.`.
    fn is_part_start(self) -> bool {
        self.is_segment_start() || matches!(self.before(), Some('-' | '.'))
    }

    fn is_part_end(self, offset: usize) -> bool {
        self.is_segment_end(offset) || self.text[offset..].starts_with(['-', '.'])
    }

    /// Returns whether `:name` may start here: at the start of a segment, or after punctuation.
    /// After `_`, it may also be a word of a title, as in `/Using_the_:target_selector`, so the
    /// text before it must have no capital letter.
    fn is_colon_start(self, name: &str) -> bool {
        let before = &self.text[..self.offset];
        self.is_segment_start()
            || before.ends_with(['-', '.', '~', '=', '#', '@', ',', ';'])
            || before.ends_with('_') && !name.starts_with('_') && !is_title(before)
    }

    /// Returns whether text in parentheses, as in `:nth-child()`, follows in the segment.
    fn has_text_in_parentheses(self, offset: usize) -> bool {
        let rest = &self.text[offset..];
        for (open, byte) in rest.bytes().enumerate().take(MAX_LOOKAROUND) {
            match byte {
                b'/' => return false,
                b'(' => {
                    let len = group_len(&rest[open..]);
                    return !len.is_some_and(|len| is_regex(&rest[open + 1..open + len - 1]));
                }
                _ => {}
            }
        }
        false
    }

    /// Returns the length of the `?` at an offset, if it means that the item before it is optional.
    fn optional_len(self, offset: usize) -> usize {
        let Some(after) = self.text[offset..].strip_prefix('?') else { return 0 };
        usize::from(after.is_empty() || after.starts_with(['/', '?', '#', '-', '.', '$', '(']))
    }

    /// Appends the capture or the escaped brace at the cursor. Returns its length.
    pub(super) fn own(self, items: &mut Vec<Item<'a>>) -> usize {
        match next_token(self.rest()) {
            Ok((len, Token::Capture(capture))) => {
                items.push(Item::Own(capture));
                len
            }
            Ok((len, Token::Text(_))) => len,
            // The rest of the text may be a shape.
            Err(fault) if fault.value == FaultKind::Text(TextFault::UnclosedShape) => {
                self.rest().len()
            }
            Err(fault) => fault.range.end.max(1),
        }
    }

    /// Returns the construct at the cursor in a source. `has_others` is true after another one, and
    /// `is_in_regex` if the source is evidently a regular expression.
    fn in_source(self, has_others: bool, is_in_regex: bool) -> Option<Construct<'a>> {
        match self.rest().as_bytes().first()? {
            b':' => self.colon().or_else(|| self.numbered_colon()),
            b'*' => self.star(),
            b'(' => self.optional_group().or_else(|| self.parentheses()),
            b'[' => self.bracket().or_else(|| self.optional_group()).or_else(|| self.class()),
            b'<' => self.angle(),
            b'{' => self.optional_capture().or_else(|| self.brace()),
            b'$' => self.sigil().or_else(|| self.dollar()).or_else(|| self.anchor(has_others)),
            b'%' => self.sigil().or_else(|| self.percent_parentheses()),
            b'\\' => self.escape(),
            b'.' => self.dot_star(is_in_regex),
            b'/' => self.final_slash(is_in_regex),
            b'^' => self.anchor(has_others),
            _ => None,
        }
    }

    /// Parses `:name`, `:name*`, `:name+`, `:name?` and `:name(…)`.
    pub(super) fn colon(self) -> Option<Construct<'a>> {
        let after = self.rest().strip_prefix(':')?;
        let name = &after[..name_len(after)];
        let mut end = self.offset + 1 + name.len();
        let is_whole = end == self.text.len() || self.text[end..].starts_with(AFTER_COLON_NAME);
        if name.is_empty() || !is_whole {
            return None;
        }
        let mut extent = Some(Extent::Segment);
        if self.text[end..].starts_with('(') {
            let len = group_len(&self.text[end..])?;
            let content = &self.text[end + 1..end + len - 1];
            if !is_regex(content) {
                return None;
            }
            extent = group::extent(content);
            end += len;
        } else if !self.is_colon_start(name) || self.has_text_in_parentheses(end) {
            return None;
        }
        if self.text[end..].starts_with(['*', '+']) {
            extent = if extent == Some(Extent::Segment) { Some(Extent::Rest) } else { None };
            end += 1;
        }
        let optional = self.optional_len(end);
        let range = self.offset..end + optional;
        Some(match extent {
            Some(extent) => {
                Construct::capture(range, Reference::Name(name), extent).optional_if(optional > 0)
            }
            None => Construct::unknown(range),
        })
    }

    /// Parses a segment `:0`.
    fn numbered_colon(self) -> Option<Construct<'a>> {
        let digit = self.rest().as_bytes().get(1)?.is_ascii_digit();
        let end = self.offset + 2;
        (digit && self.is_segment_start() && self.is_segment_end(end))
            .then(|| Construct::capture(self.offset..end, Reference::Group, Extent::Segment))
    }

    /// Parses `*`, `**`, `*name` and `word*`.
    pub(super) fn star(self) -> Option<Construct<'a>> {
        let stars = self.rest().len() - self.rest().trim_start_matches('*').len();
        let end = self.offset + stars;
        let after = &self.text[end..];
        if self.is_segment_start() {
            let name = &after[..name_len(after)];
            let name_end = end + name.len();
            let (end, reference) = if !name.is_empty() && self.is_segment_end(name_end) {
                (name_end, Reference::Name(name))
            } else if self.is_part_end(end) {
                (end, Reference::Group)
            } else {
                return None;
            };
            return Some(Construct::capture(self.offset..end, reference, Extent::Rest));
        }
        let is_word = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit();
        let before = &self.text[..self.offset];
        let word = before.strip_suffix(['-', '.', '_', '~']).unwrap_or(before);
        let follows_word = word.ends_with(is_word);
        let is_end = self.is_segment_end(end) || after.starts_with('.');
        let is_between_words = before.ends_with(|char: char| char.is_ascii_lowercase())
            && after.starts_with(|char: char| char.is_ascii_lowercase());
        (follows_word && (is_end || is_between_words))
            .then(|| Construct::capture(self.offset..end, Reference::Group, Extent::Glob))
    }

    /// Parses a group of a regular expression.
    pub(super) fn parentheses(self) -> Option<Construct<'a>> {
        let len = group_len(self.rest())?;
        let content = &self.rest()[1..len - 1];
        if !is_regex(content) {
            return None;
        }
        let mut end = self.offset + len;
        if repetition_len(&self.text[end..]) > 0 {
            end += repetition_len(&self.text[end..]);
            return Some(Construct::unknown(self.offset..end));
        }
        let optional = self.optional_len(end);
        let meaning = group::meaning(content, optional > 0);
        Some(Construct::new(self.offset..end + optional, Form::Literal, meaning))
    }

    /// Parses the optional groups of Rails and `FastRoute`: `(/:name)`, `(.:name)`, `(/{name})?`,
    /// `[/{name}]`, and a segment `(:name)` or `[{name}]`.
    fn optional_group(self) -> Option<Construct<'a>> {
        let window = self.window();
        let close = if window.starts_with('(') { ')' } else { ']' };
        let (prefix, inside) = window[1..].split_at(window[1..].find([':', '*', '{'])?);
        let (len, name, extent) = if inside.starts_with('{') {
            let Ok((len, Token::Capture(capture))) = next_token(inside) else { return None };
            let extent = match capture.shape {
                _ if capture.is_catch_all => Extent::Rest,
                Some(shape) => Extent::Shape(shape.into()),
                None => Extent::Segment,
            };
            (len, capture.name, extent)
        } else {
            let name = &inside[1..][..name_len(&inside[1..])];
            let is_rest = inside.starts_with('*') || inside[1 + name.len()..].starts_with('*');
            let len = 1 + name.len() + usize::from(is_rest && inside.starts_with(':'));
            (len, name, if is_rest { Extent::Rest } else { Extent::Segment })
        };
        let is_path = |char: char| char.is_ascii_alphanumeric() || "-_./".contains(char);
        let after = inside[len..].strip_prefix(['/']).unwrap_or(&inside[len..]);
        let has_final_slash = after.len() < inside[len..].len();
        let end = self.offset + window.len() - after.strip_prefix(close)?.len();
        let is_segment = self.is_segment_start() && self.is_segment_end(end);
        // `/Products({id})` may be a path of OData.
        let is_group = match prefix {
            "" if close == ')' && inside.starts_with('{') => false,
            "" => is_segment || has_final_slash && self.is_segment_start(),
            _ => prefix.starts_with(['/', '.', '-']) && prefix.chars().all(is_path),
        };
        let range = self.offset..end + self.optional_len(end);
        if name.is_empty() || !is_group || self.text[range.end..].starts_with(['*', '+']) {
            return None;
        }
        if has_final_slash {
            return Some(Construct::unknown(range));
        }
        let construct = Construct::capture(range, Reference::Name(name), extent);
        Some(construct.with_prefix(prefix).optional_if(true))
    }

    /// Parses `.*` and `.+`: as a segment, or anywhere in a regular expression.
    fn dot_star(self, is_in_regex: bool) -> Option<Construct<'a>> {
        let end = self.offset + 2;
        if !(self.rest().starts_with(".*") || self.rest().starts_with(".+")) {
            return None;
        }
        let is_segment = self.is_segment_start() && self.is_segment_end(end);
        (is_segment || is_in_regex)
            .then(|| Construct::capture(self.offset..end, Reference::Anonymous, Extent::Rest))
    }

    /// Parses the optional slash at the end of a regular expression.
    fn final_slash(self, is_in_regex: bool) -> Option<Construct<'a>> {
        let is_final = self.rest() == "/?$" || self.rest() == "/?" && is_in_regex;
        let range = self.offset..self.offset + "/?".len();
        is_final.then(|| Construct::new(range, Form::Literal, Meaning::OptionalText("/".into())))
    }

    /// Parses `[name]`, `[...name]`, `[[name]]` and `[[...name]]`.
    pub(super) fn bracket(self) -> Option<Construct<'a>> {
        let is_double = self.rest().starts_with("[[");
        let (open, close) = if is_double { ("[[", "]]") } else { ("[", "]") };
        let len = self.window().find(close)?;
        let inside = self.window().get(open.len()..len)?;
        let end = self.offset + len + close.len();
        let (name, is_rest) = match inside.strip_prefix("...") {
            Some(name) => (name, true),
            None => (inside, false),
        };
        let name = name.split('=').next().unwrap_or_default();
        let is_valid = is_name_with_hyphens(name) && class_len(self.window()).is_none();
        if !is_valid || !self.is_part_start() || !self.is_part_end(end) {
            return None;
        }
        let extent = if is_rest { Extent::Rest } else { Extent::Segment };
        let construct = Construct::capture(self.offset..end, Reference::Name(name), extent);
        Some(construct.optional_if(is_double))
    }

    /// Parses a character class and its repetition: `[0-9]+`.
    fn class(self) -> Option<Construct<'a>> {
        let len = class_len(self.window())?;
        let repetition = repetition_len(&self.rest()[len..]);
        // A class alone may be text in brackets, unless it is negated.
        if repetition == 0 && !self.rest().starts_with("[^") {
            return None;
        }
        let range = self.offset..self.offset + len + repetition;
        Some(match group::extent(&self.text[range.clone()]) {
            Some(extent) => Construct::capture(range, Reference::Anonymous, extent),
            None => Construct::unknown(range),
        })
    }

    /// Parses `<name>`, `<int:name>`, `<name:int>` and `<name..>`.
    pub(super) fn angle(self) -> Option<Construct<'a>> {
        let len = self.window().find('>')? + 1;
        let inside = &self.window()[1..len - 1];
        let end = self.offset + len;
        let (name, extent) = typed_name(inside)?;
        if !self.is_part_start() || !self.is_part_end(end) {
            return None;
        }
        Some(match extent {
            Some(extent) => Construct::capture(self.offset..end, Reference::Name(name), extent),
            None => Construct::unknown(self.offset..end),
        })
    }

    /// Parses a segment `{{name}}`, if the target has `name` in braces.
    fn double_brace(self, target: &str) -> Option<Construct<'a>> {
        let (range, name) = self.double_braced_name()?;
        let is_segment = self.is_segment_start() && self.is_segment_end(range.end);
        (is_segment && target.contains(&format!("{{{name}}}")))
            .then(|| Construct::capture(range, Reference::Name(name), Extent::Segment))
    }

    /// Returns the name in doubled braces at the cursor, and the range with the braces.
    pub(super) fn double_braced_name(self) -> Option<(Range<usize>, &'a str)> {
        let inside = self.window().strip_prefix("{{")?.trim_start_matches(' ');
        let name = &inside[..name_len(inside)];
        let after = inside[name.len()..].trim_start_matches(' ').strip_prefix("}}")?;
        let end = self.offset + self.window().len() - after.len();
        (!name.is_empty()).then_some((self.offset..end, name))
    }

    /// Parses a capture in braces in the syntax of another language, or with the name of a type.
    pub(super) fn brace(self) -> Option<Construct<'a>> {
        match next_token(self.rest()) {
            Ok((len, Token::Capture(capture))) => self.typed_capture(&capture, self.offset + len),
            Ok(_) => None,
            Err(fault) => match fault.value {
                FaultKind::Text(TextFault::UnnamedCapture | TextFault::CaptureName(_)) => {
                    self.braces(self.offset + fault.range.end)
                }
                _ => None,
            },
        }
    }

    /// Parses a valid capture whose shape is the name of a type, or has spaces around it.
    fn typed_capture(self, capture: &CaptureToken<'a>, end: usize) -> Option<Construct<'a>> {
        let shape = capture.shape?;
        let (name, is_optional) = match shape.trim().strip_suffix('?') {
            Some(name) => (name, true),
            None => (shape.trim(), false),
        };
        let languages = || shape.contains(',').then(|| shape.trim().replace(',', "|"));
        let languages = languages().filter(|shape| is_languages(shape)).map(Extent::Shape);
        let extent = languages.or_else(|| types::constraint(name)).or_else(|| {
            let trimmed = shape.trim();
            (trimmed.len() < shape.len()).then(|| Extent::Shape(trimmed.into()))
        })?;
        let extent = if capture.is_catch_all { Extent::Rest } else { extent };
        let construct = Construct::capture(self.offset..end, Reference::Name(capture.name), extent);
        let is_optional = is_optional || capture.is_optional;
        Some(construct.with_form(Form::TypeName).optional_if(is_optional))
    }

    /// Parses a valid capture that is meant to be optional: `{name}?`, `{lang:?en|fr}`, or a
    /// segment such as `{lang:en|fr?}`; and `{name:*}`.
    fn optional_capture(self) -> Option<Construct<'a>> {
        let Ok((len, Token::Capture(capture))) = next_token(self.rest()) else { return None };
        let mut end = self.offset + len;
        if capture.shape == Some("*") {
            let reference = Reference::Name(capture.name);
            let construct = Construct::capture(self.offset..end, reference, Extent::Rest);
            return Some(construct.with_form(Form::Braces).optional_if(capture.is_optional));
        }
        let mark = self.optional_len(end);
        let (form, shape) = match capture.shape {
            shape if mark > 0 => (Form::Braces, shape),
            Some(shape) if shape.starts_with('?') => (Form::Braces, Some(&shape[1..])),
            Some(shape) if self.is_segment_start() && self.is_segment_end(end) => {
                (Form::OptionalShape, Some(languages(shape)?))
            }
            _ => return None,
        };
        end += mark;
        let extent = match (capture.is_catch_all, shape) {
            (true, Some(_)) => return None,
            (true, None) => Extent::Rest,
            (false, Some(shape)) => {
                types::constraint(shape).unwrap_or_else(|| Extent::Shape(shape.into()))
            }
            (false, None) => Extent::Segment,
        };
        let construct = Construct::capture(self.offset..end, Reference::Name(capture.name), extent);
        Some(construct.with_form(form).optional_if(true))
    }

    /// Parses braces that contain no valid capture.
    fn braces(self, end: usize) -> Option<Construct<'a>> {
        let inside = self.text[self.offset + 1..end - 1].trim();
        if let Some(colon) = inside.find(':').filter(|&colon| !inside[..colon].contains(' ')) {
            let (prefix, name) = (&inside[..colon], &inside[colon + 1..]);
            if prefix.chars().all(|char| "/-._~".contains(char)) {
                return self.braced_colon(prefix, name, end);
            }
        }
        if let Some(construct) = self.template(inside, end) {
            return Some(construct);
        }
        let braces = |end, reference, extent| {
            let construct = Construct::capture(self.offset..end, reference, extent);
            construct.with_form(Form::Braces)
        };
        let named = |name, extent| braces(end, Reference::Name(name), extent);
        let rest = inside.strip_suffix("...").or_else(|| inside.strip_prefix('+'));
        if let Some(name) = rest.filter(|name| is_name(name)) {
            return Some(named(name, Extent::Rest));
        }
        if inside.contains('*') {
            return match inside.trim_matches('*') {
                "" => Some(braces(end, Reference::Group, Extent::Rest)),
                name => is_name(name).then(|| named(name, Extent::Rest)),
            };
        }
        if let Some((name, shape)) = inside.split_once(':') {
            let (name, shape) = (name.trim(), shape.trim());
            let extent = types::extent(shape).unwrap_or_else(|| Extent::Shape(shape.into()));
            return is_name(name).then(|| named(name, extent));
        }
        let is_segment = self.is_segment_start() && self.is_segment_end(end);
        let optional = inside.strip_suffix('?').map(str::trim_end);
        let optional = optional.or_else(|| inside.strip_prefix('?').filter(|_| is_segment));
        if let Some(name) = optional.filter(|name| is_name(name)) {
            return Some(named(name, Extent::Segment).optional_if(true));
        }
        for [open, close] in [['<', '>'], ['(', ')']] {
            let parts = inside.strip_suffix(close).and_then(|inside| inside.split_once(open));
            let Some((name, shape)) = parts.filter(|(name, _)| is_name(name)) else { continue };
            let extent = types::extent(shape).or_else(|| group::extent(shape))?;
            return Some(named(name, extent));
        }
        if !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(braces(end, Reference::Group, Extent::Segment));
        }
        if inside == "$" {
            let construct = Construct::text(self.offset..end, "");
            return Some(construct.with_form(Form::Braces));
        }
        let is_word = |part: &str| {
            !part.is_empty()
                && part.chars().all(|char| char.is_alphanumeric() || "-_".contains(char))
        };
        (inside.contains([',', '|']) && inside.split([',', '|']).all(is_word))
            .then(|| braces(end, Reference::Anonymous, Extent::Shape(inside.replace(',', "|"))))
    }

    /// Parses the `{/name}`, `{/name*}` and `{.name}` of URI templates (RFC 6570 §3.2), which may
    /// have no value, given the text in the braces.
    fn template(self, inside: &'a str, end: usize) -> Option<Construct<'a>> {
        let (prefix, name) =
            inside.split_at_checked(1).filter(|(it, _)| ["/", "."].contains(it))?;
        let (name, shape) = match name.split_once(':') {
            Some((name, shape)) => (name, Some(shape)),
            None => (name, None),
        };
        let bare = name.trim_matches(['*', '?']);
        let extent = match shape {
            _ if name.contains('*') => Extent::Rest,
            Some(shape) => types::extent(shape).unwrap_or_else(|| Extent::Shape(shape.into())),
            None => Extent::Segment,
        };
        let end = end + self.optional_len(end);
        let construct = Construct::capture(self.offset..end, Reference::Name(bare), extent);
        let construct = construct.with_form(Form::Braces).with_prefix(prefix).optional_if(true);
        is_name(bare).then_some(construct)
    }

    /// Parses the `{/:name}?` of path-to-regexp, given the text before and after the colon.
    fn braced_colon(self, prefix: &'a str, name: &'a str, end: usize) -> Option<Construct<'a>> {
        let bare = name.trim_end_matches(['*', '+', '?']);
        if !is_name(bare) {
            return None;
        }
        let is_repeated = name.contains(['*', '+']) || self.text[end..].starts_with(['*', '+']);
        let is_optional = name.ends_with('?') || !prefix.is_empty() && !is_repeated;
        let modifier = usize::from(self.text[end..].starts_with(['*', '+']));
        let optional = self.optional_len(end + modifier);
        let (end, is_optional) = (end + modifier + optional, is_optional || optional > 0);
        let extent = if is_repeated { Extent::Rest } else { Extent::Segment };
        let construct = Construct::capture(self.offset..end, Reference::Name(bare), extent);
        Some(construct.with_form(Form::Braces).with_prefix(prefix).optional_if(is_optional))
    }

    /// Parses the `$` of `${name}` and the `%` of `%{name}`.
    pub(super) fn sigil(self) -> Option<Construct<'a>> {
        let after = self.rest().strip_prefix(['$', '%'])?;
        let is_capture =
            after.starts_with('{') && matches!(next_token(after), Ok((_, Token::Capture(_))));
        let construct = || Construct::text(self.offset..self.offset + 1, "");
        is_capture.then(|| construct().with_form(Form::Sigil))
    }

    /// Parses the `%(name)s` of Python.
    pub(super) fn percent_parentheses(self) -> Option<Construct<'a>> {
        let inside = self.rest().strip_prefix("%(")?;
        let name = &inside[..name_len(inside)];
        let is_whole = inside[name.len()..].starts_with(")s");
        let end = self.offset + "%()s".len() + name.len();
        (!name.is_empty() && is_whole)
            .then(|| Construct::capture(self.offset..end, Reference::Name(name), Extent::Segment))
    }

    /// Parses `$name`, and a segment `$1`.
    fn dollar(self) -> Option<Construct<'a>> {
        let after = &self.rest()[1..];
        let name = &after[..name_len(after)];
        let end = self.offset + 1 + name.len();
        if !name.is_empty() {
            let is_part = self.is_part_start() && self.is_part_end(end);
            return (is_part && !DOLLAR_SEGMENTS.contains(&name)).then(|| {
                Construct::capture(self.offset..end, Reference::Name(name), Extent::Segment)
            });
        }
        let is_number = after.starts_with(|char: char| matches!(char, '1'..='9'));
        let is_segment = is_number && self.is_segment_start() && self.is_segment_end(end + 1);
        is_segment
            .then(|| Construct::capture(self.offset..end + 1, Reference::Group, Extent::Segment))
    }

    /// Parses `^` at the start, and `$` at the end of a regular expression.
    fn anchor(self, has_others: bool) -> Option<Construct<'a>> {
        let rest = self.rest();
        if rest.starts_with('^') {
            // The slash after the anchor may be optional.
            let optional_slash = if rest.starts_with("^/?") { "/?".len() } else { 0 };
            let range = 0..1 + optional_slash;
            let text = if optional_slash > 0 { "/" } else { "" };
            return (self.offset == 0).then(|| Construct::text(range, text));
        }
        (rest == "$" && has_others).then(|| Construct::text(self.offset..self.offset + 1, ""))
    }

    /// Parses an escaped character, or a class such as `\d+`.
    fn escape(self) -> Option<Construct<'a>> {
        let escaped = self.rest()[1..].chars().next()?;
        let end = self.offset + 2;
        if matches!(escaped, 'd' | 'w') {
            let end = end + repetition_len(&self.text[end..]);
            let range = self.offset..end;
            let extent = group::extent(&self.text[range.clone()])?;
            let is_class = end > self.offset + 2 || self.is_part_end(end);
            return is_class.then(|| Construct::capture(range, Reference::Anonymous, extent));
        }
        let is_punctuation = r"./-_~+*?()[]{}|^$".contains(escaped);
        is_punctuation.then(|| Construct::text(self.offset..end, escaped.encode_utf8(&mut [0; 4])))
    }
}

/// Returns the languages of a shape such as `en|fr?`, whose `?` hardly applies to the last letter.
/// Of other words, it may: `html?`, and `post|pages?`.
fn languages(shape: &str) -> Option<&str> {
    let languages = shape.strip_suffix('?').filter(|languages| languages.contains('|'))?;
    is_languages(languages).then_some(languages)
}

/// Returns whether a text is a list of languages: `en|pt-BR`.
fn is_languages(text: &str) -> bool {
    let is_language = |language: &str| {
        let (code, region) = language.split_once('-').unwrap_or((language, "XX"));
        let is_code =
            |text: &str| text.len() == 2 && text.bytes().all(|it| it.is_ascii_alphabetic());
        is_code(code) && is_code(region)
    };
    text.split('|').all(is_language)
}

/// Parses a name with a type: `name`, `int:name`, `name:int`, `name:re:[0-9]+` or `name..`.
/// The extent is `None` if it is unknown.
fn typed_name(inside: &str) -> Option<(&str, Option<Extent>)> {
    if let Some(name) = inside.strip_suffix("..").filter(|name| is_name(name)) {
        return Some((name, Some(Extent::Rest)));
    }
    let Some((first, second)) = inside.split_once(':') else {
        return is_name(inside).then_some((inside, Some(Extent::Segment)));
    };
    if let Some(regex) = second.strip_prefix("re:").filter(|_| is_name(first)) {
        return Some((first, group::extent(regex)));
    }
    match types::extent(second) {
        Some(extent) if is_name(first) => Some((first, Some(extent))),
        _ => {
            let is_valid = is_name(first.split('(').next().unwrap_or_default()) && is_name(second);
            is_valid.then(|| (second, types::extent(first).or(Some(Extent::Segment))))
        }
    }
}

/// Returns whether a text is a name, in which hyphens can occur between letters.
fn is_name_with_hyphens(text: &str) -> bool {
    is_name(&text.replace('-', "_")) && !text.starts_with('-') && !text.ends_with('-')
}

/// Returns the captures of a value of a condition, among which only those with the name of a type
/// are foreign.
pub(super) fn scan_value(text: &str) -> Vec<Item<'_>> {
    let (mut items, mut offset) = (Vec::new(), 0);
    while let Ok((len, token)) = next_token(&text[offset..]) {
        if let Token::Capture(capture) = token {
            let cursor = Cursor { text, offset };
            match cursor.typed_capture(&capture, offset + len) {
                Some(construct) => items.push(Item::Foreign(construct)),
                None => items.push(Item::Own(capture)),
            }
        }
        offset += len;
        if offset == text.len() {
            break;
        }
    }
    items
}
