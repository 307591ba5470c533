//! The best of the languages of a site for a request.

use crate::request::RequestRef;
use crate::request::accept_language::{ranges, weight_of};

/// The greatest number of languages of a site.
pub const MAX_LANGUAGES: usize = 255;

/// The length of the longest language tag, in bytes.
pub const MAX_TAG: usize = 255;

/// The number of bytes that describe a tag: the offset of its text, its length, and its rank.
const ENTRY: usize = 4;

/// The languages of a site, as bytes: the number of tags, an entry for each tag, and the texts of
/// the tags. The tags are in lower case and sorted. The rank of a tag is its position in the list
/// as it is declared.
#[derive(Clone, Copy, Debug)]
pub struct LanguageList<'t>(&'t [u8]);

/// Encodes the tags of a list, in the order in which they are declared.
///
/// # Panics
///
/// Panics if there are more than [`MAX_LANGUAGES`] tags, or if a tag is longer than [`MAX_TAG`].
#[expect(clippy::expect_used, reason = "only the compiler encodes lists, and checks the limits")]
pub fn encode_languages(tags: &[&str]) -> Vec<u8> {
    let small = |number: usize| u8::try_from(number).expect("invariant: below the limit");
    let mut sorted = Vec::new();
    for (rank, tag) in tags.iter().enumerate() {
        sorted.push((tag.to_ascii_lowercase(), small(rank)));
    }
    sorted.sort();
    let (mut bytes, mut texts) = (vec![small(tags.len())], Vec::new());
    for (tag, rank) in sorted {
        let offset = u16::try_from(texts.len()).expect("invariant: 255 tags of 255 bytes");
        bytes.extend_from_slice(&offset.to_le_bytes());
        bytes.extend_from_slice(&[small(tag.len()), rank]);
        texts.extend_from_slice(tag.as_bytes());
    }
    bytes.append(&mut texts);
    bytes
}

/// The codes of all ranks: two hexadecimal digits each.
const CODES: [[u8; 2]; 256] = {
    let digits = *b"0123456789abcdef";
    let mut codes = [[0; 2]; 256];
    let mut rank = 0;
    while rank < codes.len() {
        codes[rank] = [digits[rank / 16], digits[rank % 16]];
        rank += 1;
    }
    codes
};

/// Returns the text that stands for the tag of a rank, as the value of the subject. It has the same
/// length for all tags, and is static.
pub fn language_code(rank: u8) -> &'static [u8] {
    const { &CODES }.get(usize::from(rank)).map_or(&[], |code| code)
}

/// A set of tags, by their positions in the sorted list.
#[derive(Clone, Copy, Default)]
struct TagSet([u64; 4]);

impl TagSet {
    fn contains(self, position: usize) -> bool {
        self.0.get(position / 64).is_some_and(|word| word >> (position % 64) & 1 == 1)
    }

    /// Adds the positions from `start` to before `end`.
    fn insert(&mut self, start: usize, end: usize) {
        for (index, word) in self.0.iter_mut().enumerate() {
            let below = |position: usize| match position.saturating_sub(index * 64) {
                bits @ 0..=63 => (1_u64 << bits) - 1,
                _ => u64::MAX,
            };
            *word |= below(end) & !below(start);
        }
    }
}

impl<'t> LanguageList<'t> {
    /// Views bytes as a list.
    pub fn new(bytes: &'t [u8]) -> LanguageList<'t> {
        LanguageList(bytes)
    }

    /// Returns the number of tags.
    pub fn len(self) -> usize {
        self.0.first().copied().unwrap_or_default().into()
    }

    /// Returns whether there are no tags.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Returns the tag at a position of the sorted list, and its rank.
    fn get(self, position: usize) -> Option<(&'t [u8], u8)> {
        let entry = self.0.get(1 + position * ENTRY..)?;
        let [low, high, len, rank, ..] = *entry else { return None };
        let start = 1 + self.len() * ENTRY + usize::from(u16::from_le_bytes([low, high]));
        Some((self.0.get(start..start + usize::from(len))?, rank))
    }

    /// Returns the tag of a rank.
    pub fn tag(self, rank: u8) -> Option<&'t [u8]> {
        for position in 0..self.len() {
            let (tag, other) = self.get(position)?;
            if other == rank {
                return Some(tag);
            }
        }
        None
    }

