//! The Public Suffix List: the domains under which anyone can register a name.
//!
//! The list is embedded as text. As generated code, it would be the most expensive part of a first
//! build. The script `public-suffixes.py`, next to this crate's manifest, updates it.

use std::sync::OnceLock;

/// A paragraph about the list, an empty line, and the rules of the list in byte order.
const LIST: &str = include_str!("public_suffixes.txt");

fn rules() -> &'static [&'static str] {
    static RULES: OnceLock<Vec<&str>> = OnceLock::new();
    RULES.get_or_init(|| {
        let (_, rules) = LIST.split_once("\n\n").unwrap_or_default();
        rules.lines().collect()
    })
}

/// Returns whether a domain in ASCII is a public suffix. As the list prescribes, an unknown
/// top-level domain is a public suffix, `*.ck` contains every domain one label below `ck`, and
/// `!www.ck` excludes one of these.
pub(super) fn is_public_suffix(domain: &str) -> bool {
    let domain = domain.trim_end_matches('.').to_ascii_lowercase();
    let Some((_, parent)) = domain.split_once('.') else { return true };
    contains(&domain) || (contains(&format!("*.{parent}")) && !contains(&format!("!{domain}")))
}

fn contains(rule: &str) -> bool {
    rules().binary_search(&rule).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_domains_are_public_suffixes() {
        for domain in ["com", "co.uk", "CO.UK", "co.uk.", "github.io", "xn--p1ai", "x.ck"] {
            assert!(is_public_suffix(domain), "{domain}");
        }
        for domain in ["example.com", "a.github.io", "www.ck", "a.x.ck", "a.unknown", "uk.co"] {
            assert!(!is_public_suffix(domain), "{domain}");
        }
    }

    #[test]
    fn an_unknown_top_level_domain_is_a_public_suffix() {
        assert!(is_public_suffix("unknown"));
    }

    #[test]
    fn the_list_is_sorted_ascii() {
        assert!(rules().len() > 9_000);
        assert!(rules().is_sorted());
        assert!(rules().iter().all(|rule| rule.is_ascii() && !rule.is_empty()));
    }
}
