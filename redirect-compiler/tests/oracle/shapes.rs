//! The shapes of captures, matched by the `regex` crate.

use std::cell::RefCell;
use std::collections::HashMap;

use regex::bytes::{Regex, RegexBuilder};

use super::rule::Shape;
use super::split::{PathChar, decoded};

thread_local! {
    static COMPILED: RefCell<HashMap<(&'static str, bool), Regex>> = RefCell::default();
}

/// Returns whether a value, decoded once, is UTF-8 and the shape matches the whole of it.
pub(crate) fn has_shape(value: &[PathChar], shape: Shape, any_case: bool) -> bool {
    let Some(shape) = shape else { return true };
    let value = decoded(value);
    let is_match = COMPILED.with_borrow_mut(|compiled| {
        let regex = compiled.entry((shape, any_case)).or_insert_with(|| compile(shape, any_case));
        regex.is_match(&value)
    });
    is_match && std::str::from_utf8(&value).is_ok()
}

fn compile(shape: &str, any_case: bool) -> Regex {
    let mut builder = RegexBuilder::new(&format!(r"\A(?:{shape})\z"));
    builder.unicode(false).case_insensitive(any_case).build().unwrap()
}
