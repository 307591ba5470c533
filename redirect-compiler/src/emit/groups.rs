//! The choice of groups, the second level of the index for keys with many rules (see
//! [`group`](redirect_core::internals::group)).
//!
//! The choice is greedy: each step forms the group that removes the most rules from the list of a
//! key, which is the number of its rules without those of its most frequent value. The list of a
//! value may have a group in turn, by another value.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::emit::affixes::Affixes;
use crate::emit::flags::entry_flags;
use crate::emit::key_map::KeyMap;
use crate::emit::subjects::Subjects;
use crate::lower::checked_rule::{CheckedIndex, CheckedRule};
use crate::lower::condition::{CheckedCondition, ScopedCondition};
use redirect_core::internals::condition::Subject;
use redirect_core::internals::entry_flags::EntryFlags;
use redirect_core::internals::group::{
    Distinction, Group, MAX_GROUPS, MAX_INFIX_GROUPS, MAX_NUMBER, lists_per_key, primary_subtag,
};
use redirect_core::internals::pattern::Piece;

/// The minimum number of rules that a group removes from a list. A search in a short list is faster
/// than the lookup of a value.
const MIN_REMOVED: usize = 8;

/// The minimum number if the fast path decides for some of the rules. It compares twice as many in
/// the time of a general search.
const MIN_REMOVED_FROM_FAST_PATH: usize = 16;

/// The same for texts between captures, because a scan of the path takes longer.
const MIN_INFIXES_FROM_FAST_PATH: usize = 64;

/// An element of a list: a rule, or a group in place of its first rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Element {
    pub(crate) rule: CheckedIndex,
    pub(crate) group: Option<Group>,
}

/// Adds groups to the lists of all keys with many rules, and the keys of the values in them.
pub(crate) fn add_groups(
    keys: &mut KeyMap,
    rules: &[CheckedRule<'_>],
    subjects: &Subjects<'_>,
    table_seed: u32,
) {
    let mut builder = GroupBuilder { rules, subjects, table_seed, groups: 0, lists: Vec::new() };
    for position in 0..keys.keys.len() {
        let key = keys.keys[position];
        if key.is_decided || key.is_single() {
            continue;
        }
        let members = keys.rules(&key);
        if members.len() < MIN_REMOVED {
            continue;
        }
        let list = builder.list(members, 0);
        let groups = list.iter().filter(|element| element.group.is_some()).count();
        if groups > 0 {
            keys.replace_list(position, list);
            keys.lists_per_key = lists_per_key(groups).max(keys.lists_per_key);
        }
    }
    for (hash, elements) in builder.lists {
        keys.add_list(hash, elements);
    }
}

fn is_by_infix(element: &Element) -> bool {
    element.group.is_some_and(|group| matches!(group.by, Distinction::Infix(_)))
}

/// A group that may be formed.
struct Draft<'d> {
    by: Distinction,
    /// The values, each with its rules in declaration order.
    values: Vec<(Value<'d>, Vec<CheckedIndex>)>,
    /// The number of rules that it removes from the list for every request.
    removed: usize,
}

/// A value in a group, in its normal form.
enum Value<'d> {
    Literal(&'d [u8]),
    Text(Vec<u8>),
}

struct GroupBuilder<'d> {
    rules: &'d [CheckedRule<'d>],
    subjects: &'d Subjects<'d>,
    table_seed: u32,
    /// The number of groups so far.
    groups: u32,
    /// The lists of the values in groups, with the hashes of their keys.
    lists: Vec<(u64, Vec<Element>)>,
}

impl<'d> GroupBuilder<'d> {
    /// Builds the list of some rules, with groups. The rules are in declaration order. `depth` is
    /// the number of groups that they are in.
    fn list(&mut self, mut rules: Vec<CheckedIndex>, depth: usize) -> Vec<Element> {
        let most_groups = MAX_GROUPS.get(depth).copied().unwrap_or_default();
        let mut elements = Vec::new();
        while elements.len() < most_groups && self.groups < MAX_NUMBER {
            let infixes = elements.iter().filter(|element| is_by_infix(element)).count();
            let draft = self.best_draft(&rules, depth);
            let draft = draft.or_else(|| self.infix_draft(&rules, depth, infixes));
            let Some(draft) = draft else { break };
            let group = Group { by: draft.by, number: self.groups };
            self.groups += 1;
            let mut grouped = Vec::new();
            for (_, members) in &draft.values {
                grouped.extend_from_slice(members);
            }
            grouped.sort_unstable();
            elements.push(Element { rule: grouped[0], group: Some(group) });
            rules.retain(|rule| grouped.binary_search(rule).is_err());
            self.add_values(group, draft.values, depth);
        }
        for rule in rules {
            elements.push(Element { rule, group: None });
        }
        elements.sort_unstable_by_key(|element| element.rule);
        elements
    }

