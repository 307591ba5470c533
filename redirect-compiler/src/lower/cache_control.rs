//! The option `cache`: a duration, a word, or the directives of `Cache-Control`.

use crate::diagnostic::kind::{CacheFault, OptionFault};
use crate::diagnostic::nearest;
use crate::lower::characters::is_all;
use crate::lower::condition::subject::is_token;
use crate::syntax::rule::SettingValue;
use redirect_core::internals::cache_control::CachePolicy;

/// The caching of a response.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Caching {
    /// A policy, from which the value of `Cache-Control` follows.
    Policy(CachePolicy),
    /// Directives, which are sent as they are written.
    Directives(String),
}

impl Caching {
    /// The caching of a response without the option.
    pub(crate) const DEFAULT: Caching = Caching::Policy(CachePolicy::Default);

    /// Returns the directives, if they are written out.
    fn directives(&self) -> Vec<Directive<'_>> {
        match self {
            Caching::Policy(_) => Vec::new(),
            Caching::Directives(text) => split(text).into_iter().map(Directive::new).collect(),
        }
    }

    /// Returns the first directive that makes shared caches store the response.
    pub(crate) fn shared_directive(&self) -> Option<&'static str> {
        let Caching::Directives(_) = self else { return None };
        let directives = self.directives();
        let is_shared = |name: &&str| directives.iter().any(|directive| directive.is(name));
        ["public", "s-maxage"].into_iter().find(is_shared)
    }

    /// Returns whether a cache may store the response. `is_cacheable` is true for a status that
    /// caches store without a lifetime (RFC 9110 §15.1).
    pub(crate) fn may_store(&self, is_cacheable: bool) -> bool {
        match self {
            Caching::Policy(CachePolicy::NoStore) => false,
            Caching::Policy(CachePolicy::MaxAge(_)) => true,
            Caching::Policy(
                CachePolicy::Default | CachePolicy::Unset | CachePolicy::Declared(_),
            ) => is_cacheable,
            Caching::Directives(_) => {
                let directives = self.directives();
                let has = |name: &str| directives.iter().any(|directive| directive.is(name));
                let makes_storable = || ["public", "private", "max-age", "s-maxage"].map(has);
                !has("no-store") && (is_cacheable || makes_storable().contains(&true))
            }
        }
    }
}

/// The units of durations, each with its seconds.
const UNITS: [(&str, u32); 5] = [("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("w", 604_800)];

/// Caches need not support a delta-seconds of 2^31 or more (RFC 9111 §1.2.2).
const MAX_SECONDS: u32 = i32::MAX.unsigned_abs();

/// Parses the value of the option. Returns `None` if it has neither of the forms.
pub(crate) fn parse(value: &SettingValue<'_>) -> Option<Result<Caching, OptionFault>> {
    match value {
        SettingValue::Word(word) => parse_word(word).map(|policy| Ok(Caching::Policy(policy))),
        SettingValue::Text(text) => Some(match parse_word(text) {
            Some(_) => Err(OptionFault::QuotedCache(text.to_string())),
            None => parse_directives(text).map_err(OptionFault::Cache),
        }),
        SettingValue::List(_) => None,
    }
}

/// Parses `none`, `unset` or a duration such as `1h`.
fn parse_word(value: &str) -> Option<CachePolicy> {
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
    (seconds <= MAX_SECONDS).then_some(seconds)
}

/// The argument of a directive.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Argument {
    None,
    /// A number of seconds.
    Seconds,
    /// Names of fields in quotes, which may be missing.
    FieldNames,
}

/// The response directives in the registry of RFC 9111 §5.2: those of RFC 9111, RFC 5861 and RFC
/// 8246.
const DIRECTIVES: [(&str, Argument); 13] = [
    ("max-age", Argument::Seconds),
    ("s-maxage", Argument::Seconds),
    ("no-cache", Argument::FieldNames),
    ("no-store", Argument::None),
    ("private", Argument::FieldNames),
    ("public", Argument::None),
    ("must-revalidate", Argument::None),
    ("proxy-revalidate", Argument::None),
    ("must-understand", Argument::None),
    ("no-transform", Argument::None),
    ("immutable", Argument::None),
    ("stale-while-revalidate", Argument::Seconds),
    ("stale-if-error", Argument::Seconds),
];

/// The directives that only requests have.
const OF_REQUESTS: [&str; 3] = ["max-stale", "min-fresh", "only-if-cached"];

/// A directive, not yet checked.
struct Directive<'t> {
    name: &'t str,
    argument: Option<&'t str>,
}

