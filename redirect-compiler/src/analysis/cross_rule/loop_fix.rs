//! Edits that break a redirect loop.

use crate::analysis::model::sample_request::SampleRequest;
use crate::analysis::model::site::Site;
use crate::diagnostic::kind::LoopFix;
use crate::lower::braces::{SpannedToken, Token, tokenize};
use crate::lower::checked_rule::{CheckedIndex, CheckedRule};
use crate::lower::source::Source;
use crate::syntax::rule::Dialect;
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
    if rule.syntax.dialect != Dialect::Macro || hops.iter().any(|(_, other)| other != index) {
        return None;
    }
    if is_cycle && hops.len() == 1 && is_https_redirect(rule) {
        return Some(LoopFix::Scheme { has_conditions: !rule.syntax.conditions.is_empty() });
    }
    pass_source(rule).map(|source| LoopFix::Pass { source })
}

/// Returns whether a rule redirects to https and also matches requests over https.
fn is_https_redirect(rule: &CheckedRule<'_>) -> bool {
    let is_scheme = |subject: &Subject<Vec<u8>>| *subject == Subject::Scheme;
    let has_scheme = rule.conditions.iter().any(|scoped| is_scheme(&scoped.condition.subject));
    let target = rule.syntax.target.as_deref().unwrap_or_default();
    target.starts_with("https://") && !has_scheme
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
    let (mut source, mut literal_len) = (String::new(), 0);
    for token in tokenize(path).ok()? {
        match token.value {
            Token::Text(_) => {
                source += &path[token.range.clone()];
                literal_len += token.range.len();
            }
            Token::Capture(capture) => source += declaration(capture.name)?,
        }
    }
    // The shortest path that the rule matches has at most one byte for each capture.
    let mut shortest_len = 0;
    for token in &tokens {
        shortest_len += if token.capture().is_some() { 1 } else { token.range.len() };
    }
    let source = source.strip_prefix(prefix(rule)?)?.to_owned();
    let mut faults = Vec::new();
    Source::parse(&source, &mut faults)?;
    (faults.is_empty() && literal_len > shortest_len).then_some(source)
}

/// Returns the prefix of the groups around a rule.
fn prefix<'r>(rule: &'r CheckedRule<'_>) -> Option<&'r str> {
    match (&rule.source_text[..], &rule.syntax.source[..]) {
        (whole, own) if whole == own => Some(""),
        (whole, "/") => Some(whole),
        (whole, own) => whole.strip_suffix(own),
    }
}
