//! Writing the table.

pub(crate) mod heap;
pub(crate) mod keys;
pub(crate) mod kind;
pub(crate) mod masks;
pub(crate) mod perfect;
pub(crate) mod plain;
pub(crate) mod prefix_filter;
pub(crate) mod records;
pub(crate) mod slots;
pub(crate) mod sources;
pub(crate) mod written;

use crate::diagnostic::kind::{FaultKind, Limit};
use crate::diagnostic::{Fault, Field};
use crate::emit::keys::Keys;
use crate::emit::perfect::Perfect;
use crate::emit::prefix_filter::PrefixFilter;
use crate::emit::records::Records;
use crate::emit::slots::Slots;
use crate::lower::checked_rule::CheckedRule;
use crate::syntax::document::NodeId;
use crate::util::parallel::join;
use redirect_core::internals::encoding::{MAX_FIELDS, write};
use redirect_core::internals::layout::{
    EMPTY, FLAGS, HEADER, MAGIC, SECTIONS, STRIDE, VERSION, to_u32,
};
use redirect_core::internals::perfect_hash::PILOT;
use redirect_core::internals::record::Span;

/// The largest table, in bytes: 2 GiB, half of what the entries may be.
const MAX_TABLE: usize = 1 << 31;

/// How many seeds are tried, half of them so that no path passes that is asked for all the time. For all
/// else one is enough but for a chance of one in many millions.
const SEEDS: u32 = 16;

/// The bytes of the table of these rules.
///
/// # Errors
///
/// A fault of the kind `too_large` at the rule that no longer fits.
pub(crate) fn build(directives: &[CheckedRule<'_>]) -> Result<Vec<u8>, Box<Fault>> {
    beside(directives, || ()).0
}

/// The bytes of the table, and what is made of something else at once: to find the rules takes as long as
/// to write them down and to do that.
pub(crate) fn beside<R>(
    directives: &[CheckedRule<'_>],
    other: impl FnOnce() -> R,
) -> (Result<Vec<u8>, Box<Fault>>, R) {
    let (lookup, (records, other)) =
        join(|| Lookup::of(directives), || (records(directives), other()));
    (table(directives, records, lookup), other)
}

fn table(
    directives: &[CheckedRule<'_>],
    records: Result<Records<'_>, Box<Fault>>,
    lookup: Option<Lookup>,
) -> Result<Vec<u8>, Box<Fault>> {
    let (Some(first), records) = (directives.first(), records?) else {
        return Ok(EMPTY.to_vec());
    };
    let lookup = lookup.ok_or_else(|| too_large(first, Limit::Table))?;
    Ok(written(records, lookup))
}

/// What is said of each rule.
fn records<'d>(directives: &'d [CheckedRule<'_>]) -> Result<Records<'d>, Box<Fault>> {
    let mut records = Records::with_room(directives.len());
    for (rule, directive) in directives.iter().enumerate() {
        records.rule(rule, directive);
        if records.len() > MAX_TABLE / 2 {
            return Err(too_large(directive, Limit::Table));
        }
        if records.fields.len() > usize::from(MAX_FIELDS) {
            return Err(too_large(directive, Limit::Fields));
        }
    }
    Ok(records)
}

fn too_large(directive: &CheckedRule<'_>, limit: Limit) -> Box<Fault> {
    Box::new(Fault::new(NodeId::Rule(directive.id), Field::Source, FaultKind::TooLarge(limit)))
}

/// What finds a rule, by a seed.
struct Lookup {
    seed: u32,
    prefix_filter: Vec<u64>,
    keys: Keys,
    perfect: Perfect,
}

impl Lookup {
    /// `None` where no seed does.
    fn of(directives: &[CheckedRule<'_>]) -> Option<Lookup> {
        let spellings = sources::spellings(directives);
        let prefix_filter = PrefixFilter::of(directives);
        (0..SEEDS).find_map(|seed| Lookup::by(directives, &spellings, &prefix_filter, seed))
    }

    fn by(
        directives: &[CheckedRule<'_>],
        spellings: &[Option<Vec<u8>>],
        prefix_filter: &PrefixFilter,
        seed: u32,
    ) -> Option<Lookup> {
        let words = prefix_filter.words(seed);
        let is_good = seed >= SEEDS / 2 || !prefix_filter.have_hot_paths(&words, seed);
        let keys = is_good.then(|| sources::keys(directives, spellings, seed))?;
        let perfect = Perfect::of(&keys)?;
        Some(Lookup { seed, prefix_filter: words, keys, perfect })
    }
}

fn written(mut records: Records<'_>, lookup: Lookup) -> Vec<u8> {
    let Lookup { seed, prefix_filter, keys, perfect } = lookup;
    let entries = to_u32(records.texts.len());
    let first_shadowable = records.entries.get(keys.first_shadowable).copied().unwrap_or(entries);
    let Slots { bytes: slots, lists, offset_mask } =
        Slots::of(&keys, &perfect, &records.entries, entries);
    let mut names = Vec::new();
    for name in &records.fields {
        write::literal(name.as_bytes(), &mut names);
    }
    let fields: Span = records.heap.push(&names);
    let places = records.entries.iter().step_by(STRIDE).flat_map(|entry| entry.to_le_bytes());
    let places: Vec<u8> = places.collect();
    let counts = [prefix_filter.len(), perfect.pilots.len() / PILOT, perfect.count].map(to_u32);
    let sections = [
        prefix_filter.iter().flat_map(|word| word.to_le_bytes()).collect(),
        perfect.pilots,
        slots,
        places,
        records.lines,
        records.texts,
        lists,
        records.written,
        records.heap.bytes,
    ];
    let len: usize = sections.iter().map(Vec::len).sum();
    let mut table = Vec::with_capacity(HEADER + len);
    table.extend_from_slice(&MAGIC);
    let rules = to_u32(records.entries.len());
    for number in
        [VERSION, rules, keys.flags, seed, first_shadowable, offset_mask].into_iter().chain(counts)
    {
        table.extend_from_slice(&number.to_le_bytes());
    }
    debug_assert_eq!((FLAGS, table.len()), (16, SECTIONS));
    let (counted, others) = sections.split_at(counts.len());
    let mut start = HEADER + counted.iter().map(Vec::len).sum::<usize>();
    for section in &others[..others.len() - 1] {
        start += section.len();
        table.extend_from_slice(&to_u32(start).to_le_bytes());
    }
    for number in [fields.offset, fields.len] {
        table.extend_from_slice(&number.to_le_bytes());
    }
    table.resize(HEADER, 0);
    for section in sections {
        table.extend_from_slice(&section);
    }
    table
}
