//! The distinct subjects of the conditions of a table.

use crate::emit::{LimitExceeded, TableLimit};
use crate::lower::checked_rule::{CheckedIndex, CheckedRule};
use redirect_core::internals::condition::Subject;
use redirect_core::internals::encoding::MAX_SUBJECTS;

/// The distinct subjects of the conditions of a table, which a lookup reads at most once each.
/// Captures are not among them.
#[derive(Default)]
pub(crate) struct Subjects<'d> {
    subjects: Vec<&'d Subject<Vec<u8>>>,
}

impl<'d> Subjects<'d> {
    /// Collects the subjects of all rules, in the order in which they first occur.
    pub(crate) fn new(rules: &'d [CheckedRule<'_>]) -> Result<Subjects<'d>, LimitExceeded> {
        let mut subjects = Subjects::default();
        for (position, rule) in rules.iter().enumerate() {
            for scoped in &rule.conditions {
                let subject = &scoped.condition.subject;
                if matches!(subject, Subject::Capture(_)) || subjects.number(subject).is_some() {
                    continue;
                }
                if subjects.len() == usize::from(MAX_SUBJECTS) {
                    let rule = CheckedIndex::new(position);
                    return Err(LimitExceeded { rule, limit: TableLimit::Subjects });
                }
                subjects.subjects.push(subject);
            }
        }
        Ok(subjects)
    }

    /// Returns the number of subjects.
    pub(crate) fn len(&self) -> usize {
        self.subjects.len()
    }

    /// Returns the number of a subject. Returns `None` for a capture.
    pub(crate) fn number(&self, subject: &Subject<Vec<u8>>) -> Option<u8> {
        let number = self.subjects.iter().position(|known| *known == subject)?;
        u8::try_from(number).ok()
    }
}
