//! The outcome of a lookup.

use crate::response::canonical::Correction;
use crate::table::entry::{Entry, FirstMatch};

/// The outcome of a lookup. Only a response can correct the URL: the correction is a part of its
/// variants, where it takes no space of its own in the result of a lookup.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// No rule matches: the application responds.
    None,
    /// The rule leaves the request to the application.
    Pass(Entry),
    /// The rule responds.
    Respond(Entry, Correction),
    /// No rule matches, and the request is redirected to its canonical URL.
    Canonical(Correction),
}

impl Outcome {
    /// Returns the outcome for a request whose URL is canonical, or whose table declares no
    /// canonical URLs.
    #[inline]
    pub(crate) fn new(first: FirstMatch) -> Outcome {
        match first {
            FirstMatch::None => Outcome::None,
            FirstMatch::Pass(entry) => Outcome::Pass(entry),
            FirstMatch::Respond(entry) => Outcome::Respond(entry, Correction::NONE),
        }
    }

    /// Returns the outcome with the relation of the request to the canonical URLs. Without a rule
    /// that matches, a URL that is not canonical is redirected.
    #[inline]
    pub(crate) fn with_correction(self, correction: Correction) -> Outcome {
        match self {
            Outcome::Respond(entry, _) => Outcome::Respond(entry, correction),
            Outcome::None if correction.corrects_url() => Outcome::Canonical(correction),
            Outcome::None | Outcome::Pass(_) | Outcome::Canonical(_) => self,
        }
    }

    /// Returns the rule that matches, including a rule that passes.
    #[inline]
    pub(crate) fn entry(self) -> Option<Entry> {
        match self {
            Outcome::Pass(entry) | Outcome::Respond(entry, _) => Some(entry),
            Outcome::None | Outcome::Canonical(_) => None,
        }
    }

    /// Returns the relation of the request to the canonical URLs, as far as the response needs it.
    #[inline]
    pub(crate) fn correction(self) -> Correction {
        match self {
            Outcome::Respond(_, correction) | Outcome::Canonical(correction) => correction,
            Outcome::None | Outcome::Pass(_) => Correction::NONE,
        }
    }
}
