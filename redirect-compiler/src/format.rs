//! Readers of rule files, which parse text into nodes of the syntax tree and faults.

pub(crate) mod netlify;
pub(crate) mod tsv;

use std::fmt;
use std::mem;
use std::path::Path;
use std::str::FromStr;

use redirect_core::SourceLocation;
use redirect_core::internals::Status;

use crate::diagnostic::kind::{FaultKind, IncludeFault, Limit, LineFault, StatusFault};
use crate::diagnostic::{Fault, Field, escaped, nearest};
use crate::syntax::document::{Document, Include, InvalidLine, Unreadable};
use crate::syntax::ids::{LineId, ScopeId};
use crate::syntax::rule::{MAX_LINE, Rule};
use crate::util::parallel::{append_chunks, chunk_vec, par_chunks};

/// A format of rule files.
///
/// ```
/// use redirects::{Format, Loader};
///
/// let netlify = "/old /new # a comment\n/blog/:slug /news/:slug 308\n/shop/* /:splat 302\n";
/// assert_eq!(Loader::new(Format::Netlify).parse(netlify)?.rules().len(), 3);
///
/// let columns = "# from\tto\n/old\t/new\n/moved\t/elsewhere\t307\n";
/// assert_eq!(Loader::new(Format::Tsv).parse(columns)?.rules().len(), 2);
/// # Ok::<(), redirects::Diagnostics>(())
/// ```
///
/// The macro selects a format by its name:
///
/// ```
/// use redirects::Format;
///
/// assert_eq!("netlify".parse(), Ok(Format::Netlify));
/// assert_eq!(Format::Tsv.to_string(), "tsv");
/// let error = "htaccess".parse::<Format>().unwrap_err();
/// assert_eq!(error.to_string(), "unknown format `htaccess`, expected `netlify` or `tsv`");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Format {
    /// `_redirects`, as Netlify, GitLab Pages and IPFS read it: source, target and status,
    /// separated by whitespace. `:name` matches a segment; `*` at the end matches the rest of the
    /// path, which the target calls `:splat`. The status defaults to 301. `#` starts a comment.
    Netlify,
    /// Columns separated by a tab, the format of MDN's redirects: source and target, both of them
    /// text without captures, and optionally a status, which defaults to 301. A line that starts
    /// with `#` is a comment. A space in a source is part of the source.
    Tsv,
}

/// The properties of a format.
struct Properties {
    format: Format,
    /// The name after `as` in the macro.
    name: &'static str,
    /// The file name that implies the format.
    file_name: Option<&'static str>,
    /// The file extension that implies the format.
    extension: Option<&'static str>,
    /// Reads a line that is not empty and not a comment.
    read_line: for<'a> fn(&'a str) -> Result<LineRule<'a>, LineError>,
}

/// All formats. A new format needs a variant of [`Format`], a reader and a row here.
const FORMATS: [Properties; 2] = [
    Properties {
        format: Format::Netlify,
        name: "netlify",
        file_name: Some("_redirects"),
        extension: None,
        read_line: netlify::read_line,
    },
    Properties {
        format: Format::Tsv,
        name: "tsv",
        file_name: None,
        extension: Some("tsv"),
        read_line: tsv::read_line,
    },
];

impl Format {
    /// Returns all formats.
    ///
    /// ```
    /// use redirects::Format;
    ///
    /// assert!(Format::all().any(|format| format == Format::Netlify));
    /// ```
    pub fn all() -> impl ExactSizeIterator<Item = Format> {
        FORMATS.iter().map(|properties| properties.format)
    }

