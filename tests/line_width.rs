//! Lines have at most 100 columns in source code, manifests, scripts and Markdown.
//!
//! The rows of Markdown tables are exempt because they cannot be wrapped.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const COLUMNS: usize = 100;

/// Folders without source code of this project.
const SKIPPED: [&str; 3] = [".git", "node_modules", "target"];

/// Returns all files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
        let is_skipped = SKIPPED.iter().any(|name| entry.file_name() == *name);
        match entry.file_type().unwrap() {
            kind if kind.is_dir() && !is_skipped => files.extend(self::files(&entry.path())),
            kind if kind.is_file() => files.push(entry.path()),
            _ => {}
        }
    }
    files.sort_unstable();
    files
}

/// Returns whether a file is Rust, a manifest, a script or Markdown. Scripts may lack an extension.
fn is_checked(file: &Path, text: &str) -> bool {
    match file.extension() {
        Some(extension) => ["md", "rs", "sh", "toml"].iter().any(|known| extension == *known),
        None => text.starts_with("#!"),
    }
}

#[test]
fn lines_have_at_most_100_columns() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wide = String::new();
    for file in files(root) {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        if !is_checked(&file, &text) {
            continue;
        }
        let file = file.strip_prefix(root).unwrap();
        let (name, is_markdown) = (file.display(), file.extension().is_some_and(|it| it == "md"));
        for (number, line) in (1..).zip(text.lines()) {
            let columns = line.chars().count();
            let is_table_row = is_markdown && line.starts_with('|');
            if columns > COLUMNS && !is_table_row {
                writeln!(wide, "{name}:{number}: {columns} columns").unwrap();
            }
        }
    }
    assert!(wide.is_empty(), "\n{wide}");
}
