//! Assertions that state the outcome of the interpreter for a request, in all styles that an author
//! can use.

use redirect_compiler::FaultName;
use redirect_compiler::syntax::{
    Assertion, AssertionId, Condition, Document, Operator, Scope, ScopeId, ScopeKind, Setting,
};
use redirect_compiler::{Fault, compile_without_analysis, failures};
use redirect_core::Request;
use test_support::TestRequest;

use super::compiled::Compiled;
use super::interpreter::respond;
use super::location::ends_in_number;

/// The style in which an assertion describes its request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AssertStyle {
    pub(crate) origin: OriginIn,
    pub(crate) is_mounted: bool,
    /// True if a field with a single cookie or language is described by that value.
    pub(crate) by_value: bool,
}

/// The place where an assertion states the scheme and the host.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum OriginIn {
    Url,
    Default,
    With,
}

/// The assertions of a site. All of their expected responses are wrong if `is_wrong` is true.
pub(crate) struct Asserts<'a> {
    pub(crate) compiled: &'a Compiled,
    pub(crate) is_wrong: bool,
}

impl Asserts<'_> {
    /// Returns descriptions of the assertions whose faults differ from the expected ones.
    pub(crate) fn mismatches(&self, requests: &[(TestRequest, AssertStyle)]) -> Vec<String> {
        let mut document = self.compiled.site.document();
        for (request, style) in requests {
            let request = normalize(request.clone(), *style);
            let is_origin = style.origin != OriginIn::Default || !has_numeric_host(&request);
            if is_expressible(&request) && is_origin && !self.is_no_target(&request) {
                let assertion = self.assertion(&mut document, &request, *style);
                document.assertions.push(assertion);
            }
        }
        let compiled = compile_without_analysis(&document);
        let table = compiled.table().unwrap();
        let faults =
            [compiled.faults, failures(&compiled.assertions, &compiled.rules, &table)].concat();
        let mismatch = |id: AssertionId| {
            let faults = faults.iter().filter(|fault| fault.node == id.into());
            let names: Vec<_> = faults.clone().map(Fault::name).collect();
            let expected: &[_] = if self.is_wrong { &[FaultName::FailedAssert] } else { &[] };
            let texts: Vec<_> = faults.map(|fault| fault.text(&document)).collect();
            (names != expected).then(|| format!("{:?}: {texts:#?}", document.assertion(id)))
        };
        document.assertion_ids().filter_map(mismatch).collect()
    }

    /// Returns whether the location cannot be written as a target: it is too long, or is a
    /// canonical URL with a dot segment, or with a path that begins with two slashes.
    fn is_no_target(&self, request: &TestRequest) -> bool {
        let Some((rule, _, Some(location))) = respond(self.compiled, request).0 else {
            return false;
        };
        if location.len() > usize::from(u16::MAX) {
            return true;
        }
        if rule.is_some() {
            return false;
        }
        let url = location.split('?').next().unwrap().to_lowercase();
        let url = url.replace("%2e", ".").replace("%2f", "/").replace("%5c", "/");
        let (_, path) = url.split_once("://").unwrap().1.split_once('/').unwrap();
        path.starts_with('/') || path.split('/').any(|segment| segment == "." || segment == "..")
    }

    fn assertion(
        &self,
        document: &mut Document<'static>,
        request: &TestRequest,
        style: AssertStyle,
    ) -> Assertion<'static> {
        let (status, location) = match respond(self.compiled, request).0 {
            None => ("pass".to_owned(), None),
            Some((_, status, location)) => (status.to_string(), location),
        };
        let (status, location) = match (self.is_wrong, &status[..], location) {
            (true, "pass" | "451", _) => ("410".into(), None),
            (true, "410", _) => ("pass".into(), None),
            (true, _, Some(location)) if style.by_value => (status, Some(location + "z")),
            (true, "308", location) => ("307".into(), location),
            (true, _, location) => ("308".into(), location),
            (false, _, location) => (status, location),
        };
        Assertion {
            method: (request.method != "GET").then(|| request.method.into()),
            url: url(request, style).into(),
            conditions: conditions(request, style),
            status: status.into(),
            location: location.map(Into::into),
            scope: add_scope(document, request, style),
        }
    }
}

/// Returns the request with a lowercase scheme, and without a host or its final dot if the style
/// cannot express them.
fn normalize(mut request: TestRequest, style: AssertStyle) -> TestRequest {
    request.scheme = request.scheme.map(|scheme| if scheme == "HTTPS" { "https" } else { scheme });
    if style.origin != OriginIn::With && request.scheme.is_none() {
        request.authority = None;
    } else if style.origin != OriginIn::Url {
        request.authority = request.authority.map(|authority| authority.replace(".:", ":"));
    }
    request
}

