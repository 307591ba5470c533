//! Generators of tables with few characters, so that all short requests to them can be tried.

use std::fmt;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use redirect_compiler::syntax::{
    Condition, Document, Operator, Rule, Scope, ScopeId, ScopeKind, Setting, SettingValue, Settings,
};
use redirect_compiler::{compile, subjects};
use redirect_core::SourceLocation;

/// The segments of sources. `@` is replaced with the next name. The last ones are optional.
const SEGMENTS: [&str; 25] = [
    "a",
    "a",
    "a",
    "b",
    "b",
    "",
    "a-",
    "{@}",
    "{@}",
    "{@}",
    "{@}",
    "{*@}",
    "{*@}",
    "{*@}",
    "a-{@}",
    "{@}-b",
    "{@}-{@}",
    "{@:a|b}",
    "{@:[ab]+}",
    "{*@}-b",
    "%61",
    "a%2Fb",
    "{@?}",
    "{@?:a|b}",
    "{*@?}",
];

/// The number of segments that are not optional.
const REQUIRED: usize = 22;

/// The segments of targets. `@` is replaced with a capture, if there is one.
const TARGET_SEGMENTS: [&str; 16] =
    ["a", "a", "b", "b", "", "ab", "@", "@", "@", "@", "@", "a-@", "@-b", "@-@", "%62", "a%2f@"];

const NAMES: [&str; 6] = ["x", "y", "z", "u", "v", "w"];

/// A condition: subject, name, negation, operator, values.
type ConditionText = (&'static str, Option<&'static str>, bool, Operator, &'static [&'static str]);

