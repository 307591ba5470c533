//! The alphabet of the automata: paths as words of symbols, and the symbol classes that a set of
//! automata distinguishes.
//!
//! The alphabet of normalized paths has 257 symbols, far more than the automata of a few rules
//! distinguish. A [`Partition`] merges the symbols that every automaton treats alike into classes,
//! so that a search follows one transition per class instead of one per symbol. `regex-automata`
//! calls the same idea byte classes. The merge is sound because each automaton isolates every
//! symbol and range that it compares with: all symbols of a class lead from a state to the same
//! state.

use redirect_core::internals::text::{Encoding, PathChar, Text};

/// A character of a path in its normal form: the byte that it represents, or an encoded slash.
pub(crate) type Symbol = u16;

/// The symbol for `%2F`, which does not separate path segments.
pub(crate) const ENCODED_SLASH: Symbol = 256;

/// The number of symbols.
const SYMBOLS: usize = 257;

/// Symbols that read well in messages, in order of preference.
const PREFERRED: &[u8] = b"xyzwvutabcdefghijklmnopqrs0123456789XYZABCDEFGHIJKLMNOPQRSTUVW-_~";

/// Returns the symbol of a character of the normal form.
fn symbol(char: PathChar) -> Symbol {
    match char {
        PathChar::Encoded(b'/') => ENCODED_SLASH,
        PathChar::Plain(byte) | PathChar::Encoded(byte) => byte.into(),
    }
}

/// Returns the byte that a symbol represents.
pub(crate) fn byte(symbol: Symbol) -> u8 {
    u8::try_from(symbol).unwrap_or(b'/')
}

/// Returns whether a client may read a symbol as a slash: a slash or a backslash, bare or encoded.
pub(crate) fn is_slash_like(symbol: Symbol) -> bool {
    [Symbol::from(b'/'), Symbol::from(b'\\'), ENCODED_SLASH].contains(&symbol)
}

/// Returns a symbol, in lower case if `ignores_case` is true.
pub(crate) fn folded(symbol: Symbol, ignores_case: bool) -> Symbol {
    let folds = ignores_case && symbol < ENCODED_SLASH;
    if folds { byte(symbol).to_ascii_lowercase().into() } else { symbol }
}

/// Returns the symbols of a percent-encoded path, or of a part of one.
pub(crate) fn word(path: &[u8]) -> Vec<Symbol> {
    let mut word = Vec::with_capacity(path.len());
    for char in Text::new(path, Encoding::Path).chars() {
        word.push(symbol(char));
    }
    word
}

/// Returns the path that consists of the symbols of a word, in its normal form.
pub(crate) fn path_text(word: &[Symbol]) -> String {
    let mut text = String::with_capacity(word.len());
    for &symbol in word {
        let char = match symbol {
            ENCODED_SLASH => PathChar::Encoded(b'/'),
            symbol => PathChar::from_byte(byte(symbol)),
        };
        let (bytes, len) = char.bytes();
        for &byte in &bytes[..len] {
            text.push(char::from(byte));
        }
    }
    text
}

/// A partition of the symbols into classes of consecutive symbols, each identified by its first
/// one.
#[derive(Clone, Debug)]
pub(crate) struct Partition {
    starts_class: [bool; SYMBOLS],
}

impl Partition {
    /// Creates the partition that every capture needs: the slash, the encoded slash, the backslash
    /// and the dot are in classes of their own.
    pub(crate) fn new() -> Partition {
        let mut partition = Partition { starts_class: [false; SYMBOLS] };
        partition.starts_class[0] = true;
        for byte in [b'/', b'\\', b'.'] {
            partition.isolate(byte.into());
        }
        partition.isolate(ENCODED_SLASH);
        partition
    }

    /// Puts a symbol into a class of its own.
    pub(crate) fn isolate(&mut self, symbol: Symbol) {
        self.split_at(symbol, symbol);
    }

    /// Splits classes at both ends of a range, so that each class is either inside or outside of
    /// it.
    pub(crate) fn split_at(&mut self, first: Symbol, last: Symbol) {
        for start in [usize::from(first), usize::from(last) + 1] {
            if let Some(starts_class) = self.starts_class.get_mut(start) {
                *starts_class = true;
            }
        }
    }

    /// Returns one symbol of each class, beginning with the symbols that read best in messages. A
    /// search tries symbols in this order, so its witness consists of them.
    pub(crate) fn representatives(&self) -> Vec<Symbol> {
        let first_of_class = self.first_of_class();
        let mut is_represented = [false; SYMBOLS];
        let mut representatives = Vec::new();
        let mut represent = |symbol: Symbol| {
            let is_represented = &mut is_represented[first_of_class[usize::from(symbol)]];
            if !*is_represented {
                *is_represented = true;
                representatives.push(symbol);
            }
        };
        for &byte in PREFERRED {
            represent(byte.into());
        }
        for symbol in 0..=ENCODED_SLASH {
            represent(symbol);
        }
        representatives
    }

    /// Returns, for each symbol, the first symbol of its class.
    fn first_of_class(&self) -> [usize; SYMBOLS] {
        let mut first_of_class = [0; SYMBOLS];
        let mut first = 0;
        for (symbol, starts_class) in self.starts_class.iter().enumerate() {
            if *starts_class {
                first = symbol;
            }
            first_of_class[symbol] = first;
        }
        first_of_class
    }
}

#[cfg(test)]
mod tests {
    use super::{ENCODED_SLASH, Partition, Symbol, folded, path_text, word};

    #[test]
    fn words_are_printed_in_normal_form() {
        for (path, normal) in [
            ("/a%62c", "/abc"),
            ("/a%2fb", "/a%2Fb"),
            ("/%25%5c", "/%25%5C"),
            ("/\u{fc}", "/%C3%BC"),
            ("", ""),
        ] {
            assert_eq!(path_text(&word(path.as_bytes())), normal);
        }
    }

    #[test]
    fn an_encoded_slash_is_a_symbol_of_its_own() {
        assert_eq!(word(b"/%2F"), [Symbol::from(b'/'), ENCODED_SLASH]);
        assert_eq!(folded(ENCODED_SLASH, true), ENCODED_SLASH);
        assert_eq!(folded(b'A'.into(), true), Symbol::from(b'a'));
        assert_eq!(folded(b'A'.into(), false), Symbol::from(b'A'));
    }

    #[test]
    fn refining_a_partition_splits_one_class_per_new_bound() {
        let mut partition = Partition::new();
        // Below `.`, `.`, `/`, up to `\`, `\`, up to `%2F`, `%2F`.
        let classes = |partition: &Partition| partition.representatives().len();
        assert_eq!(classes(&partition), 7);
        partition.isolate(b'm'.into());
        assert_eq!(classes(&partition), 9);
        partition.isolate(b'm'.into());
        assert_eq!(classes(&partition), 9);
        partition.split_at(b'a'.into(), b'm'.into());
        assert_eq!(classes(&partition), 10);
        partition.split_at(250, ENCODED_SLASH);
        assert_eq!(classes(&partition), 11);
    }

    #[test]
    fn representatives_are_in_their_class_and_read_well() {
        let mut partition = Partition::new();
        partition.split_at(b'0'.into(), b'9'.into());
        let preferred = partition.representatives();
        assert_eq!(preferred[..3], [b'x', b'0', b'X'].map(Symbol::from));
    }
}
