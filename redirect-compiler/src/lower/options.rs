//! The options of a rule, as they are written and as they are meant.

use std::borrow::Cow;

use crate::diagnostic::kind::{FaultKind, OptionFault};
use crate::diagnostic::{Fault, Field, nearest};
use crate::lower::origin::Origin;
use crate::lower::source::prefix;
use crate::syntax::document::NodeId;
pub(crate) use crate::syntax::rule::OptionPlacement as On;
use crate::syntax::rule::Settings;
use redirect_core::Status;
use redirect_core::internals::cache_control::Cache;

/// What options say, each where something is said of it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Options {
    /// Whether the request's query is dropped.
    pub(crate) drops_query: Option<bool>,
    pub(crate) cache: Option<Cache>,
    /// Whether one final slash makes no difference.
    pub(crate) any_slash: Option<bool>,
    /// Whether the case of letters makes no difference.
    pub(crate) any_case: Option<bool>,
    /// Whether its chain is made one hop.
    pub(crate) flattens: Option<bool>,
    /// The status of the lines of a file that give none.
    pub(crate) status: Option<String>,
    /// The origin of the site.
    pub(crate) origin: Option<Origin>,
    /// The prefix that a router strips before the table is asked.
    pub(crate) mount: Option<String>,
}

struct Key {
    name: &'static str,
    on: &'static [On],
    set: fn(&mut Options, &str) -> Option<()>,
    /// What its value can be.
    expected: &'static str,
}

const EVERYWHERE: &[On] = &[On::Rule, On::Default, On::Include];

const KEYS: [Key; 8] = [
    Key { name: "query", on: EVERYWHERE, set: query, expected: "`keep` or `drop`" },
    Key {
        name: "cache",
        on: EVERYWHERE,
        set: cache,
        expected: "`1h` (or `s`, `m`, `d`, `w`), `none` or `unset`",
    },
    Key { name: "slash", on: EVERYWHERE, set: slash, expected: "`exact` or `either`" },
    Key { name: "case", on: EVERYWHERE, set: case, expected: "`exact` or `ignore`" },
    Key { name: "chain", on: EVERYWHERE, set: chain, expected: "`deny` or `flatten`" },
    Key { name: "status", on: &[On::Include], set: status, expected: "301, 302, 303, 307 or 308" },
    Key {
        name: "origin",
        on: &[On::Default],
        set: origin,
        expected: "scheme and host, as in `\"https://example.com\"`",
    },
    Key {
        name: "mount",
        on: &[On::Default],
        set: mount,
        expected: "a path without a final slash, as in `\"/v1\"`",
    },
];

/// A suffix of a length of time, and its seconds.
const UNITS: [(&str, u32); 5] = [("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("w", 604_800)];

/// The options that can stand there.
pub(crate) fn names(on: On) -> impl Iterator<Item = &'static str> {
    KEYS.iter().filter(move |key| key.on.contains(&on)).map(|key| key.name)
}

/// Reads the options of an item; what is wrong with them goes to `faults`. An option has an effect
/// where `effect` says so.
pub(crate) fn read(
    item: NodeId,
    on: On,
    settings: &Settings<'_>,
    effect: impl Fn(&str) -> Result<(), OptionFault>,
    faults: &mut Vec<Fault>,
) -> Options {
    let mut options = Options::default();
    for (index, (key, value)) in settings.iter().enumerate() {
        let is_first = !settings[..index].iter().any(|(other, _)| other == key);
        let read = known(key, on).and_then(|known| effect(key).map(|()| known)).and_then(|known| {
            is_first.then_some(known).ok_or(OptionFault::Duplicate(key.to_string()))
        });
        let read = read.map_err(|bad| (Field::Option(index), bad)).and_then(|known| {
            let bad = || OptionFault::InvalidValue {
                name: key.to_string(),
                value: value.to_string(),
                expected: known.expected,
            };
            (known.set)(&mut options, value).ok_or_else(|| (Field::Value(index), bad()))
        });
        faults.extend(read.err().map(|(part, bad)| Fault::new(item, part, FaultKind::Option(bad))));
    }
    options
}

fn known(key: &str, on: On) -> Result<&'static Key, OptionFault> {
    let Some(known) = KEYS.iter().find(|known| known.name == key) else {
        let nearest = nearest(key, names(on));
        return Err(OptionFault::Unknown {
            name: key.into(),
            nearest,
            placement: on,
            known: names(on).collect(),
        });
    };
    let here = known.on.contains(&on);
    here.then_some(known).ok_or_else(|| OptionFault::Misplaced { name: key.into(), placement: on })
}