    /// Returns the name by which the macro selects the format.
    ///
    /// ```
    /// use redirects::Format;
    ///
    /// assert_eq!(Format::Netlify.name(), "netlify");
    /// ```
    pub fn name(self) -> &'static str {
        self.properties().name
    }

    /// Returns the format that a file name implies: [`Format::Netlify`] for the name `_redirects`,
    /// and [`Format::Tsv`] for the extension `.tsv`.
    ///
    /// ```
    /// use redirects::Format;
    ///
    /// assert_eq!(Format::from_file_name("static/_redirects"), Some(Format::Netlify));
    /// assert_eq!(Format::from_file_name("moves.tsv"), Some(Format::Tsv));
    /// assert_eq!(Format::from_file_name("moves.txt"), None);
    /// ```
    pub fn from_file_name(name: impl AsRef<Path>) -> Option<Format> {
        Format::from_path(name.as_ref())
    }

    fn from_path(path: &Path) -> Option<Format> {
        let (file_name, extension) = (path.file_name()?, path.extension());
        for properties in &FORMATS {
            let has_name = properties.file_name.is_some_and(|known| file_name == known);
            let has_extension = match (properties.extension, extension) {
                (Some(known), Some(extension)) => extension.eq_ignore_ascii_case(known),
                _ => false,
            };
            if has_name || has_extension {
                return Some(properties.format);
            }
        }
        None
    }

    /// Returns the format of an included file: the one that the include names, or else the one that
    /// the file name implies.
    #[doc(hidden)]
    pub fn from_include(include: &Include<'_>) -> Option<Format> {
        match &include.format {
            Some(name) => name.parse().ok(),
            None => Format::from_file_name(&include.file[..]),
        }
    }

    fn names() -> Vec<&'static str> {
        let mut names = Vec::new();
        for properties in &FORMATS {
            names.push(properties.name);
        }
        names
    }

    #[expect(clippy::expect_used, reason = "checked by a test for each format")]
    fn properties(self) -> &'static Properties {
        let row = FORMATS.iter().find(|properties| properties.format == self);
        row.expect("invariant: each format has a row")
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl AsRef<str> for Format {
    fn as_ref(&self) -> &str {
        self.name()
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Format, UnknownFormat> {
        for properties in &FORMATS {
            if properties.name == name {
                return Ok(properties.format);
            }
        }
        Err(UnknownFormat(name.into()))
    }
}

/// The error returned when a [`Format`] is parsed from an unknown name.
///
/// ```
/// use redirects::Format;
///
/// let error = "apache".parse::<Format>().unwrap_err();
/// assert_eq!(error.to_string(), "unknown format `apache`, expected `netlify` or `tsv`");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownFormat(String);

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown format `{}`, expected ", escaped(&self.0))?;
        for (index, properties) in FORMATS.iter().enumerate() {
            let separator = if index == 0 { "" } else { " or " };
            write!(f, "{separator}`{}`", properties.name)?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownFormat {}

/// An included file, with the position of its rules in the document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IncludedFile<'a> {
    /// The scope of the include.
    pub scope: ScopeId,
    /// The number of rules before the include in the document, not counting rules of other files.
    pub rules_before: usize,
    /// The path of the file in diagnostics.
    pub path: &'a str,
    /// The text of the file, or the reason why it cannot be read.
    pub text: Result<&'a str, Unreadable>,
}

/// Reads included files and inserts their rules into the document at the positions of the includes.
/// Returns the faults of the files and of their lines. `files` must be in the order of the
/// includes.
pub fn read_includes<'a>(document: &mut Document<'a>, files: &[IncludedFile<'a>]) -> Vec<Fault> {
    if files.is_empty() {
        return Vec::new();
    }
    let mut own_rules = mem::take(&mut document.rules).into_iter();
    let (mut inserted, mut faults) = (0, Vec::new());
    for file in files {
        for rule in own_rules.by_ref().take(file.rules_before - inserted) {
            document.rules.push(rule);
        }
        inserted = file.rules_before;
        faults.append(&mut read_include(document, file));
    }
    document.rules.extend(own_rules);
    faults
}

#[expect(clippy::expect_used, reason = "the scope of a file is that of its include")]
fn read_include<'a>(document: &mut Document<'a>, file: &IncludedFile<'a>) -> Vec<Fault> {
    let include = document.scope(file.scope).kind.include();
    let include = include.expect("invariant: a file is read for an include");
    let bad_file = |field, bad| vec![Fault::new(file.scope.into(), field, FaultKind::Include(bad))];
    match (Format::from_include(include), &file.text) {
        (None, _) => {
            if let Some(name) = &include.format {
                return bad_file(Field::Format, format_unknown(name));
            }
            let (file, known) = (include.file.to_string(), Format::names());
            bad_file(Field::File, IncludeFault::UndeterminedFormat { file, known })
        }
        (Some(_), Err(why)) => {
            let file = include.file.to_string();
            bad_file(Field::File, IncludeFault::Unreadable { file, reason: why.clone() })
        }
        (Some(format), Ok(text)) => read(document, text, format, file.path, Some(file.scope)),
    }
}

