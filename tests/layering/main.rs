//! The layers of the crates: which folders must not import which, and no import cycles.
//!
//! Imports are read from the tokens of the source files: `use` declarations and inline paths such
//! as `crate::lower::scope`. Code under `#[cfg(test)]` may import anything.

#![allow(clippy::unwrap_used)]

mod folders;
mod imports;
mod krate;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use krate::{Crate, Import, ImportTarget, STANDARD};

/// A top-level folder of a crate, and the folders that it must not import.
type Layer = (&'static str, &'static [&'static str]);

/// The layers of the runtime. Each imports only the layers before it.
const CORE: [Layer; 6] = [
    ("swar", &["request", "matching", "action", "table", "response", "redirects"]),
    ("request", &["matching", "action", "table", "response", "redirects"]),
    ("matching", &["action", "table", "response", "redirects"]),
    ("action", &["table", "response", "redirects"]),
    ("table", &["response", "redirects"]),
    ("response", &["redirects"]),
];

/// The layers of the compiler. The pipeline (`lib`) calls the stages, and no stage calls the
/// pipeline. [`syntax_imports`] checks `syntax` further.
const COMPILER: [Layer; 9] = [
    ("diagnostic", &["lower", "lint", "analysis", "assertion", "emit", "format", "regex", "lib"]),
    ("lower", &["lint", "analysis", "assertion", "emit", "format", "lib"]),
    ("lint", &["analysis", "assertion", "emit", "format", "lib"]),
    ("analysis", &["lint", "assertion", "emit", "format", "regex", "lib"]),
    ("assertion", &["lint", "emit", "format", "regex", "lib"]),
    ("emit", &["diagnostic", "lint", "analysis", "assertion", "format", "regex", "lib"]),
    ("format", &["lower", "lint", "analysis", "assertion", "emit", "regex", "lib"]),
    (
        "regex",
        &["syntax", "lower", "lint", "analysis", "assertion", "emit", "format", "util", "lib"],
    ),
    (
        "util",
        &[
            "syntax",
            "diagnostic",
            "lower",
            "lint",
            "analysis",
            "assertion",
            "emit",
            "format",
            "regex",
            "lib",
        ],
    ),
];

/// The crates that a crate may import, apart from the standard library. The facade is `""`.
const EXTERNAL: [(&str, &[&str]); 4] = [
    ("redirect-core", &["bytes", "http"]),
    ("redirect-compiler", &["http", "idna", "redirect_core", "regex_syntax"]),
    (
        "redirect-macros",
        &[
            "http",
            "proc_macro",
            "proc_macro2",
            "quote",
            "redirect_compiler",
            "redirect_core",
            "syn",
        ],
    ),
    (
        "",
        &[
            "actix_web",
            "arc_swap",
            "http",
            "http_body",
            "pin_project_lite",
            "pingora_error",
            "pingora_http",
            "poem",
            "redirect_compiler",
            "redirect_core",
            "redirect_macros",
            "rocket",
            "salvo_core",
            "tower_layer",
            "tower_service",
        ],
    ),
];

fn read(name: &str) -> Crate {
    Crate::read(Path::new(env!("CARGO_MANIFEST_DIR")), name)
}

/// Returns the forbidden imports, one per line, after the names in `layers` that are not folders. A
/// row for a folder that was renamed would not forbid anything.
fn forbidden_imports(krate: &Crate, layers: &[Layer]) -> String {
    let folders: BTreeSet<&str> = krate.folders().map(top).collect();
    let names = layers.iter().flat_map(|(layer, others)| std::iter::once(layer).chain(*others));
    let unknown: BTreeSet<&&str> = names.filter(|name| !folders.contains(**name)).collect();
    let mut text = String::new();
    for name in unknown {
        writeln!(text, "{} has no folder `{name}`", krate.name).unwrap();
    }
    text + &forbid(krate, |folder, target| {
        let ImportTarget::Internal(module) = target else { return None };
        let imported = top(krate.folder(module));
        let (_, forbidden) = layers.iter().find(|(layer, _)| *layer == folder)?;
        forbidden.contains(&imported).then(|| format!("`{folder}` must not import `{imported}`"))
    })
}

/// Returns the imports of other crates that are not in `allowed`, one per line.
fn external_imports(krate: &Crate, allowed: &[&str]) -> String {
    forbid(krate, |_, target| {
        let ImportTarget::External(path) = target else { return None };
        let imported = &path[0][..];
        let is_allowed = STANDARD.contains(&imported) || allowed.contains(&imported);
        (!is_allowed).then(|| format!("{} must not import `{imported}`", krate.name))
    })
}

/// Returns the imports of `syntax` other than the standard library and `SourceLocation`.
fn syntax_imports(krate: &Crate) -> String {
    forbid(krate, |folder, target| {
        let is_allowed = match target {
            _ if folder != "syntax" => true,
            ImportTarget::Internal(module) => top(krate.folder(module)) == "syntax",
            ImportTarget::External(path) => {
                STANDARD.contains(&&path[0][..])
                    || path[..] == ["redirect_core", "SourceLocation"].map(String::from)
            }
        };
        (!is_allowed).then(|| "`syntax` must import only `SourceLocation`".into())
    })
}

/// Lists the imports for which `rule(top folder, target)` returns a message.
fn forbid(krate: &Crate, rule: impl Fn(&str, &ImportTarget) -> Option<String>) -> String {
    let mut text = String::new();
    for Import { module, line, path } in &krate.imports {
        let Some(target) = krate.resolve(module, path) else { continue };
        if let Some(message) = rule(top(krate.folder(module)), &target) {
            let file = krate.file(module);
            writeln!(text, "{file}:{line}: {message} ({})", path.join("::")).unwrap();
        }
    }
    text
}

/// Returns the folder below `src/` that contains a folder.
fn top(folder: &str) -> &str {
    folder.split('/').next().unwrap()
}

#[track_caller]
fn assert_none(violations: &str) {
    assert!(violations.is_empty(), "\n{violations}");
}

#[test]
fn runtime_layers_have_no_forbidden_imports() {
    assert_none(&forbidden_imports(&read("redirect-core"), &CORE));
}

#[test]
fn compiler_layers_have_no_forbidden_imports() {
    let compiler = read("redirect-compiler");
    assert_none(&(forbidden_imports(&compiler, &COMPILER) + &syntax_imports(&compiler)));
}

#[test]
fn crates_import_only_their_dependencies() {
    for (name, allowed) in EXTERNAL {
        assert_none(&external_imports(&read(name), allowed));
    }
}

#[test]
fn folders_have_no_import_cycles() {
    let names = ["redirect-core", "redirect-compiler", "redirect-macros", ""];
    let cycles = names.map(|name| folders::cycles(&read(name)));
    assert_none(&cycles.concat());
}

/// Returns a crate with every kind of import, two forbidden ones and a cycle.
fn planted() -> Crate {
    Crate::parse(
        "planted",
        &[
            ("lib.rs", "mod emit; mod lint; mod syntax;\npub use emit::{Table, records};"),
            ("syntax.rs", "use redirect_core::{\n    Redirects,\n    SourceLocation,\n};"),
            ("emit.rs", "mod records;\npub struct Table;\nfn f() { records::write() }"),
            ("emit/records.rs", "pub(in crate::lint) fn g() {}\nfn f() { crate::lint::check() }"),
            ("emit/records/row.rs", "use super::super::Table;"),
            ("lint.rs", "use self::Kind::Duplicate;\nuse super::{syntax, Table as T};\n"),
            (
                "util.rs",
                "/// `crate::lint`\n#[cfg(test)]\nmod tests {\n    use crate::{emit, lint};\n}\n\
                 fn f() { \"crate::lint\"; quote::x() }",
            ),
        ],
    )
}

#[test]
fn forbidden_import_is_reported_with_its_line() {
    let layers: [Layer; 3] = [("emit", &["lint"]), ("lint", &["emit"]), ("util", &["lint"])];
    let expected = "planted/src/emit/records.rs:2: `emit` must not import `lint` \
                    (crate::lint::check)\n\
                    planted/src/lint.rs:2: `lint` must not import `emit` (super::Table)\n";
    assert_eq!(forbidden_imports(&planted(), &layers), expected);
    assert_eq!(forbidden_imports(&planted(), &[("lint", &["lib"])]), "");
    let expected = "planted has no folder `linter`\nplanted has no folder `pipeline`\n";
    assert_eq!(forbidden_imports(&planted(), &[("linter", &["lib", "pipeline"])]), expected);
    let expected = "planted/src/syntax.rs:2: `syntax` must import only `SourceLocation` \
                    (redirect_core::Redirects)\n";
    assert_eq!(syntax_imports(&planted()), expected);
    let expected = "planted/src/util.rs:6: planted must not import `quote` (quote::x)\n";
    assert_eq!(external_imports(&planted(), &["redirect_core"]), expected);
}

#[test]
fn cycle_is_reported_with_its_imports() {
    let expected = "planted: import cycle between folders\n\
                    \x20   emit -> lint: planted/src/emit/records.rs:2 (crate::lint::check)\n\
                    \x20   lint -> emit: planted/src/lint.rs:2 (super::Table)\n";
    assert_eq!(folders::cycles(&planted()), expected);
}
