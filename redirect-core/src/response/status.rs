//! The answers that a rule can give.

use http::StatusCode;

/// What a rule answers with: one of the five redirections of HTTP, or one of the two statuses
/// that say a resource is gone for good.
///
/// | status | the next request | kept by caches |
/// |---|---|---|
/// | [`301`](Status::MovedPermanently) | GET stays GET; POST may become GET, others may stay or not | yes |
/// | [`302`](Status::Found) | as 301 | no |
/// | [`303`](Status::SeeOther) | a GET | no |
/// | [`307`](Status::TemporaryRedirect) | the same method and body | no |
/// | [`308`](Status::PermanentRedirect) | the same method and body | yes |
///
/// [What clients make of it](../redirects/clients/index.html) has a table of
/// browsers, tools and libraries for each status and method, as measured, what each keeps, and the
/// way back from a wrong permanent redirect; in the repository it is `docs/clients.md`.
///
/// ```
/// use redirects::Status;
///
/// assert_eq!(Status::PermanentRedirect.code(), http::StatusCode::PERMANENT_REDIRECT);
/// assert!(Status::PermanentRedirect.keeps_method());
/// assert!(!Status::Found.keeps_method());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Status {
    /// 301 (RFC 9110 §15.4.2): moved for good. A POST may be repeated as a GET, and what becomes
    /// of other methods depends on the client; 308 keeps them.
    MovedPermanently,
    /// 302 (RFC 9110 §15.4.3): found elsewhere for now. A POST may be repeated as a GET, and what
    /// becomes of other methods depends on the client; 307 keeps them.
    Found,
    /// 303 (RFC 9110 §15.4.4): the answer is to be had with a GET from another place, as after a
    /// PUT or POST whose answer is a page that confirms.
    SeeOther,
    /// 307 (RFC 9110 §15.4.8): elsewhere for now, to be asked with the same method and body.
    TemporaryRedirect,
    /// 308 (RFC 9110 §15.4.9): moved for good, to be asked with the same method and body.
    PermanentRedirect,
    /// 410 (RFC 9110 §15.5.11): gone, and no forwarding address is known.
    Gone,
    /// 451 (RFC 7725 §3): withheld for legal reasons.
    UnavailableForLegalReasons,
}

impl Status {
    /// The status of that number, if a rule can answer with it.
    ///
    /// ```
    /// use redirects::Status;
    ///
    /// assert_eq!(Status::from_u16(303), Some(Status::SeeOther));
    /// assert_eq!(Status::from_u16(304), None);
    /// ```
    #[inline]
    pub fn from_u16(number: u16) -> Option<Status> {
        Some(match number {
            301 => Status::MovedPermanently,
            302 => Status::Found,
            303 => Status::SeeOther,
            307 => Status::TemporaryRedirect,
            308 => Status::PermanentRedirect,
            410 => Status::Gone,
            451 => Status::UnavailableForLegalReasons,
            _ => return None,
        })
    }

    /// The status of a rule's word: its number, `permanent` or `temporary`.
    #[doc(hidden)]
    pub fn of_word(word: &str) -> Option<Status> {
        match word {
            "permanent" => Some(Status::PermanentRedirect),
            "temporary" => Some(Status::TemporaryRedirect),
            number if number.len() == 3 => Status::from_u16(number.parse().ok()?),
            _ => None,
        }
    }

    /// What two redirections one after the other promise together.
    #[doc(hidden)]
    #[must_use]
    pub fn weaker(self, next: Status) -> Status {
        let both = |holds: fn(Status) -> bool| holds(self) && holds(next);
        match (both(Status::is_permanent), both(Status::keeps_method)) {
            _ if self == Status::SeeOther || next == Status::SeeOther => Status::SeeOther,
            (true, true) => Status::PermanentRedirect,
            (true, false) => Status::MovedPermanently,
            (false, true) => Status::TemporaryRedirect,
            (false, false) => Status::Found,
        }
    }

    /// The status as the `http` crate has it.
    pub fn code(self) -> StatusCode {
        match self {
            Status::MovedPermanently => StatusCode::MOVED_PERMANENTLY,
            Status::Found => StatusCode::FOUND,
            Status::SeeOther => StatusCode::SEE_OTHER,
            Status::TemporaryRedirect => StatusCode::TEMPORARY_REDIRECT,
            Status::PermanentRedirect => StatusCode::PERMANENT_REDIRECT,
            Status::Gone => StatusCode::GONE,
            Status::UnavailableForLegalReasons => StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS,
        }
    }

    /// Whether it sends the client to another place (RFC 9110 §15.4).
    pub fn is_redirection(self) -> bool {
        self.code().is_redirection()
    }

    /// Whether a client that goes on repeats the request with its method and body: some stop.
    pub fn keeps_method(self) -> bool {
        matches!(self, Status::TemporaryRedirect | Status::PermanentRedirect)
    }

    /// Whether caches keep it without being told to (RFC 9110 §15.1): 301, 308 and 410. Some
    /// browsers do so for ever, which is why such an answer says `max-age=3600`.
    pub fn is_permanent(self) -> bool {
        matches!(self, Status::MovedPermanently | Status::PermanentRedirect | Status::Gone)
    }
}
