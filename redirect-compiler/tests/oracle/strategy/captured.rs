//! Conditions on captures of earlier conditions.

use super::conditions::captured_texts;
use crate::rule::{Condition, Piece, Subject};
use crate::site::{Scope, Site};

/// The name of a capture, and the subject of the condition that declares it.
type Declared = (&'static str, Subject);

/// Makes some conditions compare a capture of a condition before them, or of a scope around them.
pub(super) fn compare_captures(site: &mut Site) {
    for at in 0..site.scopes.len() {
        let known = declared(&site.enclosing_scopes(site.scopes[at].parent));
        replace_subjects(&mut site.scopes[at].conditions, known);
    }
    for at in 0..site.entries.len() {
        let known = declared(&site.enclosing_scopes(site.entries[at].scope));
        replace_subjects(&mut site.entries[at].conditions, known);
    }
}

fn declared(scopes: &[&Scope]) -> Vec<Declared> {
    scopes.iter().flat_map(|scope| &scope.conditions).flat_map(captures).collect()
}

fn captures(condition: &Condition) -> Vec<Declared> {
    let names = condition.patterns.iter().flatten().filter_map(Piece::name);
    names.map(|name| (name, condition.subject)).collect()
}

/// Replaces the subjects of some conditions with the last capture before them.
fn replace_subjects(conditions: &mut [Condition], mut known: Vec<Declared>) {
    for condition in conditions {
        if let (Some(&(name, origin)), Some(choice)) = (known.last(), choice(condition)) {
            let texts = captured_texts(origin);
            let of_text = |text| vec![Piece::Text(text)];
            condition.patterns = match condition.patterns.len() {
                1 => vec![of_text(texts[choice])],
                _ => vec![of_text(texts[0]), of_text(texts[1])],
            };
            condition.subject = Subject::Capture(name);
        }
        known.extend(captures(condition));
    }
}

/// Returns the number of the text to compare a capture with, if the subject of a condition is to be
/// replaced.
fn choice(condition: &Condition) -> Option<usize> {
    let is_comparison = !condition.patterns.is_empty() && captures(condition).is_empty();
    is_comparison.then_some(())?;
    match condition.subject {
        Subject::Ip | Subject::Header("x-a") => Some(0),
        Subject::Port | Subject::Scheme => Some(1),
        Subject::Header("x-b") | Subject::Query("q ") => Some(2),
        _ => None,
    }
}
