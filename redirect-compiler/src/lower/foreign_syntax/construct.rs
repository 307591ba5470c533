//! The constructs of other languages, and what they mean there.

use std::ops::Range;

use crate::lower::braces::CaptureToken;

/// A capture of the macro, or a construct of another language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Item<'a> {
    Own(CaptureToken<'a>),
    Foreign(Construct<'a>),
}

/// A construct of another language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Construct<'a> {
    /// Its range in the text.
    pub(super) range: Range<usize>,
    pub(super) form: Form,
    pub(super) meaning: Meaning<'a>,
}

/// The way in which the macro misreads a construct.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// It is literal text.
    Literal,
    /// It is in braces, but is not a valid capture.
    Braces,
    /// It is a literal character before a capture, as in `${name}`.
    Sigil,
    /// It is a capture whose shape is the name of a type, as in `{id:int}`.
    TypeName,
    /// It is a capture whose shape ends with a `?`, as in `{lang:en|fr?}`.
    OptionalShape,
}

/// The meaning of a construct.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Meaning<'a> {
    /// Text. Empty for an anchor.
    Text(String),
    /// Text that may be missing.
    OptionalText(String),
    Capture(ForeignCapture<'a>),
    /// The macro has no equivalent.
    Unknown,
}

/// A capture in another language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ForeignCapture<'a> {
    pub(super) reference: Reference<'a>,
    pub(super) extent: Extent,
    pub(super) is_optional: bool,
    /// Text that belongs to the capture and precedes its value, as in `{-:slug}` and `(/.*)`.
    pub(super) prefix: &'a str,
}

/// The way in which a target refers to a capture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reference<'a> {
    /// By a name, in which hyphens can occur.
    Name(&'a str),
    /// By its number, from 1.
    Number(usize),
    /// By the number that the order of the groups determines.
    Group,
    /// In no way.
    Anonymous,
}

/// The values of a capture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Extent {
    /// A segment, or a part of one.
    Segment,
    /// The part of a segment that a `*` matches.
    Glob,
    /// The rest of the path.
    Rest,
    /// The texts that a regular expression matches, in one segment.
    Shape(String),
}

impl<'a> Item<'a> {
    /// Returns the name of the capture, if it has one.
    pub(super) fn name(&self) -> Option<&'a str> {
        match self {
            Item::Own(capture) => Some(capture.name),
            Item::Foreign(construct) => construct.name(),
        }
    }
}

impl<'a> Construct<'a> {
    pub(super) fn new(range: Range<usize>, form: Form, meaning: Meaning<'a>) -> Construct<'a> {
        Construct { range, form, meaning }
    }

    /// Creates a construct that is literal text in the macro, and a capture elsewhere.
    pub(super) fn capture(
        range: Range<usize>,
        reference: Reference<'a>,
        extent: Extent,
    ) -> Construct<'a> {
        let capture = ForeignCapture { reference, extent, is_optional: false, prefix: "" };
        Construct::new(range, Form::Literal, Meaning::Capture(capture))
    }

    /// Creates a construct that is literal text in the macro, and other text elsewhere.
    pub(super) fn text(range: Range<usize>, text: &str) -> Construct<'a> {
        Construct::new(range, Form::Literal, Meaning::Text(text.into()))
    }

    /// Creates a construct without an equivalent.
    pub(super) fn unknown(range: Range<usize>) -> Construct<'a> {
        Construct::new(range, Form::Literal, Meaning::Unknown)
    }

    pub(super) fn with_form(self, form: Form) -> Construct<'a> {
        Construct { form, ..self }
    }

    /// Marks the capture as optional if `is_optional`.
    pub(super) fn optional_if(mut self, is_optional: bool) -> Construct<'a> {
        if let Meaning::Capture(capture) = &mut self.meaning {
            capture.is_optional |= is_optional;
        }
        self
    }

    /// Sets the text that belongs to the capture and precedes its value.
    pub(super) fn with_prefix(mut self, prefix: &'a str) -> Construct<'a> {
        if let Meaning::Capture(capture) = &mut self.meaning {
            capture.prefix = prefix;
        }
        self
    }

    /// Returns the name of the capture, if it has one.
    pub(super) fn name(&self) -> Option<&'a str> {
        match &self.meaning {
            Meaning::Capture(ForeignCapture { reference: Reference::Name(name), .. }) => Some(name),
            _ => None,
        }
    }
}
