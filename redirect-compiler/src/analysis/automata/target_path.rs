//! The path of a target: its parts, its literal prefix, and the transducer that writes it.

use crate::analysis::automata::alphabet::{Symbol, word};
use crate::lower::checked_rule::{Action, CheckedRule};
use redirect_core::internals::location::Part;
use redirect_core::internals::pattern::Piece;

/// Returns the parts of a target's path, or `None` if a rule has no target.
pub(crate) fn path_parts<'r>(rule: &'r CheckedRule<'_>) -> Option<&'r [Part<Vec<u8>>]> {
    let Action::Redirect(_, target) = &rule.action else { return None };
    let parts = &target.parts;
    let (mut start, mut end) = (parts.len(), parts.len());
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Path => start = at + 1,
            Part::Query | Part::Parameter | Part::Fragment if start <= at => {
                end = at;
                break;
            }
            Part::Literal(_)
            | Part::Capture(..)
            | Part::Slash
            | Part::Query
            | Part::Parameter
            | Part::RequestUri
            | Part::RequestHost
            | Part::Fragment => {}
        }
    }
    Some(&parts[start..end])
}

/// The rewriting of a path to the path of its target, as a finite-state transducer.
///
/// The transducer first writes `prefix`. Then it reads the path capture by capture. It copies the
/// value of each capture that the target uses, and writes the text that follows the capture in the
/// target. It writes nothing for other captures and for the literals of the source. This requires
/// that the target contains the captures in the order of the source, each at most once.
pub(crate) struct TargetTransducer {
    /// The text before the first capture, without the mount.
    prefix: Vec<Symbol>,
    /// For each capture of the source, the text that follows it in the target, or `None` if the
    /// target does not use the capture.
    suffixes: Vec<Option<Vec<Symbol>>>,
    /// For each capture of the source, the slash before it, if the capture is a segment that is
    /// removed if it is empty.
    slashes: Vec<Option<RemovableSlash>>,
}

/// The slash before a segment that consists of one capture, which may be empty. The slash is
/// written if the capture is not empty.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RemovableSlash {
    /// It is not written before an empty value.
    Removed,
    /// It is written before an empty value too, because it is the final slash of the request.
    KeptIfEmpty,
    /// It is written before an empty value of an optional `{*name}` that ends the source, but not
    /// if the segment is missing.
    KeptIfPresent,
}

impl TargetTransducer {
    /// Creates the transducer of a rule.
    ///
    /// Returns `None` if the path of the target contains captures of conditions, contains captures
    /// in another order or more than once, or is not under the mount. The same applies if a segment
    /// of several captures may be removed, or if the value of another capture decides whether the
    /// slash before an empty last segment is kept.
    pub(crate) fn new(rule: &CheckedRule<'_>) -> Option<TargetTransducer> {
        let captures = rule.source.captures.len();
        let (mut prefix, mut suffixes) = (Vec::new(), vec![None; captures]);
        let mut slashes = vec![None; captures];
        let mut last: Option<usize> = None;
        let parts = path_parts(rule)?;
        for (at, part) in parts.iter().enumerate() {
            match part {
                Part::Slash => match parts[at + 1..] {
                    [Part::Capture(_, capture), ref after @ ..] if capture < captures => {
                        let slash = match after.first() {
                            Some(Part::Capture(..)) => return None,
                            None if ends_in_optional_rest(rule, capture) => {
                                RemovableSlash::KeptIfPresent
                            }
                            None if has_final_slash(rule)? => RemovableSlash::KeptIfEmpty,
                            Some(_) | None => RemovableSlash::Removed,
                        };
                        slashes[capture] = Some(slash);
                    }
                    _ => return None,
                },
                Part::Literal(text) => {
                    let written = match last {
                        None => &mut prefix,
                        Some(capture) => suffixes[capture].get_or_insert_with(Vec::new),
                    };
                    written.append(&mut word(text));
                }
                Part::Capture(_, capture) => {
                    let is_in_order = last.is_none_or(|last| last < *capture);
                    (*capture < captures && is_in_order).then_some(())?;
                    suffixes[*capture] = Some(Vec::new());
                    last = Some(*capture);
                }
                Part::Path
                | Part::Query
                | Part::Parameter
                | Part::RequestUri
                | Part::RequestHost
                | Part::Fragment => {}
            }
        }
        let prefix = if let Some(Part::Slash) = parts.first() {
            mount(rule).is_empty().then_some(prefix)?
        } else {
            prefix_under_mount(rule, prefix, last.is_none())?
        };
        Some(TargetTransducer { prefix, suffixes, slashes })
    }

