//! The loader, which compiles rules at run time.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use http::StatusCode;
use redirect_core::Redirects;

use redirect_compiler::syntax::{Document, Include, Scope, ScopeKind, Setting};
use redirect_compiler::{Format, compile, escaped, read};

use crate::report::{Diagnostics, Report};

/// A builder that compiles rules at run time, with the same checks as the macro.
///
/// The options apply to all rules in the text, and have the same meaning as the options of an
/// `include` in the macro.
///
/// ```
/// use http::StatusCode;
/// use redirects::{Format, Loader, Slash};
///
/// let site = Loader::new(Format::Netlify)
///     .slash(Slash::Either)
///     .status(StatusCode::PERMANENT_REDIRECT)
///     .parse("/old /new\n/blog/* /articles/:splat 302\n")?;
/// let statuses: Vec<_> = site.rules().filter_map(|rule| rule.status()).collect();
/// assert_eq!(statuses, [StatusCode::PERMANENT_REDIRECT, StatusCode::FOUND]);
/// # Ok::<(), redirects::Diagnostics>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a loader does nothing until it parses or checks text"]
pub struct Loader {
    format: Format,
    slash: Option<Slash>,
    case: Option<Case>,
    chain: Option<Chain>,
    undecided: Option<Undecided>,
    status: Option<StatusCode>,
}

/// The handling of a trailing slash: the `slash` option.
///
/// ```
/// use redirects::{Format, Loader, Slash};
///
/// let site = Loader::new(Format::Tsv).slash(Slash::Either).parse("/old\t/new\n")?;
/// let request = http::Request::get("/old/").body(()).unwrap();
/// assert!(site.find(&request).redirect().is_some());
/// # Ok::<(), redirects::Diagnostics>(())
/// ```
///
/// Values parse from, and display as, the words that the macro uses:
///
/// ```
/// use redirects::Slash;
///
/// assert_eq!("either".parse(), Ok(Slash::Either));
/// assert_eq!(Slash::Either.to_string(), "either");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
#[non_exhaustive]
pub enum Slash {
    /// The slash is significant: `/old` and `/old/` are different paths.
    #[default]
    Exact,
    /// The slash is ignored: `/old` and `/old/` are the same path.
    Either,
}

/// The handling of letter case in paths: the `case` option.
///
/// ```
/// use redirects::{Case, Format, Loader};
///
/// let site = Loader::new(Format::Tsv).case(Case::Ignore).parse("/Old\t/new\n")?;
/// let request = http::Request::get("/oLD").body(()).unwrap();
/// assert!(site.find(&request).redirect().is_some());
/// # Ok::<(), redirects::Diagnostics>(())
/// ```
///
/// Values parse from, and display as, the words that the macro uses:
///
/// ```
/// use redirects::Case;
///
/// assert_eq!("ignore".parse(), Ok(Case::Ignore));
/// assert_eq!(Case::Ignore.to_string(), "ignore");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
#[non_exhaustive]
pub enum Case {
    /// Matching is case-sensitive.
    #[default]
    Exact,
    /// Matching ignores the case of ASCII letters.
    Ignore,
}

/// The handling of redirects that lead to another redirect: the `chain` option.
///
/// ```
/// use redirects::{Chain, Format, Loader};
///
/// let chained = "/older\t/old\n/old\t/new\n";
/// assert!(Loader::new(Format::Tsv).parse(chained).is_err());
///
/// let site = Loader::new(Format::Tsv).chain(Chain::Flatten).parse(chained)?;
/// let request = http::Request::get("/older").body(()).unwrap();
/// assert_eq!(site.find(&request).redirect().unwrap().location().unwrap(), "/new");
/// # Ok::<(), redirects::Diagnostics>(())
/// ```
///
/// Values parse from, and display as, the words that the macro uses:
///
/// ```
/// use redirects::Chain;
///
/// assert_eq!("flatten".parse(), Ok(Chain::Flatten));
/// assert_eq!(Chain::Flatten.to_string(), "flatten");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
#[non_exhaustive]
pub enum Chain {
    /// Each chain is reported as an error.
    #[default]
    Deny,
    /// Each rule redirects directly to the end of its chain.
    Flatten,
}

