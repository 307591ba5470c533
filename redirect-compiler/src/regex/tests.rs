//! Tests of the values that shapes match, and of expressions that are not valid shapes.

#![allow(clippy::unwrap_used)]

use std::ops::Range;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::diagnostic::kind::ShapeFault;
use crate::diagnostic::kind::ShapeFault::{NoValue, TooLarge, Unicode, UnicodeWordBoundary};
use crate::regex::RegexError;
use redirect_core::internals::dfa::{Dfa, MAX_LEN};

fn compile(expression: &str) -> Result<Vec<u8>, RegexError> {
    crate::regex::compile(expression, false)
}

fn fits(expression: &str, value: &[u8]) -> bool {
    let bytes = compile(expression).unwrap();
    assert!(Dfa::new(&bytes).is_valid(), "{expression}");
    Dfa::new(&bytes).accepts(value.iter().copied())
}

#[test]
fn case_is_ignored_as_after_the_flag_i() {
    for (expression, with_flag) in
        [("[a-c]+x", "(?i)[a-c]+x"), ("[^a]", "(?i)[^a]"), ("a(?-i)b", "(?i:a)b"), ("é?", "é?")]
    {
        let ignoring_case = crate::regex::compile(expression, true);
        assert_eq!(ignoring_case.ok(), compile(with_flag).ok(), "{expression}");
    }
}

#[test]
fn shapes_match_whole_values() {
    let cases: &[(&str, &[&str], &[&str])] = &[
        ("[0-9]{4}", &["2026", "0000"], &["", "202", "20266", "202a", "２０２６"]),
        ("a|b", &["a", "b"], &["", "ab", "ba"]),
        ("a|ab|", &["", "a", "ab"], &["b", "aba"]),
        ("^a$", &["a"], &["aa", "a\n"]),
        ("(?m)a$\n^b", &["a\nb"], &["a\n", "ab"]),
        (r"\bab?\b", &["a", "ab"], &["", "b"]),
        (r".*\Bb\b.*", &["ab", "aab c"], &["b", "a b", "abc"]),
        (r"\<a\>", &["a"], &["aa"]),
        ("a*?", &["", "aaa"], &["b"]),
        ("(?i)k", &["k", "K"], &["\u{212A}"]),
        ("(?iu)k", &["k", "K", "\u{212A}"], &["kk"]),
        (r"\w+", &["az_09"], &["é", "a-b"]),
        (r"(?u)\w+", &["az_09", "é"], &["a-b"]),
        (r"(?u)\p{L}+", &["été", "ß", "語"], &["", "1", "é1"]),
        (r"(?u)[\p{Greek}&&\p{Lu}]", &["Ω"], &["ω", "O"]),
        ("é+a", &["éa", "ééa"], &["ea", "é"]),
        ("(?u).", &["a", "é", "語", "🦀"], &["", "\n", "aa"]),
        (".*", &["", "a", "aé🦀"], &["\n"]),
        ("[^/]{2}", &["ab", "é"], &["a", "a/", "語"]),
        (r"[a-z0-9]+(-[a-z0-9]+)*", &["a", "a-b-9"], &["", "-", "a-", "a--b", "A"]),
        (r"(?x) a \x20 b # a comment", &["a b"], &["ab"]),
        (r"\{\}", &["{}"], &["{"]),
    ];
    for (expression, good, bad) in cases {
        for value in *good {
            assert!(fits(expression, value.as_bytes()), "{expression} {value:?}");
        }
        for value in *bad {
            assert!(!fits(expression, value.as_bytes()), "{expression} {value:?}");
        }
    }
}

