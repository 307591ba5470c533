//! Translation of foreign syntax: the names of captures, and sources and targets in the macro's
//! syntax.

use crate::diagnostic::kind::Suggestion;
use crate::lower::braces::CaptureToken;
use crate::lower::foreign_syntax::construct::{
    Construct, Extent, ForeignCapture, Item, Meaning, Reference,
};
use crate::lower::pattern::is_reserved;
use crate::syntax::braces::{escaped, is_name};
use redirect_core::internals::captures::MAX_CAPTURES;

/// The largest number of items that are translated.
const MAX_ITEMS: usize = 4 * MAX_CAPTURES;

/// A capture that a translated source declares.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct KnownCapture {
    /// The name in the other language.
    original: Option<String>,
    /// The number by which a target can refer to it.
    pub(super) number: Option<usize>,
    pub(super) name: String,
    pub(super) is_catch_all: bool,
    /// True if its value begins with a slash in the other language, as that of `(/.*)`.
    has_slash: bool,
}

impl KnownCapture {
    /// Creates a capture that has no number, because a condition declares it.
    pub(super) fn of_condition(name: &str) -> KnownCapture {
        let original = Some(name.into());
        let name = name.into();
        KnownCapture { original, number: None, name, is_catch_all: false, has_slash: false }
    }

    /// Returns whether this is its name, here or in the other language.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.name == name || self.original.as_deref() == Some(name)
    }
}

/// A translated source.
#[derive(Debug)]
pub(super) struct TranslatedSource {
    /// The captures in order, even if there is no suggestion.
    pub(super) captures: Vec<KnownCapture>,
    pub(super) suggestion: Option<Suggestion>,
}

/// Translates a source. `taken` are the names that its captures cannot have, and `hints` are names
/// for captures that have none.
pub(super) fn translate_source(
    text: &str,
    items: &[Item<'_>],
    taken: &[String],
    hints: &[String],
) -> TranslatedSource {
    // A rule cannot have so many captures.
    if items.len() > MAX_ITEMS {
        return TranslatedSource { captures: Vec::new(), suggestion: None };
    }
    let mut names = taken.to_vec();
    let mut has_catch_all = false;
    for item in items {
        if let Item::Own(CaptureToken { name, is_catch_all, .. }) = item {
            names.push((*name).into());
            has_catch_all |= is_catch_all;
        }
    }
    let mut translator = Translator {
        names,
        has_catch_all,
        hints: hints.to_vec(),
        captures: Vec::new(),
        groups: 0,
        output: String::new(),
        without: None,
        is_translatable: true,
    };
    let mut copied = 0;
    for item in items {
        match item {
            Item::Own(capture) => translator.own(capture),
            Item::Foreign(construct) => {
                translator.push(&text[copied..construct.range.start]);
                copied = construct.range.end;
                let after = &text[copied..];
                let end = match after {
                    "" | "$" => SegmentEnd::OfPath,
                    _ if after.starts_with('/') => SegmentEnd::Inner,
                    _ => SegmentEnd::None,
                };
                translator.construct(construct, end);
            }
        }
    }
    translator.push(&text[copied..]);
    let Translator { captures, output, without, is_translatable, .. } = translator;
    let suggestion = match without {
        _ if !is_translatable => None,
        None => Some(Suggestion::Text(rooted(output))),
        Some(without) => Some(Suggestion::Two(rooted(without), rooted(output))),
    };
    TranslatedSource { captures, suggestion }
}

/// Adds the slash that is missing at the start of a path.
fn rooted(path: String) -> String {
    if path.starts_with('/') { path } else { format!("/{path}") }
}

/// The end of a segment after a construct.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SegmentEnd {
    None,
    /// A slash follows.
    Inner,
    /// The path ends.
    OfPath,
}

struct Translator {
    /// The names that are taken.
    names: Vec<String>,
    /// Names for captures that have none, in order.
    hints: Vec<String>,
    has_catch_all: bool,
    captures: Vec<KnownCapture>,
    /// The number of groups so far.
    groups: usize,
    output: String,
    /// The source without its optional part.
    without: Option<String>,
    is_translatable: bool,
}

impl Translator {
    fn push(&mut self, text: &str) {
        self.output += text;
        if let Some(without) = &mut self.without {
            *without += text;
        }
    }

    /// Records that the text after `before` is optional.
    fn start_optional(&mut self, before: String) {
        self.is_translatable &= self.without.is_none();
        self.without = Some(before);
    }

    fn own(&mut self, capture: &CaptureToken<'_>) {
        self.groups += 1;
        self.captures.push(KnownCapture {
            original: Some(capture.name.into()),
            number: Some(self.groups),
            name: capture.name.into(),
            is_catch_all: capture.is_catch_all,
            has_slash: false,
        });
    }

    fn construct(&mut self, construct: &Construct<'_>, end: SegmentEnd) {
        match &construct.meaning {
            Meaning::Text(text) => self.push(&escaped(text)),
            Meaning::OptionalText(text) => {
                self.groups += 1;
                self.start_optional(self.output.clone());
                self.output += &escaped(text);
            }
            Meaning::Capture(capture) => self.capture(capture, end),
            Meaning::Unknown => {
                self.groups += 1;
                self.is_translatable = false;
            }
        }
    }

