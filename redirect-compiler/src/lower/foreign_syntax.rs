//! Captures in the syntax of other routers and of regular expressions, which would be literal text
//! here, and their translations.
//!
//! A text is scanned for constructs of other languages (`scan`, `target`), and translated as a
//! whole (`translation`). The target is translated with the captures of the translated source, so
//! that both have the same names. A translation is suggested only if it has no fault.

mod construct;
mod group;
mod host;
mod scan;
mod target;
#[cfg(all(test, feature = "regex"))]
mod tests;
mod translation;
mod types;
mod variable;

use std::ops::Range;

pub(crate) use crate::lower::foreign_syntax::host::{
    is_foreign_host, names_of_foreign_hosts, translate_host,
};

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{FaultKind, ForeignFix, SourceFault, Suggestion, TextFault};
use crate::lower::braces::{Token, next_token, tokenize};
use crate::lower::foreign_syntax::construct::{Construct, Form, Item};
use crate::lower::foreign_syntax::scan::{Cursor, scan_source, scan_value};
use crate::lower::foreign_syntax::target::{case_function, scan_target};
use crate::lower::foreign_syntax::translation::{
    KnownCapture, TranslatedSource, translate_source, translate_target,
};
use crate::lower::location::Target;
use crate::lower::pattern::{Capture, EmptyValue};
use crate::lower::source::{Source, capture_names, check_prefix};
use crate::syntax::rule::Rule;
use redirect_core::internals::charset::{encoded, find_either};

/// Reports the first construct of another language in the source of a rule. `outer` are the names
/// of the captures that the conditions of the scopes around the rule declare.
pub(crate) fn in_source(rule: &Rule<'_>, outer: &[String]) -> Option<Spanned<FaultKind>> {
    let text = &rule.source[..];
    if !may_be_foreign(text) || text.contains("://") {
        return None;
    }
    let target = rule.target.as_deref().unwrap_or_default();
    let items = scan_source(text, target);
    let first = first_construct(&items)?;
    let is_regex = text.starts_with('^');
    let suggestion = translated(rule, &items, outer).suggestion;
    let fix = ForeignFix {
        suggestion: suggestion.filter(|it| is_valid_suggestion(it, is_regex, target)),
        literal: literal(text, &items).filter(|text| is_source(text)),
        known: None,
    };
    let kind = if is_regex {
        FaultKind::Source(SourceFault::Regex { fix: Box::new(fix) })
    } else {
        fault(text, first, fix)
    };
    Some(Spanned::new(first.range.clone(), kind))
}

/// Reports the first construct of another language in the target of a rule.
/// `source` is the source of the rule with the prefixes of its groups. `foreign_hosts` are the
/// names of captures in hosts in the syntax of another language.
pub(crate) fn in_target(
    rule: &Rule<'_>,
    source: &str,
    outer: &[String],
    foreign_hosts: &[String],
) -> Option<Spanned<FaultKind>> {
    let text = rule.target.as_deref()?;
    let has_variables = variable::has_variables(text);
    if !may_be_foreign(text) && !has_variables {
        return None;
    }
    if let Some(fault) = case_function(text) {
        return Some(fault);
    }
    let source_items = scan_source(&rule.source, text);
    let TranslatedSource { captures: mut known, suggestion } =
        translated(rule, &source_items, outer);
    let of_conditions = condition_names(rule, outer);
    if !of_conditions.is_empty() || !foreign_hosts.is_empty() {
        // A number may refer to a capture of a condition or of the path.
        for capture in &mut known {
            capture.number = None;
        }
    }
    for name in of_conditions {
        known.push(KnownCapture::of_condition(&name));
    }
    for name in foreign_hosts {
        known.insert(0, KnownCapture::of_condition(name));
    }
    if has_variables {
        let source = match &suggestion {
            Some(Suggestion::Text(own)) => {
                let prefix = source.strip_suffix(&rule.source[..]).unwrap_or_default();
                format!("{prefix}{own}")
            }
            _ => source.into(),
        };
        if let Some(fault) = variable::in_target(rule, &source, &known) {
            return Some(fault);
        }
    }
    let items = scan_target(text, &known);
    let first = first_construct(&items)?;
    let suggestion = translate_target(text, &items, &known);
    let mut names = Vec::new();
    for capture in &known {
        names.push(capture.name.clone());
    }
    let valid = |text: Option<String>| {
        let text = text?;
        let is_relative = !text.starts_with('/') && !text.contains("://");
        let text = if is_relative { format!("/{text}") } else { text };
        is_target(&text, &known).then_some(text)
    };
    let fix = ForeignFix {
        suggestion: valid(suggestion).map(Suggestion::Text),
        literal: valid(literal(text, &items)),
        known: Some(names),
    };
    Some(Spanned::new(first.range.clone(), fault(text, first, fix)))
}

