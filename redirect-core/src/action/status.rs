//! The statuses that a rule can respond with.

use http::StatusCode;

/// The status of a rule's response: one of the five redirects of HTTP, or one of the two statuses
/// for a resource that is gone for good.
///
/// Used by the compiler. The public API returns [`http::StatusCode`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Status {
    /// 301 (RFC 9110 §15.4.2). Clients may repeat a POST as a GET.
    MovedPermanently,
    /// 302 (RFC 9110 §15.4.3). Clients may repeat a POST as a GET.
    Found,
    /// 303 (RFC 9110 §15.4.4). Clients continue with a GET.
    SeeOther,
    /// 307 (RFC 9110 §15.4.8). Clients keep the method and the content.
    TemporaryRedirect,
    /// 308 (RFC 9110 §15.4.9). Clients keep the method and the content.
    PermanentRedirect,
    /// 410 (RFC 9110 §15.5.11).
    Gone,
    /// 451 (RFC 7725 §3).
    UnavailableForLegalReasons,
}

impl Status {
    /// Returns the status with a number, if a rule can respond with it.
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

    /// Parses the status of a rule: its number, `permanent` or `temporary`.
    pub fn from_word(word: &str) -> Option<Status> {
        match word {
            "permanent" => Some(Status::PermanentRedirect),
            "temporary" => Some(Status::TemporaryRedirect),
            number if number.len() == 3 => Status::from_u16(number.parse().ok()?),
            _ => None,
        }
    }

    /// Returns the status that replaces two consecutive redirects. It makes only the promises that
    /// both of them make.
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

    /// Returns the status as the `http` crate represents it.
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

    /// Returns whether caches may store the response without an explicit lifetime (RFC 9110
    /// §15.1, RFC 7725 §3).
    pub fn is_cacheable(self) -> bool {
        match self {
            Status::MovedPermanently
            | Status::PermanentRedirect
            | Status::Gone
            | Status::UnavailableForLegalReasons => true,
            Status::Found | Status::SeeOther | Status::TemporaryRedirect => false,
        }
    }

    /// Returns whether the response redirects the client (RFC 9110 §15.4).
    pub fn is_redirection(self) -> bool {
        self.code().is_redirection()
    }

    /// Returns whether the redirect to the canonical URL of any resource can have this status. 303
    /// cannot, because it would send a client that submits a form to another page.
    pub fn suits_any_url(self) -> bool {
        match self {
            Status::MovedPermanently
            | Status::Found
            | Status::TemporaryRedirect
            | Status::PermanentRedirect => true,
            Status::SeeOther | Status::Gone | Status::UnavailableForLegalReasons => false,
        }
    }

    /// Returns whether clients that follow the redirect keep the method and the content.
    pub fn keeps_method(self) -> bool {
        match self {
            Status::TemporaryRedirect | Status::PermanentRedirect => true,
            Status::MovedPermanently
            | Status::Found
            | Status::SeeOther
            | Status::Gone
            | Status::UnavailableForLegalReasons => false,
        }
    }

    /// Returns whether the method of the next request depends on the client, which may repeat a
    /// POST as a GET (RFC 9110 §15.4.2, §15.4.3).
    pub fn may_change_method(self) -> bool {
        match self {
            Status::MovedPermanently | Status::Found => true,
            Status::SeeOther
            | Status::TemporaryRedirect
            | Status::PermanentRedirect
            | Status::Gone
            | Status::UnavailableForLegalReasons => false,
        }
    }

    /// Returns whether some browsers cache the response forever by default: 301, 308 and 410
    /// (RFC 9110 §15.1).
    pub fn is_permanent(self) -> bool {
        match self {
            Status::MovedPermanently | Status::PermanentRedirect | Status::Gone => true,
            Status::Found
            | Status::SeeOther
            | Status::TemporaryRedirect
            | Status::UnavailableForLegalReasons => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Status;

    #[test]
    fn only_statuses_of_rules_have_a_number() {
        let numbers: Vec<_> =
            (0..1000).filter(|number| Status::from_u16(*number).is_some()).collect();
        assert_eq!(numbers, [301, 302, 303, 307, 308, 410, 451]);
        for number in numbers {
            assert_eq!(Status::from_u16(number).map(|status| status.code().as_u16()), Some(number));
        }
    }
}
