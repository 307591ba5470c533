//! The source of a rule: the paths that it matches.

use std::ops::Range;

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{FaultKind, Limit, SourceFault, TextFault};
use crate::lower::braces::{Braced, Chunk, Placed, chunks, unescaped, without_shapes};
use crate::lower::capture::{Capture, declared};
use crate::syntax::rule::MAX_TEXT;
use redirect_core::internals::captures::{MAX_CAPTURES, is_dot_segment};
use redirect_core::internals::charset::{first_of, is_plain_path, pct_encoded};
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::{Encoding, MatchMode, Text, normal};

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
    pub(crate) form: MatchMode,
    /// Nothing in it can be spelt in another way.
    pub(crate) is_plain: bool,
}

impl Source {
    /// The normal form of a source without captures.
    pub(crate) fn key(&self) -> Option<&[u8]> {
        match &self.pieces[..] {
            [Piece::Literal(key)] => Some(key),
            _ => None,
        }
    }

    /// Reads a source; what is wrong with it goes to `faults`.
    pub(crate) fn parse(text: &str, faults: &mut Vec<Spanned<FaultKind>>) -> Option<Source> {
        if let Some(plain) = Source::plain(text) {
            return Some(plain);
        }
        let chunks = chunks(text).map_err(|fault| faults.push(fault)).ok()?;
        let before = faults.len();
        faults.extend(check(&without_shapes(text, &chunks), &chunks));
        let known = faults.len();
        let (pieces, captures) = declared(&chunks, normal, false, faults);
        // A shape that is none leaves a source whose captures are known all the same.
        let is_source = faults[before..known].is_empty();
        is_source.then(|| Source { pieces, captures, form: MatchMode::default(), is_plain: false })
    }

    /// A source that is plainly a path.
    pub(crate) fn plain(text: &str) -> Option<Source> {
        (is_plain_path(text) && text.len() <= MAX_TEXT).then(|| {
            let pieces = vec![Piece::Literal(text.as_bytes().to_vec())];
            Source { pieces, captures: Vec::new(), form: MatchMode::default(), is_plain: true }
        })
    }

    /// The same source behind a prefix, in which `/` is the prefix itself.
    pub(crate) fn behind(mut self, prefix: &str) -> Source {
        if prefix.is_empty() {
            return self;
        }
        self.is_plain = false;
        let is_root = self.key() == Some(b"/");
        if let Some(Piece::Literal(first)) = self.pieces.first_mut() {
            let rest = if is_root { Vec::new() } else { std::mem::take(first) };
            *first = normal(&unescaped(prefix));
            first.extend(rest);
        }
        self
    }

    /// The same source, read in that form.
    pub(crate) fn read_in(mut self, form: MatchMode) -> Source {
        self.form = form;
        if form.any_case {
            let literals = self.pieces.iter_mut().filter_map(Piece::literal_mut);
            literals.for_each(|literal| fold(literal));
        }
        if form.any_slash
            && let Some(Piece::Literal(last)) = self.pieces.last_mut()
        {
            last.truncate(last.strip_suffix(b"/").unwrap_or(last).len());
            // Behind a `{*name}` it stays: an empty one ends in a slash that is not the last.
            if let [.., Piece::Param(_), Piece::Literal(last)] = &self.pieces[..]
                && last.is_empty()
            {
                self.pieces.pop();
            }
        }
        self
    }
}

/// The letters of a text in its normal form in lower case; those of a `%XX` are digits.
fn fold(normal: &mut [u8]) {
    let mut at = 0;
    while let Some(byte) = normal.get_mut(at) {
        byte.make_ascii_lowercase();
        at += if *byte == b'%' { 3 } else { 1 };
    }
}

/// What is wrong with the prefix of a group: it is text, and no slash ends it.
pub(crate) fn prefix(text: &str) -> Result<(), Spanned<FaultKind>> {
    let whole = |kind| Err(Spanned::new(0..text.len(), kind));
    let chunks = chunks(text)?;
    if chunks.iter().any(|(_, chunk)| matches!(chunk, Chunk::Capture(_))) {
        return whole(FaultKind::Source(SourceFault::PrefixCapture));
    }
    match check(text, &chunks).into_iter().next() {
        Some(fault) => Err(fault),
        None if text.ends_with('/') => whole(FaultKind::Source(SourceFault::PrefixTrailingSlash)),
        None => Ok(()),
    }
}

/// The names of the captures of a source without faults, in order.
pub fn capture_names(source: &str) -> Vec<String> {
    let chunks = chunks(source).unwrap_or_default();
    let name = |(_, chunk)| match chunk {
        Chunk::Capture(capture) => Some(String::from(capture.name)),
        Chunk::Text(_) => None,
    };
    chunks.into_iter().filter_map(name).collect()
}

