//! Assertions: requests, and the responses that the table must return.

use std::borrow::Cow;

use crate::syntax::ids::ScopeId;
use crate::syntax::rule::Condition;

/// An assertion: `"assert" METHOD? STR ("with" subject "==" STR)* "=>" response`.
#[derive(Clone, Default, Debug)]
pub struct Assertion<'a> {
    /// The method of the request. Without one, the request is a GET.
    pub method: Option<Cow<'a, str>>,
    /// The URL of the request: a path, or an absolute URL.
    pub url: Cow<'a, str>,
    /// The `with` clauses: comparisons that set the host, a header field, a cookie and so on.
    pub conditions: Vec<Condition<'a>>,
    /// The expected status: a number, `permanent`, `temporary` or `pass`.
    pub status: Cow<'a, str>,
    /// The expected `Location`, if one is written.
    pub location: Option<Cow<'a, str>>,
    /// The innermost scope around the assertion.
    pub scope: Option<ScopeId>,
}
