//! The source of a rule: the pattern of the paths that it matches.

pub(crate) mod variant;

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{FaultKind, SourceFault};
use crate::lower::braces::{SpannedToken, has_captures, mask_shapes, tokenize};
use crate::lower::characters::{bare_percent, blank_or_control, dot_segment, too_long};
use crate::lower::pattern::{self, Capture, EmptyValue, PatternOf, Pieces, check_path_captures};
use crate::lower::source::variant::{Expanded, Variant};
use crate::syntax::braces::unescaped;
use crate::syntax::rule::MAX_TEXT;
use redirect_core::internals::charset::{find_either, is_static_path};
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::{MAX_CHARS, MatchMode, char_count, normalize_path};

/// A path, or a pattern of paths.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Source {
    /// The pieces, with literals in their normal form. Literals and captures alternate, and a
    /// literal comes first. A mark precedes the capture of an optional segment, and a slash the
    /// mark.
    pub(crate) pieces: Pieces,
    /// The variants, if a segment is optional.
    expanded: Vec<Expanded>,
    pub(crate) captures: Vec<Capture>,
    pub(crate) mode: MatchMode,
    /// True only if it is a path without captures in which each byte has one spelling. This enables
    /// a fast path, and may be `false` for such a source too.
    pub(crate) is_static_path: bool,
}

impl Source {
    /// Parses a source and reports its faults. If `ignore_case` is true, its shapes ignore case.
    /// Returns `None` if its captures are unknown.
    pub(crate) fn parse(
        text: &str,
        ignore_case: bool,
        faults: &mut Vec<Spanned<FaultKind>>,
    ) -> Option<Source> {
        if let Some(source) = Source::from_static_path(text) {
            return Some(source);
        }
        let tokens = tokenize(text).map_err(|fault| faults.push(fault)).ok()?;
        let mut path_faults = check(&mask_shapes(text, &tokens), &tokens);
        let is_path = path_faults.is_empty();
        faults.append(&mut path_faults);
        // The captures are known even if one of their shapes does not compile.
        let pattern_of = PatternOf::Path { ignore_case };
        let (pieces, captures) = pattern::compile(&tokens, &normalize_path, pattern_of, faults);
        let mode = MatchMode::default();
        let expanded = Vec::new();
        is_path.then_some(Source { pieces, expanded, captures, mode, is_static_path: false })
    }

    /// Returns the source of a text that is evidently a path without captures.
    pub(crate) fn from_static_path(text: &str) -> Option<Source> {
        (is_static_path(text) && text.len() <= MAX_TEXT).then(|| {
            let pieces = vec![Piece::Literal(text.as_bytes().to_vec())];
            let mode = MatchMode::default();
            let (expanded, captures) = (Vec::new(), Vec::new());
            Source { pieces, expanded, captures, mode, is_static_path: true }
        })
    }

    /// Creates the source of a rule in a table, whose pieces have the form of the mode.
    pub(crate) fn restored(pieces: Pieces, captures: Vec<Capture>, mode: MatchMode) -> Source {
        let expanded = variant::expand(&pieces, mode.optional_slash);
        Source { pieces, expanded, captures, mode, is_static_path: false }
    }

    /// Returns the normal form of a source without captures.
    pub(crate) fn literal(&self) -> Option<&[u8]> {
        match &self.pieces[..] {
            [Piece::Literal(path)] => Some(path),
            _ => None,
        }
    }

    /// Returns whether all paths that it matches start with two slashes or backslashes. All but the
    /// first are then encoded.
    pub(crate) fn starts_with_two_slashes(&self) -> bool {
        let Some(Piece::Literal(literal)) = self.pieces.first() else { return false };
        let second = literal.get(1..4).unwrap_or_default();
        [&b"%2F"[..], b"%5C"].iter().any(|slash| second.eq_ignore_ascii_case(slash))
    }

