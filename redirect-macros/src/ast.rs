//! What is written between the braces of the macro.

use proc_macro2::{Ident, Span, TokenStream};
use redirect_core::compiler::Operator;
use syn::LitStr;

/// The whole table. Rules that could not be read are left out.
pub(crate) struct Table {
    /// The crate that the macro was called by: `$crate`.
    pub(crate) krate: TokenStream,
    pub(crate) rules: Vec<Rule>,
    /// Every method that was named, also by rules that could not be read, so that an editor
    /// completes the one that is being typed.
    pub(crate) methods: Vec<Ident>,
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
    pub(crate) place: Place,
}

/// Where a rule is written; empty where there is no file, as in some editors.
#[derive(Default)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// Doc comments and `#[allow(…)]`.
#[derive(Default)]
pub(crate) struct Attributes {
    pub(crate) doc: Vec<String>,
    pub(crate) allows: Vec<Word>,
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

/// A token that is one word: an identifier, a keyword or a number.
#[derive(Clone)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) span: Span,
}
