//! Chains made one hop: `chain: flatten`.

use std::sync::Arc;

use crate::analysis::automata::approximation::shares_a_segment;
use crate::analysis::automata::language::WORK;
use crate::analysis::chain::{Chain, chain};
use crate::analysis::cycle::follow::MAX_HOPS;
use crate::analysis::cycle::graph::Graph;
use crate::analysis::model::site::Site;
use crate::analysis::reachability::{Cover, cover};
use crate::analysis::trivial::Plain;
use crate::diagnostic::Spanned;
use crate::diagnostic::kind::FaultKind;
use crate::lower::checked_rule::{Answer, CheckedRule};
use crate::lower::first_rule::FirstRuleByPath;
use crate::lower::location::Target;
use redirect_core::Redirects;
use redirect_core::internals::Status;
use redirect_core::internals::captures::Captures;
use redirect_core::internals::location::{Part, UriPosition};
use redirect_core::internals::pattern::{Piece, capture, capture_any_slash};
use redirect_core::internals::query::decoded;
use redirect_core::internals::text::{MatchMode, Text};

/// A target while it is followed: text with captures in braces, and what comes of its query.
#[derive(Clone, Debug)]
struct Composed {
    status: Status,
    target: Target,
    drops_query: bool,
}

/// Lets each rule that asks for it lead to the end of its chain at once. `redirects` is the table of
/// the rules. A chain is followed as long as one rule takes all that goes on, whatever else a request
/// says; the end may be on another host.
pub(crate) fn flatten(rules: &mut [CheckedRule<'_>], redirects: &Redirects) {
    let flattened: Vec<_> = {
        let site = Site::new(Plain::of(rules, FirstRuleByPath::of(rules)), redirects);
        let graph = Graph::of(&site);
        let asks = |rule: &usize| rules[*rule].flattens();
        let flattened =
            (0..rules.len()).filter(asks).map(|rule| (rule, composed(&site, &graph, rule)));
        flattened.collect()
    };
    for (rule, composed) in flattened {
        let Some(composed) = composed else { continue };
        rules[rule].answer = Answer::Redirect(composed.status, composed.target);
        Arc::make_mut(&mut rules[rule].options).drops_query = Some(composed.drops_query);
    }
}

/// Where a rule leads once its chain is followed to the end; `None` where it has no chain.
fn composed(site: &Site<'_, '_>, graph: &Graph, rule: usize) -> Option<Composed> {
    let first = &site.rules[rule];
    let Answer::Redirect(status, target) = &first.answer else { return None };
    let mut composed =
        Composed { status: *status, target: target.clone(), drops_query: first.drops_query() };
    let mut last = rule;
    let mut hops = 0;
    while let Some(next) = next(site, graph, last).filter(|next| *next != rule && hops < MAX_HOPS) {
        let Some(further) = composed.through(first, &site.rules[next]) else { break };
        composed = further;
        (last, hops) = (next, hops + 1);
    }
    (hops > 0).then_some(composed)
}

/// The one rule that takes all that a rule answers, whatever else a request says.
fn next(site: &Site<'_, '_>, graph: &Graph, rule: usize) -> Option<usize> {
    let mut work = WORK;
    let Cover::Reached(example) = cover(site, rule, &mut work) else { return None };
    match chain(site, graph, rule, &example, &mut work) {
        Chain::GoesOn { rules, .. } => match rules[..] {
            [next] if site.rules[next].conditions.is_empty() => Some(next),
            _ => None,
        },
        Chain::Ends(_) | Chain::Undecided => None,
    }
}

impl Composed {
    /// The same, one hop further; `None` where the captures of the next rule are not parts of this
    /// target for all values alike.
    fn through(&self, first: &CheckedRule<'_>, next: &CheckedRule<'_>) -> Option<Composed> {
        let Answer::Redirect(status, target) = &next.answer else { return None };
        let (here, there) = (Split::of(&self.target.parts), Split::of(&target.parts));
        let filling = Substitution { first, values: values(first, &here, next)? };
        // A path is one of the host that the request before it went to.
        let before = if there.before.is_empty() {
            first.written_parts(here.before)
        } else {
            filling.text(there.before)?
        };
        let path = filling.text(there.path)?;
        let mut parameters = vec![filling.text(there.query)?];
        if !next.drops_query() {
            let carried = first.written_parts(here.query);
            let is_set = |parameter: &&str| {
                let name = parameter.split('=').next().unwrap_or_default();
                target.names.iter().any(|set| decoded(name.as_bytes()).eq(set.iter().copied()))
            };
            let kept = carried.split('&').filter(|parameter| !is_set(parameter));
            parameters.extend(kept.map(Into::into));
        }
        parameters.retain(|parameter| !parameter.is_empty());
        let query = joined("?", &parameters.join("&"));
        let fragment = match there.fragment {
            [] => first.written_parts(here.fragment),
            fragment => filling.text(fragment)?,
        };
        let text = format!("{before}{path}{query}{}", joined("#", &fragment));
        let mut faults: Vec<Spanned<FaultKind>> = Vec::new();
        let target = Target::parse(&text, Some(&first.captures()), &mut faults)?;
        faults.is_empty().then(|| Composed {
            status: self.status.weaker(*status),
            target,
            drops_query: self.drops_query || next.drops_query(),
        })
    }
}

fn joined(sign: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{sign}{text}") }
}

type Parts<'t> = &'t [Part<Vec<u8>>];

/// The components of a target.
struct Split<'t> {
    before: Parts<'t>,
    path: Parts<'t>,
    query: Parts<'t>,
    fragment: Parts<'t>,
}

