use super::{CaptureDfa, CaptureKind};
use crate::analysis::automata::alphabet::{Symbol, word};
use crate::analysis::automata::value_constraints::ValueConstraints;

const PARAM: CaptureKind = CaptureKind::Param { separator: Some(b'/' as Symbol) };
const CATCH_ALL: CaptureKind = CaptureKind::CatchAll;

fn accepts(kind: CaptureKind, constraints: &ValueConstraints, value: &str) -> bool {
    let mut values = CaptureDfa::new(kind, None, constraints.clone());
    let end = word(value.as_bytes())
        .into_iter()
        .try_fold(CaptureDfa::START, |state, symbol| values.next(state, symbol));
    end.is_some_and(|state| values.accepts(state))
}

#[test]
fn a_param_is_a_nonempty_part_of_a_segment() {
    let constraints = ValueConstraints::default();
    for (value, is_value) in [
        ("x", true),
        ("a.b", true),
        ("...", true),
        ("a%2Fb", true),
        ("a%2F", true),
        ("a%2F%5Cb", true),
        ("a%2F...", true),
        ("%2Fa", false),
        ("%5Ca", false),
        ("a%2F..%2Fb", false),
        ("a%5C.", false),
        (".%2Fa", false),
        ("", false),
        (".", false),
        ("..", false),
        ("a/b", false),
    ] {
        assert_eq!(accepts(PARAM, &constraints, value), is_value, "{value}");
    }
}

#[test]
fn a_param_of_another_value_than_the_path_is_one_segment() {
    let constraints = ValueConstraints::default();
    let param = CaptureKind::Param { separator: None };
    for (value, is_value) in [("/a", true), ("a/../b", true), ("..", false), ("", false)] {
        assert_eq!(accepts(param, &constraints, value), is_value, "{value}");
    }
}

#[test]
fn a_catch_all_has_no_dot_segment_and_does_not_begin_with_a_slash() {
    let constraints = ValueConstraints::default();
    for (value, is_value) in [
        ("", true),
        ("a/b", true),
        ("a/", true),
        ("a//b", true),
        ("/a", false),
        ("%2Fa", false),
        ("a/..", false),
        ("./a", false),
        ("a/.b", true),
    ] {
        assert_eq!(accepts(CATCH_ALL, &constraints, value), is_value, "{value}");
    }
}

#[test]
fn constraints_of_the_target_bound_both_ends() {
    let constraints =
        ValueConstraints { not_empty: true, no_slash_at_end: true, ..Default::default() };
    for (value, is_value) in [("", false), ("a/", false), ("a", true), ("a/b", true)] {
        assert_eq!(accepts(CATCH_ALL, &constraints, value), is_value, "{value}");
    }
}

#[test]
fn a_value_is_in_each_list_and_none_of_the_excluded_words() {
    let words = |words: &[&str]| words.iter().map(|text| word(text.as_bytes())).collect();
    let constraints = ValueConstraints {
        one_of: vec![words(&["en", "de", "den"]), words(&["de", "den", "fr"])],
        none_of: words(&["den"]),
        ..Default::default()
    };
    for (value, is_value) in
        [("de", true), ("den", false), ("en", false), ("fr", false), ("d", false)]
    {
        assert_eq!(accepts(PARAM, &constraints, value), is_value, "{value}");
    }
    assert!(!constraints.are_trivial());
    assert!(ValueConstraints::default().are_trivial());
}
