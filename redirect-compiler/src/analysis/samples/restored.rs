//! The rules of a table as checked rules, restored from its bytes.

use std::sync::Arc;

use crate::lower::checked_rule::{Action, CheckedRule};
use crate::lower::condition::captured_value::{CapturedValue, KnownCapture};
use crate::lower::condition::network::literals_of_ranges;
use crate::lower::condition::{CheckedCondition, ScopedCondition};
use crate::lower::location::Target;
use crate::lower::options::Options;
use crate::lower::pattern::{Capture, EmptyValue, Pieces};
use crate::lower::source::Source;
use crate::syntax::ids::RuleId;
use crate::syntax::rule::Rule;
use redirect_core::Redirects;
use redirect_core::internals::Status;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::dfa::Dfa;
use redirect_core::internals::parts::{ConditionParts, RuleParts, rule_parts};
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::MatchMode;

/// The rules of a table, as far as they decide which requests match.
///
/// The names of captures and the options that affect only the response are not restored.
pub(super) struct RestoredRules<'t> {
    rules: Vec<(Rule<'t>, RuleParts)>,
}

impl<'t> RestoredRules<'t> {
    /// Reads the rules of a table. Returns `None` if its bytes are damaged.
    pub(super) fn new(table: &'t Redirects) -> Option<RestoredRules<'t>> {
        let mut rules = Vec::with_capacity(table.rules().len());
        for rule in table.rules() {
            let status = rule.status().map(|status| status.as_u16().to_string());
            let syntax = Rule {
                methods: rule.methods().map(Into::into).collect(),
                source: rule.source().into(),
                status: status.map_or("pass".into(), Into::into),
                target: rule.target().map(Into::into),
                ..Rule::default()
            };
            rules.push((syntax, rule_parts(&rule)?));
        }
        Some(RestoredRules { rules })
    }

    /// Returns the checked rules, in order.
    pub(super) fn checked(&self) -> Vec<CheckedRule<'_>> {
        let options = Arc::new(Options::default());
        let mut checked = Vec::with_capacity(self.rules.len());
        for (position, (syntax, parts)) in self.rules.iter().enumerate() {
            let id = RuleId::new(position);
            let source = source(parts);
            checked.push(CheckedRule {
                syntax,
                id,
                conditions: conditions(id, &source.captures, &parts.conditions),
                source,
                source_text: syntax.source[..].into(),
                conditions_text: String::new(),
                action: action(syntax, parts),
                options: Arc::clone(&options),
                doc: "",
                is_flattened: false,
            });
        }
        checked
    }
}

fn source(parts: &RuleParts) -> Source {
    let captures = captures(&parts.source, Origin::Path(parts.mode));
    Source::restored(parts.source.clone(), captures, parts.mode)
}

fn conditions(
    id: RuleId,
    path_captures: &[Capture],
    parts: &[ConditionParts],
) -> Vec<ScopedCondition> {
    let mut conditions = Vec::with_capacity(parts.len());
    for (index, part) in parts.iter().enumerate() {
        let origin = if part.subject == Subject::Host { Origin::Host } else { Origin::Value };
        let patterns = match &part.ranges {
            Some([v4, v6]) => {
                let literals = literals_of_ranges(v4, v6).into_iter();
                literals.map(|literal| vec![Piece::Literal(literal)]).collect()
            }
            None => part.patterns.clone(),
        };
        let captures = match &part.ranges {
            Some(_) => Vec::new(),
            None => patterns.iter().flat_map(|pieces| captures(pieces, origin)).collect(),
        };
        let (subject, is_negated) = (part.subject.clone(), part.is_negated);
        let captured_value = captured_value(&subject, path_captures, &conditions);
        let captured_value = captured_value.map(|value| value.compared_with(&patterns));
        let condition =
            CheckedCondition { subject, is_negated, patterns, captures, captured_value };
        conditions.push(ScopedCondition { node: id.into(), index, condition });
    }
    conditions
}

/// Returns the value of the capture that a condition inspects, if one of the conditions before it
/// declares the capture.
fn captured_value(
    subject: &Subject<Vec<u8>>,
    path_captures: &[Capture],
    before: &[ScopedCondition],
) -> Option<CapturedValue> {
    let Subject::Capture(index) = subject else { return None };
    let known = KnownCapture::all(path_captures, before.iter());
    CapturedValue::new(*known.get(*index)?)
}

/// Returns the action. Without captures in the target, the location does not decide which requests
/// match, and the action is the one without a target.
fn action(syntax: &Rule<'_>, parts: &RuleParts) -> Action {
    let status = Status::from_word(&syntax.status).filter(|_| !parts.target.is_empty());
    let Some(status) = status else { return Action::Pass };
    let target = Target {
        parts: parts.target.clone(),
        parameter_names: Vec::new(),
        host_captures: Vec::new(),
        is_static_path: false,
    };
    Action::Redirect(status, target)
}

/// The text that a pattern matches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Path(MatchMode),
    Host,
    Value,
}

/// Returns the captures of a pattern, as `lower` creates them, without their names.
fn captures(pieces: &Pieces, origin: Origin) -> Vec<Capture> {
    let is_from_host = origin == Origin::Host;
    let (mut captures, mut is_after_mark) = (Vec::new(), false);
    for (at, piece) in pieces.iter().enumerate() {
        let is_optional = std::mem::replace(&mut is_after_mark, *piece == Piece::Optional);
        let (is_catch_all, dfa) = match piece {
            Piece::Literal(_) | Piece::Optional => continue,
            Piece::Param(dfa) => (false, dfa),
            Piece::CatchAll(dfa) => (true, dfa),
        };
        let is_last = at + 1 == pieces.len();
        let accepts_empty = dfa.as_ref().is_none_or(|dfa| Dfa::new(dfa).start().is_accepting());
        let empty = match origin {
            _ if is_optional => EmptyValue::Possible,
            Origin::Path(mode) if is_catch_all && accepts_empty => {
                // The text before a catch-all ends in a slash.
                let is_at_slash = is_last && !mode.optional_slash;
                if is_at_slash { EmptyValue::AtFinalSlash } else { EmptyValue::Possible }
            }
            Origin::Value if is_catch_all && accepts_empty => EmptyValue::Possible,
            Origin::Path(_) | Origin::Host | Origin::Value => EmptyValue::Never,
        };
        let (name, is_host_end) = (String::new(), is_from_host && is_last);
        captures.push(Capture {
            name,
            is_catch_all,
            is_optional,
            is_from_host,
            is_host_end,
            empty,
        });
    }
    captures
}
