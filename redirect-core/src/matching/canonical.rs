//! The canonical form of paths, which a `canonical` declaration chooses.
//!
//! A canonical path has no doubled slashes, no uppercase letters, and one of the two spellings with
//! and without a final slash, as far as the declaration asks for it. The form is defined on the
//! normal form of a path (RFC 3986 §6.2.2), so that the spelling of a character never matters:
//! `%7E` is as canonical as `~`, and `%41` is an uppercase letter. It is idempotent.

use crate::matching::text::{Encoding, PathChar, Text};
use crate::request::charset::pct_encoded;
use crate::swar::any_after;

/// The prefix of paths that are always canonical (RFC 8615). Tokens in them are case-sensitive.
const WELL_KNOWN: &[u8] = b"/.well-known/";

/// The treatment of final slashes.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum FinalSlash {
    /// Both spellings are canonical.
    #[default]
    Keep,
    /// A path does not end with a slash, except `/`.
    Strip,
    /// A path ends with a slash, unless its last segment contains a dot.
    Add,
}

/// The form of canonical paths.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct CanonicalForm {
    /// The treatment of final slashes.
    pub final_slash: FinalSlash,
    /// True if ASCII letters are lowercase.
    pub is_lowercase: bool,
    /// True if runs of slashes are merged.
    pub merges_slashes: bool,
}

impl CanonicalForm {
    /// Returns the form as a number.
    pub fn to_bits(self) -> u8 {
        let slash = match self.final_slash {
            FinalSlash::Keep => 0,
            FinalSlash::Strip => 1,
            FinalSlash::Add => 2,
        };
        slash | u8::from(self.is_lowercase) << 2 | u8::from(self.merges_slashes) << 3
    }

    /// Returns the form with a number, or `None` if there is no such form.
    #[inline]
    pub(crate) fn from_bits(bits: u8) -> Option<CanonicalForm> {
        let final_slash = match bits & 3 {
            0 => FinalSlash::Keep,
            1 => FinalSlash::Strip,
            2 => FinalSlash::Add,
            _ => return None,
        };
        let (is_lowercase, merges_slashes) = (bits & 4 != 0, bits & 8 != 0);
        (bits < 16).then_some(CanonicalForm { final_slash, is_lowercase, merges_slashes })
    }

    /// Returns whether a path is canonical, in any spelling of its characters.
    #[inline]
    pub fn is_canonical(self, path: &[u8]) -> bool {
        let may_fold = (self.is_lowercase || self.merges_slashes) && may_fold(path);
        let is_evident = !may_fold && self.has_canonical_end(path);
        is_evident || self.is_canonical_by_parts(path)
    }

    /// Works like [`is_canonical`](CanonicalForm::is_canonical), but tests only for what the form
    /// excludes.
    #[inline(never)]
    fn is_canonical_by_parts(self, path: &[u8]) -> bool {
        let may_fold = self.is_lowercase && any_after(path, |_, byte| is_upper_or_percent(byte))
            || self.merges_slashes && has_slash_run(path);
        let is_evident = path.starts_with(b"/") && !may_fold && self.has_canonical_end(path);
        is_evident || self.is_canonical_by_characters(path)
    }

    /// Returns whether a path evidently ends as canonical paths do.
    #[inline]
    fn has_canonical_end(self, path: &[u8]) -> bool {
        match self.final_slash {
            FinalSlash::Keep => true,
            FinalSlash::Strip => !path.ends_with(b"/") || path.len() == 1,
            FinalSlash::Add => path.ends_with(b"/") || last_segment(path).contains(&b'.'),
        }
    }

    /// Works like [`is_canonical`](CanonicalForm::is_canonical), character by character.
    fn is_canonical_by_characters(self, path: &[u8]) -> bool {
        if is_exempt(path) {
            return true;
        }
        let (mut previous, mut is_dotted, mut len) = (None, false, 0_usize);
        for char in Text::new(path, Encoding::Path).chars() {
            if let PathChar::Plain(byte) = char {
                if self.is_lowercase && byte.is_ascii_uppercase() {
                    return false;
                }
                if byte == b'/' {
                    if self.merges_slashes && previous == Some(char) {
                        return false;
                    }
                    is_dotted = false;
                }
                is_dotted |= byte == b'.';
            }
            previous = Some(char);
            len += 1;
        }
        let ends_with_slash = previous == Some(PathChar::Plain(b'/'));
        match self.final_slash {
            FinalSlash::Keep => true,
            FinalSlash::Strip => !ends_with_slash || len == 1,
            FinalSlash::Add => ends_with_slash || is_dotted || len == 0,
        }
    }