    /// Returns the source without optional segments, once for each choice of those that are
    /// missing, in the order in which they are compared with a path.
    pub(crate) fn variants(&self) -> impl Iterator<Item = Variant<'_>> {
        let whole = self.expanded.is_empty().then(|| Variant::whole(&self.pieces));
        whole.into_iter().chain(self.expanded.iter().map(Expanded::as_variant))
    }

    /// Returns the literal text at the start of all paths.
    pub(crate) fn literal_prefix(&self) -> &[u8] {
        match &self.pieces[..] {
            [Piece::Literal(text), Piece::Optional, ..] => {
                let text = text.strip_suffix(b"/").unwrap_or(text);
                let stripped =
                    if self.mode.optional_slash { text.strip_suffix(b"/") } else { None };
                stripped.unwrap_or(text)
            }
            [Piece::Literal(text), ..] => text,
            _ => &[],
        }
    }

    /// Returns whether the capture of a final segment is optional.
    pub(crate) fn ends_in_optional(&self) -> bool {
        matches!(&self.pieces[..], [.., Piece::Optional, _])
    }

    /// Returns whether every path that the source may match is longer than a rule can match.
    pub(crate) fn is_too_long(&self) -> bool {
        let is_too_long = |count: fn(&[u8]) -> usize| {
            let mut len = 0;
            let mut is_optional = false;
            for piece in &self.pieces {
                len += match piece {
                    Piece::Literal(text) => count(text),
                    Piece::Param(_) => usize::from(!is_optional),
                    Piece::CatchAll(_) | Piece::Optional => 0,
                };
                is_optional = *piece == Piece::Optional;
                // The slash before the segment is missing too.
                len -= usize::from(is_optional);
            }
            len > MAX_CHARS
        };
        // Characters are counted only if the number of bytes does not decide.
        is_too_long(<[u8]>::len) && is_too_long(char_count)
    }

    /// Prepends the prefix of the groups. The source `/` becomes the prefix itself.
    #[must_use]
    #[expect(clippy::expect_used, reason = "`Source::parse` checks the slash")]
    pub(crate) fn with_prefix(mut self, prefix: &str) -> Source {
        if prefix.is_empty() {
            return self;
        }
        self.is_static_path = false;
        let is_root = self.literal() == Some(b"/");
        let first = self.pieces.first_mut().and_then(Piece::literal_mut);
        let first = first.expect("invariant: a source begins with a slash");
        let suffix = if is_root { Vec::new() } else { std::mem::take(first) };
        *first = normalize_path(&unescaped(prefix));
        first.extend(suffix);
        self
    }

    /// Converts the literals to the normal form of a match mode.
    #[must_use]
    pub(crate) fn with_mode(mut self, mode: MatchMode) -> Source {
        self.mode = mode;
        if mode.ignore_case {
            for piece in &mut self.pieces {
                if let Some(literal) = piece.literal_mut() {
                    make_lowercase(literal);
                }
            }
        }
        if mode.optional_slash {
            // Each variant has its own final slash.
            if !self.pieces.contains(&Piece::Optional) {
                remove_final_slash(&mut self.pieces);
            }
        } else if let (Some(Piece::CatchAll(_)), Some(last)) =
            (self.pieces.last(), self.captures.last_mut())
        {
            // The text before a catch-all ends in a slash.
            if last.empty == EmptyValue::Possible && !last.is_optional {
                last.empty = EmptyValue::AtFinalSlash;
            }
        }
        self.expanded = variant::expand(&self.pieces, mode.optional_slash);
        self
    }
}

/// Removes the final slash, but not a slash before a final catch-all. If the catch-all matches the
/// empty path, the path ends in that slash, which is not the final slash of the source.
fn remove_final_slash(pieces: &mut Pieces) {
    let Some(Piece::Literal(last)) = pieces.last_mut() else { return };
    last.truncate(last.strip_suffix(b"/").unwrap_or(last).len());
    let is_empty = last.is_empty();
    if is_empty && matches!(&pieces[..], [.., Piece::Param(_), _]) {
        pieces.pop();
    }
}

