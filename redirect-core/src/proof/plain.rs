//! Where answers lead as far as that is plain: from one path to one path, which one rule takes of all
//! requests or none does.

use super::chain::is_link;
use super::filter::Takes;
use super::paths::path_of;
use super::round::MAX_HOPS;
use super::site::Site;
use crate::directive::{Answer, Directive};
use crate::template::Part;

/// What becomes of all answers of a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Onward {
    /// They are not redirected again.
    Ends,
    /// This rule takes them.
    By(usize),
    /// That takes a closer look.
    Unknown,
}

impl Site<'_, '_> {
    /// Looks at what becomes of the answers of a rule.
    pub(super) fn look(&self, rule: usize) -> Onward {
        let rule = &self.rules[rule];
        if !self.may_have(rule) {
            return Onward::Ends;
        }
        let Some(path) = only_target(rule) else { return Onward::Unknown };
        match self.filter.takes(path) {
            Takes::Nobody => Onward::Ends,
            Takes::First(first) if self.rules[first].plain_key().is_some() => {
                match self.rules[first].answer {
                    Answer::Redirect(..) => Onward::By(first),
                    Answer::Final(_) | Answer::Pass => Onward::Ends,
                }
            }
            Takes::First(_) | Takes::Unknown => Onward::Unknown,
        }
    }

    /// Whether it is plain that the answers of a rule come to an end, however often they go on.
    pub(crate) fn plainly_ends(&self, rule: usize) -> bool {
        let mut last = rule;
        for _ in 0..MAX_HOPS {
            match self.onward(last) {
                Onward::Ends => return true,
                Onward::By(next) => last = next,
                Onward::Unknown => return false,
            }
        }
        false
    }

    /// Where the answers of a rule end, if that is plain.
    pub(crate) fn plain_end(&self, rule: usize) -> Option<String> {
        let mut last = rule;
        for _ in 0..MAX_HOPS {
            match self.onward(last) {
                Onward::By(next) if is_link(self, last, next) => last = next,
                Onward::By(_) | Onward::Ends => {
                    let Answer::Redirect(_, target) = &self.rules[last].answer else { return None };
                    return String::from_utf8(target.literal()?).ok();
                }
                Onward::Unknown => return None,
            }
        }
        None
    }
}

/// The path that a rule leads to, where it leads to no other.
fn only_target<'d>(rule: &'d Directive<'_>) -> Option<&'d str> {
    if rule.options.mount.is_some() {
        return None;
    }
    let mut path = path_of(rule)?;
    match (path.next(), path.next()) {
        (Some(Part::Literal(text)), None) => str::from_utf8(text).ok(),
        // A host alone.
        (None, _) => Some("/"),
        _ => None,
    }
}
