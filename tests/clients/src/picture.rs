//! `docs/clients.svg`: the table for those who would rather look.

use std::fmt::Write as _;

use http::Method;

use crate::question::{METHODS, Question, STATUSES, has_body, sent};
use crate::record::{Answers, Record};

/// Everything is in pixels.
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
.clients { font-family: system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif; font-size: 13px }
.clients .ground { fill: #ffffff } .clients text { fill: #1f2328 } .clients .quiet { fill: #59636e }
.clients .title { font-size: 19px; font-weight: 600 } .clients .status { font-size: 16px; font-weight: 600 }
.clients .method { font-size: 9px; text-anchor: middle } .clients .sign { font-size: 14px; font-weight: 700; text-anchor: middle }
.clients .same { fill: #b9e3c2 } .clients .get { fill: #ffdf8a } .clients .bare { fill: #ffbf9b } .clients .stop { fill: #d5d9de }
.clients .none { fill: none; stroke: #d5d9de }
@media (prefers-color-scheme: dark) {
.clients .ground { fill: #0d1117 } .clients text { fill: #f0f6fc } .clients .quiet { fill: #9198a1 }
.clients .same { fill: #1c6b37 } .clients .get { fill: #7d5c00 } .clients .bare { fill: #9a3f12 } .clients .stop { fill: #4a525c }
.clients .none { stroke: #30363d }
}
</style>
";

/// What came of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Same,
    Get,
    Bare,
    Stop,
    Unasked,
}

impl Fate {
    const ALL: [Fate; 5] = [Fate::Same, Fate::Get, Fate::Bare, Fate::Stop, Fate::Unasked];

    fn of(answer: Option<&str>, method: &Method) -> Fate {
        match answer {
            None => Fate::Unasked,
            Some(answer) if answer.starts_with("stops") => Fate::Stop,
            Some(answer) if answer == method.as_str() && has_body(method) => Fate::Bare,
            Some(answer) if answer == sent(method) => Fate::Same,
            Some(_) => Fate::Get,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Fate::Same => "same",
            Fate::Get => "get",
            Fate::Bare => "bare",
            Fate::Stop => "stop",
            Fate::Unasked => "none",
        }
    }

    /// So that it is not told by colour alone.
    fn sign(self) -> &'static str {
        match self {
            Fate::Same => "=",
            Fate::Get => "G",
            Fate::Bare => "\u{bd}",
            Fate::Stop => "\u{d7}",
            Fate::Unasked => "",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Fate::Same => "same method and body",
            Fate::Get => "becomes a GET",
            Fate::Bare => "same method, body lost",
            Fate::Stop => "stops",
            Fate::Unasked => "not asked",
        }
    }
}

pub(crate) fn draw(record: &Record) -> String {
    let height = TABLE + record.clients.len() * ROW + MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"clients\" viewBox=\"0 0 {WIDTH} {height}\" \
         role=\"img\" aria-labelledby=\"clients-title clients-description\">\n\
         <title id=\"clients-title\">What clients make of each status and method</title>\n\
         <desc id=\"clients-description\">{}</desc>\n{STYLE}\
         <rect class=\"ground\" width=\"{WIDTH}\" height=\"{height}\"/>\n\
         <text class=\"title\" x=\"{MARGIN}\" y=\"40\">What comes to the target of a redirect</text>\n",
        description(record)
    );
    legend(&mut svg);
    heads(&mut svg);
    for (row, client) in record.clients.iter().enumerate() {
        line(&mut svg, TABLE + row * ROW, client);
    }
    svg + "</svg>\n"
}

/// The picture in a sentence for each status.
fn description(record: &Record) -> String {
    let sentences = STATUSES.map(|status| {
        let counts: Vec<_> = Fate::ALL[..4]
            .iter()
            .map(|fate| format!("{} {}", count(record, status, *fate), fate.text()))
            .collect();
        format!("Of the requests that met a {status}: {}.", counts.join(", "))
    });
    sentences.join(" ")
}

fn count(record: &Record, status: u16, fate: Fate) -> usize {
    let fates = record
        .clients
        .iter()
        .flat_map(|client| METHODS.iter().map(move |method| fate_of(client, status, method)));
    fates.filter(|known| *known == fate).count()
}

fn fate_of(client: &Answers, status: u16, method: &Method) -> Fate {
    Fate::of(client.of(&Question::Follow(status, method.clone()).to_string()), method)
}

// Writing to a string does not fail, here and below.
fn legend(svg: &mut String) {
    let mut x = MARGIN;
    for fate in Fate::ALL {
        square(svg, x, 60, fate);
        let _ = writeln!(svg, "<text x=\"{}\" y=\"78\">{}</text>", x + CELL + 6, fate.text());
        x += CELL + 34 + 7 * fate.text().len();
    }
}

fn heads(svg: &mut String) {
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

fn line(svg: &mut String, y: usize, client: &Answers) {
    let (name, baseline) = (&client.client, y + 20);
    let _ = writeln!(svg, "<text x=\"{MARGIN}\" y=\"{baseline}\">{name}</text>");
    for (group, status) in STATUSES.into_iter().enumerate() {
        for (column, method) in METHODS.iter().enumerate() {
            square(svg, left(group) + column * CELL, y, fate_of(client, status, method));
        }
    }
}

fn square(svg: &mut String, x: usize, y: usize, fate: Fate) {
    let class = fate.class();
    let _ = writeln!(
        svg,
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{SIDE}\" height=\"{SIDE}\" rx=\"4\"/>"
    );
    if fate != Fate::Unasked {
        let (x, y, sign) = (x + SIDE / 2, y + 20, fate.sign());
        let _ = writeln!(svg, "<text class=\"sign\" x=\"{x}\" y=\"{y}\">{sign}</text>");
    }
}