/// Conditions, each with its opposite.
const CONDITIONS: [[ConditionText; 2]; 37] = [
    [
        ("host", None, false, Operator::Equal, &["a.example"]),
        ("host", None, false, Operator::NotEqual, &["a.example"]),
    ],
    [
        ("host", None, false, Operator::Equal, &["{s}.example"]),
        ("host", None, false, Operator::Equal, &["a.example"]),
    ],
    [
        ("host", None, false, Operator::Equal, &["b.{*s}"]),
        ("host", None, false, Operator::Equal, &["a.example"]),
    ],
    [("host", None, false, Operator::Present, &[]), ("host", None, true, Operator::Present, &[])],
    [
        ("cookie", Some("c"), false, Operator::Present, &[]),
        ("cookie", Some("c"), true, Operator::Present, &[]),
    ],
    [
        ("cookie", Some("c"), false, Operator::Equal, &["a"]),
        ("cookie", Some("c"), false, Operator::NotEqual, &["a"]),
    ],
    [
        ("query", Some("q"), false, Operator::Equal, &["a"]),
        ("query", Some("q"), false, Operator::NotEqual, &["a"]),
    ],
    [
        ("query", Some("q"), false, Operator::Present, &[]),
        ("query", Some("q"), true, Operator::Present, &[]),
    ],
    [
        ("query", Some("q"), false, Operator::Equal, &["{t}"]),
        ("query", Some("q"), false, Operator::Equal, &["a"]),
    ],
    [
        ("scheme", None, false, Operator::Equal, &["https"]),
        ("scheme", None, false, Operator::NotEqual, &["https"]),
    ],
    [
        ("language", None, false, Operator::Equal, &["de"]),
        ("language", None, false, Operator::NotEqual, &["de"]),
    ],
    [
        ("header", Some("x-h"), false, Operator::Equal, &["a"]),
        ("header", Some("x-h"), true, Operator::Present, &[]),
    ],
    [
        ("scheme", None, false, Operator::Present, &[]),
        ("scheme", None, true, Operator::Present, &[]),
    ],
    [
        ("language", None, false, Operator::Present, &[]),
        ("language", None, true, Operator::Present, &[]),
    ],
    [
        ("header", Some("x-h"), false, Operator::Present, &[]),
        ("header", Some("x-h"), true, Operator::Present, &[]),
    ],
    [
        ("host", None, false, Operator::Equal, &["{*s}"]),
        ("host", None, false, Operator::Equal, &["b.a.example"]),
    ],
    [
        ("host", None, false, Operator::Equal, &["{s}.a.example"]),
        ("host", None, false, Operator::NotEqual, &["b.a.example"]),
    ],
    [
        ("header", Some("x-forwarded-proto"), false, Operator::Equal, &["http"]),
        ("header", Some("x-forwarded-proto"), false, Operator::NotEqual, &["https"]),
    ],
    [
        ("header", Some("x-forwarded-ssl"), false, Operator::In, &["off", "on"]),
        ("header", Some("x-forwarded-ssl"), false, Operator::NotEqual, &["on"]),
    ],
    [
        ("header", Some("x-forwarded-host"), false, Operator::Equal, &["a.example"]),
        ("header", Some("x-forwarded-host"), true, Operator::Present, &[]),
    ],
    [
        ("header", Some("cf-visitor"), false, Operator::Equal, &[r#"{{"scheme":"http"}}"#]),
        ("header", Some("cf-visitor"), false, Operator::NotEqual, &[r#"{{"scheme":"https"}}"#]),
    ],
    [
        ("ip", None, false, Operator::In, &["10.0.0.0/8", "2001:db8::/32"]),
        ("ip", None, true, Operator::In, &["10.0.0.0/8", "2001:db8::/32"]),
    ],
    [
        ("ip", None, false, Operator::Equal, &["10.1.0.0/16"]),
        ("ip", None, false, Operator::NotEqual, &["10.1.0.0/16"]),
    ],
    [("ip", None, false, Operator::Present, &[]), ("ip", None, true, Operator::Present, &[])],
    [
        ("port", None, false, Operator::Equal, &["8080"]),
        ("port", None, false, Operator::NotEqual, &["8080"]),
    ],
    [
        ("port", None, false, Operator::In, &["80", "443"]),
        ("port", None, true, Operator::In, &["80", "443"]),
    ],
    [("port", None, false, Operator::Present, &[]), ("port", None, true, Operator::Present, &[])],
    [("x", None, false, Operator::Equal, &["a"]), ("x", None, false, Operator::NotEqual, &["a"])],
    [("x", None, false, Operator::In, &["a", "b"]), ("x", None, true, Operator::In, &["a", "b"])],
    [("x", None, false, Operator::Present, &[]), ("x", None, true, Operator::Present, &[])],
    [
        ("header", Some("x-h"), false, Operator::Equal, &["{h}-{i}"]),
        ("header", Some("x-h"), false, Operator::Equal, &["a-b"]),
    ],
    [
        ("header", Some("x-h"), false, Operator::Equal, &["a{*h}"]),
        ("header", Some("x-h"), false, Operator::NotEqual, &["a"]),
    ],
    [("s", None, false, Operator::Equal, &["a"]), ("s", None, false, Operator::NotEqual, &["a"])],
    [
        ("s", None, false, Operator::In, &["b", "a.example"]),
        ("s", None, true, Operator::In, &["b", "a.example"]),
    ],
    [("t", None, false, Operator::Equal, &["a"]), ("t", None, false, Operator::NotEqual, &["a"])],
    [("g", None, false, Operator::Equal, &["a"]), ("g", None, false, Operator::NotEqual, &["a"])],
    [("h", None, false, Operator::Equal, &["a"]), ("h", None, true, Operator::In, &["a", "-b"])],
];

/// The number of conditions for all tables. The others are for tables in which conditions compare
/// captures of conditions.
const INDEPENDENT: usize = 30;

/// The captures of conditions and of the group that conditions compare.
const CAPTURED: [&str; 4] = ["s", "t", "g", "h"];

const METHODS: [&[&str]; 10] =
    [&[], &[], &[], &[], &[], &[], &["GET"], &["GET"], &["POST"], &["GET", "POST"]];

const STATUSES: [&str; 12] =
    ["301", "301", "302", "302", "303", "307", "307", "308", "308", "308", "410", "pass"];

const ORIGINS: [&str; 22] = [
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "https://a.example",
    "https://a.example",
    "https://b.example",
    "https://{s}",
    "https://{s}.example",
    "https://{s}.a.example",
    "http://a.example",
    "https://a.example:8080",
    "https://{request_host}",
    "https://{request_host}",
    "http://{request_host}",
];

const QUERIES: [&str; 14] = [
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "?q=a",
    "?q=b",
    "?q=@",
    "?r=1",
    "?r={request_uri}",
    "?q={request_uri}",
    "?q={request_host}",
];

/// The hosts that a `canonical` redirects to its origin.
const OTHER_HOSTS: [&[&str]; 3] = [&[], &["b.example"], &["b.a.example", "b.example"]];

/// The random choices of a rule.
#[derive(Clone, Debug)]
struct RuleParts {
    methods: &'static [&'static str],
    source: Vec<&'static str>,
    /// For each condition of the table: omitted, unchanged, or its opposite.
    conditions: [u8; 2],
    status: &'static str,
    origin: &'static str,
    target: Vec<&'static str>,
    query: &'static str,
    /// The first capture in the target, and whether the order of the others is reversed.
    first: usize,
    is_reversed: bool,
    options: Settings<'static>,
    is_in_group: bool,
    /// Another rule, whose source is narrowed to become the source of this one.
    narrows: Option<usize>,
    /// Another rule, whose source becomes the target of this one.
    aims: Option<usize>,
}

/// The random choices that all rules of a table share.
#[derive(Clone, Debug)]
struct Frame {
    conditions: [usize; 2],
    defaults: Settings<'static>,
    group: Option<&'static str>,
}

/// The random choices of a `canonical`.
#[derive(Clone, Debug)]
struct Canonical {
    status: &'static str,
    from: &'static [&'static str],
    slash: &'static str,
    case: &'static str,
    slashes: &'static str,
}

#[derive(Clone)]
pub(crate) struct Table {
    pub(crate) document: Document<'static>,
    pub(crate) origin: Option<&'static str>,
    /// The other hosts with canonical URLs at the origin.
    pub(crate) from: Vec<&'static str>,
    /// The scope around all rules, apart from a `canonical`.
    pub(crate) default: ScopeId,
}

impl Table {
    /// Puts everything into a `canonical`, which is the first scope.
    fn with_canonical(mut self, canonical: &Canonical) -> Table {
        let is_beside = |setting: &Setting<'_>| {
            setting.name == "origin"
                || setting.name == "slash" && canonical.slash != "keep"
                || setting.name == "case" && canonical.case != "keep"
        };
        let inside =
            |scope: Option<ScopeId>| Some(ScopeId::new(scope.map_or(0, |scope| scope.index() + 1)));
        for scope in &mut self.document.scopes {
            scope.parent = inside(scope.parent);
            scope.options.retain(|setting| !is_beside(setting));
        }
        for rule in &mut self.document.rules {
            rule.scope = inside(rule.scope);
            rule.options.retain(|setting| !is_beside(setting));
        }
        let mut options = vec![
            Setting::with_text("origin", "https://a.example"),
            Setting::with_word("slash", canonical.slash),
            Setting::with_word("case", canonical.case),
            Setting::with_word("slashes", canonical.slashes),
        ];
        if !canonical.from.is_empty() {
            let hosts = canonical.from.iter().map(|&host| host.into()).collect();
            let value = SettingValue::List(hosts);
            options.push(Setting { value, ..Setting::with_word("from", "") });
        }
        let kind = ScopeKind::Canonical(canonical.status.into());
        self.document.scopes.insert(0, Scope { kind, options, ..Scope::default() });
        let (origin, from) = (Some("a.example"), canonical.from.to_vec());
        Table { origin, from, default: ScopeId::new(1), ..self }
    }
}

pub(crate) fn tables() -> impl Strategy<Value = Table> {
    tables_of(frame(), parts([&[0, 0, 0, 0, 1, 2], &[0, 0, 0, 0, 0, 1, 2]]))
}

/// Generates tables in which conditions compare captures of conditions.
pub(crate) fn tables_with_compared_captures() -> impl Strategy<Value = Table> {
    tables_of(frame_with_captures(), parts([&[0, 1, 1, 1, 2], &[0, 1, 2]]))
}

fn tables_of(
    frame: impl Strategy<Value = Frame>,
    parts: impl Strategy<Value = RuleParts>,
) -> impl Strategy<Value = Table> {
    (frame, vec(parts, 1..5)).prop_map(|(frame, mut rules)| {
        relate(&mut rules);
        let mut document = Document::default();
        document.scopes.push(Scope { options: frame.defaults.clone(), ..Scope::default() });
        if let Some(host) = frame.group {
            let condition = to_syntax(&("host", None, false, Operator::Equal, &[]));
            let conditions = vec![Condition { values: vec![host.into()], ..condition }];
            let kind = ScopeKind::Group(None);
            document.scopes.push(Scope {
                kind,
                parent: Some(ScopeId::new(0)),
                conditions,
                ..Scope::default()
            });
        }
        let rules = rules.iter().zip(1..);
        document.rules.extend(rules.map(|(parts, line)| rule(&frame, parts, line)));
        let origin = frame.defaults.iter().find(|setting| setting.name == "origin");
        let (origin, default) = (origin.map(|_| "a.example"), ScopeId::new(0));
        Table { document, origin, from: Vec::new(), default }
    })
}

/// Generates tables with canonical URLs. Rules that are not canonical are missing from them.
pub(crate) fn canonical_tables() -> impl Strategy<Value = Table> {
    (tables(), canonical()).prop_map(|(table, canonical)| table.with_canonical(&canonical))
}

/// Makes sources overlap with other sources, and targets lead to other rules.
fn relate(rules: &mut [RuleParts]) {
    for at in 0..rules.len() {
        if let Some(other) = rules[at].narrows.filter(|_| at > 0) {
            let mut narrowed = false;
            let source = rules[other % at].source.clone();
            let narrow = |segment| match segment {
                "{@}" | "{@:[ab]+}" if !narrowed => {
                    narrowed = true;
                    "{@:a|b}"
                }
                "{*@}" if !narrowed => {
                    narrowed = true;
                    "{@}"
                }
                segment => segment,
            };
            rules[at].source = source.into_iter().map(narrow).collect();
        }
    }
    for at in 0..rules.len() {
        if let Some(other) = rules[at].aims {
            let source = rules[other % rules.len()].source.clone();
            let target = |segment| match segment {
                "{@}" | "{*@}" | "{@:a|b}" | "{@:[ab]+}" | "{@?}" | "{*@?}" | "{@?:a|b}" => "@",
                "a-{@}" => "a-@",
                "{@}-b" | "{*@}-b" => "@-b",
                "{@}-{@}" => "@-@",
                segment => segment,
            };
            rules[at].target = source.into_iter().map(target).collect();
        }
    }
}

fn frame() -> impl Strategy<Value = Frame> {
    let conditions = [0..INDEPENDENT, 0..INDEPENDENT];
    let defaults = [
        Setting::with_word("slash", "either"),
        Setting::with_word("case", "ignore"),
        Setting::with_text("origin", "https://a.example"),
        Setting {
            name: "languages".into(),
            argument: None,
            value: SettingValue::List(vec!["de".into(), "fr".into()]),
        },
    ]
    .map(|setting| {
        proptest::bool::weighted(0.3).prop_map(move |is_set| is_set.then(|| setting.clone()))
    })
    .prop_map(|set| set.into_iter().flatten().collect());
    let group = select(vec![None, None, None, Some("a.example"), Some("{g}.example")]);
    (conditions, defaults, group).prop_map(|(conditions, defaults, group)| Frame {
        conditions,
        defaults,
        group,
    })
}

/// Generates frames in which the second condition compares a capture of the first one or of the
/// group.
fn frame_with_captures() -> impl Strategy<Value = Frame> {
    (frame(), any::<[Index; 2]>()).prop_map(|(frame, [first, second])| {
        let declares = |at: &usize| CONDITIONS[*at].iter().any(|it| captured(it).is_some());
        let declaring: Vec<_> = (0..CONDITIONS.len()).filter(declares).collect();
        let first = *first.get(&declaring);
        let of_group = frame.group.filter(|host| host.contains("{g}")).map(|_| "g");
        let name = of_group.or_else(|| CONDITIONS[first].iter().find_map(captured));
        let second = condition_on(name.unwrap(), second);
        Frame { conditions: [first, second], ..frame }
    })
}

/// Returns the number of one of the conditions on a capture.
fn condition_on(name: &str, index: Index) -> usize {
    let numbers: Vec<_> = (0..CONDITIONS.len()).filter(|&at| CONDITIONS[at][0].0 == name).collect();
    *index.get(&numbers)
}

fn canonical() -> impl Strategy<Value = Canonical> {
    let from = select(&OTHER_HOSTS);
    let form = (
        select(&["keep", "strip", "add"][..]),
        select(&["keep", "lower"][..]),
        select(&["keep", "merge"][..]),
    );
    (select(&["301", "302", "307", "308"][..]), from, form).prop_map(
        |(status, from, (slash, case, slashes))| Canonical { status, from, slash, case, slashes },
    )
}

/// Generates a segment of a source. Few of them are optional, because rules after a source with an
/// optional segment are not flattened.
fn source_segment() -> impl Strategy<Value = &'static str> {
    prop_oneof![2 => select(&SEGMENTS[..REQUIRED]), 1 => select(&SEGMENTS)]
}

