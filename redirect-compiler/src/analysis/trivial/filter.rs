//! Which paths no rule takes, or one rule of all requests, as far as that is plain.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::lower::checked_rule::CheckedRule;
use crate::lower::first_rule::FirstRuleByPath;
use redirect_core::internals::charset::is_plain_path;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::normalize_path;

/// The number of a rule that there is not.
const NEVER: usize = usize::MAX;

/// What is known without asking the table: most targets are taken by no rule, and where nothing is
/// optimised to ask takes its time.
pub(crate) struct Filter<'s> {
    /// Those of rules that take one path.
    first_rules: FirstRuleByPath<'s>,
    /// The other rules by the first segment of all their paths, each with its first rule.
    segments: HashMap<Vec<u8>, usize>,
    /// The first rule whose paths begin with more than one segment.
    first_of_any: usize,
}

/// Who takes a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Takes {
    /// No rule.
    Nobody,
    /// This is the first that looks at it.
    First(usize),
    Unknown,
}

impl<'s> Filter<'s> {
    pub(crate) fn of(rules: &[CheckedRule<'_>], first_rules: FirstRuleByPath<'s>) -> Filter<'s> {
        let mut filter = Filter { first_rules, segments: HashMap::new(), first_of_any: NEVER };
        for (number, rule) in rules.iter().enumerate() {
            if rule.exact_path().is_some() {
                continue;
            }
            if let Some(segment) = first_segment(rule) {
                filter.segments.entry(segment).or_insert(number);
            } else {
                filter.first_of_any = filter.first_of_any.min(number);
            }
        }
        filter
    }

    /// Who takes a path in its normal form, whatever else a request says.
    pub(crate) fn takes(&self, path: &[u8]) -> Takes {
        let first_other = self.first_other(path);
        match self.first_rules.get(path) {
            Some(first) if first < first_other => Takes::First(first),
            None if first_other == NEVER => Takes::Nobody,
            _ => Takes::Unknown,
        }
    }

    /// Whether a rule is reached for certain: no earlier one looks at its path.
    pub(crate) fn is_first(&self, number: usize, rule: &CheckedRule<'_>) -> bool {
        self.first_rules.contains(number)
            && rule.exact_path().is_some_and(|key| number < self.first_other(key))
    }

    /// The first of the rules that take several paths, and may take this one.
    fn first_other(&self, path: &[u8]) -> usize {
        if self.segments.is_empty() {
            return self.first_of_any;
        }
        let segment = path.strip_prefix(b"/").unwrap_or(path);
        let end = segment.iter().position(|&byte| byte == b'/').unwrap_or(segment.len());
        let first = self.segments.get(&segment[..end].to_ascii_lowercase());
        first.map_or(self.first_of_any, |&first| first.min(self.first_of_any))
    }
}

/// The first segment of all paths that a rule takes, in lower case, where they have the same.
fn first_segment(rule: &CheckedRule<'_>) -> Option<Vec<u8>> {
    let Some(Piece::Literal(text)) = rule.source.pieces.first() else { return None };
    let text = text.strip_prefix(b"/").unwrap_or(text);
    let end = text.iter().position(|&byte| byte == b'/');
    let end = end.or_else(|| rule.source.literal().map(|_| text.len()))?;
    Some(text[..end].to_ascii_lowercase())
}

pub(crate) fn normal_form(path: &str) -> Cow<'_, [u8]> {
    if is_plain_path(path) {
        return path.as_bytes().into();
    }
    normalize_path(path).into()
}
