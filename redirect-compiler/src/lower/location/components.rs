//! The components of a URL, as it is written.

use std::ops::Range;

use redirect_core::internals::charset::find_either;

/// Where the components of a target stand, by their delimiters alone (RFC 3986, appendix B).
#[derive(Debug)]
pub(crate) struct Components<'a> {
    pub(crate) text: &'a str,
    /// Difference its colon.
    pub(crate) scheme: Option<Range<usize>>,
    /// Difference the slashes before it.
    pub(crate) authority: Option<Range<usize>>,
    pub(crate) path: Range<usize>,
    /// Difference its question mark.
    pub(crate) query: Option<Range<usize>>,
    /// Difference its number sign.
    pub(crate) fragment: Option<Range<usize>>,
}

impl<'a> Components<'a> {
    pub(crate) fn of(text: &'a str) -> Components<'a> {
        let fragment_at = text.find('#').unwrap_or(text.len());
        let path_end = text[..fragment_at].find('?').unwrap_or(fragment_at);
        let scheme_end =
            find_either(&text[..path_end], [':', '/']).filter(|&at| text[at..].starts_with(':'));
        let mut path = scheme_end.map_or(0, |colon| colon + 1)..path_end;
        let authority = text[path.clone()].starts_with("//").then(|| {
            let start = path.start + 2;
            let end = text[start..path_end].find('/').map_or(path_end, |slash| start + slash);
            path.start = end;
            start..end
        });
        Components {
            text,
            scheme: scheme_end.map(|end| 0..end),
            authority,
            path,
            query: (path_end < fragment_at).then_some(path_end + 1..fragment_at),
            fragment: (fragment_at < text.len()).then_some(fragment_at + 1..text.len()),
        }
    }

    pub(crate) fn at(&self, range: &Range<usize>) -> &'a str {
        &self.text[range.clone()]
    }
}
