//! Constraints on the values of captures.

use crate::analysis::automata::alphabet::Symbol;

/// Constraints on the value of a capture, in addition to the constraints of its position in the
/// source.
#[allow(clippy::struct_excessive_bools)] // The properties are independent.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct ValueConstraints {
    /// Lists of words, each of which must contain the value.
    pub(crate) one_of: Vec<Vec<Vec<Symbol>>>,
    /// Words that must not be the value.
    pub(crate) none_of: Vec<Vec<Symbol>>,
    /// True if the value must not be empty. This and the following flag depend on the position of
    /// the capture in the target.
    pub(crate) not_empty: bool,
    pub(crate) no_slash_at_end: bool,
    /// True if an optional capture must have a value.
    pub(crate) is_present: bool,
    /// True if an optional capture must not have a value.
    pub(crate) is_missing: bool,
}

impl ValueConstraints {
    /// Returns whether every value meets the constraints.
    pub(crate) fn are_trivial(&self) -> bool {
        let of_target = self.not_empty || self.no_slash_at_end;
        let of_presence = self.is_present || self.is_missing;
        self.one_of.is_empty() && self.none_of.is_empty() && !of_target && !of_presence
    }

    /// Returns whether an optional capture may be missing. It then equals no word, and is empty in
    /// the target.
    pub(crate) fn allow_missing(&self) -> bool {
        !self.is_present && self.one_of.is_empty() && !self.not_empty
    }

    /// Returns all words that the value is compared with, first the words of `one_of`.
    pub(crate) fn words(&self) -> Vec<&[Symbol]> {
        let mut words: Vec<&[Symbol]> = Vec::new();
        for list in &self.one_of {
            for word in list {
                words.push(word);
            }
        }
        for word in &self.none_of {
            words.push(word);
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::ValueConstraints;
    use crate::analysis::automata::alphabet::word;

    #[test]
    fn constraints_are_trivial_only_without_any() {
        let none = ValueConstraints::default();
        assert!(none.are_trivial());
        for constraints in [
            // No value is in an empty list.
            ValueConstraints { one_of: vec![Vec::new()], ..none.clone() },
            ValueConstraints { none_of: vec![word(b"a")], ..none.clone() },
            ValueConstraints { not_empty: true, ..none.clone() },
            ValueConstraints { no_slash_at_end: true, ..none.clone() },
            ValueConstraints { is_present: true, ..none.clone() },
            ValueConstraints { is_missing: true, ..none.clone() },
        ] {
            assert!(!constraints.are_trivial(), "{constraints:?}");
        }
    }

    #[test]
    fn words_are_those_of_each_list_in_order_and_then_the_excluded_ones() {
        let [a, b, c, d] = [b"a", b"b", b"c", b"d"].map(|text| word(text));
        let one_of = vec![vec![a.clone(), b.clone()], vec![c.clone()]];
        let none_of = vec![d.clone()];
        let constraints = ValueConstraints { one_of, none_of, ..ValueConstraints::default() };
        assert_eq!(constraints.words(), [&a[..], &b, &c, &d]);
    }
}
