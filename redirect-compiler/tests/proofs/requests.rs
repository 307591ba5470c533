//! The short requests that a table can distinguish.

use test_support::TestRequest;

use super::tables::Table;

/// Returns about `most` requests, in order of the length of their paths.
pub(crate) fn requests(table: &Table, most: usize) -> impl Iterator<Item = TestRequest> {
    let scenarios = scenarios(table);
    let most = most / scenarios.len();
    paths(table, most).into_iter().flat_map(move |path| {
        let with_path =
            move |scenario: &TestRequest| TestRequest { path: path.clone(), ..scenario.clone() };
        scenarios.iter().map(with_path).collect::<Vec<_>>()
    })
}

/// Returns all paths of one and two segments, and all instances of the sources.
fn paths(table: &Table, most: usize) -> Vec<String> {
    let text = format!("{table:?}");
    let mut segments = vec!["", "a", "b", "x", ".", "..", "%2F", "ab", "%2Fb", "a%2F", "a%5C"];
    if text.contains('-') {
        segments.extend(["a-", "a-x", "x-b", "a-b", "-", "-b", "a-x-b"]);
    }
    if text.contains('%') {
        segments.extend(["%61", "a%2Fb", "a%2fx"]);
    }
    let ignores_case = text.contains("ignore") || text.contains("lower");
    if ignores_case {
        segments.extend(["A", "A-x", "B"]);
    }
    let mut paths: Vec<String> = segments.iter().map(|segment| format!("/{segment}")).collect();
    let last = paths.clone();
    let longer =
        last.iter().flat_map(|path| segments.iter().map(move |last| format!("{path}/{last}")));
    paths.extend(longer);
    for rule in &table.document.rules {
        let captures = rule.source.matches('{').count();
        // The most informative values come first.
        let values = VALUES.len().min(root(most, captures));
        let mut instances = instances(&rule.source, &VALUES[..values.max(8)]);
        if ignores_case {
            instances.extend(self::instances(&uppercase(&rule.source), &VALUES[..values.max(8)]));
        }
        if captures > 0 {
            // There are `count` to the power of `captures` instances.
            let count = 4 - captures.min(3);
            let long = [&"x".repeat(LONG)[..], &"a-".repeat(LONG / 2), &"%61".repeat(LONG)];
            instances.extend(self::instances(&rule.source, &long[..count]));
        }
        paths.extend(instances.iter().map(|path| format!("{path}/")));
        paths.extend(instances.iter().filter_map(|path| Some(path.strip_suffix('/')?.to_owned())));
        paths.extend(instances);
    }
    paths.retain(|path| path.starts_with('/'));
    paths.sort_unstable_by_key(|path| (path.len(), path.clone()));
    paths.dedup();
    paths
}

/// The number of characters of long values.
const LONG: usize = 1100;

/// The values of captures, from the most informative to the least.
const VALUES: [&str; 33] = [
    "x",
    "a",
    "b",
    "",
    "%2Fb",
    "b%2F.",
    ".%2Fb",
    "a/b",
    "ab",
    "a-b",
    ".",
    "x/",
    "/",
    "..",
    "b%2F",
    "a-",
    "-b",
    "-",
    "x-b",
    "a/a-b",
    "b/b-b",
    "x//b",
    "/b",
    "b/a",
    "aab",
    "A",
    "%5C.%5C",
    "%61",
    "%2fb",
    "x%2F.%2F",
    "%5Cb",
    "b%5C..",
    "b%2F%2e%2Fa",
];

/// Returns the number of values for each of `degree` captures that keeps the product below `most`.
fn root(most: usize, degree: usize) -> usize {
    (1..)
        .take_while(|n: &usize| n.pow(degree.try_into().unwrap()) <= most)
        .take(VALUES.len())
        .last()
        .unwrap_or(1)
}

