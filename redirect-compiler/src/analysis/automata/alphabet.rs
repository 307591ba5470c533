//! Paths as words of symbols, and the few symbols that tell apart what automata tell apart.

use redirect_core::internals::text::{Encoding, PathChar, Text};

/// A character of a path in its normal form: the byte that it stands for, or an encoded slash.
pub(crate) type Symbol = u16;

/// `%2F`, which is no slash of the path.
pub(crate) const ENCODED_SLASH: Symbol = 256;

/// The number of symbols.
const SYMBOLS: usize = 257;

/// Symbols that look well in a message, for a class of which all are alike.
const PLEASANT: &[u8] = b"xyzwvutabcdefghijklmnopqrs0123456789XYZABCDEFGHIJKLMNOPQRSTUVW-_~";

pub(crate) fn symbol(unit: PathChar) -> Symbol {
    match unit {
        PathChar::Encoded(b'/') => ENCODED_SLASH,
        PathChar::Plain(byte) | PathChar::Encoded(byte) => byte.into(),
    }
}

/// The byte that a symbol stands for.
pub(crate) fn byte(symbol: Symbol) -> u8 {
    u8::try_from(symbol).unwrap_or(b'/')
}

/// A slash or a backslash, bare or encoded.
pub(crate) fn is_slash_like(symbol: Symbol) -> bool {
    [Symbol::from(b'/'), Symbol::from(b'\\'), ENCODED_SLASH].contains(&symbol)
}

/// The symbols of a text.
pub(crate) fn word(text: Text<'_>) -> Vec<Symbol> {
    text.chars().map(symbol).collect()
}

/// The symbols of a text that is in its normal form.
pub(crate) fn normal_word(normal: &[u8]) -> Vec<Symbol> {
    word(Text::new(normal, Encoding::Path))
}

/// A word as a path is written.
pub(crate) fn spelt(word: &[Symbol]) -> String {
    let units = word.iter().map(|&symbol| match symbol {
        ENCODED_SLASH => PathChar::Encoded(b'/'),
        symbol => PathChar::from_byte(byte(symbol)),
    });
    let bytes = units.flat_map(|unit| {
        let (bytes, len) = unit.bytes();
        bytes.into_iter().take(len)
    });
    String::from_utf8(bytes.collect()).unwrap_or_default()
}

/// A division of all symbols into classes, by where one ends and the next begins.
#[derive(Clone, Debug)]
pub(crate) struct Partition {
    begins: [bool; SYMBOLS + 1],
}

impl Partition {
    /// Each symbol that every capture tells apart is a class of its own.
    pub(crate) fn new() -> Partition {
        let mut classes = Partition { begins: [false; SYMBOLS + 1] };
        classes.begins[0] = true;
        for byte in [b'/', b'\\', b'.'] {
            classes.part(byte.into());
        }
        classes.part(ENCODED_SLASH);
        classes
    }

    /// Makes a class of one symbol.
    pub(crate) fn part(&mut self, symbol: Symbol) {
        self.range(symbol, symbol);
    }

    /// Lets no class go across the bounds of a range.
    pub(crate) fn range(&mut self, first: Symbol, last: Symbol) {
        for begin in [usize::from(first), usize::from(last) + 1] {
            if let Some(begins) = self.begins.get_mut(begin) {
                *begins = true;
            }
        }
    }

    /// A symbol of each class.
    pub(crate) fn representatives(&self) -> Vec<Symbol> {
        let begins: Vec<usize> = (0..SYMBOLS).filter(|&at| self.begins[at]).collect();
        let ends = begins.iter().skip(1).copied().chain([SYMBOLS]);
        let mut representatives: Vec<Symbol> =
            begins.iter().zip(ends).map(|(&begin, end)| pleasant(begin, end)).collect();
        // Words are looked for in this order, and what looks well is found first.
        representatives.sort_by_key(|symbol| {
            PLEASANT.iter().position(|&byte| Symbol::from(byte) == *symbol).unwrap_or(SYMBOLS)
        });
        representatives
    }
}

fn pleasant(begin: usize, end: usize) -> Symbol {
    let inside = |byte: &&u8| (begin..end).contains(&usize::from(**byte));
    let found = PLEASANT.iter().find(inside).map(|&byte| byte.into());
    found.unwrap_or_else(|| Symbol::try_from(begin).unwrap_or_default())
}
