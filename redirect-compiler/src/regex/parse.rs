//! Parsing with `regex-syntax`.

use regex_syntax::hir::{ErrorKind, Hir};
use regex_syntax::{Error, ParserBuilder};

use crate::diagnostic::kind::ShapeFault;
use crate::regex::RegexError;

/// Parses an expression, without Unicode mode unless it contains `(?u)`. If `ignore_case` is true,
/// it is read as if it began with `(?i)`.
pub(crate) fn parse(expression: &str, ignore_case: bool) -> Result<Hir, RegexError> {
    let mut builder = ParserBuilder::new();
    let mut parser = builder.unicode(false).utf8(false).case_insensitive(ignore_case).build();
    parser.parse(expression).map_err(|error| {
        let (span, kind) = match &error {
            Error::Parse(error) => (error.span(), ShapeFault::Syntax(error.kind().to_string())),
            Error::Translate(error) => (error.span(), translation_fault(error.kind())),
            _ => return RegexError { range: 0..0, kind: ShapeFault::Syntax(error.to_string()) },
        };
        RegexError { range: span.start.offset..span.end.offset, kind }
    })
}

fn translation_fault(kind: &ErrorKind) -> ShapeFault {
    match kind {
        ErrorKind::UnicodeNotAllowed => ShapeFault::Unicode,
        // Without the Unicode tables, no property is known.
        ErrorKind::UnicodePropertyNotFound
        | ErrorKind::UnicodePropertyValueNotFound
        | ErrorKind::UnicodePerlClassNotFound
        | ErrorKind::UnicodeCaseUnavailable
            if cfg!(not(feature = "unicode")) =>
        {
            ShapeFault::NoUnicodeTables
        }
        other => ShapeFault::Syntax(other.to_string()),
    }
}