impl<'t> Directive<'t> {
    fn new(text: &'t str) -> Directive<'t> {
        match text.split_once('=') {
            Some((name, argument)) => Directive { name, argument: Some(argument) },
            None => Directive { name: text, argument: None },
        }
    }

    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Checks that the directive is registered and that its argument is valid.
    fn check(&self) -> Result<(), CacheFault> {
        let name = self.name.to_owned();
        let Some((known, argument)) = DIRECTIVES.iter().find(|(known, _)| self.is(known)) else {
            if OF_REQUESTS.iter().any(|known| self.is(known)) {
                return Err(CacheFault::OfRequests(name));
            }
            let nearest = nearest(self.name, DIRECTIVES.iter().map(|(known, _)| *known));
            return Err(CacheFault::UnknownDirective { name, nearest });
        };
        let is_valid = match (argument, self.argument) {
            (Argument::None | Argument::FieldNames, None) => true,
            (Argument::None, Some(_)) | (Argument::Seconds, None) => false,
            (Argument::Seconds, Some(seconds)) => parse_seconds(seconds, 1).is_some(),
            (Argument::FieldNames, Some(names)) => are_quoted_names(names),
        };
        let example = match argument {
            Argument::None => (*known).to_owned(),
            Argument::Seconds => format!("{known}=60"),
            Argument::FieldNames => format!("{known}=\\\"set-cookie\\\""),
        };
        if is_valid { Ok(()) } else { Err(CacheFault::Argument { name, example }) }
    }
}

/// Parses `#cache-directive` (RFC 9111 §5.2).
fn parse_directives(text: &str) -> Result<Caching, CacheFault> {
    let directives = split(text);
    for (index, directive) in directives.iter().enumerate() {
        if directive.is_empty() {
            return Err(CacheFault::Empty);
        }
        let directive = Directive::new(directive);
        directive.check()?;
        let earlier = directives[..index].iter();
        if earlier.map(|text| Directive::new(text)).any(|other| other.is(directive.name)) {
            return Err(CacheFault::Duplicate(directive.name.into()));
        }
    }
    Ok(Caching::Directives(text.into()))
}

/// Splits a list at the commas outside of quotes.
fn split(text: &str) -> Vec<&str> {
    let (mut items, mut start, mut is_quoted) = (Vec::new(), 0, false);
    for (index, char) in text.char_indices() {
        match char {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => {
                items.push(trim(&text[start..index]));
                start = index + 1;
            }
            _ => {}
        }
    }
    items.push(trim(&text[start..]));
    items
}

/// Removes `OWS` (RFC 9110 §5.6.3).
fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// Returns whether a text is a `quoted-string` that lists names of fields.
fn are_quoted_names(text: &str) -> bool {
    let names = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    names.is_some_and(|names| names.split(',').all(|name| is_token(trim(name))))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(parse_word(value), cache, "{value}");
        }
    }

    #[test]
    fn registered_directives_are_kept_as_they_are_written() {
        for text in [
            "public, max-age=60, s-maxage=600",
            "no-cache=\"set-cookie, x-a\",private",
            "Max-Age=0",
            "no-store",
            "max-age=2147483647 , immutable,stale-while-revalidate=60, stale-if-error=9",
            "must-revalidate, proxy-revalidate, must-understand, no-transform",
        ] {
            assert_eq!(parse_directives(text), Ok(Caching::Directives(text.into())), "{text}");
        }
    }

    #[test]
    fn invalid_directives_are_reported() {
        let argument = |name: &str, example: &str| CacheFault::Argument {
            name: name.into(),
            example: example.into(),
        };
        let unknown = |name: &str, nearest: Option<&str>| CacheFault::UnknownDirective {
            name: name.into(),
            nearest: nearest.map(Into::into),
        };
        for (text, fault) in [
            ("", CacheFault::Empty),
            ("public,", CacheFault::Empty),
            ("public, , private", CacheFault::Empty),
            ("max-age", argument("max-age", "max-age=60")),
            ("max-age=", argument("max-age", "max-age=60")),
            ("max-age=\"60\"", argument("max-age", "max-age=60")),
            ("max-age=1h", argument("max-age", "max-age=60")),
            ("max-age=2147483648", argument("max-age", "max-age=60")),
            ("max-age= 60", argument("max-age", "max-age=60")),
            ("public=1", argument("public", "public")),
            ("private=set-cookie", argument("private", "private=\\\"set-cookie\\\"")),
            ("private=\"\"", argument("private", "private=\\\"set-cookie\\\"")),
            ("no-cache=\"a", argument("no-cache", "no-cache=\\\"set-cookie\\\"")),
            ("maxage=60", unknown("maxage", Some("max-age"))),
            ("max-age=60; public", argument("max-age", "max-age=60")),
            ("x-extension", unknown("x-extension", None)),
            ("only-if-cached", CacheFault::OfRequests("only-if-cached".into())),
            ("public, Public", CacheFault::Duplicate("Public".into())),
        ] {
            assert_eq!(parse_directives(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn responses_that_caches_may_store_depend_on_status_and_directives() {
        let directives = |text: &str| parse_directives(text).unwrap();
        for (caching, of_302, of_301) in [
            (Caching::DEFAULT, false, true),
            (Caching::Policy(CachePolicy::Unset), false, true),
            (Caching::Policy(CachePolicy::NoStore), false, false),
            (Caching::Policy(CachePolicy::MaxAge(0)), true, true),
            (directives("no-store, max-age=60"), false, false),
            (directives("max-age=60"), true, true),
            (directives("private"), true, true),
            (directives("no-transform"), false, true),
        ] {
            assert_eq!(caching.may_store(false), of_302, "{caching:?}");
            assert_eq!(caching.may_store(true), of_301, "{caching:?}");
        }
    }

    #[test]
    fn shared_directives_are_found_outside_of_quotes() {
        let directives = |text: &str| parse_directives(text).unwrap().shared_directive();
        assert_eq!(directives("max-age=1, Public"), Some("public"));
        assert_eq!(directives("S-MaxAge=60"), Some("s-maxage"));
        assert_eq!(directives("private=\"public, s-maxage\""), None);
    }
}
