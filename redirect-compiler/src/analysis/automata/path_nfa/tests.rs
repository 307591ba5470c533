use crate::analysis::automata::paths::tests::{contains, paths_in};
use redirect_core::internals::text::MatchMode;

const EXACT: MatchMode = MatchMode { ignore_case: false, optional_slash: false };
const ANY_CASE: MatchMode = MatchMode { ignore_case: true, optional_slash: false };
const ANY_SLASH: MatchMode = MatchMode { ignore_case: false, optional_slash: true };

/// Asserts which paths the automaton of a source accepts.
fn check(source: &str, match_mode: MatchMode, cases: &[(&str, bool)]) {
    let mut language = paths_in(source, match_mode);
    for &(path, is_matched) in cases {
        assert_eq!(contains(&mut language, path), is_matched, "{path} by {source}");
    }
}

#[test]
fn a_static_source_matches_one_path() {
    check("/a", EXACT, &[("/a", true), ("/%61", true), ("/A", false), ("/a/", false)]);
}

#[test]
fn a_param_matches_within_one_segment() {
    let cases = [("/a/x.html", true), ("/a/.html", false), ("/a/x/y.html", false)];
    check("/a/{name}.html", EXACT, &cases);
}

#[test]
fn a_capture_ends_at_any_occurrence_of_the_literal_after_it() {
    let cases = [("/a-b-c", true), ("/a-b", true), ("/a", false), ("/-b", false)];
    check("/{a}-{b}", EXACT, &cases);
}

#[test]
fn a_catch_all_matches_across_segments() {
    let cases = [("/a/", true), ("/a/b/c", true), ("/a", false), ("/a/../b", false)];
    check("/a/{*rest}", EXACT, &cases);
    check("/{*rest}/z", EXACT, &[("/a/b/z", true), ("/z", false), ("/a/z/", false)]);
}

#[test]
fn letters_of_any_case_match_only_where_the_source_ignores_it() {
    check("/a/%2f", ANY_CASE, &[("/A/%2F", true), ("/b/%2F", false)]);
}

#[test]
fn a_final_slash_matches_only_where_the_source_ignores_it() {
    check("/a", ANY_SLASH, &[("/a", true), ("/a/", true), ("/a//", false)]);
    let cases = [("/a", true), ("/a/", true), ("/a/b", true), ("/a/b/", true), ("/b", false)];
    check("/a/{*rest}", ANY_SLASH, &cases);
    check("/", ANY_SLASH, &[("/", true), ("", false), ("//", false)]);
}
