//! The options of rules and scopes.

mod suggestion;

pub use suggestion::duration_unit;

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::kind::{FaultKind, FieldFault, OptionFault};
use crate::diagnostic::{Fault, Field, nearest};
use crate::lower::cache_control::{self, Caching};
use crate::lower::canonical::{self, Canonical};
use crate::lower::characters::too_long;
use crate::lower::condition::{subject, value};
use crate::lower::language;
use crate::lower::location::origin::Origin;
use crate::lower::response_field::{self, InvalidFieldValue, ResponseField};
use crate::lower::source::check_prefix;
use crate::syntax::ids::NodeId;
use crate::syntax::rule::{
    Condition, METHODS, Operator, OptionPlacement, Rule, Setting, SettingValue, Settings,
};
use redirect_core::internals::Status;
use redirect_core::internals::canonical::{CanonicalForm, FinalSlash};

/// The values of options. An option that is not set is `None`.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Options {
    /// True if the request's query is dropped.
    pub(crate) drops_query: Option<bool>,
    pub(crate) cache: Option<Caching>,
    /// The fields of the response. A rule has only fields with a value.
    pub(crate) fields: Vec<ResponseField>,
    /// True if a path matches both with and without a final slash.
    pub(crate) optional_slash: Option<bool>,
    /// True if a path matches in any case.
    pub(crate) ignore_case: Option<bool>,
    /// True if the rule redirects directly to the end of its chain.
    pub(crate) flattens: Option<bool>,
    /// True if a question about the rule that no proof decides is an error.
    pub(crate) denies_undecided: Option<bool>,
    /// The status for the lines of a file that have none.
    pub(crate) status: Option<String>,
    /// The origin of the site.
    pub(crate) origin: Option<Origin>,
    /// The languages of the site, as an encoded list.
    pub(crate) languages: Option<Arc<[u8]>>,
    /// The prefix that a router strips from paths before it consults the table.
    pub(crate) mount: Option<String>,
    /// The canonical URLs of the site.
    pub(crate) canonical: Option<Arc<Canonical>>,
    /// The other hosts of the site, and the form of its paths, in the options of a `canonical`.
    pub(crate) from: Option<Vec<String>>,
    pub(crate) form: CanonicalForm,
}

impl Options {
    /// Returns the options, with unset ones taken from `others`.
    #[must_use]
    pub(crate) fn or(self, others: &Options) -> Options {
        Options {
            drops_query: self.drops_query.or(others.drops_query),
            cache: self.cache.or_else(|| others.cache.clone()),
            fields: response_field::inherit(self.fields, &others.fields),
            optional_slash: self.optional_slash.or(others.optional_slash),
            ignore_case: self.ignore_case.or(others.ignore_case),
            flattens: self.flattens.or(others.flattens),
            denies_undecided: self.denies_undecided.or(others.denies_undecided),
            status: self.status.or_else(|| others.status.clone()),
            origin: self.origin.or_else(|| others.origin.clone()),
            languages: self.languages.or_else(|| others.languages.clone()),
            mount: self.mount.or_else(|| others.mount.clone()),
            canonical: self.canonical.or_else(|| others.canonical.clone()),
            from: None,
            form: CanonicalForm::default(),
        }
    }

    /// Returns the options that describe the site. Included files inherit only these.
    pub(crate) fn site_options(&self) -> Options {
        let (origin, mount) = (self.origin.clone(), self.mount.clone());
        let (languages, canonical) = (self.languages.clone(), self.canonical.clone());
        Options { origin, languages, mount, canonical, ..Options::default() }
    }

    /// Returns the form of canonical paths.
    pub(crate) fn canonical_form(&self) -> CanonicalForm {
        self.canonical.as_ref().map_or_else(CanonicalForm::default, |canonical| canonical.form)
    }
}

/// Returns whether the option with a name is one of [`Options::site_options`].
pub(crate) fn is_site_option(name: &str) -> bool {
    ["origin", "mount", "languages"].contains(&name)
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
    /// A word with its own syntax, and a description of it.
    Word(&'static str, fn(&mut Options, &str) -> Option<()>),
    /// A string with its own syntax, and a description of it.
    Text(&'static str, fn(&mut Options, &str) -> Option<()>),
    /// A list of strings with their own syntax, and a description of it.
    List(&'static str, fn(&mut Options, &[Cow<'_, str>]) -> Option<()>),
    /// The caching of the response.
    Cache,
    /// A field of the response, whose name is in brackets.
    Field,
    /// The languages of the site.
    Languages,
}

use OptionValue::{Cache, Field as FieldOption, Languages, List, Text, Word, Words};

