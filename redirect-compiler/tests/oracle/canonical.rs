//! Canonical URLs in the reference interpreter.

use redirect_compiler::syntax::{self, ScopeKind, Setting, SettingValue};
use test_support::TestRequest;

use super::conditions::host;
use super::location::encode_path;
use super::rule::Rule;
use super::split::{PathChar, normal, path_chars};

/// A `canonical` declaration.
#[derive(Clone, Debug)]
pub(crate) struct Canonical {
    pub(crate) status: u16,
    pub(crate) scheme: &'static str,
    /// The host of the origin, and its port with a colon.
    pub(crate) host: &'static str,
    pub(crate) port: &'static str,
    pub(crate) from: Vec<&'static str>,
    pub(crate) slash: FinalSlash,
    pub(crate) is_lowercase: bool,
    pub(crate) merges: bool,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum FinalSlash {
    Keep,
    Strip,
    Add,
}

/// The parts of the URL of a request that the response corrects.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Corrections {
    pub(crate) is_on_site: bool,
    pub(crate) origin: bool,
    pub(crate) path: bool,
}

impl Canonical {
    pub(crate) fn to_syntax(&self) -> syntax::Scope<'static> {
        let slash = match self.slash {
            FinalSlash::Keep => "keep",
            FinalSlash::Strip => "strip",
            FinalSlash::Add => "add",
        };
        let mut options = vec![
            Setting::with_text("origin", self.origin()),
            Setting::with_word("slash", slash),
            Setting::with_word("case", if self.is_lowercase { "lower" } else { "keep" }),
            Setting::with_word("slashes", if self.merges { "merge" } else { "keep" }),
        ];
        let others: Vec<_> = self.from.iter().filter(|&&host| host != self.host).collect();
        if !others.is_empty() {
            let value = SettingValue::List(others.into_iter().map(|&host| host.into()).collect());
            options.push(Setting { value, ..Setting::with_word("from", "") });
        }
        syntax::Scope {
            kind: ScopeKind::Canonical(self.status.to_string().into()),
            options,
            ..syntax::Scope::default()
        }
    }

    pub(crate) fn origin(&self) -> String {
        format!("{}://{}{}", self.scheme, self.host, self.port)
    }

    /// Returns a rule as it is compared with paths.
    pub(crate) fn compared(&self, rule: Rule) -> Rule {
        Rule {
            any_slash: rule.any_slash || self.slash != FinalSlash::Keep,
            any_case: rule.any_case || self.is_lowercase,
            ..rule
        }
    }

    /// Returns the path that rules see: the canonical path, but with the letters of the request and
    /// at most one final slash that it does not have.
    pub(crate) fn seen_path(&self, path: &str) -> String {
        let mut chars = path_chars(path.as_bytes());
        if is_exempt(&chars) {
            return path.into();
        }
        if self.merges {
            chars.dedup_by(|next, char| char.normal == "/" && next.normal == "/");
        }
        while self.slash == FinalSlash::Strip && normal(&chars).ends_with("//") {
            chars.pop();
        }
        raw(&chars)
    }

    /// Returns the canonical form of a path.
    pub(crate) fn path(&self, path: &str) -> String {
        let mut chars = path_chars(self.seen_path(path).as_bytes());
        if is_exempt(&path_chars(path.as_bytes())) {
            return path.into();
        }
        for char in &mut chars {
            let is_upper = char.normal.len() == 1 && char.normal != char.normal.to_lowercase();
            if self.is_lowercase && is_upper {
                char.normal = char.normal.to_lowercase();
                char.raw = char.normal.clone().into_bytes();
            }
        }
        let text = normal(&chars);
        let last = text.rsplit('/').next().unwrap();
        match self.slash {
            FinalSlash::Strip if text.len() > 1 && last.is_empty() => {
                chars.pop();
                raw(&chars)
            }
            FinalSlash::Add if !last.is_empty() && !last.contains('.') => raw(&chars) + "/",
            _ => raw(&chars),
        }
    }

    /// Returns what a response to a request corrects.
    pub(crate) fn corrections(&self, request: &TestRequest) -> Corrections {
        let host = request.authority.as_deref().and_then(host);
        let host = host.map(|host| String::from_utf8(host).unwrap().to_lowercase());
        let is_own = host.as_deref() == Some(self.host);
        let is_other = !is_own && self.from.iter().any(|other| host.as_deref() == Some(*other));
        let scheme = request.scheme.map(str::to_lowercase);
        let has_other_scheme = scheme.is_some_and(|scheme| scheme != self.scheme);
        let is_redirected =
            [307, 308].contains(&self.status) || ["GET", "HEAD"].contains(&request.method);
        Corrections {
            is_on_site: is_own || is_other,
            origin: is_redirected && (is_other || is_own && has_other_scheme),
            path: is_redirected && (is_own || is_other) && self.path(&request.path) != request.path,
        }
    }

    /// Returns the canonical URL of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        self.origin() + &self.path(&encode_path(path))
    }

    /// Returns a location with a canonical path, if it is on the site.
    pub(crate) fn location(&self, location: &str, corrections: Corrections) -> String {
        let path_len = |text: &str| text.find(['?', '#']).unwrap_or(text.len());
        let is_path = location.starts_with('/');
        let (before, url) = match location.strip_prefix(&self.origin()) {
            Some(url) if url.starts_with('/') => (self.origin(), url),
            _ if is_path && corrections.is_on_site => (String::new(), location),
            _ => return location.into(),
        };
        let (path, after) = url.split_at(path_len(url));
        let before = if is_path && corrections.origin { self.origin() } else { before };
        format!("{before}{}{after}", self.path(path))
    }

    /// Returns the status of a redirect that may also correct the URL.
    pub(crate) fn status(&self, status: u16, corrections: Corrections) -> u16 {
        if !corrections.origin && !corrections.path {
            return status;
        }
        let both = |of: [u16; 2]| of.contains(&status) && of.contains(&self.status);
        match (both([301, 308]), both([307, 308])) {
            _ if status == 303 => 303,
            (true, true) => 308,
            (true, false) => 301,
            (false, true) => 307,
            (false, false) => 302,
        }
    }
}

fn is_exempt(chars: &[PathChar]) -> bool {
    normal(chars).starts_with("/.well-known/")
}

fn raw(chars: &[PathChar]) -> String {
    String::from_utf8(chars.iter().flat_map(|char| char.raw.clone()).collect()).unwrap()
}