/// The handling of questions about rules that the compiler cannot decide: the `undecided` option.
///
/// ```
/// use redirects::{Format, Loader, Undecided};
///
/// let loader = Loader::new(Format::Netlify).undecided(Undecided::Deny);
/// assert!(loader.parse("/old/* /new/:splat\n").is_ok());
/// ```
///
/// Values parse from, and display as, the words that the macro uses:
///
/// ```
/// use redirects::Undecided;
///
/// assert_eq!("deny".parse(), Ok(Undecided::Deny));
/// assert_eq!(Undecided::Deny.to_string(), "deny");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
#[non_exhaustive]
pub enum Undecided {
    /// Undecided questions are counted in [`Report::undecided`].
    #[default]
    Allow,
    /// Each undecided question is reported as an error, too.
    Deny,
}

/// Implements parsing and formatting of an option's values, which use the macro's words.
macro_rules! option_values {
    ($($option:ident $key:literal { $($value:ident = $word:literal),+ })+) => {$(
        impl $option {
            /// Returns the macro's word for this value.
            fn as_str(self) -> &'static str {
                match self {
                    $($option::$value => $word,)+
                }
            }
        }

        impl AsRef<str> for $option {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl fmt::Display for $option {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $option {
            type Err = UnknownOptionValue;

            fn from_str(value: &str) -> Result<$option, UnknownOptionValue> {
                match value {
                    $($word => Ok($option::$value),)+
                    _ => Err(UnknownOptionValue {
                        key: $key,
                        value: value.into(),
                        known: &[$($word),+],
                    }),
                }
            }
        }
    )+};
}

option_values! {
    Slash "slash" { Exact = "exact", Either = "either" }
    Case "case" { Exact = "exact", Ignore = "ignore" }
    Chain "chain" { Deny = "deny", Flatten = "flatten" }
    Undecided "undecided" { Allow = "allow", Deny = "deny" }
}

/// An error returned when parsing an unknown value of [`Slash`], [`Case`], [`Chain`] or
/// [`Undecided`].
///
/// ```
/// use redirects::Slash;
///
/// let error = "both".parse::<Slash>().unwrap_err();
/// assert_eq!(error.to_string(), "unknown value `both` of `slash`, expected `exact` or `either`");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownOptionValue {
    key: &'static str,
    value: String,
    known: &'static [&'static str],
}

impl fmt::Display for UnknownOptionValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<String> = self.known.iter().map(|word| format!("`{word}`")).collect();
        let UnknownOptionValue { key, value, .. } = self;
        let value = escaped(value);
        write!(f, "unknown value `{value}` of `{key}`, expected {}", known.join(" or "))
    }
}

impl std::error::Error for UnknownOptionValue {}

impl Loader {
    /// Creates a loader for text in the given format.
    ///
    /// ```
    /// use redirects::{Format, Loader};
    ///
    /// let site = Loader::new(Format::Netlify).parse("/old /new\n")?;
    /// assert_eq!(site.rules().len(), 1);
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    pub fn new(format: Format) -> Loader {
        Loader { format, slash: None, case: None, chain: None, undecided: None, status: None }
    }

    /// Sets the handling of a trailing slash. The default is [`Slash::Exact`].
    ///
    /// ```
    /// use redirects::{Format, Loader, Slash};
    ///
    /// let loader = Loader::new(Format::Tsv).slash(Slash::Either);
    /// assert!(loader.parse("/old\t/new\n").is_ok());
    /// ```
    pub fn slash(self, slash: Slash) -> Loader {
        Loader { slash: Some(slash), ..self }
    }

    /// Sets the handling of letter case in paths. The default is [`Case::Exact`].
    ///
    /// ```
    /// use redirects::{Case, Format, Loader};
    ///
    /// let loader = Loader::new(Format::Tsv).case(Case::Ignore);
    /// assert!(loader.parse("/old\t/new\n").is_ok());
    /// ```
    pub fn case(self, case: Case) -> Loader {
        Loader { case: Some(case), ..self }
    }

