//! Sites as values of the builder in `redirects`.

use redirect_compiler::compile;
use redirect_compiler::syntax::Document;
use redirect_core::Redirects;
use redirects::{CanonicalUrls, Condition, Report, RuleBuilder, RuleList, Subject};

use super::canonical::FinalSlash;
use super::rule::{self, Action, Piece, escape_braces, source_text};
use super::site::{Entry, FIELD, OptionPairs, Scope, Site};

/// Returns the table of a site's text, without the locations of its rules.
pub(crate) fn table_of_text(site: &Site) -> Redirects {
    let mut document: Document<'_> = site.document();
    for rule in &mut document.rules {
        rule.source_location = None;
    }
    compile(&document, Vec::new()).table().unwrap()
}

/// Compiles the rules of a site as values.
pub(crate) fn report(site: &Site) -> Report {
    let Some(canonical) = &site.canonical else { return list(site).check() };
    let urls = CanonicalUrls::new(canonical.origin())
        .status(canonical.status.try_into().unwrap())
        .other_hosts(canonical.from.iter().copied());
    let urls = match canonical.slash {
        FinalSlash::Keep => urls,
        FinalSlash::Strip => urls.strip_final_slash(),
        FinalSlash::Add => urls.add_final_slash(),
    };
    let urls = if canonical.is_lowercase { urls.lowercase() } else { urls };
    let urls = if canonical.merges { urls.merge_slashes() } else { urls };
    urls.check(list(site))
}

/// Returns the rules of a site as values. Each rule is in a group for each of its scopes.
fn list(site: &Site) -> RuleList {
    let mut list = RuleList::new();
    if let Some(languages) = site.scopes.iter().find_map(|scope| scope.languages) {
        list = list.languages(languages.iter().copied());
    }
    for entry in &site.entries {
        let mut group = RuleList::new().rule(rule(entry));
        for scope in site.enclosing_scopes(entry.scope).into_iter().rev() {
            // The rules of a scope include those in groups, so the order of calls has no effect.
            group = RuleList::new().group(group);
            group = in_scope(group, scope);
        }
        list = list.group(group);
    }
    list
}

fn in_scope(mut group: RuleList, scope: &Scope) -> RuleList {
    if let Some(prefix) = scope.prefix {
        group = group.prefix(escape_braces(prefix));
    }
    for condition in &scope.conditions {
        group = group.when(to_condition(condition));
    }
    for (key, value) in options(&scope.options) {
        group = if key == FIELD { group.header(key, value) } else { group.option(key, value) };
    }
    group
}

fn rule(entry: &Entry) -> RuleBuilder {
    let source: String = entry.source.iter().map(source_text).collect();
    let (status, target) = entry.action.to_source();
    let mut rule = match (&entry.action, target) {
        (Action::Redirect(..), Some(target)) => {
            RuleBuilder::redirect(status.parse().unwrap(), source, target)
        }
        (Action::Final(410), _) => RuleBuilder::gone(source),
        (Action::Final(_), _) => RuleBuilder::unavailable_for_legal_reasons(source),
        _ => RuleBuilder::pass(source),
    };
    for method in &entry.methods {
        rule = rule.method(method.parse().unwrap());
    }
    for condition in &entry.conditions {
        rule = rule.when(to_condition(condition));
    }
    for (key, value) in options(&entry.options) {
        rule = if key == FIELD { rule.header(key, value) } else { rule.option(key, value) };
    }
    rule
}

fn options(options: &OptionPairs) -> impl Iterator<Item = (&'static str, &'static str)> {
    options.iter().copied()
}

fn to_condition(condition: &rule::Condition) -> Condition {
    let subject = match condition.subject {
        rule::Subject::Host => Subject::host(),
        rule::Subject::Scheme => Subject::scheme(),
        rule::Subject::Language => Subject::language(),
        rule::Subject::Header(name) => Subject::header(name),
        rule::Subject::Cookie(name) => Subject::cookie(name),
        rule::Subject::Query(name) => Subject::query(name),
        rule::Subject::Capture(name) => Subject::capture(name),
        rule::Subject::Ip => Subject::ip(),
        rule::Subject::Port => Subject::port(),
    };
    let text = |pieces: &Vec<Piece>| pieces.iter().map(source_text).collect::<String>();
    match (&condition.patterns[..], condition.negated) {
        ([], false) => subject.is_present(),
        ([], true) => subject.is_absent(),
        ([value], false) => subject.is(text(value)),
        ([value], true) => subject.is_not(text(value)),
        (values, false) => subject.is_in(values.iter().map(text)),
        (values, true) => subject.is_not_in(values.iter().map(text)),
    }
}