/// Returns whether an assertion can express a request: its characters are visible, its escapes are
/// complete, and its host is valid.
pub(crate) fn is_expressible(request: &TestRequest) -> bool {
    let query = request.query().unwrap_or_default();
    let is_valid = |text: &str| {
        let is_escape = |at: usize| {
            text.get(at + 1..at + 3).is_some_and(|it| it.bytes().all(|it| it.is_ascii_hexdigit()))
        };
        text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#')
            && text.match_indices('%').all(|(at, _)| is_escape(at))
    };
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|it| it.is_ascii_alphanumeric() || b"_-".contains(&it))
    };
    let is_host = |host: &str| {
        let without_port = host.trim_end_matches(":8080").trim_end_matches(":80");
        without_port.split('.').all(is_label)
    };
    let host = request.authority().map(|authority| authority.replace(".:", ":"));
    is_valid(&request.path) && is_valid(query) && host.is_none_or(|host| is_host(&host))
}

/// Returns whether the last label of the host is a number, which no `origin` can have because
/// browsers read such a host as an IPv4 address.
fn has_numeric_host(request: &TestRequest) -> bool {
    let host = request.authority().map(|authority| authority.split(':').next().unwrap());
    host.is_some_and(|host| ends_in_number(host.trim_end_matches('.')))
}

fn url(request: &TestRequest, style: AssertStyle) -> String {
    let origin = match (request.scheme(), request.authority()) {
        (Some(scheme), Some(authority)) if style.origin == OriginIn::Url => {
            format!("{scheme}://{authority}")
        }
        _ => String::new(),
    };
    let path = match &request.path[..] {
        "/" if style.is_mounted && style.by_value => "/m".into(),
        path if style.is_mounted => format!("/m{path}"),
        path => path.to_owned(),
    };
    let query = request.query().map_or(String::new(), |query| format!("?{query}"));
    format!("{origin}{path}{query}")
}

/// Adds a `default` with the origin and the mount, inside one with other values. Returns its
/// identifier.
fn add_scope(
    document: &mut Document<'static>,
    request: &TestRequest,
    style: AssertStyle,
) -> Option<ScopeId> {
    // A `canonical` declares the origin, and cannot be combined with a mount.
    let is_canonical = |scope: &Scope<'_>| matches!(scope.kind, ScopeKind::Canonical(_));
    let is_inside = style.by_value && !document.scopes.first().is_some_and(is_canonical);
    let rules = document.rules.iter().filter(|_| is_inside);
    let innermost = rules.filter_map(|rule| rule.scope).max();
    let mut add = |options: Vec<(&'static str, String)>, parent| {
        let options =
            options.into_iter().map(|(key, value)| Setting::with_text(key, value)).collect();
        Some(document.add_scope(Scope { options, parent, ..Scope::default() }))
    };
    let mut options = Vec::new();
    if let (Some(scheme), Some(authority), OriginIn::Default) =
        (request.scheme(), request.authority(), style.origin)
    {
        options.push(("origin", format!("{scheme}://{authority}")));
    }
    if style.is_mounted {
        options.push(("mount", "/m".into()));
    }
    let overridden = [("origin", "http://o.example"), ("mount", "/other")];
    let overridden =
        overridden.into_iter().filter(|(key, _)| options.iter().any(|(own, _)| own == key));
    let outer = overridden.map(|(key, value)| (key, value.to_owned())).collect();
    let outer = add(outer, innermost);
    add(options, outer)
}

fn conditions(request: &TestRequest, style: AssertStyle) -> Vec<Condition<'static>> {
    let equal = |subject: &'static str, argument: Option<&'static str>, value: &str| Condition {
        subject: subject.into(),
        argument: argument.map(Into::into),
        operator: Operator::Equal,
        values: vec![value.to_owned().into()],
        ..Condition::default()
    };
    let is_stated = request.authority.is_some() && style.origin != OriginIn::With;
    let host = request.authority().filter(|_| !is_stated).map(|it| equal("host", None, it));
    let scheme = request.scheme().filter(|_| !is_stated).map(|it| equal("scheme", None, it));
    let field = |(name, value): &(&'static str, String)| match (*name, &value[..]) {
        ("accept-language", "de") if style.by_value => equal("language", None, "de"),
        ("cookie", "c=a") if style.by_value => equal("cookie", Some("c"), "a"),
        (name, value) => equal("header", Some(name), value),
    };
    let peer = request.peer_addr.map(|address| equal("ip", None, &address.to_string()));
    let fields = request.headers.iter().map(field);
    host.into_iter().chain(scheme).chain(fields).chain(peer).collect()
}
