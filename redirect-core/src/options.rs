//! The options of a rule, as they are written and as they are meant.

use crate::cache::Cache;
use crate::draft::Draft;
use crate::fault::{Fault, Kind, Part, nearest};

/// What the options of a rule say.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Options {
    pub(crate) drops_query: bool,
    pub(crate) cache: Cache,
}

const NAMES: [&str; 2] = ["query", "cache"];
/// A suffix of a length of time, and its seconds.
const UNITS: [(&str, u32); 5] = [("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("w", 604_800)];

/// Reads the options of a draft; what is wrong with them goes to `faults`.
pub(crate) fn read(rule: usize, draft: &Draft<'_>, faults: &mut Vec<Fault>) -> Options {
    let mut options = Options::default();
    for (index, (key, value)) in draft.options.iter().enumerate() {
        let earlier = &draft.options[..index];
        let read = if !NAMES.contains(&&key[..]) {
            let nearest = nearest(key, NAMES.into_iter());
            Err((Part::Option(index), Kind::OptionUnknown { key: key.to_string(), nearest }))
        } else if earlier.iter().any(|(other, _)| other == key) {
            Err((Part::Option(index), Kind::OptionTwice(key.to_string())))
        } else if !has_effect(key, draft) {
            let (key, answer) = (key.to_string(), draft.status.to_string());
            Err((Part::Option(index), Kind::OptionWithoutEffect { key, answer }))
        } else {
            options.set(key, value).map_err(|expected| {
                let (key, value) = (key.to_string(), value.to_string());
                (Part::Value(index), Kind::OptionValue { key, value, expected })
            })
        };
        faults.extend(read.err().map(|(part, kind)| Fault::new(rule, part, kind)));
    }
    options
}

/// The query goes to a target, and what is passed on is not ours to keep.
fn has_effect(key: &str, draft: &Draft<'_>) -> bool {
    match key {
        "query" => draft.target.is_some(),
        _ => draft.status != "pass",
    }
}

impl Options {
    fn set(&mut self, key: &str, value: &str) -> Result<(), &'static str> {
        let (read, expected) = if key == "query" {
            (drops_query(value).map(|drops| self.drops_query = drops), "`keep` or `drop`")
        } else {
            let read = cache(value).map(|cache| self.cache = cache);
            (read, "`1h` (or `s`, `m`, `d`, `w`), `none` or `unset`")
        };
        read.ok_or(expected)
    }
}

fn drops_query(value: &str) -> Option<bool> {
    match value {
        "keep" => Some(false),
        "drop" => Some(true),
        _ => None,
    }
}

fn cache(value: &str) -> Option<Cache> {
    match value {
        "none" => Some(Cache::NoStore),
        "unset" => Some(Cache::Unset),
        value => {
            let digits = value.find(|char: char| !char.is_ascii_digit())?;
            let (number, unit) = value.split_at(digits);
            let (_, seconds) = UNITS.into_iter().find(|(suffix, _)| *suffix == unit)?;
            // A delta-seconds of 2^31 is the most that all understand (RFC 9111 §1.2.2).
            let seconds = number.parse::<u32>().ok()?.checked_mul(seconds)?;
            (seconds < 1 << 31).then_some(Cache::MaxAge(seconds))
        }
    }
}
