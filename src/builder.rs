//! Rules as values: a builder for rules that are known only at run time.

mod canonical;
mod condition;
mod options;
mod text;

pub use canonical::CanonicalUrls;
pub use condition::{Condition, Subject};
pub use options::Cache;
pub use text::{encode_path, escape};

use http::{Method, StatusCode};
use redirect_core::Redirects;

use redirect_compiler::compile;
use redirect_compiler::syntax::{Dialect, Document, Rule, Scope, ScopeId, ScopeKind};

use crate::builder::options::BuilderOptions;
use crate::report::{Diagnostics, Report};

/// A rule that Rust code builds at run time, for example from a row of a database.
///
/// A [`RuleList`] turns such rules into a table, with the same checks as the macro. The source, the
/// target and the values of conditions have the macro's syntax: `{slug}` is a capture. [`escape`]
/// and [`encode_path`] make other text literal.
///
/// ```
/// use http::Method;
/// use redirects::{RuleBuilder, RuleList, Subject};
///
/// let rules = [
///     RuleBuilder::permanent("/old", "/new"),
///     RuleBuilder::temporary("/blog/{slug}", "/articles/{slug}")
///         .method(Method::GET)
///         .when(Subject::host().is("example.com")),
///     RuleBuilder::gone("/shop/{*page}"),
/// ];
/// let site = rules.into_iter().collect::<RuleList>().build()?;
/// let location = site.get("/old").redirect().unwrap().location();
/// assert_eq!(location.unwrap(), "/new");
/// # Ok::<(), redirects::Diagnostics>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a rule has no effect until a `RuleList` with it is built"]
pub struct RuleBuilder {
    rule: Rule<'static>,
    options: BuilderOptions,
}

impl RuleBuilder {
    fn new(status: String, source: String, target: Option<String>) -> RuleBuilder {
        let rule = Rule {
            source: source.into(),
            status: status.into(),
            target: target.map(Into::into),
            dialect: Dialect::Built,
            ..Rule::default()
        };
        RuleBuilder { rule, options: BuilderOptions::default() }
    }

    /// Creates a rule that redirects permanently, with status 308.
    ///
    /// ```
    /// use redirects::{RuleBuilder, RuleList};
    ///
    /// let site = RuleList::new().rule(RuleBuilder::permanent("/old", "/new")).build()?;
    /// assert_eq!(site.get("/old").redirect().unwrap().status(), 308);
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    pub fn permanent(source: impl Into<String>, target: impl Into<String>) -> RuleBuilder {
        RuleBuilder::new("permanent".into(), source.into(), Some(target.into()))
    }

    /// Creates a rule that redirects temporarily, with status 307.
    ///
    /// ```
    /// use redirects::{RuleBuilder, RuleList};
    ///
    /// let site = RuleList::new().rule(RuleBuilder::temporary("/old", "/new")).build()?;
    /// assert_eq!(site.get("/old").redirect().unwrap().status(), 307);
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    pub fn temporary(source: impl Into<String>, target: impl Into<String>) -> RuleBuilder {
        RuleBuilder::new("temporary".into(), source.into(), Some(target.into()))
    }

    /// Creates a rule that redirects with a status: 301, 302, 303, 307 or 308.
    ///
    /// ```
    /// use http::StatusCode;
    /// use redirects::{RuleBuilder, RuleList};
    ///
    /// let rule = RuleBuilder::redirect(StatusCode::SEE_OTHER, "/form", "/thanks");
    /// let site = RuleList::new().rule(rule).build()?;
    /// assert_eq!(site.get("/form").redirect().unwrap().status(), 303);
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    pub fn redirect(
        status: StatusCode,
        source: impl Into<String>,
        target: impl Into<String>,
    ) -> RuleBuilder {
        RuleBuilder::new(status.as_u16().to_string(), source.into(), Some(target.into()))
    }

    /// Creates a rule that responds with 410 Gone.
    ///
    /// ```
    /// use redirects::{RuleBuilder, RuleList};
    ///
    /// let site = RuleList::new().rule(RuleBuilder::gone("/shop/{*page}")).build()?;
    /// assert_eq!(site.get("/shop/hats").redirect().unwrap().status(), 410);
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    pub fn gone(source: impl Into<String>) -> RuleBuilder {
        RuleBuilder::new("410".into(), source.into(), None)
    }

    /// Creates a rule that responds with 451 Unavailable For Legal Reasons.
    ///
    /// ```
    /// use redirects::{RuleBuilder, RuleList};
    ///
    /// let rule = RuleBuilder::unavailable_for_legal_reasons("/films/{id}");
    /// let site = RuleList::new().rule(rule).build()?;
    /// assert_eq!(site.get("/films/7").redirect().unwrap().status(), 451);
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    pub fn unavailable_for_legal_reasons(source: impl Into<String>) -> RuleBuilder {
        RuleBuilder::new("451".into(), source.into(), None)
    }