    /// Adds the lists of the values in a group.
    fn add_values(
        &mut self,
        group: Group,
        values: Vec<(Value<'d>, Vec<CheckedIndex>)>,
        depth: usize,
    ) {
        for (value, members) in values {
            let hash = match value {
                Value::Literal(literal) => group.literal_key(literal, self.table_seed),
                Value::Text(text) => group.affix_key(&text, self.table_seed),
            };
            let list = self.list(members, depth + 1);
            self.lists.push((hash, list));
        }
    }

    /// Returns the group that removes the most rules from a list.
    fn best_draft(&self, rules: &[CheckedIndex], depth: usize) -> Option<Draft<'d>> {
        if rules.len() < MIN_REMOVED {
            return None;
        }
        let mut best: Option<Draft<'d>> = None;
        for draft in self.drafts_by_subject(rules, depth) {
            let least = best.as_ref().map_or(MIN_REMOVED - 1, |best| best.removed);
            if draft.removed > least {
                best = Some(draft);
            }
        }
        let Some(affixes) = Affixes::choose(rules, self.rules) else { return best };
        let has_fast = self.has_unconditional(&affixes);
        let least = if has_fast { MIN_REMOVED_FROM_FAST_PATH } else { MIN_REMOVED };
        let least = best.as_ref().map_or(0, |best| best.removed + 1).max(least);
        if affixes.patterns.len() < least { best } else { Some(draft_by_text(affixes)) }
    }

    /// Returns the group by texts between captures, given the number of groups of this kind that
    /// the list has already. It is the last resort, because a lookup searches the whole path for
    /// the texts. The list of a value has none.
    fn infix_draft(
        &self,
        rules: &[CheckedIndex],
        depth: usize,
        infixes: usize,
    ) -> Option<Draft<'d>> {
        if depth > 0 || infixes == MAX_INFIX_GROUPS || rules.len() < MIN_REMOVED {
            return None;
        }
        let affixes = Affixes::choose_infixes(rules, self.rules)?;
        let has_fast = self.has_unconditional(&affixes);
        let least = if has_fast { MIN_INFIXES_FROM_FAST_PATH } else { MIN_REMOVED };
        (affixes.patterns.len() >= least).then(|| draft_by_text(affixes))
    }

    /// Returns whether the fast path decides for one of the patterns.
    fn has_unconditional(&self, affixes: &Affixes) -> bool {
        let is_unconditional = |(_, rule): &(Vec<u8>, CheckedIndex)| {
            entry_flags(&self.rules[rule.position()]) & EntryFlags::UNCONDITIONAL != 0
        };
        affixes.patterns.iter().any(is_unconditional)
    }

    /// Returns the groups that could be formed by the value of a subject.
    fn drafts_by_subject(&self, rules: &[CheckedIndex], depth: usize) -> Vec<Draft<'d>> {
        let mut classes: Vec<SubjectClass<'d>> = Vec::new();
        let mut positions = HashMap::new();
        for &index in rules {
            let rule = &self.rules[index.position()];
            for at in 0..rule.conditions.len() {
                let condition = &rule.conditions[at].condition;
                let number = self.subjects.number(&condition.subject);
                let Some(number) = number.filter(|_| is_distinction(rule, at, depth)) else {
                    continue;
                };
                let has_field = condition.header().is_some();
                let signature = if has_field { hash_before(rule, at) } else { 0 };
                let position = *positions.entry((number, signature)).or_insert(classes.len());
                if position == classes.len() {
                    classes.push(SubjectClass::new(number, rule));
                }
                let class = &mut classes[position];
                if !has_field || is_same_before(class.first, rule, at) {
                    class.add(condition, index);
                }
            }
        }
        let mut drafts = Vec::new();
        for class in classes {
            drafts.push(class.into_draft());
        }
        drafts
    }
}

/// Rules that compare the same subject. If it has a field, all parts of the rules are the same that
/// are compared before it.
struct SubjectClass<'d> {
    number: u8,
    first: &'d CheckedRule<'d>,
    values: Vec<(&'d [u8], Vec<CheckedIndex>)>,
    /// The positions of values in `values`.
    positions: HashMap<&'d [u8], usize>,
    /// The number of rules.
    rules: usize,
}

