//! Thompson's construction: the NFA of an expression.

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind, Look, LookSet, Repetition};
use regex_syntax::utf8::{Utf8Range, Utf8Sequence, Utf8Sequences};

/// The maximum number of states and edges. It bounds the time, because repetitions are expanded
/// into copies.
const MAX_SIZE: usize = 1 << 16;

/// An NFA over bytes, with assertions. It does not record which alternative or repetition is
/// preferred, because only whole values are matched.
pub(crate) struct Nfa {
    pub(crate) states: Vec<State>,
    pub(crate) start: usize,
    /// The assertions of the expression.
    pub(crate) looks: LookSet,
    /// The number of states and edges.
    size: usize,
}

/// A state of the NFA.
pub(crate) enum State {
    /// The end of the expression.
    Accept,
    /// Reads a byte.
    Bytes(Vec<ByteEdge>),
    /// Continues in all of these states without reading a byte.
    Split(Vec<usize>),
    /// Continues in a state without reading a byte, if the assertion holds.
    Look(Look, usize),
}

/// An edge for a range of bytes. The edges of a state are sorted and do not overlap.
#[derive(PartialEq)]
pub(crate) struct ByteEdge {
    pub(crate) start: u8,
    pub(crate) end: u8,
    pub(crate) to: usize,
}

impl Nfa {
    /// The only accepting state.
    pub(crate) const ACCEPT: usize = 0;

    /// Builds the NFA of an expression. Returns `None` if it is too large.
    pub(crate) fn new(hir: &Hir) -> Option<Nfa> {
        let looks = hir.properties().look_set();
        let mut nfa = Nfa { states: vec![State::Accept], start: Nfa::ACCEPT, looks, size: 1 };
        nfa.start = nfa.add(hir, Nfa::ACCEPT)?;
        Some(nfa)
    }

    /// Adds states for an expression that lead to the state `to`. Returns the first of them.
    fn add(&mut self, hir: &Hir, mut to: usize) -> Option<usize> {
        match hir.kind() {
            HirKind::Empty => Some(to),
            HirKind::Literal(literal) => {
                for &byte in literal.0.iter().rev() {
                    to = self.add_bytes(vec![ByteEdge { start: byte, end: byte, to }])?;
                }
                Some(to)
            }
            HirKind::Class(Class::Bytes(class)) => {
                let mut edges = Vec::with_capacity(class.ranges().len());
                for range in class.ranges() {
                    edges.push(ByteEdge { start: range.start(), end: range.end(), to });
                }
                self.add_bytes(edges)
            }
            HirKind::Class(Class::Unicode(class)) => self.add_unicode_class(class, to),
            HirKind::Look(look) => self.add_state(State::Look(*look, to), 1),
            HirKind::Repetition(repetition) => self.add_repetition(repetition, to),
            HirKind::Capture(capture) => self.add(&capture.sub, to),
            HirKind::Concat(parts) => {
                for part in parts.iter().rev() {
                    to = self.add(part, to)?;
                }
                Some(to)
            }
            HirKind::Alternation(alternatives) => {
                let mut starts = Vec::with_capacity(alternatives.len());
                for alternative in alternatives {
                    starts.push(self.add(alternative, to)?);
                }
                self.add_split(starts)
            }
        }
    }

    /// Adds a repetition as copies: `x{2,4}` is `xx(x(x)?)?`, and `x{2,}` is `xx+`.
    fn add_repetition(&mut self, repetition: &Repetition, end: usize) -> Option<usize> {
        let Repetition { min, max, sub, .. } = repetition;
        let (mut to, mut copies) = (end, *min);
        if let Some(max) = max {
            for _ in *min..*max {
                let copy = self.add(sub, to)?;
                to = self.add_split(vec![copy, end])?;
            }
        } else {
            let split = self.add_split(vec![end])?;
            let copy = self.add(sub, split)?;
            if let State::Split(starts) = &mut self.states[split] {
                starts.push(copy);
            }
            to = if *min == 0 { split } else { copy };
            copies = min.saturating_sub(1);
        }
        for _ in 0..copies {
            to = self.add(sub, to)?;
        }
        Some(to)
    }

    /// Adds a class of characters as an acyclic DFA.
    fn add_unicode_class(&mut self, class: &ClassUnicode, to: usize) -> Option<usize> {
        let mut sequences = Vec::new();
        for range in class.ranges() {
            sequences.extend(Utf8Sequences::new(range.start(), range.end()));
        }
        self.add_sequences(&sequences, 0, to, self.states.len())
    }

    /// Adds sequences of byte ranges. They must be sorted and share their first `depth` ranges, and
    /// their ranges at `depth` must be equal or disjoint.
    ///
    /// Sequences with a common prefix share states, as in a trie. Sequences with a common suffix do
    /// so too, which makes the automaton minimal: the states from `first` on belong to this class,
    /// and one with equal edges is reused.
    fn add_sequences(
        &mut self,
        sequences: &[Utf8Sequence],
        depth: usize,
        end: usize,
        first: usize,
    ) -> Option<usize> {
        let mut edges = Vec::new();
        let is_same =
            |a: &Utf8Sequence, b: &Utf8Sequence| a.as_slice()[depth] == b.as_slice()[depth];
        for group in sequences.chunk_by(is_same) {
            let sequence = group[0].as_slice();
            let mut to = end;
            if depth + 1 < sequence.len() {
                to = self.add_sequences(group, depth + 1, end, first)?;
            }
            let Utf8Range { start, end } = sequence[depth];
            edges.push(ByteEdge { start, end, to });
        }
        for state in first..self.states.len() {
            if matches!(&self.states[state], State::Bytes(other) if *other == edges) {
                return Some(state);
            }
        }
        self.add_bytes(edges)
    }

    fn add_bytes(&mut self, edges: Vec<ByteEdge>) -> Option<usize> {
        let len = edges.len();
        self.add_state(State::Bytes(edges), len)
    }

    fn add_split(&mut self, starts: Vec<usize>) -> Option<usize> {
        let len = starts.len();
        self.add_state(State::Split(starts), len)
    }

    fn add_state(&mut self, state: State, edges: usize) -> Option<usize> {
        self.size += 1 + edges;
        self.states.push(state);
        (self.size <= MAX_SIZE).then_some(self.states.len() - 1)
    }
}
