//! The options of rules and scopes.

use std::borrow::Cow;

use crate::diagnostic::kind::{FaultKind, OptionFault};
use crate::diagnostic::{Fault, Field, nearest};
use crate::lower::characters::is_all;
use crate::lower::location::origin::Origin;
use crate::lower::source::check_prefix;
use crate::syntax::ids::NodeId;
use crate::syntax::rule::{OptionPlacement, Rule, Settings};
use redirect_core::internals::Status;
use redirect_core::internals::cache_control::CachePolicy;

/// The values of options. An option that is not set is `None`.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Options {
    /// True if the request's query is dropped.
    pub(crate) drops_query: Option<bool>,
    pub(crate) cache: Option<CachePolicy>,
    /// True if a path matches both with and without a final slash.
    pub(crate) optional_slash: Option<bool>,
    /// True if a path matches in any case.
    pub(crate) ignore_case: Option<bool>,
    /// True if the rule redirects directly to the end of its chain.
    pub(crate) flattens: Option<bool>,
    /// The status for the lines of a file that have none.
    pub(crate) status: Option<String>,
    /// The origin of the site.
    pub(crate) origin: Option<Origin>,
    /// The prefix that a router strips from paths before it consults the table.
    pub(crate) mount: Option<String>,
}

impl Options {
    /// Returns the options, with unset ones taken from `others`.
    #[must_use]
    pub(crate) fn or(self, others: &Options) -> Options {
        Options {
            drops_query: self.drops_query.or(others.drops_query),
            cache: self.cache.or(others.cache),
            optional_slash: self.optional_slash.or(others.optional_slash),
            ignore_case: self.ignore_case.or(others.ignore_case),
            flattens: self.flattens.or(others.flattens),
            status: self.status.or_else(|| others.status.clone()),
            origin: self.origin.or_else(|| others.origin.clone()),
            mount: self.mount.or_else(|| others.mount.clone()),
        }
    }

    /// Returns the options that describe the site. Included files inherit only these.
    pub(crate) fn site_options(&self) -> Options {
        let (origin, mount) = (self.origin.clone(), self.mount.clone());
        Options { origin, mount, ..Options::default() }
    }
}

/// Returns whether the option with a name is one of [`Options::site_options`].
pub(crate) fn is_site_option(name: &str) -> bool {
    ["origin", "mount"].contains(&name)
}

