//! The reason why each rule matches a request or does not.
//!
//! The rules are tried one by one, in declaration order, with the checks of the general search but
//! without its index. It is for people who ask about one request, so it may allocate, and its time
//! is linear in the number of rules.

use crate::matching::captures::CaptureInputs;
use crate::matching::condition::Subject;
use crate::matching::text::Text;
use crate::request::RequestRef;
use crate::request::site_language::LanguageList;
use crate::table::encoding::{EncodedCondition, MAX_SUBJECTS};
use crate::table::entry::Entry;
use crate::table::lookup::RequestSearch;
use crate::table::lookup::path_difference::{PathDifference, path_difference};
use crate::table::record::Record;
use crate::table::{RuleIndex, Table};

/// The first part of a rule that does not match a request.
#[derive(Debug)]
pub(crate) enum RuleMismatch {
    /// The path, which is close to those that the source matches.
    Path(PathDifference),
    /// The method.
    Method,
    /// A condition.
    Condition {
        /// Its position in the order of evaluation.
        position: usize,
        /// The value of its subject, if there is one.
        value: Option<String>,
    },
    /// The location: a captured value is not allowed in its position of the target.
    Location,
}

/// The greatest number of rules whose path is only similar to that of the request.
const MAX_SIMILAR: usize = 3;

/// Returns the rules that were considered, up to the first one that matches, which has no mismatch.
/// The others are those whose source matches the path or is close to it. Rules whose path is merely
/// similar are listed if the path has no rule of its own: no rule matches, or the rule that matches
/// has a pattern.
pub(crate) fn inspect<'a>(
    table: Table<'_>,
    request: impl RequestRef<'a>,
    path: Text<'a>,
) -> Vec<(Entry, Option<RuleMismatch>)> {
    let mut values = vec![None; usize::from(MAX_SUBJECTS)];
    let mut search = RequestSearch::new(table, request, path.with_length(false), &mut values);
    let mut considered = Vec::new();
    let mut next = Entry::from_rule(table, RuleIndex::new(0));
    for _ in 0..table.len() {
        let Some((entry, record)) = next.and_then(|entry| Some((entry, entry.record(table)?)))
        else {
            break;
        };
        match search.outcome(entry, record) {
            Outcome::Match => {
                considered.push((entry, None));
                if entry.program(table, record).is_none() {
                    remove_similar(&mut considered, 0);
                }
                break;
            }
            Outcome::Mismatch(mismatch) => considered.push((entry, Some(mismatch))),
            Outcome::OtherPath => {}
        }
        next = entry.next(table);
    }
    remove_similar(&mut considered, MAX_SIMILAR);
    considered
}

/// Removes all rules whose path is merely similar but the `kept` most similar ones.
fn remove_similar(considered: &mut Vec<(Entry, Option<RuleMismatch>)>, kept: usize) {
    let distance = |mismatch: &Option<RuleMismatch>| match mismatch {
        Some(RuleMismatch::Path(PathDifference::Similar(distance))) => Some(*distance),
        _ => None,
    };
    let mut similar = Vec::new();
    for (entry, mismatch) in &*considered {
        similar.extend(distance(mismatch).map(|distance| (distance, entry.0)));
    }
    similar.sort_unstable();
    similar.truncate(kept);
    considered.retain(|(entry, mismatch)| {
        distance(mismatch).is_none_or(|distance| similar.contains(&(distance, entry.0)))
    });
}

/// The outcome of comparing a rule with a request.
enum Outcome {
    Match,
    Mismatch(RuleMismatch),
    /// The source does not match the path and is not close to it.
    OtherPath,
}

impl<'t, 'a, R: RequestRef<'a>> RequestSearch<'t, '_, 'a, R> {
    fn outcome(&mut self, entry: Entry, record: Record<'t>) -> Outcome {
        let table = self.table;
        self.inputs = CaptureInputs::default();
        if self.matches_path(entry, record) != Some(true) {
            return match path_difference(table, entry, record, self.path) {
                Some(difference) => Outcome::Mismatch(RuleMismatch::Path(difference)),
                None => Outcome::OtherPath,
            };
        }
        if !self.matches_method(record) {
            return Outcome::Mismatch(RuleMismatch::Method);
        }
        for (position, condition) in record.conditions(table).enumerate() {
            if !self.holds(condition) {
                let value = self.shown_value(condition);
                return Outcome::Mismatch(RuleMismatch::Condition { position, value });
            }
        }
        if !self.has_safe_location(record) {
            return Outcome::Mismatch(RuleMismatch::Location);
        }
        Outcome::Match
    }

    /// Returns the value of the subject of a condition, for people.
    fn shown_value(&mut self, condition: EncodedCondition<'_>) -> Option<String> {
        let EncodedCondition { subject, number, .. } = condition;
        if subject == Subject::Ip {
            return self.request.peer_addr().map(|address| address.to_string());
        }
        let value = self.value(subject, number)?.raw();
        let text = match subject {
            Subject::SiteLanguage(offset) => {
                LanguageList::new(self.table.site_languages(offset)?).tag_of_code(value)?
            }
            Subject::Host
            | Subject::Scheme
            | Subject::Language
            | Subject::Header(_)
            | Subject::Cookie(_)
            | Subject::Query(_)
            | Subject::Capture(_)
            | Subject::Ip
            | Subject::Port => value,
        };
        Some(String::from_utf8_lossy(text).into_owned())
    }
}
