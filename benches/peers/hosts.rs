//! Parked domains: each host has one rule for all of its paths.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::FixedState;
use redirect_compiler::syntax::{Condition, Operator, Rule};
use redirect_core::Redirects;
use test_support::{Get, Random};

use super::Workload;
use super::contenders::{self, Contender};

/// The maximum number of requests in one round.
const REQUESTS: usize = 100_000;

const WORDS: [&str; 8] = ["blue", "garden", "market", "north", "paper", "river", "stone", "winter"];

/// Measures requests, each a host followed by a path.
pub(crate) fn run(count: usize, rounds: usize) {
    let mut random = Random(count as u64);
    let host = |at| format!("{}-{}-{at}.example", random.pick(&WORDS), random.pick(&WORDS));
    let hosts: Vec<String> = (0..count).map(host).collect();
    let table = table(&hosts);
    let request = |_| {
        let page = random.below(1_000_000);
        format!("{}/blog/page-{page}.html", hosts[random.below(hosts.len())])
    };
    let requests: Vec<String> = (0..REQUESTS.min(count * 10)).map(request).collect();
    let all = [
        Contender::new("ours", |request| {
            let (host, path) = host_and_path(request);
            table.find(&Get { host: Some(host), path }).redirect().is_some()
        }),
        std_map(&hosts),
        foldhash(&hosts),
    ];
    for request in &requests {
        for contender in &all {
            assert!((contender.find)(request), "{request} by {}", contender.name);
        }
    }
    Workload { name: "host", rules: count, requests }.run(&all, rounds);
}

fn host_and_path(request: &str) -> (&str, &str) {
    request.split_at(request.find('/').unwrap_or(request.len()))
}

fn std_map(hosts: &[String]) -> Contender<'_> {
    let map: HashMap<&str, &str> = hosts.iter().map(|host| (&host[..], TARGET)).collect();
    Contender::new("std", move |request| map.contains_key(host_and_path(request).0))
}

fn foldhash(hosts: &[String]) -> Contender<'_> {
    let mut map: hashbrown::HashMap<&str, &str, FixedState> = hashbrown::HashMap::default();
    map.extend(hosts.iter().map(|host| (&host[..], TARGET)));
    Contender::new("foldhash", move |request| map.contains_key(host_and_path(request).0))
}

const TARGET: &str = "https://www.example.com/{path}";

/// Builds a table of `"/{*path}" if host == "…" => 301 "https://www.example.com/{path}"` for each
/// host.
fn table(hosts: &[String]) -> Redirects {
    let rule = |host| Rule {
        source: Cow::from("/{*path}"),
        conditions: vec![Condition {
            subject: Cow::from("host"),
            operator: Operator::Equal,
            values: vec![Cow::from(host)],
            ..Condition::default()
        }],
        status: Cow::from("301"),
        target: Some(Cow::from(TARGET)),
        ..Rule::default()
    };
    contenders::compile(hosts.iter().map(rule))
}