#[test]
fn look_around_sees_both_sides() {
    let cases: &[(&str, &[&str], &[&str])] = &[
        ("(?m)(^a$\n?)+", &["a", "a\na", "a\n"], &["aa", "\na"]),
        ("(?mR)(^|a|$|\r|\n)*", &["", "\r\n", "a\r\na"], &["b"]),
        ("(?mR)a\r^\na", &[], &["a\r\na"]),
        ("(?mR)a\r$\na", &[], &["a\r\na"]),
        ("(?mR)a$\r\n^a", &["a\r\na"], &["a\ra"]),
        ("(?mR)a\r^a|a$\na", &["a\ra", "a\na"], &["aa"]),
        (r"(\b[a-]\b)+", &["a", "a-a"], &["-", "aa", "a-"]),
        (r"(\B-\B)+", &["-", "--"], &[]),
        (r"(\<|-|a)*", &["", "-a", "aa"], &["b"]),
        (r"a\>-\<a", &["a-a"], &["aa"]),
        (r"\b{start-half}a\b{end-half}-?", &["a", "a-"], &["aa"]),
        (r"a\b{start-half}a", &[], &["aa"]),
        // Several assertions at one position.
        (r"(^\b$|\Ba|\b^a)*$", &["", "a", "aa"], &["b"]),
    ];
    for (expression, good, bad) in cases {
        if good.is_empty() {
            assert_eq!(compile(expression).unwrap_err().kind, NoValue, "{expression}");
            continue;
        }
        for value in *good {
            assert!(fits(expression, value.as_bytes()), "{expression} {value:?}");
        }
        for value in *bad {
            assert!(!fits(expression, value.as_bytes()), "{expression} {value:?}");
        }
    }
}

#[test]
fn invalid_utf8_has_no_shape() {
    let values: [&[u8]; 8] = [
        b"\xFF",
        b"a\x80",
        b"\xC3",
        b"\xC0\xAF",
        b"\xE0\x80\xAF",
        b"\xED\xA0\x80",
        b"\xF4\x90\x80\x80",
        b"\xF0\x9F\xA6",
    ];
    for value in values {
        assert!(!fits("(?s).*", value), "{value:?}");
        assert!(!fits(r"[^a]*|a[\x80-\xFF]", value), "{value:?}");
    }
}

#[test]
fn bad_shapes_are_reported_with_reason_and_range() {
    let syntax = |text: &str| ShapeFault::Syntax(text.into());
    let cases: &[(&str, Range<usize>, ShapeFault)] = &[
        ("a[0-9", 1..2, syntax("unclosed character class")),
        ("ab(c", 2..3, syntax("unclosed group")),
        ("é)", 2..3, syntax("unopened group")),
        ("*a", 0..0, syntax("repetition operator missing expression")),
        (r"(a)\1", 3..5, syntax("backreferences are not supported")),
        (r"a(?u:\p{Nothing})", 5..16, syntax("Unicode property not found")),
        (r"a\p{L}", 1..6, Unicode),
        ("a[é]", 2..4, Unicode),
        (r"(?u)\bé", 0..8, UnicodeWordBoundary),
        ("[a&&b]", 0..6, NoValue),
        ("a^b", 0..3, NoValue),
        (r"a\xFF", 0..5, NoValue),
        ("(a|b)*a(a|b){20}", 0..16, TooLarge),
        ("((a{1000}){1000}){1000}", 0..23, TooLarge),
        (r"(?u)\p{L}{1,40}", 0..15, TooLarge),
        ("(|a|b|c|d){3000}", 0..16, TooLarge),
        ("(a{0,50}){0,50}", 0..15, TooLarge),
    ];
    for (expression, range, kind) in cases {
        let needs_tables = expression.contains(r"\p") && expression.contains("(?u");
        if needs_tables && !cfg!(feature = "unicode") {
            continue;
        }
        let fault = RegexError { range: range.clone(), kind: kind.clone() };
        assert_eq!(compile(expression), Err(fault), "{expression}");
    }
}

#[test]
fn small_expressions_have_small_shapes() {
    let cases = [
        ("[0-9]{4}", 25),
        ("[a-z0-9]+(-[a-z0-9]+)*", 26),
        ("(en|de|fr)(-[A-Z]{2})?", 60),
        (r"(?u)\p{L}+", 5000),
    ];
    for (expression, most) in cases {
        let len = compile(expression).unwrap().len();
        assert!(len <= most, "{expression}: {len}");
    }
}

#[test]
fn equal_shapes_have_equal_bytes() {
    for (one, other) in [("a|b", "[ab]"), ("(a*)*", "a*"), ("aa*|", "a*"), ("(?s).*", r"(?su).*")] {
        assert_eq!(compile(one), compile(other), "{one} {other}");
    }
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    let nested = |depth| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert!(compile(&nested(200)).is_ok());
    assert!(compile(&nested(100_000)).is_err());
}

