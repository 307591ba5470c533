//! The choice of the texts by which patterns form a group.
//!
//! A group looks up a fixed number of bytes at one end of the path, or at every position of it.
//! Each pattern suits an interval of lengths. Its text has the greatest length. The least one is
//! the shortest that at most [`MAX_ALIKE`] patterns share, which the neighbors of the text in
//! sorted order determine. A sweep over the ends of the intervals finds the length that suits the
//! most patterns.

use crate::lower::checked_rule::{CheckedIndex, CheckedRule};
use redirect_core::internals::group::{Distinction, MAX_AFFIX, MAX_ALIKE, MAX_INFIX};
use redirect_core::internals::pattern::Piece;

/// The places of a text in a path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    End,
    EndWithOptionalSlash,
    /// Between two captures.
    Middle,
}

/// Patterns that are distinguished by texts of one length.
pub(crate) struct Affixes {
    pub(crate) by: Distinction,
    /// The patterns with their texts. Patterns with the same text are adjacent.
    pub(crate) patterns: Vec<(Vec<u8>, CheckedIndex)>,
}

/// A pattern and its text.
struct Text {
    bytes: Vec<u8>,
    rule: CheckedIndex,
}

impl Place {
    fn is_end(self) -> bool {
        match self {
            Place::End | Place::EndWithOptionalSlash => true,
            Place::Start | Place::Middle => false,
        }
    }
}

