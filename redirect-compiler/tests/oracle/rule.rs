//! The oracle's rules. They consist of pieces, so that the oracle never parses text.

use redirect_compiler::syntax::{self, Operator};

/// A piece of a source or a target.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Piece {
    Text(&'static str),
    Param(&'static str, Shape),
    CatchAll(&'static str, Shape),
    /// A capture of a segment that can be missing, together with the slash before it.
    Optional(Box<Piece>),
}

/// The regular expression that a value must match.
pub(crate) type Shape = Option<&'static str>;

impl Piece {
    /// Returns the name of a capture.
    pub(crate) fn name(&self) -> Option<&'static str> {
        match self {
            Piece::Text(_) => None,
            Piece::Param(name, _) | Piece::CatchAll(name, _) => Some(name),
            Piece::Optional(piece) => piece.name(),
        }
    }

    pub(crate) fn shape(&self) -> Shape {
        match self {
            Piece::Text(_) => None,
            Piece::Param(_, shape) | Piece::CatchAll(_, shape) => *shape,
            Piece::Optional(piece) => piece.shape(),
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
    /// The value of the field that the rule adds to its response.
    pub(crate) field: Option<&'static str>,
    /// The languages of the site.
    pub(crate) languages: Option<&'static [&'static str]>,
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
    Ip,
    Port,
}

impl Subject {
    /// Returns the header field that the condition inspects, as `Vary` lists it.
    pub(crate) fn field(self) -> Option<&'static str> {
        match self {
            Subject::Header(name) => Some(name),
            Subject::Cookie(_) => Some("cookie"),
            Subject::Language => Some("accept-language"),
            Subject::Ip => Some("*"),
            Subject::Host
            | Subject::Scheme
            | Subject::Query(_)
            | Subject::Capture(_)
            | Subject::Port => None,
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
            Subject::Ip => ("ip", None),
            Subject::Port => ("port", None),
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
    /// The scheme and the authority: at most one capture, which is the first label or, before no
    /// domain, the whole host, and text. The host of the request is written like a capture.
    pub(crate) origin: Option<(Option<&'static str>, &'static str)>,
    pub(crate) path: Vec<Piece>,
    pub(crate) query: Vec<(&'static str, Vec<Piece>)>,
    pub(crate) fragment: Option<Vec<Piece>>,
}

impl Rule {
    pub(crate) fn has_captures(&self) -> bool {
        self.captures() > 0
    }

    /// Returns the number of captures of the source.
    pub(crate) fn captures(&self) -> usize {
        self.source.iter().filter(|piece| piece.name().is_some()).count()
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

/// The path and the query of the request, in a target.
pub(crate) const REQUEST_URI: &str = "request_uri";

/// The host and the port of the request, in a target.
pub(crate) const REQUEST_HOST: &str = "request_host";

impl Target {
    /// Returns whether the query contains the path and the query of the request.
    pub(crate) fn has_request_uri(&self) -> bool {
        let mut pieces = self.query.iter().flat_map(|(_, value)| value);
        pieces.any(|piece| piece.name() == Some(REQUEST_URI))
    }

    /// Returns whether the authority or the query contains the host of the request.
    pub(crate) fn has_request_host(&self) -> bool {
        let is_origin = self.origin.is_some_and(|(name, _)| name == Some(REQUEST_HOST));
        let mut pieces = self.query.iter().flat_map(|(_, value)| value);
        is_origin || pieces.any(|piece| piece.name() == Some(REQUEST_HOST))
    }

    fn to_source(&self) -> String {
        let origin = self.origin.map_or(String::new(), |(label, domain)| {
            let dot = if is_whole_host(domain) { "" } else { "." };
            let label = label.map_or(String::new(), |name| format!("{{{name}}}{dot}"));
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

/// Returns whether a capture before a domain is the whole host: whether there is no domain.
pub(crate) fn is_whole_host(domain: &str) -> bool {
    domain.is_empty() || domain.starts_with(':')
}

pub(crate) fn source_text(piece: &Piece) -> String {
    let shape = piece.shape().map_or(String::new(), |shape| format!(":{shape}"));
    match piece {
        Piece::Text(text) => escape_braces(text),
        Piece::Param(name, _) => format!("{{{name}{shape}}}"),
        Piece::CatchAll(name, _) => format!("{{*{name}{shape}}}"),
        Piece::Optional(piece) => match **piece {
            Piece::CatchAll(name, _) => format!("{{*{name}?{shape}}}"),
            ref piece => format!("{{{}?{shape}}}", piece.name().unwrap()),
        },
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
            piece => format!("{{{}}}", piece.name().unwrap()),
        })
        .collect()
}