/// Generates the choices of a rule. `conditions` are the possible choices of its two conditions.
fn parts(conditions: [&'static [u8]; 2]) -> impl Strategy<Value = RuleParts> {
    let segments = prop_oneof![3 => 1..2usize, 3 => 2..3usize, 1 => 3..4usize];
    let source = segments.clone().prop_flat_map(|count| vec(source_segment(), count));
    let target = segments.prop_flat_map(|count| vec(select(&TARGET_SEGMENTS), count));
    let conditions = conditions.map(select);
    let options = [("query", "drop"), ("slash", "either"), ("case", "ignore"), ("slash", "exact")]
        .map(|option| proptest::option::weighted(0.1, Just(option)));
    let matching = (select(&METHODS), source, conditions, proptest::bool::weighted(0.3));
    let action = (select(&STATUSES), select(&ORIGINS), target, select(&QUERIES));
    let is_reversed = proptest::bool::weighted(0.2);
    let order = (prop_oneof![4 => Just(0), 1 => Just(1usize)], is_reversed);
    let others =
        [proptest::option::weighted(0.3, 0..4usize), proptest::option::weighted(0.65, 0..4usize)];
    (matching, action, order, options, others).prop_map(
        |(
            (methods, source, conditions, is_in_group),
            action,
            (first, is_reversed),
            options,
            others,
        )| {
            let [narrows, aims] = others;
            let (status, origin, target, query) = action;
            let options = settings(options);
            RuleParts {
                methods,
                source,
                conditions,
                status,
                origin,
                target,
                query,
                first,
                is_reversed,
                options,
                is_in_group,
                narrows,
                aims,
            }
        },
    )
}

fn settings(options: [Option<(&'static str, &'static str)>; 4]) -> Settings<'static> {
    let mut settings = Settings::new();
    for (key, value) in options.into_iter().flatten() {
        if !settings.iter().any(|known| known.name == key) {
            settings.push(Setting::with_word(key, value));
        }
    }
    settings
}

