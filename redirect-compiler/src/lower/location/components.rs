//! The components of a URL reference.

use std::ops::Range;

use redirect_core::internals::charset::find_either;

/// A target, split at its delimiters (RFC 3986, appendix B). Ranges exclude the delimiters.
#[derive(Debug)]
pub(crate) struct TargetComponents<'a> {
    pub(crate) text: &'a str,
    pub(crate) scheme: Option<Range<usize>>,
    pub(crate) authority: Option<Range<usize>>,
    pub(crate) path: Range<usize>,
    pub(crate) query: Option<Range<usize>>,
    pub(crate) fragment: Option<Range<usize>>,
}

impl<'a> TargetComponents<'a> {
    /// Splits a text, which does not have to be a valid URL.
    pub(crate) fn new(text: &'a str) -> TargetComponents<'a> {
        let fragment_start = text.find('#').unwrap_or(text.len());
        let path_end = text[..fragment_start].find('?').unwrap_or(fragment_start);
        let scheme_end = find_either(&text[..path_end], [':', '/'])
            .filter(|&offset| text[offset..].starts_with(':'));
        let mut path = scheme_end.map_or(0, |colon| colon + 1)..path_end;
        let authority = text[path.clone()].starts_with("//").then(|| {
            let start = path.start + 2;
            let end = text[start..path_end].find('/').map_or(path_end, |slash| start + slash);
            path.start = end;
            start..end
        });
        TargetComponents {
            text,
            scheme: scheme_end.map(|end| 0..end),
            authority,
            path,
            query: (path_end < fragment_start).then_some(path_end + 1..fragment_start),
            fragment: (fragment_start < text.len()).then_some(fragment_start + 1..text.len()),
        }
    }

    /// Returns the text of a component.
    pub(crate) fn get(&self, component: &Range<usize>) -> &'a str {
        &self.text[component.clone()]
    }

    /// Returns the text of the scheme.
    pub(crate) fn scheme(&self) -> Option<&'a str> {
        self.scheme.as_ref().map(|range| self.get(range))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_split_at_their_delimiters() {
        for (text, parts) in [
            ("/a/b", [None, None, Some("/a/b"), None, None]),
            ("//host/a", [None, Some("host"), Some("/a"), None, None]),
            (
                "https://u@host:1/a?b:c?d#e#f",
                [Some("https"), Some("u@host:1"), Some("/a"), Some("b:c?d"), Some("e#f")],
            ),
            ("http://host?#", [Some("http"), Some("host"), Some(""), Some(""), Some("")]),
            ("mailto:a@b", [Some("mailto"), None, Some("a@b"), None, None]),
            ("/a:b?c#d", [None, None, Some("/a:b"), Some("c"), Some("d")]),
            ("?a", [None, None, Some(""), Some("a"), None]),
        ] {
            let components = TargetComponents::new(text);
            let get =
                |range: &Option<Range<usize>>| range.as_ref().map(|range| &text[range.clone()]);
            let TargetComponents { scheme, authority, path, query, fragment, .. } = &components;
            let path = Some(&text[path.clone()]);
            let split = [get(scheme), get(authority), path, get(query), get(fragment)];
            assert_eq!(split, parts, "{text}");
        }
    }
}
