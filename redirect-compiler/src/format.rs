//! Rules that are kept in a file.

pub(crate) mod netlify;
pub(crate) mod tsv;

use std::path::Path;

use crate::diagnostic::kind::{BadFile, FaultKind};
use crate::diagnostic::{Fault, Field, nearest};
use crate::syntax::document::{Document, Include, InvalidLine, NodeId, ScopeKind};
use crate::syntax::rule::{Columns, Rule};
use crate::util::parallel::{append_chunks, list, par_chunks};
use redirect_core::SourceLocation;

/// How rules are written in a file.
///
/// ```
/// use redirects::{Format, Loader};
///
/// let netlify = "/old /new # a comment\n/blog/:slug /articles/:slug 308\n/shop/* /store/:splat 302\n";
/// assert_eq!(Loader::new(Format::Netlify).parse(netlify)?.rules().len(), 3);
///
/// let columns = "# from\tto\n/old\t/new\n/moved\t/elsewhere\t307\n";
/// assert_eq!(Loader::new(Format::Tsv).parse(columns)?.rules().len(), 2);
/// # Ok::<(), redirects::Faults>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Format {
    /// `_redirects`, as Netlify, GitLab Pages and IPFS read it: source, target and status with
    /// blanks between them, `:name` for a segment, a `*` at the end for the rest, which the target
    /// calls `:splat`. The status is 301 where a line has none. `#` begins a comment.
    Netlify,
    /// Two columns with a tab between them, as MDN keeps its moves: source and target, both of
    /// them text without captures. The status is 301, or what a third column says. A line that
    /// begins with `#` is a comment. A blank in a source is a part of it.
    Tsv,
}

impl Format {
    const NAMES: [(&str, Format); 2] = [("netlify", Format::Netlify), ("tsv", Format::Tsv)];

    /// The format of that name, as it stands behind `as` in the macro.
    ///
    /// ```
    /// use redirects::Format;
    ///
    /// assert_eq!(Format::from_name("netlify"), Some(Format::Netlify));
    /// assert_eq!(Format::from_name("htaccess"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Format> {
        Format::NAMES.into_iter().find(|(known, _)| *known == name).map(|(_, format)| format)
    }

    /// The format that the name of a file tells: `_redirects` is Netlify's, and `.tsv` has columns.
    ///
    /// ```
    /// use redirects::Format;
    ///
    /// assert_eq!(Format::of_file("static/_redirects"), Some(Format::Netlify));
    /// assert_eq!(Format::of_file("moves.tsv"), Some(Format::Tsv));
    /// assert_eq!(Format::of_file("moves.txt"), None);
    /// ```
    pub fn of_file(name: &str) -> Option<Format> {
        let path = Path::new(name);
        if path.file_name()? == "_redirects" {
            return Some(Format::Netlify);
        }
        path.extension().filter(|extension| extension.eq_ignore_ascii_case("tsv"))?;
        Some(Format::Tsv)
    }
}

/// The format of an included file, where it has one.
pub fn format_of(include: &Include<'_>) -> Option<Format> {
    match &include.format {
        Some(name) => Format::from_name(name),
        None => Format::of_file(&include.file),
    }
}

/// What is wrong with the files that are included, and with the lines that hold no rule.
pub(crate) fn faults(document: &Document<'_>) -> Vec<Fault> {
    let scopes = document.scopes.iter().enumerate();
    let files = scopes.filter_map(|(index, scope)| match &scope.kind {
        ScopeKind::Include(include) => {
            let (part, kind) = bad_file(include)?;
            Some(Fault::new(NodeId::Scope(index), part, kind))
        }
        ScopeKind::Default | ScopeKind::Group(_) => None,
    });
    let lines = document.lines.iter().enumerate();
    let lines = lines
        .map(|(index, line)| Fault::new(NodeId::Line(index), Field::Source, line.kind.clone()));
    files.chain(lines).collect()
}

fn bad_file(include: &Include<'_>) -> Option<(Field, FaultKind)> {
    let file = include.file.to_string();
    match (format_of(include), &include.format, &include.unreadable) {
        (None, Some(word), _) => {
            let nearest = nearest(word, Format::NAMES.into_iter().map(|(name, _)| name));
            Some((
                Field::Format,
                FaultKind::File(BadFile::FormatUnknown { word: word.to_string(), nearest }),
            ))
        }
        (None, None, _) => Some((Field::File, FaultKind::File(BadFile::FormatUntold(file)))),
        (Some(_), _, Some(why)) => {
            Some((Field::File, FaultKind::File(BadFile::Unreadable { file, why: why.clone() })))
        }
        (Some(_), _, None) => None,
    }
}

/// The columns at which the fields of a line begin, in characters, from 1: of the source, and of
/// the others.
type At = (u32, Columns);

/// What a line holds: a rule, or what is wrong at which column.
type Line<'a> = Result<(At, Rule<'a>), (u32, FaultKind)>;

/// Adds what is written in a file, whose name is empty where it has none.
pub fn read<'a>(
    document: &mut Document<'a>,
    text: &'a str,
    format: Format,
    file: &'a str,
    scope: Option<usize>,
) {
    let rule = match format {
        Format::Netlify => netlify::rule,
        Format::Tsv => tsv::rule,
    };
    let lines: Vec<_> = lines(text).collect();
    let runs = par_chunks(lines.len(), |range| {
        let (mut rules, mut bad) = (list(&range, lines.len()), Vec::new());
        for &(line, text) in &lines[range] {
            let at = |column| SourceLocation::new(file, line, column);
            match rule(text) {
                Ok(((column, columns), draft)) => {
                    rules.push(Rule { scope, place: at(column), columns, ..draft });
                }
                Err((column, kind)) => bad.push(InvalidLine { place: at(column), scope, kind }),
            }
        }
        (rules, bad)
    });
    append_chunks(runs, (&mut document.rules, &mut document.lines));
}

/// The fields of a line that are not empty, each with its column; a separator is one character.
fn fields<'a>(split: impl Iterator<Item = &'a str>) -> Vec<(u32, &'a str)> {
    let mut column = 1;
    let mut fields = Vec::with_capacity(4);
    for field in split {
        if !field.is_empty() {
            fields.push((column, field));
        }
        column += u32::try_from(field.chars().count() + 1).unwrap_or(u32::MAX / 2);
    }
    fields
}

/// Whether a field is the status of a line, which sends somewhere.
fn is_status(field: &str) -> Result<(), FaultKind> {
    let unsupported = |why| Err(FaultKind::Unsupported { what: field.into(), why });
    match field {
        "200" => unsupported("a rewrite is no redirection"),
        "404" => unsupported("a page for what is not found is no redirection"),
        "410" | "451" => unsupported("a line sends somewhere, and this does not"),
        _ if is_number(field) => Ok(()),
        _ => Err(FaultKind::StatusOfFile(field.into())),
    }
}

fn is_number(field: &str) -> bool {
    field.bytes().all(|byte| byte.is_ascii_digit())
}

/// The lines of a text that are not empty and no comment, each with its number from 1.
fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let is_rule =
        |line: &str| line.starts_with('/') || !line.trim().is_empty() && !is_comment(line);
    (1..).zip(text.lines()).filter(move |(_, line)| is_rule(line))
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}
