//! Constants in place of parts of the texts of a document.

use std::borrow::Cow;

use redirect_compiler::syntax::{
    Constant, ConstantValue, Document, ScopeId, ScopeKind, Secret, SettingValue,
};
use redirect_compiler::{capture_names, substitute_constants};

/// Moves parts of the texts to constants, in different scopes, and then substitutes the constants.
/// The outcome must be the document itself, apart from the constants.
pub(crate) fn through_constants(document: &Document<'static>) -> Document<'static> {
    let mut extraction = Extraction { constants: Vec::new(), seed: 1 };
    let mut with_constants = document.clone();
    for scope in &mut with_constants.scopes {
        if let ScopeKind::Group(Some(prefix)) = &mut scope.kind {
            extraction.pattern(prefix, scope.parent);
        }
        for value in scope.conditions.iter_mut().flat_map(|condition| &mut condition.values) {
            extraction.pattern(value, scope.parent);
        }
        for option in &mut scope.options {
            if let SettingValue::Text(text) = &mut option.value {
                *text = extraction.constant(text.to_string(), scope.parent).into();
            }
        }
    }
    for rule in &mut with_constants.rules {
        let values = rule.conditions.iter_mut().flat_map(|condition| &mut condition.values);
        let texts = [&mut rule.source].into_iter().chain(values).chain(&mut rule.target);
        for text in texts {
            extraction.pattern(text, rule.scope);
        }
    }
    with_constants.constants = extraction.constants;
    // Outer constants come first.
    with_constants.constants.sort_by_key(|constant| constant.scope);

    let faults = substitute_constants(&mut with_constants);
    let faults: Vec<_> = faults.iter().map(|fault| fault.text(&with_constants)).collect();
    assert!(faults.is_empty(), "{faults:#?} in {document:#?}");
    let texts =
        |document: &Document<'static>| format!("{:?}\n{:?}", document.rules, document.scopes);
    assert_eq!(texts(&with_constants), texts(document), "{:#?}", with_constants.constants);
    with_constants
}

struct Extraction {
    constants: Vec<Constant<'static>>,
    seed: u32,
}

impl Extraction {
    /// Returns a number less than `limit`.
    fn below(&mut self, limit: usize) -> usize {
        // The linear congruential generator of Numerical Recipes.
        self.seed = self.seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        self.seed as usize / 65_536 % limit
    }

    /// Moves text before the first capture, or text after the last one, to a constant.
    fn pattern(&mut self, text: &mut Cow<'static, str>, scope: Option<ScopeId>) {
        if self.below(3) == 0 {
            return;
        }
        let literal = literal_len(text);
        let after = match text.rfind('}') {
            Some(brace) if !capture_names(text).is_empty() => brace + 1,
            _ => text.len(),
        };
        if self.below(2) == 0 && after < text.len() {
            let value = text[after..].replace("{{", "{");
            *text = format!("{}{}", &text[..after], self.constant(value, scope)).into();
            return;
        }
        // A part of the literal text whose braces remain doubled.
        let start = match self.below(literal + 1) {
            start if text.is_char_boundary(start) && literal_len(&text[..start]) == start => start,
            _ => 0,
        };
        let value = text[start..literal].replace("{{", "{").replace("}}", "}");
        let name = self.constant(value, scope);
        *text = format!("{}{name}{}", &text[..start], &text[literal..]).into();
    }

    /// Adds a constant, in a scope or outside of all scopes, and returns it in braces.
    fn constant(&mut self, text: String, scope: Option<ScopeId>) -> String {
        let value = match self.below(2) {
            0 => ConstantValue::Text(text.into()),
            _ => ConstantValue::Variable("VARIABLE".into(), Ok(Secret(text))),
        };
        let scope = scope.filter(|_| self.below(2) == 0);
        let name = format!("constant{}", self.constants.len());
        self.constants.push(Constant { name: name.clone().into(), value, scope });
        format!("{{{name}}}")
    }
}

/// Returns the length of the text before the first brace that is not doubled.
fn literal_len(text: &str) -> usize {
    let mut len = 0;
    while let Some(brace) = text[len..].find(['{', '}']) {
        len += brace;
        if !text[len..].starts_with("{{") && !text[len..].starts_with("}}") {
            return len;
        }
        len += 2;
    }
    text.len()
}
