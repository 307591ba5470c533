//! The outcome of a request: the response that an assertion expects, or that a table returns.

use std::fmt;

use crate::analysis::model::sample_request::SampleRequest;
use crate::assertion::Assertion;
use crate::diagnostic::kind::{FaultKind, StatusFault, TargetFault};
use crate::diagnostic::{Fault, Field, Spanned};
use crate::lower::location::Target;
use crate::syntax::braces::escaped;
use crate::syntax::ids::NodeId;
use redirect_core::Redirects;
use redirect_core::internals::Status;

/// The outcome of a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    /// No response of the table: the application handles the request.
    Pass,
    /// A response of the table, with a `Location` if it is a redirect.
    Response(Status, Option<String>),
}

impl Outcome {
    /// Lowers the outcome that an assertion expects.
    pub(crate) fn lower(node: NodeId, assertion: &Assertion<'_>) -> Result<Outcome, Vec<Fault>> {
        let word = &assertion.status[..];
        let status = Status::from_word(word);
        let bad_status = |kind| vec![Fault::new(node, Field::Status, kind)];
        match (status, assertion.location.as_deref()) {
            (None, _) if word != "pass" => {
                Err(bad_status(FaultKind::Status(StatusFault::Unknown(word.into()))))
            }
            (None, None) => Ok(Outcome::Pass),
            (Some(status), None) if status.is_redirection() => {
                Err(bad_status(FaultKind::Target(TargetFault::Missing(status))))
            }
            (Some(status), None) => Ok(Outcome::Response(status, None)),
            (Some(status), Some(text)) if status.is_redirection() => {
                let location = parse_location(text).map_err(|bad| {
                    let mut faults = Vec::with_capacity(bad.len());
                    for fault in bad {
                        faults.push(fault.at(node, Field::Target));
                    }
                    faults
                })?;
                Ok(Outcome::Response(status, Some(location)))
            }
            (_, Some(_)) => {
                Err(bad_status(FaultKind::Status(StatusFault::WithTarget(word.into()))))
            }
        }
    }

    /// Returns the outcome of a request to a table.
    #[expect(clippy::expect_used, reason = "a table has no other statuses")]
    pub(crate) fn from_request(redirects: &Redirects, request: &SampleRequest) -> Outcome {
        let found = redirects.find(request);
        let Some(redirect) = found.redirect() else { return Outcome::Pass };
        let status = Status::from_u16(redirect.status().as_u16());
        let status = status.expect("invariant: a rule has a status that rules can have");
        let location = redirect.location().and_then(|value| value.to_str().map(Into::into).ok());
        Outcome::Response(status, location)
    }

    /// Returns the status of a response.
    pub(crate) fn status(&self) -> Option<Status> {
        match self {
            Outcome::Pass => None,
            Outcome::Response(status, _) => Some(*status),
        }
    }

    /// Normalizes the location as an expected location is. A query that the table has kept from the
    /// request may be percent-encoded differently.
    #[must_use]
    pub(crate) fn normalized(self) -> Outcome {
        match self {
            Outcome::Response(status, Some(location)) => {
                let location = parse_location(&location).unwrap_or(location);
                Outcome::Response(status, Some(location))
            }
            Outcome::Response(..) | Outcome::Pass => self,
        }
    }
}

/// Parses a location as the target of a rule, with its braces as literals.
fn parse_location(text: &str) -> Result<String, Vec<Spanned<FaultKind>>> {
    let mut faults = Vec::new();
    let target = Target::parse(&escaped(text), Some(&[]), &mut faults);
    // `#[allow(bad_target)]` accepts another scheme on a rule, and such a rule can be tested too.
    faults.retain(|fault| !matches!(fault.value, FaultKind::Target(TargetFault::Scheme(_))));
    let location = target.and_then(|target| String::from_utf8(target.literal()?).ok());
    location.filter(|_| faults.is_empty()).ok_or(faults)
}

/// Formats an outcome as an assertion expects it: `pass`, `410`, `301 "/new"`.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Pass => f.write_str("pass"),
            Outcome::Response(status, None) => write!(f, "{}", status.code().as_u16()),
            Outcome::Response(status, Some(location)) => {
                write!(f, "{} \"{location}\"", status.code().as_u16())
            }
        }
    }
}
