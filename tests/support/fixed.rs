//! The help of each fault is an edit that compiles. Beside each ui case `NAME.rs`, the file
//! `NAME.fixed.rs` contains the same lines, edited as the help of each fault says; a faulty rule
//! without such a help is changed as little as possible, or removed. The files are modules of this
//! test, so that all of them compile at once.

#![allow(clippy::unwrap_used, dead_code, non_upper_case_globals)]

use std::collections::BTreeSet;
use std::fs;

/// Declares the fixed cases as modules, and lists their names.
macro_rules! fixed {
    ($($module:ident = $file:literal, $name:literal;)*) => {
        $(#[path = $file] mod $module;)*

        const FIXED: &[(&str, fn())] = &[$(($name, $module::main)),*];
    };
}

fixed! {
    bad_assert = "../ui/bad_assert.fixed.rs", "bad_assert";
    bad_condition = "../ui/bad_condition.fixed.rs", "bad_condition";
    bad_constant = "../ui/bad_constant.fixed.rs", "bad_constant";
    bad_include = "../ui/bad_include.fixed.rs", "bad_include";
    bad_option = "../ui/bad_option.fixed.rs", "bad_option";
    bad_source = "../ui/bad_source.fixed.rs", "bad_source";
    bad_status = "../ui/bad_status.fixed.rs", "bad_status";
    bad_target = "../ui/bad_target.fixed.rs", "bad_target";
    body_without_default = "../ui/body_without_default.fixed.rs", "body_without_default";
    canonical = "../ui/canonical.fixed.rs", "canonical";
    chain = "../ui/chain.fixed.rs", "chain";
    constants = "../ui/constants.fixed.rs", "constants";
    duplicate = "../ui/duplicate.fixed.rs", "duplicate";
    failed_assert = "../ui/failed_assert.fixed.rs", "failed_assert";
    flatten = "../ui/flatten.fixed.rs", "flatten";
    foreign_syntax = "../ui/foreign_syntax.fixed.rs", "foreign_syntax";
    languages = "../ui/languages.fixed.rs", "languages";
    endless = "../ui/loop.fixed.rs", "loop";
    hidden = "../ui/hidden.fixed.rs", "hidden";
    many_faults = "../ui/many_faults.fixed.rs", "many_faults";
    method_change = "../ui/method_change.fixed.rs", "method_change";
    open_redirect = "../ui/open_redirect.fixed.rs", "open_redirect";
    recovery = "../ui/recovery.fixed.rs", "recovery";
    response_fields = "../ui/response_fields.fixed.rs", "response_fields";
    syntax = "../ui/syntax.fixed.rs", "syntax";
    too_large = "../ui/too_large.fixed.rs", "too_large";
    undecided = "../ui/undecided.fixed.rs", "undecided";
    unknown_capture = "../ui/unknown_capture.fixed.rs", "unknown_capture";
    unreachable = "../ui/unreachable.fixed.rs", "unreachable";
    unsupported = "../ui/unsupported.fixed.rs", "unsupported";
    unused_allow = "../ui/unused_allow.fixed.rs", "unused_allow";
}

/// Texts of examples in helps, in place of which the author writes something else.
const PLACEHOLDERS: [&str; 7] = ["/old", "/new", "value", "name", "example.com", "moves.tsv", "…"];

/// A help of the form "write `X`, or `Y`": a fixed case contains one of these texts.
#[derive(Debug)]
struct Help {
    alternatives: Vec<String>,
    /// The file and the line of the fault.
    file: String,
    line: usize,
}

/// Returns the helps in the output of a case that contain a text to write.
fn helps(output: &str) -> Vec<Help> {
    let mut helps = Vec::new();
    for error in output.split("\n\n") {
        let Some((_, help)) = error.split_once("help: write `") else { continue };
        let alternatives = alternatives(help.lines().next().unwrap());
        let (_, place) = error.split_once("--> ").unwrap();
        let message = error.split_once("error: ").map_or("", |(_, message)| message);
        let (file, line) = match message.strip_prefix("$DIR/rules/") {
            // The fixed files of rules are in a folder of their own.
            Some(place) => place_of(place, "rules/fixed/"),
            None => place_of(place, ""),
        };
        let file = file.replace(".rs", ".fixed.rs");
        helps.push(Help { alternatives, file, line });
    }
    helps
}

/// Returns the file, in a folder, and the line of a place such as `case.rs:4:5`.
fn place_of(place: &str, folder: &str) -> (String, usize) {
    let mut parts = place.split(':');
    let file = format!("{folder}{}", parts.next().unwrap());
    (file, parts.next().unwrap().parse().unwrap())
}

/// Returns the texts in backticks that a help lists, given what follows the first backtick.
fn alternatives(help: &str) -> Vec<String> {
    let mut alternatives = Vec::new();
    let mut parts = help.split('`');
    while let Some(text) = parts.next() {
        alternatives.push(text.to_owned());
        if !parts.next().is_some_and(|between| [", ", " or ", ", or "].contains(&between)) {
            break;
        }
    }
    alternatives
}

/// Returns whether a text contains another, apart from its placeholders.
fn contains(text: &str, wanted: &str) -> bool {
    let mut wanted = wanted.to_owned();
    for placeholder in PLACEHOLDERS {
        wanted = wanted.replace(placeholder, "\0");
    }
    let mut remaining = text;
    for part in wanted.split('\0') {
        match remaining.split_once(part) {
            Some((_, after)) => remaining = after,
            None => return false,
        }
    }
    true
}

#[test]
fn each_case_is_fixed() {
    let mut cases = BTreeSet::new();
    for entry in fs::read_dir(".").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(case) = name.strip_suffix(".stderr") {
            cases.insert(case.to_owned());
        }
    }
    let fixed: BTreeSet<_> = FIXED.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(cases, fixed);
    for (_, main) in FIXED {
        main();
    }
}

#[test]
fn each_help_is_an_edit_that_compiles() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for (case, _) in FIXED {
        let output = fs::read_to_string(format!("{case}.stderr")).unwrap();
        let fixed = fs::read_to_string(format!("{case}.fixed.rs")).unwrap();
        for help in helps(&output) {
            let text = fs::read_to_string(&help.file).unwrap_or_default();
            let line = text.lines().nth(help.line - 1).unwrap_or_default();
            // A rule that a file cannot express is in the macro that includes the file.
            let texts =
                if help.file.starts_with("rules/") { vec![line, &fixed] } else { vec![line] };
            let is_written = |text: &&str| help.alternatives.iter().any(|x| contains(text, x));
            count += 1;
            if !texts.iter().any(is_written) {
                wrong.push(format!("{case}: {help:?}\n    {line}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} helps:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 100, "{count} helps");
}