/// Returns whether a fault has an edit for the whole text.
pub(crate) fn is_translated(fault: &FaultKind) -> bool {
    match fault {
        FaultKind::Source(SourceFault::Regex { fix })
        | FaultKind::Text(
            TextFault::ForeignSyntax { fix, .. }
            | TextFault::ForeignCapture { fix, .. }
            | TextFault::ForeignSigil { fix, .. }
            | TextFault::TypeName { fix, .. }
            | TextFault::OptionalShape { fix, .. },
        ) => fix.suggestion.is_some() || fix.literal.is_some(),
        _ => false,
    }
}

/// Reports the first capture with the name of a type in a value that a condition compares with.
pub(crate) fn in_value(text: &str) -> Option<Spanned<FaultKind>> {
    if !text.contains('{') {
        return None;
    }
    let items = scan_value(text);
    let first = first_construct(&items)?;
    let suggestion = translate_source(text, &items, &[], &[]).suggestion;
    let suggestion = match suggestion {
        Some(Suggestion::Text(translated)) if !text.starts_with('/') => {
            Some(Suggestion::Text(translated.trim_start_matches('/').into()))
        }
        other => other,
    };
    let fix = ForeignFix { suggestion, literal: None, known: None };
    Some(Spanned::new(first.range.clone(), fault(text, first, fix)))
}

/// Reports a construct of another language in the prefix of a group. A prefix has no captures.
pub(crate) fn in_prefix(text: &str) -> Option<Spanned<FaultKind>> {
    if !may_be_foreign(text) || text.contains("://") {
        return None;
    }
    let items = scan_source(text, "");
    let first = first_construct(&items)?;
    let suggestion = translate_source(text, &items, &[], &[]).suggestion.filter(
        |suggestion| matches!(suggestion, Suggestion::Text(text) if check_prefix(text).is_ok()),
    );
    let kind = match suggestion {
        None if !text.starts_with('^') => FaultKind::Source(SourceFault::PrefixCapture),
        suggestion => {
            let literal = literal(text, &items).filter(|text| check_prefix(text).is_ok());
            let fix = ForeignFix { suggestion, literal, known: None };
            if text.starts_with('^') {
                FaultKind::Source(SourceFault::Regex { fix: Box::new(fix) })
            } else {
                fault(text, first, fix)
            }
        }
    };
    Some(Spanned::new(first.range.clone(), kind))
}

/// Reports a regular expression in a source of a file, whose format has none.
pub(crate) fn in_plain_source(text: &str) -> Option<Spanned<FaultKind>> {
    if text.starts_with('^') {
        return Some(regex_in_plain_text(text, 0..1));
    }
    let start = text.find('(')?;
    for group in PLAIN_GROUPS {
        if let Some(offset) = text[start..].find(group) {
            return Some(regex_in_plain_text(text, start + offset..start + offset + group.len()));
        }
    }
    None
}

/// Groups of regular expressions that are hardly meant as text.
const PLAIN_GROUPS: [&str; 7] =
    ["(.*)", "(.+)", "(.*?)", r"(\d+)", "([0-9]+)", "([^/]+)", "([^/]*)"];

/// Reports a reference to a group of a regular expression, such as `$1`, in a target of a file.
pub(crate) fn in_plain_target(text: &str) -> Option<Spanned<FaultKind>> {
    find_either(text, ['$', '\\'])?;
    for (offset, sign) in text.match_indices(['$', '\\']) {
        let after = &text.as_bytes()[offset + 1..];
        let is_digit = matches!(after.first(), Some(b'1'..=b'9'));
        let is_longer = after.get(1).is_some_and(u8::is_ascii_digit);
        // A price follows a word, as in `under-$5`.
        let may_be_price = sign == "$" && text[..offset].ends_with(['-', '_']);
        if is_digit && !is_longer && !may_be_price {
            return Some(regex_in_plain_text(text, offset..offset + 2));
        }
    }
    None
}

