//! Canonical URLs of rules that Rust code builds.

use http::StatusCode;
use http::uri::Authority;
use redirect_core::Redirects;

use redirect_compiler::syntax::{Scope, ScopeKind, Setting, SettingValue};

use crate::builder::RuleList;
use crate::builder::options::{BuilderOptions, Cache};
use crate::report::{Diagnostics, Report};

/// The canonical URLs of a site, for a table of rules that Rust code builds: `canonical` in the
/// macro.
///
/// ```
/// use redirects::{CanonicalUrls, RuleBuilder, RuleList};
///
/// let urls = CanonicalUrls::new("https://example.com")
///     .other_hosts(["www.example.com"])
///     .strip_final_slash();
/// let site = urls.build(RuleList::new().rule(RuleBuilder::permanent("/old", "/new")))?;
///
/// let request = http::Request::get("/old/").header("host", "www.example.com").body(()).unwrap();
/// let response = site.respond::<()>(&request).unwrap();
/// assert_eq!(response.headers()["location"], "https://example.com/new");
/// # Ok::<(), redirects::Diagnostics>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "canonical URLs have no effect until they are built with a list of rules"]
pub struct CanonicalUrls {
    status: StatusCode,
    options: BuilderOptions,
}

impl CanonicalUrls {
    /// Creates the canonical URLs of a site that is served from an origin: a scheme and a host.
    /// Other URLs of the site redirect to them with status 308.
    ///
    /// ```
    /// use redirects::CanonicalUrls;
    ///
    /// let urls = CanonicalUrls::new("https://example.com");
    /// ```
    pub fn new(origin: impl Into<String>) -> CanonicalUrls {
        let mut options = BuilderOptions::default();
        options.set(Setting::with_text("origin", origin.into()));
        CanonicalUrls { status: StatusCode::PERMANENT_REDIRECT, options }
    }

    /// Sets the status of redirects to the canonical URLs: 301, 302, 307 or 308.
    ///
    /// ```
    /// use http::StatusCode;
    /// use redirects::CanonicalUrls;
    ///
    /// let urls = CanonicalUrls::new("https://example.com").status(StatusCode::TEMPORARY_REDIRECT);
    /// ```
    pub fn status(self, status: StatusCode) -> CanonicalUrls {
        CanonicalUrls { status, ..self }
    }

    /// Sets the other hosts of the site: the option `from`. Unlike in the macro, the list can be
    /// empty, and the host of the origin can be among them.
    ///
    /// ```
    /// use redirects::CanonicalUrls;
    ///
    /// let urls = CanonicalUrls::new("https://example.com").other_hosts(["www.example.com"]);
    /// ```
    pub fn other_hosts(
        mut self,
        hosts: impl IntoIterator<Item = impl Into<String>>,
    ) -> CanonicalUrls {
        let mut others = Vec::new();
        for host in hosts {
            let host = host.into();
            if !self.is_own(&host) {
                others.push(host.into());
            }
        }
        self.options.settings.retain(|setting| setting.name != "from");
        if !others.is_empty() {
            let (name, value) = ("from".into(), SettingValue::List(others));
            self.options.set(Setting { name, argument: None, value });
        }
        self
    }

    /// Returns whether a host is that of the origin.
    fn is_own(&self, host: &str) -> bool {
        let has_host = |setting: &Setting<'_>| match &setting.value {
            SettingValue::Text(origin) if setting.name == "origin" => {
                let authority = origin.rsplit('/').next().unwrap_or_default();
                let authority = authority.parse::<Authority>();
                authority.is_ok_and(|authority| authority.host().eq_ignore_ascii_case(host))
            }
            SettingValue::Text(_) | SettingValue::Word(_) | SettingValue::List(_) => false,
        };
        self.options.settings.iter().any(has_host)
    }

    /// Removes the final slash of paths: `slash: strip`.
    ///
    /// ```
    /// use redirects::CanonicalUrls;
    ///
    /// let urls = CanonicalUrls::new("https://example.com").strip_final_slash();
    /// ```
    pub fn strip_final_slash(mut self) -> CanonicalUrls {
        self.options.set_word("slash", "strip");
        self
    }

    /// Adds a final slash to paths: `slash: add`.
    ///
    /// ```
    /// use redirects::CanonicalUrls;
    ///
    /// let urls = CanonicalUrls::new("https://example.com").add_final_slash();
    /// ```
    pub fn add_final_slash(mut self) -> CanonicalUrls {
        self.options.set_word("slash", "add");
        self
    }

    /// Converts the letters of paths to lowercase: `case: lower`.
    ///
    /// ```
    /// use redirects::CanonicalUrls;
    ///
    /// let urls = CanonicalUrls::new("https://example.com").lowercase();
    /// ```
    pub fn lowercase(mut self) -> CanonicalUrls {
        self.options.set_word("case", "lower");
        self
    }

    /// Merges the slashes of paths that follow each other: `slashes: merge`.
    ///
    /// ```
    /// use redirects::CanonicalUrls;
    ///
    /// let urls = CanonicalUrls::new("https://example.com").merge_slashes();
    /// ```
    pub fn merge_slashes(mut self) -> CanonicalUrls {
        self.options.set_word("slashes", "merge");
        self
    }

    /// Sets the caching of redirects to the canonical URLs.
    ///
    /// ```
    /// use redirects::{Cache, CanonicalUrls};
    ///
    /// let urls = CanonicalUrls::new("https://example.com").cache(Cache::NoStore);
    /// ```
    pub fn cache(mut self, cache: Cache) -> CanonicalUrls {
        self.options.set_cache(cache);
        self
    }

    /// Adds a field to redirects to the canonical URLs.
    ///
    /// ```
    /// use redirects::CanonicalUrls;
    ///
    /// let urls = CanonicalUrls::new("https://example.com").header("x-robots-tag", "noindex");
    /// ```
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> CanonicalUrls {
        self.options.set_header(name.into(), SettingValue::Text(value.into().into()));
        self
    }

    /// Checks rules and compiles them to a table with these canonical URLs, as [`RuleList::build`]
    /// does without them.
    ///
    /// ```
    /// use redirects::{CanonicalUrls, RuleList};
    ///
    /// let site = CanonicalUrls::new("https://example.com").build(RuleList::new())?;
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the diagnostics of all faults, along with the table of the valid rules.
    pub fn build(self, rules: RuleList) -> Result<Redirects, Diagnostics> {
        self.check(rules).into_result()
    }

    /// Checks rules and compiles them to a table with these canonical URLs, as [`RuleList::check`]
    /// does without them.
    ///
    /// ```
    /// use redirects::{CanonicalUrls, RuleList};
    ///
    /// let report = CanonicalUrls::new("nowhere").check(RuleList::new());
    /// let text = report.diagnostics()[0].to_string();
    /// assert!(text.starts_with("canonical URLs: "));
    /// ```
    pub fn check(self, rules: RuleList) -> Report {
        rules.check_in(Some(Scope {
            kind: ScopeKind::Canonical(self.status.as_u16().to_string().into()),
            options: self.options.settings,
            ..Scope::default()
        }))
    }
}
