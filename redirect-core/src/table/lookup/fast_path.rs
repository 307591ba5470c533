//! The fast path of lookup: most requested paths are their own normal form, and most rules match
//! every request for a path.
//!
//! The steps are ordered by how many requests they settle: the prefix filter rejects most paths
//! without a call, one probe of the perfect hash settles the other literal paths, and only tables
//! with patterns, optional slashes or hosts probe further keys. Requests that need another spelling
//! of the path, another header field, or a capture that is not a whole segment are left to the
//! [general search](crate::table::lookup::find).

#![expect(clippy::inline_always, reason = "a call would pass the state of the search in memory")]

use crate::matching::text::{Encoding, MAX_CHARS, MatchMode, Text};
use crate::request::charset::is_normal_path;
use crate::swar::has_percent;
use crate::table::Table;
use crate::table::entry::{Entry, FirstMatch};
use crate::table::index::hash::hash;
use crate::table::index::key::{SegmentMasks, TableFlags, hash_host};
use crate::table::index::perfect_hash::{EntryList, Slot};
use crate::table::index::segment_hashes::SegmentHashes;

/// The outcome of the fast path.
pub(crate) enum FastPath {
    /// The path alone decides.
    Decided(FirstMatch),
    /// The host is needed too: continue with [`fast_path_with_host`].
    NeedsHost,
    /// The general search is needed.
    Undecided,
}

/// Looks for the first rule that matches every request for a path.
#[inline(always)]
pub(crate) fn fast_path(bytes: &[u8], path: &[u8]) -> FastPath {
    // No table is shorter. Returning here costs less than continuing with an empty table.
    let Some(header) = bytes.first_chunk() else { return FastPath::Decided(FirstMatch::None) };
    let table = Table { header, bytes };
    if table.may_contain_prefix(path) {
        by_exact_path(bytes, path)
    } else if table.flags().has_only_exact_paths() {
        FastPath::Decided(FirstMatch::None)
    } else {
        by_all_keys(bytes, path, None)
    }
}

/// Looks up the path as it is spelled.
#[inline(never)]
fn by_exact_path(bytes: &[u8], path: &[u8]) -> FastPath {
    let table = Table::new(bytes);
    let slot = table.slot(hash(path, table.path_seed(MatchMode::default(), None)));
    let flags = match slot {
        Some(Slot::Single(entry)) => {
            entry.flags_of_first_match(table, path).map(|flags| (entry, flags))
        }
        Some(Slot::List(_)) | None => None,
    };
    if let Some((entry, flags)) = flags {
        return FastPath::Decided(FirstMatch::new(entry, flags));
    }
    // Another spelling of the path may be a key.
    if has_percent(path) {
        return FastPath::Undecided;
    }
    if slot.is_none() && table.flags().has_only_exact_paths() {
        return FastPath::Decided(FirstMatch::None);
    }
    by_all_keys(bytes, path, slot)
}

/// Looks up all keys of a path except that of its exact spelling, whose slot is given.
#[inline(never)]
fn by_all_keys(bytes: &[u8], path: &[u8], slot: Option<Slot<'_>>) -> FastPath {
    let table = Table::new(bytes);
    if table.flags().needs_host() {
        return FastPath::NeedsHost;
    }
    PathSearch::new(table, path, None).run(slot)
}

/// Looks for the first rule that matches every request for a path to a host.
#[inline(never)]
pub(crate) fn fast_path_with_host(table: &[u8], path: &[u8], host: Option<Text<'_>>) -> FastPath {
    let search = PathSearch::new(Table::new(table), path, host);
    let slot = search.slot(MatchMode::default(), None);
    search.run(slot)
}

const OPTIONAL_SLASH: MatchMode = MatchMode { ignore_case: false, optional_slash: true };

/// A search for the first rule that matches a path in normal form.
struct PathSearch<'t, 'p> {
    table: Table<'t>,
    path: &'p [u8],
    host: Option<Text<'p>>,
    /// The first of the matches so far.
    first: Option<Entry>,
}

impl<'t, 'p> PathSearch<'t, 'p> {
    fn new(table: Table<'t>, path: &'p [u8], host: Option<Text<'p>>) -> PathSearch<'t, 'p> {
        PathSearch { table, path, host, first: None }
    }

