//! Patterns, disjoint and overlapping, and paths that match them.

use redirects::{Format, Loader, Redirects};
use regex_automata::meta::Regex;
use test_support::Random;

use super::Workload;
use super::contenders::{self, Contender};

const WORDS: [&str; 12] = [
    "docs", "blog", "api", "guide", "shop", "news", "users", "items", "pages", "tags", "archive",
    "help",
];

/// The maximum number of requests in one round.
const REQUESTS: usize = 20_000;

/// The segments of a pattern: text, `:` for any segment, or `*` for the rest of the path.
type Pattern = Vec<String>;

pub(crate) fn run(count: usize, rounds: usize, is_wanted: &dyn Fn(&str) -> bool) {
    for (name, patterns) in [("pattern", disjoint(count)), ("overlap", overlapping(count))] {
        if is_wanted(name) {
            compare(name, &patterns, rounds);
        }
    }
}

fn compare(name: &'static str, patterns: &[Pattern], rounds: usize) {
    let table = table(patterns);
    let mut all = vec![contenders::ours(&table)];
    let format_all = |capture: fn(usize) -> String, rest: &str| -> Vec<String> {
        patterns.iter().map(|pattern| format_pattern(pattern, capture, rest)).collect()
    };
    let braces = format_all(|number| format!("{{c{number}}}"), "{*rest}");
    let (matchit, refused) = contenders::matchit(braces.into_iter());
    all.push(contenders::wayfind(
        format_all(|number| format!("<c{number}>"), "<*rest>").into_iter(),
    ));
    if refused == 0 {
        all.push(matchit);
    } else {
        eprintln!("{name} {}: matchit rejects {refused} patterns", patterns.len());
    }
    all.push(path_tree(format_all(|number| format!(":c{number}"), "*")));
    if patterns.len() <= 1000 {
        all.push(actix(&format_all(|number| format!("{{c{number}}}"), "{rest:.*}")));
    }
    if patterns.len() <= 100 {
        all.push(regex(patterns));
    }
    let mut random = Random(patterns.len() as u64);
    let mut request = || {
        let pattern = &patterns[random.below(patterns.len())];
        let value = random.below(1_000_000);
        format_pattern(pattern, |_| "@".into(), "a/b/@").replace('@', &value.to_string())
    };
    let requests: Vec<String> =
        (0..REQUESTS.min(patterns.len() * 100)).map(|_| request()).collect();
    for path in &requests {
        for contender in &all {
            assert!((contender.find)(path), "{path} by {}", contender.name);
        }
    }
    Workload { name, rules: patterns.len(), requests }.run(&all, rounds);
}

/// Generates patterns that each begin with a different segment.
fn disjoint(count: usize) -> Vec<Pattern> {
    let mut random = Random(1);
    let pattern = |at: usize| {
        let mut pattern = vec![format!("{}-{at}", random.pick(&WORDS))];
        for _ in 0..=random.below(3) {
            pattern.push(if random.below(2) == 0 {
                ":".into()
            } else {
                random.pick(&WORDS).into()
            });
        }
        pattern.push(if random.below(3) == 0 { "*".into() } else { ":".into() });
        pattern
    };
    (0..count).map(pattern).collect()
}

/// Generates patterns of which several begin alike, and some with a capture.
fn overlapping(count: usize) -> Vec<Pattern> {
    let mut random = Random(2);
    let pattern = |at: usize| {
        let first = if random.below(8) == 0 {
            ":".into()
        } else {
            format!("{}-{}", random.pick(&WORDS), random.below(count / 20 + 1))
        };
        let mut pattern = vec![first];
        for _ in 0..=random.below(2) {
            pattern.push(if random.below(3) == 0 {
                ":".into()
            } else {
                random.pick(&WORDS).into()
            });
        }
        pattern.push(format!("{}-{at}", random.pick(&WORDS)));
        pattern.push(if random.below(4) == 0 { "*".into() } else { ":".into() });
        pattern
    };
    (0..count).map(pattern).collect()
}

fn format_pattern(pattern: &Pattern, capture: impl Fn(usize) -> String, rest: &str) -> String {
    let segment = |(number, segment): (usize, &String)| match &segment[..] {
        ":" => format!("/{}", capture(number)),
        "*" => format!("/{rest}"),
        text => format!("/{text}"),
    };
    pattern.iter().enumerate().map(segment).collect()
}

fn table(patterns: &[Pattern]) -> Redirects {
    let line = |pattern| format_pattern(pattern, |number| format!(":c{number}"), "*") + " /new";
    let lines: Vec<String> = patterns.iter().map(line).collect();
    let lines = lines.join("\n");
    let report = Loader::new(Format::Netlify).check(&lines);
    assert_eq!(report.diagnostics().len(), 0, "{}", report.into_result().unwrap_err());
    report.valid_rules().clone()
}

fn path_tree(sources: Vec<String>) -> Contender<'static> {
    let mut tree = path_tree::PathTree::new();
    for source in sources {
        let _ = tree.insert(&source, ());
    }
    Contender::new("path-tree", move |path| tree.find(path).is_some())
}

fn actix(sources: &[String]) -> Contender<'static> {
    let mut router = actix_router::Router::<()>::build();
    for source in sources {
        let _ = router.path(&source[..], ());
    }
    let router = router.finish();
    Contender::new("actix-router", move |path| {
        router.recognize(&mut actix_router::Path::new(path)).is_some()
    })
}

fn regex(patterns: &[Pattern]) -> Contender<'static> {
    let expressions: Vec<String> = patterns
        .iter()
        .map(|pattern| format!("^{}$", format_pattern(pattern, |_| "([^/]+)".into(), "(.*)")))
        .collect();
    let regex = Regex::new_many(&expressions).unwrap();
    Contender::new("regex-automata", move |path| regex.find(path).is_some())
}
