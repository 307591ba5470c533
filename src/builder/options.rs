//! Options of rules and lists that Rust code builds.

use std::borrow::Cow;
use std::time::Duration;

use redirect_compiler::FaultName;
use redirect_compiler::syntax::{Setting, SettingValue, Settings};

use crate::builder::{RuleBuilder, RuleList};
use crate::loader::{Case, Chain, Slash, Undecided};

/// The options, the allowed lints and the doc text of a rule or a list.
#[derive(Clone, Default, Debug)]
pub(super) struct BuilderOptions {
    pub(super) settings: Settings<'static>,
    pub(super) allows: Vec<Cow<'static, str>>,
    pub(super) doc: String,
}

impl BuilderOptions {
    /// Sets an option. A later value replaces an earlier one.
    pub(super) fn set(&mut self, setting: Setting<'static>) {
        let is_same = |known: &&mut Setting<'_>| known.key() == setting.key();
        match self.settings.iter_mut().find(is_same) {
            Some(known) => *known = setting,
            None => self.settings.push(setting),
        }
    }

    pub(super) fn set_word(&mut self, name: impl Into<String>, word: impl Into<String>) {
        self.set(Setting::with_word(name.into(), word.into()));
    }

    pub(super) fn set_cache(&mut self, cache: Cache) {
        self.set(match cache {
            Cache::MaxAge(age) => Setting::with_word("cache", format!("{}s", age.as_secs())),
            Cache::NoStore => Setting::with_word("cache", "none"),
            Cache::Unset => Setting::with_word("cache", "unset"),
            Cache::Directives(directives) => Setting::with_text("cache", directives),
        });
    }

    pub(super) fn set_header(&mut self, name: String, value: SettingValue<'static>) {
        self.set(Setting { name: "header".into(), argument: Some(name.into()), value });
    }
}

/// The caching of a response: the `cache` option.
///
/// ```
/// use std::time::Duration;
///
/// use redirects::{Cache, RuleBuilder, RuleList};
///
/// let rule = RuleBuilder::permanent("/old", "/new").cache(Cache::MaxAge(Duration::from_secs(60)));
/// let site = RuleList::new().rule(rule).build()?;
/// let redirect = site.get("/old").redirect().unwrap();
/// assert_eq!(redirect.cache_control().unwrap(), "max-age=60");
/// # Ok::<(), redirects::Diagnostics>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Cache {
    /// Clients may store the response for this time, in whole seconds.
    MaxAge(Duration),
    /// Clients must not store the response.
    NoStore,
    /// The response has no `Cache-Control`.
    Unset,
    /// The directives of `Cache-Control`, such as `public, max-age=60`.
    Directives(String),
}

