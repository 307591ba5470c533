//! Many hosts, each of which leads elsewhere with all its paths.

use std::collections::HashSet;

use foldhash::fast::FixedState;
use redirect_core::compiler::{ConditionDraft, Draft, Operator};
use redirects::Redirects;

use super::Work;
use super::contenders::{self, Contender, Get};
use super::random::Random;

/// The most requests of one round.
const REQUESTS: usize = 100_000;

/// A request is a host with a path behind it.
pub(crate) fn run(count: usize, rounds: usize) {
    let hosts: Vec<String> = (0..count).map(|number| format!("shop-{number}.example")).collect();
    let table = table(&hosts);
    let std: HashSet<&str> = hosts.iter().map(|host| &host[..]).collect();
    let foldhash: hashbrown::HashSet<&str, FixedState> =
        hosts.iter().map(|host| &host[..]).collect();
    let all = [
        Contender::new("ours", |request| {
            let (host, path) = split(request);
            table.find(&Get { path, host: Some(host) }).redirect().is_some()
        }),
        Contender::new("std", move |request| std.contains(split(request).0)),
        Contender::new("foldhash", move |request| foldhash.contains(split(request).0)),
    ];
    let mut random = Random(count as u64);
    let mut request =
        || format!("{}/blog/{}/page", hosts[random.below(count)], random.below(1_000_000));
    let requests: Vec<String> = (0..REQUESTS.min(10 * count)).map(|_| request()).collect();
    for request in &requests {
        for contender in &all {
            assert!((contender.find)(request), "{request} by {}", contender.name);
        }
    }
    Work { name: "host", rules: count, requests }.run(&all, rounds);
}

fn split(request: &str) -> (&str, &str) {
    request.split_at(request.find('/').unwrap_or(request.len()))
}

/// `host == "…"` and `"/{*path}" => 301 "https://www.example.com/{path}"` for each of them.
fn table(hosts: &[String]) -> Redirects {
    let rule = |host: &String| Draft {
        source: "/{*path}".into(),
        conditions: vec![ConditionDraft {
            subject: "host".into(),
            operator: Operator::Equal,
            values: vec![host.clone().into()],
            ..ConditionDraft::default()
        }],
        status: "301".into(),
        target: Some("https://www.example.org/{path}".into()),
        ..Draft::default()
    };
    contenders::compiled(hosts.iter().map(rule).collect())
}
