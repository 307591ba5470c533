//! Code generation: encodes checked rules as the bytes of a table.
//!
//! A table has two independent halves, which are built in parallel: the sections that describe each
//! rule ([`RuleSections`]), and the index by which lookups find rules ([`Index`]).

mod affixes;
mod flags;
mod groups;
mod heap;
mod key_map;
mod perfect_hash;
mod prefix_filter;
mod rule_keys;
mod rule_sections;
mod segment_masks;
mod slots;
mod static_rule;
mod subjects;

use crate::emit::key_map::KeyMap;
use crate::emit::perfect_hash::PerfectHash;
use crate::emit::prefix_filter::Prefixes;
use crate::emit::rule_sections::RuleSections;
use crate::emit::slots::SlotSections;
use crate::emit::subjects::Subjects;
use crate::lower::canonical::Canonical;
use crate::lower::checked_rule::{CheckedIndex, CheckedRule};
use crate::util::parallel::join;
use redirect_core::internals::encoding::write;
use redirect_core::internals::key::TableFlags;
use redirect_core::internals::layout::{
    CHECKPOINT_STRIDE, EMPTY, Header, Sections, VERSION, to_u32,
};

/// The maximum size of a table, 2 GiB. Offsets thus fit in 32 bits with room to spare.
const MAX_TABLE: usize = 1 << 31;

/// The number of seeds to try. The first seed is usually accepted. In the first half, a seed is
/// rejected if a hot path is a false positive of the prefix filter. Any seed is rejected if keys
/// collide or the perfect hash is not found, both of which are very unlikely. It is a fault and not
/// a panic if all seeds fail, because an author can choose sources whose hashes collide.
const SEEDS: u32 = 16;

/// The error of exceeding a limit of tables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct LimitExceeded {
    /// The first of the emitted rules that exceeds the limit.
    pub(crate) rule: CheckedIndex,
    /// The limit.
    pub(crate) limit: TableLimit,
}

/// The limits of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TableLimit {
    /// The size in bytes.
    Size,
    /// The length of a source in its normal form, including the prefixes of its groups.
    Source,
    /// The number of distinct subjects of conditions.
    Subjects,
    /// The number of seeds that are tried for the index.
    Seeds,
}

/// Returns the bytes of the table of `rules`, and of the canonical URLs of the site.
pub(crate) fn emit(
    rules: &[CheckedRule<'_>],
    canonical: Option<&Canonical>,
) -> Result<Vec<u8>, LimitExceeded> {
    emit_while(rules, canonical, || ()).0
}

/// Returns the bytes of the table of `rules`, and the result of `other`, which runs in parallel.
/// The index takes about as long to build as the other sections and the trivial analysis together.
pub(crate) fn emit_while<R>(
    rules: &[CheckedRule<'_>],
    canonical: Option<&Canonical>,
    other: impl FnOnce() -> R,
) -> (Result<Vec<u8>, LimitExceeded>, R) {
    let subjects = match Subjects::new(rules) {
        Ok(subjects) => subjects,
        Err(exceeded) => return (Err(exceeded), other()),
    };
    let (index, (sections, other)) =
        join(|| Index::build(rules, &subjects), || (rule_sections(rules, &subjects), other()));
    (table(sections, index, canonical), other)
}

fn table(
    sections: Result<RuleSections<'_>, LimitExceeded>,
    index: Option<Index>,
    canonical: Option<&Canonical>,
) -> Result<Vec<u8>, LimitExceeded> {
    let mut sections = sections?;
    if sections.offsets.is_empty() && canonical.is_none() {
        return Ok(EMPTY.to_vec());
    }
    let index = index.ok_or(LimitExceeded { rule: CheckedIndex::new(0), limit: TableLimit::Seeds });
    let mut index = index?;
    if canonical.is_some() {
        index.leave_to_canonical();
    }
    let record = canonical.map(|canonical| sections.push_canonical_record(canonical));
    Ok(assemble(sections, index, canonical.zip(record)))
}

/// Writes the sections that describe each rule.
fn rule_sections<'d>(
    rules: &'d [CheckedRule<'_>],
    subjects: &'d Subjects<'d>,
) -> Result<RuleSections<'d>, LimitExceeded> {
    let mut sections = RuleSections::with_capacity(rules.len(), subjects);
    for (position, rule) in rules.iter().enumerate() {
        let index = CheckedIndex::new(position);
        let exceeded = |limit| LimitExceeded { rule: index, limit };
        // Percent-encoding triples the length of a text at most.
        if text_size(rule) > MAX_TABLE / 8 {
            return Err(exceeded(TableLimit::Size));
        }
        sections.push(index, rule).map_err(exceeded)?;
        if sections.size() > MAX_TABLE / 2 {
            return Err(exceeded(TableLimit::Size));
        }
    }
    Ok(sections)
}

