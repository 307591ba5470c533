//! Asserts: what the interpreter answers, said of a request in the way of an author.

use redirect_compiler::FaultName;
use redirect_compiler::syntax::{Assertion, Condition, Document, NodeId, Operator, Scope};
use redirect_compiler::{Fault, build, compile_without_analysis, failures};
use redirect_core::Request;

use super::asked::Asked;
use super::compiled::Compiled;
use super::interpreter::answer;

/// How a request is said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Saying {
    pub(crate) origin: SaidBy,
    pub(crate) is_mounted: bool,
    /// Whether the fields are said by what they hold, where that is one cookie or language.
    pub(crate) by_content: bool,
}

/// Where scheme and host are said.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum SaidBy {
    Url,
    Default,
    With,
}

/// The asserts of a site, each at its request; wrong ones where `is_wrong`.
pub(crate) struct Asserts<'a> {
    pub(crate) compiled: &'a Compiled,
    pub(crate) is_wrong: bool,
}

impl Asserts<'_> {
    /// The asserts that do not come out as they should, as text.
    pub(crate) fn surprises(&self, requests: &[(Asked, Saying)]) -> Vec<String> {
        let mut document = self.compiled.site.document();
        for (asked, saying) in requests {
            let asked = plain(asked.clone(), *saying);
            if can_be_said(&asked) {
                let draft = self.assert(&mut document, &asked, *saying);
                document.asserts.push(draft);
            }
        }
        let compiled = compile_without_analysis(&document);
        let table = build(&compiled.rules).unwrap();
        let faults = [compiled.faults, failures(&compiled.assertions, &table)].concat();
        let surprise = |number: usize| {
            let faults = faults.iter().filter(|fault| fault.node == NodeId::Assert(number));
            let names: Vec<_> = faults.clone().map(Fault::name).collect();
            let expected: &[_] = if self.is_wrong { &[FaultName::FailedAssert] } else { &[] };
            let texts: Vec<_> = faults.map(|fault| fault.text(&document)).collect();
            (names != expected).then(|| format!("{:?}: {texts:#?}", document.asserts[number]))
        };
        (0..document.asserts.len()).filter_map(surprise).collect()
    }

    fn assert(
        &self,
        document: &mut Document<'static>,
        asked: &Asked,
        saying: Saying,
    ) -> Assertion<'static> {
        let (status, location) = match answer(&self.compiled.rules, asked).0 {
            None => ("pass".to_owned(), None),
            Some((_, status, location)) => (status.to_string(), location),
        };
        let (status, location) = match (self.is_wrong, &status[..], location) {
            (true, "pass" | "451", _) => ("410".into(), None),
            (true, "410", _) => ("pass".into(), None),
            (true, _, Some(location)) if saying.by_content => (status, Some(location + "z")),
            (true, "308", location) => ("307".into(), location),
            (true, _, location) => ("308".into(), location),
            (false, _, location) => (status, location),
        };
        Assertion {
            method: (asked.method != "GET").then(|| asked.method.into()),
            asked: url(asked, saying).into(),
            with: with(asked, saying),
            status: status.into(),
            location: location.map(Into::into),
            scope: scope(document, asked, saying),
        }
    }
}

/// The request with a scheme as an assert has it, and without a host, or a host's final dot, where it
/// cannot say them.
fn plain(mut asked: Asked, saying: Saying) -> Asked {
    asked.scheme = asked.scheme.map(|scheme| if scheme == "HTTPS" { "https" } else { scheme });
    if saying.origin != SaidBy::With && asked.scheme.is_none() {
        asked.authority = None;
    } else if saying.origin != SaidBy::Url {
        asked.authority = asked.authority.map(|authority| authority.replace(".:", ":"));
    }
    asked
}

/// Whether an assert can say it: visible characters, whole escapes, a host that is one.
pub(crate) fn can_be_said(asked: &Asked) -> bool {
    let query = asked.query().unwrap_or_default();
    let is_sent = |text: &str| {
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
    let is_host = |host: &str| host.trim_end_matches(":80").split('.').all(is_label);
    let host = asked.authority().map(|authority| authority.replace(".:", ":"));
    is_sent(&asked.path) && is_sent(query) && host.is_none_or(|host| is_host(&host))
}

fn url(asked: &Asked, saying: Saying) -> String {
    let origin = match (asked.scheme(), asked.authority()) {
        (Some(scheme), Some(authority)) if saying.origin == SaidBy::Url => {
            format!("{scheme}://{authority}")
        }
        _ => String::new(),
    };
    let path = match &asked.path[..] {
        "/" if saying.is_mounted && saying.by_content => "/m".into(),
        path if saying.is_mounted => format!("/m{path}"),
        path => path.to_owned(),
    };
    let query = asked.query().map_or(String::new(), |query| format!("?{query}"));
    format!("{origin}{path}{query}")
}

/// A default with the origin and the mount, behind one that says otherwise, where rules stand.
fn scope(document: &mut Document<'static>, asked: &Asked, saying: Saying) -> Option<usize> {
    let rules = document.rules.iter().filter(|_| saying.by_content);
    let innermost = rules.filter_map(|rule| rule.scope).max();
    let mut add = |options: Vec<(&'static str, String)>, parent| {
        let options = options.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        document.scopes.push(Scope { options, parent, ..Scope::default() });
        Some(document.scopes.len() - 1)
    };
    let mut options = Vec::new();
    if let (Some(scheme), Some(authority), SaidBy::Default) =
        (asked.scheme(), asked.authority(), saying.origin)
    {
        options.push(("origin", format!("\"{scheme}://{authority}\"")));
    }
    if saying.is_mounted {
        options.push(("mount", "\"/m\"".into()));
    }
    let others = [("origin", "\"http://o.example\""), ("mount", "\"/other\"")];
    let others = others.into_iter().filter(|(key, _)| options.iter().any(|(own, _)| own == key));
    let outer = others.map(|(key, value)| (key, value.to_owned())).collect();
    let outer = add(outer, innermost);
    add(options, outer)
}

fn with(asked: &Asked, saying: Saying) -> Vec<Condition<'static>> {
    let equal = |subject: &'static str, argument: Option<&'static str>, value: &str| Condition {
        subject: subject.into(),
        argument: argument.map(Into::into),
        operator: Operator::Equal,
        values: vec![value.to_owned().into()],
        ..Condition::default()
    };
    let said = asked.authority.is_some() && saying.origin != SaidBy::With;
    let host = asked.authority().filter(|_| !said).map(|it| equal("host", None, it));
    let scheme = asked.scheme().filter(|_| !said).map(|it| equal("scheme", None, it));
    let field = |(name, value): &(&'static str, String)| match (*name, &value[..]) {
        ("accept-language", "de") if saying.by_content => equal("language", None, "de"),
        ("cookie", "c=a") if saying.by_content => equal("cookie", Some("c"), "a"),
        (name, value) => equal("header", Some(name), value),
    };
    host.into_iter().chain(scheme).chain(asked.fields.iter().map(field)).collect()
}
