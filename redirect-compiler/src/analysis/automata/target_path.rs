//! The path of a target: its parts, its literal prefix, and the transducer that writes it.

use crate::analysis::automata::alphabet::{Symbol, word};
use crate::lower::checked_rule::{Action, CheckedRule};
use redirect_core::internals::location::Part;

/// Returns the parts of a target's path; `None` if a rule has no target.
pub(crate) fn path_parts<'r>(
    rule: &'r CheckedRule<'_>,
) -> Option<impl Iterator<Item = &'r Part<Vec<u8>>>> {
    let Action::Redirect(_, target) = &rule.action else { return None };
    let path = target.parts.iter().skip_while(|part| **part != Part::Path).skip(1);
    Some(path.take_while(|part| !matches!(part, Part::Query | Part::Fragment)))
}

/// The rewriting of a path to the path of its target, as a finite-state transducer.
///
/// The transducer reads the path capture by capture. It first writes `prefix`. For each capture
/// that the target uses, it copies what it reads of it, and then writes the text that follows it in
/// the target. It writes nothing for other captures and for the literals of the source. This is
/// possible where the target has the captures in the order of the source, each at most once.
pub(crate) struct TargetTransducer {
    /// The text before the first capture, without the mount.
    prefix: Vec<Symbol>,
    /// For each capture of the source, the text that follows it in the target; `None` where the
    /// target lacks the capture.
    suffixes: Vec<Option<Vec<Symbol>>>,
}

impl TargetTransducer {
    /// Creates the transducer of a rule.
    ///
    /// Returns `None` where the path of its target has captures of conditions, has captures in
    /// another order or more than once, or is not under the mount.
    pub(crate) fn new(rule: &CheckedRule<'_>) -> Option<TargetTransducer> {
        let captures = rule.source.captures.len();
        let (mut prefix, mut suffixes) = (Vec::new(), vec![None; captures]);
        let mut last: Option<usize> = None;
        for part in path_parts(rule)? {
            match part {
                Part::Literal(text) => {
                    let written = match last {
                        None => &mut prefix,
                        Some(capture) => suffixes[capture].get_or_insert_with(Vec::new),
                    };
                    written.extend(word(text));
                }
                Part::Capture(_, capture) => {
                    let is_in_order = last.is_none_or(|last| last < *capture);
                    (*capture < captures && is_in_order).then_some(())?;
                    suffixes[*capture] = Some(Vec::new());
                    last = Some(*capture);
                }
                Part::Path | Part::Query | Part::Fragment => {}
            }
        }
        Some(TargetTransducer { prefix: prefix_under_mount(rule, prefix)?, suffixes })
    }

    /// Returns the text that is written before anything is read.
    pub(crate) fn prefix(&self) -> &[Symbol] {
        &self.prefix
    }

    /// Returns the text that is written after a capture; `None` where the target lacks the capture.
    pub(crate) fn suffix(&self, capture: usize) -> Option<&[Symbol]> {
        self.suffixes.get(capture)?.as_deref()
    }
}

/// The literal text that each path of a target begins with, without the mount.
pub(crate) struct TargetPrefix {
    pub(crate) text: Vec<Symbol>,
    /// True if it is the whole path.
    pub(crate) is_whole: bool,
}

/// Returns the literal prefix of a rule's target paths; `None` where no target is under the mount.
pub(crate) fn target_prefix(rule: &CheckedRule<'_>) -> Option<TargetPrefix> {
    let is_literal = |part: &&Part<Vec<u8>>| matches!(part, Part::Literal(_));
    let mut parts = path_parts(rule)?.peekable();
    let mut text = Vec::new();
    while let Some(Part::Literal(literal)) = parts.next_if(is_literal) {
        text.extend(word(literal));
    }
    let is_whole = parts.next().is_none();
    match prefix_under_mount(rule, text.clone()) {
        Some(text) => Some(TargetPrefix { text, is_whole }),
        // A capture may contain the rest of the mount.
        None => (!is_whole && mount(rule).starts_with(&text))
            .then(|| TargetPrefix { text: Vec::new(), is_whole: false }),
    }
}

/// Returns a prefix of a target's path without the mount; `None` where it is not under the mount.
fn prefix_under_mount(rule: &CheckedRule<'_>, mut prefix: Vec<Symbol>) -> Option<Vec<Symbol>> {
    if prefix.is_empty() {
        // The target ends in a host: the client requests `/`.
        prefix.push(b'/'.into());
    }
    prefix.strip_prefix(&mount(rule)[..]).map(<[Symbol]>::to_vec)
}

fn mount(rule: &CheckedRule<'_>) -> Vec<Symbol> {
    rule.options.mount.as_ref().map_or_else(Vec::new, |mount| word(mount.as_bytes()))
}
