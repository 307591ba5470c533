//! The example `serve`, run as a separate process.

#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use test_support::data_path;
use test_support::server::Client;

/// The ASCII characters that RFC 3986 does not allow in a path, query or fragment.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A running server, which is killed when the test ends.
struct Server {
    child: Child,
    address: String,
    rules: usize,
}

impl Server {
    fn start(file: &Path) -> Server {
        let mut child = Command::new(program())
            .args(["--listen", "127.0.0.1:0"])
            .arg(file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (rules, address) = line.trim().split_once(" rules at http://").unwrap();
        Server { child, address: address.into(), rules: rules.parse().unwrap() }
    }

    /// Terminates the server and waits until it has exited.
    fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server has already exited, unless the test failed.
        let _ = self.child.kill();
    }
}

fn program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let program = tests.parent().unwrap().with_file_name("examples").join("serve");
    if !program.exists() {
        let built = Command::new(env!("CARGO")).args(["build", "--example", "serve"]).status();
        assert!(built.unwrap().success());
    }
    program
}

/// Checks the response of every rule in a file, and returns the number of rules.
fn check_every_rule(file: &Path) -> usize {
    let text = std::fs::read_to_string(file).unwrap();
    let server = Server::start(file);
    let mut client = Client::connect(&server.address);
    let mut rules = 0;
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let fields: Vec<_> = line.split('\t').collect();
        let encoded = |field: &str| utf8_percent_encode(field, ENCODED).to_string();
        let response = client.send(&encoded(fields[0]));
        assert_eq!(response.status(), *fields.get(2).unwrap_or(&"301"), "{line}");
        assert_eq!(response.location(), Some(&*encoded(fields[1])), "{line}");
        rules += 1;
    }
    assert_eq!(client.send("/no/such/rule").status(), "404");
    drop(client);
    assert_eq!(rules, server.rules);
    server.stop();
    rules
}

#[test]
fn every_rule_of_a_file_redirects() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/moves.tsv");
    assert_eq!(check_every_rule(&file), 6);
}

#[test]
fn every_rule_of_a_real_file_redirects() {
    let Some(file) = data_path("REDIRECTS_CORPORA", "mdn-fr-2021/_redirects.txt") else { return };
    assert!(check_every_rule(&file) > 6000);
}

#[test]
fn faults_are_printed_and_nothing_is_served() {
    let folder = std::env::temp_dir().join(format!("redirects-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("_redirects");
    std::fs::write(&file, "/a /b\n/c d\n/e /f 200\n").unwrap();
    let output = Command::new(program()).arg(&file).output().unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(stderr.contains("_redirects:2:4: target `d` must start with"), "{stderr}");
    assert!(stderr.contains("_redirects:3:7: unsupported `200`"), "{stderr}");
    assert!(stderr.ends_with("serve: 2 faults; `--force` serves the valid rules\n"), "{stderr}");
}

#[test]
fn check_counts_faults_by_name() {
    let folder = std::env::temp_dir().join(format!("redirects-check-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("_redirects");
    let check = |text: &str| {
        std::fs::write(&file, text).unwrap();
        let output = Command::new(program()).arg("--check").arg(&file).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(text).unwrap())
    };
    assert_eq!(check("/a /b\n/c /d\n"), (true, "2 rules, no faults; undecided: 0\n".into()));
    let (is_valid, text) = check("/a /b\n/b /c\n/x/* /y\n/x/1 /z\n/l /l\n/m n\n");
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(!is_valid);
    assert!(
        text.ends_with("4 faults: 1 bad_target, 1 chain, 1 loop, 1 unreachable; undecided: 0\n"),
        "{text}"
    );
}
