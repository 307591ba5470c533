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

use crate::diagnostic::kind::{FaultKind, TargetFault, TextFault};
use crate::diagnostic::{Spanned, nearest};
use crate::lower::braces::{CaptureToken, SpannedToken, tokenize};
use crate::lower::characters::{bare_percent, blank_or_control, too_long};
use crate::lower::location::components::TargetComponents;
use crate::lower::location::host::HostCapture;
use crate::lower::pattern::{Capture, RESERVED_NAMES};
use crate::syntax::rule::MAX_TEXT;
use redirect_core::internals::charset::is_static_path;
use redirect_core::internals::location::Part;

/// A target without faults.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Target {
    pub(crate) parts: Vec<Part<Vec<u8>>>,
    /// The names of the query parameters that it sets, decoded.
    pub(crate) parameter_names: Vec<Vec<u8>>,
    /// The captures in the host.
    pub(crate) host_captures: Vec<HostCapture>,
    /// True only if the target is nothing but a path in its normal form. This enables a fast path,
    /// and may be `false` for such a target too.
    pub(crate) is_static_path: bool,
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
            found.extend(tokens.iter().filter_map(|token| check_capture(token, captures)));
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

    /// Returns the `Location` of a target without captures.
    pub(crate) fn literal(&self) -> Option<Vec<u8>> {
        let mut location = Vec::new();
        for part in &self.parts {
            match part {
                Part::Literal(text) => location.extend(text),
                Part::Capture(..) => return None,
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

/// Checks a capture that a target uses.
fn check_capture(
    token: &SpannedToken<'_>,
    captures: Option<&[Capture]>,
) -> Option<Spanned<FaultKind>> {
    let capture = token.capture()?;
    let of_name_only =
        || shape(&capture).or_else(|| catch_all(&capture)).or_else(|| reserved(&capture, captures));
    if let Some(kind) = of_name_only() {
        return Some(Spanned::new(token.range.clone(), kind));
    }
    let name_range = token.range.start + 1..token.range.end - 1;
    Some(Spanned::new(name_range, unknown_capture(&capture, captures?)?))
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

fn unknown_capture(capture: &CaptureToken<'_>, known: &[Capture]) -> Option<FaultKind> {
    let names = || known.iter().map(|capture| capture.name.as_str());
    let is_known = names().any(|known| known == capture.name);
    (!is_known).then(|| {
        FaultKind::Target(TargetFault::UnknownCapture {
            name: capture.name.into(),
            nearest: nearest(capture.name, names()),
            known: names().map(Into::into).collect(),
        })
    })
}
