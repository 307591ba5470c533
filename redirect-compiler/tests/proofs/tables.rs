//! Generators of tables with few characters, so that all short requests to them can be tried.

use std::fmt;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use redirect_compiler::syntax::{
    Condition, Document, Operator, Rule, Scope, ScopeId, ScopeKind, Settings,
};
use redirect_compiler::{compile, subjects};
use redirect_core::SourceLocation;

/// The segments of sources. `@` is replaced with the next name.
const SEGMENTS: [&str; 20] = [
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
];

/// The segments of targets. `@` is replaced with a capture, if there is one.
const TARGET_SEGMENTS: [&str; 14] =
    ["a", "a", "b", "b", "", "ab", "@", "@", "@", "@", "@", "a-@", "@-b", "@-@"];

const NAMES: [&str; 6] = ["x", "y", "z", "u", "v", "w"];

/// A condition: subject, name, negation, operator, values.
type ConditionText = (&'static str, Option<&'static str>, bool, Operator, &'static [&'static str]);

/// Conditions, each with its opposite.
const CONDITIONS: [[ConditionText; 2]; 16] = [
    [
        ("host", None, false, Operator::Equal, &["a.example"]),
        ("host", None, false, Operator::NotEqual, &["a.example"]),
    ],
    [
        ("host", None, false, Operator::Equal, &["{s}.example"]),
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
    [("x", None, false, Operator::Equal, &["a"]), ("x", None, false, Operator::NotEqual, &["a"])],
    [("x", None, false, Operator::In, &["a", "b"]), ("x", None, true, Operator::In, &["a", "b"])],
];

const METHODS: [&[&str]; 10] =
    [&[], &[], &[], &[], &[], &[], &["GET"], &["GET"], &["POST"], &["GET", "POST"]];

const STATUSES: [&str; 12] =
    ["301", "301", "302", "302", "303", "307", "307", "308", "308", "308", "410", "pass"];

const ORIGINS: [&str; 12] = [
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
    "https://{s}.example",
];

const QUERIES: [&str; 10] = ["", "", "", "", "", "", "?q=a", "?q=b", "?q=@", "?r=1"];

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

#[derive(Clone)]
pub(crate) struct Table {
    pub(crate) document: Document<'static>,
    pub(crate) origin: Option<&'static str>,
}

pub(crate) fn tables() -> impl Strategy<Value = Table> {
    (frame(), vec(parts(), 1..5)).prop_map(|(frame, mut rules)| {
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
        let origin = frame.defaults.iter().find(|(key, _)| key == "origin");
        Table { document, origin: origin.map(|_| "a.example") }
    })
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
                "{@}" | "{*@}" | "{@:a|b}" | "{@:[ab]+}" => "@",
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
    let conditions = [0..CONDITIONS.len(), 0..CONDITIONS.len()];
    let defaults = [("slash", "either"), ("case", "ignore"), ("origin", "\"https://a.example\"")]
        .map(|(key, value)| {
            proptest::bool::weighted(0.3)
                .prop_map(move |is_set| is_set.then_some((key.into(), value.into())))
        })
        .prop_map(|set| set.into_iter().flatten().collect());
    let group = select(vec![None, None, None, Some("a.example"), Some("{g}.example")]);
    (conditions, defaults, group).prop_map(|(conditions, defaults, group)| Frame {
        conditions,
        defaults,
        group,
    })
}

fn parts() -> impl Strategy<Value = RuleParts> {
    let segments = prop_oneof![3 => 1..2usize, 3 => 2..3usize, 1 => 3..4usize];
    let source = segments.clone().prop_flat_map(|count| vec(select(&SEGMENTS), count));
    let target = segments.prop_flat_map(|count| vec(select(&TARGET_SEGMENTS), count));
    let conditions = [select(&[0, 0, 0, 0, 1, 2][..]), select(&[0, 0, 0, 0, 0, 1, 2][..])];
    let options = [("query", "drop"), ("slash", "either"), ("case", "ignore"), ("slash", "exact")]
        .map(|option| proptest::option::weighted(0.1, Just(option)));
    let matching = (select(&METHODS), source, conditions, proptest::bool::weighted(0.3));
    let action = (select(&STATUSES), select(&ORIGINS), target, select(&QUERIES));
    let is_reversed = proptest::bool::weighted(0.2);
    let order = (prop_oneof![4 => Just(0), 1 => Just(1usize)], is_reversed);
    let others =
        [proptest::option::weighted(0.3, 0..4usize), proptest::option::weighted(0.5, 0..4usize)];
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
        if !settings.iter().any(|(known, _)| known == key) {
            settings.push((key.into(), value.into()));
        }
    }
    settings
}

