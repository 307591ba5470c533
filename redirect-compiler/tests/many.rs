//! Many rules together answer as the first of them that answers alone, by whatever keys they are found.

#![allow(clippy::unwrap_used)]

mod support;

use redirect_compiler::syntax::{Document, Rule};
use redirect_compiler::{build, compile_without_analysis};
use redirect_core::Redirects;
use support::location;

/// A generator of numbers (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((number ^ (number >> 31)) >> 33).unwrap() % limit
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const TEXTS: [&str; 6] =
    ["a", "b", "archive", "a-long-segment-of-more-than-32-bytes", "Café", "x.y"];
const ASKED: [&str; 10] = [
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

/// A rule of that number, whose location says which it is and what it captures.
fn draft(
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
            source.push_str(random.pick(&TEXTS));
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

fn table(drafts: &[Rule<'static>]) -> Redirects {
    let mut document = Document::default();
    document.rules.extend_from_slice(drafts);
    build(&compile_without_analysis(&document).rules).unwrap()
}

fn check(options: &[(&'static str, &'static str)]) {
    let mut answered = 0;
    for (seed, count) in [(1, 3), (2, 30), (3, 400)] {
        let mut random = Random(seed);
        let drafts: Vec<_> = (0..count).map(|number| draft(&mut random, number, options)).collect();
        let all = table(&drafts);
        let alone: Vec<Redirects> = drafts.chunks(1).map(table).collect();
        for _ in 0..2000 {
            let mut path = String::new();
            for _ in 0..=random.below(6) {
                path.push('/');
                path.push_str(random.pick(&ASKED));
            }
            let expected = alone.iter().find_map(|table| location(table, &path));
            answered += usize::from(expected.is_some());
            assert_eq!(location(&all, &path), expected, "{path} of {all:#?}");
        }
    }
    assert!((1000..5000).contains(&answered), "{answered}");
}

#[test]
fn as_they_are() {
    check(&[]);
}

#[test]
fn with_a_final_slash_or_without() {
    check(&[("slash", "either")]);
}

#[test]
fn without_regard_to_case() {
    check(&[("case", "ignore"), ("slash", "either")]);
}
