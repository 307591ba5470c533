//! Tests that a table of many rules responds like the first of its rules that matches by itself,
//! regardless of the index that finds the rule.

#![allow(clippy::unwrap_used)]

use redirect_compiler::syntax::{Document, Rule};
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
            .map(|&(key, value)| (key.into(), value.into()))
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
