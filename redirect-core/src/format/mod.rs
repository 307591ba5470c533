//! Rules that are kept in a file.

mod netlify;
mod tsv;

use crate::compile::compile;
use crate::draft::Draft;
use crate::fault::{Fault, Kind, Part};
use crate::faults::{Faults, Reported};
use crate::redirects::Redirects;
use crate::table::Place;
use crate::table::build::build;

/// How rules are written in a file.
///
/// ```
/// use redirects::{Format, Redirects};
///
/// let netlify = "/old /new # a comment\n/blog/:slug /articles/:slug 308\n/* /new/:splat 302\n";
/// assert_eq!(Redirects::parse(netlify, Format::Netlify)?.rules().len(), 3);
///
/// let columns = "# from\tto\n/old\t/new\n/moved\t/elsewhere\t307\n";
/// assert_eq!(Redirects::parse(columns, Format::Tsv)?.rules().len(), 2);
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

/// What was read of a file: a draft for each line that holds a rule.
#[derive(Default)]
pub(crate) struct Reading<'a> {
    drafts: Vec<Draft<'a>>,
    columns: Vec<Columns>,
    /// The lines that hold no rule.
    faults: Vec<(Place<'static>, Kind)>,
}

/// Where the fields of a line begin: columns in characters, from 1.
#[derive(Clone, Copy, Default)]
pub(crate) struct Columns {
    pub(crate) source: u32,
    pub(crate) target: u32,
    pub(crate) status: u32,
}

/// What a line holds: a rule, or what is wrong at which column.
type Line<'a> = Result<(Columns, Draft<'a>), (u32, Kind)>;

impl<'a> Reading<'a> {
    fn of(text: &'a str, rule: fn(&'a str) -> Line<'a>) -> Reading<'a> {
        let mut reading = Reading::default();
        for (number, line) in lines(text) {
            match rule(line) {
                Ok((columns, draft)) => reading.rule(number, columns, draft),
                Err((column, kind)) => reading.fault(number, column, kind),
            }
        }
        reading
    }

    fn rule(&mut self, line: u32, columns: Columns, draft: Draft<'a>) {
        let place = Place { file: "", line, column: columns.source };
        self.drafts.push(Draft { place, ..draft });
        self.columns.push(columns);
    }

    fn fault(&mut self, line: u32, column: u32, kind: Kind) {
        self.faults.push((Place { file: "", line, column }, kind));
    }

    /// The place of a fault in the text.
    fn place(&self, fault: &Fault) -> Place<'static> {
        let columns = self.columns.get(fault.rule).copied().unwrap_or_default();
        let line = self.drafts.get(fault.rule).map_or(0, |draft| draft.place.line);
        let column = match fault.part {
            Part::Target => columns.target,
            Part::Status => columns.status,
            _ => columns.source,
        };
        Place { file: "", line, column }
    }
}

/// The fields of a line, each with its column.
fn fields(line: &str, is_separator: fn(char) -> bool) -> Vec<(u32, &str)> {
    let mut column = 1;
    let place = |field| {
        let at = column;
        column += u32::try_from(str::chars(field).count() + 1).unwrap_or(u32::MAX / 2);
        (at, field)
    };
    line.split(is_separator).map(place).filter(|(_, field)| !field.is_empty()).collect()
}

/// Whether a field is the status of a line, which sends somewhere.
fn is_status(field: &str) -> Result<(), Kind> {
    let unsupported = |why| Err(Kind::Unsupported { what: field.into(), why });
    match field {
        "200" => unsupported("a rewrite is no redirection"),
        "404" => unsupported("a page for what is not found is no redirection"),
        "410" | "451" => unsupported("a line sends somewhere, and this does not"),
        _ if is_number(field) => Ok(()),
        _ => Err(Kind::StatusOfFile(field.into())),
    }
}

fn is_number(field: &str) -> bool {
    field.bytes().all(|byte| byte.is_ascii_digit())
}

/// The lines of a text that are not empty and no comment, each with its number from 1.
fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let is_rule =
        |(_, line): &(u32, &str)| !line.trim().is_empty() && !line.trim().starts_with('#');
    (1..).zip(text.lines()).filter(is_rule)
}

impl Redirects {
    /// Rules that are known only at run time, with the checks and the table of the macro.
    ///
    /// # Errors
    ///
    /// [`Faults`] with every fault of the text and, for those who want to serve it, the table of
    /// the other rules.
    ///
    /// ```
    /// use redirects::{Format, Redirects};
    ///
    /// let site = Redirects::parse("/old /new\n/blog/* /articles/:splat 308\n", Format::Netlify)?;
    /// assert_eq!(site.rules().len(), 2);
    /// # Ok::<(), redirects::Faults>(())
    /// ```
    pub fn parse(text: &str, format: Format) -> Result<Redirects, Faults> {
        let reading = match format {
            Format::Netlify => Reading::of(text, netlify::rule),
            Format::Tsv => Reading::of(text, tsv::rule),
        };
        let (directives, mut found) = compile(&reading.drafts);
        let bytes = build(&directives).unwrap_or_else(|fault| {
            found.push(*fault);
            crate::table::EMPTY.to_vec()
        });
        let rest = Redirects::from_built(bytes);
        let mut faults: Vec<_> = found
            .iter()
            .map(|fault| Reported::new(fault, &reading.drafts, reading.place(fault)))
            .collect();
        faults.extend(reading.faults.iter().map(|(place, kind)| Reported::line(*place, kind)));
        faults.sort_by_key(|fault| (fault.place().line, fault.place().column));
        if faults.is_empty() { Ok(rest) } else { Err(Faults::new(faults, rest)) }
    }
}
