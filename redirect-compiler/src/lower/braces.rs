//! The lexer for captures in braces. Literal braces are doubled, as in `format!`.
//!
//! ```text
//! text    = *( literal / "{{" / "}}" / capture )
//! capture = "{" [ "*" ] name [ "?" ] [ ":" shape ] "}"
//! name    = ( ALPHA / "_" ) *( ALPHA / DIGIT / "_" )
//! ```

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::{FaultKind, TextFault};
use crate::syntax::braces::is_name;
use redirect_core::internals::charset::find_either;

/// A run of literal text, or a capture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Token<'a> {
    Text(&'a str),
    Capture(CaptureToken<'a>),
}

/// A capture: `{name}`, `{*name}`, `{name?}` or `{name:shape}`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct CaptureToken<'a> {
    pub(crate) name: &'a str,
    /// True if it is a catch-all: `{*name}`.
    pub(crate) is_catch_all: bool,
    /// True if it is optional: `{name?}`.
    pub(crate) is_optional: bool,
    /// The regular expression after the colon.
    pub(crate) shape: Option<&'a str>,
}

/// A token and its range in the text.
pub(crate) type SpannedToken<'a> = Spanned<Token<'a>>;

impl<'a> SpannedToken<'a> {
    /// Returns the capture, unless the token is text.
    pub(crate) fn capture(&self) -> Option<CaptureToken<'a>> {
        match self.value {
            Token::Capture(capture) => Some(capture),
            Token::Text(_) => None,
        }
    }

    /// Returns the range of the `?` of an optional capture.
    pub(crate) fn question_mark(&self) -> Option<Range<usize>> {
        let capture = self.capture().filter(|capture| capture.is_optional)?;
        let star = if capture.is_catch_all { "*" } else { "" };
        let start = self.range.start + "{".len() + star.len() + capture.name.len();
        Some(start..start + "?".len())
    }

    /// Returns the shape of a capture and its range in the text.
    pub(crate) fn shape(&self) -> Option<Spanned<&'a str>> {
        let shape = self.capture()?.shape?;
        let end = self.range.end - 1;
        Some(Spanned::new(end - shape.len()..end, shape))
    }
}

/// Splits a text into captures and the literal text between them. An escaped brace is a token of
/// its own, with the one brace that it stands for.
pub(crate) fn tokenize(text: &str) -> Result<Vec<SpannedToken<'_>>, Spanned<FaultKind>> {
    let mut tokens = Vec::new();
    let mut offset = 0;
    while offset < text.len() {
        match next_token(&text[offset..]) {
            Ok((len, token)) => {
                tokens.push(Spanned::new(offset..offset + len, token));
                offset += len;
            }
            Err(Spanned { range, value }) => {
                return Err(Spanned::new(offset + range.start..offset + range.end, value));
            }
        }
    }
    Ok(tokens)
}

/// Returns whether a capture is among the tokens.
pub(crate) fn has_captures(tokens: &[SpannedToken<'_>]) -> bool {
    tokens.iter().any(|token| token.capture().is_some())
}

/// Reads the token at the start of a nonempty text. Returns its length in the text, and the token.
pub(crate) fn next_token(text: &str) -> Result<(usize, Token<'_>), Spanned<FaultKind>> {
    if text.starts_with("{{") || text.starts_with("}}") {
        return Ok((2, Token::Text(&text[..1])));
    }
    if text.starts_with('}') {
        return Err(Spanned::new(0..1, FaultKind::Text(TextFault::UnopenedBrace)));
    }
    let Some(inside) = text.strip_prefix('{') else {
        let len = find_either(text, ['{', '}']).unwrap_or(text.len());
        return Ok((len, Token::Text(&text[..len])));
    };
    let Some(inside_len) = closing_brace(inside) else {
        let is_shape = inside.contains('}');
        let kind = if is_shape {
            FaultKind::Text(TextFault::UnclosedShape)
        } else {
            FaultKind::Text(TextFault::UnclosedBrace)
        };
        return Err(Spanned::new(0..1, kind));
    };
    let len = inside_len + "{}".len();
    match parse_capture(&inside[..inside_len]) {
        Ok(capture) => Ok((len, Token::Capture(capture))),
        Err(kind) => Err(Spanned::new(0..len, kind)),
    }
}

/// Parses the text between the braces of a capture.
fn parse_capture(inside: &str) -> Result<CaptureToken<'_>, FaultKind> {
    let (is_catch_all, name_and_shape) = match inside.strip_prefix('*') {
        Some(rest) => (true, rest),
        None => (false, inside),
    };
    let (name, shape) = match name_and_shape.split_once(':') {
        Some((name, shape)) => (name, Some(shape)),
        None => (name_and_shape, None),
    };
    let (name, is_optional) = match name.strip_suffix('?') {
        Some(name) => (name, true),
        None => (name, false),
    };
    if name.is_empty() {
        return Err(FaultKind::Text(TextFault::UnnamedCapture));
    }
    if !is_name(name) {
        return Err(FaultKind::Text(TextFault::CaptureName(inside.into())));
    }
    Ok(CaptureToken { name, is_catch_all, is_optional, shape })
}

