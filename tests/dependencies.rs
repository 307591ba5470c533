//! Dependency tests: a feature adds the crates of its framework to a server, and nothing else.

#![allow(clippy::unwrap_used)]

use std::process::Command;

/// Returns the crates linked into a server that depends on `package`, each with its depth. The
/// crates of the macro are not among them, since they only run in the compiler.
fn tree(package: &str, features: &str) -> Vec<(usize, String)> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--package", package, "--features", features])
        .args(["--edges", "normal,no-proc-macro", "--prefix", "depth", "--format", " {p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let mut names: Vec<_> = text
        .lines()
        .map(|line| {
            let mut words = line.split(' ');
            (words.next().unwrap().parse().unwrap(), words.next().unwrap().into())
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Returns the direct dependencies of `package`.
fn direct(package: &str, features: &str) -> Vec<String> {
    let tree = tree(package, features).into_iter();
    tree.filter(|(depth, _)| *depth == 1).map(|(_, name)| name).collect()
}

#[test]
fn a_feature_adds_its_framework() {
    let cases = [
        ("default", ""),
        ("parse", "redirect-compiler"),
        ("tower", "http-body pin-project-lite tower-layer tower-service"),
        ("actix-web-4", "actix-web pin-project-lite"),
        ("pingora-0.9", "pingora-error pingora-http"),
        ("poem-3", "poem"),
        ("rocket-0.5", "rocket"),
        ("salvo-1", "salvo_core"),
    ];
    for (feature, expected) in cases {
        let mut added = direct("redirects", feature);
        added.retain(|name| !["http", "redirect-core"].contains(&&name[..]));
        assert_eq!(added.join(" "), expected, "{feature}");
    }
}

#[test]
fn the_runtime_depends_on_http_and_bytes_only() {
    assert_eq!(direct("redirect-core", ""), ["bytes", "http"]);
}

#[test]
fn a_server_has_few_crates() {
    let mut names: Vec<_> =
        tree("redirects", "default").into_iter().map(|(_, name)| name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names, ["bytes", "http", "itoa", "redirect-core", "redirects"]);
}