    /// Sets the handling of redirects that lead to another redirect. The default is
    /// [`Chain::Deny`].
    ///
    /// ```
    /// use redirects::{Chain, Format, Loader};
    ///
    /// let loader = Loader::new(Format::Tsv).chain(Chain::Flatten);
    /// assert!(loader.parse("/old\t/new\n").is_ok());
    /// ```
    pub fn chain(self, chain: Chain) -> Loader {
        Loader { chain: Some(chain), ..self }
    }

    /// Sets the handling of questions about rules that the compiler cannot decide. The default is
    /// [`Undecided::Allow`].
    ///
    /// ```
    /// use redirects::{Format, Loader, Undecided};
    ///
    /// let loader = Loader::new(Format::Tsv).undecided(Undecided::Deny);
    /// assert!(loader.parse("/old\t/new\n").is_ok());
    /// ```
    pub fn undecided(self, undecided: Undecided) -> Loader {
        Loader { undecided: Some(undecided), ..self }
    }

    /// Sets the status of rules that do not specify one. The default is 301.
    ///
    /// The status must be 301, 302, 303, 307 or 308. Any other status is reported as
    /// [`BadOption`](crate::FaultName::BadOption).
    ///
    /// ```
    /// use http::StatusCode;
    /// use redirects::{Format, Loader};
    ///
    /// let loader = Loader::new(Format::Tsv).status(StatusCode::TEMPORARY_REDIRECT);
    /// let site = loader.parse("/old\t/new\n")?;
    /// assert_eq!(site.rules().next().unwrap().status(), Some(StatusCode::TEMPORARY_REDIRECT));
    ///
    /// let diagnostics = loader.status(StatusCode::OK).parse("/old\t/new\n").unwrap_err();
    /// assert_eq!(diagnostics.iter().next().unwrap().name().as_str(), "bad_option");
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    pub fn status(self, status: StatusCode) -> Loader {
        Loader { status: Some(status), ..self }
    }

    /// Parses and compiles rules.
    ///
    /// ```
    /// use redirects::{Format, Loader};
    ///
    /// let site = Loader::new(Format::Netlify).parse("/old /new\n/blog/* /articles/:splat 308\n")?;
    /// assert_eq!(site.rules().len(), 2);
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the diagnostics of all faults in the text, along with the table of the valid rules.
    pub fn parse(&self, text: &str) -> Result<Redirects, Diagnostics> {
        self.check(text).into_result()
    }

    /// Parses and compiles rules. Returns all diagnostics, along with the table of the valid rules.
    ///
    /// A report keeps the first 100 diagnostics, and [counts](Report::omitted) the others. A line
    /// longer than 65,536 bytes is [`TooLarge`](crate::FaultName::TooLarge).
    ///
    /// ```
    /// use redirects::{Format, Loader};
    ///
    /// let report = Loader::new(Format::Netlify).check("/a /b\n/b /c\n");
    /// assert_eq!(report.diagnostics()[0].name().as_str(), "chain");
    /// assert_eq!(report.valid_rules().rules().len(), 1);
    /// assert_eq!(report.undecided(), 0);
    /// ```
    pub fn check(&self, text: &str) -> Report {
        let mut document = Document::default();
        let scope = document.add_scope(self.scope());
        let faults = read(&mut document, text, self.format, "", Some(scope));
        let compiled = compile(&document, faults);
        Report::of_compiled(&compiled, &document)
    }

    /// Returns the scope that contains all rules: an `include` without a file.
    fn scope(&self) -> Scope<'static> {
        let options: [(&str, Option<Cow<'_, str>>); 5] = [
            ("slash", self.slash.map(|slash| slash.as_str().into())),
            ("case", self.case.map(|case| case.as_str().into())),
            ("chain", self.chain.map(|chain| chain.as_str().into())),
            ("undecided", self.undecided.map(|undecided| undecided.as_str().into())),
            ("status", self.status.map(|status| status.as_u16().to_string().into())),
        ];
        let options =
            options.into_iter().filter_map(|(name, value)| Some(Setting::with_word(name, value?)));
        let include = Include { format: Some(self.format.name().into()), ..Include::default() };
        Scope { kind: ScopeKind::Include(include), options: options.collect(), ..Scope::default() }
    }
}