/// Returns the offset of the brace that closes a capture.
///
/// Without a shape, this is the first closing brace. A shape is a regular expression, in which
/// braces nest (`x{2}`), but are literals in a character class and after a backslash. This is all
/// of the regex syntax that affects braces, so the scan tracks nothing else.
fn closing_brace(inside: &str) -> Option<usize> {
    let first_brace = inside.find('}')?;
    let Some(colon) = inside[..first_brace].find(':') else { return Some(first_brace) };
    let (mut open_braces, mut open_classes, mut is_class_start) = (0_u32, 0_u32, false);
    let shape_start = colon + ":".len();
    let mut characters = inside[shape_start..].char_indices();
    while let Some((offset, character)) = characters.next() {
        // A `]` is a literal as the first item of a class, also after `^`.
        let is_first_in_class = std::mem::take(&mut is_class_start);
        match character {
            '\\' => drop(characters.next()),
            '[' => {
                open_classes += 1;
                is_class_start = true;
            }
            '^' if is_first_in_class => is_class_start = true,
            ']' if open_classes > 0 && !is_first_in_class => open_classes -= 1,
            '{' if open_classes == 0 => open_braces += 1,
            '}' if open_classes == 0 && open_braces == 0 => return Some(shape_start + offset),
            '}' if open_classes == 0 => open_braces -= 1,
            _ => {}
        }
    }
    None
}