    /// Runs the search, given the slot of the exact path.
    #[inline(always)]
    fn run(mut self, slot: Option<Slot<'t>>) -> FastPath {
        if !self.table.flags().allow_fast_path() || !is_normal_path(self.path) {
            return FastPath::Undecided;
        }
        if self.path.len() > MAX_CHARS {
            return FastPath::Decided(FirstMatch::None);
        }
        match self.visit_keys(slot) {
            None => FastPath::Undecided,
            Some(()) => FastPath::Decided(FirstMatch::in_table(self.table, self.first)),
        }
    }

    /// Visits the rules of all keys of the path. Returns `None` at a rule that depends on more than
    /// the path and the host.
    #[inline(always)]
    fn visit_keys(&mut self, slot: Option<Slot<'t>>) -> Option<()> {
        self.visit_paths(slot, MatchMode::default())?;
        self.visit_paths(self.slot(OPTIONAL_SLASH, None), OPTIONAL_SLASH)?;
        let masks = self.table.flags().segment_masks();
        if !masks.is_empty() {
            let path = Text::new(self.path, Encoding::NormalPath);
            let segments = SegmentHashes::new(path, &masks);
            self.visit_patterns(masks, &segments, None)?;
        }
        if self.host.is_some() { self.visit_keys_with_host() } else { Some(()) }
    }

    /// Visits the rules of all keys of the path with its host.
    #[inline(never)]
    fn visit_keys_with_host(&mut self) -> Option<()> {
        let host = Some(hash_host(self.host?.raw()));
        self.visit_paths(self.slot(MatchMode::default(), host), MatchMode::default())?;
        self.visit_paths(self.slot(OPTIONAL_SLASH, host), OPTIONAL_SLASH)?;
        if !self.table.flags().contains(TableFlags::PATTERN_WITH_HOST) {
            return Some(());
        }
        let masks = self.table.flags().segment_masks();
        let segments = SegmentHashes::new(Text::new(self.path, Encoding::NormalPath), &masks);
        self.visit_patterns(masks, &segments, host)
    }

    /// Returns the slot of the path in a match mode, combined with a host if one is given.
    #[inline(always)]
    fn slot(&self, mode: MatchMode, host: Option<u64>) -> Option<Slot<'t>> {
        self.table.flags().contains(TableFlags::path(mode, host.is_some())).then_some(())?;
        let path = if mode.optional_slash { self.path.strip_suffix(b"/") } else { None };
        let path = path.unwrap_or(self.path);
        self.table.slot(hash(path, self.table.path_seed(mode, host)))
    }

    #[inline(always)]
    fn visit_paths(&mut self, slot: Option<Slot<'t>>, mode: MatchMode) -> Option<()> {
        let (table, path) = (self.table, Text::new(self.path, Encoding::NormalPath));
        let Some(slot) = slot else { return Some(()) };
        self.visit(slot.entries(), |entry| {
            entry.is_unconditional(table).then(|| entry.matches_path(table, path, mode))?
        })
    }

    #[inline(always)]
    fn visit_patterns(
        &mut self,
        masks: SegmentMasks,
        segments: &SegmentHashes,
        host: Option<u64>,
    ) -> Option<()> {
        let (table, path) = (self.table, self.path);
        for mask in masks {
            let key = segments.key(mask, table.mask_seed(mask, host));
            if let Some(slot) = key.and_then(|key| table.slot(key)) {
                self.visit(slot.entries(), |entry| entry.matches_segments(table, path))?;
            }
        }
        Some(())
    }

    /// Visits the entries of a list that precede the first match so far.
    #[inline(always)]
    fn visit(
        &mut self,
        list: EntryList<'_>,
        matches: impl Fn(Entry) -> Option<bool>,
    ) -> Option<()> {
        for entry in list {
            if self.first.is_some_and(|first| first.0 <= entry.0) {
                break;
            }
            if matches(entry)? && entry.matches_host(self.table, self.host)? {
                self.first = Some(entry);
                break;
            }
        }
        Some(())
    }
}