const EVERYWHERE: &[OptionPlacement] =
    &[OptionPlacement::Rule, OptionPlacement::Default, OptionPlacement::Include];

const WITH_RESPONSE: &[OptionPlacement] = &[
    OptionPlacement::Rule,
    OptionPlacement::Default,
    OptionPlacement::Include,
    OptionPlacement::Canonical,
];

/// All options. A new option needs a row here and a field in [`Options`].
const OPTIONS: [OptionSpec; 15] = [
    OptionSpec {
        key: "query",
        placements: EVERYWHERE,
        value: Words(["keep", "drop"], |options, drop| options.drops_query = Some(drop)),
        has_effect: has_target,
    },
    OptionSpec { key: "cache", placements: WITH_RESPONSE, value: Cache, has_effect: responds },
    OptionSpec {
        key: "header",
        placements: WITH_RESPONSE,
        value: FieldOption,
        has_effect: responds,
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
        key: "undecided",
        placements: EVERYWHERE,
        value: Words(["allow", "deny"], |options, deny| options.denies_undecided = Some(deny)),
        has_effect: |_| true,
    },
    OptionSpec {
        key: "status",
        placements: &[OptionPlacement::Include],
        value: Word("301, 302, 303, 307 or 308", |options, value| {
            let is_redirection = Status::from_word(value)?.is_redirection();
            is_redirection.then(|| options.status = Some(value.into()))
        }),
        has_effect: |_| true,
    },
    OptionSpec {
        key: "origin",
        placements: &[OptionPlacement::Default, OptionPlacement::Canonical],
        value: Text("a scheme and a host, as in `\"https://example.com\"`", |options, value| {
            options.origin = Some(Origin::parse(value)?);
            Some(())
        }),
        has_effect: |_| true,
    },
    OptionSpec {
        key: "mount",
        placements: &[OptionPlacement::Default],
        value: Text("a path without a trailing slash, as in `\"/v1\"`", |options, value| {
            check_prefix(value).ok()?;
            options.mount = Some(value.into());
            Some(())
        }),
        has_effect: |_| true,
    },
    OptionSpec {
        key: "languages",
        placements: &[OptionPlacement::Default],
        value: Languages,
        has_effect: |_| true,
    },
    OptionSpec {
        key: "from",
        placements: &[OptionPlacement::Canonical],
        value: List("a list of hosts, as in `[\"www.example.com\"]`", |options, values| {
            options.from = Some(canonical::hosts(values)?);
            Some(())
        }),
        has_effect: |_| true,
    },
    OptionSpec {
        key: "slash",
        placements: &[OptionPlacement::Canonical],
        value: Word("`strip`, `add` or `keep`", |options, value| {
            options.form.final_slash = match value {
                "strip" => FinalSlash::Strip,
                "add" => FinalSlash::Add,
                "keep" => FinalSlash::Keep,
                _ => return None,
            };
            Some(())
        }),
        has_effect: |_| true,
    },
    OptionSpec {
        key: "case",
        placements: &[OptionPlacement::Canonical],
        value: Words(["keep", "lower"], |options, lower| options.form.is_lowercase = lower),
        has_effect: |_| true,
    },
    OptionSpec {
        key: "slashes",
        placements: &[OptionPlacement::Canonical],
        value: Words(["keep", "merge"], |options, merge| options.form.merges_slashes = merge),
        has_effect: |_| true,
    },
];

/// A description of the values of `cache`.
const CACHE_VALUES: &str = "a duration such as `1h` (units: `s`, `m`, `h`, `d` and `w`), `none`, \
                            `unset`, or directives such as `\"public, max-age=60\"`";

/// A description of the values of `header`.
const FIELD_VALUES: &str = "a string of ASCII without spaces around it, or `unset`";

impl OptionSpec {
    /// Sets the option. Returns its fault, with the field that is at fault. `index` is the index of
    /// the option.
    fn set(
        &self,
        options: &mut Options,
        setting: &Setting<'_>,
        index: usize,
    ) -> Result<(), (Field, OptionFault)> {
        self.set_value(options, setting, index).map_err(|(field, mut fault)| {
            if let OptionFault::InvalidValue { suggestion, .. } = &mut fault {
                *suggestion = suggestion::suggest(self, setting);
            }
            (field, fault)
        })
    }