/// Formats that are not supported. Their names are not misspellings of those that are.
const UNSUPPORTED_FORMATS: [&str; 3] = ["csv", "psv", "ssv"];

fn format_unknown(name: &str) -> IncludeFault {
    let known = Format::names();
    let nearest = if UNSUPPORTED_FORMATS.contains(&name) {
        None
    } else {
        nearest(name, known.iter().copied())
    };
    IncludeFault::UnknownFormat { name: name.into(), nearest, known }
}

/// Reads the lines of a file and appends its rules to the document. Returns the faults of the lines
/// that are not rules. `path` is empty if the text is not from a file.
///
/// A line longer than 64 KiB is not split into fields, so that no message quotes it.
#[must_use]
pub fn read<'a>(
    document: &mut Document<'a>,
    text: &'a str,
    format: Format,
    path: &'a str,
    scope: Option<ScopeId>,
) -> Vec<Fault> {
    let read_line = format.properties().read_line;
    let lines = lines(text);
    let chunks = par_chunks(lines.len(), |range| {
        let (mut rules, mut errors) = (chunk_vec(&range, lines.len()), Vec::new());
        for &(line, text) in &lines[range] {
            let location = |column| SourceLocation::new(path, line, column);
            let read = if text.len() > MAX_LINE {
                Err(LineError::new(1, FaultKind::TooLarge(Limit::Line)))
            } else {
                read_line(text)
            };
            match read {
                Ok(LineRule { column, rule }) => {
                    rules.push(Rule { scope, source_location: Some(location(column)), ..rule });
                }
                Err(error) => errors.push((location(error.column), error.kind)),
            }
        }
        (rules, errors)
    });
    let mut errors = Vec::new();
    append_chunks(chunks, (&mut document.rules, &mut errors));
    let mut faults = Vec::with_capacity(errors.len());
    for (source_location, kind) in errors {
        let id = LineId::new(document.invalid_lines.len());
        document.invalid_lines.push(InvalidLine { source_location, scope });
        faults.push(Fault::new(id.into(), Field::Source, kind));
    }
    faults
}

/// The rule of a line, and the column of its source.
struct LineRule<'a> {
    column: u32,
    rule: Rule<'a>,
}

/// The reason why a line is not a rule, and the column of the error.
struct LineError {
    column: u32,
    kind: FaultKind,
}

impl LineError {
    fn new(column: u32, kind: FaultKind) -> LineError {
        LineError { column, kind }
    }
}

/// A field of a line, and its column in characters, from 1.
#[derive(Clone, Copy)]
struct LineField<'a> {
    column: u32,
    text: &'a str,
}

impl LineField<'_> {
    /// Returns an error at the field.
    fn error(self, kind: FaultKind) -> LineError {
        LineError::new(self.column, kind)
    }

    /// Returns the error for a field whose meaning in the format has no equivalent in a table.
    fn unsupported(self, reason: &'static str) -> LineError {
        let construct = self.text.into();
        self.error(FaultKind::Line(LineFault::Unsupported { construct, reason, help: None }))
    }
}

