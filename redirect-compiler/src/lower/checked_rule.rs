//! Rules without faults, including all that they inherit. They are the input of lints, proofs and
//! code generation.

use std::borrow::Cow;
use std::sync::Arc;

use crate::lower::cache_control::Caching;
use crate::lower::condition::ScopedCondition;
use crate::lower::location::{HostPart, Target};
use crate::lower::options::Options;
use crate::lower::pattern::{Capture, Pieces};
use crate::lower::response_field::ResponseField;
use crate::lower::source::Source;
use crate::syntax::braces::has_braces;
use crate::syntax::ids::RuleId;
use crate::syntax::rule::Rule;
use redirect_core::internals::RuleIndex;
use redirect_core::internals::Status;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::layout::ANY_FIELD;
use redirect_core::internals::location::{Part, UriPosition};
use redirect_core::internals::location_guard::ends_host;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::MatchMode;

/// The index of a rule in a list of checked rules.
///
/// The table is built from that list, so this is also the number of the rule in its table. It
/// differs from the number of the rule in its document, which counts rules with faults too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct CheckedIndex(u32);

impl CheckedIndex {
    /// Creates the index of the rule at a position in the list.
    #[expect(clippy::expect_used, reason = "each rule has a `RuleId`, which is as large")]
    pub(crate) fn new(position: usize) -> CheckedIndex {
        let index = u32::try_from(position);
        CheckedIndex(index.expect("invariant: there are fewer than 2^32 checked rules"))
    }

    /// Returns the indices of a number of rules, in order.
    pub(crate) fn all(rules: usize) -> impl DoubleEndedIterator<Item = CheckedIndex> {
        (0..CheckedIndex::new(rules).0).map(CheckedIndex)
    }

    /// Returns the position of the rule in the list.
    pub(crate) fn position(self) -> usize {
        self.0 as usize
    }
}

impl From<RuleIndex> for CheckedIndex {
    fn from(index: RuleIndex) -> CheckedIndex {
        CheckedIndex::new(index.get())
    }
}

/// A lowered rule, together with the scopes around it.
#[derive(Clone, Debug)]
pub struct CheckedRule<'a> {
    /// The rule as it is written in the document.
    pub(crate) syntax: &'a Rule<'a>,
    /// The identifier of the rule in the document.
    pub(crate) id: RuleId,
    /// The pattern of the paths that the rule matches, including prefixes.
    pub(crate) source: Source,
    /// The text of the source, with the prefixes of its groups before it.
    pub(crate) source_text: Cow<'a, str>,
    /// The text of the conditions, from the outermost scope to the rule, joined by `&&`.
    pub(crate) conditions_text: String,
    /// The conditions, in the order of evaluation: those that depend on a header field come after
    /// the others, and those on the address of the peer come last.
    pub(crate) conditions: Vec<ScopedCondition>,
    /// The action of the rule on a request that it matches.
    pub(crate) action: Action,
    /// True if flattening replaced the target.
    pub(crate) is_flattened: bool,
    /// The options of the rule, including inherited ones. Most rules share them.
    pub(crate) options: Arc<Options>,
    /// The doc comment of the rule, or else of the innermost scope that has one.
    pub(crate) doc: &'a str,
}

