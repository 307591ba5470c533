//! Captures of conditions as subjects of later conditions.

use crate::lower::condition::{CheckedCondition, ScopedCondition};
use crate::lower::pattern::{Capture, Pieces, capture_index};
use redirect_core::Request;
use redirect_core::internals::captures::Captures;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::Text;

/// A capture that a condition can compare.
#[derive(Clone, Copy)]
pub(crate) struct KnownCapture<'c> {
    pub(crate) capture: &'c Capture,
    /// The condition that declares it, and its index among the captures of the condition. `None`
    /// for a capture of the path.
    declaration: Option<(&'c CheckedCondition, usize)>,
}

impl<'c> KnownCapture<'c> {
    /// Returns the captures of a source, then those of conditions.
    pub(crate) fn all(
        path_captures: &'c [Capture],
        conditions: impl Iterator<Item = &'c ScopedCondition>,
    ) -> Vec<KnownCapture<'c>> {
        let mut known = Vec::new();
        for capture in path_captures {
            known.push(KnownCapture { capture, declaration: None });
        }
        for ScopedCondition { condition, .. } in conditions {
            for (index, capture) in condition.captures.iter().enumerate() {
                known.push(KnownCapture { capture, declaration: Some((condition, index)) });
            }
        }
        known
    }
}

/// The value of a condition's capture, which a later condition compares.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct CapturedValue {
    /// The name of the capture. Empty in a rule that is restored from a table.
    name: String,
    /// The subject of the condition that declares the capture.
    pub(crate) subject: Subject<Vec<u8>>,
    /// The pattern of the condition that declares the capture.
    pattern: Pieces,
    /// The index of the capture among those of the pattern.
    index: usize,
    /// The pattern, with the capture replaced by each of the values that it is compared with.
    pub(crate) filled_patterns: Vec<Pieces>,
    /// True if the filled patterns match the texts in which the capture has one of these values,
    /// and no others. It is false if a text may be split between the captures of the pattern in
    /// several ways.
    pub(crate) has_one_split: bool,
}

impl CapturedValue {
    /// Creates the value of a capture, which is not compared with anything yet. Returns `None` for
    /// a capture of the path.
    pub(crate) fn new(known: KnownCapture<'_>) -> Option<CapturedValue> {
        let (condition, index) = known.declaration?;
        Some(CapturedValue {
            name: known.capture.name.clone(),
            subject: condition.subject.clone(),
            pattern: condition.patterns.first()?.clone(),
            index,
            filled_patterns: Vec::new(),
            has_one_split: true,
        })
    }

    /// Sets the literals that the value is compared with.
    #[must_use]
    pub(crate) fn compared_with(mut self, literals: &[Pieces]) -> CapturedValue {
        self.filled_patterns = literals.iter().map(|literal| self.filled(literal)).collect();
        self.has_one_split = literals.iter().all(|literal| self.has_one_split_at(literal));
        self
    }

    /// Returns the subject and the pattern of the condition that declares the capture, and the
    /// index of the capture among those of the pattern.
    pub(crate) fn origin(&self) -> (&Subject<Vec<u8>>, &Pieces, usize) {
        (&self.subject, &self.pattern, self.index)
    }

    /// Returns the pattern with a literal in place of the capture.
    fn filled(&self, literal: &Pieces) -> Pieces {
        let (mut filled, mut captures) = (Pieces::new(), 0);
        for piece in &self.pattern {
            let is_replaced = piece.is_capture() && captures == self.index;
            captures += usize::from(piece.is_capture());
            let pieces = if is_replaced { &literal[..] } else { std::slice::from_ref(piece) };
            for piece in pieces {
                match (filled.last_mut(), piece) {
                    (Some(Piece::Literal(text)), Piece::Literal(more)) => text.extend(more),
                    _ => filled.push(piece.clone()),
                }
            }
        }
        filled
    }

