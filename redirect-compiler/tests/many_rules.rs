//! Tests that a table of many rules responds like the first of its rules that matches by itself,
//! regardless of the index that finds the rule.

#![allow(clippy::unwrap_used)]

use redirect_compiler::syntax::{Condition, Document, Operator, Rule, Setting};
use redirect_compiler::{build, compile_without_analysis};
use redirect_core::Redirects;
use test_support::{Random, location};

/// The static segments of sources.
const SOURCE_SEGMENTS: [&str; 6] =
    ["a", "b", "archive", "a-long-segment-of-more-than-32-bytes", "Café", "x.y"];

/// The segments of requests.
const REQUEST_SEGMENTS: [&str; 10] = [
    "a",
    "%61",
    "b",
    "B",
    "archive",
    "a-long-segment-of-more-than-32-bytes",
    "Café",
    "x.y",
    ".",
    "",
];

/// Generates a rule whose location contains its number and its captures.
fn generate_rule(
    random: &mut Random,
    number: usize,
    options: &[(&'static str, &'static str)],
) -> Rule<'static> {
    let (mut source, mut target) = (String::new(), format!("/{number}"));
    for at in 0..=random.below(5) {
        if random.below(3) == 0 {
            let capture = format!("/{{c{at}}}");
            source += &capture;
            target += &capture;
        } else {
            source.push('/');
            source.push_str(random.pick(&SOURCE_SEGMENTS));
        }
    }
    if random.below(4) == 0 {
        source += "/{*rest}";
        target += "/{rest}";
    }
    let option = (random.below(3) == 0).then(|| options.get(random.below(options.len().max(1))));
    Rule {
        source: source.into(),
        status: "301".into(),
        target: Some(target.into()),
        options: option
            .flatten()
            .map(|&(key, value)| Setting::with_word(key, value))
            .into_iter()
            .collect(),
        ..Rule::default()
    }
}

fn table(rules: &[Rule<'static>]) -> Redirects {
    let mut document = Document::default();
    document.rules.extend_from_slice(rules);
    build(&compile_without_analysis(&document).rules).unwrap()
}

fn check(options: &[(&'static str, &'static str)]) {
    let mut matched = 0;
    for (seed, count) in [(1, 3), (2, 30), (3, 400)] {
        let mut random = Random(seed);
        let rules: Vec<_> =
            (0..count).map(|number| generate_rule(&mut random, number, options)).collect();
        let all = table(&rules);
        let alone: Vec<Redirects> = rules.chunks(1).map(table).collect();
        for _ in 0..2000 {
            let mut path = String::new();
            for _ in 0..=random.below(6) {
                path.push('/');
                path.push_str(random.pick(&REQUEST_SEGMENTS));
            }
            let expected = alone.iter().find_map(|table| location(table, &path));
            matched += usize::from(expected.is_some());
            assert_eq!(location(&all, &path), expected, "{path} of {all:#?}");
        }
    }
    assert!((1000..5000).contains(&matched), "{matched}");
}

#[test]
fn first_rule_wins_among_many_rules() {
    check(&[]);
}

#[test]
fn first_rule_wins_among_many_rules_with_slash_either() {
    check(&[("slash", "either")]);
}

#[test]
fn first_rule_wins_among_many_rules_with_case_ignore() {
    check(&[("case", "ignore"), ("slash", "either")]);
}

/// The number of texts that distinguish patterns.
const TEXTS: usize = 100;

/// Generates a pattern with a text at one of several places. Most of them only match POST.
fn generate_pattern(
    random: &mut Random,
    number: usize,
    options: &[(&'static str, &'static str)],
) -> Rule<'static> {
    let text = random.below(TEXTS);
    let source = match random.below(8) {
        0 => format!("/{{a}}-x{text}"),
        1 => format!("/x{text}-{{a}}"),
        2 => format!("/a/b/c/d/x{text}/{{*a}}"),
        3 => format!("/{{a}}/x{text}-{{b}}/c"),
        4 => format!("/{{a}}-é{text}-{{b}}"),
        _ => format!("/{{a}}-X{text}-{{b}}"),
    };
    let target = format!("/{number}/{{a}}");
    let option = (random.below(3) == 0).then(|| options.get(random.below(options.len().max(1))));
    Rule {
        methods: if random.below(4) > 0 { vec!["POST".into()] } else { Vec::new() },
        source: source.into(),
        status: "301".into(),
        target: Some(target.into()),
        options: option
            .flatten()
            .map(|&(key, value)| Setting::with_word(key, value))
            .into_iter()
            .collect(),
        ..Rule::default()
    }
}