/// Implements the options that rules and lists have in common.
macro_rules! common_options {
    ($($builder:ident, $example:literal;)*) => {$(
        impl $builder {
            /// Sets the handling of a trailing slash.
            ///
            /// ```
            /// use redirects::{RuleBuilder, RuleList, Slash};
            ///
            #[doc = concat!("let option = ", $example, ".slash(Slash::Either);")]
            /// ```
            pub fn slash(mut self, slash: Slash) -> $builder {
                self.options.set_word("slash", slash.to_string());
                self
            }

            /// Sets the handling of letter case in paths.
            ///
            /// ```
            /// use redirects::{Case, RuleBuilder, RuleList};
            ///
            #[doc = concat!("let option = ", $example, ".case(Case::Ignore);")]
            /// ```
            pub fn case(mut self, case: Case) -> $builder {
                self.options.set_word("case", case.to_string());
                self
            }

            /// Sets the handling of redirects that lead to another redirect.
            ///
            /// ```
            /// use redirects::{Chain, RuleBuilder, RuleList};
            ///
            #[doc = concat!("let option = ", $example, ".chain(Chain::Flatten);")]
            /// ```
            pub fn chain(mut self, chain: Chain) -> $builder {
                self.options.set_word("chain", chain.to_string());
                self
            }

            /// Sets the handling of questions about rules that the compiler cannot decide.
            ///
            /// ```
            /// use redirects::{RuleBuilder, RuleList, Undecided};
            ///
            #[doc = concat!("let option = ", $example, ".undecided(Undecided::Deny);")]
            /// ```
            pub fn undecided(mut self, undecided: Undecided) -> $builder {
                self.options.set_word("undecided", undecided.to_string());
                self
            }

            /// Sets whether the location keeps the request's query. By default, it does.
            ///
            /// ```
            /// use redirects::{RuleBuilder, RuleList};
            ///
            #[doc = concat!("let option = ", $example, ".keep_query(false);")]
            /// ```
            pub fn keep_query(mut self, keep: bool) -> $builder {
                self.options.set_word("query", if keep { "keep" } else { "drop" });
                self
            }

            /// Sets the caching of the response.
            ///
            /// ```
            /// use redirects::{Cache, RuleBuilder, RuleList};
            ///
            #[doc = concat!("let option = ", $example, ".cache(Cache::NoStore);")]
            /// ```
            pub fn cache(mut self, cache: Cache) -> $builder {
                self.options.set_cache(cache);
                self
            }

            /// Adds a field to the response.
            ///
            /// ```
            /// use redirects::{RuleBuilder, RuleList};
            ///
            #[doc = concat!("let option = ", $example, ".header(\"x-robots-tag\", \"noindex\");")]
            /// ```
            pub fn header(
                mut self,
                name: impl Into<String>,
                value: impl Into<String>,
            ) -> $builder {
                self.options.set_header(name.into(), SettingValue::Text(value.into().into()));
                self
            }

            /// Removes a field that an outer list adds to the response.
            ///
            /// ```
            /// use redirects::{RuleBuilder, RuleList};
            ///
            #[doc = concat!("let option = ", $example, ".without_header(\"x-robots-tag\");")]
            /// ```
            pub fn without_header(mut self, name: impl Into<String>) -> $builder {
                self.options.set_header(name.into(), SettingValue::Word("unset".into()));
                self
            }

            /// Sets an option whose value is a word, by its name in the macro.
            ///
            /// ```
            /// use redirects::{RuleBuilder, RuleList};
            ///
            #[doc = concat!("let option = ", $example, ".option(\"slash\", \"either\");")]
            /// ```
            pub fn option(
                mut self,
                name: impl Into<String>,
                word: impl Into<String>,
            ) -> $builder {
                self.options.set_word(name, word);
                self
            }

            /// Allows a lint, as `#[allow(…)]` does in the macro.
            ///
            /// ```
            /// use redirects::{FaultName, RuleBuilder, RuleList};
            ///
            #[doc = concat!("let allowed = ", $example, ".allow(FaultName::Chain);")]
            /// ```
            pub fn allow(mut self, lint: FaultName) -> $builder {
                self.options.allows.push(lint.as_str().into());
                self
            }

            /// Sets the text that [`Rule::doc`](crate::Rule::doc) returns, as a doc comment does in
            /// the macro.
            ///
            /// ```
            /// use redirects::{RuleBuilder, RuleList};
            ///
            #[doc = concat!("let documented = ", $example, ".doc(\"Renamed in 2024.\");")]
            /// ```
            pub fn doc(mut self, text: impl Into<String>) -> $builder {
                self.options.doc = text.into();
                self
            }
        }
    )*};
}

common_options! {
    RuleBuilder, "RuleBuilder::permanent(\"/old\", \"/new\")";
    RuleList, "RuleList::new()";
}

impl RuleList {
    /// Sets the origin of the site: the scheme and the host under which it is served.
    ///
    /// ```
    /// use redirects::RuleList;
    ///
    /// let list = RuleList::new().origin("https://example.com");
    /// ```
    pub fn origin(mut self, origin: impl Into<String>) -> RuleList {
        self.options.set(Setting::with_text("origin", origin.into()));
        self
    }

    /// Sets the prefix that a router strips from paths before it consults the table.
    ///
    /// ```
    /// use redirects::RuleList;
    ///
    /// let list = RuleList::new().mount("/v1");
    /// ```
    pub fn mount(mut self, mount: impl Into<String>) -> RuleList {
        self.options.set(Setting::with_text("mount", mount.into()));
        self
    }

    /// Sets the languages of the site, with which `language` is the best of these for a request.
    /// Only the outermost list can have them.
    ///
    /// ```
    /// use redirects::RuleList;
    ///
    /// let list = RuleList::new().languages(["en", "fr", "de"]);
    /// ```
    pub fn languages(mut self, tags: impl IntoIterator<Item = impl Into<String>>) -> RuleList {
        let tags = tags.into_iter().map(|tag| Cow::from(tag.into())).collect();
        let (name, value) = ("languages".into(), SettingValue::List(tags));
        self.options.set(Setting { name, argument: None, value });
        self
    }
}
