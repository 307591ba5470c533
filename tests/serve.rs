//! The example `serve`, run as a separate process.

#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::Once;
use std::time::{Duration, Instant, SystemTime};

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
    /// The messages of the server after its start.
    messages: BufReader<ChildStderr>,
    address: String,
    rules: usize,
}

impl Server {
    fn start(file: &Path) -> Server {
        let mut child = Command::new(program())
            .args(["--listen", "127.0.0.1:0"])
            .arg(file)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (rules, address) = line.trim().split_once(" rules at http://").unwrap();
        let messages = BufReader::new(child.stderr.take().unwrap());
        Server { child, messages, address: address.into(), rules: rules.parse().unwrap() }
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    }

    /// Waits for a line with this text, and returns all lines up to it.
    fn wait_for_message(&mut self, text: &str) -> String {
        let mut lines = String::new();
        while !lines.contains(text) {
            assert!(self.messages.read_line(&mut lines).unwrap() > 0, "{text}: {lines}");
        }
        lines
    }

    /// Terminates the server and waits until it has exited.
    fn stop(mut self) {
        self.signal("-TERM");
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server has already exited, unless the test failed.
        let _ = self.child.kill();
    }
}

/// Returns the path of the example, which is built first: with `--test serve`, cargo builds the
/// test only.
fn program() -> PathBuf {
    static BUILD: Once = Once::new();
    let tests = std::env::current_exe().unwrap();
    let folder = tests.ancestors().nth(2).unwrap();
    BUILD.call_once(|| {
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--example", "serve"]);
        if folder.ends_with("release") {
            build.arg("--release");
        }
        assert!(build.status().unwrap().success());
    });
    folder.join("examples/serve")
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
fn explain_prints_the_rules_that_were_considered() {
    let folder = std::env::temp_dir().join(format!("redirects-explain-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("moves.tsv");
    std::fs::write(&file, "/old\t/new\n/Other\t/new\n").unwrap();
    let explain = |url: &str| {
        let output = Command::new(program()).arg(&file).args(["--explain", url]).output().unwrap();
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    let old = explain("https://example.com/old?a=1");
    let (other, invalid) = (explain("/other"), explain("http://"));
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(old.starts_with("GET /old?a=1\n  \"/old\" => 301 \"/new\"\n"), "{old}");
    assert!(old.ends_with("\nresponse: 301 /new?a=1\n"), "{old}");
    assert!(other.contains("the case of letters differs"), "{other}");
    assert!(other.ends_with("\nno rule matches: the application responds\n"), "{other}");
    assert!(invalid.starts_with("serve: `http://`: "), "{invalid}");
}

#[test]
fn a_new_file_replaces_the_table_unless_it_has_faults() {
    let folder = std::env::temp_dir().join(format!("redirects-reload-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (file, draft) = (folder.join("moves.tsv"), folder.join("draft"));
    // Replaces the file at once, so that the server never reads a part of it.
    let replace = |text: &str, modified: SystemTime| {
        std::fs::write(&draft, text).unwrap();
        std::fs::File::options().append(true).open(&draft).unwrap().set_modified(modified).unwrap();
        std::fs::rename(&draft, &file).unwrap();
    };
    let times: Vec<_> =
        (0..4).map(|days| SystemTime::now() - Duration::from_secs(86400 * days)).collect();
    replace("/a\t/1\n/b\t/c\n", times[0]);
    let mut server = Server::start(&file);
    let mut client = Client::connect(&server.address);
    let mut expect = |location: &str| {
        let end = Instant::now() + Duration::from_secs(10);
        while client.send("/a").location() != Some(location) {
            assert!(Instant::now() < end, "{location}");
        }
    };
    expect("/1");

    replace("/a\t/2\n", times[1]);
    expect("/2");
    server.wait_for_message("serve: reloaded 1 rule\n");

    replace("/a\tbad\n", times[2]);
    let lines = server.wait_for_message("kept the old table");
    assert!(lines.contains("moves.tsv:1:4: target `bad` must start with"), "{lines}");
    expect("/2");

    replace("/a\t/3\n", times[3]);
    expect("/3");
    server.wait_for_message("reloaded");

    // Only the signal tells the server about a file with the same time and length.
    replace("/a\t/4\n", times[3]);
    server.signal("-HUP");
    expect("/4");
    server.wait_for_message("reloaded");

    drop(client);
    server.stop();
    std::fs::remove_dir_all(&folder).unwrap();
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
