//! All requests, as far as a table can tell them apart.

use super::asked::Asked;
use super::tables::Table;

/// All requests whose paths have as many parts as leave their number below `most`, the shortest first.
pub(crate) fn requests(table: &Table, most: usize) -> impl Iterator<Item = Asked> {
    let worlds = worlds(table);
    let most = most / worlds.len();
    paths(table, most).into_iter().flat_map(move |path| {
        let with_path = move |world: &Asked| Asked { path: path.clone(), ..world.clone() };
        worlds.iter().map(with_path).collect::<Vec<_>>()
    })
}

/// All paths of one and two segments, and what the sources fit with all values of their captures.
fn paths(table: &Table, most: usize) -> Vec<String> {
    let written = format!("{table:?}");
    let mut segments = vec!["", "a", "b", "x", ".", "..", "%2F", "ab", "%2Fb", "a%2F"];
    if written.contains('-') {
        segments.extend(["a-", "a-x", "x-b", "a-b", "-", "-b", "a-x-b"]);
    }
    if written.contains("ignore") {
        segments.extend(["A", "A-x", "B"]);
    }
    let mut paths: Vec<String> = segments.iter().map(|segment| format!("/{segment}")).collect();
    let last = paths.clone();
    let longer =
        last.iter().flat_map(|path| segments.iter().map(move |last| format!("{path}/{last}")));
    paths.extend(longer);
    for rule in &table.document.rules {
        let captures = rule.source.matches('{').count();
        // The values that tell most come first.
        let values = VALUES.len().min(root(most, captures));
        let instances = instances(&rule.source, &VALUES[..values.max(8)]);
        paths.extend(instances.iter().map(|path| format!("{path}/")));
        paths.extend(instances.iter().filter_map(|path| Some(path.strip_suffix('/')?.to_owned())));
        if written.contains("ignore") {
            paths.extend(self::instances(&in_capitals(&rule.source), &VALUES[..values.max(8)]));
        }
        paths.extend(instances);
    }
    paths.retain(|path| path.starts_with('/'));
    paths.sort_unstable_by_key(|path| (path.len(), path.clone()));
    paths.dedup();
    paths
}

/// The values of captures.
const VALUES: [&str; 26] = [
    "x", "a", "b", "", "%2Fb", "b%2F.", ".%2Fb", "a/b", "ab", "a-b", ".", "x/", "/", "..", "b%2F",
    "a-", "-b", "-", "x-b", "a/a-b", "b/b-b", "x//b", "/b", "b/a", "aab", "A",
];

/// How many values each of so many captures can have.
fn root(most: usize, degree: usize) -> usize {
    (1..)
        .take_while(|n: &usize| n.pow(degree.try_into().unwrap()) <= most)
        .take(VALUES.len())
        .last()
        .unwrap_or(1)
}

/// A source with its text in capitals.
fn in_capitals(source: &str) -> String {
    let Some((before, rest)) = source.split_once('{') else { return source.to_uppercase() };
    let (capture, rest) = rest.split_once('}').unwrap();
    format!("{}{{{capture}}}{}", before.to_uppercase(), in_capitals(rest))
}

fn instances(source: &str, values: &[&str]) -> Vec<String> {
    let Some((before, rest)) = source.split_once('{') else { return vec![source.into()] };
    let (_, rest) = rest.split_once('}').unwrap();
    let rests = instances(rest, values);
    let with = |value: &&str| {
        let start = format!("{before}{value}");
        rests.iter().map(move |rest| format!("{start}{rest}")).collect::<Vec<_>>()
    };
    values.iter().flat_map(with).collect()
}

/// The requests for the root.
fn worlds(table: &Table) -> Vec<Asked> {
    let written = format!("{table:?}");
    let looks_at = |text: &str| written.contains(text);
    let some = |is_looked_at: bool, values: &[&'static str]| {
        let values = if is_looked_at { values } else { &[] };
        std::iter::once(None).chain(values.iter().copied().map(Some)).collect::<Vec<_>>()
    };
    let methods: &[_] = match (looks_at("GET"), looks_at("POST")) {
        (false, false) => &["GET"],
        (true, _) if looks_at("303") => &["GET", "HEAD", "POST", "PUT"],
        (true, true) => &["GET", "POST", "PUT"],
        _ => &["GET", "POST"],
    };
    let hosts =
        some(looks_at("host") || looks_at("https"), &["a.example", "b.example", "b.a.example"]);
    let schemes = some(looks_at("https"), &["https"]);
    let queries = some(looks_at("query[") || looks_at("?"), &["q=a", "q=x"]);
    let cookies = some(looks_at("cookie"), &["c=a", "c=x"]);
    let mut worlds = Vec::new();
    for &method in methods {
        for &host in &hosts {
            for &scheme in &schemes {
                for &query in &queries {
                    for &cookie in &cookies {
                        worlds.push(Asked {
                            method,
                            path: "/".into(),
                            query: query.map(Into::into),
                            authority: host.map(Into::into),
                            scheme,
                            cookie: cookie.map(Into::into),
                        });
                    }
                }
            }
        }
    }
    worlds
}
