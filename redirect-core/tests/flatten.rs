//! The chains of real files, made one hop: none is left, and each source ends where it ended before.

#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::PathBuf;

use redirect_core::compiler::{
    Include, Item, Scope, ScopeKind, Sheet, build, compile, compile_alone, read,
};
use redirect_core::{FaultName, Format, Redirects};

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

/// The rules of a text that are right alone, with an option for all of them.
fn sheet<'a>(text: &'a str, format: Format, chain: &'static str) -> Sheet<'a> {
    let mut sheet = Sheet::default();
    sheet.scopes.push(Scope {
        kind: ScopeKind::Include(Include::default()),
        options: vec![("chain".into(), chain.into())],
        ..Scope::default()
    });
    read(&mut sheet, text, format, "", Some(0));
    let faults = compile_alone(&sheet).faults;
    let is_right = |rule: usize| !faults.iter().any(|fault| fault.item == Item::Rule(rule));
    let right: Vec<bool> = (0..sheet.rules.len()).map(is_right).collect();
    let mut right = right.into_iter();
    sheet.rules.retain(|_| right.next().unwrap());
    sheet
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
        let (as_it_is, flat) = (sheet(&text, format, "deny"), sheet(&text, format, "flatten"));
        let (before, after) = (compile(&as_it_is), compile(&flat));
        let chains = |faults: &[redirect_core::compiler::Fault]| {
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
        let flat = build(&after.directives).unwrap();
        let whole = build(&compile_alone(&as_it_is).directives).unwrap();
        for rule in flat.rules() {
            let path = rule.source().replace("{*", "{").replace(['{', '}'], "");
            // What runs into a loop ends nowhere, and the loop is left out of the one.
            let before = end(&whole, &path);
            let is_same = before == "nowhere" || end(&flat, &path) == before;
            assert!(is_same, "{path} of {}: {before}", file.display());
        }
    }
}
