//! The request that an assert speaks of.

use crate::analysis::model::sample_request::{SampleRequest, UrlComponents, under_mount};
use crate::assertion::Assertion;
use crate::diagnostic::kind::{BadAssert, BadCondition, FaultKind};
use crate::diagnostic::{Field, Spanned};
use crate::lower::condition::{bad_value, subject};
use crate::lower::options::Options;
use crate::lower::source::{blank_or_control, percent};
use crate::syntax::rule::{Condition, Operator};
use redirect_core::internals::charset::{CARRIED, encoded};
use redirect_core::internals::condition::Subject;

impl SampleRequest {
    /// The request of an assert, on the site that `options` tell of; what is wrong with it goes to
    /// `found`.
    pub(crate) fn of(
        draft: &Assertion<'_>,
        options: &Options,
        found: &mut Vec<(Field, Spanned<FaultKind>)>,
    ) -> Option<SampleRequest> {
        let mut asked = SampleRequest {
            method: draft.method.as_deref().unwrap_or("GET").into(),
            authority: options.origin.as_ref().map(|origin| origin.authority.clone()),
            scheme: options.origin.as_ref().map(|origin| origin.scheme.clone()),
            ..SampleRequest::default()
        };
        if let Err(fault) = asked.target(&draft.asked, options.mount.as_deref()) {
            found.push((Field::Source, fault));
            return None;
        }
        for (number, with) in draft.with.iter().enumerate() {
            // A field can have several lines, and a parameter several values.
            let is_one = ["host", "scheme"].contains(&&with.subject[..]);
            let is_same = |other: &Condition<'_>| is_one && other.subject == with.subject;
            if draft.with[..number].iter().any(is_same) {
                let kind = FaultKind::Condition(BadCondition::ConditionTwice);
                found.push((Field::Condition(number), Spanned::new(0..0, kind)));
            } else {
                found.extend(asked.with(with, number).err());
            }
        }
        Some(asked)
    }

    /// Reads a path, or an absolute URL, with the query behind it.
    fn target(&mut self, text: &str, mount: Option<&str>) -> Result<(), Spanned<FaultKind>> {
        let whole = |kind| Spanned::new(0..text.len(), kind);
        blank_or_control(text).map_or(Ok(()), Err)?;
        percent(text).map_or(Ok(()), Err)?;
        if let Some(at) = text.find('#') {
            return Err(Spanned::new(at..text.len(), FaultKind::SourceFragment));
        }
        let UrlComponents { origin, path, query } = UrlComponents::new(text);
        if let Some((scheme, authority)) = origin {
            let kind = BadCondition::SchemeValue(scheme.into());
            let is_known = ["http", "https"].contains(&scheme);
            is_known.then_some(()).ok_or_else(|| whole(FaultKind::Condition(kind)))?;
            self.scheme = Some(scheme.into());
            self.authority = Some(authority.into());
        }
        // Behind a host the path may be missing, and is sent as a slash (RFC 9112 §3.2.1).
        let path = if path.is_empty() && origin.is_some() { "/" } else { path };
        if !path.starts_with('/') {
            return Err(whole(FaultKind::SourceWithoutSlash(text.into())));
        }
        let outside = || BadAssert::Outside(mount.unwrap_or_default().into());
        let path = under_mount(path, mount).ok_or_else(|| whole(FaultKind::Assert(outside())))?;
        self.path = sent(path);
        self.query = query.map(sent);
        Ok(())
    }

    /// Adds what a `with` says.
    fn with(
        &mut self,
        with: &Condition<'_>,
        number: usize,
    ) -> Result<(), (Field, Spanned<FaultKind>)> {
        let fault = |part, bad| (part, Spanned::new(0..0, FaultKind::Condition(bad)));
        let on_subject = |bad| fault(Field::Condition(number), bad);
        let subject = subject(with, &[]).map_err(on_subject)?;
        let value = match &with.values[..] {
            [value] if with.operator == Operator::Equal && !with.negated => &value[..],
            _ => return Err(on_subject(BadCondition::NotSet)),
        };
        let host = value.split(':').next().unwrap_or_default();
        let checked = if subject == Subject::Host { host } else { value };
        if let Some(bad) = bad_value(&subject, checked) {
            return Err(fault(Field::ConditionValue(number, 0), bad));
        }
        self.set(&subject, value.as_bytes());
        Ok(())
    }
}

/// A text as a client sends it, which encodes what is not ASCII.
fn sent(written: &str) -> String {
    let bytes = written.bytes().flat_map(|byte| {
        let len = if CARRIED.has(byte) || byte == b'\\' { 1 } else { 3 };
        let bytes = if len == 1 { [byte, 0, 0] } else { encoded(byte) };
        bytes.into_iter().take(len)
    });
    text(bytes.collect())
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}
