//! The rows of the faults of included files.

use std::path::Path;

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::IncludeFault;
use crate::diagnostic::render::{Description, list, quoted};
use crate::syntax::document::Unreadable;

pub(super) fn describe(fault: &IncludeFault) -> Description {
    let row = |message| Description::new(FaultName::BadInclude, message);
    match fault {
        IncludeFault::Unreadable { file, reason: Unreadable::Io(reason) } => {
            row(format!("cannot read `{file}`: {reason}")).help(match in_variable(file) {
                Some(("OUT_DIR", path)) => {
                    let file = concat("OUT_DIR", path);
                    format!("use `{file}`, and write the file in the build script of the package")
                }
                _ => "use a path relative to this source file".into(),
            })
        }
        IncludeFault::Unreadable { file, reason: Unreadable::UnsetVariable(variable) } => {
            row(format!("cannot read `{file}`: the environment variable `{variable}` is not set"))
                .help(if variable == "OUT_DIR" {
                    "add a build script to the package".into()
                } else {
                    format!("set `{variable}` for the build, or use `OUT_DIR`")
                })
        }
        IncludeFault::Unreadable { file, reason: Unreadable::NotInPackage } => {
            row(format!("cannot find `{file}` in the package or its `src` folder"))
                .help("use a path relative to one of them, or Rust 1.88 or later")
        }
        IncludeFault::Unreadable { file, reason: Unreadable::NotUtf8(at) } => {
            row(format!("`{file}` is not valid UTF-8 at byte {at}")).help("save it as UTF-8")
        }
        IncludeFault::UnknownFormat { name, nearest, known } => {
            row(format!("unknown format `{name}`")).help(nearest.as_ref().map_or_else(
                || format!("use {}", list(&quoted(known), "or")),
                |nearest| format!("write `{nearest}`"),
            ))
        }
        IncludeFault::UndeterminedFormat { file, known } => {
            let is_rust = Path::new(file).extension().is_some_and(|extension| extension == "rs");
            row(format!("cannot determine the format of `{file}`")).help(if is_rust {
                "include a `_redirects` or `.tsv` file, or share rules with `macro_rules!`".into()
            } else {
                format!("write {}", includes(file, known))
            })
        }
    }
}

/// Lists the ways to include a file: with the first format, or with another.
fn includes(file: &str, known: &[&str]) -> String {
    let file = match in_variable(file) {
        Some((variable, path)) => concat(variable, path),
        None => format!("\"{file}\""),
    };
    format!("`include {file} as {}`", known.join("`, or `as "))
}

/// Splits the displayed name of a file after an environment variable: `$OUT_DIR/moves.tsv`.
fn in_variable(file: &str) -> Option<(&str, &str)> {
    let name = file.strip_prefix('$')?;
    // The slash may be missing.
    let end = if name.starts_with("OUT_DIR") { "OUT_DIR".len() } else { name.find('/')? };
    Some(name.split_at(end))
}

/// Returns the name of a file after an environment variable, as an `include` contains it.
fn concat(variable: &str, path: &str) -> String {
    format!("concat!(env!(\"{variable}\"), \"/{}\")", path.trim_start_matches('/'))
}
