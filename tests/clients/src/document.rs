//! Generates `docs/clients.md` from the record.

mod back;
mod caches;
mod claims;
mod follows;

use crate::record::Record;

const TITLE: &str = "\
# The behavior of clients

This page shows how HTTP clients follow and cache redirects, and how to correct a wrong permanent
redirect. Each client was tested with every combination of method and status. The tables list the
method and body of the request that arrived at the target.

![](clients.svg)
";

pub(crate) fn write(record: &Record) -> String {
    let parts = [
        TITLE.to_owned(),
        claims::write(record),
        follows::write(record),
        caches::write(record),
        back::write(record),
    ];
    parts.join("\n")
}

/// Joins words as in `a`, `a and b`, and `a, b and c`.
fn join_list<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words[..] {
        [] => String::new(),
        [word] => word.into(),
        [ref words @ .., last] => format!("{} and {last}", words.join(", ")),
    }
}

/// Groups names by their value, in order of first appearance.
fn group_by_value<N: PartialEq, T: PartialEq>(
    pairs: impl IntoIterator<Item = (N, T)>,
) -> Vec<(Vec<N>, T)> {
    let mut groups: Vec<(Vec<N>, T)> = Vec::new();
    for (name, value) in pairs {
        match groups.iter_mut().find(|(_, known)| *known == value) {
            Some((names, _)) if names.contains(&name) => {}
            Some((names, _)) => names.push(name),
            None => groups.push((vec![name], value)),
        }
    }
    groups
}
