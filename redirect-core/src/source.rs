//! The source of a rule: the paths that it matches.

use std::ops::Range;

use crate::braces::{Chunk, Placed, chunks};
use crate::capture::{MAX_CAPTURES, is_dot_segment};
use crate::chars::pct_encoded;
use crate::draft::MAX_TEXT;
use crate::fault::{Finding, Kind};
use crate::pattern::Piece;
use crate::text::{Coding, Text, normal};

/// The subjects of conditions.
pub(crate) const SUBJECTS: [&str; 6] = ["host", "scheme", "language", "header", "cookie", "query"];

/// What is the name of no variable.
pub(crate) const NO_VARIABLES: [&str; 9] =
    ["self", "super", "crate", "Self", "_", "None", "Some", "Ok", "Err"];

/// A path, or a pattern of paths.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Source {
    /// Its pieces, the text in its normal form: text and captures take turns, text comes first.
    pub(crate) pieces: Vec<Piece<Vec<u8>>>,
    pub(crate) captures: Vec<Capture>,
}

/// A capture, as the source declares it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Capture {
    pub(crate) name: String,
    /// Whether it is `{*name}`.
    pub(crate) rest: bool,
    /// Whether it is a part of the request's host.
    pub(crate) of_host: bool,
}

impl Source {
    /// The normal form of a source without captures.
    pub(crate) fn key(&self) -> Option<&[u8]> {
        match &self.pieces[..] {
            [Piece::Literal(key)] => Some(key),
            _ => None,
        }
    }

    /// Reads a source; what is wrong with it goes to `findings`.
    pub(crate) fn parse(text: &str, findings: &mut Vec<Finding>) -> Option<Source> {
        let before = findings.len();
        match chunks(text) {
            Err(finding) => findings.push(finding),
            Ok(chunks) => findings.extend(faults(text, &chunks)),
        }
        (findings.len() == before).then(|| Source::of(&chunks(text).unwrap_or_default()))
    }

    fn of(chunks: &[Placed<'_>]) -> Source {
        let mut source = Source { pieces: Vec::new(), captures: Vec::new() };
        for (_, chunk) in chunks {
            match *chunk {
                Chunk::Text(text) => source.push_text(text),
                Chunk::Capture { name, rest } => {
                    source.pieces.push(if rest { Piece::Rest } else { Piece::Segment });
                    source.captures.push(Capture { name: name.into(), rest, of_host: false });
                }
            }
        }
        source
    }

    fn push_text(&mut self, text: &str) {
        let text = normal(text);
        match self.pieces.last_mut() {
            Some(Piece::Literal(literal)) => literal.extend(text),
            _ => self.pieces.push(Piece::Literal(text.collect())),
        }
    }
}

/// The names of the captures of a source without faults, in order.
pub fn capture_names(source: &str) -> Vec<String> {
    let chunks = chunks(source).unwrap_or_default();
    let name = |(_, chunk)| match chunk {
        Chunk::Capture { name, .. } => Some(String::from(name)),
        Chunk::Text(_) => None,
    };
    chunks.into_iter().filter_map(name).collect()
}

fn faults(text: &str, chunks: &[Placed<'_>]) -> Vec<Finding> {
    if text.len() > MAX_TEXT {
        return vec![Finding::new(0..text.len(), Kind::TextTooLong)];
    }
    if let Some(finding) = no_path(text) {
        return vec![finding];
    }
    let mut found = Vec::new();
    let path = text.split(['?', '#']).next().unwrap_or_default();
    found.extend(two_slashes(path));
    found.extend(query_or_fragment(text));
    found.extend(blank_or_control(path));
    found.extend(percent(path));
    found.extend(dot_segment(path));
    found.extend(captures(chunks, true));
    found
}

fn no_path(text: &str) -> Option<Finding> {
    let is_url = text.contains("://");
    let kind = if is_url { Kind::SourceUrl } else { Kind::SourceWithoutSlash(text.into()) };
    (!text.starts_with('/')).then(|| Finding::new(0..text.len(), kind))
}

fn two_slashes(text: &str) -> Option<Finding> {
    text.starts_with("//").then(|| Finding::new(0..2, Kind::SourceSlashes))
}

fn query_or_fragment(text: &str) -> Option<Finding> {
    let at = text.find(['?', '#'])?;
    let kind = if text[at..].starts_with('?') { Kind::SourceQuery } else { Kind::SourceFragment };
    Some(Finding::new(at..text.len(), kind))
}

/// A blank or a control, which no request line can hold (RFC 9112 §3).
pub(crate) fn blank_or_control(text: &str) -> Option<Finding> {
    let (at, char) = text.char_indices().find(|(_, c)| c.is_whitespace() || c.is_control())?;
    let kind = if char.is_control() { Kind::Control(char) } else { Kind::Blank(char) };
    Some(Finding::new(at..at + char.len_utf8(), kind))
}

/// A `%` that is not followed by two hexadecimal digits (RFC 3986 §2.1).
pub(crate) fn percent(text: &str) -> Option<Finding> {
    let bytes = text.as_bytes();
    let at =
        (0..bytes.len()).find(|&at| bytes[at] == b'%' && pct_encoded(&bytes[at..]).is_none())?;
    Some(Finding::new(at..at + 1, Kind::Percent))
}

fn dot_segment(text: &str) -> Option<Finding> {
    let range = dot_segment_in(text)?;
    Some(Finding::new(range, Kind::SourceDotSegment))
}

/// The first segment of a path that is `.` or `..`, in any encoding.
pub(crate) fn dot_segment_in(path: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for segment in path.split('/') {
        if is_dot_segment(Text::new(segment.as_bytes(), Coding::Path)) {
            return Some(at..at + segment.len());
        }
        at += segment.len() + 1;
    }
    None
}

/// What is wrong with the captures of a text, which in a path are bound to segments.
pub(crate) fn captures(chunks: &[Placed<'_>], in_path: bool) -> Option<Finding> {
    let mut seen: Vec<&str> = Vec::new();
    let mut before = "";
    let mut has_rest = false;
    for (range, chunk) in chunks {
        let Chunk::Capture { name, rest } = *chunk else {
            before = chunk.text();
            continue;
        };
        let kind = if SUBJECTS.contains(&name) || NO_VARIABLES.contains(&name) {
            Kind::CaptureReserved(name.into())
        } else if seen.contains(&name) {
            Kind::CaptureTwice(name.into())
        } else if !seen.is_empty() && before.is_empty() {
            Kind::CapturesTouch
        } else if rest && has_rest {
            Kind::RestTwice
        } else if rest && in_path && !before.ends_with('/') {
            Kind::RestNotAfterSlash(name.into())
        } else if seen.len() == MAX_CAPTURES {
            Kind::TooManyCaptures
        } else {
            seen.push(name);
            has_rest |= rest;
            before = "";
            continue;
        };
        return Some(Finding::new(range.clone(), kind));
    }
    None
}

impl<'a> Chunk<'a> {
    fn text(self) -> &'a str {
        match self {
            Chunk::Text(text) => text,
            Chunk::Capture { .. } => "",
        }
    }
}
