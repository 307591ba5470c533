//! Rules as the oracle has them: pieces, never text that it would have to parse.

use redirect_core::compiler::{ConditionDraft, Draft, Operator};

/// A piece of a source or a target.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Piece {
    Text(&'static str),
    One(&'static str),
    Rest(&'static str),
}

#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) methods: Vec<&'static str>,
    pub(crate) source: Vec<Piece>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) answer: Answer,
    pub(crate) drops_query: bool,
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
    fn draft(&self) -> ConditionDraft<'static> {
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
        ConditionDraft {
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
        self.source.iter().any(|piece| !matches!(piece, Piece::Text(_)))
    }

    /// The rule as an author writes it.
    pub(crate) fn draft(&self) -> Draft<'static> {
        let (status, target) = match &self.answer {
            Answer::Redirect(status, target) => (status.to_string(), Some(target.text().into())),
            Answer::Final(status) => (status.to_string(), None),
            Answer::Pass => ("pass".into(), None),
        };
        let query = self.drops_query.then(|| ("query".into(), "drop".into()));
        Draft {
            methods: self.methods.iter().map(|&method| method.into()).collect(),
            source: self.source.iter().map(in_source).collect::<String>().into(),
            conditions: self.conditions.iter().map(Condition::draft).collect(),
            status: status.into(),
            target,
            options: query.into_iter().collect(),
            ..Draft::default()
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

fn in_source(piece: &Piece) -> String {
    match piece {
        Piece::Text(text) => (*text).into(),
        Piece::One(name) => format!("{{{name}}}"),
        Piece::Rest(name) => format!("{{*{name}}}"),
    }
}

fn in_target(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => (*text).to_owned(),
            Piece::One(name) | Piece::Rest(name) => format!("{{{name}}}"),
        })
        .collect()
}