    /// Returns the slash before a capture, if the capture is a removable segment.
    pub(crate) fn slash(&self, capture: usize) -> Option<RemovableSlash> {
        *self.slashes.get(capture)?
    }

    /// Returns whether the transducer may write nothing. The client then requests `/`.
    pub(crate) fn may_write_nothing(&self) -> bool {
        self.prefix.is_empty()
    }

    /// Returns the text that the transducer writes first.
    pub(crate) fn prefix(&self) -> &[Symbol] {
        &self.prefix
    }

    /// Returns the text that the transducer writes after a capture, or `None` if the target does
    /// not use the capture.
    pub(crate) fn suffix(&self, capture: usize) -> Option<&[Symbol]> {
        self.suffixes.get(capture)?.as_deref()
    }
}

/// Returns whether a rule matches a path with a final slash exactly if an optional `{*name}` at the
/// end of its source is present, and empty or with a slash at its end.
fn ends_in_optional_rest(rule: &CheckedRule<'_>, capture: usize) -> bool {
    let is_last = capture + 1 == rule.source.captures.len();
    let is_rest = matches!(&rule.source.pieces[..], [.., Piece::Optional, Piece::CatchAll(_)]);
    let has_slash = rule.source.variants().any(|variant| {
        matches!(variant.pieces.last(), Some(Piece::Literal(text)) if text.ends_with(b"/"))
    });
    is_last && is_rest && !has_slash && !rule.source.mode.optional_slash
}

/// Returns whether every path that a rule matches ends in a slash that is not ignored. Returns
/// `None` if the value of a capture decides.
fn has_final_slash(rule: &CheckedRule<'_>) -> Option<bool> {
    if rule.source.mode.optional_slash {
        return Some(false);
    }
    let mut found = None;
    for variant in rule.source.variants() {
        let has_slash = match variant.pieces.last() {
            Some(Piece::Literal(text)) => text.ends_with(b"/"),
            Some(Piece::Param(_)) => false,
            Some(Piece::CatchAll(_) | Piece::Optional) | None => return None,
        };
        if *found.get_or_insert(has_slash) != has_slash {
            return None;
        }
    }
    found
}

/// The literal prefix of the paths of a target, without the mount.
pub(crate) struct TargetPrefix {
    pub(crate) text: Vec<Symbol>,
    /// True if the prefix is the whole path.
    pub(crate) is_whole: bool,
}

/// Returns the literal prefix of the paths of a rule's target, or `None` if none of them is under
/// the mount.
pub(crate) fn target_prefix(rule: &CheckedRule<'_>) -> Option<TargetPrefix> {
    let mut parts = path_parts(rule)?;
    let mut text = Vec::new();
    while let [Part::Literal(literal), rest @ ..] = parts {
        text.append(&mut word(literal));
        parts = rest;
    }
    let is_whole = parts.is_empty();
    match prefix_under_mount(rule, text.clone(), is_whole) {
        Some(text) => Some(TargetPrefix { text, is_whole }),
        // A capture may contain the rest of the mount.
        None => (!is_whole && mount(rule).starts_with(&text))
            .then(|| TargetPrefix { text: Vec::new(), is_whole: false }),
    }
}