fn regex_in_plain_text(text: &str, range: Range<usize>) -> Spanned<FaultKind> {
    let construct = text[range.clone()].into();
    Spanned::new(range, FaultKind::Text(TextFault::RegexInPlainText(construct)))
}

/// Reports a `:name` that is a part of a segment in the source of a `_redirects` file, where only a
/// whole segment is a capture. `text` is the source after its captures have been converted.
pub(crate) fn in_netlify_source(text: &str) -> Option<Spanned<FaultKind>> {
    let mut first = None;
    let (mut literal, mut copied) = (String::new(), 0);
    for (offset, _) in text.match_indices(':') {
        if let Some(Construct { range, .. }) = (Cursor { text, offset }).colon() {
            literal += &text[copied..offset];
            literal += "%3A";
            copied = offset + 1;
            first.get_or_insert(range);
        }
    }
    if let Some(range) = first {
        literal += &text[copied..];
        let capture = text[range.clone()].into();
        let kind = TextFault::PartialCapture { capture, literal };
        return Some(Spanned::new(range, FaultKind::Text(kind)));
    }
    in_plain_source(text)
}

/// Returns whether a text may have a construct of another language. Most texts have none, and are
/// not scanned.
fn may_be_foreign(text: &str) -> bool {
    // An index loop: without optimization, as in a macro, iterator adapters are slow.
    let bytes = text.as_bytes();
    let mut index = 0;
    while index < bytes.len() {
        match bytes[index] {
            b':' | b'*' | b'(' | b'[' | b'<' | b'$' | b'^' | b'\\' => return true,
            b'%' if bytes.get(index + 1) == Some(&b'{') => return true,
            b'{' => match own_capture_len(text, index) {
                Some(len) if bytes.get(index + len) != Some(&b'?') => index += len,
                _ => return true,
            },
            _ => index += 1,
        }
    }
    false
}

/// Returns the length of the capture at an offset, unless its syntax may be of another language.
fn own_capture_len(text: &str, offset: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = offset + 1;
    if bytes.get(end) == Some(&b'*') {
        end += 1;
    }
    let name_start = end;
    while bytes.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_') {
        end += 1;
    }
    let is_name = end > name_start && !bytes[name_start].is_ascii_digit();
    let mut bytes_after = end;
    if bytes.get(end) == Some(&b'?') {
        bytes_after += 1;
    }
    let end = bytes_after;
    match bytes.get(end) {
        Some(b'}') if is_name => Some(end + 1 - offset),
        Some(b':') if is_name => {
            let Ok((len, Token::Capture(capture))) = next_token(&text[offset..]) else {
                return None;
            };
            let shape = capture.shape?;
            let is_list = shape.contains(',') && !shape.contains(['[', '{', '(', '\\']);
            let is_optional = is_list
                || shape.ends_with('?') && shape.contains('|')
                || shape.starts_with(['?', '*']);
            let shape = shape.as_bytes();
            // The name of a type is a word, perhaps with arguments or with another name.
            let is_operator = |byte: &u8| !byte.is_ascii_alphanumeric() && !b" ?_".contains(byte);
            let is_regex = shape.iter().any(is_operator);
            let is_other = shape.starts_with(b" ")
                || shape.ends_with(b" ")
                || shape.contains(&b':')
                || shape.ends_with(b")");
            (is_regex && !is_other && !is_optional).then_some(len)
        }
        _ => None,
    }
}

fn first_construct<'i, 'a>(items: &'i [Item<'a>]) -> Option<&'i Construct<'a>> {
    for item in items {
        if let Item::Foreign(construct) = item {
            return Some(construct);
        }
    }
    None
}

/// Translates the source of a rule. Captures without a name are called as the target calls them.
fn translated(rule: &Rule<'_>, items: &[Item<'_>], outer: &[String]) -> TranslatedSource {
    let taken = condition_names(rule, outer);
    let mut own = taken.clone();
    for item in items {
        own.extend(item.name().map(Into::into));
    }
    let target = rule.target.as_deref().unwrap_or_default();
    let mut hints: Vec<String> = Vec::new();
    for name in capture_names(target) {
        let is_variable = variable::is_variable(&name);
        if !is_variable && !own.contains(&name) && !hints.contains(&name) {
            hints.push(name);
        }
    }
    translate_source(&rule.source, items, &taken, &hints)
}

