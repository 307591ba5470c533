//! Writing a target, whose form has been checked, as it is sent.

use std::ops::Range;

use crate::lower::braces::{Braced, Chunk, chunks};
use crate::lower::capture::Capture;
use crate::lower::location::authority::split;
use crate::lower::location::components::Components;
use crate::lower::location::{Target, host};
use crate::syntax::braces::unescaped;
use redirect_core::internals::charset::{ByteSet, FRAGMENT, PATH, QUERY, encoded, pct_encoded};
use redirect_core::internals::location::{Part, UriPosition};
use redirect_core::internals::query::decoded;

pub(crate) fn target(components: &Components<'_>, captures: &[Capture]) -> Target {
    let mut writer = Writer { components, captures, parts: Vec::new() };
    let host_captures = writer.before_path();
    writer.parts.push(Part::Path);
    writer.component(&components.path, &PATH, UriPosition::Segment);
    if let Some(query) = &components.query {
        writer.parts.push(Part::Query);
        writer.component(query, &QUERY, UriPosition::Query);
    }
    if let Some(fragment) = &components.fragment {
        writer.parts.push(Part::Fragment);
        writer.component(fragment, &FRAGMENT, UriPosition::Fragment);
    }
    let names = components.query.as_ref().map_or(vec![], |query| names(components.at(query)));
    Target { parts: writer.parts, names, host_captures, is_plain: false }
}

/// The names of the parameters that a query sets, decoded.
fn names(query: &str) -> Vec<Vec<u8>> {
    let parameters = query.split('&').filter(|parameter| !parameter.is_empty());
    let names = parameters.filter_map(|parameter| parameter.split('=').next());
    names.map(|name| decoded(unescaped(name).as_bytes()).collect()).collect()
}

struct Writer<'a> {
    components: &'a Components<'a>,
    captures: &'a [Capture],
    parts: Vec<Part<Vec<u8>>>,
}

impl Writer<'_> {
    fn before_path(&mut self) -> Vec<host::HostCapture> {
        let components = self.components;
        if let Some(scheme) = &components.scheme {
            self.text(components.at(&(0..scheme.end + 1)), &PATH);
        }
        let Some(range) = components.authority.clone() else { return Vec::new() };
        self.text("//", &PATH);
        let (host, port) = split(components.at(&range));
        self.host(host);
        if let Some(port) = port {
            self.text(&format!(":{port}"), &PATH);
        }
        host::captures(host, range.start, self.captures)
    }

    fn host(&mut self, name: &str) {
        let chunks = chunks(name).unwrap_or_default();
        let place = if chunks.len() == 1 { UriPosition::Host } else { UriPosition::Label };
        for (_, chunk) in chunks {
            match chunk {
                Chunk::Text(text) => {
                    let labels =
                        text.split('.').map(|label| host::ascii(label).unwrap_or_default());
                    self.literal(labels.collect::<Vec<_>>().join(".").into_bytes());
                }
                Chunk::Capture(Braced { name, .. }) => self.capture(name, place),
            }
        }
    }

    fn component(&mut self, range: &Range<usize>, class: &ByteSet, place: UriPosition) {
        for (_, chunk) in chunks(self.components.at(range)).unwrap_or_default() {
            match chunk {
                Chunk::Text(text) => self.text(text, class),
                Chunk::Capture(Braced { name, .. }) => self.capture(name, place),
            }
        }
    }

    fn capture(&mut self, name: &str, place: UriPosition) {
        let Some(index) = self.captures.iter().position(|capture| capture.name == name) else {
            return;
        };
        let place = match place {
            UriPosition::Segment if self.captures[index].rest => UriPosition::Rest,
            UriPosition::Label if self.captures[index].rest => UriPosition::Host,
            place => place,
        };
        self.parts.push(Part::Capture(place, index));
    }

    /// Text, with what the class does not have encoded; a `%xx` stays.
    fn text(&mut self, text: &str, class: &ByteSet) {
        let bytes = text.as_bytes();
        let mut literal = Vec::with_capacity(bytes.len());
        let (mut start, mut at) = (0, 0);
        while at < bytes.len() {
            if !class.contains(bytes[at]) && pct_encoded(&bytes[at..]).is_none() {
                literal.extend_from_slice(&bytes[start..at]);
                literal.extend_from_slice(&encoded(bytes[at]));
                start = at + 1;
            }
            at += 1;
        }
        literal.extend_from_slice(&bytes[start..]);
        self.literal(literal);
    }

    fn literal(&mut self, mut text: Vec<u8>) {
        match self.parts.last_mut() {
            Some(Part::Literal(literal)) => literal.append(&mut text),
            _ => self.parts.push(Part::Literal(text)),
        }
    }
}
