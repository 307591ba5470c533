//! Suggestions for invalid values of options.

use std::borrow::Cow;

use crate::diagnostic::nearest;
use crate::lower::options::{OptionSpec, Options};
use crate::syntax::rule::{Setting, SettingValue};

/// All words that are values of options.
const WORDS: [&str; 15] = [
    "keep",
    "drop",
    "none",
    "unset",
    "exact",
    "either",
    "ignore",
    "deny",
    "flatten",
    "allow",
    "strip",
    "add",
    "lower",
    "merge",
    "permanent",
];

/// Words of other tools with their meaning: the option, our word, and theirs. An option can have
/// several rows, of which the first with a valid value of the option's placement counts.
const SYNONYMS: [(&str, &str, &[&str]); 14] = [
    ("slash", "strip", &["remove", "trim", "never", "without", "false"]),
    ("slash", "add", &["append", "always", "with", "true"]),
    ("slash", "either", &["ignore", "optional", "any", "both", "lenient"]),
    ("slash", "exact", &["strict", "keep"]),
    ("case", "lower", &["ignore", "insensitive", "lowercase"]),
    ("case", "ignore", &["insensitive", "any", "either"]),
    ("case", "exact", &["sensitive", "strict", "keep"]),
    ("query", "keep", &["preserve", "pass", "append", "forward", "true"]),
    ("query", "drop", &["discard", "remove", "strip", "ignore", "none", "false"]),
    ("slashes", "merge", &["strip", "collapse", "single", "true"]),
    ("slashes", "keep", &["exact", "false"]),
    ("chain", "flatten", &["follow", "resolve", "true"]),
    ("header", "unset", &["none", "null", "remove", "delete", "false"]),
    ("cache", "none", &["false", "no", "off", "never", "disable", "disabled"]),
];

/// Returns a valid value that an invalid one stands for, as it is written. Each candidate is a
/// value that [`OptionSpec::set_value`] accepts.
pub(super) fn suggest(spec: &OptionSpec, setting: &Setting<'_>) -> Option<String> {
    let valid = |value: SettingValue<'static>| {
        let candidate = Setting { value, ..setting.clone() };
        let is_valid = spec.set_value(&mut Options::default(), &candidate, 0).is_ok();
        is_valid.then(|| candidate.value.to_string())
    };
    let (SettingValue::Word(text) | SettingValue::Text(text)) = &setting.value else {
        return valid(list_of_hosts(&setting.value));
    };
    let text = text.trim();
    synonyms(&setting.name, text)
        .chain(other_forms(text))
        .chain(durations(text))
        .find_map(valid)
        .or_else(|| {
            let is_valid =
                |word: &&'static str| valid(SettingValue::Word((*word).into())).is_some();
            nearest(text, WORDS.into_iter().filter(is_valid))
        })
}

/// Returns the words that have the meaning of `text` for an option.
fn synonyms(name: &str, text: &str) -> impl Iterator<Item = SettingValue<'static>> {
    SYNONYMS.into_iter().filter_map(move |(option, word, synonyms)| {
        let is_synonym = option == name && synonyms.contains(&text);
        is_synonym.then(|| SettingValue::Word(word.into()))
    })
}

/// Returns `text` without quotes, with quotes, as a list, and as a path, an origin or a host.
fn other_forms(text: &str) -> impl Iterator<Item = SettingValue<'static>> {
    let word = (!text.contains(['{', ' '])).then(|| SettingValue::Word(text.to_owned().into()));
    let trimmed = text.trim_end_matches('/');
    let path = format!("/{}", trimmed.trim_start_matches('/'));
    let origin = text.contains('.').then(|| format!("https://{trimmed}"));
    let texts = [Some(text.to_owned()), Some(trimmed.to_owned()), origin, Some(path)];
    let texts = texts.into_iter().flatten().map(|text| SettingValue::Text(text.into()));
    let list = list_of_hosts(&SettingValue::List(vec![text.to_owned().into()]));
    word.into_iter().chain(texts).chain([list])
}

