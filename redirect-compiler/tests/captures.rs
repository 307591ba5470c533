//! Tests of the values of captures with shapes, `slash: either` and `case: ignore`.

#![allow(clippy::unwrap_used)]

use redirect_compiler::syntax::{Document, Rule, Setting};
use redirect_compiler::{Compiled, build, compile_without_analysis};
use redirect_core::Redirects;
use test_support::location;

fn table(source: &str, target: &str, options: &[(&str, &str)]) -> Redirects {
    let mut document = Document::default();
    document.rules.push(Rule {
        source: source.into(),
        status: "301".into(),
        target: Some(target.into()),
        options: options.iter().map(|&(key, value)| Setting::with_word(key, value)).collect(),
        ..Rule::default()
    });
    let Compiled { rules, faults, .. } = compile_without_analysis(&document);
    assert!(faults.is_empty(), "{source}: {faults:?}");
    build(&rules).unwrap()
}

fn check(source: &str, target: &str, options: &[(&str, &str)], cases: &[(&str, Option<&str>)]) {
    let table = table(source, target, options);
    for &(path, expected) in cases {
        assert_eq!(location(&table, path).as_deref(), expected, "{path} with {source}");
    }
}

const EITHER: &[(&str, &str)] = &[("slash", "either")];

#[test]
fn slash_either_ignores_one_final_slash_on_each_side() {
    let open = "/docs/{*page}";
    let cases = [
        ("/docs", Some("/n?p=")),
        ("/docs/", Some("/n?p=")),
        ("/docs//", None),
        ("/docs/a", Some("/n?p=a")),
        ("/docs/a/", Some("/n?p=a")),
        ("/docs/a//", Some("/n?p=a/")),
        ("/docsa", None),
    ];
    check(open, "/n?p={page}", EITHER, &cases);
    let closed = "/docs/{*page}/";
    let cases = [
        ("/docs", None),
        ("/docs/", None),
        ("/docs//", Some("/n?p=")),
        ("/docs/a", Some("/n?p=a")),
        ("/docs/a/", Some("/n?p=a")),
    ];
    check(closed, "/n?p={page}", EITHER, &cases);
    let all = [("/", Some("/n?p=")), ("//", None), ("/a/", Some("/n?p=a"))];
    check("/{*page}", "/n?p={page}", EITHER, &all);
    check("/", "/n", EITHER, &[("/", Some("/n")), ("//", None)]);
    check("/{x}/", "/n?p={x}", EITHER, &[("/a", Some("/n?p=a")), ("/a//", None)]);
}

#[test]
fn captures_keep_the_case_of_the_request() {
    let options = &[("case", "ignore")];
    let cases = [("/A-B", Some("/n?p=B")), ("/a-b", Some("/n?p=b")), ("/a-%42", Some("/n?p=%42"))];
    check("/a-{y:[A-Z]+}", "/n?p={y}", options, &cases);
    let cases = [("/X-B", Some("/n?p=B&q=X")), ("/x-b-B", Some("/n?p=B&q=x-b"))];
    check("/{x}-{y:[A-Z]+}", "/n?p={y}&q={x}", options, &cases);
    let cases = [("/X-B", Some("/n?p=B&q=X")), ("/x-b", None), ("/x-b-B", Some("/n?p=B&q=x-b"))];
    check("/{x}-{y:(?-i)[A-Z]+}", "/n?p={y}&q={x}", options, &cases);
}

#[test]
fn paths_of_any_length_up_to_the_limit_match_where_a_shape_shares_its_segment() {
    let path = |len: usize| format!("/a-{}", "1".repeat(len - 3));
    let shared = table("/{x}-{y:[0-9]+}", "/n?p={x}", &[]);
    for len in [10, 256, 257, 1023, 1024, 8192] {
        assert_eq!(location(&shared, &path(len)).as_deref(), Some("/n?p=a"), "{len}");
        assert_eq!(location(&shared, &(path(len - 1) + "x")), None, "{len}");
    }
    let encoded = |count: usize| format!("/a-{}", "%31".repeat(count));
    assert_eq!(location(&shared, &encoded(8189)).as_deref(), Some("/n?p=a"));
}

#[test]
fn slashes_in_a_shape_are_not_segments_of_the_source() {
    check("/{*x:a/[b]/c}", "/n?p={x}", &[], &[("/a/b/c", Some("/n?p=a/b/c")), ("/a", None)]);
}