/// Returns a source with its literal text in upper case.
fn uppercase(source: &str) -> String {
    let Some((before, rest)) = source.split_once('{') else { return source.to_uppercase() };
    let (capture, rest) = rest.split_once('}').unwrap();
    format!("{}{{{capture}}}{}", before.to_uppercase(), uppercase(rest))
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

/// The fields that proxies set, with values that conditions compare them with, and another one.
pub(crate) const PROXY_FIELDS: [(&str, &[&str]); 4] = [
    ("x-forwarded-proto", &["http", "https"]),
    ("x-forwarded-ssl", &["on", "off"]),
    ("x-forwarded-host", &["a.example", "x"]),
    ("cf-visitor", &[r#"{"scheme":"http"}"#, r#"{"scheme":"https"}"#]),
];

/// Returns the requests for the path `/`.
fn scenarios(table: &Table) -> Vec<TestRequest> {
    let text = format!("{table:?}");
    let mentions = |word: &str| text.contains(word);
    let some = |is_mentioned: bool, values: &[&'static str]| {
        let values = if is_mentioned { values } else { &[] };
        std::iter::once(None).chain(values.iter().copied().map(Some)).collect::<Vec<_>>()
    };
    let methods: &[_] = match (mentions("GET"), mentions("POST")) {
        (false, false) => &["GET"],
        (true, _) if mentions("303") => &["GET", "HEAD", "POST", "PUT"],
        (true, true) => &["GET", "POST", "PUT"],
        _ => &["GET", "POST"],
    };
    let mut hosts = vec!["a.example", "b.example", "b.a.example"];
    if mentions("port") {
        hosts = vec!["a.example", "b.example", "a.example:8080", "a.example:443"];
        hosts.extend([":8080", ":81", "b.example:81"]);
    }
    if mentions("}.a.example") {
        hosts.push("x.a.example");
    }
    if mentions(" s ") {
        hosts.extend(["a", "b", "b.a", "b.b", "a.a.example", "x.example"]);
    }
    let mut with_empty_ports = Vec::new();
    if mentions("{request_host}") {
        // A host that is not one of the site's.
        hosts.push("other.test");
        // Each host with a port that is not in its shortest form.
        let without_port = hosts.iter().filter(|host| !host.contains(':'));
        with_empty_ports.extend(without_port.map(|host| format!("{host}:")));
        if mentions("port") {
            hosts.push("a.example:08080");
        }
    }
    let has_hosts = mentions("host") || mentions("://") || mentions("port");
    let hosts = some(has_hosts, &hosts).into_iter().map(|host| host.map(String::from));
    let hosts: Vec<_> = hosts.chain(with_empty_ports.into_iter().map(Some)).collect();
    // A condition on presence needs a value that no other condition compares with.
    let schemes = if mentions("scheme") || mentions("http://") || mentions("canonical") {
        &["https", "http"][..]
    } else {
        &["https"]
    };
    let schemes = some(mentions("://") || mentions("scheme") || mentions("port"), schemes);
    let peers = some(mentions("ip "), &["10.0.0.1", "10.1.0.1", "192.0.2.1", "2001:db8::1"]);
    let mut queries = vec!["q=a", "q=x", "q=%61"];
    if mentions("t}") {
        // A value that is not safe in a path.
        queries.push("q=..");
    }
    let queries = some(mentions("query[") || mentions("?"), &queries);
    let mut lines = vec!["a", "x"];
    if mentions("h}") || mentions(r#"x-h"] == "a-b""#) {
        // The last value is not safe in a path.
        lines.extend(["a-b", "a-x-b", "x-b", "aa", "a/.."]);
    }
    let mut fields = vec![
        ("cookie", some(mentions("cookie"), &["c=a", "c=x"])),
        ("accept-language", some(mentions("language"), &["de-AT", "fr"])),
        ("x-h", some(mentions("x-h"), &lines)),
    ];
    for (name, values) in PROXY_FIELDS {
        fields.push((name, some(mentions(name), values)));
    }
    let mut scenarios = Vec::new();
    for &method in methods {
        for host in &hosts {
            for &scheme in &schemes {
                for &query in &queries {
                    for &peer in &peers {
                        scenarios.push(TestRequest {
                            method,
                            path: "/".into(),
                            query: query.map(Into::into),
                            authority: host.clone(),
                            scheme,
                            headers: Vec::new(),
                            peer_addr: peer.map(|address| address.parse().unwrap()),
                        });
                    }
                }
            }
        }
    }
    for (name, lines) in fields {
        let with_lines = |scenario: TestRequest| {
            let with_line = move |line: Option<&'static str>| {
                let mut scenario = scenario.clone();
                scenario.headers.extend(line.map(|line| (name, line.to_owned())));
                scenario
            };
            lines.clone().into_iter().map(with_line)
        };
        scenarios = scenarios.into_iter().flat_map(with_lines).collect();
    }
    scenarios
}
