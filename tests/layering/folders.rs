//! The graph of imports between the folders of a crate.
//!
//! At each level, the folders of one parent must not import each other in a cycle. The imports of a
//! subfolder count as imports of the folder that contains it. A folder and its own subfolders may
//! import each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::krate::{Crate, Import, ImportTarget};

/// The folders that each folder imports, each with the first import as evidence.
type Graph<'a> = BTreeMap<&'a str, BTreeMap<&'a str, &'a Import>>;

/// Returns a shortest cycle for each folder that is in a cycle, but in none of the previous ones.
pub(crate) fn cycles(krate: &Crate) -> String {
    let graph = graph(krate);
    let (mut text, mut seen) = (String::new(), BTreeSet::new());
    for start in graph.keys() {
        let Some(cycle) = shortest_cycle(&graph, start) else { continue };
        if cycle.iter().any(|folder| seen.contains(folder)) {
            continue;
        }
        writeln!(text, "{}: import cycle between folders", krate.name).unwrap();
        let next = cycle.iter().skip(1).chain([start]);
        for (from, to) in cycle.iter().zip(next) {
            let Import { module, line, path } = graph[from][to];
            let (file, path) = (krate.file(module), path.join("::"));
            writeln!(text, "    {from} -> {to}: {file}:{line} ({path})").unwrap();
        }
        seen.extend(cycle);
    }
    text
}

fn graph(krate: &Crate) -> Graph<'_> {
    let mut graph = Graph::new();
    for import in &krate.imports {
        let Some(ImportTarget::Internal(target)) = krate.resolve(&import.module, &import.path)
        else {
            continue;
        };
        let (from, to) = (krate.folder(&import.module), krate.folder(&target));
        if let Some((from, to)) = siblings(from, to) {
            graph.entry(from).or_default().entry(to).or_insert(import);
        }
    }
    graph
}

/// Returns the different folders with the same parent that contain two folders, unless one of the
/// two contains the other.
fn siblings<'a>(a: &'a str, b: &'a str) -> Option<(&'a str, &'a str)> {
    let ends = |path: &'a str| path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    let prefixes = ends(a).zip(ends(b)).map(|(end_a, end_b)| (&a[..end_a], &b[..end_b]));
    prefixes.into_iter().find(|(a, b)| a != b)
}

/// Returns a shortest cycle through a folder, by breadth-first search.
fn shortest_cycle<'a>(graph: &Graph<'a>, start: &'a str) -> Option<Vec<&'a str>> {
    let mut paths = vec![vec![start]];
    let mut seen = BTreeSet::new();
    while !paths.is_empty() {
        let mut longer = Vec::new();
        for path in paths {
            for &next in graph.get(path.last()?).into_iter().flat_map(BTreeMap::keys) {
                if next == start {
                    return Some(path);
                }
                if seen.insert(next) {
                    longer.push([&path[..], &[next]].concat());
                }
            }
        }
        paths = longer;
    }
    None
}