impl<'d> SubjectClass<'d> {
    /// Creates a class for a subject, given the first of its rules, which is not yet added.
    fn new(number: u8, first: &'d CheckedRule<'d>) -> SubjectClass<'d> {
        SubjectClass { number, first, values: Vec::new(), positions: HashMap::new(), rules: 0 }
    }

    /// Adds a rule, given its condition on the subject.
    fn add(&mut self, condition: &'d CheckedCondition, rule: CheckedIndex) {
        self.rules += 1;
        for pattern in &condition.patterns {
            let mut value = literal(pattern).unwrap_or_default();
            if condition.subject == Subject::Language {
                value = primary_subtag(value);
            }
            let position = *self.positions.entry(value).or_insert(self.values.len());
            if position == self.values.len() {
                self.values.push((value, Vec::new()));
            }
            let rules = &mut self.values[position].1;
            if rules.last() != Some(&rule) {
                rules.push(rule);
            }
        }
    }

    fn into_draft(self) -> Draft<'d> {
        let mut most = 0;
        let mut values = Vec::with_capacity(self.values.len());
        for (value, rules) in self.values {
            most = rules.len().max(most);
            values.push((Value::Literal(value), rules));
        }
        Draft { by: Distinction::Subject(self.number), values, removed: self.rules - most }
    }
}

fn draft_by_text<'d>(affixes: Affixes) -> Draft<'d> {
    let removed = affixes.patterns.len();
    let mut values: Vec<(Value<'d>, Vec<CheckedIndex>)> = Vec::new();
    for (text, rule) in affixes.patterns {
        match values.last_mut() {
            Some((Value::Text(last), rules)) if *last == text => rules.push(rule),
            _ => values.push((Value::Text(text), vec![rule])),
        }
    }
    for (_, rules) in &mut values {
        rules.sort_unstable();
    }
    Draft { by: affixes.by, values, removed }
}

/// Returns whether rules in groups of a depth can be distinguished by a condition: it is the first
/// one on its subject and requires a literal. A rule is listed once for each of its values, so a
/// condition with several values is only used at the first level.
fn is_distinction(rule: &CheckedRule<'_>, condition: usize, depth: usize) -> bool {
    let CheckedCondition { subject, is_negated, patterns, .. } =
        &rule.conditions[condition].condition;
    if !subject.is_text() || *is_negated || patterns.is_empty() || (depth > 0 && patterns.len() > 1)
    {
        return false;
    }
    for pattern in patterns {
        if literal(pattern).is_none() {
            return false;
        }
    }
    for ScopedCondition { condition, .. } in &rule.conditions[..condition] {
        if condition.subject == *subject {
            return false;
        }
    }
    true
}

/// Returns the value that a pattern without captures matches.
fn literal(pattern: &[Piece<Vec<u8>>]) -> Option<&[u8]> {
    match pattern {
        [] => Some(b""),
        [Piece::Literal(literal)] => Some(literal),
        _ => None,
    }
}

/// Returns a hash of everything that is compared before a condition of a rule.
fn hash_before(rule: &CheckedRule<'_>, condition: usize) -> u64 {
    let mut hasher = DefaultHasher::new();
    rule.source.pieces.hash(&mut hasher);
    rule.source.mode.hash(&mut hasher);
    rule.syntax.methods.hash(&mut hasher);
    for ScopedCondition { condition, .. } in &rule.conditions[..condition] {
        condition.subject.hash(&mut hasher);
        condition.is_negated.hash(&mut hasher);
        condition.patterns.hash(&mut hasher);
    }
    hasher.finish()
}

/// Returns whether two rules are the same in everything that is compared before a condition.
fn is_same_before(one: &CheckedRule<'_>, other: &CheckedRule<'_>, condition: usize) -> bool {
    let is_same = one.source.pieces == other.source.pieces
        && one.source.mode == other.source.mode
        && one.syntax.methods == other.syntax.methods
        && one.conditions.len() > condition
        && one.conditions[condition].condition.subject
            == other.conditions[condition].condition.subject;
    if !is_same {
        return false;
    }
    for (one, other) in one.conditions[..condition].iter().zip(&other.conditions) {
        let (one, other) = (&one.condition, &other.condition);
        if one.subject != other.subject
            || one.is_negated != other.is_negated
            || one.patterns != other.patterns
        {
            return false;
        }
    }
    true
}
