//! What is found in real files, and their chains made one hop: none is left, and each source ends where
//! it ended before.

#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::PathBuf;

use redirect_compiler::syntax::{Document, Include, NodeId, Scope, ScopeKind};
use redirect_compiler::{FaultName, Format};
use redirect_compiler::{build, compile, compile_without_analysis, read};
use redirect_core::Redirects;

/// The files of a folder that an environment variable names, with their formats.
fn corpora() -> Vec<(PathBuf, Format)> {
    let Some(folder) = std::env::var_os("REDIRECTS_CORPORA") else {
        std::io::stderr().write_all(b"skipped: REDIRECTS_CORPORA names no folder\n").unwrap();
        return Vec::new();
    };
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

/// The rules of a text, with an option for all of them.
fn included<'a>(text: &'a str, format: Format, (key, value): (&'a str, &'a str)) -> Document<'a> {
    let mut document = Document::default();
    document.scopes.push(Scope {
        kind: ScopeKind::Include(Include::default()),
        options: vec![(key.into(), value.into())],
        ..Scope::default()
    });
    read(&mut document, text, format, "", Some(0));
    document
}

/// Those of them that are right alone.
fn document<'a>(text: &'a str, format: Format, option: (&'a str, &'a str)) -> Document<'a> {
    let mut document = included(text, format, option);
    let faults = compile_without_analysis(&document).faults;
    let is_right = |rule: usize| !faults.iter().any(|fault| fault.node == NodeId::Rule(rule));
    let right: Vec<bool> = (0..document.rules.len()).map(is_right).collect();
    let mut right = right.into_iter();
    document.rules.retain(|_| right.next().unwrap());
    document
}

/// Where a client ends that asks for a path, after at most 50 hops; it keeps a fragment until another
/// comes.
fn end(site: &Redirects, path: &str) -> String {
    let (mut at, mut fragment) = (path.to_owned(), String::new());
    for _ in 0..50 {
        let Ok(uri) = at.parse::<http::Uri>() else { return at + &fragment };
        let next = site.find(&uri).redirect().and_then(|redirect| redirect.location());
        let Some(next) = next.filter(|_| uri.host().is_none()) else { return at + &fragment };
        let next = next.to_str().unwrap();
        let end = next.find('#').unwrap_or(next.len());
        if end < next.len() {
            next[end..].clone_into(&mut fragment);
        }
        next[..end].clone_into(&mut at);
    }
    "nowhere".into()
}

#[test]
fn every_source_ends_where_it_ended() {
    for (file, format) in corpora() {
        let text = std::fs::read_to_string(&file).unwrap();
        let (as_it_is, flat) = (
            document(&text, format, ("chain", "deny")),
            document(&text, format, ("chain", "flatten")),
        );
        let (before, after) = (compile(&as_it_is), compile(&flat));
        let chains = |faults: &[redirect_compiler::Fault]| {
            faults.iter().filter(|fault| fault.name() == FaultName::Chain).count()
        };
        let said = format!(
            "{}: {} rules, {} chains, {} undecided\n",
            file.display(),
            as_it_is.rules.len(),
            chains(&before.faults),
            before.undecided,
        );
        std::io::stderr().write_all(said.as_bytes()).unwrap();
        assert_eq!(chains(&after.faults), 0, "{}", file.display());
        let flat = build(&after.rules).unwrap();
        let whole = build(&compile_without_analysis(&as_it_is).rules).unwrap();
        for rule in flat.rules() {
            let path = rule.source().replace("{*", "{").replace(['{', '}'], "");
            // What runs into a loop ends nowhere, and the loop is left out of the one.
            let before = end(&whole, &path);
            let is_same = before == "nowhere" || end(&flat, &path) == before;
            assert!(is_same, "{path} of {}: {before}", file.display());
        }
    }
}

/// How often a file has which fault, where a final slash counts and where it does not.
const FOUND: [(&str, FaultName, usize, usize); 9] = [
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
fn what_a_reader_finds_is_found() {
    for (file, format) in corpora() {
        let text = std::fs::read_to_string(&file).unwrap();
        let faults = ["exact", "either"].map(|slash| {
            let document = included(&text, format, ("slash", slash));
            let faults: Vec<FaultName> =
                compile(&document).faults.iter().map(redirect_compiler::Fault::name).collect();
            faults
        });
        let path = file.display().to_string();
        for (folder, name, exact, either) in FOUND {
            let counts = faults.each_ref().map(|all| all.iter().filter(|n| **n == name).count());
            assert!(
                !path.contains(folder) || counts == [exact, either],
                "{path} {name:?} {counts:?}"
            );
        }
    }
}

/// A chain of four hops is told with its end, where a final slash makes no difference.
#[test]
fn four_hops_end_where_they_end() {
    for (file, format) in corpora() {
        if !file.display().to_string().contains("kubeflow-website") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        let document = included(&text, format, ("slash", "either"));
        let compiled = compile(&document);
        let is_first = |fault: &&redirect_compiler::Fault| {
            let NodeId::Rule(rule) = fault.node else { return false };
            document.rules[rule].source == "/docs/components/mpi"
        };
        let text = compiled.faults.iter().find(is_first).unwrap().text(&document);
        assert!(
            text.contains("https://trainer.kubeflow.org/en/latest/legacy-v1/user-guides/mpi.html"),
            "{text}"
        );
    }
}