    /// Creates a rule that leaves its requests to the application.
    ///
    /// ```
    /// use redirects::{RuleBuilder, RuleList};
    ///
    /// let site = RuleList::new()
    ///     .rule(RuleBuilder::pass("/docs/health"))
    ///     .rule(RuleBuilder::permanent("/docs/{page}", "/guide/{page}"))
    ///     .build()?;
    /// assert!(site.get("/docs/health").redirect().is_none());
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    pub fn pass(source: impl Into<String>) -> RuleBuilder {
        RuleBuilder::new("pass".into(), source.into(), None)
    }

    /// Adds a method. A rule without methods matches requests with any method.
    ///
    /// ```
    /// use http::Method;
    /// use redirects::{RuleBuilder, RuleList};
    ///
    /// let rule = RuleBuilder::gone("/form").method(Method::PUT).method(Method::POST);
    /// let site = RuleList::new().rule(rule).build()?;
    /// assert!(site.rules().next().unwrap().methods().eq(["PUT", "POST"]));
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    #[expect(clippy::needless_pass_by_value, reason = "most callers name a constant")]
    pub fn method(mut self, method: Method) -> RuleBuilder {
        self.rule.methods.push(method.as_str().to_owned().into());
        self
    }

    /// Adds a condition. The rule matches only requests that meet all of its conditions.
    ///
    /// ```
    /// use redirects::{RuleBuilder, RuleList, Subject};
    ///
    /// let rule = RuleBuilder::temporary("/", "/beta")
    ///     .when(Subject::cookie("beta").is_present())
    ///     .when(Subject::host().is("example.com"));
    /// let site = RuleList::new().rule(rule).build()?;
    /// let conditions = site.rules().next().unwrap().conditions();
    /// assert_eq!(conditions, r#"cookie["beta"] && host == "example.com""#);
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    pub fn when(mut self, condition: Condition) -> RuleBuilder {
        self.rule.conditions.push(condition.into_syntax());
        self
    }
}

/// A list of rules that Rust code builds at run time. It is compiled to a table with the same
/// checks as the macro.
///
/// Lists can be nested. A nested list is a group: its prefix, conditions and options apply to all
/// rules in it, wherever they are set.
///
/// ```
/// use redirects::{RuleBuilder, RuleList, Slash, Subject};
///
/// let blog = RuleList::new()
///     .prefix("/blog")
///     .slash(Slash::Either)
///     .rule(RuleBuilder::permanent("/{slug}", "/articles/{slug}"));
/// let site = RuleList::new()
///     .rule(RuleBuilder::permanent("/old", "/new"))
///     .group(blog)
///     .build()?;
/// let location = site.get("/blog/hello/").redirect().unwrap().location();
/// assert_eq!(location.unwrap(), "/articles/hello");
/// # Ok::<(), redirects::Diagnostics>(())
/// ```
///
/// A diagnostic names the rule by its index and its text:
///
/// ```
/// use redirects::{RuleBuilder, RuleList};
///
/// let rules = [("/old", "/new"), ("/older", "new")];
/// let rules = rules.map(|(source, target)| RuleBuilder::permanent(source, target));
/// let diagnostics = RuleList::from_iter(rules).build().unwrap_err();
/// let diagnostic = diagnostics.iter().next().unwrap();
/// assert_eq!(diagnostic.rule_index(), Some(1));
/// let text = r#"rule 1 (`"/older" => permanent "new"`): target `new` must start with `/`"#;
/// assert!(diagnostic.to_string().starts_with(text));
/// ```
#[derive(Clone, Default, Debug)]
#[must_use = "a list of rules has no effect until it is built"]
pub struct RuleList {
    prefix: Option<String>,
    conditions: Vec<Condition>,
    options: BuilderOptions,
    items: Vec<Item>,
}

/// An item of a list.
#[derive(Clone, Debug)]
enum Item {
    Rule(RuleBuilder),
    Group(RuleList),
}

impl RuleList {
    /// Creates an empty list.
    ///
    /// ```
    /// use redirects::RuleList;
    ///
    /// let site = RuleList::new().build()?;
    /// assert_eq!(site.rules().len(), 0);
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    pub fn new() -> RuleList {
        RuleList::default()
    }

    /// Adds a rule at the end. The first rule that matches a request wins.
    ///
    /// ```
    /// use redirects::{RuleBuilder, RuleList};
    ///
    /// let site = RuleList::new().rule(RuleBuilder::permanent("/old", "/new")).build()?;
    /// assert_eq!(site.rules().len(), 1);
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    pub fn rule(mut self, rule: RuleBuilder) -> RuleList {
        self.push(rule);
        self
    }

    /// Adds a rule at the end, as [`rule`](RuleList::rule) does.
    ///
    /// ```
    /// use redirects::{RuleBuilder, RuleList};
    ///
    /// let mut list = RuleList::new();
    /// list.push(RuleBuilder::permanent("/old", "/new"));
    /// assert_eq!(list.build()?.rules().len(), 1);
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    pub fn push(&mut self, rule: RuleBuilder) {
        self.items.push(Item::Rule(rule));
    }