/// Replaces each byte of a shape, and the `?` of an optional capture, with `_`. Offsets stay the
/// same, and checks of the path do not see the regular expressions.
pub(crate) fn mask_shapes<'a>(text: &'a str, tokens: &[SpannedToken<'_>]) -> Cow<'a, str> {
    let (mut masked, mut copied) = (String::new(), 0);
    for token in tokens {
        for range in [token.question_mark(), token.shape().map(|shape| shape.range)] {
            let Some(range) = range else { continue };
            masked += &text[copied..range.start];
            masked += &"_".repeat(range.len());
            copied = range.end;
        }
    }
    if copied == 0 { text.into() } else { (masked + &text[copied..]).into() }
}

/// Removes the shape of each capture, and the colon before it.
pub(crate) fn remove_shapes<'a>(text: &'a str, tokens: &[SpannedToken<'_>]) -> Cow<'a, str> {
    let (mut kept, mut copied) = (String::new(), 0);
    for token in tokens {
        if let Some(Spanned { range, .. }) = token.shape() {
            kept += &text[copied..range.start - ":".len()];
            copied = range.end;
        }
    }
    if copied == 0 { text.into() } else { (kept + &text[copied..]).into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::braces::{escaped, unescaped};

    fn text(text: &str) -> Token<'_> {
        Token::Text(text)
    }

    fn capture(name: &str) -> CaptureToken<'_> {
        CaptureToken { name, is_catch_all: false, is_optional: false, shape: None }
    }

    fn tokens(text: &str) -> Vec<Token<'_>> {
        tokenize(text).unwrap().into_iter().map(|token| token.value).collect()
    }

    #[test]
    fn captures_and_text_alternate() {
        let id = Token::Capture(CaptureToken { shape: Some("[0-9]+"), ..capture("id") });
        let rest = Token::Capture(CaptureToken { is_catch_all: true, ..capture("rest") });
        assert_eq!(
            tokens("/a/{id:[0-9]+}-{_b2}/{*rest}"),
            [text("/a/"), id, text("-"), Token::Capture(capture("_b2")), text("/"), rest,]
        );
        let lang = Token::Capture(CaptureToken { is_optional: true, ..capture("lang") });
        assert_eq!(tokens("/{lang?}"), [text("/"), lang]);
        assert_eq!(tokens(""), []);
    }

    #[test]
    fn escaped_braces_are_tokens_of_one_brace() {
        assert_eq!(tokens("a{{b}}"), [text("a"), text("{"), text("b"), text("}")]);
        for original in ["a{b}", "{}", "}}{{", "plain"] {
            assert_eq!(unescaped(&escaped(original)), original);
            let text: String = tokens(&escaped(original))
                .into_iter()
                .filter_map(|token| match token {
                    Token::Text(text) => Some(text),
                    Token::Capture(_) => None,
                })
                .collect();
            assert_eq!(text, original);
        }
    }

    #[test]
    fn spans_cover_the_text() {
        let path = "/é/{a:x{2}}{{/{*b}";
        let tokens = tokenize(path).unwrap();
        assert!(tokens.windows(2).all(|pair| pair[0].range.end == pair[1].range.start));
        assert_eq!(tokens.last().unwrap().range.end, path.len());
        let shape = tokens[1].shape().unwrap();
        assert_eq!((&path[shape.range], shape.value), ("x{2}", "x{2}"));
    }

    #[test]
    fn shapes_end_at_the_brace_that_closes_the_capture() {
        for shape in [
            "[0-9]{4}",
            "(a{1,2}){3}",
            r"\}",
            r"\{",
            "[}]",
            "[^}]",
            "[]}]",
            "[^]}]",
            "[[}]}]",
            r"[\]}]",
            "a:b",
            "é{2}",
        ] {
            let source = format!("/{{id:{shape}}}/{{x}}");
            let tokens = tokenize(&source).unwrap();
            assert_eq!(tokens[1].capture().unwrap().shape, Some(shape));
            assert_eq!(tokens[3].capture(), Some(capture("x")));
        }
    }

    #[test]
    fn faults_have_spans() {
        for (text, range, kind) in [
            ("/a}", 2..3, FaultKind::Text(TextFault::UnopenedBrace)),
            ("/{a", 1..2, FaultKind::Text(TextFault::UnclosedBrace)),
            ("/{a:[}", 1..2, FaultKind::Text(TextFault::UnclosedShape)),
            ("/{}", 1..3, FaultKind::Text(TextFault::UnnamedCapture)),
            ("/{*}", 1..4, FaultKind::Text(TextFault::UnnamedCapture)),
            ("/{1a}/{b}", 1..5, FaultKind::Text(TextFault::CaptureName("1a".into()))),
            ("/{*a b}", 1..7, FaultKind::Text(TextFault::CaptureName("*a b".into()))),
        ] {
            assert_eq!(tokenize(text), Err(Spanned::new(range, kind)), "{text}");
        }
    }

    #[test]
    fn shapes_are_masked_or_removed() {
        let source = "/{a:?#}/{b}/{c:x{2}}";
        let tokens = tokenize(source).unwrap();
        assert_eq!(mask_shapes(source, &tokens), "/{a:__}/{b}/{c:____}");
        assert_eq!(remove_shapes(source, &tokens), "/{a}/{b}/{c}");
        let source = "/{a?}/{*b?:x?}";
        assert_eq!(mask_shapes(source, &tokenize(source).unwrap()), "/{a_}/{*b_:__}");
    }
}
