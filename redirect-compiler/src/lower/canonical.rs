//! The canonical URLs of a site: the declaration, and the checks of rules against it.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::kind::{FaultKind, OptionFault, SourceFault, StatusFault, TargetFault};
use crate::diagnostic::{Fault, Field, Spanned};
use crate::lower::braces::{Token, tokenize};
use crate::lower::cache_control::Caching;
use crate::lower::condition::value;
use crate::lower::location::authority;
use crate::lower::location::components::TargetComponents;
use crate::lower::location::host::{normal_ipv6, to_ascii};
use crate::lower::location::origin::Origin;
use crate::lower::options::Options;
use crate::lower::response_field::{ResponseField, stored_cookie};
use crate::lower::source::Source;
use crate::syntax::document::{Document, ScopeKind};
use crate::syntax::ids::{NodeId, ScopeId};
use crate::syntax::rule::{Setting, SettingValue, Settings};
use redirect_core::internals::Status;
use redirect_core::internals::canonical::{CanonicalForm, FinalSlash, is_exempt};
use redirect_core::internals::canonical_urls::write_canonical;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::text::MatchMode;

/// The canonical URLs of a site, as a `canonical` declares them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Canonical {
    /// The status of the redirect to a canonical URL.
    pub(crate) status: Status,
    pub(crate) origin: Origin,
    /// The other hosts of the site, in lower case and sorted.
    pub(crate) from: Vec<String>,
    /// The form of canonical paths.
    pub(crate) form: CanonicalForm,
    pub(crate) cache: Caching,
    pub(crate) fields: Vec<ResponseField>,
}

