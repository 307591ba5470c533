//! Optional test data: real rule files, and the test cases of other projects.

use std::io::Write;
use std::path::{Path, PathBuf};

/// Returns the folder in an environment variable, or reports that the test is skipped.
pub fn data_folder(variable: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable).map(PathBuf::from);
    if folder.is_none() {
        report_skipped(&format!("{variable} is not set"));
    }
    folder
}

/// Returns the path of a file in the folder that an environment variable contains, or reports that
/// the test is skipped.
pub fn data_path(variable: &str, file: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable).unwrap_or_default();
    let path = Path::new(&folder).join(file);
    if !path.exists() {
        report_skipped(&format!("{variable} is not set to a folder that contains {file}"));
        return None;
    }
    Some(path)
}

/// Reads a file in the folder that an environment variable contains, or reports that the test is
/// skipped.
pub fn data_file(variable: &str, file: &str) -> Option<String> {
    Some(std::fs::read_to_string(data_path(variable, file)?).unwrap())
}

/// Reports why a test is skipped. Writes to the stderr of the process, because the test harness
/// captures the output of `eprintln!` in passing tests.
fn report_skipped(reason: &str) {
    std::io::stderr().write_all(format!("skipped: {reason}\n").as_bytes()).unwrap();
}