    /// Adds a group at the end: rules with a common prefix, conditions or options.
    ///
    /// ```
    /// use redirects::{RuleBuilder, RuleList, Subject};
    ///
    /// let shop = RuleList::new()
    ///     .when(Subject::host().is("shop.example.com"))
    ///     .rule(RuleBuilder::permanent("/hats", "https://example.com/hats"));
    /// let site = RuleList::new().group(shop).build()?;
    /// assert!(site.get("https://shop.example.com/hats").redirect().is_some());
    /// assert!(site.get("/hats").redirect().is_none());
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    pub fn group(mut self, group: RuleList) -> RuleList {
        self.items.push(Item::Group(group));
        self
    }

    /// Sets the prefix of all sources in the list: a path without captures.
    ///
    /// ```
    /// use redirects::{RuleBuilder, RuleList};
    ///
    /// let blog = RuleList::new()
    ///     .prefix("/blog")
    ///     .rule(RuleBuilder::permanent("/{slug}", "/articles/{slug}"));
    /// assert_eq!(blog.build()?.rules().next().unwrap().source(), "/blog/{slug}");
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    pub fn prefix(self, prefix: impl Into<String>) -> RuleList {
        RuleList { prefix: Some(prefix.into()), ..self }
    }

    /// Adds a condition to all rules in the list.
    ///
    /// ```
    /// use redirects::{RuleBuilder, RuleList, Subject};
    ///
    /// let list = RuleList::new()
    ///     .when(Subject::host().is("example.com"))
    ///     .rule(RuleBuilder::permanent("/old", "/new"));
    /// let site = list.build()?;
    /// assert_eq!(site.rules().next().unwrap().conditions(), r#"host == "example.com""#);
    /// # Ok::<(), redirects::Diagnostics>(())
    /// ```
    pub fn when(mut self, condition: Condition) -> RuleList {
        self.conditions.push(condition);
        self
    }

    /// Checks the rules and compiles them to a table. The rules of the table are in the order of
    /// the list.
    ///
    /// ```
    /// use redirects::{RuleBuilder, RuleList};
    ///
    /// let chained = [RuleBuilder::permanent("/a", "/b"), RuleBuilder::permanent("/b", "/c")];
    /// let diagnostics = RuleList::from_iter(chained).build().unwrap_err();
    /// assert_eq!(diagnostics.iter().next().unwrap().name().as_str(), "chain");
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the diagnostics of all faults in the rules, along with the table of the valid rules.
    pub fn build(self) -> Result<Redirects, Diagnostics> {
        self.check().into_result()
    }

    /// Checks the rules and compiles them to a table. Returns all diagnostics, along with the table
    /// of the valid rules.
    ///
    /// ```
    /// use redirects::{RuleBuilder, RuleList};
    ///
    /// let rules = [RuleBuilder::permanent("/a", "/b"), RuleBuilder::permanent("c", "/d")];
    /// let report = RuleList::from_iter(rules).check();
    /// assert_eq!(report.diagnostics()[0].rule_index(), Some(1));
    /// assert_eq!(report.valid_rules().rules().len(), 1);
    /// ```
    pub fn check(self) -> Report {
        self.check_in(None)
    }

    /// Checks the rules in a scope around all of them.
    fn check_in(self, scope: Option<Scope<'static>>) -> Report {
        let mut document = Document::default();
        let scope = scope.map(|scope| document.add_scope(scope));
        self.write(&mut document, scope);
        let compiled = compile(&document, Vec::new());
        Report::of_compiled(&compiled, &document)
    }

    /// Appends the rules to a document, in scopes inside `parent`.
    fn write(self, document: &mut Document<'static>, parent: Option<ScopeId>) {
        let RuleList { prefix, conditions, options, items } = self;
        let BuilderOptions { settings, allows, doc } = options;
        let mut scope = parent;
        let is_group =
            prefix.is_some() || !conditions.is_empty() || !allows.is_empty() || !doc.is_empty();
        if is_group {
            scope = Some(document.add_scope(Scope {
                kind: ScopeKind::Group(prefix.map(Into::into)),
                parent: scope,
                conditions: conditions.into_iter().map(Condition::into_syntax).collect(),
                allows,
                doc: doc.into(),
                ..Scope::default()
            }));
        }
        if !settings.is_empty() {
            let default = Scope { parent: scope, options: settings, ..Scope::default() };
            scope = Some(document.add_scope(default));
        }
        for item in items {
            match item {
                Item::Rule(RuleBuilder { rule, options }) => {
                    let BuilderOptions { settings: options, allows, doc } = options;
                    document.rules.push(Rule { options, allows, doc: doc.into(), scope, ..rule });
                }
                Item::Group(group) => group.write(document, scope),
            }
        }
    }
}

impl FromIterator<RuleBuilder> for RuleList {
    fn from_iter<I: IntoIterator<Item = RuleBuilder>>(rules: I) -> RuleList {
        let mut list = RuleList::new();
        list.extend(rules);
        list
    }
}

impl Extend<RuleBuilder> for RuleList {
    fn extend<I: IntoIterator<Item = RuleBuilder>>(&mut self, rules: I) {
        self.items.extend(rules.into_iter().map(Item::Rule));
    }
}