/// Returns the hosts in their normal form, sorted, or `None` if one of them is not a host.
pub(crate) fn hosts(texts: &[Cow<'_, str>]) -> Option<Vec<String>> {
    let mut hosts = Vec::new();
    for text in texts {
        hosts.push(normal_host(text)?);
    }
    hosts.sort_unstable();
    hosts.dedup();
    Some(hosts)
}

/// Returns a host in ASCII and lower case, or an IPv6 address as browsers send it. Returns `None`
/// if a text is neither.
fn normal_host(text: &str) -> Option<String> {
    if text.starts_with('[') {
        return normal_ipv6(text);
    }
    let is_host = !text.contains('{') && value::check(&Subject::Host, text).is_none();
    is_host.then(|| to_ascii(text).unwrap_or_default().to_ascii_lowercase())
}

/// Reports a `from` that says nothing: without hosts, or with the host of the origin.
fn check_from(node: NodeId, settings: &[Setting<'_>], origin_host: &str, faults: &mut Vec<Fault>) {
    for (index, Setting { name, value, .. }) in settings.iter().enumerate() {
        let SettingValue::List(hosts) = value else { continue };
        if name != "from" {
            continue;
        }
        let mut report = |field, fault| {
            faults.push(Fault::new(node, field, FaultKind::Option(fault)));
        };
        if hosts.is_empty() {
            report(Field::Option(index), OptionFault::NoHosts);
        }
        for (at, host) in hosts.iter().enumerate() {
            if normal_host(host).as_deref() == Some(origin_host) {
                let fault = OptionFault::HostOfOrigin(host.to_string());
                report(Field::ListValue(index, at), fault);
            }
        }
    }
}

/// Lowers a declaration with its own options. Returns the options that the table inherits from it.
pub(crate) fn lower(
    document: &Document<'_>,
    node: NodeId,
    status: &str,
    own: Options,
    outer: &Options,
    faults: &mut Vec<Fault>,
) -> Options {
    let declared = Status::from_word(status).filter(|status| status.suits_any_url());
    if declared.is_none() {
        let kind = FaultKind::Status(StatusFault::OfCanonical(status.into()));
        faults.push(Fault::new(node, Field::Status, kind));
    }
    let has_fault = faults.iter().any(|fault| fault.node == node);
    if own.origin.is_none() && !has_fault {
        let of_default = origin_of_default(document);
        let kind = FaultKind::Option(OptionFault::MissingOrigin { of_default });
        faults.push(Fault::new(node, Field::Source, kind));
    }
    let mut options = outer.clone();
    if let (Some(status), Some(origin)) = (declared, own.origin) {
        options.origin = Some(origin.clone());
        let cache = own.cache.unwrap_or(Caching::DEFAULT);
        let settings = document.options(node);
        check_from(node, settings, authority::split(&origin.authority).0, faults);
        if let Some((field, kind)) = stored_cookie(&own.fields, &cache, status, settings) {
            faults.push(Fault::new(node, field, kind));
        }
        options.canonical = Some(Arc::new(Canonical {
            status,
            origin,
            from: own.from.unwrap_or_default(),
            form: own.form,
            cache,
            fields: own.fields,
        }));
    }
    options
}

/// Returns the first valid value of an `origin` in a `default`, as it is written.
fn origin_of_default(document: &Document<'_>) -> Option<String> {
    let defaults = document.scopes.iter().filter(|scope| matches!(scope.kind, ScopeKind::Default));
    let is_origin = |setting: &&Setting<'_>| match &setting.value {
        SettingValue::Text(text) => setting.name == "origin" && Origin::parse(text).is_some(),
        SettingValue::Word(_) | SettingValue::List(_) => false,
    };
    let origin = defaults.flat_map(|scope| &scope.options).find(is_origin)?;
    Some(origin.value.to_string())
}

/// Reports the options of a scope that cannot have an effect beside a `canonical`. For the
/// `canonical` itself, reports those of the scopes around it.
pub(crate) fn check_options(
    document: &Document<'_>,
    node: NodeId,
    canonical: Option<&Canonical>,
    faults: &mut Vec<Fault>,
) {
    let is_canonical =
        |scope: &ScopeId| matches!(document.scope(*scope).kind, ScopeKind::Canonical(_));
    for scope in document.scopes_around(node) {
        if !is_canonical(&scope) {
            check_settings(scope.into(), &document.scope(scope).options, canonical, faults);
        }
        if !matches!(node, NodeId::Scope(id) if is_canonical(&id)) {
            return;
        }
    }
}

/// Reports the options of a rule or a scope that cannot have an effect beside a `canonical`.
pub(crate) fn check_settings(
    node: NodeId,
    settings: &Settings<'_>,
    canonical: Option<&Canonical>,
    faults: &mut Vec<Fault>,
) {
    let Some(canonical) = canonical else { return };
    let form = canonical.form;
    for (index, Setting { name, .. }) in settings.iter().enumerate() {
        let fault = match &name[..] {
            "mount" => OptionFault::MountBesideCanonical,
            "origin" => beside(name, "origin"),
            "case" if form.is_lowercase => beside(name, "case"),
            "slash" if form.final_slash != FinalSlash::Keep => beside(name, "slash"),
            _ => continue,
        };
        faults.push(Fault::new(node, Field::Option(index), FaultKind::Option(fault)));
    }
}

fn beside(name: &str, canonical: &'static str) -> OptionFault {
    OptionFault::BesideCanonical { name: name.into(), canonical }
}

/// Returns the mode in which sources are compared with canonical paths.
fn mode(mode: MatchMode, form: CanonicalForm) -> MatchMode {
    let optional_slash = mode.optional_slash || form.final_slash != FinalSlash::Keep;
    MatchMode { optional_slash, ..mode }
}

/// Converts the literals of a source to the canonical form, and to the normal form of its mode.
/// `mode` is that of the rule itself. The request is read in lower case where that is canonical, so
/// the mode does not ignore case.
pub(crate) fn fold_source(mut source: Source, mode: MatchMode, form: CanonicalForm) -> Source {
    let first = source.pieces.first_mut().and_then(|piece| piece.literal_mut());
    if first.is_some_and(|literal| is_exempt(literal)) {
        return source.with_mode(mode);
    }
    if form.is_lowercase || form.merges_slashes {
        for piece in &mut source.pieces {
            if let Some(literal) = piece.literal_mut() {
                form.fold_literal(literal);
            }
        }
    }
    source.with_mode(self::mode(mode, form))
}

/// Returns whether a source matches only paths that are always canonical. `outer` is the prefix
/// before it.
pub(crate) fn is_exempt_source(outer: &str, text: &str) -> bool {
    is_exempt([outer, text].concat().as_bytes())
}

/// Reports a source, or the prefix of a group, that equals no canonical path, whatever its
/// captures and its final slash. `outer` is the prefix before it.
pub(crate) fn check_source(
    outer: &str,
    text: &str,
    form: CanonicalForm,
) -> Option<Spanned<FaultKind>> {
    let suggestion = folded(text, form)?;
    if is_exempt_source(outer, text) {
        return None;
    }
    let kind = FaultKind::Source(SourceFault::NotCanonical { suggestion });
    Some(Spanned::new(0..text.len(), kind))
}

/// Returns a text with its literals folded if that differs from the text.
fn folded(text: &str, form: CanonicalForm) -> Option<String> {
    let mut folded = Vec::with_capacity(text.len());
    for token in tokenize(text).ok()? {
        let written = &text[token.range.clone()];
        let mut literal = written.as_bytes().to_vec();
        if matches!(token.value, Token::Text(_)) {
            form.fold_literal(&mut literal);
        }
        folded.append(&mut literal);
    }
    let folded = String::from_utf8(folded).ok()?;
    (folded != text).then_some(folded)
}

/// Returns whether the last segment of a path contains a capture.
fn ends_with_capture(path: &str) -> bool {
    let mut has_capture = false;
    for token in tokenize(path).unwrap_or_default() {
        match token.value {
            Token::Text(text) => has_capture &= !text.contains('/'),
            Token::Capture(_) => has_capture = true,
        }
    }
    has_capture
}

impl Canonical {
    /// Reports a target on the site that is not canonical, whatever its captures.
    pub(crate) fn check_target(&self, text: &str) -> Option<Spanned<FaultKind>> {
        let components = TargetComponents::new(text);
        let is_path = components.scheme.is_none() && components.authority.is_none();
        let before = if is_path { "" } else { &self.canonical_origin(&components)? };
        let path = self.canonical_path(components.get(&components.path));
        let suggestion = format!("{before}{path}{}", &text[components.path.end..]);
        let is_canonical = suggestion == text;
        let kind = FaultKind::Target(TargetFault::NotCanonical { suggestion });
        (!is_canonical).then(|| Spanned::new(0..text.len(), kind))
    }

    /// Returns the text before the path of a canonical URL if the components are those of a URL on
    /// the site. A port other than that of the scheme belongs to another service.
    fn canonical_origin(&self, components: &TargetComponents<'_>) -> Option<String> {
        let written = components.get(components.authority.as_ref()?).to_ascii_lowercase();
        let scheme = components.scheme()?;
        let Origin { scheme: own_scheme, authority: own } = &self.origin;
        if written == *own && scheme == own_scheme {
            return Some(components.text[..components.path.start].into());
        }
        let (host, port) = authority::split(&written);
        let is_default = matches!((scheme, port), (_, None) | ("http", Some("80")))
            || (scheme, port) == ("https", Some("443"));
        let host = to_ascii(host)?;
        let is_own = host == self.host() || self.from.binary_search(&host).is_ok();
        (is_default && is_own).then(|| format!("{own_scheme}://{own}"))
    }

    /// Writes the canonical URLs to the end of a heap. `record` is the number of the record with
    /// the response.
    pub(crate) fn write(&self, record: u32, heap: &mut Vec<u8>) {
        let Origin { scheme, authority } = &self.origin;
        let origin = format!("{scheme}://{authority}");
        write_canonical(&origin, self.host(), &self.from, self.form, record, heap);
    }

    /// Returns the host of the origin.
    pub(crate) fn host(&self) -> &str {
        authority::split(&self.origin.authority).0
    }

    /// Returns the path of a target with its literals in canonical form. What is canonical at the
    /// end of a capture depends on its value.
    fn canonical_path<'p>(&self, path: &'p str) -> Cow<'p, str> {
        if is_exempt(path.as_bytes()) {
            return path.into();
        }
        let mut canonical = folded(path, self.form).map_or(Cow::Borrowed(path), Cow::Owned);
        let last = canonical.rsplit('/').next().unwrap_or_default();
        let is_dotted = last.contains('.') || last.to_ascii_uppercase().contains("%2E");
        match self.form.final_slash {
            FinalSlash::Strip if canonical.len() > 1 && canonical.ends_with('/') => {
                let stripped = canonical.trim_end_matches('/');
                if stripped.is_empty() { "/".into() } else { stripped.to_owned().into() }
            }
            FinalSlash::Add if !last.is_empty() && !is_dotted && !ends_with_capture(path) => {
                canonical.to_mut().push('/');
                canonical
            }
            FinalSlash::Keep | FinalSlash::Strip | FinalSlash::Add => canonical,
        }
    }
}
