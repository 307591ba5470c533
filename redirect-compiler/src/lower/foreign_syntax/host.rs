//! Hosts of conditions in the syntax of other languages: `:tenant.example.com`, `<sub>.example.com`
//! and `^www\.(.+)$`.

use crate::lower::foreign_syntax::group::group_len;
use crate::lower::source::capture_names;
use crate::syntax::braces::{is_name, name_len};
use crate::syntax::rule::Condition;

/// Expressions for several labels of a host.
const SEVERAL: [&str; 6] = [".*", ".+", ".*?", ".+?", "*", "**"];

/// Expressions for one label of a host.
const ONE: [&str; 7] =
    ["[^.]+", "[^.]*", "[^/]+", r"[^\.]+", r"\w+", "[a-z0-9-]+", "[a-zA-Z0-9-]+"];

/// Returns whether a host has captures of another language or is a regular expression.
pub(crate) fn is_foreign_host(text: &str) -> bool {
    // The shape of a capture may have such characters.
    if text.contains('{') {
        return false;
    }
    text.contains(['^', '$', '(', '<', '[', '\\', '*'])
        || text.split('.').any(|label| {
            label.strip_prefix(':').is_some_and(|name| is_name(&name.replace('-', "_")))
        })
}

/// Translates a host of another language, or returns `None` if there is no equivalent. The caller
/// checks the translation.
pub(crate) fn translate_host(text: &str) -> Option<String> {
    let text = text.strip_prefix('^').unwrap_or(text);
    let text = text.strip_suffix('$').unwrap_or(text).replace(r"\.", ".");
    let (mut host, mut offset) = (String::new(), 0);
    while offset < text.len() {
        let rest = &text[offset..];
        let (len, name, expression) = match rest.as_bytes()[0] {
            b'(' => {
                let len = group_len(rest)?;
                let inside = &rest[1..len - 1];
                let named = inside.strip_prefix("?P<").or_else(|| inside.strip_prefix("?<"));
                match named.and_then(|named| named.split_once('>')) {
                    Some((name, expression)) => (len, name, expression),
                    None => (len, "", inside),
                }
            }
            b'<' => {
                let len = rest.find('>')? + 1;
                (len, &rest[1..len - 1], ONE[0])
            }
            b':' => (1 + name_len(&rest[1..]), &rest[1..=name_len(&rest[1..])], ONE[0]),
            b'*' | b'.' | b'[' | b'\\' => {
                let expression = SEVERAL.iter().chain(&ONE).filter(|it| rest.starts_with(**it));
                match expression.max_by_key(|it| it.len()) {
                    Some(expression) => (expression.len(), "", *expression),
                    None if rest.starts_with('.') => {
                        host.push('.');
                        offset += 1;
                        continue;
                    }
                    None => return None,
                }
            }
            _ => {
                let len = rest.find(['(', '<', ':', '*', '.', '[', '\\']).unwrap_or(rest.len());
                host += &rest[..len];
                offset += len;
                continue;
            }
        };
        let star = match expression {
            _ if SEVERAL.contains(&expression) => "*",
            _ if ONE.contains(&expression) => "",
            _ => return None,
        };
        offset += len;
        let default = match (host.is_empty(), offset == text.len()) {
            (true, true) => "site",
            (false, true) => "domain",
            (_, false) => "sub",
        };
        let name = if name.is_empty() { default } else { name };
        for part in ["{", star, name, "}"] {
            host += part;
        }
    }
    Some(host)
}

/// Returns the names of the captures of the hosts in the syntax of another language that conditions
/// compare with.
pub(crate) fn names_of_foreign_hosts(conditions: &[Condition<'_>]) -> Vec<String> {
    let mut names = Vec::new();
    for condition in conditions.iter().filter(|condition| condition.subject == "host") {
        for value in condition.values.iter().filter(|value| is_foreign_host(value)) {
            let host = translate_host(value).unwrap_or_default();
            for name in capture_names(&host) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_translated() {
        for (text, host) in [
            (":tenant.example.com", Some("{tenant}.example.com")),
            ("<tenant>.example.com", Some("{tenant}.example.com")),
            ("(.+).example.com", Some("{*sub}.example.com")),
            (r"^([^.]+)\.example\.com$", Some("{sub}.example.com")),
            (r"^(?<shop>[a-z0-9-]+)\.example\.com$", Some("{shop}.example.com")),
            (r"^www\.(.+)$", Some("www.{*domain}")),
            (r"^www\.(.*)", Some("www.{*domain}")),
            (r"^www\.example\.com$", Some("www.example.com")),
            (r".*\.example\.com", Some("{*sub}.example.com")),
            ("(.*)", Some("{*site}")),
            (r"^(www\.)?example\.com$", None),
            ("(a|b).example.com", None),
        ] {
            assert!(is_foreign_host(text), "{text}");
            assert_eq!(translate_host(text).as_deref(), host, "{text}");
        }
        for text in ["example.com", "example.com:80", "https://example.com", "{sub}.example.com"] {
            assert!(!is_foreign_host(text), "{text}");
        }
    }
}
