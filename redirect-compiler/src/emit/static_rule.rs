//! Static rules, which redirect one path to one location unconditionally.

use crate::lower::checked_rule::{Action, CheckedRule};
use redirect_core::internals::entry_flags::EntryFlags;
use redirect_core::internals::location::Part;
use redirect_core::internals::text::{Encoding, MatchMode, Text};

/// Returns the key and the location of a static rule. Returns `None` for any other rule, also for
/// one whose location is not sent exactly as declared.
pub(crate) fn static_rule<'d>(rule: &'d CheckedRule<'_>) -> Option<(&'d [u8], &'d str)> {
    let key = rule.source.literal().filter(|_| rule.is_unconditional())?;
    let Action::Redirect(_, target) = &rule.action else { return None };
    let location = rule.syntax.target.as_deref()?;
    let sent = location.as_bytes();
    let is_sent_as_declared = match &target.parts[..] {
        [Part::Path, Part::Literal(path)] => path == sent,
        [Part::Literal(host), Part::Path] => host == sent,
        [Part::Literal(host), Part::Path, Part::Literal(path)] => {
            sent.strip_prefix(&host[..]) == Some(path)
        }
        _ => false,
    };
    is_sent_as_declared.then_some((key, location))
}

/// Returns the flag of an entry that stores the source as declared: [`EntryFlags::NORMAL`] if the
/// source is its own key, and no flag if its normal form is the key. Returns `None` if neither is
/// the case.
pub(crate) fn normal_flag(rule: &CheckedRule<'_>, key: &[u8]) -> Option<u16> {
    let source = rule.source_text.as_bytes();
    if key == source {
        return Some(EntryFlags::NORMAL);
    }
    let is_key = if rule.source.mode == MatchMode::default() {
        // The declared text of escaped braces differs from the path that clients request, and so
        // does that of a source that was folded.
        !rule.has_braces()
            && (rule.options.canonical.is_none()
                || Text::new(source, Encoding::Path).normalized().eq(key.iter().copied()))
    } else {
        let source = Text::new(source, Encoding::Path).in_mode(rule.source.mode);
        source.normalized().eq(key.iter().copied())
    };
    is_key.then_some(0)
}
