//! Text that is literal in a rule.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Doubles the braces of a text, so that they are not captures.
///
/// Other characters keep the meaning that they have in a URL or in the value of a condition. Use
/// [`encode_path`] for text that is not part of a URL yet.
///
/// ```
/// use redirects::{RuleBuilder, RuleList, Subject, escape};
///
/// let token = "{7f}";
/// let condition = Subject::header("x-token").is(escape(token));
/// let site = RuleList::new().rule(RuleBuilder::gone("/").when(condition)).build()?;
/// let request = http::Request::get("/").header("x-token", token).body(()).unwrap();
/// assert!(site.find(&request).redirect().is_some());
/// # Ok::<(), redirects::Diagnostics>(())
/// ```
pub fn escape(text: &str) -> Cow<'_, str> {
    if text.contains(['{', '}']) {
        text.replace('{', "{{").replace('}', "}}").into()
    } else {
        text.into()
    }
}

/// Percent-encodes a text, so that it is literal in the path of a source or a target, or in the
/// value of a query parameter of a target.
///
/// All bytes are encoded except letters, digits, `-`, `.`, `_`, `~` and `/`. The text must not be
/// percent-encoded yet: `%` becomes `%25`.
///
/// ```
/// use redirects::{RuleBuilder, RuleList, encode_path};
///
/// let title = "/wiki/{100%} :what?";
/// assert_eq!(encode_path(title), "/wiki/%7B100%25%7D%20%3Awhat%3F");
///
/// let rule = RuleBuilder::permanent(encode_path(title), "/new");
/// let site = RuleList::new().rule(rule).build()?;
/// assert!(site.get("/wiki/%7b100%25%7d%20:what%3F").redirect().is_some());
/// # Ok::<(), redirects::Diagnostics>(())
/// ```
pub fn encode_path(text: &str) -> Cow<'_, str> {
    let is_literal =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
    if text.bytes().all(is_literal) {
        return text.into();
    }
    let mut encoded = String::with_capacity(text.len() + 16);
    for byte in text.bytes() {
        if is_literal(byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded.into()
}
