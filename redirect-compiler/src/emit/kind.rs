//! What an entry and a record say of a rule in a few bits.

use crate::emit::sources::host;
use crate::lower::checked_rule::{Action, CheckedRule};
use redirect_core::internals::entry_flags::EntryFlags;
use redirect_core::internals::location::Part;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::record::Record;
use redirect_core::internals::segments::{are_safe, are_segments};

/// What the entry of a rule with a record of its own says of it.
pub(crate) fn kind(directive: &CheckedRule<'_>) -> u16 {
    let any_slash = if directive.source.mode.any_slash { EntryFlags::ANY_SLASH } else { 0 };
    let pass = if directive.action == Action::Pass { EntryFlags::PASS } else { 0 };
    EntryFlags::OWN | EntryFlags::NORMAL | any_slash | for_all(directive) | pass
}

/// Whether it takes each plain path that fits its source, whoever asks, or whoever asks its host.
fn for_all(directive: &CheckedRule<'_>) -> u16 {
    let asks_host = directive.conditions.len() == 1 && host(directive).is_some();
    if !directive.syntax.methods.is_empty() || !takes_all(directive) {
        0
    } else if directive.conditions.is_empty() {
        EntryFlags::UNCONDITIONAL
    } else if asks_host {
        EntryFlags::UNCONDITIONAL | EntryFlags::OF_HOST
    } else {
        0
    }
}

/// Whether it takes each plain path that fits its source, of requests that meet its conditions.
fn takes_all(directive: &CheckedRule<'_>) -> bool {
    let form = directive.source.mode;
    if form.any_case {
        return false;
    }
    if directive.source.literal().is_some() {
        return true;
    }
    let pieces = directive.source.pieces.iter().map(Piece::as_ref);
    are_segments(pieces.clone(), form)
        && match &directive.action {
            Action::Redirect(_, target) => are_safe(pieces, target.parts.iter().map(Part::as_ref)),
            Action::Final(_) | Action::Pass => true,
        }
}

pub(crate) fn status(directive: &CheckedRule<'_>) -> u16 {
    match &directive.action {
        Action::Pass => 0,
        Action::Final(status) | Action::Redirect(status, _) => status.code().as_u16(),
    }
}

pub(crate) fn flags(directive: &CheckedRule<'_>) -> u32 {
    let mut conditions = directive.conditions.iter();
    let is_private = conditions.any(|scoped| scoped.condition.header().is_some());
    let form = directive.source.mode;
    let flag = |is_set: bool, flag: u32| if is_set { flag } else { 0 };
    flag(directive.drops_query(), Record::DROPS_QUERY)
        | flag(is_private, Record::PRIVATE)
        | flag(form.any_case, Record::ANY_CASE)
        | flag(form.any_slash, Record::ANY_SLASH)
}
