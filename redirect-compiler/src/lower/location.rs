//! The target of a rule, lowered to the parts of its `Location`.
//!
//! A target is a path from the root, or an `http` or `https` URL with a host. It is split into its
//! components before any capture is filled in. This is correct because captured values never add a
//! delimiter: each value is percent-encoded for its component.

pub(crate) mod authority;
pub(crate) mod check;
pub(crate) mod components;
mod compose;
pub(crate) mod host;
pub(crate) mod origin;
mod removable;

use std::ops::Range;

use crate::diagnostic::kind::{FaultKind, TargetFault, TextFault};
use crate::diagnostic::{Spanned, nearest};
use crate::lower::braces::{CaptureToken, SpannedToken, tokenize};
use crate::lower::characters::{bare_percent, blank_or_control, too_long};
use crate::lower::location::components::TargetComponents;
use crate::lower::location::host::HostCapture;
use crate::lower::location::origin::Origin;
use crate::lower::pattern::{
    Capture, REQUEST_HOST, REQUEST_URI, REQUEST_VALUES, RESERVED_NAMES, is_reserved,
};
use crate::syntax::rule::MAX_TEXT;
use redirect_core::internals::charset::{UNRESERVED, encoded, is_static_path};
use redirect_core::internals::location::{Part, UriPosition};
use redirect_core::internals::text::{Encoding, MAX_CHARS, Text};

/// A target without faults.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Target {
    pub(crate) parts: Vec<Part<Vec<u8>>>,
    /// The names of the query parameters that it sets, decoded. If these are marked by
    /// [`Part::Parameter`], the first names are those of the marked parameters, in order. A
    /// flattened target has further names, of parameters that it does not carry over.
    pub(crate) parameter_names: Vec<Vec<u8>>,
    /// The captures in the host.
    pub(crate) host_captures: Vec<HostCapture>,
    /// True only if the target is nothing but a path in its normal form. This enables a fast path,
    /// and may be `false` for such a target too.
    pub(crate) is_static_path: bool,
}

/// A part of a host that contains captures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum HostPart<'t> {
    Literal(&'t [u8]),
    /// The capture with that index.
    Capture(usize),
}

impl Target {
    /// Parses a target and reports its faults. `captures` are the captures of the rule. If they are
    /// `None`, because the rule has a fault, unknown captures are not reported and no target is
    /// returned.
    pub(crate) fn parse(
        text: &str,
        captures: Option<&[Capture]>,
        faults: &mut Vec<Spanned<FaultKind>>,
    ) -> Option<Target> {
        if let Some(target) = Target::from_static_path(text) {
            return captures.map(|_| target);
        }
        let tokens = tokenize(text).map_err(|fault| faults.push(fault)).ok()?;
        let components = TargetComponents::new(text);
        let mut found = check_characters(text, &components);
        if found.is_empty() {
            found = check::check(&components);
            for token in &tokens {
                found.extend(check_capture(token, captures, &components));
            }
            remove_misplaced_host(&mut found);
        }
        let is_fatal = found
            .iter()
            .any(|fault| !matches!(fault.value, FaultKind::Target(TargetFault::Scheme(_))));
        faults.append(&mut found);
        let captures = captures.filter(|_| !is_fatal)?;
        Some(compose::compose(&components, captures))
    }

    /// Returns the target of a text that is evidently a path without captures.
    pub(crate) fn from_static_path(text: &str) -> Option<Target> {
        (is_static_path(text) && text.len() <= MAX_TEXT).then(|| Target {
            parts: vec![Part::Path, Part::Literal(text.as_bytes().to_vec())],
            parameter_names: Vec::new(),
            host_captures: Vec::new(),
            is_static_path: true,
        })
    }

    /// Returns whether the target is on the site and its path is longer than a rule can match.
    pub(crate) fn is_too_long(&self, origin: Option<&Origin>) -> bool {
        let path = match &self.parts[..] {
            [Part::Path, path @ ..] | [Part::Literal(_), Part::RequestHost, path @ ..] => path,
            [Part::Literal(host), Part::Path, path @ ..] => {
                let is_on_site = |site: &Origin| {
                    *host == format!("{}://{}", site.scheme, site.authority).as_bytes()
                };
                if origin.is_some_and(is_on_site) { path } else { &[] }
            }
            _ => &[],
        };
        let is_too_long = |count: fn(&[u8]) -> usize| {
            let mut len = 0;
            for part in path {
                match part {
                    Part::Literal(text) => len += count(text),
                    Part::Capture(..) | Part::Path | Part::Slash => {}
                    Part::Query
                    | Part::Parameter
                    | Part::RequestUri
                    | Part::RequestHost
                    | Part::Fragment => break,
                }
            }
            len > MAX_CHARS
        };
        // Characters are counted only if the number of bytes does not decide.
        is_too_long(<[u8]>::len)
            && is_too_long(|text| Text::new(text, Encoding::Path).chars().count())
    }

