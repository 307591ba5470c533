//! The last check before an answer: no value leads where the target's author did not.

use crate::matching::captures::{Dots, is_slash_like};
use crate::matching::text::{Encoding, PathChar, Text};
use crate::request::authority::{MAX_HOST, is_host, is_label};
use crate::response::location::{Part, Substitution, UriPosition, sent};

/// Whether each value may stand where it would, and the path, once filled, holds no empty and no
/// dot segment that its literal text lacks.
pub fn is_safe<'a, 't>(
    filling: &Substitution<'a, impl Iterator<Item = Part<&'t [u8]>> + Clone>,
) -> bool {
    let mut path: Option<FilledPath> = None;
    for part in filling.parts.clone() {
        let sound = match (part, &mut path) {
            (Part::Query | Part::Fragment, _) => break,
            (Part::Path, _) => path.replace(FilledPath::default()).is_none(),
            (Part::Literal(text), Some(path)) => path.literal(text),
            (Part::Literal(_), None) => true,
            (Part::Capture(UriPosition::Rest, index), Some(path)) => {
                path.rest(filling.value(index))
            }
            (Part::Capture(_, index), Some(path)) => path.segment(filling.value(index)),
            (Part::Capture(UriPosition::Host, index), None) => {
                is_of_host(filling.value(index), is_host)
            }
            (Part::Capture(_, index), None) => is_of_host(filling.value(index), is_label),
        };
        if !sound {
            return false;
        }
    }
    path.is_none_or(|path| path.end())
}

/// A value is judged as it is sent: what would be encoded is no part of a host.
fn is_of_host(value: Text<'_>, accept: fn(&[u8]) -> bool) -> bool {
    let mut host = [0; MAX_HOST];
    let mut len = 0;
    for sent in sent(value, UriPosition::Label) {
        let Some(room) = host.get_mut(len..len + sent.bytes().len()) else { return false };
        room.copy_from_slice(sent.bytes());
        len += sent.bytes().len();
    }
    accept(&host[..len])
}

/// A value as the client reads what is sent of it.
fn units(value: Text<'_>, place: UriPosition) -> impl Iterator<Item = PathChar> {
    sent(value, place).filter_map(|sent| Text::new(sent.bytes(), Encoding::Path).units().next())
}

/// A path while it is filled, as far as the current segment.
#[derive(Default)]
struct FilledPath {
    /// No byte of the path but its first slash has been seen.
    at_first_slash: bool,
    dots: Dots,
    /// A value is part of the segment, or bounds it.
    touched: bool,
}

impl FilledPath {
    fn literal(&mut self, text: &[u8]) -> bool {
        let is_first_slash = text == b"/" && self.dots.is_empty() && !self.touched;
        let sound = Text::new(text, Encoding::Path).units().all(|unit| self.see(unit, false));
        self.at_first_slash = is_first_slash;
        sound
    }

    fn segment(&mut self, value: Text<'_>) -> bool {
        self.touched = true;
        units(value, UriPosition::Segment).all(|unit| {
            let another_slash = self.at_first_slash && is_slash_like(unit);
            self.at_first_slash = false;
            !another_slash && self.see(unit, false)
        })
    }

    fn rest(&mut self, value: Text<'_>) -> bool {
        self.touched = true;
        units(value, UriPosition::Rest).all(|unit| {
            self.at_first_slash = false;
            self.see(unit, true)
        })
    }

    fn see(&mut self, unit: PathChar, in_rest: bool) -> bool {
        if unit != PathChar::Plain(b'/') {
            self.dots.see(unit);
            return true;
        }
        // A `{*name}` may hold empty segments; its own check has seen to the others.
        let sound = !self.touched || in_rest || self.is_sound_segment();
        self.dots = Dots::default();
        self.touched = in_rest;
        sound
    }

    fn is_sound_segment(&self) -> bool {
        !self.dots.is_empty() && !self.dots.are_a_segment()
    }

    /// The last segment may be empty: the path then ends in a slash.
    fn end(&self) -> bool {
        !self.touched || !self.dots.are_a_segment()
    }
}