impl Options {
    /// These, and where they say nothing the others.
    pub(crate) fn or(self, others: &Options) -> Options {
        Options {
            drops_query: self.drops_query.or(others.drops_query),
            cache: self.cache.or(others.cache),
            any_slash: self.any_slash.or(others.any_slash),
            any_case: self.any_case.or(others.any_case),
            flattens: self.flattens.or(others.flattens),
            status: self.status.or_else(|| others.status.clone()),
            origin: self.origin.or_else(|| others.origin.clone()),
            mount: self.mount.or_else(|| others.mount.clone()),
        }
    }

    /// What they say of the site, and not of a rule.
    pub(crate) fn of_site(&self) -> Options {
        let (origin, mount) = (self.origin.clone(), self.mount.clone());
        Options { origin, mount, ..Options::default() }
    }
}

fn query(options: &mut Options, value: &str) -> Option<()> {
    options.drops_query = Some(one_of(value, ["keep", "drop"])?);
    Some(())
}

fn slash(options: &mut Options, value: &str) -> Option<()> {
    options.any_slash = Some(one_of(value, ["exact", "either"])?);
    Some(())
}

fn case(options: &mut Options, value: &str) -> Option<()> {
    options.any_case = Some(one_of(value, ["exact", "ignore"])?);
    Some(())
}

fn chain(options: &mut Options, value: &str) -> Option<()> {
    options.flattens = Some(one_of(value, ["deny", "flatten"])?);
    Some(())
}

/// Whether a word is the second of two; `None` if it is neither.
fn one_of(word: &str, [first, second]: [&str; 2]) -> Option<bool> {
    (word == first || word == second).then_some(word == second)
}

fn cache(options: &mut Options, value: &str) -> Option<()> {
    options.cache = Some(match value {
        "none" => Cache::NoStore,
        "unset" => Cache::Unset,
        value => {
            let digits = value.find(|char: char| !char.is_ascii_digit())?;
            let (number, unit) = value.split_at(digits);
            let (_, seconds) = UNITS.into_iter().find(|(suffix, _)| *suffix == unit)?;
            // A delta-seconds of 2^31 is the most that all understand (RFC 9111 §1.2.2).
            let seconds = number.parse::<u32>().ok()?.checked_mul(seconds)?;
            Cache::MaxAge(Some(seconds).filter(|seconds| *seconds < 1 << 31)?)
        }
    });
    Some(())
}

fn status(options: &mut Options, value: &str) -> Option<()> {
    let is_status = Status::of_word(value).is_some_and(Status::is_redirection);
    options.status = is_status.then(|| value.into());
    is_status.then_some(())
}

fn origin(options: &mut Options, value: &str) -> Option<()> {
    options.origin = Some(Origin::parse(&text(value)?)?);
    Some(())
}

fn mount(options: &mut Options, value: &str) -> Option<()> {
    let path = text(value)?;
    prefix(&path).ok()?;
    options.mount = Some(path.into_owned());
    Some(())
}

/// The text of a value that has quotes.
fn text(value: &str) -> Option<Cow<'_, str>> {
    value.strip_prefix('"')?.strip_suffix('"').map(Into::into)
}
