//! Composition of a target from its checked components: literals as they are sent, and captures.

use std::ops::Range;

use crate::lower::braces::{CaptureToken, SpannedToken, Token, tokenize};
use crate::lower::location::Target;
use crate::lower::location::authority::split;
use crate::lower::location::components::TargetComponents;
use crate::lower::location::host::{self, HostCapture};
use crate::lower::location::removable::mark_removable_segments;
use crate::lower::pattern::{Capture, REQUEST_HOST, REQUEST_URI, capture_index};
use crate::syntax::braces::unescaped;
use redirect_core::internals::charset::{ByteSet, FRAGMENT, PATH, QUERY, encoded, pct_encoded};
use redirect_core::internals::location::{Part, UriPosition};
use redirect_core::internals::query::decoded;

/// Composes the parts of a checked target. `captures` are the captures of the rule.
pub(crate) fn compose(components: &TargetComponents<'_>, captures: &[Capture]) -> Target {
    let mut composer = Composer { components, captures, parts: Vec::new() };
    let host_captures = composer.before_path();
    composer.path();
    let mut parameter_names = Vec::new();
    if let Some(query) = &components.query {
        composer.query(query);
        parameter_names = query_parameter_names(components.get(query));
    }
    if let Some(fragment) = &components.fragment {
        composer.parts.push(Part::Fragment);
        composer.component(fragment, &FRAGMENT, UriPosition::Fragment);
    }
    Target { parts: composer.parts, parameter_names, host_captures, is_static_path: false }
}

/// Returns the names of a query's parameters, decoded.
fn query_parameter_names(query: &str) -> Vec<Vec<u8>> {
    let mut names = Vec::new();
    for parameter in query.split('&') {
        let name = parameter.split('=').next().unwrap_or_default();
        if !parameter.is_empty() {
            names.push(decoded(unescaped(name).as_bytes()).collect());
        }
    }
    names
}

#[expect(clippy::expect_used, reason = "no brace is next to a delimiter inside a capture")]
fn tokens(component: &str) -> Vec<SpannedToken<'_>> {
    tokenize(component).expect("invariant: the components of a checked target have whole captures")
}

struct Composer<'a> {
    components: &'a TargetComponents<'a>,
    captures: &'a [Capture],
    parts: Vec<Part<Vec<u8>>>,
}

impl Composer<'_> {
    /// Adds the scheme and the authority, and returns the captures in the host.
    fn before_path(&mut self) -> Vec<HostCapture> {
        let components = self.components;
        if let Some(scheme) = &components.scheme {
            self.text(components.get(&(0..scheme.end + 1)), &PATH);
        }
        let Some(authority) = &components.authority else { return Vec::new() };
        self.text("//", &PATH);
        let (host, port) = split(components.get(authority));
        let host = tokens(host);
        self.host(&host);
        if let Some(port) = port {
            self.text(&format!(":{port}"), &PATH);
        }
        host::captures(&host, authority.start, self.captures)
    }

    fn host(&mut self, tokens: &[SpannedToken<'_>]) {
        let position = if tokens.len() == 1 { UriPosition::Host } else { UriPosition::Label };
        for token in tokens {
            match token.value {
                Token::Text(text) => self.host_text(text),
                Token::Capture(CaptureToken { name: REQUEST_HOST, .. }) => {
                    self.parts.push(Part::RequestHost);
                }
                Token::Capture(capture) => self.capture(capture.name, position),
            }
        }
    }

    #[expect(clippy::expect_used, reason = "`host::check` has converted every text")]
    fn host_text(&mut self, text: &str) {
        let ascii = host::to_ascii(text).expect("invariant: a checked host has A-labels");
        self.literal(ascii.into_bytes());
    }

    /// Adds the path.
    fn path(&mut self) {
        let origin = std::mem::take(&mut self.parts);
        self.component(&self.components.path, &PATH, UriPosition::Segment);
        let path = std::mem::replace(&mut self.parts, origin);
        self.parts.push(Part::Path);
        self.parts.append(&mut mark_removable_segments(&path, self.captures));
    }

    /// Adds the query. The start of each parameter is marked if one may be dropped, because a
    /// capture in it is optional.
    fn query(&mut self, query: &Range<usize>) {
        self.parts.push(Part::Query);
        let text = self.components.get(query);
        if !self.has_optional_capture(text) {
            return self.component(query, &QUERY, UriPosition::Query);
        }
        let mut start = query.start;
        for parameter in text.split('&') {
            let end = start + parameter.len();
            if !parameter.is_empty() {
                self.parts.push(Part::Parameter);
                self.component(&(start..end), &QUERY, UriPosition::Query);
            }
            start = end + 1;
        }
    }

    /// Returns whether a component has an optional capture.
    fn has_optional_capture(&self, component: &str) -> bool {
        let captures = tokens(component);
        let mut captures = captures.iter().filter_map(SpannedToken::capture);
        captures.any(|token| {
            capture_index(self.captures, token.name)
                .is_some_and(|index| self.captures[index].is_optional)
        })
    }

    /// Adds a component. Bytes outside its character class are percent-encoded.
    fn component(&mut self, component: &Range<usize>, class: &ByteSet, position: UriPosition) {
        for token in tokens(self.components.get(component)) {
            match token.value {
                Token::Text(text) => self.text(text, class),
                Token::Capture(CaptureToken { name: REQUEST_URI, .. }) => {
                    self.parts.push(Part::RequestUri);
                }
                Token::Capture(CaptureToken { name: REQUEST_HOST, .. }) => {
                    self.parts.push(Part::RequestHost);
                }
                Token::Capture(capture) => self.capture(capture.name, position),
            }
        }
    }

    #[expect(clippy::expect_used, reason = "`check_capture` has looked up every name")]
    fn capture(&mut self, name: &str, position: UriPosition) {
        let index = capture_index(self.captures, name);
        let index = index.expect("invariant: a checked target uses only captures of its rule");
        let position = match position {
            UriPosition::Segment if self.captures[index].is_catch_all => UriPosition::Rest,
            UriPosition::Label if self.captures[index].is_catch_all => UriPosition::Host,
            position => position,
        };
        self.parts.push(Part::Capture(position, index));
    }

    /// Adds a text. Bytes outside a class are percent-encoded, but a `%XX` is kept.
    fn text(&mut self, text: &str, class: &ByteSet) {
        let bytes = text.as_bytes();
        let mut literal = Vec::with_capacity(bytes.len());
        let (mut copied, mut offset) = (0, 0);
        while offset < bytes.len() {
            if !class.contains(bytes[offset]) && pct_encoded(&bytes[offset..]).is_none() {
                literal.extend_from_slice(&bytes[copied..offset]);
                literal.extend_from_slice(&encoded(bytes[offset]));
                copied = offset + 1;
            }
            offset += 1;
        }
        literal.extend_from_slice(&bytes[copied..]);
        self.literal(literal);
    }

    fn literal(&mut self, mut text: Vec<u8>) {
        match self.parts.last_mut() {
            Some(Part::Literal(literal)) => literal.append(&mut text),
            _ => self.parts.push(Part::Literal(text)),
        }
    }
}