    /// Returns whether the capture has the value of a literal wherever the pattern matches with
    /// that value in its place.
    ///
    /// This is true for a host, whose captures are whole labels, and for a pattern with one
    /// capture, which has all of the text between the literals. Otherwise, only the first capture
    /// is known to be as short as possible: it has the value unless the literal after it also
    /// occurs earlier, and ends a shorter value.
    fn has_one_split_at(&self, literal: &Pieces) -> bool {
        let at = self.pattern.iter().position(Piece::is_capture).unwrap_or_default();
        let from_capture = &self.pattern[at..];
        let is_only_capture = !from_capture[1..].iter().any(Piece::is_capture);
        if self.subject == Subject::Host || is_only_capture {
            return true;
        }
        let [Piece::Param(_), Piece::Literal(after), ..] = from_capture else { return false };
        let value = if let [Piece::Literal(value)] = &literal[..] { &value[..] } else { &[] };
        let text = [value, after].concat();
        let ends_before = |len: usize| text[len..].starts_with(after);
        self.index == 0 && !(1..value.len()).any(ends_before)
    }

    /// Returns the value in a request, or `None` if the condition that declares the capture does
    /// not hold.
    pub(crate) fn in_request<'a>(&self, request: &'a impl Request) -> Option<Text<'a>> {
        let subject = self.subject.as_ref();
        let mut captures = Captures::default();
        let value = subject.value(request, &captures)?;
        let pieces: Vec<_> = self.pattern.iter().map(Piece::as_ref).collect();
        subject.matches(value, &pieces, &mut captures).then(|| captures.get(self.index))
    }
}

/// Numbers the captures that conditions compare, given the number of captures of the path. The
/// conditions are in the order of evaluation, which is the order of their captures.
pub(crate) fn number_captures(path_captures: usize, conditions: &mut [ScopedCondition]) {
    let mut captures = Vec::new();
    for scoped in &*conditions {
        captures.extend_from_slice(&scoped.condition.captures);
    }
    for ScopedCondition { condition, .. } in conditions {
        let Some(captured_value) = &condition.captured_value else { continue };
        if let Some(index) = capture_index(&captures, &captured_value.name) {
            condition.subject = Subject::Capture(path_captures + index);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CapturedValue;
    use crate::lower::pattern::Pieces;
    use redirect_core::internals::condition::Subject;
    use redirect_core::internals::pattern::Piece;

    fn literal(text: &str) -> Piece<Vec<u8>> {
        Piece::Literal(text.into())
    }

    fn captured(pattern: Pieces, index: usize) -> CapturedValue {
        let subject = Subject::Header(b"x".to_vec());
        let (name, filled_patterns) = (String::new(), Vec::new());
        CapturedValue { name, subject, pattern, index, filled_patterns, has_one_split: true }
    }

    #[test]
    fn values_replace_their_capture_in_the_pattern() {
        let param = || Piece::Param(None);
        let pattern = vec![literal("a-"), param(), literal("-b-"), Piece::CatchAll(None)];
        let values = [vec![literal("x")], Vec::new()];
        let first = captured(pattern.clone(), 0).compared_with(&values);
        let rest = Piece::CatchAll(None);
        assert_eq!(
            first.filled_patterns,
            [vec![literal("a-x-b-"), rest.clone()], vec![literal("a--b-"), rest]]
        );
        let second = captured(pattern, 1).compared_with(&values);
        assert_eq!(
            second.filled_patterns,
            [
                vec![literal("a-"), param(), literal("-b-x")],
                vec![literal("a-"), param(), literal("-b-")]
            ]
        );
    }

    #[test]
    fn splits_are_known_for_one_capture_for_hosts_and_for_most_values_of_first_captures() {
        let param = || Piece::Param(None);
        let one = vec![literal("a"), param()];
        let two = vec![param(), literal("-"), param()];
        let catch_all = vec![Piece::CatchAll(None), literal("-"), param()];
        for (pattern, index, value, has_one_split) in [
            (&one, 0, "b-c", true),
            (&two, 0, "b", true),
            (&two, 0, "-", true),
            (&two, 0, "b-c", false),
            (&two, 0, "b-", false),
            (&two, 1, "b", false),
            (&catch_all, 0, "b", false),
        ] {
            let mut captured = captured(pattern.clone(), index);
            let compared = captured.clone().compared_with(&[vec![literal(value)]]);
            assert_eq!(compared.has_one_split, has_one_split, "{pattern:?} {index} {value}");
            captured.subject = Subject::Host;
            assert!(captured.compared_with(&[vec![literal(value)]]).has_one_split);
        }
    }
}