/// Returns the nonempty fields of a split line, whose separators are one character each.
fn line_fields<'a>(split: &mut dyn Iterator<Item = &'a str>) -> Vec<LineField<'a>> {
    let mut column = 1;
    let mut fields = Vec::with_capacity(4);
    for text in split {
        if !text.is_empty() {
            fields.push(LineField { column, text });
        }
        column += u32::try_from(text.chars().count() + 1).unwrap_or(u32::MAX / 2);
    }
    fields
}

/// Checks that a field is a number, but not one of the known statuses without a redirect.
fn check_status(field: LineField<'_>) -> Result<(), LineError> {
    match field.text {
        "200" => Err(field.unsupported("rewrites are not redirects")),
        "404" => Err(field.unsupported("error pages are not redirects")),
        "410" | "451" => {
            Err(field.unsupported("rules without a target are only available in `redirects!`"))
        }
        text if is_number(text) => Ok(()),
        text => Err(field.error(FaultKind::Status(StatusFault::UnknownInFile(text.into())))),
    }
}

/// Reports a status in the place of the target, if it is one that has no target.
fn check_not_final(source: &str, target: LineField<'_>) -> Result<(), LineError> {
    match Status::from_word(target.text) {
        Some(status) if is_number(target.text) && !status.is_redirection() => {
            let (source, status) = (source.into(), target.text.into());
            Err(target.error(FaultKind::Line(LineFault::StatusWithoutTarget { source, status })))
        }
        _ => Ok(()),
    }
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the lines of a text that are neither blank nor comments, with their numbers from 1.
fn lines(text: &str) -> Vec<(u32, &str)> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let (mut lines, mut number) = (Vec::new(), 0);
    for line in text.lines() {
        number += 1;
        if line.starts_with('/') || !is_blank_or_comment(line) {
            lines.push((number, line));
        }
    }
    lines
}

fn is_blank_or_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::{FORMATS, Format, IncludedFile, read_includes};
    use crate::syntax::{Document, Include, Rule, Scope, ScopeKind, Unreadable};

    #[test]
    fn each_format_is_parsed_from_its_name() {
        for format in [Format::Netlify, Format::Tsv] {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        assert_eq!(Format::all().len(), FORMATS.len());
    }

    #[test]
    fn extensions_are_compared_without_case() {
        assert_eq!(Format::from_file_name("a/MOVES.TSV"), Some(Format::Tsv));
        assert_eq!(Format::from_file_name("a/_REDIRECTS"), None);
        assert_eq!(Format::from_file_name(""), None);
    }

    #[test]
    fn rules_of_files_are_inserted_at_their_positions() {
        let mut document = Document::default();
        for source in ["/first", "/second"] {
            document.rules.push(Rule { source: source.into(), ..Rule::default() });
        }
        let include = |file: &'static str| Scope {
            kind: ScopeKind::Include(Include { file: file.into(), format: None }),
            ..Scope::default()
        };
        let [outer, inner, missing] = ["a.tsv", "_redirects", "b.tsv"].map(include);
        let [outer, inner, missing] =
            [outer, inner, missing].map(|scope| document.add_scope(scope));
        let text = |scope, rules_before, text| IncludedFile {
            scope,
            rules_before,
            path: "",
            text: Ok(text),
        };
        let files = [
            text(outer, 0, "/a\t/b\nnothing\n"),
            IncludedFile { text: Err(Unreadable::NotUtf8(7)), ..text(missing, 1, "") },
            text(inner, 1, "/c /d\n/e /f\n"),
        ];
        let faults = read_includes(&mut document, &files);
        let sources: Vec<_> = document.rules.iter().map(|rule| &rule.source[..]).collect();
        assert_eq!(sources, ["/a", "/first", "/c", "/e", "/second"]);
        assert_eq!(document.rules[3].scope, Some(inner));
        assert_eq!(document.invalid_lines[0].source_location.line(), 2);
        assert_eq!(faults.len(), 2);
    }
}
