//! Lookups of paths among rules without captures.

use std::collections::HashSet;

use test_support::Random;

use super::Workload;
use super::contenders::{self, Contender};

/// The maximum number of requests in one round.
const REQUESTS: usize = 100_000;

/// Typical paths without a redirect; `@` is replaced by a number.
const LIVE: [&str; 16] = [
    "/",
    "/",
    "/favicon.ico",
    "/robots.txt",
    "/index.html",
    "/api/v1/users/@",
    "/api/v1/orders/@/items",
    "/api/v2/search",
    "/assets/app-@.js",
    "/assets/styles-@.css",
    "/static/images/photo-@.webp",
    "/users/@/settings",
    "/login",
    "/products/@",
    "/wp-login.php",
    "/en-US/docs/Web/unknown-@",
];

pub(crate) fn run(rules: &[(String, String)], rounds: usize, is_wanted: &dyn Fn(&str) -> bool) {
    let workloads: Vec<Workload> =
        workloads(rules).into_iter().filter(|workload| is_wanted(workload.name)).collect();
    if workloads.is_empty() {
        return;
    }
    let table = contenders::table(rules);
    eprintln!(
        "{} rules in {} bytes, {:.1} a rule",
        rules.len(),
        table.to_bytes().len(),
        per_rule(table.to_bytes().len(), table.rules().len())
    );
    // Rules with a fault are omitted for all contenders.
    let known: HashSet<&str> = table.rules().map(|rule| rule.source()).collect();
    let rules: Vec<(String, String)> =
        rules.iter().filter(|(source, _)| known.contains(&source[..])).cloned().collect();
    let mut all = vec![
        contenders::ours(&table),
        contenders::std_map(&rules),
        contenders::foldhash(&rules),
        contenders::phf(&rules),
    ];
    if rules.len() <= 100_000 {
        all.push(contenders::matchit(rules.iter().map(|(source, _)| source.clone())).0);
        all.push(contenders::wayfind(rules.iter().map(|(source, _)| source.clone())));
    }
    for mut workload in workloads {
        workload
            .requests
            .retain(|path| known.contains(&path[..]) == workload.name.starts_with('h'));
        workload.rules = rules.len();
        check(&workload, &all);
        workload.run(&all, rounds);
    }
}

#[allow(clippy::cast_precision_loss)]
fn per_rule(bytes: usize, rules: usize) -> f64 {
    bytes as f64 / rules as f64
}

/// Checks that all contenders find all paths of a workload (`hit` and `hot`) or none (the others).
fn check(workload: &Workload, contenders: &[Contender<'_>]) {
    for path in &workload.requests {
        for contender in contenders {
            let found = (contender.find)(path);
            assert_eq!(found, workload.name.starts_with('h'), "{path} by {}", contender.name);
        }
    }
}

fn workloads(rules: &[(String, String)]) -> Vec<Workload> {
    let mut random = Random(rules.len() as u64);
    let known: HashSet<&str> = rules.iter().map(|(source, _)| &source[..]).collect();
    let count = REQUESTS.min(rules.len() * 10);
    let any = |random: &mut Random| rules[random.below(rules.len())].0.clone();
    let hit = (0..count).map(|_| any(&mut random)).collect();
    let near = |random: &mut Random| {
        let mut path = any(random).into_bytes();
        let at = 1 + random.below(path.len().max(2) - 1);
        if let Some(byte) = path.get_mut(at) {
            *byte = if *byte == b'x' { b'y' } else { b'x' };
        }
        String::from_utf8(path).unwrap()
    };
    let near = (0..count).map(|_| near(&mut random)).filter(|path| !known.contains(&path[..]));
    let near = near.collect();
    let live = |random: &mut Random| {
        let number = random.below(1_000_000).to_string();
        random.pick(&LIVE).replace('@', &number)
    };
    let live = (0..count).map(|_| live(&mut random)).collect();
    let few: Vec<String> = (0..64).map(|_| any(&mut random)).collect();
    let hot = (0..count).map(|_| few[random.below(few.len())].clone()).collect();
    [("hit", hit), ("near", near), ("live", live), ("hot", hot)]
        .into_iter()
        .map(|(name, requests)| Workload { name, rules: rules.len(), requests })
        .collect()
}