impl Affixes {
    /// Returns the end of the path and the length that distinguish the most patterns.
    pub(crate) fn choose(members: &[CheckedIndex], rules: &[CheckedRule<'_>]) -> Option<Affixes> {
        let mut best: Option<Affixes> = None;
        for place in [Place::Start, Place::End, Place::EndWithOptionalSlash] {
            let found = affixes_at(place, members, rules);
            let least = best.as_ref().map_or(0, |best| best.patterns.len());
            if let Some(found) = found.filter(|found| found.patterns.len() > least) {
                best = Some(found);
            }
        }
        best
    }

    /// Returns the length of texts between captures that distinguishes the most patterns.
    pub(crate) fn choose_infixes(
        members: &[CheckedIndex],
        rules: &[CheckedRule<'_>],
    ) -> Option<Affixes> {
        affixes_at(Place::Middle, members, rules)
    }
}

fn affixes_at(
    place: Place,
    members: &[CheckedIndex],
    rules: &[CheckedRule<'_>],
) -> Option<Affixes> {
    let mut texts = Vec::new();
    for &rule in members {
        if let Some(bytes) = text_at(place, &rules[rule.position()]) {
            texts.push(Text { bytes, rule });
        }
    }
    texts.sort_by(|one, other| one.bytes.cmp(&other.bytes).then(one.rule.cmp(&other.rule)));
    let shared = shared_lengths(&texts);
    let len = best_length(&texts, &shared)?;
    let mut patterns = Vec::new();
    for (text, shared) in texts.into_iter().zip(shared) {
        if (shared + 1..=text.bytes.len()).contains(&len) {
            patterns.push((text.bytes[..len].to_vec(), text.rule));
        }
    }
    let parameter = u8::try_from(len).ok()?;
    let by = match place {
        Place::Start => Distinction::Prefix(parameter),
        Place::End => Distinction::Suffix(parameter),
        Place::EndWithOptionalSlash => Distinction::SuffixWithOptionalSlash(parameter),
        Place::Middle => Distinction::Infix(parameter),
    };
    if place.is_end() {
        for (text, _) in &mut patterns {
            text.reverse();
        }
    }
    Some(Affixes { by, patterns })
}

/// Returns the text that each matching path has at a place, in lower case. A text at the end of the
/// path is reversed.
fn text_at(place: Place, rule: &CheckedRule<'_>) -> Option<Vec<u8>> {
    let is_optional = rule.source.mode.optional_slash;
    let pieces = &rule.source.pieces[..];
    let mut bytes = match (place, pieces) {
        (Place::Start, [Piece::Literal(_), _, ..]) => {
            without_final_slash(rule.source.literal_prefix(), is_optional)
        }
        (Place::End, [_, .., Piece::Literal(last)]) if !is_optional => last.clone(),
        (Place::EndWithOptionalSlash, [_, .., Piece::Literal(last)]) if is_optional => {
            without_final_slash(last, true)
        }
        // A missing segment splits the text around it.
        (Place::Middle, [_, middle @ .., _]) if !pieces.contains(&Piece::Optional) => {
            longest_literal(middle, is_optional)?
        }
        _ => return None,
    };
    if place.is_end() {
        bytes.reverse();
    }
    bytes.truncate(if place == Place::Middle { MAX_INFIX } else { MAX_AFFIX });
    // Hashes ignore this bit.
    for byte in &mut bytes {
        *byte |= 0x20;
    }
    Some(bytes)
}

/// Returns the longest of some literals.
fn longest_literal(pieces: &[Piece<Vec<u8>>], is_optional: bool) -> Option<Vec<u8>> {
    let mut longest: Option<Vec<u8>> = None;
    for piece in pieces {
        let Piece::Literal(literal) = piece else { continue };
        let text = without_final_slash(literal, is_optional);
        if longest.as_ref().is_none_or(|longest| longest.len() < text.len()) {
            longest = Some(text);
        }
    }
    longest
}

/// Returns the part of a literal that a path has even if it lacks an optional final slash. Before a
/// final `{*name}`, the slash is part of the literal.
fn without_final_slash(literal: &[u8], is_optional: bool) -> Vec<u8> {
    let stripped = if is_optional { literal.strip_suffix(b"/") } else { None };
    stripped.unwrap_or(literal).to_vec()
}

/// Returns, for each of the sorted texts, the greatest length at which more than [`MAX_ALIKE`]
/// texts, including this one, have the same start.
fn shared_lengths(texts: &[Text]) -> Vec<usize> {
    let mut shared = vec![0; texts.len()];
    for first in 0..texts.len().saturating_sub(MAX_ALIKE) {
        // The first and the last of adjacent sorted texts share what all of them share.
        let last = first + MAX_ALIKE;
        let len = common_length(&texts[first].bytes, &texts[last].bytes);
        for shared in &mut shared[first..=last] {
            *shared = len.max(*shared);
        }
    }
    shared
}

fn common_length(one: &[u8], other: &[u8]) -> usize {
    let least = one.len().min(other.len());
    let mut len = 0;
    while len < least && one[len] == other[len] {
        len += 1;
    }
    len
}

/// Returns the length that suits the most texts: they are at least as long, and at most
/// [`MAX_ALIKE`] texts have the same start of that length. Returns `None` if there is none.
fn best_length(texts: &[Text], shared: &[usize]) -> Option<usize> {
    let (mut starts, mut ends) = (vec![0_usize; MAX_AFFIX + 2], vec![0_usize; MAX_AFFIX + 2]);
    for (text, shared) in texts.iter().zip(shared) {
        if *shared < text.bytes.len() {
            starts[shared + 1] += 1;
            ends[text.bytes.len() + 1] += 1;
        }
    }
    let (mut best, mut most, mut open) = (None, 0, 0);
    for len in 1..=MAX_AFFIX {
        open = open + starts[len] - ends[len];
        if open > most {
            (best, most) = (Some(len), open);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::{MAX_ALIKE, Text, best_length, shared_lengths};
    use crate::lower::checked_rule::CheckedIndex;

    fn texts(texts: &[&str]) -> Vec<Text> {
        let mut sorted: Vec<_> = texts.to_vec();
        sorted.sort_unstable();
        let text = |(at, text): (usize, &&str)| Text {
            bytes: text.as_bytes().to_vec(),
            rule: CheckedIndex::new(at),
        };
        sorted.iter().enumerate().map(text).collect()
    }

    #[test]
    fn shared_lengths_are_those_of_more_than_a_few_texts() {
        assert_eq!(MAX_ALIKE, 4);
        let few = texts(&["ab", "ab", "ab", "ab"]);
        assert_eq!(shared_lengths(&few), [0; 4]);
        let many = texts(&["ab", "ab", "abc", "abd", "abe", "b"]);
        assert_eq!(shared_lengths(&many), [2, 2, 2, 2, 2, 0]);
    }

    #[test]
    fn length_suits_the_most_texts() {
        let longer = texts(&["ab", "abc", "abd", "abe", "abf", "abg"]);
        assert_eq!(best_length(&longer, &shared_lengths(&longer)), Some(3));
        let same = texts(&["ab"; 6]);
        assert_eq!(best_length(&same, &shared_lengths(&same)), None);
        let distinct = texts(&["a", "b", "cd"]);
        assert_eq!(best_length(&distinct, &shared_lengths(&distinct)), Some(1));
    }
}
