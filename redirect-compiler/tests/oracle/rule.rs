//! The oracle's rules. They consist of pieces, so that the oracle never parses text.

use redirect_compiler::syntax::{self, Operator};

/// A piece of a source or a target.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Piece {
    Text(&'static str),
    Param(&'static str, Shape),
    CatchAll(&'static str, Shape),
}

/// The regular expression that a value must match.
pub(crate) type Shape = Option<&'static str>;

impl Piece {
    /// Returns the name of a capture.
    pub(crate) fn name(&self) -> Option<&'static str> {
        match self {
            Piece::Text(_) => None,
            Piece::Param(name, _) | Piece::CatchAll(name, _) => Some(name),
        }
    }

    pub(crate) fn shape(&self) -> Shape {
        match self {
            Piece::Text(_) => None,
            Piece::Param(_, shape) | Piece::CatchAll(_, shape) => *shape,
        }
    }
}

/// A rule with everything that it inherits from its scopes.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// The number of the rule in the document.
    pub(crate) number: usize,
    pub(crate) methods: Vec<&'static str>,
    pub(crate) source: Vec<Piece>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) action: Action,
    pub(crate) drops_query: bool,
    /// True if one final slash is ignored.
    pub(crate) any_slash: bool,
    /// True if ASCII case is ignored.
    pub(crate) any_case: bool,
}

/// A condition: its subject is present, or the value of its subject matches one of the patterns.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Condition {
    pub(crate) subject: Subject,
    pub(crate) negated: bool,
    pub(crate) patterns: Vec<Vec<Piece>>,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Subject {
    Host,
    Scheme,
    Language,
    Header(&'static str),
    Cookie(&'static str),
    Query(&'static str),
    Capture(&'static str),
}

impl Subject {
    /// Returns the header field that the condition inspects.
    pub(crate) fn field(self) -> Option<&'static str> {
        match self {
            Subject::Header(name) => Some(name),
            Subject::Cookie(_) => Some("cookie"),
            Subject::Language => Some("accept-language"),
            Subject::Host | Subject::Scheme | Subject::Query(_) | Subject::Capture(_) => None,
        }
    }
}

impl Condition {
    pub(crate) fn to_syntax(&self) -> syntax::Condition<'static> {
        let (subject, argument) = match self.subject {
            Subject::Host => ("host", None),
            Subject::Scheme => ("scheme", None),
            Subject::Language => ("language", None),
            Subject::Header(name) => ("header", Some(name)),
            Subject::Cookie(name) => ("cookie", Some(name)),
            Subject::Query(name) => ("query", Some(name)),
            Subject::Capture(name) => (name, None),
        };
        let operator = match (&self.patterns[..], self.negated) {
            ([], _) => Operator::Present,
            ([_], false) => Operator::Equal,
            ([_], true) => Operator::NotEqual,
            _ => Operator::In,
        };
        let text = |pieces: &Vec<Piece>| pieces.iter().map(source_text).collect::<String>().into();
        syntax::Condition {
            negated: self.negated && operator != Operator::NotEqual,
            subject: subject.into(),
            argument: argument.map(Into::into),
            operator,
            values: self.patterns.iter().map(text).collect(),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Action {
    Redirect(u16, Target),
    Final(u16),
    Pass,
}

#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// The scheme and the host: at most one capture, which is the first label, and text.
    pub(crate) origin: Option<(Option<&'static str>, &'static str)>,
    pub(crate) path: Vec<Piece>,
    pub(crate) query: Vec<(&'static str, Vec<Piece>)>,
    pub(crate) fragment: Option<Vec<Piece>>,
}

impl Rule {
    pub(crate) fn has_captures(&self) -> bool {
        self.source.iter().any(|piece| piece.name().is_some())
    }

    pub(crate) fn has_shapes(&self) -> bool {
        self.source.iter().any(|piece| piece.shape().is_some())
    }
}

impl Action {
    /// Returns the status and the target, as an author writes them.
    pub(crate) fn to_source(&self) -> (String, Option<String>) {
        match self {
            Action::Redirect(status, target) => (status.to_string(), Some(target.to_source())),
            Action::Final(status) => (status.to_string(), None),
            Action::Pass => ("pass".into(), None),
        }
    }
}

impl Target {
    fn to_source(&self) -> String {
        let origin = self.origin.map_or(String::new(), |(label, domain)| {
            let label = label.map_or(String::new(), |name| format!("{{{name}}}."));
            format!("https://{label}{domain}")
        });
        let query: Vec<_> = self
            .query
            .iter()
            .map(|(name, value)| format!("{name}={}", target_text(value)))
            .collect();
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        let fragment = self
            .fragment
            .as_ref()
            .map_or(String::new(), |pieces| format!("#{}", target_text(pieces)));
        format!("{origin}{}{query}{fragment}", target_text(&self.path))
    }
}

pub(crate) fn source_text(piece: &Piece) -> String {
    let shape = piece.shape().map_or(String::new(), |shape| format!(":{shape}"));
    match piece {
        Piece::Text(text) => escape_braces(text),
        Piece::Param(name, _) => format!("{{{name}{shape}}}"),
        Piece::CatchAll(name, _) => format!("{{*{name}{shape}}}"),
    }
}

/// Doubles the braces of a text, as an author writes them.
pub(crate) fn escape_braces(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

fn target_text(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => escape_braces(text),
            Piece::Param(name, _) | Piece::CatchAll(name, _) => format!("{{{name}}}"),
        })
        .collect()
}
