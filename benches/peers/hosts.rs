//! Parked domains: each host has one rule for all its paths.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::FixedState;
use redirect_compiler::syntax::{Condition, Operator, Rule};
use redirect_core::Redirects;

use super::Work;
use super::contenders::{self, Contender, Get};
use super::random::Random;

/// The most requests of one round.
const REQUESTS: usize = 100_000;

const WORDS: [&str; 8] = ["blue", "garden", "market", "north", "paper", "river", "stone", "winter"];

/// A request is a host with a path behind it.
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
        Contender::new("ours", |asked| {
            let (host, path) = parts(asked);
            table.find(&Get { host: Some(host), path }).redirect().is_some()
        }),
        std_map(&hosts),
        foldhash(&hosts),
    ];
    for asked in &requests {
        for contender in &all {
            assert!((contender.find)(asked), "{asked} by {}", contender.name);
        }
    }
    Work { name: "host", rules: count, requests }.run(&all, rounds);
}

fn parts(asked: &str) -> (&str, &str) {
    asked.split_at(asked.find('/').unwrap_or(asked.len()))
}

fn std_map(hosts: &[String]) -> Contender<'_> {
    let map: HashMap<&str, &str> = hosts.iter().map(|host| (&host[..], TARGET)).collect();
    Contender::new("std", move |asked| map.contains_key(parts(asked).0))
}

fn foldhash(hosts: &[String]) -> Contender<'_> {
    let mut map: hashbrown::HashMap<&str, &str, FixedState> = hashbrown::HashMap::default();
    map.extend(hosts.iter().map(|host| (&host[..], TARGET)));
    Contender::new("foldhash", move |asked| map.contains_key(parts(asked).0))
}

const TARGET: &str = "https://www.example.com/{path}";

/// `"/{*path}" if host == "…" => 301 "https://www.example.com/{path}"` for each host.
fn table(hosts: &[String]) -> Redirects {
    let draft = |host| Rule {
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
    contenders::compiled(hosts.iter().map(draft))
}
