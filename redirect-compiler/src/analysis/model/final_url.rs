//! The URL at the end of a chain.

use crate::analysis::model::sample_request::UrlComponents;

/// The URL that a client has reached after it followed some locations.
#[derive(Default)]
pub(crate) struct FinalUrl {
    /// The scheme and the authority of the last absolute URL, or empty.
    origin: String,
    /// The path and the query.
    target: String,
    /// The last fragment, with its `#`, or empty. A client keeps it until a location has another
    /// one (RFC 9110 §10.2.2).
    fragment: String,
}

impl FinalUrl {
    /// Follows a location: a path, or an absolute URL.
    pub(crate) fn follow(&mut self, location: &str) {
        let end = location.find('#').unwrap_or(location.len());
        let (url, fragment) = location.split_at(end);
        if !fragment.is_empty() {
            self.fragment = fragment.into();
        }
        let origin = if url.starts_with('/') { None } else { UrlComponents::new(url).origin };
        match origin {
            Some((scheme, authority)) => {
                let (origin, target) = url.split_at(scheme.len() + "://".len() + authority.len());
                (self.origin, self.target) = (origin.into(), target.into());
            }
            None => self.target = url.into(),
        }
    }

    /// Returns the URL. It is a path if no location was absolute.
    pub(crate) fn into_text(self) -> String {
        self.origin + &self.target + &self.fragment
    }
}

#[cfg(test)]
mod tests {
    use super::FinalUrl;

    #[test]
    fn a_path_is_on_the_host_of_the_last_absolute_url() {
        for (locations, expected) in [
            (&["/a"][..], "/a"),
            (&["/a?q", "/b"], "/b"),
            (&["https://a.example/b", "/c?q"], "https://a.example/c?q"),
            (&["https://a.example/b", "http://b.example", "/c"], "http://b.example/c"),
            (&["/b", "https://a.example"], "https://a.example"),
            (&["/login?next=https://a.example/", "/b"], "/b"),
            (&["/a#x", "/b"], "/b#x"),
            (&["https://a.example/a#x", "/b#y"], "https://a.example/b#y"),
        ] {
            let mut url = FinalUrl::default();
            for location in locations {
                url.follow(location);
            }
            assert_eq!(url.into_text(), expected, "{locations:?}");
        }
    }
}