    fn capture(&mut self, capture: &ForeignCapture<'_>, end: SegmentEnd) {
        let ForeignCapture { reference, extent, is_optional, prefix } = capture;
        // The first slash of the path is a part of what `(.*)` matches.
        let is_first = self.output.is_empty() && prefix.is_empty() && *extent == Extent::Rest;
        let prefix = if is_first { "/" } else { *prefix };
        let starts_segment = match prefix {
            "" => self.output.ends_with('/'),
            prefix => prefix == "/",
        };
        let mut is_optional_segment = *is_optional && starts_segment && end != SegmentEnd::None;
        let in_optional = *is_optional && !is_optional_segment;
        if in_optional {
            self.start_optional(self.output.clone());
        }
        let is_repeated_slash = prefix == "/" && self.output.ends_with('/');
        let mut written = if is_repeated_slash { String::new() } else { prefix.to_owned() };
        let before = format!("{}{written}", self.output);
        let mut is_catch_all = *extent == Extent::Rest && !self.has_catch_all;
        let is_last = end == SegmentEnd::OfPath;
        if is_catch_all && is_last && before.ends_with(|char: char| char.is_alphanumeric()) {
            // It matches the text before it by itself, and whatever starts with that text.
            is_optional_segment = true;
            written.push('/');
        } else {
            is_catch_all &= before.ends_with('/');
        }
        self.has_catch_all |= is_catch_all;
        let name = self.name(*reference, is_catch_all || *extent == Extent::Glob);
        let shape = match extent {
            Extent::Shape(shape) if cfg!(feature = "regex") => format!(":{shape}"),
            _ => String::new(),
        };
        written += if is_catch_all { "{*" } else { "{" };
        let mark = if is_optional_segment { "?" } else { "" };
        for part in [&name[..], mark, &shape, "}"] {
            written += part;
        }
        if in_optional {
            self.output += &written;
        } else {
            self.push(&written);
        }
        let number = (*reference != Reference::Anonymous).then(|| {
            self.groups += 1;
            self.groups
        });
        self.groups += shape.matches('(').count() - shape.matches("(?").count();
        let original = match reference {
            Reference::Name(name) => Some((*name).into()),
            Reference::Number(_) | Reference::Group | Reference::Anonymous => None,
        };
        let has_slash = written.starts_with('/') && *reference == Reference::Group;
        self.captures.push(KnownCapture { original, number, name, is_catch_all, has_slash });
    }

    /// Returns a name for a capture that no other capture has.
    fn name(&mut self, reference: Reference<'_>, is_rest: bool) -> String {
        let default = if is_rest { "rest" } else { "name" };
        let mut base = match reference {
            Reference::Name(name) if name != "_" => name.replace('-', "_"),
            _ if !self.hints.is_empty() => self.hints.remove(0),
            _ => default.into(),
        };
        if is_reserved(&base) || !is_name(&base) {
            base += "_name";
        }
        let mut name = base.clone();
        let mut number = 2;
        while self.names.contains(&name) {
            name = format!("{base}{number}");
            number += 1;
        }
        self.names.push(name.clone());
        name
    }
}

/// Translates a target, or returns `None` if it refers to a capture that is not known.
pub(super) fn translate_target(
    text: &str,
    items: &[Item<'_>],
    known: &[KnownCapture],
) -> Option<String> {
    let (mut output, mut copied, mut groups) = (String::new(), 0, 0);
    for item in items {
        let Item::Foreign(construct) = item else { continue };
        output += &text[copied..construct.range.start];
        copied = construct.range.end;
        match &construct.meaning {
            Meaning::Text(text) => output += &escaped(text),
            Meaning::Capture(ForeignCapture { reference, prefix, .. }) => {
                let reference = match reference {
                    Reference::Group => {
                        groups += 1;
                        Reference::Number(groups)
                    }
                    other => *other,
                };
                let capture = resolve(reference, known)?;
                // A capture cannot follow the host directly.
                let follows_host = output.split_once("://").is_some_and(|(_, rest)| {
                    let after = &text[copied..];
                    !rest.contains('/') && (after.is_empty() || after.starts_with(['/', '?', '#']))
                });
                let needs_slash = capture.has_slash || *prefix == "/" || follows_host;
                if needs_slash && !output.ends_with('/') {
                    output.push('/');
                } else if *prefix != "/" {
                    output += prefix;
                }
                for part in ["{", &capture.name, "}"] {
                    output += part;
                }
            }
            Meaning::OptionalText(_) | Meaning::Unknown => return None,
        }
    }
    Some(output + &text[copied..])
}

/// Returns the capture that a target refers to.
pub(super) fn resolve<'k>(
    reference: Reference<'_>,
    known: &'k [KnownCapture],
) -> Option<&'k KnownCapture> {
    for capture in known {
        let is_same = match reference {
            Reference::Name(name) => capture.is_called(name),
            Reference::Number(number) => capture.number == Some(number),
            Reference::Group | Reference::Anonymous => capture.is_catch_all,
        };
        if is_same {
            return Some(capture);
        }
    }
    match (reference, known) {
        // Languages differ in their name for what `*` matches.
        (Reference::Name("splat"), [_, _, ..]) => known.iter().find(|capture| capture.is_catch_all),
        (Reference::Number(_), _) => None,
        (_, [capture]) => Some(capture),
        _ => None,
    }
}
