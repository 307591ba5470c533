//! The number of dependencies. A first build compiles few crates, a server links even fewer, and a
//! feature adds only the crates of its framework.

#![allow(clippy::unwrap_used)]

use std::process::Command;

/// The dependencies that a server links. They do not include the crates of the macro, which run
/// only in the compiler.
const LINKED: &str = "normal,no-proc-macro";
/// The dependencies that a first build compiles.
const COMPILED: &str = "normal,build";

/// Returns the crates that `package` depends on through edges of these kinds, on any platform, each
/// with its depth.
fn tree(package: &str, features: &str, edges: &str) -> Vec<(usize, String)> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--package", package, "--features", features])
        .args(["--edges", edges, "--target", "all", "--prefix", "depth", "--format", " {p}"])
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
    let tree = tree(package, features, LINKED).into_iter();
    tree.filter(|(depth, _)| *depth == 1).map(|(_, name)| name).collect()
}

#[test]
fn a_feature_adds_its_framework() {
    let cases = [
        ("default", ""),
        ("json", ""),
        ("parse", "redirect-compiler"),
        ("swap", "arc-swap"),
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

/// Returns the names of `package` and all crates that it depends on through edges of these kinds.
fn crates(package: &str, features: &str, edges: &str) -> String {
    let mut names: Vec<_> =
        tree(package, features, edges).into_iter().map(|(_, name)| name).collect();
    names.sort_unstable();
    names.dedup();
    names.join(" ")
}

#[test]
fn a_server_links_five_crates() {
    let expected = "bytes http itoa redirect-core redirects";
    assert_eq!(crates("redirects", "default", LINKED), expected);
}

/// Fails for each new dependency, which must be worth the time that it adds to every first build.
/// `benches/cold.sh` measures that time.
#[test]
fn a_first_build_compiles_twelve_crates() {
    let expected = "bytes http itoa proc-macro2 quote redirect-compiler redirect-core \
        redirect-macros redirects regex-syntax syn unicode-ident";
    assert_eq!(crates("redirects", "default", COMPILED), expected);
}
