//! Groups: the second level of the index, for keys with many rules.
//!
//! Rules with the same key often differ in one value: that of a query parameter, a cookie or a
//! header field that a condition compares, or a text at the start, at the end or between the
//! captures of a pattern. Such rules form a group. In their place, the list of the key has one
//! element with the first rule of the group. When a search reaches this element, it looks up the
//! value of the request in the same perfect hash, and merges the list that it finds with the
//! others. Rules of the group with other values are never read, so that a lookup takes the same
//! time however many there are.
//!
//! `Vary` names the fields that were inspected. Therefore, all rules in a group by a header field
//! have the same pattern and methods, and the same conditions before the one by which they are
//! grouped. Either all of them inspect the field or none does, and it suffices to evaluate the
//! first.

use crate::matching::condition::Subject;
use crate::matching::text::{Encoding, MatchMode, Text};
use crate::table::index::hash::{Hasher, hash, hash_ignoring_case, spread};
use crate::table::index::key::hash_normal_form;
use crate::table::index::segment_hashes::MASKS;

/// The greatest number of groups of the list of a key, of the list of a value in such a group, and
/// so on.
pub const MAX_GROUPS: [usize; 3] = [8, 1, 1];

/// The greatest number of lists that a search merges: those of all keys that a path can have, with
/// a host and without, and of the groups in them.
pub(crate) const MAX_LISTS: usize = MAX_KEYS * lists_per_key(MAX_GROUPS[0]);

/// The greatest number of keys of a path, with a host and without.
pub(crate) const MAX_KEYS: usize = 2 * (MatchMode::ALL.len() + MASKS);

/// Returns the number of lists that one key of a path adds to a search if its list has that many
/// groups. By collisions of hashes, the list of a value can be that of any key.
pub const fn lists_per_key(groups: usize) -> usize {
    1 + groups * (1 + MAX_GROUPS[1] * (1 + MAX_GROUPS[2]))
}

/// The greatest length of the texts by which patterns are grouped, in bytes of the normal form.
pub const MAX_AFFIX: usize = u8::MAX as usize;

/// The greatest length of a text between captures, which is looked for at every position.
pub const MAX_INFIX: usize = 32;

/// The greatest number of groups of a list by a text between captures.
pub const MAX_INFIX_GROUPS: usize = 3;

/// The greatest number of patterns of a group with the same text.
pub const MAX_ALIKE: usize = 4;

/// The greatest number of a group.
pub const MAX_NUMBER: u32 = (1 << NUMBER_BITS) - 1;

const NUMBER_BITS: u32 = 21;
const PARAMETER_BITS: u32 = 8;

/// The seeds of groups follow those of the other kinds of keys.
const FIRST_SEED: u64 = 64;

/// The value that distinguishes the rules of a group.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Distinction {
    /// The value of a subject, given its number: that of the first condition of each rule on this
    /// subject, which compares it with literals.
    Subject(u8),
    /// The number of bytes at the start of the path in its normal form, regardless of case.
    Prefix(u8),
    /// The number of bytes at the end of the path in its normal form, regardless of case.
    Suffix(u8),
    /// The same for patterns with an optional final slash, without that slash.
    SuffixWithOptionalSlash(u8),
    /// The number of bytes anywhere in the path in its normal form, regardless of case.
    Infix(u8),
}

/// A group of rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Group {
    /// The value that distinguishes its rules.
    pub by: Distinction,
    /// The number of the group in its table, which is the seed of its keys.
    pub number: u32,
}

impl Group {
    /// Encodes the group as an element of a list.
    pub fn encode(self) -> u32 {
        let (tag, parameter): (u32, u8) = match self.by {
            Distinction::Subject(number) => (0, number),
            Distinction::Prefix(len) => (1, len),
            Distinction::Suffix(len) => (2, len),
            Distinction::SuffixWithOptionalSlash(len) => (3, len),
            Distinction::Infix(len) => (4, len),
        };
        (tag << PARAMETER_BITS | u32::from(parameter)) << NUMBER_BITS | self.number & MAX_NUMBER
    }

