//! Conditions of rules that Rust code builds.

use std::fmt;

use redirect_compiler::syntax::{self, Operator};

/// A part of a request that a [`Condition`] inspects.
///
/// ```
/// use redirects::Subject;
///
/// assert_eq!(Subject::header("x-country").is("de").to_string(), r#"header["x-country"] == "de""#);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[must_use = "a subject has no effect until a condition compares it"]
pub struct Subject {
    word: String,
    name: Option<String>,
}

/// A condition on a request, for a [`RuleBuilder`](crate::RuleBuilder) or a
/// [`RuleList`](crate::RuleList). A [`Subject`] creates it.
///
/// Its `Display` implementation formats it in the macro's syntax.
///
/// ```
/// use redirects::Condition;
/// use redirects::Subject;
///
/// let condition: Condition = Subject::scheme().is_not("https");
/// assert_eq!(condition.to_string(), r#"scheme != "https""#);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[must_use = "a condition has no effect until it is added to a rule"]
pub struct Condition(syntax::Condition<'static>);

/// Declares constructors of subjects that are a word.
macro_rules! words {
    ($($(#[$doc:meta])* $word:ident = $value:literal;)*) => {$(
        $(#[$doc])*
        ///
        /// ```
        /// use redirects::Subject;
        ///
        #[doc = concat!("let condition = Subject::", stringify!($word), "().is(\"", $value, "\");")]
        #[doc = concat!(
            "assert_eq!(condition.to_string(), r#\"", stringify!($word), " == \"", $value, "\"\"#);"
        )]
        /// ```
        pub fn $word() -> Subject {
            Subject { word: stringify!($word).into(), name: None }
        }
    )*};
}

/// Declares constructors of subjects that have a name.
macro_rules! named {
    ($($(#[$doc:meta])* $word:ident = $name:literal;)*) => {$(
        $(#[$doc])*
        ///
        /// ```
        /// use redirects::Subject;
        ///
        #[doc = concat!(
            "let condition = Subject::", stringify!($word), "(\"", $name, "\").is_present();"
        )]
        #[doc = concat!(
            "assert_eq!(condition.to_string(), r#\"", stringify!($word), "[\"", $name, "\"]\"#);"
        )]
        /// ```
        pub fn $word(name: impl Into<String>) -> Subject {
            Subject { word: stringify!($word).into(), name: Some(name.into()) }
        }
    )*};
}

impl Subject {
    words! {
        /// Returns the host that the request is for, without the port.
        host = "example.com";
        /// Returns the scheme of the request's URL, if it is known.
        scheme = "https";
        /// Returns the port that the request is for.
        port = "8080";
        /// Returns the IP address of the peer, which values compare with addresses and ranges.
        ip = "192.0.2.0/24";
        /// Returns the preferred language of the client.
        language = "de";
    }

    named! {
        /// Returns a header field.
        header = "x-country";
        /// Returns a cookie.
        cookie = "beta";
        /// Returns a query parameter.
        query = "page";
    }

    /// Returns the value of a capture of the source or of an earlier condition.
    ///
    /// ```
    /// use redirects::Subject;
    ///
    /// let condition = Subject::capture("lang").is_in(["de", "fr"]);
    /// assert_eq!(condition.to_string(), r#"lang in ["de", "fr"]"#);
    /// ```
    pub fn capture(name: impl Into<String>) -> Subject {
        Subject { word: name.into(), name: None }
    }

    fn condition(self, negated: bool, operator: Operator, values: Vec<String>) -> Condition {
        Condition(syntax::Condition {
            negated,
            subject: self.word.into(),
            argument: self.name.map(Into::into),
            operator,
            values: values.into_iter().map(Into::into).collect(),
        })
    }

    /// Returns the condition that the value equals another: `==`. The other value may contain
    /// captures.
    ///
    /// ```
    /// use redirects::{RuleBuilder, RuleList, Subject};
    ///
    /// let rule = RuleBuilder::permanent("/item", "/items/{id}");
    /// let rule = rule.when(Subject::query("id").is("{id}"));
    /// let site = RuleList::new().rule(rule).build()?;
    /// assert_eq!(site.get("/item?id=7").redirect().unwrap().location().unwrap(), "/items/7");
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    pub fn is(self, value: impl Into<String>) -> Condition {
        self.condition(false, Operator::Equal, vec![value.into()])
    }

    /// Returns the condition that the value differs from another or is absent: `!=`.
    ///
    /// ```
    /// use redirects::Subject;
    ///
    /// assert_eq!(Subject::host().is_not("a.example").to_string(), r#"host != "a.example""#);
    /// ```
    pub fn is_not(self, value: impl Into<String>) -> Condition {
        self.condition(false, Operator::NotEqual, vec![value.into()])
    }

    /// Returns the condition that the value is one of several: `in`.
    ///
    /// ```
    /// use redirects::Subject;
    ///
    /// let condition = Subject::language().is_in(["de", "fr"]);
    /// assert_eq!(condition.to_string(), r#"language in ["de", "fr"]"#);
    /// ```
    pub fn is_in(self, values: impl IntoIterator<Item = impl Into<String>>) -> Condition {
        self.condition(false, Operator::In, values.into_iter().map(Into::into).collect())
    }

    /// Returns the condition that the value is none of several, or is absent: `!… in`.
    ///
    /// ```
    /// use redirects::Subject;
    ///
    /// let condition = Subject::language().is_not_in(["de", "fr"]);
    /// assert_eq!(condition.to_string(), r#"!language in ["de", "fr"]"#);
    /// ```
    pub fn is_not_in(self, values: impl IntoIterator<Item = impl Into<String>>) -> Condition {
        self.condition(true, Operator::In, values.into_iter().map(Into::into).collect())
    }

    /// Returns the condition that the value is present.
    ///
    /// ```
    /// use redirects::Subject;
    ///
    /// assert_eq!(Subject::cookie("beta").is_present().to_string(), r#"cookie["beta"]"#);
    /// ```
    pub fn is_present(self) -> Condition {
        self.condition(false, Operator::Present, Vec::new())
    }

    /// Returns the condition that the value is absent.
    ///
    /// ```
    /// use redirects::Subject;
    ///
    /// assert_eq!(Subject::cookie("beta").is_absent().to_string(), r#"!cookie["beta"]"#);
    /// ```
    pub fn is_absent(self) -> Condition {
        self.condition(true, Operator::Present, Vec::new())
    }
}

impl Condition {
    pub(super) fn into_syntax(self) -> syntax::Condition<'static> {
        self.0
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
