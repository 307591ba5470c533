//! Many rules for the same paths, and requests of up to 8 KiB to them. The time per byte must
//! neither grow with the number of rules nor with the length of the request.
//!
//! A request is written as `PATH`, `PATH?QUERY`, or a path and the value of a header field on the
//! next line. The regular expressions match this text.

use std::borrow::Cow;

use redirect_compiler::syntax::{Condition, Operator, Rule};
use redirects::{Redirects, Request};
use regex::bytes::RegexSetBuilder;

use super::Workload;
use super::contenders::{self, Contender};

/// The length of long requests in bytes.
const LONG: usize = 8 << 10;

/// A path of usual length.
const PAGE: &str = "/watering-can-5-l-made-of-steel";

/// The number of bytes in the requests of one round, and the maximum number of these requests.
const BYTES: usize = 1 << 15;
const REQUESTS: usize = 500;

/// Returns a request, given the number of a rule.
type MakeRequest = Box<dyn Fn(usize) -> String>;

/// Rules that differ in a number, and requests to them.
struct Family {
    /// The rule, and the regular expression that matches the same requests.
    rule: fn(usize) -> Rule<'static>,
    expression: fn(usize) -> String,
    /// The source for matchit, if it can express the rules.
    route: Option<fn(usize) -> String>,
    /// The name of each workload, and its request.
    requests: Vec<(&'static str, MakeRequest)>,
}

pub(crate) fn run(size: usize, rounds: usize) {
    for family in [query(), header(), suffix(), segment(), middle(), texts()] {
        family.run(size, rounds);
    }
}

impl Family {
    fn run(&self, size: usize, rounds: usize) {
        let table = contenders::compile((0..size).map(self.rule));
        let expressions: Vec<String> = (0..size).map(self.expression).collect();
        let mut all = vec![ours(&table), regex_set(&expressions)];
        if let Some(route) = self.route {
            let (matchit, refused) = contenders::matchit((0..size).map(route));
            if refused == 0 {
                all.push(matchit);
            }
        }
        for (name, request) in &self.requests {
            let request = request(size / 2);
            let found: Vec<bool> = all.iter().map(|peer| (peer.find)(&request)).collect();
            assert!(found.iter().all(|it| *it == found[0]), "{name} of {size}: {found:?}");
            let requests = vec![request.clone(); (BYTES / request.len()).min(REQUESTS)];
            // The slowest contender takes a second for one request.
            Workload { name, rules: size, requests }.run(&all, rounds.min(5));
        }
    }
}

/// Conditions on a query parameter.
fn query() -> Family {
    Family {
        rule: |number| {
            let conditions = vec![equals("query", "p", number)];
            Rule { conditions, ..rule("/index.php".into()) }
        },
        expression: |number| format!(r"^/index\.php\?(?:[^&]*&)*p={number}(?:&.*)?$"),
        route: None,
        requests: vec![
            ("query-hit", Box::new(|number| format!("/index.php?p={number}"))),
            ("query-miss", Box::new(|_| "/index.php?p=none".into())),
            ("query-many", Box::new(|_| format!("/index.php?{}", "&".repeat(LONG)))),
            ("query-long", Box::new(|_| format!("/index.php?p={}", "1".repeat(LONG)))),
        ],
    }
}

/// Conditions on a header field.
fn header() -> Family {
    Family {
        rule: |number| {
            let conditions = vec![equals("header", "x-site", number)];
            Rule { conditions, ..rule("/{*path}".into()) }
        },
        expression: |number| format!(r"^/.*\n{number}$"),
        route: None,
        requests: vec![
            ("header-hit", Box::new(|number| format!("{PAGE}\n{number}"))),
            ("header-miss", Box::new(|_| format!("{PAGE}\nnone"))),
            ("header-long", Box::new(|_| format!("{PAGE}\n{}", "1".repeat(LONG)))),
            ("header-path", Box::new(|_| format!("/{}\nnone", "a/".repeat(LONG / 2)))),
        ],
    }
}

/// Texts at the end of a pattern.
fn suffix() -> Family {
    Family {
        rule: |number| rule(format!("/{{a}}-x{number}-b")),
        expression: |number| format!("^/[^/]+-x{number}-b$"),
        route: Some(|number| format!("/{{a}}-x{number}-b")),
        requests: vec![
            ("suffix-hit", Box::new(|number| format!("{PAGE}-x{number}-b"))),
            ("suffix-miss", Box::new(|_| format!("{PAGE}-none-b"))),
            ("suffix-long", Box::new(|_| format!("/{}-none-b", "-x".repeat(LONG / 2)))),
            ("suffix-encoded", Box::new(|_| format!("/%25{}-none-b", "-x".repeat(LONG / 2)))),
        ],
    }
}

/// Segments between captures.
fn segment() -> Family {
    Family {
        rule: |number| rule(format!("/{{a}}/x{number}/{{b}}")),
        expression: |number| format!("^/[^/]+/x{number}/[^/]+$"),
        route: Some(|number| format!("/{{a}}/x{number}/{{b}}")),
        requests: vec![
            ("segment-hit", Box::new(|number| format!("/a/x{number}/b"))),
            ("segment-miss", Box::new(|_| "/a/none/b".into())),
            ("segment-long", Box::new(|number| format!("/a/x{number}/{}", "b".repeat(LONG)))),
            ("segment-encoded", Box::new(|_| format!("/%25a/none/{}", "b".repeat(LONG)))),
        ],
    }
}

/// Texts between captures that share a segment.
fn middle() -> Family {
    Family {
        rule: |number| rule(format!("/{{a}}-x{number}-{{b}}")),
        expression: |number| format!("^/[^/]+-x{number}-[^/]+$"),
        route: None,
        requests: vec![
            ("middle-hit", Box::new(|number| format!("{PAGE}-x{number}-b"))),
            ("middle-miss", Box::new(|_| format!("{PAGE}-none-b"))),
            ("middle-long", Box::new(|_| format!("/{}-none-b", "-x".repeat(LONG / 2)))),
            ("middle-encoded", Box::new(|_| format!("/%25{}-none-b", "-x".repeat(LONG / 2)))),
        ],
    }
}

/// The same texts, all of which occur in the path, and a condition that does not hold.
fn texts() -> Family {
    Family {
        rule: |number| {
            let conditions = vec![equals("header", "x-site", 0)];
            Rule { conditions, ..rule(format!("/{{a}}-x{number}-{{b}}")) }
        },
        expression: |number| format!("^/[^/]+-x{number}-[^/]+\n0$"),
        route: None,
        requests: vec![(
            "texts-long",
            Box::new(|number| {
                let texts: Vec<String> = (0..2 * number).map(|text| format!("-x{text}")).collect();
                let mut texts = texts.concat();
                texts.truncate(LONG);
                format!("/a{}{texts}-b", "-".repeat(LONG - texts.len()))
            }),
        )],
    }
}

fn rule(source: String) -> Rule<'static> {
    Rule {
        source: source.into(),
        status: Cow::from("301"),
        target: Some(Cow::from("/new")),
        ..Rule::default()
    }
}