    /// Decodes a group.
    pub(crate) fn decode(encoded: u32) -> Group {
        #[expect(clippy::cast_possible_truncation, reason = "the parameter has eight bits")]
        let parameter = (encoded >> NUMBER_BITS) as u8;
        let by = match encoded >> (NUMBER_BITS + PARAMETER_BITS) {
            0 => Distinction::Subject(parameter),
            1 => Distinction::Prefix(parameter),
            2 => Distinction::Suffix(parameter),
            3 => Distinction::SuffixWithOptionalSlash(parameter),
            _ => Distinction::Infix(parameter),
        };
        Group { by, number: encoded & MAX_NUMBER }
    }

    /// Returns the seed of the keys of the group.
    #[inline]
    fn seed(self, table_seed: u32) -> u64 {
        u64::from(table_seed) << 32 ^ spread(FIRST_SEED + u64::from(self.number))
    }

    /// Returns the key of a literal in its normal form, to which a rule compares the subject.
    pub fn literal_key(self, literal: &[u8], table_seed: u32) -> u64 {
        hash(literal, self.seed(table_seed))
    }

    /// Returns the key of a value of the subject.
    pub(crate) fn value_key<N>(
        self,
        subject: &Subject<N>,
        value: Text<'_>,
        table_seed: u32,
    ) -> u64 {
        let value = match subject {
            // A range matches every language that begins with it, so that the language and the
            // range have the same primary subtag.
            Subject::Language => value.slice(0, primary_subtag(value.raw()).len()),
            Subject::Host
            | Subject::Scheme
            | Subject::SiteLanguage(_)
            | Subject::Header(_)
            | Subject::Cookie(_)
            | Subject::Query(_)
            | Subject::Capture(_)
            | Subject::Ip
            | Subject::Port => value,
        };
        hash_normal_form(value, Hasher::new(self.seed(table_seed)))
    }

    /// Returns the key of a part of a path in normal form.
    #[inline]
    pub fn affix_key(self, affix: &[u8], table_seed: u32) -> u64 {
        hash_ignoring_case(affix, self.seed(table_seed))
    }

    /// Returns the key of a path, or `None` if the path is too short, or if the group is not one by
    /// an end of paths.
    pub(crate) fn path_key(self, path: Text<'_>, table_seed: u32) -> Option<u64> {
        let mut buffer = [0; MAX_AFFIX];
        let affix = match self.by {
            Distinction::Subject(_) | Distinction::Infix(_) => return None,
            Distinction::Prefix(len) => prefix(path, buffer.get_mut(..usize::from(len))?)?,
            Distinction::Suffix(len) => suffix(path, buffer.get_mut(..usize::from(len))?)?,
            Distinction::SuffixWithOptionalSlash(len) => {
                let mode = MatchMode { ignore_case: false, optional_slash: true };
                suffix(path.in_mode(mode), buffer.get_mut(..usize::from(len))?)?
            }
        };
        Some(self.affix_key(affix, table_seed))
    }
}

/// Returns the part of a language range before the first hyphen.
pub fn primary_subtag(range: &[u8]) -> &[u8] {
    let end = range.iter().position(|&byte| byte == b'-');
    &range[..end.unwrap_or(range.len())]
}

/// Returns the first bytes of the normal form of a path, or `None` if it is shorter than the
/// buffer.
fn prefix<'b>(path: Text<'b>, buffer: &'b mut [u8]) -> Option<&'b [u8]> {
    if path.encoding() == Encoding::NormalPath {
        return path.raw().get(..buffer.len());
    }
    let mut at = 0;
    for byte in path.normalized() {
        match buffer.get_mut(at) {
            Some(slot) => *slot = byte,
            None => break,
        }
        at += 1;
    }
    (at == buffer.len()).then_some(buffer)
}

/// Returns the last bytes of the normal form of a path, or `None` if it is shorter than the buffer.
fn suffix<'b>(path: Text<'b>, buffer: &'b mut [u8]) -> Option<&'b [u8]> {
    if path.encoding() == Encoding::NormalPath {
        return path.raw().get(path.len().checked_sub(buffer.len())?..);
    }
    let mut start = buffer.len();
    for char in path.chars_from_end() {
        let (bytes, len) = char.bytes();
        for &byte in bytes[..len].iter().rev() {
            if start > 0 {
                start -= 1;
                buffer[start] = byte;
            }
        }
        if start == 0 {
            break;
        }
    }
    (start == 0).then_some(buffer)
}