/// Returns the size of the texts of a rule, from which everything in the table is computed.
fn text_size(rule: &CheckedRule<'_>) -> usize {
    let target = rule.syntax.target.as_ref().map_or(0, |target| target.len());
    rule.source_text.len() + rule.conditions_text.len() + rule.doc.len() + target
}

/// The index of a table, built with one seed.
struct Index {
    seed: u32,
    filter_words: Vec<u64>,
    keys: KeyMap,
    perfect_hash: PerfectHash,
}

impl Index {
    /// Builds the index with the first accepted seed. Returns `None` if no seed is accepted.
    fn build(rules: &[CheckedRule<'_>], subjects: &Subjects<'_>) -> Option<Index> {
        let spellings = rule_keys::unencoded_spellings(rules);
        let prefixes = Prefixes::new(rules);
        for seed in 0..SEEDS {
            let index = Index::with_seed(rules, &spellings, subjects, &prefixes, seed);
            if index.is_some() {
                return index;
            }
        }
        None
    }

    fn with_seed(
        rules: &[CheckedRule<'_>],
        spellings: &[Option<Vec<u8>>],
        subjects: &Subjects<'_>,
        prefixes: &Prefixes,
        seed: u32,
    ) -> Option<Index> {
        let filter_words = prefixes.filter_words(seed);
        let is_accepted = seed >= SEEDS / 2 || !prefixes.passes_hot_path(&filter_words, seed);
        if !is_accepted {
            return None;
        }
        let mut keys = rule_keys::key_map(rules, spellings, seed);
        if keys.has_collision {
            return None;
        }
        groups::add_groups(&mut keys, rules, subjects, seed);
        let perfect_hash = PerfectHash::build(&keys.keys)?;
        Some(Index { seed, filter_words, keys, perfect_hash })
    }

    /// Makes the path alone decide no lookup: all of them depend on the canonical URL.
    fn leave_to_canonical(&mut self) {
        self.filter_words = vec![0];
        self.keys.first_shadowable = Some(CheckedIndex::new(0));
        self.keys.flags |= TableFlags::CANONICAL;
    }
}

/// Assembles the sections and the index into the bytes of a table, with the canonical URLs and the
/// number of their record.
fn assemble(
    mut rules: RuleSections<'_>,
    index: Index,
    canonical: Option<(&Canonical, u32)>,
) -> Vec<u8> {
    let Index { seed, filter_words, keys, perfect_hash } = index;
    let entries_len = to_u32(rules.entries.len());
    let first_shadowable = keys.first_shadowable.map_or(entries_len, |rule| {
        rules.offsets.get(rule.position()).copied().unwrap_or_default()
    });
    let SlotSections { slots, lists, offset_mask } =
        SlotSections::new(&keys, &perfect_hash, &rules.offsets, entries_len);
    for rule in keys.firsts_of_groups() {
        rules.clear_unconditional(rule);
    }
    let mut names = Vec::new();
    for name in &rules.fields {
        write::literal(name.as_bytes(), &mut names);
    }
    let field_names = rules.heap.push(&names);
    if let Some((canonical, record)) = canonical {
        canonical.write(record, &mut rules.heap.bytes);
    }
    let mut prefix_filter = Vec::with_capacity(8 * filter_words.len());
    for word in filter_words {
        prefix_filter.extend_from_slice(&word.to_le_bytes());
    }
    let mut checkpoints = Vec::new();
    for offsets in rules.offsets.chunks(CHECKPOINT_STRIDE) {
        checkpoints.extend_from_slice(&offsets[0].to_le_bytes());
    }
    let header = Header {
        version: VERSION,
        rules: to_u32(rules.offsets.len()),
        flags: keys.flags,
        seed,
        first_shadowable,
        offset_mask,
        field_names_offset: field_names.offset,
        field_names_len: field_names.len,
        subjects: to_u32(rules.subjects.len()),
        candidate_lists: to_u32(keys.lists_per_key * TableFlags::count_keys(keys.flags)),
        ..Header::EMPTY
    };
    let sections = Sections {
        prefix_filter,
        pilots: if slots.is_empty() { Vec::new() } else { perfect_hash.pilots },
        slots,
        checkpoints,
        lines: rules.lines,
        entries: rules.entries,
        lists,
        records: rules.records,
        heap: rules.heap.bytes,
    };
    sections.into_table(header)
}
