//! Generates `docs/clients.svg`, an overview of the results.

use std::fmt::Write as _;

use http::Method;

use crate::experiment::{Experiment, METHODS, STATUSES, has_body, sent};
use crate::record::{ClientResults, Record};

/// The outer margin. All lengths are in pixels.
const MARGIN: usize = 24;
const NAMES: usize = 190;
const CELL: usize = 32;
const SIDE: usize = CELL - 3;
const GAP: usize = 14;
const ROW: usize = 32;
const TABLE: usize = 148;
const WIDTH: usize = 2 * MARGIN + NAMES + STATUSES.len() * (METHODS.len() * CELL + GAP) - GAP;

const STYLE: &str = "\
<style>
.clients { font-family: system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, \
sans-serif; font-size: 13px }
.clients .ground { fill: #ffffff } .clients text { fill: #1f2328 } .clients .quiet { fill: #59636e }
.clients .title { font-size: 19px; font-weight: 600 } .clients .status { font-size: 16px; \
font-weight: 600 }
.clients .method { font-size: 9px; text-anchor: middle } .clients .sign { font-size: 14px; \
font-weight: 700; text-anchor: middle }
.clients .same { fill: #b9e3c2 } .clients .get { fill: #ffdf8a } .clients .bare { fill: #ffbf9b } \
.clients .stop { fill: #d5d9de }
.clients .none { fill: none; stroke: #d5d9de }
@media (prefers-color-scheme: dark) {
.clients .ground { fill: #0d1117 } .clients text { fill: #f0f6fc } .clients .quiet { fill: #9198a1 }
.clients .same { fill: #1c6b37 } .clients .get { fill: #7d5c00 } .clients .bare { fill: #9a3f12 } \
.clients .stop { fill: #4a525c }
.clients .none { stroke: #30363d }
}
</style>
";

/// The outcome of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Same,
    Get,
    Bare,
    Stop,
    NotMeasured,
}

impl Outcome {
    const ALL: [Outcome; 5] =
        [Outcome::Same, Outcome::Get, Outcome::Bare, Outcome::Stop, Outcome::NotMeasured];

    fn new(result: Option<&str>, method: &Method) -> Outcome {
        match result {
            None => Outcome::NotMeasured,
            Some(result) if result.starts_with("stops") => Outcome::Stop,
            Some(result) if result == method.as_str() && has_body(method) => Outcome::Bare,
            Some(result) if result == sent(method) => Outcome::Same,
            Some(_) => Outcome::Get,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Outcome::Same => "same",
            Outcome::Get => "get",
            Outcome::Bare => "bare",
            Outcome::Stop => "stop",
            Outcome::NotMeasured => "none",
        }
    }

    /// Returns a symbol, so that color is not the only distinction.
    fn sign(self) -> &'static str {
        match self {
            Outcome::Same => "=",
            Outcome::Get => "G",
            Outcome::Bare => "\u{bd}",
            Outcome::Stop => "\u{d7}",
            Outcome::NotMeasured => "",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Outcome::Same => "same method and body",
            Outcome::Get => "becomes a GET",
            Outcome::Bare => "same method, body lost",
            Outcome::Stop => "stops",
            Outcome::NotMeasured => "not tested",
        }
    }
}

pub(crate) fn draw(record: &Record) -> String {
    let height = TABLE + record.clients.len() * ROW + MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"clients\" viewBox=\"0 0 {WIDTH} \
{height}\" \
         role=\"img\" aria-labelledby=\"clients-title clients-description\">\n\
         <title id=\"clients-title\">The behavior of clients by status and method</title>\n\
         <desc id=\"clients-description\">{}</desc>\n{STYLE}\
         <rect class=\"ground\" width=\"{WIDTH}\" height=\"{height}\"/>\n\
         <text class=\"title\" x=\"{MARGIN}\" y=\"40\">The request that arrives at the target of a \
redirect</text>\n",
        description(record)
    );
    legend(&mut svg);
    column_heads(&mut svg);
    for (row, client) in record.clients.iter().enumerate() {
        line(&mut svg, TABLE + row * ROW, client);
    }
    svg + "</svg>\n"
}

/// Describes the picture in a sentence for each status.
fn description(record: &Record) -> String {
    let sentences = STATUSES.map(|status| {
        let counts: Vec<_> = Outcome::ALL[..4]
            .iter()
            .map(|outcome| format!("{} {}", count(record, status, *outcome), outcome.text()))
            .collect();
        format!("Of the requests that met a {status}: {}.", counts.join(", "))
    });
    sentences.join(" ")
}

fn count(record: &Record, status: u16, outcome: Outcome) -> usize {
    let outcomes = record
        .clients
        .iter()
        .flat_map(|client| METHODS.iter().map(move |method| outcome_of(client, status, method)));
    outcomes.filter(|known| *known == outcome).count()
}

fn outcome_of(client: &ClientResults, status: u16, method: &Method) -> Outcome {
    Outcome::new(client.result(&Experiment::Follow(status, method.clone()).to_string()), method)
}

// Writing to a string never fails, here and below.
fn legend(svg: &mut String) {
    let mut x = MARGIN;
    for outcome in Outcome::ALL {
        square(svg, x, 60, outcome);
        let _ = writeln!(svg, "<text x=\"{}\" y=\"78\">{}</text>", x + CELL + 6, outcome.text());
        x += CELL + 34 + 7 * outcome.text().len();
    }
}

fn column_heads(svg: &mut String) {
    for (group, status) in STATUSES.into_iter().enumerate() {
        let x = left(group);
        let _ = writeln!(svg, "<text class=\"status\" x=\"{x}\" y=\"120\">{status}</text>");
        for (column, method) in METHODS.iter().enumerate() {
            let x = x + column * CELL + SIDE / 2;
            let short = if *method == Method::DELETE { "DEL" } else { method.as_str() };
            let _ =
                writeln!(svg, "<text class=\"method quiet\" x=\"{x}\" y=\"138\">{short}</text>");
        }
    }
}

fn left(group: usize) -> usize {
    MARGIN + NAMES + group * (METHODS.len() * CELL + GAP)
}

fn line(svg: &mut String, y: usize, client: &ClientResults) {
    let (name, baseline) = (&client.client, y + 20);
    let _ = writeln!(svg, "<text x=\"{MARGIN}\" y=\"{baseline}\">{name}</text>");
    for (group, status) in STATUSES.into_iter().enumerate() {
        for (column, method) in METHODS.iter().enumerate() {
            square(svg, left(group) + column * CELL, y, outcome_of(client, status, method));
        }
    }
}

fn square(svg: &mut String, x: usize, y: usize, outcome: Outcome) {
    let class = outcome.class();
    let _ = writeln!(
        svg,
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{SIDE}\" height=\"{SIDE}\" rx=\"4\"/>"
    );
    if outcome != Outcome::NotMeasured {
        let (x, y, sign) = (x + SIDE / 2, y + 20, outcome.sign());
        let _ = writeln!(svg, "<text class=\"sign\" x=\"{x}\" y=\"{y}\">{sign}</text>");
    }
}
