//! The shapes of captures, by the regular expressions of the `regex` crate.

use std::cell::RefCell;
use std::collections::HashMap;

use regex::bytes::{Regex, RegexBuilder};

use super::rule::Shape;
use super::splits::{Unit, decoded};

thread_local! {
    static COMPILED: RefCell<HashMap<&'static str, Regex>> = RefCell::default();
}

/// Whether a value, decoded once, is text and has the shape from its first byte to its last.
pub(crate) fn has_shape(value: &[Unit], shape: Shape) -> bool {
    let Some(shape) = shape else { return true };
    let value = decoded(value);
    let is_match = COMPILED.with_borrow_mut(|compiled| {
        let regex = compiled.entry(shape).or_insert_with(|| compile(shape));
        regex.is_match(&value)
    });
    is_match && str::from_utf8(&value).is_ok()
}

fn compile(shape: &str) -> Regex {
    RegexBuilder::new(&format!(r"\A(?:{shape})\z")).unicode(false).build().unwrap()
}
