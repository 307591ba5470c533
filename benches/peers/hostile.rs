//! Paths that are made to take long. The number behind the name of a work is that of the bytes of a path:
//! the time of a byte has to stay what it is while that grows.

use std::borrow::Cow;

use redirect_compiler::syntax::Rule;
use redirects::Redirects;
use regex_automata::meta::Regex;

use super::Work;
use super::contenders::{self, Contender};

/// The bytes of the paths.
const LENGTHS: [usize; 4] = [1 << 10, 4 << 10, 16 << 10, (64 << 10) - 64];

/// The most bytes that are asked for in one round.
const BYTES: usize = 1 << 18;

/// How many patterns have the same shape and the same first segments.
const PATTERNS: usize = 100;

pub(crate) fn run(rounds: usize, is_wanted: &dyn Fn(&str) -> bool) {
    if is_wanted("long") {
        long(rounds);
    }
    if is_wanted("worst") {
        worst(rounds);
    }
}

/// One capture holds all of a path but its beginning.
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

/// No pattern fits, and each differs from the path in a text that begins as every second place of a long
/// segment does: all of them are tried, and each reads that segment.
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
    Work { name, rules: bytes, requests }.run(all, rounds);
}

fn table(sources: impl IntoIterator<Item = String>) -> Redirects {
    let draft = |source| Rule {
        source: Cow::Owned(source),
        status: Cow::from("301"),
        target: Some(Cow::from("/new")),
        ..Rule::default()
    };
    contenders::compiled(sources.into_iter().map(draft))
}

fn regex(expressions: &[String]) -> Contender<'static> {
    let regex = Regex::new_many(expressions).unwrap();
    Contender::new("regex-automata", move |path| regex.find(path).is_some())
}
