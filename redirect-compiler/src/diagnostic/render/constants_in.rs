//! Constants in the texts that messages quote.
//!
//! A message quotes a text with the values of its constants. The value of an environment variable
//! may be confidential, so a message has the name of the constant in its place.

use std::borrow::Cow;

use crate::diagnostic::Fault;
use crate::diagnostic::render::written::quotable;
use crate::syntax::braces::escaped;
use crate::syntax::constant::{Constant, ConstantValue};
use crate::syntax::document::Document;

/// The length of the shortest value that is replaced outside of quotes too, in bytes. A shorter one
/// may be a part of any word.
const MIN_UNQUOTED: usize = 8;

/// The length of the shortest part of a value that is replaced, in bytes.
const MIN_PART: usize = 4;

/// Returns the constants with a value in the field of a fault, without repetitions.
pub(super) fn constants<'d, 'a>(
    fault: &Fault,
    document: &'d Document<'a>,
) -> Vec<&'d Constant<'a>> {
    let mut ids = Vec::new();
    for id in document.constants_in(fault.node, fault.field) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let constants = ids.into_iter().map(|id| document.constant(id));
    constants.filter(|constant| constant.value != ConstantValue::Invalid).collect()
}

/// Returns a note that names the constant, and shows its value unless it is that of a variable.
pub(super) fn note(constant: &Constant<'_>) -> String {
    let name = &constant.name;
    match (constant.variable(), constant.text()) {
        (Some(variable), _) => {
            format!("constant `{name}` is the environment variable `{variable}`")
        }
        (None, text) => {
            format!("constant `{name}` is `{}`", quotable(text.unwrap_or_default()))
        }
    }
}

/// Replaces the values of all variables in a message with the names of their constants.
pub(super) fn redacted<'t>(message: &'t str, document: &Document<'_>) -> Cow<'t, str> {
    let mut redacted = Cow::Borrowed(message);
    for constant in &document.constants {
        let Some(value) = secret(constant) else { continue };
        let name = format!("{{{}}}", constant.name);
        for value in [&escaped(value)[..], value] {
            if value.len() >= MIN_UNQUOTED && redacted.contains(value) {
                redacted = redacted.replace(value, &name).into();
            }
            redacted = map_quoted(&redacted, |text| text.replace(value, &name)).into();
        }
    }
    redacted
}

/// Replaces the parts of the values of some constants that a message about them quotes, such as the
/// host of a URL.
pub(super) fn without_parts(message: &str, constants: &[&Constant<'_>]) -> String {
    map_quoted(message, |text| {
        let is_general = text.len() < MIN_PART || ["http://", "https://"].contains(&text);
        let is_part = |constant: &&&Constant<'_>| {
            secret(constant).is_some_and(|value| !is_general && value.contains(text))
        };
        match constants.iter().find(is_part) {
            Some(constant) => format!("{{{}}}", constant.name),
            None => text.into(),
        }
    })
}

/// Returns the nonempty value of a constant that is a variable.
fn secret<'c>(constant: &'c Constant<'_>) -> Option<&'c str> {
    constant.variable().and(constant.text()).filter(|value| !value.is_empty())
}

/// Changes the texts in backticks.
fn map_quoted(message: &str, change: impl Fn(&str) -> String) -> String {
    let mut changed = String::with_capacity(message.len());
    for (index, part) in message.split('`').enumerate() {
        if index > 0 {
            changed.push('`');
        }
        if index % 2 == 1 {
            changed += &change(part);
        } else {
            changed += part;
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::{redacted, without_parts};
    use crate::syntax::constant::{Constant, ConstantValue, Secret};
    use crate::syntax::document::Document;

    fn variable(name: &'static str, value: &str) -> Constant<'static> {
        let value = ConstantValue::Variable("VARIABLE".into(), Ok(Secret(value.into())));
        Constant { name: name.into(), value, scope: None }
    }

    #[test]
    fn values_of_variables_are_replaced() {
        let constants = vec![variable("api", "https://a.example"), variable("lang", "de")];
        let document = Document { constants, ..Document::default() };
        for (message, expected) in [
            ("redirected to `/de/x`", "redirected to `/{lang}/x`"),
            ("at https://a.example/x", "at {api}/x"),
            ("nothing `here`", "nothing `here`"),
        ] {
            assert_eq!(redacted(message, &document), expected);
        }
    }

    #[test]
    fn quoted_parts_of_values_are_replaced() {
        let constant = variable("api", "https://a..example/x");
        for (message, expected) in [
            ("invalid host `a..example`", "invalid host `{api}`"),
            ("start with `https://` or `/`", "start with `https://` or `/`"),
        ] {
            assert_eq!(without_parts(message, &[&constant]), expected);
        }
    }
}
