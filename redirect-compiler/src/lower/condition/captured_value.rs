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
}

impl CapturedValue {
    /// Returns the value of a capture, or `None` for a capture of the path. It is not compared with
    /// anything yet.
    pub(crate) fn of(known: KnownCapture<'_>) -> Option<CapturedValue> {
        let (condition, index) = known.declaration?;
        Some(CapturedValue {
            name: known.capture.name.clone(),
            subject: condition.subject.clone(),
            pattern: condition.patterns.first()?.clone(),
            index,
            filled_patterns: Vec::new(),
        })
    }

    /// Compares the value with literals.
    #[must_use]
    pub(crate) fn compared_with(mut self, literals: &[Pieces]) -> CapturedValue {
        self.filled_patterns = literals.iter().map(|literal| self.filled(literal)).collect();
        self
    }

    /// Returns the subject and the pattern of the condition that declares the capture, and the index
    /// of the capture among those of the pattern.
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

    /// Returns whether the value is one of the literals exactly if one of the filled patterns
    /// matches. If several captures share a text without separators, such as those of `{a}-{b}`,
    /// the text may match a filled pattern and be split differently.
    pub(crate) fn has_one_split(&self) -> bool {
        let captures = self.pattern.iter().filter(|piece| piece.is_capture());
        self.subject == Subject::Host || captures.count() == 1
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
        let Some(captured) = &condition.captured else { continue };
        if let Some(index) = capture_index(&captures, &captured.name) {
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
        CapturedValue { name, subject, pattern, index, filled_patterns }
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
    fn only_patterns_with_one_capture_or_separators_have_one_split() {
        let param = || Piece::Param(None);
        assert!(captured(vec![literal("a"), param()], 0).has_one_split());
        let mut two = captured(vec![param(), literal("-"), param()], 0);
        assert!(!two.has_one_split());
        two.subject = Subject::Host;
        assert!(two.has_one_split());
    }
}