fn rule(frame: &Frame, parts: &RuleParts, line: u32) -> Rule<'static> {
    let (source, mut captures) = source(&parts.source);
    let scope = usize::from(parts.is_in_group && frame.group.is_some());
    let group = frame.group.filter(|host| scope > 0 && host.contains('{'));
    let mut conditions = Vec::new();
    let chosen = frame.conditions.into_iter().zip(parts.conditions);
    for (condition, choice) in chosen.filter(|(_, choice)| *choice > 0) {
        let template = CONDITIONS[condition][usize::from(choice - 1)];
        let is_presence = template.3 == Operator::Present;
        let is_known = match template.0 {
            "x" if is_presence => source.contains("x?"),
            "x" => captures.contains(&"x"),
            "g" => group.is_some(),
            name if CAPTURED.contains(&name) => captures.contains(&name),
            _ => true,
        };
        let is_new = |name| !captures.contains(&name);
        if is_known && captured(&template).is_none_or(is_new) {
            captures.extend(captured(&template));
            conditions.push(to_syntax(&template));
        }
    }
    captures.extend(group.map(|_| "g"));
    let is_final = ["410", "pass"].contains(&parts.status);
    let status = match parts.status {
        "301" if parts.methods.contains(&"POST") => "308",
        "302" if parts.methods.contains(&"POST") => "307",
        status => status,
    };
    let mut options = parts.options.clone();
    options.retain(|setting| !(is_final && setting.name == "query"));
    Rule {
        methods: parts.methods.iter().map(|&method| method.into()).collect(),
        conditions,
        status: status.into(),
        target: (!is_final).then(|| target(parts, &source, &captures).into()),
        source: source.into(),
        options,
        scope: Some(ScopeId::new(scope)),
        source_location: Some(SourceLocation::new("", line, 1)),
        ..Rule::default()
    }
}