impl CheckedRule<'_> {
    /// Returns the methods that the rule matches, sorted. Empty for all methods. GET includes HEAD.
    pub(crate) fn methods(&self) -> Vec<&str> {
        let mut methods = Vec::new();
        let mut insert = |method| {
            if let Err(position) = methods.binary_search(&method) {
                methods.insert(position, method);
            }
        };
        for method in &self.syntax.methods {
            insert(&method[..]);
            if method == "GET" {
                insert("HEAD");
            }
        }
        methods
    }

    /// Returns the captures of the path, then those of the conditions, in the order of their
    /// indices.
    pub(crate) fn captures(&self) -> Vec<Capture> {
        let mut captures = self.source.captures.clone();
        for scoped in &self.conditions {
            for capture in &scoped.condition.captures {
                captures.push(capture.clone());
            }
        }
        captures
    }

    /// Returns whether the rule matches every request for its paths.
    pub(crate) fn is_unconditional(&self) -> bool {
        self.syntax.methods.is_empty() && self.has_no_condition()
    }

    /// Returns whether the rule matches requests regardless of their parts other than path and
    /// method. A target with the requested host is a condition: the request must have one.
    pub(crate) fn has_no_condition(&self) -> bool {
        self.conditions.is_empty() && !self.has_request_host()
    }

    /// Returns the one normalized path that the rule matches, if it matches every request for that
    /// path.
    pub(crate) fn unconditional_path(&self) -> Option<&[u8]> {
        if self.is_unconditional() { self.exact_path() } else { None }
    }

    /// Returns the normalized path of a rule that matches one path only.
    pub(crate) fn exact_path(&self) -> Option<&[u8]> {
        let MatchMode { ignore_case, optional_slash } = self.source.mode;
        if ignore_case || optional_slash { None } else { self.source.literal() }
    }

    /// Returns whether the text of its source contains braces.
    pub(crate) fn has_braces(&self) -> bool {
        has_braces(&self.source_text)
    }

    /// Returns whether the rule has the option `chain: flatten`.
    pub(crate) fn flattens(&self) -> bool {
        self.options.flattens.unwrap_or_default()
    }

    /// Returns whether the redirect does not append the request's query: the option says so, or the
    /// target contains it as a value.
    pub(crate) fn drops_query(&self) -> bool {
        let Action::Redirect(_, target) = &self.action else { return false };
        self.options.drops_query.unwrap_or_default() || target.has_request_uri()
    }

    /// Returns whether the location contains the path and the query of the request.
    pub(crate) fn has_request_uri(&self) -> bool {
        matches!(&self.action, Action::Redirect(_, target) if target.has_request_uri())
    }

    /// Returns whether the location contains the host of the request.
    pub(crate) fn has_request_host(&self) -> bool {
        matches!(&self.action, Action::Redirect(_, target) if target.has_request_host())
    }

    /// Returns whether the value of a condition's capture decides whether the location is safe, and
    /// thus whether the rule matches. A value from the request's host is always safe, unless it is
    /// the whole host, which must not be a number.
    pub(crate) fn has_conditional_path(&self) -> bool {
        let Action::Redirect(_, target) = &self.action else { return false };
        let captures = self.captures();
        target.parts.iter().filter_map(Part::capture).any(|(position, index)| match position {
            UriPosition::Label | UriPosition::Host | UriPosition::Segment | UriPosition::Rest => {
                let is_of_condition = index >= self.source.captures.len();
                let is_always_safe = captures[index].is_from_host && !self.leads_to_capture(index);
                is_of_condition && !is_always_safe
            }
            UriPosition::Query | UriPosition::Fragment => false,
        })
    }

    /// Returns whether a capture is the whole host of the target.
    pub(crate) fn leads_to_capture(&self, capture: usize) -> bool {
        let Action::Redirect(_, target) = &self.action else { return false };
        match &target.parts[..] {
            [Part::Literal(scheme), Part::Capture(UriPosition::Host, index), after, ..] => {
                *index == capture && scheme.ends_with(b"//") && ends_host(Some(after.as_ref()))
            }
            _ => false,
        }
    }

    /// Returns whether some requests that satisfy the source and the conditions may not match,
    /// because of a part of the request in the target other than its path.
    pub(crate) fn has_conditional_target(&self) -> bool {
        self.has_request_host() || self.has_conditional_path()
    }

    /// Returns whether the responses lead to the host of the request: to `{request_host}`, or to
    /// captures that repeat a whole host, as in `https://{domain}` with `host == "{*domain}"`.
    pub(crate) fn leads_to_request_host(&self) -> bool {
        let Action::Redirect(_, target) = &self.action else { return false };
        target.leads_to_request_host() || self.repeats_host(target)
    }

    /// Returns whether the host of a target is the pattern of a condition on the host, filled with
    /// its own captures.
    fn repeats_host(&self, target: &Target) -> bool {
        let Some(host) = target.filled_host() else { return false };
        let mut capture = self.source.captures.len();
        self.conditions.iter().any(|scoped| {
            let condition = &scoped.condition;
            let first = capture;
            capture += condition.captures.len();
            let is_host = condition.subject == Subject::Host && !condition.is_negated;
            is_host
                && matches!(&condition.patterns[..], [pieces] if is_filled(pieces, first, &host))
        })
    }

    /// Returns the caching of the response.
    pub(crate) fn cache(&self) -> &Caching {
        let is_pass = matches!(self.action, Action::Pass);
        let own = if is_pass { None } else { self.options.cache.as_ref() };
        own.unwrap_or(const { &Caching::DEFAULT })
    }

    /// Returns the fields that the rule adds to its response.
    pub(crate) fn fields(&self) -> &[ResponseField] {
        if matches!(self.action, Action::Pass) { &[] } else { &self.options.fields }
    }

    /// Returns a description of the first part of the request, apart from the URL and the method,
    /// that the response depends on. Shared caches must not store such a response.
    pub(crate) fn private_part(&self) -> Option<String> {
        match self.inspected_field() {
            Some(ANY_FIELD) => Some("`ip`".into()),
            Some(field) => Some(format!("the field `{field}`")),
            None => self.sends_request_host().then(|| "the requested host".into()),
        }
    }

    /// Returns whether the response is private unless its cache directives say otherwise: it
    /// depends on a field, or it contains a part of the requested host, which caches behind a proxy
    /// may not distinguish, and the rule has no option `cache`.
    pub(crate) fn is_private(&self) -> bool {
        self.inspected_field().is_some()
            || *self.cache() == Caching::DEFAULT && self.sends_request_host()
    }

    /// Returns the first header field that a condition inspects.
    fn inspected_field(&self) -> Option<&str> {
        self.conditions.iter().find_map(|scoped| scoped.condition.header())
    }

    /// Returns whether the `Location` contains a part of the requested host.
    fn sends_request_host(&self) -> bool {
        let Action::Redirect(_, target) = &self.action else { return false };
        if self.conditions.is_empty() {
            return target.has_request_host();
        }
        let captures = self.captures();
        let is_from_host =
            |capture: usize| captures.get(capture).is_some_and(|known| known.is_from_host);
        let mut used = target.parts.iter().filter_map(Part::capture);
        target.has_request_host() || used.any(|(_, capture)| is_from_host(capture))
    }
}

/// The action of a rule on a request that it matches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Action {
    /// Redirects to a target.
    Redirect(Status, Target),
    /// Responds without a `Location`: 410 or 451.
    Final(Status),
    /// Leaves the request to the application.
    Pass,
}

/// Returns whether a host consists of the literals of a pattern and its captures. The first of
/// these has the index `first`.
fn is_filled(pieces: &Pieces, first: usize, host: &[HostPart<'_>]) -> bool {
    let mut capture = first;
    pieces.len() == host.len()
        && pieces.iter().zip(host).all(|(piece, part)| match (piece, part) {
            (Piece::Literal(text), HostPart::Literal(part)) => text.eq_ignore_ascii_case(part),
            (Piece::Param(_) | Piece::CatchAll(_), HostPart::Capture(part)) => {
                capture += 1;
                capture - 1 == *part
            }
            (_, _) => false,
        })
}