impl<'t> Split<'t> {
    fn of(parts: Parts<'t>) -> Split<'t> {
        let (rest, fragment) = cut(parts, &Part::Fragment);
        let (rest, query) = cut(rest, &Part::Query);
        let (before, path) = cut(rest, &Part::Path);
        Split { before, path, query, fragment }
    }
}

/// What stands before a part and behind it.
fn cut<'t>(parts: Parts<'t>, at: &Part<Vec<u8>>) -> (Parts<'t>, Parts<'t>) {
    match parts.iter().position(|part| part == at) {
        Some(at) => (&parts[..at], &parts[at + 1..]),
        None => (parts, &[]),
    }
}

impl CheckedRule<'_> {
    /// Parts of its target, with its captures in braces.
    fn written_parts(&self, parts: &[Part<Vec<u8>>]) -> String {
        let captures = self.captures();
        let text = |part: &Part<Vec<u8>>| match part {
            Part::Literal(text) => String::from_utf8_lossy(text).into_owned(),
            Part::Capture(_, index) => {
                captures.get(*index).map_or_else(String::new, |c| format!("{{{}}}", c.name))
            }
            Part::Path | Part::Query | Part::Fragment => String::new(),
        };
        parts.iter().map(text).collect()
    }
}

/// The captures of the next rule, as parts of the target before it.
struct Substitution<'f, 'a> {
    first: &'f CheckedRule<'a>,
    /// Each as bytes of a path, in which a capture of the first rule is its number, from 1.
    values: Vec<Vec<u8>>,
}

impl Substitution<'_, '_> {
    fn text(&self, parts: &[Part<Vec<u8>>]) -> Option<String> {
        let text = |part: &Part<Vec<u8>>| match part {
            Part::Literal(text) => Some(String::from_utf8_lossy(text).into_owned()),
            Part::Capture(place, index) => self.value(*place, *index),
            Part::Path | Part::Query | Part::Fragment => Some(String::new()),
        };
        parts.iter().map(text).collect()
    }

    fn value(&self, place: UriPosition, index: usize) -> Option<String> {
        let value = self.values.get(index)?;
        // In a path it stays what it is; elsewhere it would be encoded anew.
        let is_path = matches!(place, UriPosition::Segment | UriPosition::Rest);
        let is_plain = |byte: &u8| *byte < 0x20 || byte.is_ascii_alphanumeric();
        (is_path || value.iter().all(is_plain)).then_some(())?;
        let captures = self.first.captures();
        let text = |&byte: &u8| match byte {
            1..0x20 => Some(format!("{{{}}}", captures.get(usize::from(byte) - 1)?.name)),
            byte => Some(char::from(byte).to_string()),
        };
        value.iter().map(text).collect()
    }
}

/// What the captures of the next rule are of a target's path.
fn values(
    first: &CheckedRule<'_>,
    here: &Split<'_>,
    next: &CheckedRule<'_>,
) -> Option<Vec<Vec<u8>>> {
    let mut path = Vec::new();
    for part in here.path {
        match part {
            Part::Literal(text) => path.extend(text),
            Part::Capture(_, index) => {
                path.push(u8::try_from(index + 1).ok().filter(|n| *n < 0x20)?);
            }
            Part::Path | Part::Query | Part::Fragment => {}
        }
    }
    let ends_open = path.last().is_some_and(|byte| *byte < 0x20);
    let MatchMode { any_slash, .. } = next.source.form;
    // Other values could be cut in other places.
    let is_cut_otherwise = shares_a_segment(&next.source.pieces) || any_slash && ends_open;
    (!is_cut_otherwise).then_some(())?;
    if path.is_empty() {
        path.push(b'/');
    }
    if let Some(mount) = &first.options.mount {
        path = path.strip_prefix(mount.as_bytes())?.to_vec();
    }
    let path = String::from_utf8(path).ok()?;
    let mut pieces: Vec<Piece<&[u8]>> = next.source.pieces.iter().map(Piece::as_ref).collect();
    let text = Text::path(&path).read_in(next.source.form);
    let mut captures = Captures::default();
    if any_slash {
        capture_any_slash(text, &mut pieces, &mut captures)?;
    } else {
        capture(text, &pieces, &mut captures)?;
    }
    Some((0..captures.len()).map(|index| captures.get(index).raw().to_vec()).collect())
}