/// The specification of an option.
struct OptionSpec {
    key: &'static str,
    placements: &'static [OptionPlacement],
    value: OptionValue,
    /// Returns whether the option has an effect on a rule.
    has_effect: fn(&Rule<'_>) -> bool,
}

/// The values that an option can have.
enum OptionValue {
    /// Two words, of which the second sets the option to `true`.
    Words([&'static str; 2], fn(&mut Options, bool)),
    /// A value with its own syntax, and a description of it.
    Parsed(&'static str, fn(&mut Options, &str) -> Option<()>),
}

use OptionValue::{Parsed, Words};

const EVERYWHERE: &[OptionPlacement] =
    &[OptionPlacement::Rule, OptionPlacement::Default, OptionPlacement::Include];

/// All options. A new option needs a row here and a field in [`Options`].
const OPTIONS: [OptionSpec; 8] = [
    OptionSpec {
        key: "query",
        placements: EVERYWHERE,
        value: Words(["keep", "drop"], |options, drop| options.drops_query = Some(drop)),
        has_effect: has_target,
    },
    OptionSpec {
        key: "cache",
        placements: EVERYWHERE,
        value: Parsed("`1h` (or `s`, `m`, `d`, `w`), `none` or `unset`", |options, value| {
            options.cache = Some(parse_cache(value)?);
            Some(())
        }),
        has_effect: |rule| rule.status != "pass",
    },
    OptionSpec {
        key: "slash",
        placements: EVERYWHERE,
        value: Words(["exact", "either"], |options, either| options.optional_slash = Some(either)),
        has_effect: |_| true,
    },
    OptionSpec {
        key: "case",
        placements: EVERYWHERE,
        value: Words(["exact", "ignore"], |options, ignore| options.ignore_case = Some(ignore)),
        has_effect: |_| true,
    },
    OptionSpec {
        key: "chain",
        placements: EVERYWHERE,
        value: Words(["deny", "flatten"], |options, flatten| options.flattens = Some(flatten)),
        has_effect: has_target,
    },
    OptionSpec {
        key: "status",
        placements: &[OptionPlacement::Include],
        value: Parsed("301, 302, 303, 307 or 308", |options, value| {
            let is_redirection = Status::from_word(value)?.is_redirection();
            is_redirection.then(|| options.status = Some(value.into()))
        }),
        has_effect: |_| true,
    },
    OptionSpec {
        key: "origin",
        placements: &[OptionPlacement::Default],
        value: Parsed("scheme and host, as in `\"https://example.com\"`", |options, value| {
            options.origin = Some(Origin::parse(&unquoted(value)?)?);
            Some(())
        }),
        has_effect: |_| true,
    },
    OptionSpec {
        key: "mount",
        placements: &[OptionPlacement::Default],
        value: Parsed("a path without a final slash, as in `\"/v1\"`", |options, value| {
            let path = unquoted(value)?;
            check_prefix(&path).ok()?;
            options.mount = Some(path.into_owned());
            Some(())
        }),
        has_effect: |_| true,
    },
];

impl OptionSpec {
    /// Sets the option. If the value is invalid, returns a description of the valid ones.
    fn set(&self, options: &mut Options, value: &str) -> Result<(), String> {
        match &self.value {
            Words([first, second], set) if value == *first || value == *second => {
                set(options, value == *second);
                Ok(())
            }
            Words([first, second], _) => Err(format!("`{first}` or `{second}`")),
            Parsed(expected, parse) => parse(options, value).ok_or_else(|| (*expected).into()),
        }
    }
}

fn has_target(rule: &Rule<'_>) -> bool {
    rule.target.is_some()
}

/// Parses the options of a rule and reports their faults.
pub(crate) fn rule_options(node: NodeId, rule: &Rule<'_>, faults: &mut Vec<Fault>) -> Options {
    parse(node, OptionPlacement::Rule, &rule.options, Some(rule), faults)
}

/// Parses the options of a scope and reports their faults.
pub(crate) fn scope_options(
    node: NodeId,
    placement: OptionPlacement,
    settings: &Settings<'_>,
    faults: &mut Vec<Fault>,
) -> Options {
    parse(node, placement, settings, None, faults)
}

/// Parses the options of a node. `rule` is the rule, if the node is one.
fn parse(
    node: NodeId,
    placement: OptionPlacement,
    settings: &Settings<'_>,
    rule: Option<&Rule<'_>>,
    faults: &mut Vec<Fault>,
) -> Options {
    let mut options = Options::default();
    for (index, (key, value)) in settings.iter().enumerate() {
        let (field, bad) = match find(settings, index, placement, rule) {
            Ok(spec) => match spec.set(&mut options, value) {
                Ok(()) => continue,
                Err(expected) => {
                    let (name, value) = (key.to_string(), value.to_string());
                    (Field::Value(index), OptionFault::InvalidValue { name, value, expected })
                }
            },
            Err(bad) => (Field::Option(index), bad),
        };
        faults.push(Fault::new(node, field, FaultKind::Option(bad)));
    }
    options
}

/// Finds the option of a setting, and checks that it can be set here, has an effect and is not set
/// twice.
fn find(
    settings: &Settings<'_>,
    index: usize,
    placement: OptionPlacement,
    rule: Option<&Rule<'_>>,
) -> Result<&'static OptionSpec, OptionFault> {
    let (key, _) = &settings[index];
    let spec = find_placed(key, placement)?;
    match rule {
        Some(rule) if !(spec.has_effect)(rule) => {
            let (name, status) = (key.to_string(), rule.status.to_string());
            return Err(OptionFault::NoEffect { name, status });
        }
        _ => {}
    }
    for (earlier, _) in &settings[..index] {
        if earlier == key {
            return Err(OptionFault::Duplicate(key.to_string()));
        }
    }
    Ok(spec)
}

/// Finds an option that can be set on a kind of node.
fn find_placed(key: &str, placement: OptionPlacement) -> Result<&'static OptionSpec, OptionFault> {
    let mut known = Vec::new();
    for spec in &OPTIONS {
        let is_placed = spec.placements.contains(&placement);
        if spec.key == key {
            let misplaced = || OptionFault::Misplaced { name: key.into(), placement };
            return if is_placed { Ok(spec) } else { Err(misplaced()) };
        }
        if is_placed {
            known.push(spec.key);
        }
    }
    let nearest = nearest(key, known.iter().copied());
    Err(OptionFault::Unknown { name: key.into(), nearest, placement, known })
}

/// The suffixes of durations, each with its seconds.
const UNITS: [(&str, u32); 5] = [("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("w", 604_800)];

/// Parses `none`, `unset` or a duration such as `1h`.
fn parse_cache(value: &str) -> Option<CachePolicy> {
    match value {
        "none" => return Some(CachePolicy::NoStore),
        "unset" => return Some(CachePolicy::Unset),
        _ => {}
    }
    for (suffix, unit) in &UNITS {
        if let Some(number) = value.strip_suffix(suffix) {
            return parse_seconds(number, *unit).map(CachePolicy::MaxAge);
        }
    }
    None
}

/// Parses a number of units of `unit` seconds each, and returns the number of seconds.
fn parse_seconds(number: &str, unit: u32) -> Option<u32> {
    if !is_all(number, u8::is_ascii_digit) {
        return None;
    }
    let seconds = number.parse::<u32>().ok()?.checked_mul(unit)?;
    // Caches need not support a delta-seconds of 2^31 or more (RFC 9111 §1.2.2).
    (seconds < 1 << 31).then_some(seconds)
}

/// Removes the quotes of a string value.
fn unquoted(value: &str) -> Option<Cow<'_, str>> {
    value.strip_prefix('"')?.strip_suffix('"').map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::ids::{RuleId, ScopeId};

    fn parsed(
        placement: OptionPlacement,
        settings: &[(&str, &str)],
    ) -> (Options, Vec<(Field, FaultKind)>) {
        let settings: Settings<'_> =
            settings.iter().map(|&(key, value)| (key.into(), value.into())).collect();
        let mut faults = Vec::new();
        let options = scope_options(ScopeId::new(0).into(), placement, &settings, &mut faults);
        (options, faults.into_iter().map(|fault| (fault.field, fault.kind)).collect())
    }

    fn fault(placement: OptionPlacement, key: &str, value: &str) -> (Field, FaultKind) {
        let (options, mut faults) = parsed(placement, &[(key, value)]);
        assert_eq!((options, faults.len()), (Options::default(), 1), "{key}: {value}");
        faults.remove(0)
    }

    #[test]
    fn each_option_sets_its_field() {
        let (options, faults) = parsed(
            OptionPlacement::Default,
            &[
                ("query", "drop"),
                ("cache", "1h"),
                ("slash", "either"),
                ("case", "exact"),
                ("chain", "flatten"),
                ("origin", "\"https://Example.com\""),
                ("mount", "\"/v1\""),
            ],
        );
        assert_eq!(faults, []);
        let origin = Origin { scheme: "https".into(), authority: "example.com".into() };
        assert_eq!(
            options,
            Options {
                drops_query: Some(true),
                cache: Some(CachePolicy::MaxAge(3600)),
                optional_slash: Some(true),
                ignore_case: Some(false),
                flattens: Some(true),
                status: None,
                origin: Some(origin),
                mount: Some("/v1".into()),
            }
        );
        let (options, _) = parsed(OptionPlacement::Include, &[("status", "temporary")]);
        assert_eq!(options.status.as_deref(), Some("temporary"));
    }

    #[test]
    fn durations_have_a_unit_and_fit_in_31_bits() {
        for (value, cache) in [
            ("0s", Some(CachePolicy::MaxAge(0))),
            ("2m", Some(CachePolicy::MaxAge(120))),
            ("3d", Some(CachePolicy::MaxAge(259_200))),
            ("1w", Some(CachePolicy::MaxAge(604_800))),
            ("2147483647s", Some(CachePolicy::MaxAge(i32::MAX.unsigned_abs()))),
            ("2147483648s", None),
            ("9999w", None),
            ("none", Some(CachePolicy::NoStore)),
            ("unset", Some(CachePolicy::Unset)),
            ("60", None),
            ("h", None),
            ("1 h", None),
            ("1y", None),
            ("", None),
        ] {
            assert_eq!(parse_cache(value), cache, "{value}");
        }
    }

    #[test]
    fn invalid_values_are_reported_with_the_valid_ones() {
        for (placement, key, value, expected) in [
            (OptionPlacement::Rule, "query", "dorp", "`keep` or `drop`"),
            (
                OptionPlacement::Rule,
                "cache",
                "1y",
                "`1h` (or `s`, `m`, `d`, `w`), `none` or `unset`",
            ),
            (OptionPlacement::Include, "status", "410", "301, 302, 303, 307 or 308"),
            (
                OptionPlacement::Default,
                "mount",
                "\"/v1/\"",
                "a path without a final slash, as in `\"/v1\"`",
            ),
        ] {
            let bad = OptionFault::InvalidValue {
                name: key.into(),
                value: value.into(),
                expected: expected.into(),
            };
            assert_eq!(fault(placement, key, value), (Field::Value(0), FaultKind::Option(bad)));
        }
    }

    #[test]
    fn unknown_keys_are_reported_with_those_of_the_placement() {
        let bad = OptionFault::Unknown {
            name: "chase".into(),
            nearest: Some("case".into()),
            placement: OptionPlacement::Include,
            known: vec!["query", "cache", "slash", "case", "chain", "status"],
        };
        assert_eq!(fault(OptionPlacement::Include, "chase", "ignore").1, FaultKind::Option(bad));
        let bad = OptionFault::Misplaced { name: "mount".into(), placement: OptionPlacement::Rule };
        assert_eq!(fault(OptionPlacement::Rule, "mount", "\"/v1\"").1, FaultKind::Option(bad));
    }

    #[test]
    fn the_first_of_two_equal_keys_counts() {
        let (options, faults) =
            parsed(OptionPlacement::Rule, &[("query", "drop"), ("query", "keep")]);
        assert_eq!(options.drops_query, Some(true));
        let twice = FaultKind::Option(OptionFault::Duplicate("query".into()));
        assert_eq!(faults, [(Field::Option(1), twice)]);
    }

    #[test]
    fn options_without_effect_on_a_rule_are_reported() {
        let rule = Rule {
            status: "pass".into(),
            options: vec![("cache".into(), "1h".into()), ("query".into(), "keep".into())],
            ..Rule::default()
        };
        let mut faults = Vec::new();
        rule_options(RuleId::new(0).into(), &rule, &mut faults);
        let bad = |key: &str| {
            FaultKind::Option(OptionFault::NoEffect { name: key.into(), status: "pass".into() })
        };
        let kinds: Vec<_> = faults.into_iter().map(|fault| fault.kind).collect();
        assert_eq!(kinds, [bad("cache"), bad("query")]);
    }

    #[test]
    fn expected_statuses_are_those_of_redirects() {
        let (_, kind) = fault(OptionPlacement::Include, "status", "410");
        let statuses = (100..600).filter_map(Status::from_u16).filter(|s| s.is_redirection());
        let codes: Vec<_> = statuses.map(|status| status.code().as_str().to_owned()).collect();
        let (last, others) = codes.split_last().unwrap();
        let bad = OptionFault::InvalidValue {
            name: "status".into(),
            value: "410".into(),
            expected: format!("{} or {last}", others.join(", ")),
        };
        assert_eq!(kind, FaultKind::Option(bad));
    }
}