    /// Returns the tag with a code.
    pub fn tag_of_code(self, code: &[u8]) -> Option<&'t [u8]> {
        (0..=u8::MAX).find(|&rank| language_code(rank) == code).and_then(|rank| self.tag(rank))
    }

    /// Returns the rank of a tag, ignoring case.
    pub fn rank(self, tag: &[u8]) -> Option<u8> {
        self.get(self.position(tag)?).map(|(_, rank)| rank)
    }

    /// Returns the number of tags that precede all those for which `is_before` is false.
    fn partition_point(self, is_before: impl Fn(&[u8]) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let tag = self.get(middle).map_or(&[][..], |(tag, _)| tag);
            if is_before(tag) { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// Returns the position of the tag that a range spells, ignoring case.
    fn position(self, range: &[u8]) -> Option<usize> {
        let position = self.partition_point(|tag| is_less(tag, range));
        let (tag, _) = self.get(position)?;
        (position < self.len() && tag.eq_ignore_ascii_case(range)).then_some(position)
    }

    /// Adds the tags that a range matches to a set, by basic filtering (RFC 4647 §3.3.1). They are
    /// consecutive, because a hyphen precedes all letters and digits.
    fn insert_matches(self, range: &[u8], set: &mut TagSet) {
        let start = self.partition_point(|tag| is_less(tag, range));
        let end = self.partition_point(|tag| is_less(tag, range) || matches(range, tag));
        set.insert(start, end);
    }

    /// Looks up a range (RFC 4647 §3.4): the tag that it spells, or the one that it spells without
    /// its last subtags, if that is not in the set of excluded tags. A single-character subtag is
    /// removed together with the subtag after it.
    fn lookup(self, range: &[u8], excluded: TagSet) -> Option<u8> {
        let mut rest = range;
        if let Some(longest) = range.get(..=MAX_TAG) {
            rest = truncated(longest)?;
        }
        loop {
            if let Some(position) = self.position(rest) {
                if !excluded.contains(position) {
                    return self.get(position).map(|(_, rank)| rank);
                }
            }
            rest = truncated(rest)?;
            while let [.., b'-', _] = rest {
                rest = truncated(rest)?;
            }
        }
    }

    /// Returns the first tag of the list as it is declared that is in none of two sets.
    fn first_outside(self, one: TagSet, other: TagSet) -> Option<u8> {
        let mut first = None;
        for position in 0..self.len() {
            if !one.contains(position) && !other.contains(position) {
                let (_, rank) = self.get(position)?;
                first = Some(first.map_or(rank, |first: u8| first.min(rank)));
            }
        }
        first
    }

    /// Returns whether the bytes are a valid list: sorted tags, each with its own rank.
    pub(crate) fn is_valid(self) -> bool {
        let mut last: &[u8] = &[];
        let mut ranks = TagSet::default();
        for position in 0..self.len() {
            let Some((tag, rank)) = self.get(position) else { return false };
            let rank = usize::from(rank);
            let is_new = rank < self.len() && !ranks.contains(rank) && last < tag;
            if !is_new || tag.iter().any(u8::is_ascii_uppercase) {
                return false;
            }
            ranks.insert(rank, rank + 1);
            last = tag;
        }
        !self.is_empty()
    }
}

/// Returns whether a tag, in lower case, precedes a text in lower case.
fn is_less(tag: &[u8], text: &[u8]) -> bool {
    tag.iter().copied().lt(text.iter().map(u8::to_ascii_lowercase))
}

/// Returns whether a range matches a tag (RFC 4647 §3.3.1).
fn matches(range: &[u8], tag: &[u8]) -> bool {
    let start = tag.get(..range.len());
    let is_start = start.is_some_and(|start| start.eq_ignore_ascii_case(range));
    is_start && tag.get(range.len()).is_none_or(|&next| next == b'-')
}

/// Returns a range without its last subtag, or `None` if it has only one.
fn truncated(range: &[u8]) -> Option<&[u8]> {
    let hyphen = range.iter().rposition(|&byte| byte == b'-')?;
    range.get(..hyphen)
}

/// Returns the rank of the best language for a request, if one is acceptable.
///
/// Each range of `Accept-Language` is looked up, and the one with the highest weight wins; of equal
/// weights, the first. `*` stands for the first tag that no other range matches. A tag that a range
/// with the weight 0 matches is never chosen.
///
/// The header is read twice. Each of its subtags costs one binary search in the list.
pub(crate) fn best<'r>(request: impl RequestRef<'r>, list: LanguageList<'_>) -> Option<u8> {
    let (mut named, mut refused) = (TagSet::default(), TagSet::default());
    for range in ranges(request) {
        let Some((weight, range)) = weight_of(range) else { continue };
        if range != b"*" {
            list.insert_matches(range, &mut named);
            if weight == 0 {
                list.insert_matches(range, &mut refused);
            }
        }
    }
    let (mut best, mut wildcard) = ((0, None), None);
    for range in ranges(request) {
        let Some((weight, range)) = weight_of(range) else { continue };
        if weight <= best.0 {
            continue;
        }
        let rank = if range == b"*" {
            *wildcard.get_or_insert_with(|| list.first_outside(named, refused))
        } else {
            list.lookup(range, refused)
        };
        if rank.is_some() {
            best = (weight, rank);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best_of(tags: &[&str], header: &str) -> Option<String> {
        let request = http::Request::get("/").header("accept-language", header).body(()).unwrap();
        let bytes = encode_languages(tags);
        let list = LanguageList::new(&bytes);
        assert!(list.is_valid());
        let rank = best(&request, list)?;
        Some(tags[usize::from(rank)].to_owned())
    }

    #[test]
    fn ranges_are_looked_up_by_weight() {
        for (tags, header, expected) in [
            (&["en", "fr", "de"][..], "de", Some("de")),
            (&["en", "fr", "de"], "DE-at, en;q=0.9", Some("de")),
            (&["en", "fr", "de"], "nl, fr;q=0.5, de;q=0.7", Some("de")),
            (&["en", "fr", "de"], "fr;q=0.5, de;q=0.5", Some("fr")),
            (&["en", "fr", "de"], "nl, es", None),
            (&["en", "fr", "de"], "", None),
            (&["en", "fr", "de"], "de;q=2, fr;q=0.1", Some("fr")),
            (&["en", "fr", "de"], "d, deu, e-n", None),
            (&["de-AT", "de"], "de-at-1996", Some("de-AT")),
            (&["de-AT"], "de", None),
            (&["zh-Hant", "zh"], "zh-Hant-CN-x-private1-private2", Some("zh-Hant")),
            (&["zh-x", "zh"], "zh-x-private1", Some("zh")),
            (&["a"], "a-b-c-d-e-f", Some("a")),
        ] {
            assert_eq!(best_of(tags, header).as_deref(), expected, "{header} in {tags:?}");
        }
    }

    #[test]
    fn a_wildcard_stands_for_the_first_tag_that_is_not_named() {
        for (tags, header, expected) in [
            (&["en", "fr", "de"][..], "*", Some("en")),
            (&["en", "fr", "de"], "en;q=0.5, *", Some("fr")),
            (&["en", "fr", "de"], "en, *;q=0.5", Some("en")),
            (&["en", "fr", "de"], "en;q=0, *;q=0.1, fr;q=0", Some("de")),
            (&["en-US", "fr"], "*, en;q=0.5", Some("fr")),
            (&["en"], "en;q=0, *", None),
            (&["en"], "*;q=0", None),
            (&["en"], "*;q=0, en;q=0.1", Some("en")),
            (&["de", "en"], "*, de-AT;q=0.5", Some("de")),
        ] {
            assert_eq!(best_of(tags, header).as_deref(), expected, "{header} in {tags:?}");
        }
    }

    #[test]
    fn refused_tags_are_never_chosen() {
        for (tags, header, expected) in [
            (&["de-AT", "de"][..], "de-AT, de-AT;q=0", Some("de")),
            (&["de"], "de;q=0, de-AT", None),
            (&["de-AT", "en"], "de;q=0, de-AT, en;q=0.1", Some("en")),
            (&["de"], "de-AT;q=0, de", Some("de")),
        ] {
            assert_eq!(best_of(tags, header).as_deref(), expected, "{header} in {tags:?}");
        }
    }

    #[test]
    fn long_ranges_are_cut_at_a_subtag() {
        let header = format!("de{}", "-abcdefgh".repeat(1000));
        assert_eq!(best_of(&["en", "de"], &header).as_deref(), Some("de"));
        assert_eq!(best_of(&["en", "de"], &"de".repeat(500)), None);
    }

    #[test]
    fn sets_hold_ranges_of_positions() {
        let mut set = TagSet::default();
        set.insert(60, 130);
        set.insert(200, 200);
        for position in 0..256 {
            assert_eq!(set.contains(position), (60..130).contains(&position), "{position}");
        }
        set.insert(254, 255);
        assert!(set.contains(254) && !set.contains(255));
    }

    #[test]
    fn many_languages_are_found() {
        let tags: Vec<String> = (0..255).map(|number| format!("l{number}")).collect();
        let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
        for tag in &tags {
            assert_eq!(best_of(&tags, tag).as_deref(), Some(*tag));
        }
    }

    #[test]
    fn damaged_lists_have_no_languages() {
        let bytes = encode_languages(&["en", "fr", "de"]);
        let request = http::Request::get("/").header("accept-language", "*, fr").body(()).unwrap();
        for len in 0..bytes.len() {
            let list = LanguageList::new(&bytes[..len]);
            assert!(!list.is_valid());
            let _ = best(&request, list);
        }
    }
}