fn rule(frame: &Frame, parts: &RuleParts, line: u32) -> Rule<'static> {
    let (source, mut captures) = source(&parts.source);
    let scope = usize::from(parts.is_in_group && frame.group.is_some());
    let mut conditions = Vec::new();
    let chosen = frame.conditions.into_iter().zip(parts.conditions);
    for (condition, choice) in chosen.filter(|(_, choice)| *choice > 0) {
        let template = CONDITIONS[condition][usize::from(choice - 1)];
        let is_known = template.0 != "x" || captures.contains(&"x");
        let is_new = |other: &Condition<'_>| other.subject != template.0;
        let is_in_group = scope > 0 && template.0 == "host";
        if is_known && conditions.iter().all(is_new) && !is_in_group {
            captures.extend(captured(&template));
            conditions.push(to_syntax(&template));
        }
    }
    let group = frame.group.filter(|host| scope > 0 && host.contains('{'));
    captures.extend(group.map(|_| "g"));
    let is_final = ["410", "pass"].contains(&parts.status);
    let status = match parts.status {
        "301" if parts.methods.contains(&"POST") => "308",
        "302" if parts.methods.contains(&"POST") => "307",
        status => status,
    };
    let mut options = parts.options.clone();
    options.retain(|(key, _)| !(is_final && key == "query"));
    Rule {
        methods: parts.methods.iter().map(|&method| method.into()).collect(),
        source: source.into(),
        conditions,
        status: status.into(),
        target: (!is_final).then(|| target(parts, &captures).into()),
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
    for (first, second) in pairs.filter(|(first, second)| first.0 != second.0) {
        let mut document = Document::default();
        document.rules.push(Rule {
            source: "/{x}".into(),
            conditions: vec![to_syntax(first), to_syntax(second)],
            status: "301".into(),
            target: Some("/a/b".into()),
            ..Rule::default()
        });
        let faults = compile(&document, Vec::new()).faults;
        let texts: Vec<_> = faults.iter().map(|fault| fault.text(&document)).collect();
        assert!(texts.is_empty(), "{first:?} and {second:?}: {texts:?}");
    }
}

fn captured(template: &ConditionText) -> Option<&'static str> {
    template.4.first().and_then(|value| match *value {
        "{s}.example" => Some("s"),
        "{t}" => Some("t"),
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

fn target(parts: &RuleParts, captures: &[&str]) -> String {
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
    let label = captures.iter().find(|name| ["s", "g"].contains(name)).or(captures.first());
    let origin = match label {
        Some(label) => parts.origin.replace("{s}", &format!("{{{label}}}")),
        None => parts.origin.replace("{s}", "b"),
    };
    format!("{origin}{path}{}", fill(parts.query))
}

impl fmt::Debug for Table {
    /// Formats the table as an author writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "default {:?}", self.document.scopes[0].options)?;
        for rule in &self.document.rules {
            let group = rule.scope.filter(|id| id.index() > 0).map(|id| self.document.scope(id));
            let outer = group.into_iter().flat_map(|scope| &scope.conditions);
            let outer: Vec<_> = outer.map(|condition| format!("group {condition}")).collect();
            let own = rule.conditions.iter().map(ToString::to_string);
            let all: Vec<_> = outer.into_iter().chain(own).collect();
            let guard =
                if all.is_empty() { String::new() } else { format!(" if {}", all.join(" && ")) };
            let options = rule.options.iter().map(|(key, value)| format!(" {key}: {value}"));
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
