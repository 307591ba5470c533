//! The variants of a source with optional segments: one for each choice of the segments that are
//! missing. No segment of a variant is optional.

use crate::lower::pattern::Pieces;
use crate::lower::source::remove_final_slash;
use redirect_core::internals::optional::Missing;
use redirect_core::internals::pattern::Piece;

/// A source without optional segments, or one variant of a source with some.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Variant<'s> {
    /// The pieces. Literals and captures alternate.
    pub(crate) pieces: &'s Pieces,
    /// For each capture of the source, whether it is missing. Empty if none is.
    missing: &'s [bool],
}

impl<'s> Variant<'s> {
    /// Creates the only variant of a source without optional segments.
    pub(super) fn whole(pieces: &'s Pieces) -> Variant<'s> {
        Variant { pieces, missing: &[] }
    }

    /// Returns whether a capture of the source is missing.
    pub(crate) fn is_missing(self, capture: usize) -> bool {
        self.missing.get(capture).is_some_and(|is_missing| *is_missing)
    }
}

/// A variant of a source with optional segments.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Expanded {
    pieces: Pieces,
    missing: Vec<bool>,
}

impl Expanded {
    /// Borrows the variant.
    pub(super) fn as_variant(&self) -> Variant<'_> {
        Variant { pieces: &self.pieces, missing: &self.missing }
    }
}

/// Returns the variants of a source in the order in which they are compared with a path. Returns
/// none if no segment is optional.
pub(super) fn expand(pieces: &Pieces, has_optional_slash: bool) -> Vec<Expanded> {
    let optional = pieces.iter().filter(|piece| **piece == Piece::Optional).count();
    if optional == 0 {
        return Vec::new();
    }
    let mut variants = Vec::new();
    for missing in Missing::all(optional) {
        let mut variant = expanded(pieces, missing);
        if has_optional_slash {
            remove_final_slash(&mut variant.pieces);
        }
        if variant.pieces.is_empty() {
            // No path is empty, but a path without its final slash may be.
            let path = if has_optional_slash { &b""[..] } else { b"/" };
            variant.pieces.push(Piece::Literal(path.to_vec()));
        }
        variants.push(variant);
    }
    variants
}

/// Returns the variant in which some segments are missing. The literal before a missing segment
/// loses its final slash and joins the literal after it.
fn expanded(pieces: &Pieces, missing: Missing) -> Expanded {
    let mut variant = Expanded { pieces: Pieces::new(), missing: Vec::new() };
    let (mut number, mut is_missing) = (0, false);
    for piece in pieces {
        match (piece, variant.pieces.last_mut()) {
            (Piece::Optional, before) => {
                is_missing = missing.contains(number);
                number += 1;
                if let Some(Piece::Literal(before)) = before.filter(|_| is_missing) {
                    before.truncate(before.strip_suffix(b"/").unwrap_or(before).len());
                    if before.is_empty() {
                        variant.pieces.pop();
                    }
                }
            }
            (Piece::Literal(text), Some(Piece::Literal(before))) => before.extend_from_slice(text),
            (Piece::Literal(_), _) => variant.pieces.push(piece.clone()),
            (Piece::Param(_) | Piece::CatchAll(_), _) => {
                let is_missing = std::mem::take(&mut is_missing);
                variant.missing.push(is_missing);
                if !is_missing {
                    variant.pieces.push(piece.clone());
                }
            }
        }
    }
    variant
}

#[cfg(test)]
mod tests {
    use crate::lower::pattern::Pieces;
    use crate::lower::source::Source;
    use redirect_core::internals::pattern::Piece;
    use redirect_core::internals::text::MatchMode;

    /// Returns the variants of a source as texts, with `{}` for each capture.
    fn variants(source: &str, optional_slash: bool) -> Vec<String> {
        let mode = MatchMode { ignore_case: false, optional_slash };
        let source = Source::parse(source, false, &mut Vec::new()).unwrap().with_mode(mode);
        let text = |pieces: &Pieces| {
            let mut text = String::new();
            for piece in pieces {
                match piece {
                    Piece::Literal(literal) => text += std::str::from_utf8(literal).unwrap(),
                    Piece::Param(_) => text += "{}",
                    Piece::CatchAll(_) => text += "{*}",
                    Piece::Optional => text += "?",
                }
            }
            text
        };
        source.variants().map(|variant| text(variant.pieces)).collect()
    }

    #[test]
    fn variants_are_in_the_order_of_the_runtime() {
        assert_eq!(variants("/{a}/b", false), ["/{}/b"]);
        assert_eq!(variants("/{a?}/b", false), ["/{}/b", "/b"]);
        assert_eq!(variants("/a/{*b?}", false), ["/a/{*}", "/a"]);
        assert_eq!(variants("/{a?}/{b?}", false), ["/{}/{}", "/{}", "/{}", "/"]);
        assert_eq!(variants("/{a?}/{b?}/", false), ["/{}/{}/", "/{}/", "/{}/", "/"]);
        assert_eq!(variants("/{a?}/", true), ["/{}", ""]);
        assert_eq!(variants("/{*a}/{b?}/", true), ["/{*}/{}", "/{*}"]);
        assert_eq!(variants("/{a}//{b?}", true), ["/{}//{}", "/{}"]);
        assert_eq!(variants("/{a}-x/{b?}/c", false), ["/{}-x/{}/c", "/{}-x/c"]);
    }

    #[test]
    fn captures_of_a_variant_are_missing() {
        let source = Source::parse("/{a}/{b?}/{c?}", false, &mut Vec::new()).unwrap();
        let source = source.with_mode(MatchMode::default());
        let missing = |variant: super::Variant<'_>| [0, 1, 2].map(|it| variant.is_missing(it));
        assert_eq!(
            source.variants().map(missing).collect::<Vec<_>>(),
            [
                [false, false, false],
                [false, false, true],
                [false, true, false],
                [false, true, true],
            ]
        );
    }
}
