//! The source of a rule: the pattern of the paths that it matches.

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{FaultKind, SourceFault};
use crate::lower::braces::{SpannedToken, has_captures, mask_shapes, tokenize};
use crate::lower::characters::{bare_percent, blank_or_control, dot_segment, too_long};
use crate::lower::pattern::{self, Capture, Pieces, check_path_captures};
use crate::syntax::braces::unescaped;
use crate::syntax::rule::MAX_TEXT;
use redirect_core::internals::charset::{find_either, is_static_path};
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::{MatchMode, normalize_path};

/// A path, or a pattern of paths.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Source {
    /// The pieces, with literals in their normal form. Literals and captures alternate, and a
    /// literal comes first.
    pub(crate) pieces: Pieces,
    pub(crate) captures: Vec<Capture>,
    pub(crate) mode: MatchMode,
    /// True only if it is a path without captures in which each byte has one spelling. This enables
    /// a fast path, and may be `false` for such a source too.
    pub(crate) is_static_path: bool,
}

impl Source {
    /// Parses a source and reports its faults. Returns `None` if its captures are unknown.
    pub(crate) fn parse(text: &str, faults: &mut Vec<Spanned<FaultKind>>) -> Option<Source> {
        if let Some(source) = Source::from_static_path(text) {
            return Some(source);
        }
        let tokens = tokenize(text).map_err(|fault| faults.push(fault)).ok()?;
        let mut path_faults = check(&mask_shapes(text, &tokens), &tokens);
        let is_path = path_faults.is_empty();
        faults.append(&mut path_faults);
        // The captures are known even if one of their shapes does not compile.
        let (pieces, captures) = pattern::compile(&tokens, &normalize_path, false, faults);
        let mode = MatchMode::default();
        is_path.then_some(Source { pieces, captures, mode, is_static_path: false })
    }

    /// Returns the source of a text that is evidently a path without captures.
    pub(crate) fn from_static_path(text: &str) -> Option<Source> {
        (is_static_path(text) && text.len() <= MAX_TEXT).then(|| {
            let pieces = vec![Piece::Literal(text.as_bytes().to_vec())];
            let mode = MatchMode::default();
            Source { pieces, captures: Vec::new(), mode, is_static_path: true }
        })
    }

    /// Returns the normal form of a source without captures.
    pub(crate) fn literal(&self) -> Option<&[u8]> {
        match &self.pieces[..] {
            [Piece::Literal(path)] => Some(path),
            _ => None,
        }
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
            self.remove_final_slash();
        }
        self
    }

    /// Removes the final slash, but not a slash before a final catch-all. If the catch-all matches
    /// the empty path, the path ends in that slash, which is not the final slash of the source.
    fn remove_final_slash(&mut self) {
        let Some(Piece::Literal(last)) = self.pieces.last_mut() else { return };
        last.truncate(last.strip_suffix(b"/").unwrap_or(last).len());
        let is_empty = last.is_empty();
        if is_empty && matches!(&self.pieces[..], [.., Piece::Param(_), _]) {
            self.pieces.pop();
        }
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
    path.starts_with("//").then(|| Spanned::new(0..2, FaultKind::Source(SourceFault::DoubleSlash)))
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
