//! The keys by which lookups find rules.

use crate::emit::key_map::KeyMap;
use crate::emit::segment_masks::{PatternSegments, choose_masks};
use crate::lower::checked_rule::{CheckedIndex, CheckedRule};
use crate::lower::condition::ScopedCondition;
use redirect_core::internals::charset::pct_encoded;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::hash::hash;
use redirect_core::internals::key::{TableFlags, hash_host, mask_seed, path_seed, with_host};
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::segment_hashes::{MASKS, SEGMENTS, hash_segment, segment_key};
use redirect_core::internals::text::{Encoding, MatchMode, Text};

/// Returns the keys of all rules, hashed with the seed of the table.
#[expect(clippy::expect_used, reason = "`pattern_segments` skips the same rules")]
pub(crate) fn key_map(
    rules: &[CheckedRule<'_>],
    spellings: &[Option<Vec<u8>>],
    table_seed: u32,
) -> KeyMap {
    // Some keys are added in two spellings.
    let mut keys = KeyMap::with_capacity(2 * rules.len());
    // The first rule whose key is not an exact path. From it on, an exact path no longer decides
    // alone.
    let mut first_other = None;
    let mut patterns = pattern_segments(rules).into_iter();
    let path_seeds = MatchMode::ALL.map(|mode| path_seed(table_seed, mode));
    for (position, rule) in rules.iter().enumerate() {
        let index = CheckedIndex::new(position);
        let host = required_host(rule).map(hash_host);
        let with_own_host = |seed| host.map_or(seed, |host| with_host(seed, host));
        if let Some(key) = rule.source.literal() {
            let mode = rule.source.mode;
            keys.flags |= TableFlags::path(mode, host.is_some());
            let is_exact = mode == MatchMode::default() && host.is_none();
            if !is_exact {
                first_other.get_or_insert(index);
            }
            let is_decided = first_other.is_none() && rule.unconditional_path().is_some();
            let seed = path_seeds[mode.index()];
            keys.add(hash(key, with_own_host(seed)), key.len(), index, is_decided);
            if let Some(spelling) = spellings[index.position()].as_ref().filter(|_| is_exact) {
                keys.add(hash(spelling, seed), spelling.len(), index, false);
            }
        } else {
            first_other.get_or_insert(index);
            // Variants often share a key, such as those of `/a/{b?}`.
            let mut known = Vec::new();
            for _ in rule.source.variants() {
                let segments = patterns.next();
                let PatternSegments { mask, hashes } =
                    segments.expect("invariant: each variant of a pattern has its segments");
                let host_flag = host.map_or(0, |_| TableFlags::PATTERN_WITH_HOST);
                keys.flags |= TableFlags::mask(mask) | host_flag;
                let seed = with_own_host(mask_seed(table_seed, mask));
                let key = segment_key(&hashes, mask, seed);
                if !known.contains(&key) {
                    keys.add(key, 0, index, false);
                    known.push(key);
                }
            }
        }
    }
    keys.first_shadowable = first_other;
    keys
}

/// Returns the host that a rule requires, if a condition requires exactly one.
pub(crate) fn required_host<'d>(rule: &'d CheckedRule<'_>) -> Option<&'d [u8]> {
    for ScopedCondition { condition, .. } in &rule.conditions {
        if condition.subject != Subject::Host || condition.is_negated {
            continue;
        }
        if let [pieces] = &condition.patterns[..] {
            if let [Piece::Literal(host)] = &pieces[..] {
                return Some(host);
            }
        }
    }
    None
}

/// Returns, for each rule, the unencoded spelling of its key if there is one that differs. Clients
/// that do not encode paths request it.
pub(crate) fn unencoded_spellings(rules: &[CheckedRule<'_>]) -> Vec<Option<Vec<u8>>> {
    let mut spellings = Vec::with_capacity(rules.len());
    for rule in rules {
        let encoded = if rule.source.is_static_path { None } else { rule.exact_path() };
        spellings.push(encoded.and_then(unencoded));
    }
    spellings
}

/// Returns the unencoded spelling of a key. Returns `None` if nothing in it is encoded, or if
/// decoding would change the path.
fn unencoded(key: &[u8]) -> Option<Vec<u8>> {
    if !key.contains(&b'%') {
        return None;
    }
    let mut spelling = Vec::with_capacity(key.len());
    let mut at = 0;
    while at < key.len() {
        if let Some(byte) = pct_encoded(&key[at..]) {
            // Unencoded, these bytes would result in a different path.
            if matches!(byte, b'/' | b'%') {
                return None;
            }
            spelling.push(byte);
            at += 3;
        } else {
            spelling.push(key[at]);
            at += 1;
        }
    }
    Some(spelling)
}

/// Returns the segments by which each variant of a rule with a pattern is indexed, in declaration
/// order.
fn pattern_segments(rules: &[CheckedRule<'_>]) -> Vec<PatternSegments> {
    let mut patterns = Vec::new();
    for rule in rules {
        if rule.source.literal().is_none() {
            for variant in rule.source.variants() {
                patterns.push(literal_segments(variant.pieces));
            }
        }
    }
    choose_masks(&mut patterns);
    patterns
}

/// Returns the literal ones among the first segments of a pattern.
fn literal_segments(pieces: &[Piece<Vec<u8>>]) -> PatternSegments {
    let mut hashes = [0; SEGMENTS];
    let mut mask = 0;
    let segments = segments(pieces);
    for (at, segment) in segments[..segments.len().min(SEGMENTS)].iter().enumerate() {
        if let Some(text) = segment {
            mask |= 1 << at;
            hashes[at] = hash_segment(Text::new(text, Encoding::Path));
        }
    }
    debug_assert!(mask < MASKS);
    PatternSegments { mask, hashes }
}

/// Returns the segments before a `{*name}`, which every matching path has. A segment with a capture
/// is `None`.
fn segments(pieces: &[Piece<Vec<u8>>]) -> Vec<Option<Vec<u8>>> {
    let mut segments = vec![Some(Vec::new())];
    for piece in pieces {
        match piece {
            Piece::Literal(text) => {
                let mut parts = text.split(|&byte| byte == b'/');
                let first = parts.next().unwrap_or_default();
                if let Some(Some(last)) = segments.last_mut() {
                    last.extend_from_slice(first);
                }
                for part in parts {
                    segments.push(Some(part.to_vec()));
                }
            }
            Piece::Param(_) => {
                segments.pop();
                segments.push(None);
            }
            Piece::CatchAll(_) => {
                segments.pop();
                break;
            }
            // No segment of a variant is optional.
            Piece::Optional => {}
        }
    }
    // The text before the first slash is empty.
    segments.remove(0);
    segments
}

#[cfg(test)]
mod tests {
    use super::{segments, unencoded};
    use redirect_core::internals::pattern::Piece;

    #[test]
    fn keys_use_whole_literal_segments_only() {
        let literal = |text: &str| Piece::Literal(text.as_bytes().to_vec());
        let text = |text: &str| Some(text.as_bytes().to_vec());
        let (param, catch_all) = (Piece::Param(None), Piece::CatchAll(None));
        let pieces = [literal("/a/b-"), param.clone(), literal("/c")];
        assert_eq!(segments(&pieces), [text("a"), None, text("c")]);
        assert_eq!(segments(&[literal("/a/"), catch_all.clone()]), [text("a")]);
        assert_eq!(segments(&[literal("/a/b"), catch_all, literal("/c")]), [text("a")]);
        assert_eq!(segments(&[literal("/"), param, literal("x/")]), [None, text("")]);
    }

    #[test]
    fn keys_with_encoded_slashes_or_percent_signs_have_one_spelling() {
        assert_eq!(unencoded(b"/caf%C3%A9"), Some("/café".into()));
        for key in ["/a", "/a%2Fb", "/100%25", "/%C3%A9%25"] {
            assert_eq!(unencoded(key.as_bytes()), None, "{key}");
        }
    }
}