/// Returns whether a value is UTF-8 and the `regex` crate matches the whole of it.
fn peer_matches(expression: &str, value: &[u8]) -> bool {
    let peer = regex::bytes::RegexBuilder::new(&format!(r"\A(?:{expression})\z"))
        .unicode(false)
        .build()
        .unwrap();
    peer.is_match(value) && std::str::from_utf8(value).is_ok()
}

fn expressions() -> impl Strategy<Value = String> {
    let leaves = select(vec![
        "a",
        "b",
        "-",
        "[ab]",
        "[^a]",
        ".",
        r"\w",
        r"\b",
        r"\B",
        "^",
        "$",
        "(?u:é)",
        "(?u:.)",
        "",
        "(?i:a)",
        "(?s:.)",
        "(?m:$)",
        r"[\x80-\xFF]",
        r"(?u:[à-ê])",
        r"\A",
        r"\z",
        "(?m:^)",
        "(?mR:^)",
        "(?mR:$)",
        "(?R:.)",
        r"\r",
        r"\<",
        r"\>",
        r"\b{start-half}",
        r"\b{end-half}",
    ]);
    leaves.prop_map(String::from).prop_recursive(4, 24, 4, |inner| {
        let repeat = select(vec!["*", "+", "?", "*?", "{2}", "{1,3}", "{2,}"]);
        prop_oneof![
            vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
            vec(inner.clone(), 1..4).prop_map(|parts| format!("({})", parts.join("|"))),
            (inner, repeat).prop_map(|(part, repeat)| format!("(?:{part}){repeat}")),
        ]
    })
}

fn values() -> impl Strategy<Value = Vec<u8>> {
    let part: Vec<&[u8]> =
        vec![b"a", b"b", b"A", b"-", b"\n", b"\r", "é".as_bytes(), b"\xC3", b"\xA9"];
    vec(select(part), 0..7).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shapes_match_what_a_regex_matches(expression in expressions(), values in vec(values(), 24)) {
        let bytes = match compile(&expression) {
            Ok(bytes) => bytes,
            Err(fault) => {
                prop_assert_eq!(fault.kind, NoValue);
                Vec::new()
            }
        };
        let shape = Dfa::new(&bytes);
        prop_assert!(shape.is_valid() != bytes.is_empty());
        for value in &values {
            let fits = shape.accepts(value.iter().copied());
            prop_assert_eq!(fits, peer_matches(&expression, value), "{} {:?}", expression, value);
        }
    }

    #[test]
    fn reading_damaged_bytes_does_not_panic(
        expression in expressions(),
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
        value in values(),
    ) {
        let mut bytes = compile(&expression).unwrap_or_else(|_| vec![0]);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        for bytes in [&bytes[..], &bytes[..cut.index(bytes.len())]] {
            Dfa::new(bytes).is_valid();
            Dfa::new(bytes).accepts(value.iter().copied());
        }
    }

    #[test]
    fn reading_arbitrary_bytes_does_not_panic(bytes in vec(any::<u8>(), 0..64), value in values()) {
        Dfa::new(&bytes).is_valid();
        Dfa::new(&bytes).accepts(value.iter().copied());
    }
}

#[test]
fn bytes_that_are_not_a_dfa_are_invalid() {
    let valid = compile("ab|c").unwrap();
    let with = |at: usize, byte: u8| {
        let mut bytes = valid.clone();
        bytes[at] = byte;
        bytes
    };
    assert_eq!(
        valid,
        [4, 0, 18, 0, 2, b'a', b'a', 13, 0, b'c', b'c', 18, 0, 1, b'b', b'b', 18, 0, 0]
    );
    let cases: &[(&str, Vec<u8>)] = &[
        ("nothing", vec![]),
        ("a start without a row", with(0, 5)),
        ("a dead start", with(0, 0)),
        ("accepting states without a row", with(2, 19)),
        ("more runs than there are", with(4, 200)),
        ("fewer runs than there are", with(4, 1)),
        ("a run that ends before it starts", with(6, b'A')),
        ("runs that overlap", with(6, b'c')),
        ("a state without a row", with(7, 14)),
        ("the last row cut off", valid[..18].to_vec()),
        ("a byte too many", [&valid[..], &[1]].concat()),
        ("too many bytes", [&valid[..], &vec![0; MAX_LEN]].concat()),
    ];
    for (what, bytes) in cases {
        assert!(!Dfa::new(bytes).is_valid(), "{what}");
    }
}