    /// Returns whether runs of slashes in a path are merged before rules see it.
    pub(crate) fn merges(self, path: &[u8]) -> bool {
        self.merges_slashes && has_slash_run(path) && !is_exempt(path)
    }

    /// Returns a path without all but the first of its final slashes if final slashes are stripped.
    /// The first one is left to the match mode of the rules.
    pub(crate) fn without_final_run(self, path: &str) -> &str {
        if self.final_slash == FinalSlash::Strip
            && path.ends_with("//")
            && !is_exempt(path.as_bytes())
        {
            let stripped = path.trim_end_matches('/').len();
            return path.get(..=stripped).unwrap_or(path);
        }
        path
    }

    /// Converts a path to its canonical form in place, except that a slash that is to be added is
    /// not. Returns its new length, and whether a slash is to be added.
    pub fn fold(self, path: &mut [u8]) -> (usize, bool) {
        if is_exempt(path) || !path.starts_with(b"/") {
            return (path.len(), false);
        }
        let (mut len, is_dotted) = self.fold_characters(path);
        if self.final_slash == FinalSlash::Strip {
            while len > 1 && path[len - 1] == b'/' {
                len -= 1;
            }
        }
        let ends_with_slash = path[..len].ends_with(b"/");
        (len, self.final_slash == FinalSlash::Add && !ends_with_slash && !is_dotted)
    }

    /// Folds the letters and merges the slashes of a text in place. Returns its new length, and
    /// whether there is a dot after the last slash.
    fn fold_characters(self, path: &mut [u8]) -> (usize, bool) {
        let (mut read, mut len, mut is_dotted) = (0, 0, false);
        while let Some(&byte) = path.get(read) {
            let escaped = pct_encoded(&path[read..]);
            let is_slash = byte == b'/';
            is_dotted = !is_slash && (is_dotted || byte == b'.' || escaped == Some(b'.'));
            if let Some(letter) = escaped.filter(|letter| self.folds(*letter)) {
                path[len] = letter.to_ascii_lowercase();
                len += 1;
                read += 3;
            } else if escaped.is_some() {
                path.copy_within(read..read + 3, len);
                len += 3;
                read += 3;
            } else {
                if !(is_slash && self.merges_slashes && path[..len].ends_with(b"/")) {
                    path[len] = if self.folds(byte) { byte.to_ascii_lowercase() } else { byte };
                    len += 1;
                }
                read += 1;
            }
        }
        (len, is_dotted)
    }

    /// Folds the letters and merges the slashes of a part of a path.
    pub fn fold_literal(self, text: &mut Vec<u8>) {
        let (len, _) = self.fold_characters(text);
        text.truncate(len);
    }

    fn folds(self, byte: u8) -> bool {
        self.is_lowercase && byte.is_ascii_uppercase()
    }

    /// Returns the canonical form of a path.
    pub fn canonical(self, path: &[u8]) -> Vec<u8> {
        let mut path = path.to_vec();
        let (len, adds_slash) = self.fold(&mut path);
        path.truncate(len);
        if adds_slash {
            path.push(b'/');
        }
        path
    }

    /// Converts the part of a buffer at `start..end` to a canonical path, and moves the rest of
    /// the first `len` bytes. Returns the new length. The buffer has room for another byte.
    pub(crate) fn fold_within(
        self,
        buffer: &mut [u8],
        start: usize,
        end: usize,
        len: usize,
    ) -> usize {
        let Some(path) = buffer.get_mut(start..end) else { return len };
        let (path_len, adds_slash) = self.fold(path);
        let folded_end = start + path_len;
        let new_end = folded_end + usize::from(adds_slash);
        if len > buffer.len() || new_end + (len - end) > buffer.len() {
            return len;
        }
        buffer.copy_within(end..len, new_end);
        if adds_slash {
            buffer[folded_end] = b'/';
        }
        new_end + (len - end)
    }
}