fn check(text: &str, chunks: &[Placed<'_>]) -> Vec<Spanned<FaultKind>> {
    if text.len() > MAX_TEXT {
        return vec![Spanned::new(0..text.len(), FaultKind::TooLarge(Limit::Text))];
    }
    if let Some(fault) = no_path(text) {
        return vec![fault];
    }
    let mut found = Vec::new();
    let path = &text[..first_of(text, ['?', '#']).unwrap_or(text.len())];
    found.extend(two_slashes(path));
    found.extend(query_or_fragment(text));
    found.extend(blank_or_control(path));
    found.extend(percent(path));
    found.extend(dot_segment(path));
    found.extend(captures(chunks, true));
    found
}

fn no_path(text: &str) -> Option<Spanned<FaultKind>> {
    let is_url = text.contains("://");
    let kind = if is_url {
        FaultKind::Source(SourceFault::Url)
    } else {
        FaultKind::Source(SourceFault::MissingSlash(text.into()))
    };
    (!text.starts_with('/')).then(|| Spanned::new(0..text.len(), kind))
}

fn two_slashes(text: &str) -> Option<Spanned<FaultKind>> {
    text.starts_with("//").then(|| Spanned::new(0..2, FaultKind::Source(SourceFault::DoubleSlash)))
}

fn query_or_fragment(text: &str) -> Option<Spanned<FaultKind>> {
    let at = first_of(text, ['?', '#'])?;
    let kind = if text[at..].starts_with('?') {
        FaultKind::Source(SourceFault::Query)
    } else {
        FaultKind::Source(SourceFault::Fragment)
    };
    Some(Spanned::new(at..text.len(), kind))
}

/// A blank or a control, which no request line can hold (RFC 9112 §3).
pub(crate) fn blank_or_control(text: &str) -> Option<Spanned<FaultKind>> {
    if !may_have_blank_or_control(text.as_bytes()) {
        return None;
    }
    let (at, char) = text.char_indices().find(|(_, c)| c.is_whitespace() || c.is_control())?;
    let kind = if char.is_control() {
        FaultKind::Text(TextFault::ControlCharacter(char))
    } else {
        FaultKind::Text(TextFault::Whitespace(char))
    };
    Some(Spanned::new(at..at + char.len_utf8(), kind))
}

/// Whether a look at the first byte of each character leaves room for a blank or a control: outside
/// ASCII they are below U+00A1, or of U+1680, U+2000 to U+205F, and U+3000.
fn may_have_blank_or_control(bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() {
        if matches!(bytes[at], 0..=0x20 | 0x7F | 0xC2 | 0xE1..=0xE3) {
            return true;
        }
        at += 1;
    }
    false
}

/// A `%` that is not followed by two hexadecimal digits (RFC 3986 §2.1).
pub(crate) fn percent(text: &str) -> Option<Spanned<FaultKind>> {
    let bytes = text.as_bytes();
    let at = (text.find('%')?..bytes.len())
        .find(|&at| bytes[at] == b'%' && pct_encoded(&bytes[at..]).is_none())?;
    Some(Spanned::new(at..at + 1, FaultKind::Text(TextFault::PercentEncoding)))
}

fn dot_segment(text: &str) -> Option<Spanned<FaultKind>> {
    let range = dot_segment_in(text)?;
    Some(Spanned::new(range, FaultKind::Source(SourceFault::DotSegment)))
}

/// The first segment of a path that is `.` or `..`, in any encoding.
pub(crate) fn dot_segment_in(path: &str) -> Option<Range<usize>> {
    if !path.contains('.') && !path.contains('%') {
        return None;
    }
    let mut at = 0;
    for segment in path.split('/') {
        if is_dot_segment(Text::new(segment.as_bytes(), Encoding::Path)) {
            return Some(at..at + segment.len());
        }
        at += segment.len() + 1;
    }
    None
}

/// What is wrong with the captures of a text, which in a path are bound to segments.
pub(crate) fn captures(chunks: &[Placed<'_>], in_path: bool) -> Option<Spanned<FaultKind>> {
    let mut seen: Vec<&str> = Vec::new();
    let mut before = "";
    let mut has_rest = false;
    for (range, chunk) in chunks {
        let Braced { name, rest, .. } = match *chunk {
            Chunk::Capture(capture) => capture,
            Chunk::Text(text) => {
                before = text;
                continue;
            }
        };
        let kind = if SUBJECTS.contains(&name) || NO_VARIABLES.contains(&name) {
            FaultKind::Text(TextFault::ReservedName(name.into()))
        } else if seen.contains(&name) {
            FaultKind::Text(TextFault::DuplicateCapture(name.into()))
        } else if !seen.is_empty() && before.is_empty() {
            FaultKind::Text(TextFault::AdjacentCaptures)
        } else if rest && has_rest {
            FaultKind::Text(TextFault::SecondCatchAll)
        } else if rest && in_path && !before.ends_with('/') {
            FaultKind::Source(SourceFault::CatchAllNotAfterSlash(name.into()))
        } else if seen.len() == MAX_CAPTURES {
            FaultKind::TooLarge(Limit::Captures)
        } else {
            seen.push(name);
            has_rest |= rest;
            before = "";
            continue;
        };
        return Some(Spanned::new(range.clone(), kind));
    }
    None
}
