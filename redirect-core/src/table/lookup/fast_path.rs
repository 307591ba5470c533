//! The quick ways to a rule: most paths are plain, and most rules take all requests for a path.

// A search is made in two places, and takes longer where it goes through memory.
#![allow(clippy::inline_always)]

use crate::matching::text::{Encoding, MatchMode, Text};
use crate::request::charset::is_path;
use crate::table::Table;
use crate::table::entry::{Entry, First};
use crate::table::index::hash::hash;
use crate::table::index::key::{Flags, Masks, of_host, with_host};
use crate::table::index::perfect_hash::{List, Slot};
use crate::table::index::segment_hashes::SegmentHashes;
use crate::table::swar::has_percent;

/// What the path alone says of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FastPath {
    /// A rule takes it, or none does.
    First(First),
    /// The host has to be looked at too.
    AsksHost,
    /// More than the path as it is spelt has to be looked at.
    Unknown,
}

/// Looks for the first rule that takes a path, whoever asks. Most paths do not even begin as a key
/// does, which is seen without a call.
#[inline(always)]
pub(crate) fn fast_path(bytes: &[u8], path: &[u8]) -> FastPath {
    // No table is shorter: it takes less than to go on with an empty one.
    let Some(header) = bytes.first_chunk() else { return FastPath::First(First::None) };
    let table = Table { header, bytes };
    if table.may_begin(path) {
        by_key(bytes, path)
    } else if table.flags().are_simple() {
        FastPath::First(First::None)
    } else {
        among_all(bytes, path, None)
    }
}

/// Looks for the rule of a key.
#[inline(never)]
fn by_key(bytes: &[u8], path: &[u8]) -> FastPath {
    let table = Table::new(bytes);
    match table.slot(hash(path, table.form_seed(MatchMode::default()))) {
        Some(Slot::Alone(entry)) if let Some(kind) = entry.kind_if_final(table, path) => {
            FastPath::First(First::of(entry, kind))
        }
        // Another spelling of what is encoded may be a key.
        _ if has_percent(path) => FastPath::Unknown,
        None if table.flags().are_simple() => FastPath::First(First::None),
        slot => among_all(bytes, path, slot),
    }
}

/// Looks for the first rule by all keys of a path, of which one is known.
#[inline(never)]
fn among_all(bytes: &[u8], path: &[u8], slot: Option<Slot<'_>>) -> FastPath {
    let table = Table::new(bytes);
    if table.flags().has_hosts() {
        return FastPath::AsksHost;
    }
    Search::new(table, path, None).first(slot)
}

/// Looks for the first rule that takes a path of a host, whoever asks.
#[inline(never)]
pub(crate) fn fast_path_of(table: &[u8], path: &[u8], host: Option<Text<'_>>) -> FastPath {
    let search = Search::new(Table::new(table), path, host);
    let slot = search.slot(MatchMode::default(), None);
    search.first(slot)
}

const ANY_SLASH: MatchMode = MatchMode { any_case: false, any_slash: true };

/// A search for the first rule that takes a plain path.
struct Search<'t, 'p> {
    table: Table<'t>,
    path: &'p [u8],
    host: Option<Text<'p>>,
    first: Option<Entry>,
}

impl<'t, 'p> Search<'t, 'p> {
    fn new(table: Table<'t>, path: &'p [u8], host: Option<Text<'p>>) -> Search<'t, 'p> {
        Search { table, path, host, first: None }
    }

    /// Looks for it by all keys of the path, of which one is known.
    #[inline(always)]
    fn first(mut self, slot: Option<Slot<'t>>) -> FastPath {
        if !self.table.flags().are_quick() || !is_path(self.path) {
            return FastPath::Unknown;
        }
        match self.all(slot) {
            None => FastPath::Unknown,
            Some(()) => FastPath::First(First::in_table(self.table, self.first)),
        }
    }

    /// Goes through the rules of all keys of the path; `None` where one of them asks for more than a
    /// path and a host.
    #[inline(always)]
    fn all(&mut self, slot: Option<Slot<'t>>) -> Option<()> {
        self.paths(slot, MatchMode::default())?;
        self.paths(self.slot(ANY_SLASH, None), ANY_SLASH)?;
        let masks = self.table.flags().masks();
        if !masks.is_empty() {
            let heads = SegmentHashes::of(Text::new(self.path, Encoding::PlainPath), &masks);
            self.patterns(masks, &heads, None)?;
        }
        if self.host.is_some() { self.all_of_host() } else { Some(()) }
    }

    /// Goes through the rules of all keys of the path and its host.
    #[inline(never)]
    fn all_of_host(&mut self) -> Option<()> {
        let host = Some(of_host(self.host?.raw()));
        self.paths(self.slot(MatchMode::default(), host), MatchMode::default())?;
        self.paths(self.slot(ANY_SLASH, host), ANY_SLASH)?;
        if !self.table.flags().has(Flags::HOST_MASK) {
            return Some(());
        }
        let masks = self.table.flags().masks();
        let heads = SegmentHashes::of(Text::new(self.path, Encoding::PlainPath), &masks);
        self.patterns(masks, &heads, host)
    }

    /// What the path leads to in a form, together with a host if there is one.
    #[inline(always)]
    fn slot(&self, form: MatchMode, host: Option<u64>) -> Option<Slot<'t>> {
        self.table.flags().has(Flags::form(form, host.is_some())).then_some(())?;
        let path = if form.any_slash { self.path.strip_suffix(b"/") } else { None };
        let path = path.unwrap_or(self.path);
        let seed = self.table.form_seed(form);
        let seed = host.map_or(seed, |host| with_host(seed, host));
        self.table.slot(hash(path, seed))
    }

    #[inline(always)]
    fn paths(&mut self, slot: Option<Slot<'t>>, form: MatchMode) -> Option<()> {
        let (table, path) = (self.table, Text::new(self.path, Encoding::PlainPath));
        let Some(slot) = slot else { return Some(()) };
        self.list(slot.list(), |entry| {
            entry.is_for_all(table).then(|| entry.is_path(table, path, form))?
        })
    }

    #[inline(always)]
    fn patterns(&mut self, masks: Masks, heads: &SegmentHashes, host: Option<u64>) -> Option<()> {
        let (table, path) = (self.table, self.path);
        for mask in masks {
            let key = heads.key(mask, table.mask_seed(mask, host));
            if let Some(slot) = key.and_then(|key| table.slot(key)) {
                self.list(slot.list(), |entry| entry.takes(table, path))?;
            }
        }
        Some(())
    }

    /// Goes through rules in their order, as far as they come before the one that is known.
    #[inline(always)]
    fn list(&mut self, list: List<'_>, takes: impl Fn(Entry) -> Option<bool>) -> Option<()> {
        for entry in list {
            if self.first.is_some_and(|first| first.0 <= entry.0) {
                break;
            }
            if takes(entry)? && entry.is_of_host(self.table, self.host)? {
                self.first = Some(entry);
                break;
            }
        }
        Some(())
    }
}
