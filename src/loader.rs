//! Reading rules at run time.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use http::StatusCode;
use redirect_core::Redirects;

use redirect_compiler::syntax::{Document, Include, Scope, ScopeKind};
use redirect_compiler::{Format, compile, read};

use crate::report::{Diagnostic, Diagnostics, Report};

/// Compiles rules that are known only at run time, with the checks and the table of the macro.
///
/// The options apply to all rules of the text. They mean what the same options of an `include` mean
/// in the macro.
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
#[must_use = "a loader does nothing until it parses or checks a text"]
pub struct Loader {
    format: Format,
    slash: Option<Slash>,
    case: Option<Case>,
    chain: Option<Chain>,
    status: Option<StatusCode>,
}

/// The treatment of one slash at the end of a path: the option `slash`.
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
/// A value is parsed from the macro's word for it, and displayed as that:
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
    /// A path matches as it is written: `/old` and `/old/` are different paths.
    #[default]
    Exact,
    /// One slash at the end of a path makes no difference.
    Either,
}

/// The treatment of the case of the letters of a path: the option `case`.
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
/// A value is parsed from the macro's word for it, and displayed as that:
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
    /// Uppercase and lowercase letters are different.
    #[default]
    Exact,
    /// The case of ASCII letters makes no difference.
    Ignore,
}

/// The treatment of rules whose redirect leads to another redirect: the option `chain`.
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
/// A value is parsed from the macro's word for it, and displayed as that:
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
    /// A chain is reported.
    #[default]
    Deny,
    /// Each rule redirects to the end of its chain.
    Flatten,
}

/// Implements the text form of an option's values: the words of the macro.
macro_rules! option_values {
    ($($option:ident $key:literal { $($value:ident = $word:literal),+ })+) => {$(
        impl $option {
            /// Returns the value as the macro writes it.
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
}

/// The error of parsing a [`Slash`], a [`Case`] or a [`Chain`]: an unknown value.
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
        write!(f, "unknown value `{value}` of `{key}`, expected {}", known.join(" or "))
    }
}

impl std::error::Error for UnknownOptionValue {}

impl Loader {
    /// Creates a loader of texts in a format.
    ///
    /// ```
    /// use redirects::{Format, Loader};
    ///
    /// let site = Loader::new(Format::Netlify).parse("/old /new\n")?;
    /// assert_eq!(site.rules().len(), 1);
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    pub fn new(format: Format) -> Loader {
        Loader { format, slash: None, case: None, chain: None, status: None }
    }

    /// Sets how the rules treat one slash at the end of a path. See [`Slash`].
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

    /// Sets how the rules treat the case of the letters of a path. See [`Case`].
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

    /// Sets how rules whose redirect leads to another redirect are treated. See [`Chain`].
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

    /// Sets the status of the rules that have none of their own: 301, 302, 303, 307 or 308. Any
    /// other status is reported as [`BadOption`](crate::FaultName::BadOption). Without this, it is
    /// 301.
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
    /// Every fault of the text, with the table of the valid rules.
    pub fn parse(&self, text: &str) -> Result<Redirects, Diagnostics> {
        self.check(text).into_result()
    }

    /// Parses and compiles rules, and reports everything that the compiler found.
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
        let (valid_rules, too_large) = match compiled.table() {
            Ok(table) => (table, None),
            Err(fault) => (Redirects::EMPTY, Some(*fault)),
        };
        let faults = compiled.faults.iter().chain(&too_large);
        let diagnostics = faults.map(|fault| Diagnostic::new(fault, &document)).collect();
        Report::new(diagnostics, valid_rules, compiled.undecided)
    }

    /// Returns the scope of the rules: an `include` without a file.
    fn scope(&self) -> Scope<'static> {
        let options: [(&str, Option<Cow<'_, str>>); 4] = [
            ("slash", self.slash.map(|slash| slash.as_str().into())),
            ("case", self.case.map(|case| case.as_str().into())),
            ("chain", self.chain.map(|chain| chain.as_str().into())),
            ("status", self.status.map(|status| status.as_u16().to_string().into())),
        ];
        let options = options.into_iter().filter_map(|(name, value)| Some((name.into(), value?)));
        let include = Include { format: Some(self.format.name().into()), ..Include::default() };
        Scope { kind: ScopeKind::Include(include), options: options.collect(), ..Scope::default() }
    }
}
