//! The literal prefixes of sources and targets.

use crate::analysis::automata::alphabet::{Symbol, byte, word};
use crate::analysis::automata::target_path::target_prefix;
use crate::lower::checked_rule::CheckedRule;

/// The literal prefix of paths, in lower case because rules may ignore case. A whole path ends in a
/// slash, because rules may ignore that too.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct PathPrefix {
    pub(super) text: Vec<u8>,
    /// True if the prefix is the whole path.
    pub(super) is_whole: bool,
}

impl PathPrefix {
    /// Returns the prefix of the paths that a rule matches.
    pub(super) fn of_source(rule: &CheckedRule<'_>) -> PathPrefix {
        if let Some(key) = rule.source.literal().filter(|key| !key.contains(&b'%')) {
            return PathPrefix::from_bytes(key.to_vec(), true);
        }
        let text = word(rule.source.literal_prefix());
        PathPrefix::new(&text, rule.source.literal().is_some())
    }

    /// Returns the prefix of the paths of a rule's targets, or `None` if none of them is on the
    /// site.
    pub(super) fn of_target(rule: &CheckedRule<'_>) -> Option<PathPrefix> {
        let target = target_prefix(rule)?;
        Some(PathPrefix::new(&target.text, target.is_whole))
    }

    fn new(word: &[Symbol], is_whole: bool) -> PathPrefix {
        let mut text = Vec::with_capacity(word.len());
        for &symbol in word {
            text.push(byte(symbol));
        }
        PathPrefix::from_bytes(text, is_whole)
    }

    fn from_bytes(mut text: Vec<u8>, is_whole: bool) -> PathPrefix {
        text.make_ascii_lowercase();
        if is_whole && text.last() != Some(&b'/') {
            text.push(b'/');
        }
        PathPrefix { text, is_whole }
    }

    /// Returns the prefix of the paths on a host. On the host `""` are the paths of all hosts.
    pub(super) fn on_host(&self, host: &[u8]) -> PathPrefix {
        // No host contains a zero byte.
        PathPrefix { text: [host, b"\0", &self.text].concat(), is_whole: self.is_whole }
    }
}
