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
                format!("after a {code}, clients may repeat a {methods} as a GET, or may not"),
            )
            .help(format!(
                "write {keeping_method} to keep method and body, or 303 to go on with a GET"
            ))
            .allowable()
        }
        LintFault::Duplicate { first, same_response } => Description::new(
            FaultName::Duplicate,
            if *same_response {
                "an earlier rule has the same source and gives the same answer"
            } else {
                "an earlier rule has the same source and always wins"
            },
        )
        .note(Note::Location { text: "the earlier rule is at".into(), rule: *first })
        .help("leave this rule out, or change its source")
        .allowable_if(*same_response),
        LintFault::OpenRedirect { domain } => Description::new(
            FaultName::OpenRedirect,
            match domain {
                None => "the request chooses the host that this redirects to".into(),
                Some(domain) => format!(
                    "anyone can have a name under `{domain}`, and the request chooses which"
                ),
            },
        )
        .help("a capture is safe as the first label before a domain of your own")
        .allowable(),
    }
}