    /// Returns the names of parameters that are never carried over from the request. A parameter
    /// that may be dropped from the target is carried over then.
    pub(crate) fn names_never_carried_over(&self) -> &[Vec<u8>] {
        let marks = self.parts.iter().filter(|part| matches!(part, Part::Parameter)).count();
        &self.parameter_names[marks..]
    }

    /// Returns whether it contains the path and the query of the request.
    pub(crate) fn has_request_uri(&self) -> bool {
        !self.is_static_path && self.parts.iter().any(|part| matches!(part, Part::RequestUri))
    }

    /// Returns whether it contains the host of the request.
    pub(crate) fn has_request_host(&self) -> bool {
        !self.is_static_path && self.parts.iter().any(|part| matches!(part, Part::RequestHost))
    }

    /// Returns whether it is an HTTP URL whose authority is that of the request.
    pub(crate) fn leads_to_request_host(&self) -> bool {
        let [Part::Literal(scheme), Part::RequestHost, ..] = &self.parts[..] else { return false };
        scheme.eq_ignore_ascii_case(b"https://") || scheme.eq_ignore_ascii_case(b"http://")
    }

    /// Returns the parts of the host if it is an HTTP URL whose authority contains a capture.
    pub(crate) fn filled_host(&self) -> Option<Vec<HostPart<'_>>> {
        let mut parts = self.parts.iter();
        let Some(Part::Literal(origin)) = parts.next() else { return None };
        let scheme_len = origin.iter().position(|&byte| byte == b'/')? + "//".len();
        let mut host = Vec::new();
        let start = origin.get(scheme_len..).unwrap_or_default();
        if !start.is_empty() {
            host.push(HostPart::Literal(start));
        }
        for part in parts {
            match part {
                Part::Capture(UriPosition::Label | UriPosition::Host, capture) => {
                    host.push(HostPart::Capture(*capture));
                }
                Part::Literal(text) => {
                    let end = text.iter().position(|byte| b"/?#".contains(byte));
                    let text = &text[..end.unwrap_or(text.len())];
                    if !text.is_empty() {
                        host.push(HostPart::Literal(text));
                    }
                    if end.is_some() {
                        break;
                    }
                }
                _ => break,
            }
        }
        host.iter().any(|part| matches!(part, HostPart::Capture(_))).then_some(host)
    }

    /// Returns whether its query contains a value of the request other than captures.
    pub(crate) fn has_request_value_in_query(&self) -> bool {
        let query = self.parts.iter().skip_while(|part| **part != Part::Query);
        query.into_iter().any(|part| matches!(part, Part::RequestUri | Part::RequestHost))
    }

    /// Adds the mount to the path of the request in the query, which clients see with it.
    #[must_use]
    pub(crate) fn with_mount(mut self, mount: &str) -> Target {
        let mut prefix = Vec::new();
        for byte in mount.bytes() {
            if UNRESERVED.contains(byte) {
                prefix.push(byte);
            } else {
                prefix.extend_from_slice(&encoded(byte));
            }
        }
        let mut parts = Vec::with_capacity(self.parts.len());
        for part in self.parts {
            if part == Part::RequestUri {
                parts.push(Part::Literal(prefix.clone()));
            }
            parts.push(part);
        }
        self.parts = parts;
        self
    }

    /// Returns the `Location` of a target without captures.
    pub(crate) fn literal(&self) -> Option<Vec<u8>> {
        let mut location = Vec::new();
        for part in &self.parts {
            match part {
                Part::Literal(text) => location.extend(text),
                Part::Capture(..)
                | Part::Slash
                | Part::Parameter
                | Part::RequestUri
                | Part::RequestHost => return None,
                Part::Path => {}
                Part::Query => location.push(b'?'),
                Part::Fragment => location.push(b'#'),
            }
        }
        Some(location)
    }
}

/// Checks the characters. This comes first because an invalid character would confuse the other
/// checks.
fn check_characters(text: &str, components: &TargetComponents<'_>) -> Vec<Spanned<FaultKind>> {
    if let Some(fault) = too_long(text) {
        return vec![fault];
    }
    let blank = blank_in_host(components).or_else(|| blank_or_control(text));
    [blank, backslash(text), bare_percent(text)].into_iter().flatten().collect()
}

/// Reports the first blank if it is whitespace in the host, where it cannot be percent-encoded.
fn blank_in_host(components: &TargetComponents<'_>) -> Option<Spanned<FaultKind>> {
    let authority = components.authority.as_ref()?;
    let Spanned { range, value } = blank_or_control(components.text)?;
    let is_in_host = authority.contains(&range.start)
        && matches!(value, FaultKind::Text(TextFault::Whitespace(_)));
    is_in_host.then(|| Spanned::new(range, FaultKind::Target(TargetFault::WhitespaceInHost)))
}

fn backslash(text: &str) -> Option<Spanned<FaultKind>> {
    let offset = text.find('\\')?;
    Some(Spanned::new(offset..offset + 1, FaultKind::Target(TargetFault::Backslash)))
}

