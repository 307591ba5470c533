//! The request that an assert speaks of.

use super::AssertDraft;
use crate::chars::{CARRIED, encoded};
use crate::condition::Subject;
use crate::draft::{ConditionDraft, Operator};
use crate::fault::{BadAssert, BadCondition, Finding, Kind, Part};
use crate::guard::{bad_value, subject};
use crate::options::Options;
use crate::request::Request;
use crate::source::{blank_or_control, percent};

/// A request without a body.
#[derive(Clone, Default, Debug)]
pub(super) struct Asked {
    method: String,
    path: String,
    query: Option<String>,
    authority: Option<String>,
    scheme: Option<String>,
    /// The lines of its fields, each with its name in lower case.
    fields: Vec<(String, Vec<u8>)>,
}

impl Request for Asked {
    fn method(&self) -> &str {
        &self.method
    }

    fn path(&self) -> &str {
        &self.path
    }

    fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    fn authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }

    fn scheme(&self) -> Option<&str> {
        self.scheme.as_deref()
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        let is_named = move |(other, _): &&(String, _)| other == name;
        self.fields.iter().filter(is_named).map(|(_, line)| &line[..])
    }
}

impl Asked {
    /// The request of an assert, on the site that `options` tell of; what is wrong with it goes to
    /// `found`.
    pub(super) fn of(
        draft: &AssertDraft<'_>,
        options: &Options,
        found: &mut Vec<(Part, Finding)>,
    ) -> Option<Asked> {
        let mut asked = Asked {
            method: draft.method.as_deref().unwrap_or("GET").into(),
            authority: options.origin.as_ref().map(|origin| origin.authority.clone()),
            scheme: options.origin.as_ref().map(|origin| origin.scheme.clone()),
            ..Asked::default()
        };
        if let Err(finding) = asked.target(&draft.asked, options.mount.as_deref()) {
            found.push((Part::Source, finding));
            return None;
        }
        for (number, with) in draft.with.iter().enumerate() {
            found.extend(asked.with(with, number).err());
        }
        Some(asked)
    }

    /// Reads a path, or an absolute URL, with the query behind it.
    fn target(&mut self, text: &str, mount: Option<&str>) -> Result<(), Finding> {
        let whole = |kind| Finding::new(0..text.len(), kind);
        blank_or_control(text).map_or(Ok(()), Err)?;
        percent(text).map_or(Ok(()), Err)?;
        if let Some(at) = text.find('#') {
            return Err(Finding::new(at..text.len(), Kind::SourceFragment));
        }
        let mut target = text;
        if let Some((scheme, rest)) = text.split_once("://") {
            let end = rest.find(['/', '?']).unwrap_or(rest.len());
            let kind = BadCondition::SchemeValue(scheme.into());
            let is_known = ["http", "https"].contains(&scheme);
            is_known.then_some(()).ok_or_else(|| whole(Kind::Condition(kind)))?;
            self.scheme = Some(scheme.into());
            self.authority = Some(rest[..end].into());
            target = if rest[end..].starts_with('/') { &rest[end..] } else { "/" };
        }
        if !target.starts_with('/') {
            return Err(whole(Kind::SourceWithoutSlash(text.into())));
        }
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target, None),
        };
        let path =
            under(path, mount).map_err(|mount| whole(Kind::Assert(BadAssert::Outside(mount))))?;
        self.path = sent(path);
        self.query = query.map(sent);
        Ok(())
    }

    /// Adds what a `with` says.
    fn with(&mut self, with: &ConditionDraft<'_>, number: usize) -> Result<(), (Part, Finding)> {
        let fault = |part, bad| (part, Finding::new(0..0, Kind::Condition(bad)));
        let on_subject = |bad| fault(Part::Condition(number), bad);
        let subject = subject(with, &[]).map_err(on_subject)?;
        let value = match &with.values[..] {
            [value] if with.operator == Operator::Equal && !with.negated => &value[..],
            _ => return Err(on_subject(BadCondition::NotSet)),
        };
        let host = value.split(':').next().unwrap_or_default();
        let checked = if subject == Subject::Host { host } else { value };
        if let Some(bad) = bad_value(&subject, checked) {
            return Err(fault(Part::ConditionValue(number, 0), bad));
        }
        match subject {
            Subject::Host => self.authority = Some(value.into()),
            Subject::Scheme => self.scheme = Some(value.into()),
            Subject::Language => self.fields.push(("accept-language".into(), value.into())),
            Subject::Header(name) => self.fields.push((text(name), value.into())),
            Subject::Cookie(name) => {
                self.fields.push(("cookie".into(), format!("{}={value}", text(name)).into()));
            }
            Subject::Query(name) => self.parameter(&name, value),
            Subject::Capture(_) => {}
        }
        Ok(())
    }

    fn parameter(&mut self, name: &[u8], value: &str) {
        let encode = |bytes: &[u8]| text(bytes.iter().flat_map(|&byte| encoded(byte)).collect());
        let parameter = format!("{}={}", encode(name), encode(value.as_bytes()));
        self.query = Some(match self.query.take() {
            Some(query) => format!("{query}&{parameter}"),
            None => parameter,
        });
    }
}

/// The path behind a mount.
fn under<'a>(path: &'a str, mount: Option<&str>) -> Result<&'a str, String> {
    let Some(mount) = mount else { return Ok(path) };
    match path.strip_prefix(mount) {
        Some("") => Ok("/"),
        Some(rest) if rest.starts_with('/') => Ok(rest),
        _ => Err(mount.into()),
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
