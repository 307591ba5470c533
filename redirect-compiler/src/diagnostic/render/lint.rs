//! The rows of the faults of rules that are valid and probably not meant.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::LintFault;
use crate::diagnostic::render::{Description, Note};

pub(super) fn describe(fault: &LintFault) -> Description {
    match fault {
        LintFault::MethodChange { status, methods } => {
            let code = status.code().as_u16();
            let keeping_method = if status.is_permanent() { 308 } else { 307 };
            Description::new(
                FaultName::MethodChange,
                format!("a {code} response to {methods} lets clients switch to GET"),
            )
            .help(format!(
                "use {keeping_method} to keep the method and body, or 303 to \
                 continue with GET"
            ))
            .allowable()
        }
        LintFault::Duplicate { first, same_response } => Description::new(
            FaultName::Duplicate,
            if *same_response {
                "duplicate rule: an earlier rule has the same source and the same \
                 response"
            } else {
                "duplicate source: an earlier rule with the same source always \
                 matches first"
            },
        )
        .note(Note::Location { text: "the earlier rule is at".into(), rule: *first })
        .help("remove this rule, or change its source")
        .allowable_if(*same_response),
        LintFault::OpenRedirect { domain } => Description::new(
            FaultName::OpenRedirect,
            match domain {
                None => "open redirect: the request determines the host of the target".into(),
                Some(domain) => format!(
                    "open redirect: anyone can register a name under `{domain}`, and \
                     the request determines which"
                ),
            },
        )
        .help("use a capture only as the entire first label of a domain you own")
        .allowable(),
    }
}
