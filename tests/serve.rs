//! The redirect server, run as a user runs it: every rule of a file is asked for once.

#![allow(clippy::unwrap_used)]

#[path = "support/server.rs"]
mod server;
mod support;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use server::Client;

/// What RFC 3986 has no place for in a path, query or fragment; beside it all that is not ASCII.
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

/// The server, which is ended by its process id however the test ends.
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

    /// Asks it to stop, and waits until it has.
    fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
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

/// The number of rules asked for.
fn every_rule_answers(file: &Path) -> usize {
    let text = std::fs::read_to_string(file).unwrap();
    let server = Server::start(file);
    let mut client = Client::connect(&server.address);
    let mut asked = 0;
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let fields: Vec<_> = line.split('\t').collect();
        let encoded = |field: &str| utf8_percent_encode(field, ENCODED).to_string();
        let answer = client.ask(&encoded(fields[0]));
        assert_eq!(answer.status(), *fields.get(2).unwrap_or(&"301"), "{line}");
        assert_eq!(answer.location(), Some(&*encoded(fields[1])), "{line}");
        asked += 1;
    }
    assert_eq!(client.ask("/no/such/rule").status(), "404");
    drop(client);
    assert_eq!(asked, server.rules);
    server.stop();
    asked
}

#[test]
fn every_rule_of_a_file_answers() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/moves.tsv");
    assert_eq!(every_rule_answers(&file), 6);
}

#[test]
fn every_rule_of_a_real_file_answers() {
    let folder = std::env::var_os("REDIRECTS_CORPORA").map(PathBuf::from).unwrap_or_default();
    let file = folder.join("mdn-fr-2021/_redirects.txt");
    if !file.exists() {
        support::skipped("REDIRECTS_CORPORA names no folder with mdn-fr-2021/_redirects.txt");
        return;
    }
    assert!(every_rule_answers(&file) > 6000);
}

#[test]
fn faults_are_printed_and_nothing_is_served() {
    let folder = std::env::temp_dir().join(format!("redirects-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("_redirects");
    std::fs::write(&file, "/a /b\n/c d\n/e /f 200\n").unwrap();
    let output = Command::new(program()).arg(&file).output().unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(said.contains("_redirects:2:4: a target is a path"), "{said}");
    assert!(said.contains("_redirects:3:7: `200` has no meaning here"), "{said}");
    assert!(said.ends_with("serve: 2 faults: nothing is served without `--force`\n"), "{said}");
}

#[test]
fn check_counts_the_faults() {
    let folder = std::env::temp_dir().join(format!("redirects-check-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("_redirects");
    let check = |text: &str| {
        std::fs::write(&file, text).unwrap();
        let output = Command::new(program()).arg("--check").arg(&file).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    };
    assert_eq!(check("/a /b\n/c /d\n"), (true, "2 rules, and no fault; undecided: 0\n".into()));
    let (is_right, said) = check("/a /b\n/b /c\n/x/* /y\n/x/1 /z\n/l /l\n/m n\n");
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(!is_right);
    assert!(
        said.ends_with("4 faults: 1 bad_target, 1 chain, 1 loop, 1 unreachable; undecided: 0\n"),
        "{said}"
    );
}