#[cfg(test)]
mod tests {
    use super::{Distinction, Group, MAX_NUMBER, prefix, primary_subtag, suffix};
    use crate::matching::condition::Subject;
    use crate::matching::text::{Encoding, Text};

    #[test]
    fn groups_survive_a_round_trip() {
        let distinctions = [
            Distinction::Subject(63),
            Distinction::Prefix(255),
            Distinction::Suffix(1),
            Distinction::SuffixWithOptionalSlash(7),
            Distinction::Infix(32),
        ];
        for by in distinctions {
            for number in [0, 1, MAX_NUMBER] {
                let group = Group { by, number };
                assert_eq!(Group::decode(group.encode()), group);
            }
        }
    }

    #[test]
    fn affixes_are_taken_from_the_normal_form() {
        for path in ["/caf%c3%a9/%61-x", "/café/a-x"] {
            let text = Text::path(path);
            let normal: Vec<u8> = text.normalized().collect();
            for len in 0..normal.len() {
                let mut buffer = vec![0; len];
                assert_eq!(prefix(text, &mut buffer), Some(&normal[..len]));
                assert_eq!(suffix(text, &mut buffer), Some(&normal[normal.len() - len..]));
            }
            let mut longer = vec![0; normal.len() + 1];
            assert_eq!(prefix(text, &mut longer), None);
            assert_eq!(suffix(text, &mut longer), None);
        }
        let normal = Text::path("/a/b");
        assert_eq!(prefix(normal, &mut [0; 2]), Some(&b"/a"[..]));
        assert_eq!(suffix(normal, &mut [0; 2]), Some(&b"/b"[..]));
        assert_eq!(suffix(normal, &mut [0; 5]), None);
    }

    #[test]
    fn keys_of_paths_ignore_case_and_optional_slashes() {
        let key = |by, path| Group { by, number: 1 }.path_key(Text::path(path), 0);
        for by in [Distinction::Prefix(3), Distinction::Suffix(3)] {
            assert_eq!(key(by, "/Ab"), key(by, "/%61b"));
            assert_eq!(key(by, "/a"), None);
        }
        assert_ne!(key(Distinction::Suffix(2), "/ab"), key(Distinction::Suffix(2), "/ab/"));
        let either = Distinction::SuffixWithOptionalSlash(2);
        assert_eq!(key(either, "/ab/"), key(either, "/ab"));
        assert_eq!(key(Distinction::Subject(2), "/ab"), None);
    }

    #[test]
    fn keys_of_values_depend_on_the_decoded_value_and_the_group() {
        let key = |number, value: &'static str, encoding| {
            let value = Text::new(value.as_bytes(), encoding);
            let by = Distinction::Subject(0);
            Group { by, number }.value_key(&Subject::Query(""), value, 0)
        };
        assert_eq!(key(0, "a+%62", Encoding::Form), key(0, "a b", Encoding::Bytes));
        let group = Group { by: Distinction::Subject(0), number: 0 };
        assert_eq!(key(0, "a+%62", Encoding::Form), group.literal_key(b"a%20b", 0));
        assert_ne!(key(0, "a", Encoding::Form), key(0, "A", Encoding::Form));
        assert_ne!(key(0, "a", Encoding::Form), key(1, "a", Encoding::Form));
    }

    #[test]
    fn languages_are_grouped_by_their_primary_subtag() {
        assert_eq!(primary_subtag(b"de-AT"), b"de");
        assert_eq!(primary_subtag(b"de"), b"de");
        let key = |value: &'static str| {
            let value = Text::new(value.as_bytes(), Encoding::Host);
            let group = Group { by: Distinction::Subject(0), number: 0 };
            group.value_key(&Subject::<()>::Language, value, 0)
        };
        assert_eq!(key("DE-at"), key("de"));
        assert_ne!(key("deu"), key("de"));
    }
}