/// Writes a path with its runs of slashes merged to a buffer. Returns the written part, or `None`
/// if the buffer is too small.
pub(crate) fn merged<'b>(path: &str, buffer: &'b mut [u8]) -> Option<&'b str> {
    let mut len = 0;
    for &byte in path.as_bytes() {
        if byte != b'/' || !buffer.get(..len)?.ends_with(b"/") {
            *buffer.get_mut(len)? = byte;
            len += 1;
        }
    }
    // Without some of its slashes, the text is still UTF-8.
    std::str::from_utf8(buffer.get(..len)?).ok()
}

/// Returns whether a path is always canonical.
pub fn is_exempt(path: &[u8]) -> bool {
    let may_be = path.get(1).is_some_and(|byte| matches!(byte, b'.' | b'%'));
    may_be && Text::new(path, Encoding::Path).literal_at(0, WELL_KNOWN).is_some()
}

/// Returns whether a form may change letters or slashes of a path, and for any path without a slash
/// at its start. There are no false negatives.
#[inline]
fn may_fold(path: &[u8]) -> bool {
    let is_suspicious = |previous, byte| is_upper_or_percent(byte) | is_slash_run(previous, byte);
    !path.starts_with(b"/") || any_after(path, is_suspicious)
}

/// Returns whether a byte may be an uppercase letter. A percent sign may start one. The letters are
/// the greatest signed numbers after an addition, so that one vector comparison finds them.
#[inline]
fn is_upper_or_percent(byte: u8) -> bool {
    let shifted = i8::from_ne_bytes([byte.wrapping_add(0x7F - b'Z')]);
    let (is_letter, is_percent) = (shifted > 0x7F - 26, byte == b'%');
    is_letter | is_percent
}

/// Returns whether two bytes in a row are slashes.
#[inline]
fn is_slash_run(previous: u8, byte: u8) -> bool {
    let (was_slash, is_slash) = (previous == b'/', byte == b'/');
    was_slash & is_slash
}

/// Returns whether a path contains two slashes in a row.
#[inline]
fn has_slash_run(path: &[u8]) -> bool {
    any_after(path, is_slash_run)
}

