//! The flags and the status in the entry and the record of a rule.

use crate::emit::rule_keys::required_host;
use crate::lower::checked_rule::{Action, CheckedRule};
use redirect_core::internals::entry_flags::EntryFlags;
use redirect_core::internals::location::Part;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::record::Record;
use redirect_core::internals::segment_pattern::{is_always_safe, is_segment_pattern};

/// Returns the flags in the entry of a rule that has its own record.
pub(crate) fn entry_flags(rule: &CheckedRule<'_>) -> u16 {
    let slash = if rule.source.mode.optional_slash { EntryFlags::OPTIONAL_SLASH } else { 0 };
    let pass = if rule.action == Action::Pass { EntryFlags::PASS } else { 0 };
    EntryFlags::OWN_RECORD | EntryFlags::NORMAL | slash | unconditional(rule) | pass
}

/// Returns the flags that allow the fast path of lookup to decide for the rule. They are set if the
/// rule matches every request for the normalized paths of its source, possibly for one host only.
fn unconditional(rule: &CheckedRule<'_>) -> u16 {
    let requires_only_host = rule.conditions.len() == 1 && required_host(rule).is_some();
    if !rule.syntax.methods.is_empty() || !is_decided_by_path(rule) {
        0
    } else if rule.conditions.is_empty() {
        EntryFlags::UNCONDITIONAL
    } else if requires_only_host {
        EntryFlags::UNCONDITIONAL | EntryFlags::WITH_HOST
    } else {
        0
    }
}

/// Returns whether the fast path of lookup can match paths against the source, and the `Location`
/// is safe for all of these paths.
fn is_decided_by_path(rule: &CheckedRule<'_>) -> bool {
    let mode = rule.source.mode;
    if mode.ignore_case {
        return false;
    }
    // A path that starts with two slashes does not fill a `{request_uri}`, and a request may lack a
    // `{request_host}`.
    if rule.has_request_uri() || rule.has_request_host() {
        return false;
    }
    if rule.source.literal().is_some() {
        return true;
    }
    let pieces = rule.source.pieces.iter().map(Piece::as_ref);
    is_segment_pattern(pieces.clone(), mode)
        && match &rule.action {
            Action::Redirect(_, target) => {
                is_always_safe(pieces, target.parts.iter().map(Part::as_ref))
            }
            Action::Final(_) | Action::Pass => true,
        }
}

/// Returns the status in the record of a rule, or 0 for `pass`.
pub(crate) fn status(rule: &CheckedRule<'_>) -> u16 {
    match &rule.action {
        Action::Pass => 0,
        Action::Final(status) | Action::Redirect(status, _) => status.code().as_u16(),
    }
}

/// Returns the flags of the record of a rule.
pub(crate) fn record_flags(rule: &CheckedRule<'_>) -> u32 {
    let mode = rule.source.mode;
    let flag = |is_set: bool, flag: u32| if is_set { flag } else { 0 };
    flag(rule.drops_query(), Record::DROPS_QUERY)
        | flag(rule.is_private(), Record::PRIVATE)
        | flag(rule.has_request_uri(), Record::REQUEST_URI)
        | flag(rule.has_request_host(), Record::REQUEST_HOST)
        | flag(mode.ignore_case, Record::IGNORE_CASE)
        | flag(mode.optional_slash, Record::OPTIONAL_SLASH)
        | flag(rule.is_flattened, Record::FLATTENED)
}
