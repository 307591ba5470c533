//! The keys of the sources of rules.

use crate::emit::keys::Keys;
use crate::emit::masks::{Pattern, choose};
use crate::lower::checked_rule::CheckedRule;
use redirect_core::internals::charset::pct_encoded;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::hash::hash;
use redirect_core::internals::key::{Flags, of_host, seed, with_host};
use redirect_core::internals::layout::to_u32;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::segment_hashes::{MASKS, SEGMENTS, key_of, of_segment};
use redirect_core::internals::text::{Encoding, MatchMode, Text};

/// The keys of rules.
pub(crate) fn keys(
    directives: &[CheckedRule<'_>],
    spellings: &[Option<Vec<u8>>],
    table: u32,
) -> Keys {
    // Some keys have two spellings.
    let mut keys = Keys::with_room(2 * directives.len());
    let mut first_other = None;
    let mut patterns = patterns(directives).into_iter();
    let seeds = MatchMode::ALL.map(|form| seed(table, form.index() as u64));
    for (rule, directive) in directives.iter().enumerate() {
        let number = to_u32(rule);
        let host = host(directive).map(of_host);
        let joined = |seed| host.map_or(seed, |host| with_host(seed, host));
        if let Some(key) = directive.source.literal() {
            let form = directive.source.mode;
            keys.flags |= Flags::form(form, host.is_some());
            let is_plain = form == MatchMode::default() && host.is_none();
            if !is_plain {
                first_other.get_or_insert(rule);
            }
            let is_final = first_other.is_none() && directive.unconditional_path().is_some();
            keys.add(hash(key, joined(seeds[form.index()])), key.len(), number, is_final);
            if let Some(spelt) = spellings[rule].as_ref().filter(|_| is_plain) {
                keys.add(hash(spelt, seeds[form.index()]), spelt.len(), number, false);
            }
        } else {
            first_other.get_or_insert(rule);
            let Some(Pattern { mask, hashes }) = patterns.next() else { continue };
            keys.flags |= Flags::mask(mask) | host.map_or(0, |_| Flags::HOST_MASK);
            let hash = key_of(&hashes, mask, joined(seed(table, 8 + mask as u64)));
            keys.add(hash, 0, number, false);
        }
    }
    keys.first_shadowable = first_other.unwrap_or(directives.len());
    keys
}

/// The host that a rule asks for, if it is one host.
pub(crate) fn host<'d>(directive: &'d CheckedRule<'_>) -> Option<&'d [u8]> {
    directive.conditions.iter().find_map(|scoped| {
        let condition = &scoped.condition;
        if condition.subject != Subject::Host || condition.is_negated {
            return None;
        }
        match &condition.patterns[..] {
            [pieces] => match &pieces[..] {
                [Piece::Literal(host)] => Some(&host[..]),
                _ => None,
            },
            _ => None,
        }
    })
}

/// For each rule its key as a path spells it in which nothing is encoded, if there is such a path and
/// it is another.
pub(crate) fn spellings(directives: &[CheckedRule<'_>]) -> Vec<Option<Vec<u8>>> {
    let spelling = |directive: &CheckedRule<'_>| {
        if directive.source.is_static_path { None } else { uncoded(directive.exact_path()?) }
    };
    directives.iter().map(spelling).collect()
}

fn uncoded(key: &[u8]) -> Option<Vec<u8>> {
    if !key.contains(&b'%') {
        return None;
    }
    let mut spelt = Vec::with_capacity(key.len());
    let mut at = 0;
    while at < key.len() {
        if let Some(byte) = pct_encoded(&key[at..]) {
            // Not encoded they would be other paths.
            if matches!(byte, b'/' | b'%') {
                return None;
            }
            spelt.push(byte);
            at += 3;
        } else {
            spelt.push(key[at]);
            at += 1;
        }
    }
    Some(spelt)
}

/// The rules with a pattern, in their order, and the segments that they are found by.
fn patterns(directives: &[CheckedRule<'_>]) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    for directive in directives {
        if directive.source.literal().is_none() {
            patterns.push(pattern(directive));
        }
    }
    choose(&mut patterns);
    patterns
}

/// A pattern with the segments that all its paths begin with.
fn pattern(directive: &CheckedRule<'_>) -> Pattern {
    let mut hashes = [0; SEGMENTS];
    let mut mask = 0;
    for (at, segment) in segments(directive).into_iter().enumerate().take(SEGMENTS) {
        if let Some(text) = segment {
            mask |= 1 << at;
            hashes[at] = of_segment(Text::new(&text, Encoding::Path));
        }
    }
    debug_assert!(mask < MASKS);
    Pattern { mask, hashes }
}

/// The segments of a pattern, as far as each path has them all; those that are not text alone are
/// none.
fn segments(directive: &CheckedRule<'_>) -> Vec<Option<Vec<u8>>> {
    let mut segments = vec![Some(Vec::new())];
    for piece in &directive.source.pieces {
        match piece {
            Piece::Literal(text) => {
                let mut parts = text.split(|&byte| byte == b'/');
                let first = parts.next().unwrap_or_default();
                if let Some(Some(last)) = segments.last_mut() {
                    last.extend_from_slice(first);
                }
                segments.extend(parts.map(|part| Some(part.to_vec())));
            }
            Piece::Param(_) => {
                segments.pop();
                segments.push(None);
            }
            Piece::CatchAll(_) => {
                segments.pop();
                break;
            }
        }
    }
    // What stands before the first slash.
    segments.remove(0);
    segments
}