/// Returns the text after the last slash.
#[inline]
fn last_segment(path: &[u8]) -> &[u8] {
    path.rsplit(|&byte| byte == b'/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{CanonicalForm, FinalSlash, merged};

    const SLASHES: [FinalSlash; 3] = [FinalSlash::Keep, FinalSlash::Strip, FinalSlash::Add];

    fn forms() -> impl Iterator<Item = CanonicalForm> {
        (0..16).filter_map(CanonicalForm::from_bits)
    }

    fn canonical(form: CanonicalForm, path: &str) -> String {
        String::from_utf8(form.canonical(path.as_bytes())).unwrap()
    }

    #[test]
    fn forms_are_restored_from_their_bits() {
        assert_eq!(forms().count(), SLASHES.len() * 4);
        for form in forms() {
            assert_eq!(CanonicalForm::from_bits(form.to_bits()), Some(form));
        }
        assert_eq!(CanonicalForm::from_bits(16), None);
    }

    #[test]
    fn each_part_of_the_form_is_independent() {
        let keep = CanonicalForm::default();
        let strip = CanonicalForm { final_slash: FinalSlash::Strip, ..keep };
        let add = CanonicalForm { final_slash: FinalSlash::Add, ..keep };
        let lower = CanonicalForm { is_lowercase: true, ..keep };
        let merge = CanonicalForm { merges_slashes: true, ..keep };
        for (form, path, expected) in [
            (keep, "/A//b/", "/A//b/"),
            (strip, "/A//b/", "/A//b"),
            (strip, "/a//", "/a"),
            (strip, "/", "/"),
            (strip, "//", "/"),
            (strip, "/a%2F", "/a%2F"),
            (add, "/a", "/a/"),
            (add, "/", "/"),
            (add, "/a.b", "/a.b"),
            (add, "/a%2Eb", "/a%2Eb"),
            (add, "/a.b/c", "/a.b/c/"),
            (add, "/a%2F", "/a%2F/"),
            (lower, "/A%41%2f%2F%7e", "/aa%2f%2F%7e"),
            (lower, "/É", "/É"),
            (merge, "//a///b//", "/a/b/"),
            (merge, "/a%2F/b", "/a%2F/b"),
            (merge, "/a/%2Fb", "/a/%2Fb"),
        ] {
            assert_eq!(canonical(form, path), expected, "{form:?} {path}");
        }
    }

    #[test]
    fn well_known_paths_are_canonical() {
        for form in forms() {
            for path in ["/.well-known/a//B/", "/%2ewell-known/A", "/.well-known/"] {
                assert!(form.is_canonical(path.as_bytes()), "{form:?} {path}");
                assert_eq!(canonical(form, path), path);
            }
        }
        let lower = CanonicalForm { is_lowercase: true, ..CanonicalForm::default() };
        assert_eq!(canonical(lower, "/.well-known-A"), "/.well-known-a");
        assert_eq!(canonical(lower, "/.Well-Known/A"), "/.well-known/a");
    }

    /// Calls a function with all paths of up to `len` pieces.
    fn for_each_path(len: usize, check: &mut dyn FnMut(&str)) {
        const PIECES: [&str; 10] =
            ["/", "a", "B", "%41", "%2f", "%61", "%2E", ".", "%", "/.well-known/"];
        fn extend(path: &mut String, len: usize, check: &mut dyn FnMut(&str)) {
            check(path);
            if len > 0 {
                for piece in PIECES {
                    let before = path.len();
                    path.push_str(piece);
                    extend(path, len - 1, check);
                    path.truncate(before);
                }
            }
        }
        extend(&mut "/".into(), len, check);
    }

    #[test]
    fn canonical_form_is_idempotent_and_recognized() {
        for form in forms() {
            for_each_path(4, &mut |path| {
                let once = canonical(form, path);
                assert!(form.is_canonical(once.as_bytes()), "{form:?} {path} {once}");
                assert_eq!(canonical(form, &once), once, "{form:?} {path}");
                let is_canonical = form.is_canonical(path.as_bytes());
                assert_eq!(once == path, is_canonical, "{form:?} {path} {once}");
            });
        }
    }

    #[test]
    fn long_paths_are_tested_at_every_position() {
        let form = CanonicalForm::from_bits(0b1100).unwrap();
        for len in 3..80 {
            for at in 1..len {
                let mut path = vec![b'a'; len];
                path[0] = b'/';
                assert!(form.is_canonical(&path));
                path[at] = b'Z';
                assert!(!form.is_canonical(&path), "{at} of {len}");
                path[at] = b'/';
                assert_eq!(form.is_canonical(&path), at > 1, "{at} of {len}");
                path[at - 1] = b'/';
                assert!(!form.is_canonical(&path), "{at} of {len}");
            }
        }
    }

    #[test]
    fn path_is_folded_within_a_buffer() {
        for (bits, before, after) in [
            (0b1101, "https://a/B//C/?D", "https://a/b/c?D"),
            (0b0010, "https://a/b?c", "https://a/b/?c"),
            (0b0010, "https://a/b", "https://a/b/"),
            (0b1110, "https://a/B//C#d", "https://a/b/c/#d"),
        ] {
            let form = CanonicalForm::from_bits(bits).unwrap();
            let mut buffer = [before.as_bytes(), b"."].concat();
            let end = before.find(['?', '#']).unwrap_or(before.len());
            let len = form.fold_within(&mut buffer, "https://a".len(), end, before.len());
            assert_eq!(std::str::from_utf8(&buffer[..len]).unwrap(), after);
        }
    }

    #[test]
    fn slashes_are_merged_if_the_buffer_has_room() {
        assert_eq!(merged("//é//b/", &mut [0; 8]), Some("/é/b/"));
        assert_eq!(merged("/abc", &mut [0; 3]), None);
    }
}