/// Removes the fault of a `{request_host}` in the path if the slashes before the host are missing,
/// as in `https:{request_host}`.
fn remove_misplaced_host(faults: &mut Vec<Spanned<FaultKind>>) {
    let lacks_host = |fault: &Spanned<FaultKind>| {
        matches!(fault.value, FaultKind::Target(TargetFault::MissingHost { .. }))
    };
    if faults.iter().any(lacks_host) {
        let is_host = |kind: &FaultKind| *kind == FaultKind::Target(TargetFault::RequestHost);
        faults.retain(|fault| !is_host(&fault.value));
    }
}

/// Checks a capture that a target uses, or a value of the request.
fn check_capture(
    token: &SpannedToken<'_>,
    captures: Option<&[Capture]>,
    components: &TargetComponents<'_>,
) -> Option<Spanned<FaultKind>> {
    let capture = token.capture()?;
    let is_in = |component: &Option<Range<usize>>| {
        component.as_ref().is_some_and(|range| range.contains(&token.range.start))
    };
    let is_plain = capture.shape.is_none() && !capture.is_catch_all;
    if is_plain && capture.name == REQUEST_URI {
        let fault = || FaultKind::Target(TargetFault::RequestUri { fix: None });
        return (!is_in(&components.query)).then(|| Spanned::new(token.range.clone(), fault()));
    }
    if is_plain && capture.name == REQUEST_HOST {
        // The checks of the components cover the start of the target and the authority.
        let path = Some(components.path.clone());
        let is_misplaced = token.range.start > 0 && (is_in(&path) || is_in(&components.fragment));
        let fault = || FaultKind::Target(TargetFault::RequestHost);
        return is_misplaced.then(|| Spanned::new(token.range.clone(), fault()));
    }
    let of_name_only = || {
        shape(&capture)
            .or_else(|| catch_all(&capture))
            .or_else(|| optional(&capture))
            .or_else(|| reserved(&capture, captures))
    };
    if let Some(kind) = of_name_only() {
        return Some(Spanned::new(token.range.clone(), kind));
    }
    let is_optional = |known: &Capture| known.is_optional && known.name == capture.name;
    let is_in_host = is_in(&components.authority);
    if is_in_host && captures.unwrap_or_default().iter().any(is_optional) {
        let kind = FaultKind::Target(TargetFault::OptionalInHost(capture.name.into()));
        return Some(Spanned::new(token.range.clone(), kind));
    }
    let name_range = token.range.start + 1..token.range.end - 1;
    Some(Spanned::new(name_range, unknown_capture(&capture, captures?, is_in_host)?))
}

/// Reports a shape, which only the declaration of a capture can have.
fn shape(capture: &CaptureToken<'_>) -> Option<FaultKind> {
    let shape = capture.shape?;
    Some(FaultKind::Text(TextFault::CaptureName(format!("{}:{shape}", capture.name))))
}

/// Reports a `*`, which only the declaration of a capture can have.
fn catch_all(capture: &CaptureToken<'_>) -> Option<FaultKind> {
    capture.is_catch_all.then(|| FaultKind::Target(TargetFault::CatchAll(capture.name.into())))
}

/// Reports a `?`, which only the declaration of a capture can have.
fn optional(capture: &CaptureToken<'_>) -> Option<FaultKind> {
    capture.is_optional.then(|| FaultKind::Target(TargetFault::Optional(capture.name.into())))
}

/// Reports a reserved name, with the captures that there are.
fn reserved(capture: &CaptureToken<'_>, captures: Option<&[Capture]>) -> Option<FaultKind> {
    if !RESERVED_NAMES.contains(&capture.name) {
        return None;
    }
    let name = capture.name.into();
    let known: Vec<_> =
        captures.unwrap_or_default().iter().map(|known| known.name.clone()).collect();
    let is_declared = known.is_empty() || known.contains(&name);
    Some(if is_declared {
        FaultKind::Text(TextFault::ReservedName(name))
    } else {
        FaultKind::Target(TargetFault::ReservedCapture { name, known })
    })
}

fn unknown_capture(
    capture: &CaptureToken<'_>,
    known: &[Capture],
    is_in_host: bool,
) -> Option<FaultKind> {
    if is_in_host && known.is_empty() && !is_reserved(capture.name) {
        let name = capture.name.into();
        return Some(FaultKind::Target(TargetFault::UnknownHostCapture { name }));
    }
    let mut valid_name = capture.name.to_owned();
    if is_reserved(capture.name) {
        valid_name += "_name";
    }
    let names = || known.iter().map(|capture| capture.name.as_str());
    let is_known = names().any(|known| known == capture.name);
    (!is_known).then(|| {
        FaultKind::Target(TargetFault::UnknownCapture {
            name: capture.name.into(),
            nearest: nearest(capture.name, names().chain(REQUEST_VALUES)),
            known: names().map(Into::into).collect(),
            valid_name,
        })
    })
}
