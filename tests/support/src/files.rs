//! Data that a machine may have: real rule files, and the test cases of other projects.

use std::io::Write;
use std::path::{Path, PathBuf};

/// Returns the folder that an environment variable names, or reports that the test is skipped.
pub fn data_folder(variable: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable).map(PathBuf::from);
    if folder.is_none() {
        report_skipped(&format!("{variable} names no folder"));
    }
    folder
}

/// Returns the path of a file in the folder that an environment variable names, or reports that
/// the test is skipped.
pub fn data_path(variable: &str, file: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable).unwrap_or_default();
    let path = Path::new(&folder).join(file);
    if !path.exists() {
        report_skipped(&format!("{variable} names no folder with {file}"));
        return None;
    }
    Some(path)
}

/// Reads a file of the folder that an environment variable names, or reports that the test is
/// skipped.
pub fn data_file(variable: &str, file: &str) -> Option<String> {
    Some(std::fs::read_to_string(data_path(variable, file)?).unwrap())
}

/// Reports why a test does nothing. Writes to the process's stderr, because the test harness
/// captures what a passing test prints.
fn report_skipped(reason: &str) {
    std::io::stderr().write_all(format!("skipped: {reason}\n").as_bytes()).unwrap();
}
