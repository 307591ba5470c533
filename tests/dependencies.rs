//! What each feature brings into a server: that framework, and nothing else.

#![allow(clippy::unwrap_used)]

use std::process::Command;

/// The names of the crates in a server, each with its depth, but for the macro, which is in none.
fn tree(features: &str) -> Vec<(usize, String)> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--package", "redirects", "--features", features])
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

/// What the package itself depends on because of a feature.
fn added(features: &str) -> String {
    let tree = tree(features);
    let direct = tree.iter().filter(|(depth, _)| *depth == 1).map(|(_, name)| &name[..]);
    let added: Vec<_> = direct.filter(|name| !["http", "redirect-core"].contains(name)).collect();
    added.join(" ")
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
        assert_eq!(added(feature), expected, "{feature}");
    }
}

#[test]
fn a_server_has_few_crates() {
    let mut names: Vec<_> = tree("default").into_iter().map(|(_, name)| name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names, ["bytes", "http", "itoa", "redirect-core", "redirects"]);
}