/// Returns the names of the captures that the conditions of a rule and of its scopes declare.
fn condition_names(rule: &Rule<'_>, outer: &[String]) -> Vec<String> {
    let mut names = outer.to_vec();
    for condition in &rule.conditions {
        for value in &condition.values {
            names.append(&mut capture_names(value));
        }
    }
    names
}

/// Returns the fault of a construct in a text.
fn fault(text: &str, construct: &Construct<'_>, fix: ForeignFix) -> FaultKind {
    let fix = Box::new(fix);
    let range = construct.range.clone();
    let found = text[range.clone()].to_owned();
    FaultKind::Text(match construct.form {
        Form::Literal => TextFault::ForeignSyntax { text: found, fix },
        Form::Braces => TextFault::ForeignCapture { text: found, fix },
        Form::Sigil => {
            let end = text[range.end..].find('}').map_or(range.end, |len| range.end + len + 1);
            let capture = text[range.end..end].into();
            TextFault::ForeignSigil { sigil: found, capture, fix }
        }
        Form::TypeName => {
            let shape = found.split_once(':').map_or("", |(_, shape)| shape);
            let shape = shape.trim_end_matches('}').into();
            TextFault::TypeName { text: found, shape, fix }
        }
        Form::OptionalShape => TextFault::OptionalShape { text: found, fix },
    })
}

/// Percent-encodes the constructs of a text that are literal text, so that they stay literal.
/// Returns `None` if that is not possible.
fn literal(text: &str, items: &[Item<'_>]) -> Option<String> {
    let (mut output, mut copied) = (String::new(), 0);
    for item in items {
        let Item::Foreign(Construct { range, form, .. }) = item else { continue };
        let construct = &text[range.clone()];
        if !matches!(form, Form::Literal | Form::Sigil) || construct.contains('/') {
            return None;
        }
        output += &text[copied..range.start];
        copied = range.end;
        // Doubled braces stand for single ones.
        let inside = construct.strip_prefix("{{").and_then(|text| text.strip_suffix("}}"));
        let single = inside.map_or_else(|| construct.into(), |name| format!("{{{name}}}"));
        for char in single.chars() {
            match u8::try_from(char) {
                Ok(byte) if br":*()[]<>{}$^|%\+? ".contains(&byte) => {
                    for digit in encoded(byte) {
                        output.push(char::from(digit));
                    }
                }
                _ => output.push(char),
            }
        }
    }
    Some(output + &text[copied..])
}

/// Returns whether each suggested source has no faults. One for a regular expression must not have
/// operators left.
fn is_valid_suggestion(suggestion: &Suggestion, is_regex: bool, target: &str) -> bool {
    let sources = match suggestion {
        Suggestion::Text(text) => vec![text],
        Suggestion::Two(without, with) => vec![without, with],
    };
    for source in sources {
        let is_foreign = first_construct(&scan_source(source, target)).is_some();
        if !is_source(source) || is_foreign || is_regex && has_operators(source) {
            return false;
        }
    }
    true
}

/// Returns whether the literal text of a source has an operator of regular expressions.
fn has_operators(source: &str) -> bool {
    for token in tokenize(source).unwrap_or_default() {
        if token.capture().is_none() && source[token.range].contains(REGEX_OPERATORS) {
            return true;
        }
    }
    false
}

/// The operators of regular expressions, except the dot, which usually means a dot.
const REGEX_OPERATORS: [char; 10] = ['|', '^', '$', '*', '+', '?', '(', ')', '[', '\\'];

/// Returns whether a text is a source without faults and without foreign syntax.
pub(crate) fn is_source(text: &str) -> bool {
    let mut faults = Vec::new();
    Source::parse(text, false, &mut faults).is_some()
        && faults.is_empty()
        && first_construct(&scan_source(text, "")).is_none()
}

/// Returns whether a text is a target without faults and without foreign syntax, in a rule with
/// these captures.
fn is_target(text: &str, known: &[KnownCapture]) -> bool {
    let mut captures = Vec::new();
    for KnownCapture { name, is_catch_all, .. } in known {
        let (name, is_catch_all) = (name.clone(), *is_catch_all);
        let empty = EmptyValue::Never;
        captures.push(Capture {
            name,
            is_catch_all,
            is_optional: false,
            is_from_host: false,
            is_host_end: false,
            empty,
        });
    }
    let mut faults = Vec::new();
    Target::parse(text, Some(&captures), &mut faults).is_some()
        && faults.is_empty()
        && first_construct(&scan_target(text, known)).is_none()
}
