//! Rules as the oracle has them: pieces, never text that it would have to parse.

use redirect_compiler::syntax::{self, Operator};

/// A piece of a source or a target.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Piece {
    Text(&'static str),
    Param(&'static str, Shape),
    CatchAll(&'static str, Shape),
}

/// The regular expression that a value has to fit.
pub(crate) type Shape = Option<&'static str>;

impl Piece {
    /// The name of a capture.
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

/// A rule with all that it stands in.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// Its number among those that are written.
    pub(crate) number: usize,
    pub(crate) methods: Vec<&'static str>,
    pub(crate) source: Vec<Piece>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) answer: Answer,
    pub(crate) drops_query: bool,
    /// Without regard to one final slash.
    pub(crate) any_slash: bool,
    /// Without regard to the case of letters.
    pub(crate) any_case: bool,
}

/// A condition: whether the value of its subject is there, or fits one of the patterns.
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
    /// The field that it looks at.
    pub(crate) fn field(self) -> Option<&'static str> {
        match self {
            Subject::Header(name) => Some(name),
            Subject::Cookie(_) => Some("cookie"),
            Subject::Language => Some("accept-language"),
            _ => None,
        }
    }
}

impl Condition {
    pub(crate) fn draft(&self) -> syntax::Condition<'static> {
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
        let text = |pieces: &Vec<Piece>| pieces.iter().map(in_source).collect::<String>().into();
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
pub(crate) enum Answer {
    Redirect(u16, Target),
    Final(u16),
    Pass,
}

#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// Scheme and host: text, and at most one capture, which is the first label.
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

impl Answer {
    /// Status and target, as an author writes them.
    pub(crate) fn text(&self) -> (String, Option<String>) {
        match self {
            Answer::Redirect(status, target) => (status.to_string(), Some(target.text())),
            Answer::Final(status) => (status.to_string(), None),
            Answer::Pass => ("pass".into(), None),
        }
    }
}

impl Target {
    fn text(&self) -> String {
        let origin = self.origin.map_or(String::new(), |(label, domain)| {
            let label = label.map_or(String::new(), |name| format!("{{{name}}}."));
            format!("https://{label}{domain}")
        });
        let query: Vec<_> =
            self.query.iter().map(|(name, value)| format!("{name}={}", in_target(value))).collect();
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        let fragment = self
            .fragment
            .as_ref()
            .map_or(String::new(), |pieces| format!("#{}", in_target(pieces)));
        format!("{origin}{}{query}{fragment}", in_target(&self.path))
    }
}

pub(crate) fn in_source(piece: &Piece) -> String {
    let shape = piece.shape().map_or(String::new(), |shape| format!(":{shape}"));
    match piece {
        Piece::Text(text) => doubled(text),
        Piece::Param(name, _) => format!("{{{name}{shape}}}"),
        Piece::CatchAll(name, _) => format!("{{*{name}{shape}}}"),
    }
}

/// A text as it is written: one brace of it is two.
pub(crate) fn doubled(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

fn in_target(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => doubled(text),
            Piece::Param(name, _) | Piece::CatchAll(name, _) => format!("{{{name}}}"),
        })
        .collect()
}