/// Generates a path with some of the texts, or with many.
fn generate_path(random: &mut Random) -> String {
    let mut path = random.pick(&["/", "/a", "/a/b/c/d/", "/a/", "/%61"]).to_string();
    let count = if random.below(4) == 0 { 100 } else { 1 + random.below(4) };
    for _ in 0..count {
        let text = random.below(TEXTS);
        let start = random.pick(&["-x", "-X", "x", "-é", "-%C3%a9", "%2DX"]);
        path = format!("{path}{start}{text}");
    }
    path + random.pick(&["", "-b", "/", "-b/c", "/e", "-"])
}

fn check_patterns(options: &[(&'static str, &'static str)]) {
    let (mut matched, mut random) = (0, Random(4));
    let rules: Vec<_> =
        (0..600).map(|number| generate_pattern(&mut random, number, options)).collect();
    let all = table(&rules);
    let alone: Vec<Redirects> = rules.chunks(1).map(table).collect();
    for _ in 0..600 {
        let path = generate_path(&mut random);
        let expected = alone.iter().find_map(|table| location(table, &path));
        matched += usize::from(expected.is_some());
        assert_eq!(location(&all, &path), expected, "{path}");
    }
    assert!((40..300).contains(&matched), "{matched}");
}

#[test]
fn first_rule_wins_among_patterns_with_different_texts() {
    check_patterns(&[]);
}

#[test]
fn first_rule_wins_among_patterns_with_different_texts_in_all_modes() {
    check_patterns(&[("case", "ignore"), ("slash", "either")]);
}

#[test]
fn last_of_many_rules_whose_text_is_in_the_path_is_found() {
    let rule = |source: String, method: &'static str| Rule {
        methods: vec![method.into()],
        source: source.into(),
        status: "303".into(),
        target: Some("/new/{b}".into()),
        ..Rule::default()
    };
    let mut rules: Vec<_> =
        (0..TEXTS).map(|number| rule(format!("/{{a}}-x{number}-{{b}}"), "PUT")).collect();
    let texts: Vec<String> = (0..TEXTS).rev().map(|number| format!("-x{number}")).collect();
    let texts = texts.concat();
    for start in ["/a", "/a%25"] {
        let path = format!("{start}-last{texts}-b");
        assert_eq!(location(&table(&rules), &path), None);
        rules.push(rule("/{a}-last-{b}".into(), "GET"));
        let expected = format!("/new/{}-b", &texts[1..]);
        assert_eq!(location(&table(&rules), &path), Some(expected));
        rules.pop();
    }
}

/// Returns the condition that a query parameter has a value.
fn parameter(name: &'static str, value: usize) -> Condition<'static> {
    Condition {
        subject: "query".into(),
        argument: Some(name.into()),
        operator: Operator::Equal,
        values: vec![value.to_string().into()],
        ..Condition::default()
    }
}

#[test]
fn rules_with_several_parameters_are_found() {
    let mut rules = Vec::new();
    for number in 0..900 {
        let mut conditions = vec![parameter("a", number % 30), parameter("b", number / 30)];
        if number % 2 == 0 {
            conditions.reverse();
        }
        conditions.push(parameter("c", number % 7));
        rules.push(Rule {
            source: "/a".into(),
            status: "301".into(),
            target: Some(format!("/{number}").into()),
            conditions,
            ..Rule::default()
        });
    }
    let all = table(&rules);
    for number in 0..900 {
        for third in [number % 7, (number + 1) % 7] {
            let url = format!("/a?a={}&b={}&c={third}", number % 30, number / 30);
            let found = all.get(&url);
            let expected = (third == number % 7).then_some(number);
            assert_eq!(found.rule().map(|rule| rule.index()), expected, "{url}");
        }
    }
}