/// Returns a number of seconds, or a number with the name of a unit, as durations.
fn durations(text: &str) -> impl Iterator<Item = SettingValue<'static>> {
    let digits = text.find(|char: char| !char.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = match unit.trim_start() {
        "" => Some("s"),
        name => duration_unit(name),
    };
    let duration = unit.filter(|_| digits > 0).map(|unit| format!("{number}{unit}"));
    duration.into_iter().map(|duration| SettingValue::Word(duration.into()))
}

/// Returns the unit of durations that a word stands for, such as `h` for `hours`.
pub fn duration_unit(name: &str) -> Option<&'static str> {
    Some(match name {
        "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "m" | "min" | "mins" | "minute" | "minutes" => "m",
        "h" | "hr" | "hrs" | "hour" | "hours" => "h",
        "d" | "day" | "days" => "d",
        "w" | "week" | "weeks" => "w",
        _ => return None,
    })
}

/// Returns the texts of a list, with the hosts in place of URLs.
fn list_of_hosts(value: &SettingValue<'_>) -> SettingValue<'static> {
    let mut hosts = Vec::new();
    if let SettingValue::List(texts) = value {
        for text in texts {
            let host = text.split_once("://").map_or(&text[..], |(_, host)| host);
            hosts.push(Cow::Owned(host.trim_end_matches('/').to_owned()));
        }
    }
    SettingValue::List(hosts)
}

#[cfg(test)]
mod tests {
    use crate::lower::options::find_placed;
    use crate::syntax::rule::OptionPlacement::{self, Canonical, Default, Include, Rule};
    use crate::syntax::rule::Setting;

    /// Returns the suggestion for an option. A value in quotes is a string.
    fn suggest(placement: OptionPlacement, name: &str, value: &str) -> Option<String> {
        let setting = match value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) {
            Some(text) => Setting::with_text(name, text),
            None => Setting::with_word(name, value),
        };
        let argument = (name == "header").then(|| "x-a".into());
        let setting = Setting { argument, ..setting };
        super::suggest(find_placed(name, placement).unwrap(), &setting)
    }

    #[test]
    fn invalid_values_become_valid_ones_of_the_placement() {
        for (placement, name, value, expected) in [
            (Rule, "slash", "\"either\"", "either"),
            (Rule, "slash", "optional", "either"),
            (Rule, "slash", "ethier", "either"),
            (Rule, "case", "insensitive", "ignore"),
            (Canonical, "case", "insensitive", "lower"),
            (Canonical, "slash", "remove", "strip"),
            (Canonical, "slashes", "strip", "merge"),
            (Rule, "query", "preserve", "keep"),
            (Rule, "cache", "3600", "3600s"),
            (Rule, "cache", "1day", "1d"),
            (Rule, "cache", "30minutes", "30m"),
            (Rule, "cache", "false", "none"),
            (Default, "header", "none", "unset"),
            (Canonical, "origin", "\"a.example\"", "\"https://a.example\""),
            (Canonical, "origin", "\"https://a.example/\"", "\"https://a.example\""),
            (Canonical, "from", "\"www.a.example\"", "[\"www.a.example\"]"),
            (Canonical, "from", "\"https://www.a.example/\"", "[\"www.a.example\"]"),
            (Default, "mount", "\"v1/\"", "\"/v1\""),
            (Default, "languages", "\"en\"", "[\"en\"]"),
        ] {
            assert_eq!(suggest(placement, name, value).as_deref(), Some(expected), "{value}");
        }
    }

    #[test]
    fn other_values_have_no_suggestion() {
        for (placement, name, value) in [
            (Rule, "slash", "5"),
            (Canonical, "slash", "either"),
            (Rule, "cache", "1y"),
            (Include, "status", "410"),
            (Canonical, "origin", "\"/a\""),
            (Canonical, "origin", "\"https://[::g]\""),
            (Default, "mount", "\"/\""),
        ] {
            assert_eq!(suggest(placement, name, value), None, "{value}");
        }
    }
}
