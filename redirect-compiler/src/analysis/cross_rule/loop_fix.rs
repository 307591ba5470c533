//! Edits that break a redirect loop.

use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::site::Site;
use crate::diagnostic::kind::LoopFix;
use crate::lower::braces::{SpannedToken, Token, has_captures, tokenize};
use crate::lower::checked_rule::{CheckedIndex, CheckedRule};
use crate::lower::location::components::TargetComponents;
use crate::lower::pattern::Capture;
use crate::lower::source::Source;
use redirect_core::internals::canonical::FinalSlash;
use redirect_core::internals::condition::Subject;

/// Returns the edit that breaks a loop of one rule, if there is an obvious one.
pub(super) fn loop_fix(
    site: &Site<'_, '_>,
    hops: &[(SampleRequest, CheckedIndex)],
    is_cycle: bool,
) -> Option<LoopFix> {
    let (_, index) = hops.first()?;
    let rule = site.rule(*index);
    // Lines of files have neither conditions nor `pass`.
    if !rule.syntax.dialect.is_macro_syntax() || hops.iter().any(|(_, other)| other != index) {
        return None;
    }
    // The rule alone does not loop if the redirect to the canonical URL is in the cycle.
    let is_corrected = |(request, rule): &(SampleRequest, CheckedIndex)| {
        site.hops(request, *rule).iter().any(|hop| hop.correction.is_some())
    };
    if hops.iter().any(is_corrected) {
        return None;
    }
    if is_cycle && hops.len() == 1 && is_https_redirect(rule) {
        return Some(LoopFix::Scheme { has_conditions: !rule.syntax.conditions.is_empty() });
    }
    if adds_final_slash(rule) {
        return Some(LoopFix::Canonical { option: "slash: add" });
    }
    let option = if is_cycle && hops.len() == 1 { option_fix(rule) } else { None };
    option.or_else(|| pass_source(rule).map(|source| LoopFix::Pass { source }))
}

/// Returns whether a rule redirects to https and also matches requests over https.
fn is_https_redirect(rule: &CheckedRule<'_>) -> bool {
    let is_scheme = |subject: &Subject<Vec<u8>>| *subject == Subject::Scheme;
    let has_scheme = rule.conditions.iter().any(|scoped| is_scheme(&scoped.condition.subject));
    let target = rule.syntax.target.as_deref().unwrap_or_default();
    target.starts_with("https://") && !has_scheme
}

/// Returns whether a rule only adds a slash to the end of all paths, as `/{*path}` to `/{path}/`.
fn adds_final_slash(rule: &CheckedRule<'_>) -> bool {
    let target = rule.syntax.target.as_deref().unwrap_or_default();
    let is_declared = rule.options.canonical.is_some();
    let [Capture { name, is_catch_all: true, .. }] = &rule.source.captures[..] else {
        return false;
    };
    !is_declared && target == format!("/{{{name}}}/") && rule.source_text.starts_with("/{*")
}

/// Returns the change of an option of a rule whose source and target are equal apart from their
/// case or their final slash.
fn option_fix(rule: &CheckedRule<'_>) -> Option<LoopFix> {
    let target = rule.syntax.target.as_deref()?;
    let path = TargetComponents::new(target).path;
    let target = &target[path];
    let mut source = String::new();
    for token in tokenize(&rule.source_text).ok()? {
        match token.capture() {
            Some(capture) => {
                for part in ["{", capture.name, "}"] {
                    source += part;
                }
            }
            None => source += &rule.source_text[token.range],
        }
    }
    let mode = rule.source.mode;
    let has_other_slash = source.ends_with('/') != target.ends_with('/');
    let is_declared = rule.options.canonical_form().final_slash != FinalSlash::Keep;
    let (name, value) = if mode.optional_slash && has_other_slash && !is_declared {
        ("slash", "exact")
    } else if mode.ignore_case && source != target {
        ("case", "exact")
    } else {
        return None;
    };
    let source = source.trim_end_matches('/');
    let is_own = rule.syntax.options.iter().any(|setting| setting.name == name);
    source.eq_ignore_ascii_case(target.trim_end_matches('/')).then_some(LoopFix::Option {
        name,
        value,
        is_own,
    })
}

