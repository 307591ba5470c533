//! The contenders: tables and routers that look up a path.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use redirect_compiler::syntax::{Document, Rule};
use redirect_compiler::{build, compile_without_analysis};
use redirects::{Format, Loader, Redirects};
use test_support::Get;

/// A table or router.
pub(crate) struct Contender<'a> {
    pub(crate) name: &'static str,
    pub(crate) find: Box<dyn Fn(&str) -> bool + 'a>,
}

impl<'a> Contender<'a> {
    pub(crate) fn new(name: &'static str, find: impl Fn(&str) -> bool + 'a) -> Contender<'a> {
        Contender { name, find: Box::new(find) }
    }
}

/// Returns this library as a contender.
pub(crate) fn ours(table: &Redirects) -> Contender<'_> {
    Contender::new("ours", |path| table.find(&Get { host: None, path }).redirect().is_some())
}

/// Builds a table from the rules without faults.
pub(crate) fn table(rules: &[(String, String)]) -> Redirects {
    let lines = rules.iter().map(|(source, target)| format!("{source}\t{target}\n"));
    let text: String = lines.collect();
    Loader::new(Format::Tsv).check(&text).valid_rules().clone()
}

/// Builds a table from syntax nodes, without the analysis across rules.
pub(crate) fn compile<'a>(rules: impl Iterator<Item = Rule<'a>>) -> Redirects {
    let mut document = Document::default();
    document.rules.extend(rules);
    let compiled = compile_without_analysis(&document);
    assert!(compiled.faults.is_empty(), "{} faults", compiled.faults.len());
    Redirects::from_bytes(build(&compiled.rules).unwrap().to_bytes()).unwrap()
}

pub(crate) fn std_map(rules: &[(String, String)]) -> Contender<'_> {
    let map: HashMap<&str, &str> = rules.iter().map(|(s, t)| (&s[..], &t[..])).collect();
    Contender::new("std", move |path| map.contains_key(path))
}

pub(crate) fn foldhash(rules: &[(String, String)]) -> Contender<'_> {
    let mut map: hashbrown::HashMap<&str, &str, FixedState> = hashbrown::HashMap::default();
    map.extend(rules.iter().map(|(s, t)| (&s[..], &t[..])));
    Contender::new("foldhash", move |path| map.contains_key(path))
}

/// Builds the same map as the macro of `phf`, in memory that is never freed.
pub(crate) fn phf(rules: &[(String, String)]) -> Contender<'_> {
    let keys: Vec<&str> = rules.iter().map(|(source, _)| &source[..]).collect();
    let state = phf_generator::generate_hash(&keys);
    let entry = |at: usize| -> (&'static str, &'static str) {
        let (source, target) = rules[at].clone();
        (source.leak(), target.leak())
    };
    let entries: Vec<_> = state.map.into_iter().map(entry).collect();
    let map: phf::Map<&'static str, &'static str> =
        phf::Map { key: state.key, disps: state.disps.leak(), entries: entries.leak() };
    Contender::new("phf", move |path| map.contains_key(path))
}

/// Builds a router, and counts the sources that it rejects.
pub(crate) fn matchit(sources: impl Iterator<Item = String>) -> (Contender<'static>, usize) {
    let mut router = matchit::Router::new();
    let refused = sources.filter(|source| router.insert(source, ()).is_err()).count();
    (Contender::new("matchit", move |path| router.at(path).is_ok()), refused)
}

pub(crate) fn wayfind(sources: impl Iterator<Item = String>) -> Contender<'static> {
    let mut router = wayfind::RouterBuilder::new();
    for source in sources {
        let _ = router.insert(&source, ());
    }
    let router = router.build();
    Contender::new("wayfind", move |path| router.search(path).is_some())
}
