//! Rules that are plain: from one path to one location.

use crate::lower::braces::has_braces;
use crate::lower::checked_rule::{Action, CheckedRule};
use redirect_core::internals::entry_flags::EntryFlags;
use redirect_core::internals::location::Part;
use redirect_core::internals::text::{Encoding, MatchMode, Text};

/// The key and the location of a plain rule: it leads from one path to one location, which is sent as
/// it is written, whoever asks.
pub(crate) fn plain<'d>(directive: &'d CheckedRule<'_>) -> Option<(&'d [u8], &'d str)> {
    let key = directive.source.literal().filter(|_| directive.is_unconditional())?;
    let Action::Redirect(_, target) = &directive.action else { return None };
    let location = directive.syntax.target.as_deref()?;
    let sent = location.as_bytes();
    let is_sent = match &target.parts[..] {
        [Part::Path, Part::Literal(path)] => path == sent,
        [Part::Literal(host), Part::Path] => host == sent,
        [Part::Literal(host), Part::Path, Part::Literal(path)] => {
            sent.strip_prefix(&host[..]) == Some(path)
        }
        _ => false,
    };
    is_sent.then_some((key, location))
}

/// Whether the source is its own key, or is read as it; `None` where it is written in another way.
pub(crate) fn spelling(directive: &CheckedRule<'_>, key: &[u8]) -> Option<u16> {
    let source = directive.source_text.as_bytes();
    if key == source {
        return Some(EntryFlags::NORMAL);
    }
    let is_key = if directive.source.mode == MatchMode::default() {
        // With braces that stand for themselves it is not read as it is written.
        !has_braces(&directive.source_text)
    } else {
        let read = Text::new(source, Encoding::Path).read_in(directive.source.mode);
        read.normal().eq(key.iter().copied())
    };
    is_key.then_some(0)
}
