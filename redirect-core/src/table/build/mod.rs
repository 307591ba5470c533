//! Writing the table.

mod filter;
mod heap;
mod keys;
mod kind;
mod masks;
mod perfect;
mod plain;
mod records;
mod sources;
mod written;

use super::program::{MAX_FIELDS, write};
use super::{FLAGS, HEADER, MAGIC, SECTIONS, STRIDE, Span, VERSION, to_u32};
use crate::directive::Directive;
use crate::fault::{Fault, Kind, Part};
use crate::sheet::Item;
use perfect::Perfect;
use records::Records;

/// The largest table, in bytes: 2 GiB, half of what the entries may be.
const MAX_TABLE: usize = 1 << 31;

/// How many seeds are tried, half of them for a good filter. For all else one is enough but for a
/// chance of one in many millions.
const SEEDS: u32 = 16;

/// The bytes of the table of these rules.
///
/// # Errors
///
/// A fault of the kind `too_large` at the rule that no longer fits.
pub(crate) fn build(directives: &[Directive<'_>]) -> Result<Vec<u8>, Box<Fault>> {
    let mut records = Records::with_room(directives.len());
    for (rule, directive) in directives.iter().enumerate() {
        records.rule(rule, directive);
        let kind = if records.len() > MAX_TABLE / 2 {
            Kind::TableTooLarge
        } else if records.fields.len() > usize::from(MAX_FIELDS) {
            Kind::TooManyFields
        } else {
            continue;
        };
        return Err(Box::new(Fault::new(Item::Rule(directive.rule), Part::Source, kind)));
    }
    let Some(first) = directives.first() else { return Ok(super::EMPTY.to_vec()) };
    let spellings = sources::spellings(directives);
    let by = |seed| Lookup::of(directives, &records.entries, &spellings, seed);
    let lookup = (0..SEEDS).find_map(by);
    let too_large = || Fault::new(Item::Rule(first.rule), Part::Source, Kind::TableTooLarge);
    let lookup = lookup.ok_or_else(|| Box::new(too_large()))?;
    Ok(written(directives.len(), records, lookup))
}

/// What finds a rule, by a seed.
struct Lookup {
    seed: u32,
    filter: Vec<u8>,
    flags: u32,
    perfect: Perfect,
}

impl Lookup {
    fn of(
        directives: &[Directive<'_>],
        entries: &[u32],
        spellings: &[Option<Vec<u8>>],
        seed: u32,
    ) -> Option<Lookup> {
        let filter = filter::filter(directives, spellings, seed);
        let is_good = seed >= SEEDS / 2 || !filter::has_hot_paths(directives, &filter, seed);
        let keys = is_good.then(|| sources::keys(directives, entries, spellings, seed))?;
        let perfect = Perfect::of(&keys)?;
        Some(Lookup { seed, filter, flags: keys.flags, perfect })
    }
}

fn written(rules: usize, mut records: Records<'_>, lookup: Lookup) -> Vec<u8> {
    let Lookup { seed, filter, flags, perfect } = lookup;
    let mut names = Vec::new();
    for name in &records.fields {
        write::literal(name.as_bytes(), &mut names);
    }
    let fields: Span = records.heap.push(&names);
    let places = records.entries.iter().step_by(STRIDE).flat_map(|entry| entry.to_le_bytes());
    let places: Vec<u8> = places.collect();
    let sections = [
        filter,
        perfect.pilots,
        perfect.slots,
        perfect.lists,
        places,
        records.lines,
        records.texts,
        records.written,
        records.heap.bytes,
    ];
    let len: usize = sections.iter().map(Vec::len).sum();
    let mut table = Vec::with_capacity(HEADER + len);
    table.extend_from_slice(&MAGIC);
    for number in [VERSION, to_u32(rules), flags, seed] {
        table.extend_from_slice(&number.to_le_bytes());
    }
    debug_assert_eq!((FLAGS, table.len()), (16, SECTIONS));
    let mut start = HEADER;
    for section in &sections[..sections.len() - 1] {
        start += section.len();
        table.extend_from_slice(&to_u32(start).to_le_bytes());
    }
    for number in [fields.offset, fields.len] {
        table.extend_from_slice(&number.to_le_bytes());
    }
    for section in sections {
        table.extend_from_slice(&section);
    }
    table
}