/// Lowercases the letters of a normalized text, except the digits of a `%XX`.
fn make_lowercase(normalized: &mut [u8]) {
    let mut offset = 0;
    while let Some(byte) = normalized.get_mut(offset) {
        byte.make_ascii_lowercase();
        offset += if *byte == b'%' { 3 } else { 1 };
    }
}

/// Checks the prefix of a group or a mount: a path without captures and without a final slash.
pub(crate) fn check_prefix(text: &str) -> Result<(), Spanned<FaultKind>> {
    let tokens = tokenize(text)?;
    let kind = if has_captures(&tokens) {
        FaultKind::Source(SourceFault::PrefixCapture)
    } else if let Some(fault) = check(text, &tokens).into_iter().next() {
        return Err(fault);
    } else if text.ends_with('/') {
        FaultKind::Source(SourceFault::PrefixTrailingSlash)
    } else {
        return Ok(());
    };
    Err(Spanned::new(0..text.len(), kind))
}

/// Returns the names of the captures of a source, in order. Returns none if the source cannot be
/// tokenized.
pub fn capture_names(source: &str) -> Vec<String> {
    let tokens = tokenize(source).unwrap_or_default();
    let mut names = Vec::new();
    for token in &tokens {
        if let Some(capture) = token.capture() {
            names.push(capture.name.into());
        }
    }
    names
}

/// Checks a path whose shapes are masked.
fn check(text: &str, tokens: &[SpannedToken<'_>]) -> Vec<Spanned<FaultKind>> {
    if let Some(fault) = too_long(text).or_else(|| url(text)).or_else(|| no_slash(text)) {
        return vec![fault];
    }
    let path = &text[..find_either(text, ['?', '#']).unwrap_or(text.len())];
    let suffix = &text[path.len()..];
    let mut faults = Vec::new();
    faults.extend(two_slashes(path));
    faults.extend(query(suffix, path.len()));
    faults.extend(fragment(suffix, path.len()));
    faults.extend(blank_or_control(path));
    faults.extend(bare_percent(path));
    if let Some(range) = dot_segment(path) {
        faults.push(Spanned::new(range, FaultKind::Source(SourceFault::DotSegment)));
    }
    faults.extend(check_path_captures(tokens));
    faults
}

/// Reports an absolute URL.
fn url(text: &str) -> Option<Spanned<FaultKind>> {
    let is_url = !text.starts_with('/') && text.contains("://");
    is_url.then(|| {
        Spanned::new(0..text.len(), FaultKind::Source(SourceFault::Url { suggestion: None }))
    })
}

/// Reports a text that is not a path from the root.
fn no_slash(text: &str) -> Option<Spanned<FaultKind>> {
    let kind = || FaultKind::Source(SourceFault::MissingSlash(text.into()));
    (!text.starts_with('/')).then(|| Spanned::new(0..text.len(), kind()))
}

/// Reports two slashes at the start.
fn two_slashes(path: &str) -> Option<Spanned<FaultKind>> {
    let kind = || FaultKind::Source(SourceFault::DoubleSlash { suggestion: None });
    path.starts_with("//").then(|| Spanned::new(0..2, kind()))
}

/// Reports a query, given the text after the path and its offset.
fn query(suffix: &str, offset: usize) -> Option<Spanned<FaultKind>> {
    let range = offset..offset + suffix.len();
    let kind = FaultKind::Source(SourceFault::Query { suggestion: None });
    suffix.starts_with('?').then(|| Spanned::new(range, kind))
}

/// Reports a fragment, given the text after the path and its offset.
fn fragment(suffix: &str, offset: usize) -> Option<Spanned<FaultKind>> {
    let range = offset..offset + suffix.len();
    suffix.starts_with('#').then(|| Spanned::new(range, FaultKind::Source(SourceFault::Fragment)))
}
