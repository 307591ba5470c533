//! The compiled form of a rule, which the compiler reads back to find sample requests.

use crate::action::location::Part;
use crate::matching::condition::Subject;
use crate::matching::pattern::Piece;
use crate::matching::text::{Encoding, MatchMode, Text};
use crate::table::encoding::{pieces, texts};
use crate::table::rule::Rule;

/// The parts of a rule that decide which requests it matches.
#[derive(Clone, Debug)]
pub struct RuleParts {
    /// The mode in which the source is compared with a path.
    pub mode: MatchMode,
    /// The source in the form of its mode.
    pub source: Vec<Piece<Vec<u8>>>,
    /// The conditions, in the order of evaluation.
    pub conditions: Vec<ConditionParts>,
    /// The target. Empty if the rule has no target, or a location without captures.
    pub target: Vec<Part<Vec<u8>>>,
}

/// The parts of a condition.
#[derive(Clone, Debug)]
pub struct ConditionParts {
    /// The part of the request that the condition inspects.
    pub subject: Subject<Vec<u8>>,
    /// True if the condition holds where the value does not match.
    pub is_negated: bool,
    /// The patterns, one of which must match the value. Empty if it must only be present.
    pub patterns: Vec<Vec<Piece<Vec<u8>>>>,
    /// The ranges of IPv4 and those of IPv6, in place of patterns.
    pub ranges: Option<[Vec<u8>; 2]>,
}

/// Returns the parts of a rule, or `None` if the bytes of its table are damaged.
pub fn rule_parts(rule: &Rule<'_>) -> Option<RuleParts> {
    let Rule { table, entry, record } = *rule;
    let mode = record.mode();
    let source = if let Some(program) = entry.program(table, record) {
        pieces(program).map(to_owned).collect()
    } else if entry.flags(table)?.is_normal() {
        vec![Piece::Literal(record.key.to_vec())]
    } else {
        let key = Text::new(record.key, Encoding::Path).in_mode(mode);
        vec![Piece::Literal(key.normalized().collect())]
    };
    let mut conditions = Vec::new();
    for condition in record.conditions(table) {
        let subject = match condition.subject {
            Subject::SiteLanguage(offset) => Subject::SiteLanguage(table.site_languages(offset)?),
            subject => subject,
        };
        let (mut patterns, mut ranges) = (Vec::new(), None);
        if subject.is_text() {
            for pattern in texts(condition.patterns) {
                patterns.push(pieces(pattern).map(to_owned).collect());
            }
        } else if let [v4, v6] = &texts(condition.patterns).collect::<Vec<_>>()[..] {
            ranges = Some([v4.to_vec(), v6.to_vec()]);
        }
        let (subject, is_negated) = (subject.into_owned(), condition.negated);
        conditions.push(ConditionParts { subject, is_negated, patterns, ranges });
    }
    let target = record.template(table).map(part_to_owned).collect();
    Some(RuleParts { mode, source, conditions, target })
}

fn to_owned(piece: Piece<&[u8]>) -> Piece<Vec<u8>> {
    match piece {
        Piece::Literal(text) => Piece::Literal(text.to_vec()),
        Piece::Param(dfa) => Piece::Param(dfa.map(<[u8]>::to_vec)),
        Piece::CatchAll(dfa) => Piece::CatchAll(dfa.map(<[u8]>::to_vec)),
        Piece::Optional => Piece::Optional,
    }
}

fn part_to_owned(part: Part<&[u8]>) -> Part<Vec<u8>> {
    match part {
        Part::Literal(text) => Part::Literal(text.to_vec()),
        Part::Path => Part::Path,
        Part::Slash => Part::Slash,
        Part::Query => Part::Query,
        Part::Parameter => Part::Parameter,
        Part::Fragment => Part::Fragment,
        Part::Capture(position, index) => Part::Capture(position, index),
        Part::RequestUri => Part::RequestUri,
        Part::RequestHost => Part::RequestHost,
    }
}
