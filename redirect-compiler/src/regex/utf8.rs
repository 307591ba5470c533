//! The DFA of valid UTF-8.

/// A state of the DFA, named after the bytes that must follow (RFC 3629, section 4).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Utf8 {
    /// A whole character, or the end of the text. The start state, and the only accepting one.
    Boundary,
    /// One more byte of a character.
    Last,
    /// Two more bytes.
    TwoMore,
    /// Three more bytes.
    ThreeMore,
    /// Two more bytes, not of an overlong encoding.
    AfterE0,
    /// Two more bytes, not of a surrogate.
    AfterED,
    /// Three more bytes, not of an overlong encoding.
    AfterF0,
    /// Three more bytes, not above U+10FFFF.
    AfterF4,
}

impl Utf8 {
    /// The bytes that some state distinguishes from the byte with the next lower value.
    pub(crate) const BOUNDARIES: [u8; 13] =
        [0x80, 0x90, 0xA0, 0xC0, 0xC2, 0xE0, 0xE1, 0xED, 0xEE, 0xF0, 0xF1, 0xF4, 0xF5];

    /// Returns the state after reading a byte, or `None` if the byte is invalid here.
    pub(crate) fn next(self, byte: u8) -> Option<Utf8> {
        Some(match (self, byte) {
            (Utf8::Boundary, 0x00..=0x7F) | (Utf8::Last, 0x80..=0xBF) => Utf8::Boundary,
            (Utf8::Boundary, 0xC2..=0xDF)
            | (Utf8::TwoMore, 0x80..=0xBF)
            | (Utf8::AfterE0, 0xA0..=0xBF)
            | (Utf8::AfterED, 0x80..=0x9F) => Utf8::Last,
            (Utf8::Boundary, 0xE0) => Utf8::AfterE0,
            (Utf8::Boundary, 0xED) => Utf8::AfterED,
            (Utf8::Boundary, 0xE1..=0xEF)
            | (Utf8::ThreeMore, 0x80..=0xBF)
            | (Utf8::AfterF0, 0x90..=0xBF)
            | (Utf8::AfterF4, 0x80..=0x8F) => Utf8::TwoMore,
            (Utf8::Boundary, 0xF0) => Utf8::AfterF0,
            (Utf8::Boundary, 0xF4) => Utf8::AfterF4,
            (Utf8::Boundary, 0xF1..=0xF3) => Utf8::ThreeMore,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Utf8;

    fn is_valid(bytes: &[u8]) -> bool {
        let end = bytes.iter().try_fold(Utf8::Boundary, |state, &byte| state.next(byte));
        end == Some(Utf8::Boundary)
    }

    #[test]
    fn valid_texts_are_those_of_std() {
        // Each byte that some state distinguishes from the one before it, and that one.
        let samples = Utf8::BOUNDARIES.into_iter().flat_map(|byte| [byte - 1, byte]);
        let samples: Vec<u8> = samples.chain([0x00, 0xFF]).collect();
        let mut texts = vec![vec![]];
        for len in 0..=4 {
            for text in &texts {
                assert_eq!(is_valid(text), std::str::from_utf8(text).is_ok(), "{text:x?}");
            }
            if len < 4 {
                let longer = |text: &Vec<u8>| {
                    samples
                        .iter()
                        .map(move |&byte| [text, &[byte][..]].concat())
                        .collect::<Vec<_>>()
                };
                texts = texts.iter().flat_map(longer).collect();
            }
        }
    }

    #[test]
    fn bytes_between_two_boundaries_are_alike() {
        let states = [
            Utf8::Boundary,
            Utf8::Last,
            Utf8::TwoMore,
            Utf8::ThreeMore,
            Utf8::AfterE0,
            Utf8::AfterED,
            Utf8::AfterF0,
            Utf8::AfterF4,
        ];
        for byte in 1..=u8::MAX {
            let differs = states.iter().any(|state| state.next(byte) != state.next(byte - 1));
            assert_eq!(differs, Utf8::BOUNDARIES.contains(&byte), "{byte:x}");
        }
    }
}
