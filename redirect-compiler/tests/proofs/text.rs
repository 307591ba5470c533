//! Tables in a subset of the macro's syntax, with one rule on each line.

use redirect_compiler::syntax::{
    Condition, Document, Operator, Rule, Scope, ScopeId, ScopeKind, Setting, Settings,
};
use redirect_core::SourceLocation;

use super::tables::Table;

/// Parses a table. The first line may be a `default`, and a `group` line with conditions applies to
/// the rules that begin with `|`.
pub(crate) fn table(text: &'static str) -> Table {
    let mut document = Document::default();
    document.scopes.push(Scope::default());
    let mut origin = None;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(options) = line.strip_prefix("default ") {
            document.scopes[0].options = settings(options);
            let options = &document.scopes[0].options;
            let of_origin = options.iter().find(|setting| setting.name == "origin");
            origin = of_origin.map(|_| options_host(line));
        } else if let Some(conditions) = line.strip_prefix("group ") {
            document.scopes.push(Scope {
                kind: ScopeKind::Group(None),
                parent: Some(ScopeId::new(0)),
                conditions: conditions.split(" && ").map(condition).collect(),
                ..Scope::default()
            });
        } else {
            let line_number = u32::try_from(document.rules.len()).unwrap() + 1;
            document.rules.push(rule(line, line_number));
        }
    }
    Table { document, origin, from: Vec::new(), default: ScopeId::new(0) }
}

fn options_host(line: &'static str) -> &'static str {
    line.split("https://").nth(1).and_then(|rest| rest.split('"').next()).unwrap()
}

fn rule(line: &'static str, number: u32) -> Rule<'static> {
    let (scope, line) = match line.strip_prefix('|') {
        Some(line) => (1, line.trim()),
        None => (0, line),
    };
    let (matching, action) = line.split_once(" => ").unwrap();
    let (methods, rest) = matching.split_once('"').unwrap();
    let (source, conditions) = rest.split_once('"').unwrap();
    let conditions = conditions.trim().strip_prefix("if ");
    let (action, options) = match action.split_once(" {") {
        Some((action, options)) => (action, settings(options)),
        None => (action, Settings::new()),
    };
    let (status, target) = action.trim().split_once(' ').unwrap_or((action.trim(), ""));
    let target = target.trim().trim_matches('"');
    Rule {
        methods: methods.trim().split('|').filter(|m| !m.is_empty()).map(Into::into).collect(),
        source: source.into(),
        conditions: conditions
            .into_iter()
            .flat_map(|all| all.split(" && "))
            .map(condition)
            .collect(),
        status: status.into(),
        target: (!target.is_empty()).then(|| target.into()),
        options,
        scope: Some(ScopeId::new(scope)),
        source_location: Some(SourceLocation::new("", number, 1)),
        ..Rule::default()
    }
}

/// Parses options with or without the braces around them.
fn settings(text: &'static str) -> Settings<'static> {
    let text = text.trim_matches(['{', '}', ' ']);
    let pairs = text.split(", ").filter_map(|pair| pair.split_once(": "));
    pairs.map(|(key, value)| setting(key, value)).collect()
}

/// Parses an option. A value in quotes is a string.
fn setting(key: &'static str, value: &'static str) -> Setting<'static> {
    match value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) {
        Some(text) => Setting::with_text(key, text),
        None => Setting::with_word(key, value),
    }
}

fn condition(text: &'static str) -> Condition<'static> {
    let (negated, text) = match text.trim().strip_prefix('!') {
        Some(text) => (true, text),
        None => (false, text.trim()),
    };
    let (subject, operator, values) = match text {
        _ if text.contains(" == ") => split(text, " == ", Operator::Equal),
        _ if text.contains(" != ") => split(text, " != ", Operator::NotEqual),
        _ if text.contains(" in ") => split(text, " in ", Operator::In),
        _ => (text, Operator::Present, ""),
    };
    let (subject, argument) = match subject.split_once("[\"") {
        Some((subject, argument)) => (subject, argument.strip_suffix("\"]")),
        None => (subject, None),
    };
    let values = values.split(", ").map(|value| value.trim_matches(['[', ']']));
    let values = values.filter(|value| !value.is_empty());
    Condition {
        negated,
        subject: subject.into(),
        argument: argument.map(Into::into),
        operator,
        values: values.map(|value| value[1..value.len() - 1].into()).collect(),
    }
}

fn split(
    text: &'static str,
    operator: &str,
    parsed: Operator,
) -> (&'static str, Operator, &'static str) {
    let (subject, values) = text.split_once(operator).unwrap();
    (subject, parsed, values)
}
