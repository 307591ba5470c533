//! The request of an assertion.

use std::net::IpAddr;

use crate::analysis::model::sample_request::{SampleRequest, UrlComponents, under_mount};
use crate::assertion::Assertion;
use crate::diagnostic::kind::{
    AssertionFault, ConditionFault, FaultKind, MethodFault, SourceFault,
};
use crate::diagnostic::{Fault, Field, Spanned};
use crate::lower::characters::{bare_percent, blank_or_control};
use crate::lower::condition::{subject, value};
use crate::lower::options::Options;
use crate::syntax::ids::NodeId;
use crate::syntax::rule::{Condition, METHODS, Operator};
use redirect_core::internals::charset::{CARRIED, encoded};
use redirect_core::internals::condition::Subject;

/// Builds the request of an assertion, to the site that `options` describe.
pub(crate) fn lower(
    node: NodeId,
    assertion: &Assertion<'_>,
    options: &Options,
) -> Result<SampleRequest, Vec<Fault>> {
    let method = assertion.method.as_deref().unwrap_or("GET");
    let mut request = SampleRequest::to_site(method, options);
    set_url(&mut request, &assertion.url, options.mount.as_deref())
        .map_err(|fault| vec![fault.at(node, Field::Source)])?;
    let mut faults = Vec::new();
    if !METHODS.contains(&method) {
        let kind = FaultKind::Method(MethodFault::Unknown(method.into()));
        faults.push(Fault::new(node, Field::Method(0), kind));
    }
    let mut settings: Vec<_> = assertion.conditions.iter().enumerate().collect();
    // A port is a part of the authority, which is set first.
    settings.sort_by_key(|(_, setting)| setting.subject == "port");
    for (index, setting) in settings {
        let set = if is_set_twice(&assertion.conditions[..index], setting) {
            Err((Field::Condition(index), ConditionFault::SetTwice))
        } else {
            apply(&mut request, setting, index)
        };
        if let Err((field, bad)) = set {
            faults.push(Fault::new(node, field, FaultKind::Condition(bad)));
        }
    }
    if faults.is_empty() { Ok(request) } else { Err(faults) }
}

/// Sets the path, the query and the origin from a path or an absolute URL.
fn set_url(
    request: &mut SampleRequest,
    text: &str,
    mount: Option<&str>,
) -> Result<(), Spanned<FaultKind>> {
    let whole = |kind| Err(Spanned::new(0..text.len(), kind));
    if let Some(fault) = blank_or_control(text).or_else(|| bare_percent(text)) {
        return Err(fault);
    }
    if let Some(offset) = text.find('#') {
        return Err(Spanned::new(offset..text.len(), FaultKind::Source(SourceFault::Fragment)));
    }
    let UrlComponents { origin, path, query } = UrlComponents::new(text);
    if let Some((scheme, authority)) = origin {
        if !["http", "https"].contains(&scheme) {
            return whole(FaultKind::Condition(ConditionFault::SchemeValue(scheme.into())));
        }
        request.scheme = Some(scheme.into());
        request.authority = Some(authority.into());
    }
    // An absolute URL may have no path, for which clients send a slash (RFC 9112 §3.2.1).
    let path = if path.is_empty() && origin.is_some() { "/" } else { path };
    if !path.starts_with('/') {
        return whole(FaultKind::Source(SourceFault::MissingSlash(text.into())));
    }
    let path = if let Some(mount) = mount {
        let Some(path) = under_mount(path, mount) else {
            return whole(FaultKind::Assertion(AssertionFault::OutsideMount(mount.into())));
        };
        path
    } else {
        path
    };
    request.path = percent_encoded(path);
    request.query = query.map(percent_encoded);
    Ok(())
}

/// Returns whether a setting replaces an earlier one. A header field can have several lines, and a
/// query parameter several values, but a request has one host and one scheme.
fn is_set_twice(earlier: &[Condition<'_>], setting: &Condition<'_>) -> bool {
    earlier.iter().any(|other| other.subject == setting.subject)
        && subject::parse(setting, &[]).is_ok_and(|subject| subject.is_single())
}

/// Applies `with subject == value`.
fn apply(
    request: &mut SampleRequest,
    setting: &Condition<'_>,
    index: usize,
) -> Result<(), (Field, ConditionFault)> {
    let on_subject = |bad| (Field::Condition(index), bad);
    let subject = subject::parse(setting, &[]).map_err(on_subject)?;
    let text = match &setting.values[..] {
        [value] if setting.operator == Operator::Equal && !setting.negated => &value[..],
        _ => return Err(on_subject(ConditionFault::NotAnAssignment)),
    };
    let without_port = text.split(':').next().unwrap_or_default();
    let checked = if subject == Subject::Host { without_port } else { text };
    let bad = if subject == Subject::Ip {
        network_of_request(text)
    } else {
        value::check(&subject, checked)
    };
    if let Some(bad) = bad {
        return Err((Field::ConditionValue(index, 0), bad));
    }
    request.set(&subject, text.as_bytes());
    Ok(())
}

/// Reports the address of a request if it is not a single address.
fn network_of_request(text: &str) -> Option<ConditionFault> {
    if text.parse::<IpAddr>().is_ok() {
        return None;
    }
    let address = text.split('/').next().unwrap_or_default();
    Some(match address.parse::<IpAddr>() {
        Ok(_) => ConditionFault::NetworkOfRequest { value: text.into(), address: address.into() },
        Err(_) => ConditionFault::IpValue(text.into()),
    })
}

/// Percent-encodes a text as clients do, which send only ASCII.
fn percent_encoded(text: &str) -> String {
    let mut sent = String::with_capacity(text.len());
    for byte in text.bytes() {
        if CARRIED.contains(byte) || byte == b'\\' {
            sent.push(char::from(byte));
        } else {
            for byte in encoded(byte) {
                sent.push(char::from(byte));
            }
        }
    }
    sent
}
