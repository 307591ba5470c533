//! The target of a rule: where it sends the client.
//!
//! A target is a path from the root, or an `http` or `https` URL with a host. It is cut into its
//! components as it is written: a capture holds none of the delimiters, so that the cuts hold
//! whatever fills it.

pub(crate) mod authority;
pub(crate) mod components;
pub(crate) mod form;
pub(crate) mod host;
pub(crate) mod write;

use host::HostCapture;

use crate::diagnostic::kind::{FaultKind, Limit, TargetFault, TextFault};
use crate::diagnostic::{Spanned, nearest};
use crate::lower::braces::{Braced, Chunk, Placed, chunks};
use crate::lower::capture::Capture;
use crate::lower::location::components::Components;
use crate::lower::source::{NO_VARIABLES, blank_or_control, percent};
use crate::syntax::rule::MAX_TEXT;
use redirect_core::internals::charset::is_plain_path;
use redirect_core::internals::location::Part;

/// A target, ready to be filled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Target {
    pub(crate) parts: Vec<Part<Vec<u8>>>,
    /// The names of the parameters that it sets, decoded.
    pub(crate) names: Vec<Vec<u8>>,
    /// The captures in its host.
    pub(crate) host_captures: Vec<HostCapture>,
    /// It is a path in its normal form, and no more.
    pub(crate) is_plain: bool,
}

impl Target {
    /// All of it as it is sent, where it has no captures.
    pub(crate) fn literal(&self) -> Option<Vec<u8>> {
        let has_captures = self.parts.iter().any(|part| matches!(part, Part::Capture(..)));
        (!has_captures).then(|| self.sample())
    }

    /// It as it is sent where every capture is an `x`.
    fn sample(&self) -> Vec<u8> {
        self.parts.iter().fold(Vec::new(), |mut sample, part| {
            match part {
                Part::Literal(text) => sample.extend(text),
                Part::Capture(..) => sample.push(b'x'),
                Part::Path => {}
                Part::Query => sample.push(b'?'),
                Part::Fragment => sample.push(b'#'),
            }
            sample
        })
    }

    /// A target that is plainly a path.
    pub(crate) fn plain(text: &str) -> Option<Target> {
        (is_plain_path(text) && text.len() <= MAX_TEXT).then(|| {
            let parts = vec![Part::Path, Part::Literal(text.as_bytes().to_vec())];
            Target { parts, names: Vec::new(), host_captures: Vec::new(), is_plain: true }
        })
    }

    /// Reads a target; what is wrong with it goes to `faults`. The captures are `None` where those
    /// of the rule are not known: nothing is then said of the target's.
    pub(crate) fn parse(
        text: &str,
        captures: Option<&[Capture]>,
        faults: &mut Vec<Spanned<FaultKind>>,
    ) -> Option<Target> {
        if let Some(plain) = Target::plain(text) {
            return captures.map(|_| plain);
        }
        let start = faults.len();
        let chunks = chunks(text).map_err(|fault| faults.push(fault)).ok()?;
        faults.extend(characters(text));
        if faults.len() == start {
            form::check(text, &Components::of(text), faults);
            faults.extend(used(&chunks, captures));
        }
        let is_fatal = |fault: &Spanned<FaultKind>| {
            !matches!(fault.value, FaultKind::Target(TargetFault::Scheme(_)))
        };
        let captures = captures.filter(|_| !faults[start..].iter().any(is_fatal))?;
        let target = write::target(&Components::of(text), captures);
        faults.extend(grammar(&target, text));
        Some(target)
    }
}

fn characters(text: &str) -> Vec<Spanned<FaultKind>> {
    if text.len() > MAX_TEXT {
        return vec![Spanned::new(0..text.len(), FaultKind::TooLarge(Limit::Text))];
    }
    let backslash = text
        .find('\\')
        .map(|at| Spanned::new(at..at + 1, FaultKind::Target(TargetFault::Backslash)));
    let blank = blank_or_control(text).map(|blank| in_host(text, blank));
    [blank, backslash, percent(text)].into_iter().flatten().collect()
}

/// A blank in a host is no blank that could be encoded.
fn in_host(text: &str, blank: Spanned<FaultKind>) -> Spanned<FaultKind> {
    let authority = Components::of(text).authority.unwrap_or_default();
    let is_in_host = authority.contains(&blank.range.start)
        && matches!(blank.value, FaultKind::Text(TextFault::Whitespace(_)));
    if is_in_host {
        Spanned { value: FaultKind::Target(TargetFault::WhitespaceInHost), ..blank }
    } else {
        blank
    }
}

fn used(chunks: &[Placed<'_>], captures: Option<&[Capture]>) -> Vec<Spanned<FaultKind>> {
    chunks
        .iter()
        .filter_map(|(range, chunk)| match *chunk {
            Chunk::Text(_) => None,
            Chunk::Capture(Braced { name, shape: Some(shape), .. }) => {
                let inside = format!("{name}:{shape}");
                Some(Spanned::new(range.clone(), FaultKind::Text(TextFault::CaptureName(inside))))
            }
            Chunk::Capture(Braced { name, rest: true, .. }) => Some(Spanned::new(
                range.clone(),
                FaultKind::Target(TargetFault::CatchAll(name.into())),
            )),
            Chunk::Capture(Braced { name, .. }) if NO_VARIABLES.contains(&name) => Some(
                Spanned::new(range.clone(), FaultKind::Text(TextFault::ReservedName(name.into()))),
            ),
            Chunk::Capture(Braced { name, .. }) => {
                let kind = unknown(name, captures?)?;
                Some(Spanned::new(range.start + 1..range.end - 1, kind))
            }
        })
        .collect()
}

fn unknown(name: &str, known: &[Capture]) -> Option<FaultKind> {
    let names = || known.iter().map(|capture| capture.name.as_str());
    let is_known = names().any(|known| known == name);
    (!is_known).then(|| {
        FaultKind::Target(TargetFault::UnknownCapture {
            name: name.into(),
            nearest: nearest(name, names()),
            known: names().map(Into::into).collect(),
        })
    })
}

/// RFC 3986 has the last word on what is sent.
fn grammar(target: &Target, text: &str) -> Option<Spanned<FaultKind>> {
    let sample = String::from_utf8(target.sample()).ok()?;
    let error = fluent_uri::UriRef::parse(&sample[..]).err()?;
    Some(Spanned::new(0..text.len(), FaultKind::Target(TargetFault::Grammar(error.to_string()))))
}
