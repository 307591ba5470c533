//! The rows of the faults of rules that are valid, but probably mistakes.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::LintFault;
use crate::diagnostic::render::{Description, Note, Written};

pub(super) fn describe(fault: &LintFault, written: &Written) -> Description {
    match fault {
        LintFault::MethodChange { status, methods } => {
            let code = status.code().as_u16();
            let keeping_method = if status.is_permanent() { 308 } else { 307 };
            Description::new(
                FaultName::MethodChange,
                format!("a {code} response to {methods} lets clients switch to GET"),
            )
            .help(format!(
                "use {keeping_method} to keep the method and the body, or 303 to switch to GET"
            ))
            .allowable()
        }
        LintFault::Duplicate { first, same_response } => {
            let source = &written.source;
            Description::new(
                FaultName::Duplicate,
                if *same_response {
                    format!(
                        "duplicate rule: an earlier rule has the same source and response as \
                         `{source}`"
                    )
                } else {
                    format!("duplicate rule: an earlier rule always matches before `{source}`")
                },
            )
            .note(Note::Location { text: "the earlier rule is at".into(), rule: *first })
            .help("remove this rule, or change its source")
            .allowable_if(*same_response)
        }
        LintFault::OpenRedirect { domain } => {
            let row = Description::new(
                FaultName::OpenRedirect,
                format!("open redirect: the request chooses the host of `{}`", written.text),
            )
            .help(
                "use the capture as the first label of a domain that you own, as in \
                 `https://{name}.example.com/`",
            )
            .allowable();
            match domain {
                None => row,
                Some(domain) => {
                    let note = format!("anyone can register a name under `{domain}`");
                    row.note(Note::Text(note.into()))
                }
            }
        }
    }
}
