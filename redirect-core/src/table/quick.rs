//! The quick ways to a rule: most paths are plain, and most rules take all requests for a path.

use super::heads::Heads;
use super::key::Flags;
use super::slots::{List, Slot};
use super::{Entry, Table};
use crate::chars::is_path;
use crate::hash::{hash, sample, whole};
use crate::text::{Coding, Form, Text};
use crate::words::has_percent;

/// What the path alone says of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Quickly {
    /// The rule of this entry takes it.
    Entry(Entry),
    /// No rule takes it.
    Nothing,
    /// More than the path as it is spelt has to be looked at.
    Unknown,
}

/// Looks for the first rule that takes a path, whoever asks. Most paths do not even begin as a key
/// does, which is seen without a call.
#[inline]
pub(crate) fn quickly(table: &[u8], path: &[u8]) -> Quickly {
    let table = Table::new(table);
    if table.may_begin(path) {
        by_key(table, path)
    } else if table.flags().are_simple() {
        Quickly::Nothing
    } else {
        among_all(table, path, None)
    }
}

/// Looks for the rule of a key: a word says of most others that they are none.
#[inline(never)]
fn by_key(table: Table<'_>, path: &[u8]) -> Quickly {
    let sample = sample(path, table.form_seed(Form::default()), 0);
    let slot =
        if table.may_have(sample) { table.slot(whole(sample, path, 0), path.len()) } else { None };
    match slot {
        Some(Slot::Final(entry)) if entry.is_exactly(table, path) => Quickly::Entry(entry),
        // Another spelling of what is encoded may be a key.
        _ if has_percent(path) => Quickly::Unknown,
        None if table.flags().are_simple() => Quickly::Nothing,
        slot => among_all(table, path, slot),
    }
}

/// Looks for the first rule by all keys of a path, of which one is known.
#[inline(never)]
fn among_all(table: Table<'_>, path: &[u8], slot: Option<Slot<'_>>) -> Quickly {
    if !table.flags().are_quick() || !is_path(path) {
        return Quickly::Unknown;
    }
    let mut search = Search { table, path, first: None };
    match search.all(slot) {
        None => Quickly::Unknown,
        Some(()) => search.first.map_or(Quickly::Nothing, Quickly::Entry),
    }
}

/// A search for the first rule that takes a plain path.
struct Search<'t, 'p> {
    table: Table<'t>,
    path: &'p [u8],
    first: Option<Entry>,
}

impl Search<'_, '_> {
    /// Goes through the rules of all keys of the path, of which one is known; `None` where one of them
    /// asks for more than a path.
    fn all(&mut self, slot: Option<Slot<'_>>) -> Option<()> {
        let (table, path) = (self.table, self.path);
        if let Some(slot) = slot {
            self.paths(slot, Form::default())?;
        }
        let any_slash = Form { any_slash: true, ..Form::default() };
        if table.flags().has(Flags::form(any_slash, false)) {
            let path = path.strip_suffix(b"/").unwrap_or(path);
            if let Some(slot) = table.slot(hash(path, table.form_seed(any_slash)), path.len()) {
                self.paths(slot, any_slash)?;
            }
        }
        let masks = table.flags().masks();
        if masks.is_empty() {
            return Some(());
        }
        let heads = Heads::of(Text::new(path, Coding::PlainPath), &masks);
        for mask in masks {
            let key = heads.key(mask, table.mask_seed(mask, None));
            if let Some(Slot::List(list)) = key.and_then(|key| table.slot(key, 0)) {
                self.list(list, |entry| entry.takes(table, path))?;
            }
        }
        Some(())
    }

    fn paths(&mut self, slot: Slot<'_>, form: Form) -> Option<()> {
        let (table, path) = (self.table, Text::new(self.path, Coding::PlainPath));
        let list = match slot {
            Slot::List(list) => list,
            Slot::Final(entry) => List::alone(entry),
        };
        self.list(list, |entry| {
            entry.is_for_all(table).then(|| entry.is_path(table, path, form))?
        })
    }

    /// Goes through rules in their order, as far as they come before the one that is known.
    #[inline]
    fn list(&mut self, list: List<'_>, takes: impl Fn(Entry) -> Option<bool>) -> Option<()> {
        for entry in list {
            if self.first.is_some_and(|first| first.0 <= entry.0) {
                break;
            }
            if takes(entry)? {
                self.first = Some(entry);
                break;
            }
        }
        Some(())
    }
}
