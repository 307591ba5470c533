//! What is written between the braces of the macro.

use proc_macro2::{Ident, Span, TokenStream};
use redirect_compiler::syntax::Operator;
use syn::LitStr;

/// The whole table. What could not be read is left out.
pub(crate) struct Table {
    /// The crate that the macro was called by: `$crate`.
    pub(crate) krate: TokenStream,
    /// Rules and files, in their order.
    pub(crate) entries: Vec<Entry>,
    /// Groups, defaults and files; each follows the one that it stands in.
    pub(crate) scopes: Vec<Scope>,
    pub(crate) asserts: Vec<Assert>,
    /// Every method that was named, also by rules that could not be read, so that an editor
    /// completes the one that is being typed.
    pub(crate) methods: Vec<Ident>,
}

/// What gives rules to the table.
pub(crate) enum Entry {
    Rule(Box<Rule>),
    /// The scope of that number is a file.
    File(usize),
}

/// `methods? source guard? "=>" answer options?`
pub(crate) struct Rule {
    pub(crate) attributes: Attributes,
    pub(crate) methods: Vec<Ident>,
    pub(crate) source: LitStr,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) status: Word,
    pub(crate) target: Option<LitStr>,
    pub(crate) options: Vec<Setting>,
    /// The scope that it stands in, by its number.
    pub(crate) scope: Option<usize>,
    pub(crate) place: SourceLocation,
}

/// What rules stand in.
pub(crate) struct Scope {
    pub(crate) attributes: Attributes,
    pub(crate) kind: ScopeKind,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) options: Vec<Setting>,
    pub(crate) parent: Option<usize>,
    /// Its first token.
    pub(crate) span: Span,
}

pub(crate) enum ScopeKind {
    /// `"default" options`
    Default,
    /// `(source guard? | guard) "{" table "}"`
    Group(Option<LitStr>),
    /// `"include" STR ("as" FORMAT)? options?`
    Include { file: LitStr, format: Option<Word> },
}

/// `"assert" METHOD? STR ("with" subject "==" STR)* "=>" answer`
pub(crate) struct Assert {
    pub(crate) method: Option<Ident>,
    pub(crate) asked: LitStr,
    pub(crate) with: Vec<Condition>,
    pub(crate) status: Word,
    pub(crate) location: Option<LitStr>,
    pub(crate) scope: Option<usize>,
}

/// Where a rule is written; empty where there is no file, as in some editors.
#[derive(Default)]
pub(crate) struct SourceLocation {
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// Doc comments and `#[allow(…)]`.
#[derive(Default)]
pub(crate) struct Attributes {
    pub(crate) doc: Vec<String>,
    pub(crate) allows: Vec<Word>,
    /// The first of them.
    pub(crate) first: Option<Span>,
}

/// `subject (("==" | "!=") STR | "in" "[" STR,* "]")? | "!" subject`
pub(crate) struct Condition {
    pub(crate) negated: bool,
    pub(crate) subject: Word,
    /// The name in brackets.
    pub(crate) name: Option<LitStr>,
    pub(crate) operator: Operator,
    pub(crate) values: Vec<LitStr>,
}

/// `key ":" value`
pub(crate) struct Setting {
    pub(crate) key: Word,
    pub(crate) value: Word,
}

/// A token that is one word: an identifier, a keyword or a number. A text has its quotes, and
/// nothing in it is escaped.
#[derive(Clone)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) span: Span,
}

impl Table {
    /// The scope of that number and those around it, from the innermost on.
    pub(crate) fn around(&self, scope: Option<usize>) -> impl Iterator<Item = &Scope> {
        std::iter::successors(scope.and_then(|scope| self.scopes.get(scope)), |scope| {
            self.scopes.get(scope.parent?)
        })
    }

    pub(crate) fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Rule(rule) => Some(&**rule),
            Entry::File(_) => None,
        })
    }
}
