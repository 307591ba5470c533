//! Where the site is.

use crate::diagnostic::Spanned;
use crate::diagnostic::kind::FaultKind;
use crate::lower::location::Target;

/// Scheme, host and port (RFC 6454 §4).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Origin {
    pub(crate) scheme: String,
    /// Host and port, as they are sent.
    pub(crate) authority: String,
}

impl Origin {
    /// Reads an origin as it is written, `https://example.com`; `None` if it is none.
    pub(crate) fn parse(text: &str) -> Option<Origin> {
        let mut faults: Vec<Spanned<FaultKind>> = Vec::new();
        let sent = Target::parse(text, Some(&[]), &mut faults)?.literal()?;
        let sent = String::from_utf8(sent).ok().filter(|_| faults.is_empty())?;
        let (scheme, authority) = sent.split_once("://")?;
        let is_whole = !authority.contains(['/', '?', '#']);
        is_whole.then(|| Origin {
            scheme: scheme.to_ascii_lowercase(),
            authority: authority.to_ascii_lowercase(),
        })
    }
}
