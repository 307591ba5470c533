//! Adversarial paths. The number after the name of a workload is the length of a path in bytes; the
//! time per byte must not grow with it.

use std::borrow::Cow;

use redirect_compiler::syntax::Rule;
use redirects::Redirects;
use regex_automata::meta::Regex;

use super::Workload;
use super::contenders::{self, Contender};

/// The lengths of the paths in bytes. A path of more than 8,192 characters matches no rule.
const LENGTHS: [usize; 4] = [1 << 10, 2 << 10, 4 << 10, 8_000];

/// The number of bytes in the requests of one round.
const BYTES: usize = 1 << 18;

/// The number of patterns with the same structure and the same first segments.
const PATTERNS: usize = 100;

pub(crate) fn run(rounds: usize, is_wanted: &dyn Fn(&str) -> bool) {
    if is_wanted("long") {
        long(rounds);
    }
    if is_wanted("worst") {
        worst(rounds);
    }
}

/// Measures a capture that matches all of a path except its first segment.
fn long(rounds: usize) {
    let table = table(["/files/{*rest}".into()]);
    let all = [
        contenders::ours(&table),
        contenders::wayfind(["/files/<*rest>".into()].into_iter()),
        contenders::matchit(["/files/{*rest}".into()].into_iter()).0,
        regex(&["^/files/(.*)$".into()]),
    ];
    for bytes in LENGTHS {
        compare("long", bytes, &"folder/".repeat(bytes / 7), "/files/", "end", &all, rounds);
    }
}

/// Measures patterns that do not match, although every second position of a long segment matches
/// the start of their text. All patterns are tried, and each reads that segment.
fn worst(rounds: usize) {
    let numbers = 0..PATTERNS;
    let source = |number| format!("/a/b/c/d/{{one}}-{{two}}-word-{number}/{{three}}");
    let table = table(numbers.clone().map(source));
    let expression = |number| format!("^/a/b/c/d/([^/]+?)-([^/]+?)-word-{number}/([^/]+)$");
    let all = [contenders::ours(&table), regex(&numbers.map(expression).collect::<Vec<_>>())];
    for bytes in LENGTHS {
        compare("worst", bytes, &"a-".repeat(bytes / 2), "/a/b/c/d/", "/word-no/x", &all, rounds);
    }
}

fn compare(
    name: &'static str,
    bytes: usize,
    middle: &str,
    start: &str,
    end: &str,
    all: &[Contender<'_>],
    rounds: usize,
) {
    let path = format!("{start}{middle}{end}");
    for contender in all {
        assert_eq!((contender.find)(&path), name == "long", "{name} by {}", contender.name);
    }
    let requests = vec![path; BYTES / bytes];
    Workload { name, rules: bytes, requests }.run(all, rounds);
}

fn table(sources: impl IntoIterator<Item = String>) -> Redirects {
    let rule = |source| Rule {
        source: Cow::Owned(source),
        status: Cow::from("301"),
        target: Some(Cow::from("/new")),
        ..Rule::default()
    };
    contenders::compile(sources.into_iter().map(rule))
}

fn regex(expressions: &[String]) -> Contender<'static> {
    let regex = Regex::new_many(expressions).unwrap();
    Contender::new("regex-automata", move |path| regex.find(path).is_some())
}
