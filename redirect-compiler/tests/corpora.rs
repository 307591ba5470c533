//! Tests on real rule files: known faults are found, and flattening removes every chain without
//! changing the final URL of any source.

#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::PathBuf;

use redirect_compiler::syntax::{Document, Include, NodeId, RuleId, Scope, ScopeKind, Setting};
use redirect_compiler::{Fault, FaultName, Format};
use redirect_compiler::{build, compile, compile_without_analysis, read};
use redirect_core::Redirects;
use test_support::data_folder;

/// Returns the rule files of the folder that `REDIRECTS_CORPORA` names, with their formats.
fn corpora() -> Vec<(PathBuf, Format)> {
    let Some(folder) = data_folder("REDIRECTS_CORPORA") else { return Vec::new() };
    let folders = std::fs::read_dir(folder).unwrap().map(|folder| folder.unwrap().path());
    let files = folders.filter(|folder| folder.is_dir() && !folder.ends_with("scale"));
    let files = files.flat_map(|folder| std::fs::read_dir(folder).unwrap());
    files
        .map(|file| file.unwrap().path())
        .filter_map(|file| {
            let name = file.file_name()?.to_str()?.to_owned();
            let format = match &name[..] {
                name if name.ends_with("_redirects.txt") => Format::Tsv,
                name if name.ends_with("_redirects") => Format::Netlify,
                _ => return None,
            };
            Some((file, format))
        })
        .collect()
}

/// Reads a file, and sets an option for all of its rules. Also returns the faults of its other
/// lines.
fn read_file<'a>(
    text: &'a str,
    format: Format,
    (key, value): (&'a str, &'a str),
) -> (Document<'a>, Vec<Fault>) {
    let mut document = Document::default();
    let scope = document.add_scope(Scope {
        kind: ScopeKind::Include(Include::default()),
        options: vec![Setting::with_word(key, value)],
        ..Scope::default()
    });
    let faults = read(&mut document, text, format, "", Some(scope));
    (document, faults)
}

/// Reads the rules of a file, except those with a fault of their own.
fn read_valid_rules<'a>(text: &'a str, format: Format, option: (&'a str, &'a str)) -> Document<'a> {
    let (mut document, _) = read_file(text, format, option);
    let faults = compile_without_analysis(&document).faults;
    let is_valid = |rule: RuleId| !faults.iter().any(|fault| fault.node == rule.into());
    let valid: Vec<bool> = document.rule_ids().map(is_valid).collect();
    let mut valid = valid.into_iter();
    document.rules.retain(|_| valid.next().unwrap());
    document
}

/// Follows at most 50 redirects from a path and returns the final URL, or `None` for a loop. A
/// client keeps the fragment until a location has another.
fn follow(site: &Redirects, path: &str) -> Option<String> {
    let (mut url, mut fragment) = (path.to_owned(), String::new());
    for _ in 0..50 {
        let Ok(uri) = url.parse::<http::Uri>() else { return Some(url + &fragment) };
        let next = site.find(&uri).redirect().and_then(|redirect| redirect.location());
        let Some(next) = next.filter(|_| uri.host().is_none()) else {
            return Some(url + &fragment);
        };
        let next = next.to_str().unwrap();
        let end = next.find('#').unwrap_or(next.len());
        if end < next.len() {
            next[end..].clone_into(&mut fragment);
        }
        next[..end].clone_into(&mut url);
    }
    None
}

/// The number of chains of a file that cannot be flattened, because different requests to the first
/// rule are redirected by different rules.
const DIVERGING: [(&str, usize); 1] = [("kubeflow-website", 1)];

#[test]
fn flattening_preserves_the_end_of_each_chain() {
    for (file, format) in corpora() {
        let text = std::fs::read_to_string(&file).unwrap();
        let original = read_valid_rules(&text, format, ("chain", "deny"));
        let flattened = read_valid_rules(&text, format, ("chain", "flatten"));
        let (before, after) = (compile(&original, Vec::new()), compile(&flattened, Vec::new()));
        let chains = |faults: &[Fault]| {
            faults.iter().filter(|fault| fault.name() == FaultName::Chain).count()
        };
        let summary = format!(
            "{}: {} rules, {} chains, {} undecided\n",
            file.display(),
            original.rules.len(),
            chains(&before.faults),
            before.undecided,
        );
        std::io::stderr().write_all(summary.as_bytes()).unwrap();
        let path = file.display().to_string();
        let diverging = DIVERGING.iter().find(|(folder, _)| path.contains(folder));
        assert_eq!(chains(&after.faults), diverging.map_or(0, |(_, count)| *count), "{path}");
        let flattened = build(&after.rules).unwrap();
        let original = build(&compile_without_analysis(&original).rules).unwrap();
        for rule in flattened.rules() {
            let path = rule.source().replace("{*", "{").replace(['{', '}'], "");
            // The flattened table lacks the rules of a loop, so requests that lead into the loop
            // are skipped.
            let end = follow(&original, &path);
            let is_same = end.is_none() || follow(&flattened, &path) == end;
            assert!(is_same, "{path} of {}: {end:?}", file.display());
        }
    }
}

/// The number of faults with a name in a file: with `slash: exact`, and with `slash: either`.
const KNOWN_FAULTS: [(&str, FaultName, usize, usize); 9] = [
    ("gateway-api", FaultName::BadSource, 1, 1),
    ("gateway-api", FaultName::Chain, 7, 7),
    ("kubeflow-website", FaultName::Chain, 76, 96),
    ("kubernetes-docs", FaultName::Unreachable, 2, 2),
    ("kubernetes-docs", FaultName::Chain, 52, 52),
    ("storybook-frontpage", FaultName::Loop, 1, 1),
    ("vuejs-docs", FaultName::Unsupported, 3, 3),
    ("mdn-content", FaultName::Chain, 0, 0),
    ("mdn-fr", FaultName::Chain, 0, 0),
];

#[test]
fn known_faults_of_real_files_are_found() {
    for (file, format) in corpora() {
        let text = std::fs::read_to_string(&file).unwrap();
        let faults = ["exact", "either"].map(|slash| {
            let (document, faults) = read_file(&text, format, ("slash", slash));
            let faults: Vec<FaultName> =
                compile(&document, faults).faults.iter().map(Fault::name).collect();
            faults
        });
        let path = file.display().to_string();
        for (folder, name, exact, either) in KNOWN_FAULTS {
            let counts = faults.each_ref().map(|all| all.iter().filter(|n| **n == name).count());
            assert!(
                !path.contains(folder) || counts == [exact, either],
                "{path} {name:?} {counts:?}"
            );
        }
    }
}

/// Tests that with `slash: either`, a chain of four hops is reported with its end.
#[test]
fn chain_of_four_hops_names_its_end() {
    for (file, format) in corpora() {
        if !file.display().to_string().contains("kubeflow-website") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        let (document, faults) = read_file(&text, format, ("slash", "either"));
        let compiled = compile(&document, faults);
        let is_first = |fault: &&Fault| {
            let NodeId::Rule(rule) = fault.node else { return false };
            document.rule(rule).source == "/docs/components/mpi"
        };
        let text = compiled.faults.iter().find(is_first).unwrap().text(&document);
        assert!(
            text.contains("https://trainer.kubeflow.org/en/latest/legacy-v1/user-guides/mpi.html"),
            "{text}"
        );
    }
}