fn equals(subject: &'static str, name: &'static str, value: usize) -> Condition<'static> {
    Condition {
        subject: subject.into(),
        argument: Some(name.into()),
        operator: Operator::Equal,
        values: vec![value.to_string().into()],
        ..Condition::default()
    }
}

/// A request that is written as a text.
struct TextRequest<'a> {
    path: &'a str,
    query: Option<&'a str>,
    field: Option<&'a str>,
}

impl<'a> TextRequest<'a> {
    fn parse(text: &'a str) -> TextRequest<'a> {
        if let Some((path, field)) = text.split_once('\n') {
            return TextRequest { path, query: None, field: Some(field) };
        }
        match text.split_once('?') {
            Some((path, query)) => TextRequest { path, query: Some(query), field: None },
            None => TextRequest { path: text, query: None, field: None },
        }
    }
}

impl Request for TextRequest<'_> {
    fn method(&self) -> &'static str {
        "GET"
    }

    fn path(&self) -> &str {
        self.path
    }

    fn query(&self) -> Option<&str> {
        self.query
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.field.filter(|_| name == "x-site").map(str::as_bytes).into_iter()
    }
}

fn ours(table: &Redirects) -> Contender<'_> {
    Contender::new("ours", |text| table.find(&TextRequest::parse(text)).redirect().is_some())
}

/// Returns a set of regular expressions, which reports the first one that matches. The limits are
/// raised, because 10,000 expressions exceed the defaults.
fn regex_set(expressions: &[String]) -> Contender<'static> {
    let mut builder = RegexSetBuilder::new(expressions);
    builder.unicode(false).size_limit(1 << 30).dfa_size_limit(1 << 26);
    let set = builder.build().unwrap();
    Contender::new("regex-set", move |text| set.matches(text.as_bytes()).iter().next().is_some())
}