#[test]
fn conditions_have_every_subject() {
    for subject in subjects() {
        for operator in [Operator::Equal, Operator::Present] {
            let is_wanted =
                |(other, _, _, own, _): &ConditionText| *other == subject && *own == operator;
            let has_condition = CONDITIONS.iter().flatten().any(is_wanted);
            assert!(has_condition, "no condition on `{subject}` with {operator:?}");
        }
    }
}

/// Checks that the analysis never sets the value of one subject at the expense of another, which
/// would make their conditions exclude each other.
#[test]
fn conditions_on_two_subjects_can_hold_together() {
    let all = || CONDITIONS.iter().flatten();
    let pairs = all().flat_map(|first| all().map(move |second| (first, second)));
    let is_pair = |(first, second): &(&ConditionText, &ConditionText)| {
        let is_declared = !CAPTURED.contains(&second.0) || captured(first) == Some(second.0);
        first.0 != second.0 && !CAPTURED.contains(&first.0) && is_declared
    };
    for (first, second) in pairs.filter(is_pair) {
        let mut document = Document::default();
        document.rules.push(Rule {
            source: "/{x?}".into(),
            conditions: vec![to_syntax(first), to_syntax(second)],
            status: "301".into(),
            target: Some("/a/b".into()),
            ..Rule::default()
        });
        let faults = compile(&document, Vec::new()).faults;
        let texts: Vec<_> = faults.iter().map(|fault| fault.text(&document)).collect();
        // A scheme implies its default port.
        let has_scheme = |(subject, _, negated, operator, _): &ConditionText| {
            *subject == "scheme" && !negated && *operator != Operator::NotEqual
        };
        let has_no_port = |(subject, _, negated, operator, _): &ConditionText| {
            *subject == "port" && *negated && *operator == Operator::Present
        };
        let is_contradiction =
            has_scheme(first) && has_no_port(second) || has_no_port(first) && has_scheme(second);
        assert_eq!(!texts.is_empty(), is_contradiction, "{first:?} and {second:?}: {texts:?}");
    }
}