    /// Sets the option, like [`Self::set`], but suggests no other value.
    fn set_value(
        &self,
        options: &mut Options,
        setting: &Setting<'_>,
        index: usize,
    ) -> Result<(), (Field, OptionFault)> {
        let invalid = |expected: &str| {
            let (name, value) = (setting.key().into(), setting.value.to_string());
            let (expected, suggestion) = (expected.into(), None);
            (Field::Value(index), OptionFault::InvalidValue { name, value, expected, suggestion })
        };
        match (&self.value, &setting.value) {
            (Words([first, second], set), SettingValue::Word(word))
                if word == first || word == second =>
            {
                set(options, word == second);
                Ok(())
            }
            (Words([first, second], _), _) => Err(invalid(&format!("`{first}` or `{second}`"))),
            (Word(expected, parse), SettingValue::Word(text))
            | (Text(expected, parse), SettingValue::Text(text)) => {
                parse(options, text).ok_or_else(|| invalid(expected))
            }
            (List(expected, parse), SettingValue::List(values)) => {
                parse(options, values).ok_or_else(|| invalid(expected))
            }
            (Word(expected, _) | Text(expected, _) | List(expected, _), _) => {
                Err(invalid(expected))
            }
            (Cache, value) => {
                let caching = cache_control::parse(value).ok_or_else(|| invalid(CACHE_VALUES))?;
                options.cache = Some(caching.map_err(|fault| (Field::Value(index), fault))?);
                Ok(())
            }
            (FieldOption, value) => {
                let of_name = |fault| (Field::Option(index), OptionFault::Field(fault));
                let argument = setting.argument.as_deref();
                let argument = argument.ok_or_else(|| of_name(FieldFault::MissingName))?;
                let name = ResponseField::parse_name(argument).map_err(of_name)?;
                let value = ResponseField::parse_value(value);
                let value = value.map_err(|InvalidFieldValue| invalid(FIELD_VALUES))?;
                options.fields.push(ResponseField { name, value });
                Ok(())
            }
            (Languages, SettingValue::List(tags)) => {
                let tags: Vec<&str> = tags.iter().map(|tag| &tag[..]).collect();
                let list = language::parse(&tags).map_err(|(at, fault)| {
                    let field = at.map_or(Field::Value(index), |at| Field::ListValue(index, at));
                    (field, OptionFault::Languages(fault))
                })?;
                options.languages = Some(list.into());
                Ok(())
            }
            (Languages, _) => Err(invalid("a list of languages, as in `[\"en\", \"fr\"]`")),
        }
    }
}

fn responds(rule: &Rule<'_>) -> bool {
    rule.status != "pass"
}

fn has_target(rule: &Rule<'_>) -> bool {
    rule.target.is_some()
}