/// Removes the mount from a prefix of a target's path. Returns `None` if the path is not under the
/// mount.
fn prefix_under_mount(
    rule: &CheckedRule<'_>,
    mut prefix: Vec<Symbol>,
    is_whole: bool,
) -> Option<Vec<Symbol>> {
    if prefix.is_empty() {
        // The target has no path, so the client requests `/`.
        prefix.push(b'/'.into());
    }
    let mut prefix = prefix.strip_prefix(&mount(rule)[..])?.to_vec();
    if prefix.is_empty() && is_whole {
        // The target is the mount itself, so the path under it is `/`.
        prefix.push(b'/'.into());
    }
    Some(prefix)
}

fn mount(rule: &CheckedRule<'_>) -> Vec<Symbol> {
    rule.options.mount.as_ref().map_or_else(Vec::new, |mount| word(mount.as_bytes()))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{TargetTransducer, path_parts, target_prefix};
    use crate::analysis::automata::alphabet::{path_text, word};
    use crate::analysis::test_rules::with_rules;
    use crate::lower::checked_rule::CheckedRule;

    /// Calls `check` with a rule below a mount.
    fn with_rule(
        source: &str,
        target: &str,
        mount: Option<&str>,
        check: impl FnOnce(&CheckedRule<'_>),
    ) {
        with_rules(&[(source, target)], |rules| {
            let mut rule = rules[0].clone();
            Arc::make_mut(&mut rule.options).mount = mount.map(Into::into);
            check(&rule);
        });
    }

    #[test]
    fn a_transducer_writes_the_path_of_the_target() {
        for (source, target, values, written) in [
            ("/a", "/b", &[][..], "/b"),
            ("/a", "https://example.com", &[], "/"),
            ("/{x}", "/b/{x}", &["1"], "/b/1"),
            ("/{x}", "https://example.com/{x}/c?q={x}#f", &["1"], "/1/c"),
            ("/{x}/{y}", "/{y}", &["1", "2"], "/2"),
            ("/{x}/{y}/{z}", "/a-{x}-{z}.html", &["1", "2", "3"], "/a-1-3.html"),
            ("/{*rest}", "/{rest}", &["1/%2F"], "/1/%2F"),
        ] {
            with_rule(source, target, None, |rule| {
                let transducer = TargetTransducer::new(rule).unwrap();
                let mut output = transducer.prefix().to_vec();
                for (capture, value) in values.iter().enumerate() {
                    if let Some(suffix) = transducer.suffix(capture) {
                        output.extend(word(value.as_bytes()));
                        output.extend(suffix);
                    }
                }
                assert_eq!(path_text(&output), written, "{target}");
            });
        }
    }

    #[test]
    fn the_path_has_neither_the_origin_nor_the_query_of_a_target() {
        for (target, parts) in
            [("https://example.com/b?q#f", 1), ("/b/{x}/c?q={x}#f", 3), ("https://example.com", 0)]
        {
            with_rule("/{x}", target, None, |rule| {
                assert_eq!(path_parts(rule).unwrap().len(), parts, "{target}");
            });
        }
    }

    #[test]
    fn the_prefix_of_a_target_is_its_literal_text_under_the_mount() {
        for (target, mount, expected) in [
            ("/b", None, Some(("/b", true))),
            ("/b/{x}/c", None, Some(("/b/", false))),
            ("/b?q={x}", None, Some(("/b", true))),
            ("https://example.com", None, Some(("/", true))),
            ("/v1/b", Some("/v1"), Some(("/b", true))),
            ("/v1/{x}", Some("/v1"), Some(("/", false))),
            ("/v1", Some("/v1"), Some(("/", true))),
            ("/v1{x}", Some("/v1"), Some(("", false))),
            ("/v2/b", Some("/v1"), None),
            ("/v2/{x}", Some("/v1"), None),
            // The capture may be `v1`.
            ("/{x}", Some("/v1"), Some(("", false))),
        ] {
            with_rule("/{x}", target, mount, |rule| {
                let prefix = target_prefix(rule).map(|it| (path_text(&it.text), it.is_whole));
                let prefix = prefix.as_ref().map(|(text, is_whole)| (&text[..], *is_whole));
                assert_eq!(prefix, expected, "{target}");
            });
        }
    }
}