fn captured(template: &ConditionText) -> Option<&'static str> {
    template.4.first().and_then(|value| match *value {
        "{*s}" | "b.{*s}" | "{s}.example" | "{s}.a.example" => Some("s"),
        "{t}" => Some("t"),
        "{h}-{i}" | "a{*h}" => Some("h"),
        _ => None,
    })
}

fn to_syntax((subject, name, negated, operator, values): &ConditionText) -> Condition<'static> {
    Condition {
        negated: *negated,
        subject: (*subject).into(),
        argument: name.map(Into::into),
        operator: *operator,
        values: values.iter().map(|&value| value.into()).collect(),
    }
}

/// Builds a source and its captures, with at most one catch-all and no leading double slash.
fn source(segments: &[&str]) -> (String, Vec<&'static str>) {
    let mut source = String::new();
    let mut captures = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        let segment =
            if source.contains("{*") { segment.replace("{*", "{") } else { (*segment).into() };
        let segment =
            if segment.is_empty() && at == 0 && segments.len() > 1 { "b".into() } else { segment };
        source.push('/');
        for (at, text) in segment.split('@').enumerate() {
            if at > 0 {
                let name = NAMES[captures.len() % NAMES.len()];
                captures.push(name);
                source += name;
            }
            source += text;
        }
    }
    (source, captures)
}