/// Returns true if the status requires a target but the rule has none, which is another fault.
fn lacks_target(rule: &Rule<'_>) -> bool {
    rule.target.is_none() && Status::from_word(&rule.status).is_some_and(Status::is_redirection)
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
    for (index, setting) in settings.iter().enumerate() {
        if let SettingValue::Text(text) = &setting.value {
            if let Some(fault) = too_long(text) {
                faults.push(fault.at(node, Field::Value(index)));
                continue;
            }
        }
        let (field, bad) = match find(settings, index, placement, rule) {
            Ok(spec) => match spec.set(&mut options, setting, index) {
                Ok(()) => continue,
                Err((field, fault)) => (field, value_of_canonical(fault, setting)),
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
    let setting = &settings[index];
    let spec = find_placed(&setting.name, placement).map_err(|fault| match fault {
        OptionFault::Unknown { .. } => alias_fault(setting, placement)
            .or_else(|| condition_fault(setting, placement))
            .unwrap_or_else(|| nearest_with_value(fault, setting, placement)),
        fault => fault,
    })?;
    if setting.argument.is_some() && !matches!(spec.value, FieldOption) {
        let parameter = match (&setting.name[..], &setting.argument, &setting.value) {
            ("query", Some(name), SettingValue::Text(value)) => Some(format!("{name}={value}")),
            _ => None,
        };
        let name = setting.name.to_string();
        return Err(OptionFault::UnexpectedArgument { name, parameter });
    }
    match rule {
        Some(rule) if !(spec.has_effect)(rule) && !lacks_target(rule) => {
            let (name, status) = (setting.key().into(), rule.status.to_string());
            return Err(OptionFault::NoEffect { name, status });
        }
        _ => {}
    }
    for earlier in &settings[..index] {
        if earlier.name == setting.name && same_argument(earlier, setting) {
            return Err(OptionFault::Duplicate(setting.key().into()));
        }
    }
    Ok(spec)
}

/// Returns whether two options have no name in brackets, or the same one.
fn same_argument(one: &Setting<'_>, other: &Setting<'_>) -> bool {
    match (&one.argument, &other.argument) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Returns the fault of an invalid value that is valid in a `canonical`.
fn value_of_canonical(fault: OptionFault, setting: &Setting<'_>) -> OptionFault {
    let is_valid = |spec: &OptionSpec| {
        let is_site_form = ["slash", "case"].contains(&spec.key);
        is_site_form && spec.set_value(&mut Options::default(), setting, 0).is_ok()
    };
    match fault {
        OptionFault::InvalidValue { name, value, suggestion: None, .. }
            if find_placed(&name, OptionPlacement::Canonical).is_ok_and(is_valid) =>
        {
            OptionFault::ValueOfCanonical { name, value }
        }
        fault => fault,
    }
}

/// Returns the fault of a condition or a method in place of an option.
fn condition_fault(setting: &Setting<'_>, placement: OptionPlacement) -> Option<OptionFault> {
    let name = setting.key().into();
    match &setting.name[..] {
        "method" | "methods" => {
            let method = setting.value.to_string();
            let method = method.trim_matches('"').to_uppercase();
            let method = METHODS.contains(&&method[..]).then_some(method);
            return Some(OptionFault::Method { name, method });
        }
        "if" | "when" | "not" | "unless" | "condition" | "conditions" | "has" | "missing"
        | "except" => {
            return Some(OptionFault::Condition { name, condition: None, placement });
        }
        _ => {}
    }
    let subject = subject::of_word(&setting.name)?;
    let is_named = subject == "cookie";
    if placement == OptionPlacement::Canonical || is_named != setting.argument.is_some() {
        return None;
    }
    let values = match &setting.value {
        SettingValue::Word(text) | SettingValue::Text(text) => vec![text.to_string().into()],
        SettingValue::List(texts) => texts.iter().map(|text| text.to_string().into()).collect(),
    };
    let operator = if values.len() == 1 { Operator::Equal } else { Operator::In };
    let argument = setting.argument.clone();
    let condition =
        Condition { negated: false, subject: subject.into(), argument, operator, values };
    let is_valid = subject::parse(&condition, &[]).is_ok_and(|subject| {
        condition.values.iter().all(|text| value::check(&subject, text).is_none())
    });
    let condition = is_valid.then(|| condition.to_string());
    Some(OptionFault::Condition { name, condition, placement })
}

/// Options of other tools, with their values and ours.
const ALIASES: [(&str, &str, &str); 18] = [
    ("case_sensitive", "false", "case: ignore"),
    ("case_sensitive", "true", "case: exact"),
    ("ignore_case", "true", "case: ignore"),
    ("insensitive", "true", "case: ignore"),
    ("trailing_slash", "either", "slash: either"),
    ("trailing_slash", "ignore", "slash: either"),
    ("trailing_slash", "optional", "slash: either"),
    ("trailing_slash", "remove", "slash: strip"),
    ("trailing_slash", "strip", "slash: strip"),
    ("trailing_slash", "add", "slash: add"),
    ("lowercase", "true", "case: lower"),
    ("strict_slash", "false", "slash: either"),
    ("strict", "false", "slash: either"),
    ("keep_query", "true", "query: keep"),
    ("preserve_query", "true", "query: keep"),
    ("preserve_query_string", "true", "query: keep"),
    ("drop_query", "true", "query: drop"),
    ("keep_query", "false", "query: drop"),
];

/// Returns the fault of an option as other tools call it.
fn alias_fault(setting: &Setting<'_>, placement: OptionPlacement) -> Option<OptionFault> {
    let (key, value) = (&setting.name[..], setting.value.to_string());
    let name = || key.to_owned();
    let status = |status| Some(OptionFault::StatusOption { name: name(), status });
    match (key, &value[..]) {
        ("permanent", "true") | ("temporary", "false") => return status(Some(308)),
        ("permanent", "false") | ("temporary", "true") => return status(Some(307)),
        ("permanent" | "temporary" | "code" | "statusCode" | "status_code", _) => {
            return status(None);
        }
        _ => {}
    }
    for (alias, of_value, suggestion) in ALIASES {
        if alias == key && of_value == value && is_valid(suggestion, placement) {
            return Some(OptionFault::Alias { name: name(), suggestion });
        }
    }
    None
}

/// Returns whether an option with a word as its value can be set on a kind of node.
fn is_valid(option: &'static str, placement: OptionPlacement) -> bool {
    let Some((key, word)) = option.split_once(": ") else { return false };
    let setting = Setting::with_word(key, word);
    find_placed(key, placement)
        .is_ok_and(|spec| spec.set_value(&mut Options::default(), &setting, 0).is_ok())
}

/// Prefers an option for which the value is valid as the nearest one of an unknown option.
fn nearest_with_value(
    mut fault: OptionFault,
    setting: &Setting<'_>,
    placement: OptionPlacement,
) -> OptionFault {
    if let OptionFault::Unknown { name, nearest: found @ Some(_), known, .. } = &mut fault {
        let accepts = |key: &&str| {
            let candidate = Setting { name: (*key).to_owned().into(), ..setting.clone() };
            find_placed(key, placement)
                .is_ok_and(|spec| spec.set_value(&mut Options::default(), &candidate, 0).is_ok())
        };
        let valid = nearest(name, known.iter().copied().filter(accepts));
        *found = valid.or_else(|| found.take());
    }
    fault
}

/// Finds an option that can be set on a kind of node.
fn find_placed(key: &str, placement: OptionPlacement) -> Result<&'static OptionSpec, OptionFault> {
    let (mut known, mut is_misplaced) = (Vec::new(), false);
    for spec in &OPTIONS {
        let is_placed = spec.placements.contains(&placement);
        match (spec.key == key, is_placed) {
            (true, true) => return Ok(spec),
            (false, true) => known.push(spec.key),
            (is_key, false) => is_misplaced |= is_key,
        }
    }
    if is_misplaced {
        return Err(OptionFault::Misplaced { name: key.into(), placement });
    }
    let nearest = nearest(key, known.iter().copied());
    Err(OptionFault::Unknown { name: key.into(), nearest, placement, known })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::ids::{RuleId, ScopeId};
    use redirect_core::internals::cache_control::CachePolicy;

    /// Builds an option. A value in quotes is a string.
    fn setting<'s>(&(key, value): &(&'s str, &'s str)) -> Setting<'s> {
        match value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) {
            Some(text) => Setting::with_text(key, text),
            None => Setting::with_word(key, value),
        }
    }

    fn parsed(
        placement: OptionPlacement,
        settings: &[(&str, &str)],
    ) -> (Options, Vec<(Field, FaultKind)>) {
        let settings: Settings<'_> = settings.iter().map(setting).collect();
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
                ("undecided", "deny"),
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
                cache: Some(Caching::Policy(CachePolicy::MaxAge(3600))),
                fields: Vec::new(),
                optional_slash: Some(true),
                ignore_case: Some(false),
                flattens: Some(true),
                denies_undecided: Some(true),
                status: None,
                origin: Some(origin),
                languages: None,
                mount: Some("/v1".into()),
                ..Options::default()
            }
        );
        let (options, _) = parsed(OptionPlacement::Include, &[("status", "temporary")]);
        assert_eq!(options.status.as_deref(), Some("temporary"));
    }

    #[test]
    fn invalid_values_are_reported_with_the_valid_ones() {
        for (placement, key, value, expected) in [
            (OptionPlacement::Rule, "query", "some", "`keep` or `drop`"),
            (OptionPlacement::Rule, "cache", "1y", CACHE_VALUES),
            (OptionPlacement::Include, "status", "410", "301, 302, 303, 307 or 308"),
            (
                OptionPlacement::Default,
                "mount",
                "\"/\"",
                "a path without a trailing slash, as in `\"/v1\"`",
            ),
        ] {
            let bad = OptionFault::InvalidValue {
                name: key.into(),
                value: value.into(),
                expected: expected.into(),
                suggestion: None,
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
            known: vec![
                "query",
                "cache",
                "header",
                "slash",
                "case",
                "chain",
                "undecided",
                "status",
            ],
        };
        assert_eq!(fault(OptionPlacement::Include, "chase", "ignore").1, FaultKind::Option(bad));
        let bad = OptionFault::Misplaced { name: "mount".into(), placement: OptionPlacement::Rule };
        assert_eq!(fault(OptionPlacement::Rule, "mount", "\"/v1\"").1, FaultKind::Option(bad));
    }

    #[test]
    fn the_nearest_option_accepts_the_value() {
        for (value, nearest) in [("merge", "slashes"), ("strip", "slash")] {
            match fault(OptionPlacement::Canonical, "slashs", value).1 {
                FaultKind::Option(OptionFault::Unknown { nearest: found, .. }) => {
                    assert_eq!(found.as_deref(), Some(nearest));
                }
                other => unreachable!("{other:?}"),
            }
        }
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
            options: vec![Setting::with_word("cache", "1h"), Setting::with_word("query", "keep")],
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
            suggestion: None,
        };
        assert_eq!(kind, FaultKind::Option(bad));
    }
}