/// Returns the source of a `pass` rule for the targets of a rule: `/en/{*page}` if the rule
/// redirects `/{*page}` to `/en/{page}`. Returns `None` if it could match all requests of the rule.
fn pass_source(rule: &CheckedRule<'_>) -> Option<String> {
    let target = rule.syntax.target.as_deref()?;
    let path = target.split(['?', '#']).next()?;
    if !path.starts_with('/') || rule.options.mount.is_some() {
        return None;
    }
    let tokens = tokenize(&rule.source_text).ok()?;
    let declaration = |name: &str| {
        let is_declaration =
            |token: &&SpannedToken<'_>| token.capture().is_some_and(|capture| capture.name == name);
        let token = tokens.iter().find(is_declaration)?;
        Some(&rule.source_text[token.range.clone()])
    };
    let target_tokens = tokenize(path).ok()?;
    let is_used = |name: &str| {
        target_tokens.iter().any(|token| token.capture().is_some_and(|used| used.name == name))
    };
    let (mut source, mut literal_len) = (String::new(), 0);
    for token in &target_tokens {
        match token.value {
            Token::Text(_) => {
                source += &path[token.range.clone()];
                literal_len += token.range.len();
            }
            Token::Capture(capture) => source += declaration(capture.name)?,
        }
    }
    // The shortest path that the rule matches is shorter than any that the `pass` rule matches:
    // both have the captures of the target in common, and any others have one byte or none.
    let mut shortest_len = 0;
    for token in &tokens {
        match token.capture() {
            None => shortest_len += token.range.len(),
            Some(capture) if capture.shape.is_some() && !is_used(capture.name) => return None,
            Some(capture) => shortest_len += usize::from(!capture.is_catch_all),
        }
    }
    let source = source.strip_prefix(prefix(rule)?)?.to_owned();
    let mut faults = Vec::new();
    Source::parse(&source, rule.source.mode.ignore_case, &mut faults)?;
    // A rule with captures matches more requests than a `pass` rule without any.
    let is_narrower = literal_len > shortest_len
        || literal_len > 0 && !has_captures(&target_tokens) && has_captures(&tokens);
    (faults.is_empty() && is_narrower).then_some(source)
}

/// Returns the prefix of the groups around a rule.
fn prefix<'r>(rule: &'r CheckedRule<'_>) -> Option<&'r str> {
    match (&rule.source_text[..], &rule.syntax.source[..]) {
        (whole, own) if whole == own => Some(""),
        (whole, "/") => Some(whole),
        (whole, own) => whole.strip_suffix(own),
    }
}

#[cfg(test)]
mod tests {
    use crate::compile;
    use crate::syntax::document::{Document, Scope, ScopeKind};
    use crate::syntax::ids::ScopeId;
    use crate::syntax::rule::Rule;

    /// Returns the help for a loop in a document.
    fn help(document: &Document<'_>) -> Option<String> {
        let faults = compile(document, Vec::new()).faults;
        let text = faults.first()?.text(document);
        text.lines().find_map(|line| line.strip_prefix("help: ")).map(Into::into)
    }

    fn rule(
        source: &'static str,
        status: &'static str,
        target: Option<&'static str>,
    ) -> Rule<'static> {
        let target = target.map(Into::into);
        Rule { source: source.into(), status: status.into(), target, ..Rule::default() }
    }

    fn document(rules: Vec<Rule<'static>>) -> Document<'static> {
        Document { rules, ..Document::default() }
    }

    #[test]
    fn the_suggested_pass_rule_breaks_the_loop() {
        for (source, target, pass) in [
            ("/{*page}", "/en/{page}", "/en/{*page}"),
            ("/{*any}", "/maintenance?from=x", "/maintenance"),
            ("/{lang}/{*page}", "/en/{page}", "/en/{*page}"),
        ] {
            let redirect = || rule(source, "302", Some(target));
            let expected = format!("add `\"{pass}\" => pass` above this rule");
            assert_eq!(help(&document(vec![redirect()])), Some(expected), "{source}");
            assert_eq!(
                help(&document(vec![rule(pass, "pass", None), redirect()])),
                None,
                "{source}"
            );
        }
    }

    #[test]
    fn a_pass_rule_is_written_without_the_prefix_of_its_group() {
        let kind = ScopeKind::Group(Some("/docs".into()));
        let scope = Scope { kind, ..Scope::default() };
        let redirect = rule("/{*page}", "302", Some("/docs/latest/{page}"));
        let rules = vec![Rule { scope: Some(ScopeId::new(0)), ..redirect }];
        let help = help(&Document { rules, scopes: vec![scope], ..Document::default() });
        assert_eq!(help.as_deref(), Some("add `\"/latest/{*page}\" => pass` above this rule"));
    }

    #[test]
    fn a_rule_that_adds_a_slash_to_all_paths_becomes_a_canonical() {
        let help = help(&document(vec![rule("/{*path}", "301", Some("/{path}/"))])).unwrap();
        assert!(help.contains("canonical 308") && help.contains("slash: add"), "{help}");
    }

    #[test]
    fn no_pass_rule_is_suggested_for_all_requests_of_the_rule() {
        for (source, target) in
            [("/a", "/a"), ("/{a}/{b}", "/{b}/{a}"), ("/{*x}", "/{x}"), ("/{a:en}/{*x}", "/en/{x}")]
        {
            let help = help(&document(vec![rule(source, "302", Some(target))]));
            assert_eq!(help.as_deref().map(|help| help.contains("pass")), Some(false), "{source}");
        }
    }
}