fn target(parts: &RuleParts, source: &str, captures: &[&str]) -> String {
    let mut captures: Vec<&str> = captures.to_vec();
    if parts.is_reversed {
        captures.reverse();
    }
    let mut next = captures.iter().cycle().skip(parts.first);
    let mut fill = |text: &str| {
        let mut fill = String::new();
        for (at, text) in text.split('@').enumerate() {
            if at > 0 {
                match next.next() {
                    Some(name) => fill.extend(["{", name, "}"]),
                    None => fill.push('b'),
                }
            }
            fill += text;
        }
        fill
    };
    let segments: Vec<_> = parts.target.iter().map(|segment| fill(segment)).collect();
    let path = format!("/{}", segments.join("/"));
    let path = if path.starts_with("//") { format!("/b{}", &path[1..]) } else { path };
    let is_required = |name: &&&str| !source.contains(&format!("{name}?"));
    let label = captures.iter().find(|name| ["s", "g"].contains(name));
    let label = label.or(captures.iter().find(is_required));
    let is_open = parts.origin == "https://{s}" && label != Some(&"s");
    let origin = match label.filter(|_| !is_open) {
        Some(label) => parts.origin.replace("{s}", &format!("{{{label}}}")),
        None => parts.origin.replace("{s}", "b"),
    };
    format!("{origin}{path}{}", fill(parts.query))
}

impl fmt::Debug for Table {
    /// Formats the table as an author writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.default.index() > 0 {
            let canonical = self.document.scope(ScopeId::new(0));
            let options = canonical.options.iter().map(|setting| format!(" {setting}"));
            let ScopeKind::Canonical(status) = &canonical.kind else { return Err(fmt::Error) };
            writeln!(f, "canonical {status}{}", options.collect::<String>())?;
        }
        let defaults =
            self.document.scope(self.default).options.iter().map(|setting| format!(" {setting}"));
        writeln!(f, "default{}", defaults.collect::<String>())?;
        for rule in &self.document.rules {
            let group =
                rule.scope.filter(|id| *id > self.default).map(|id| self.document.scope(id));
            let outer = group.into_iter().flat_map(|scope| &scope.conditions);
            let outer: Vec<_> = outer.map(|condition| format!("group {condition}")).collect();
            let own = rule.conditions.iter().map(ToString::to_string);
            let all: Vec<_> = outer.into_iter().chain(own).collect();
            let guard =
                if all.is_empty() { String::new() } else { format!(" if {}", all.join(" && ")) };
            let options = rule.options.iter().map(|setting| format!(" {setting}"));
            let options: String = options.collect();
            let methods = rule.methods.join("|");
            let target = rule.target.as_deref().unwrap_or_default();
            let (number, source) = (rule.source_location.unwrap().line() - 1, &rule.source);
            writeln!(
                f,
                "{number}: {methods} \"{source}\"{guard} => {} \"{target}\"{options}",
                rule.status
            )?;
        }
        Ok(())
    }
}
