//! How a path is read by the pieces of a source.

use crate::analysis::automata::alphabet::{Partition, Symbol, byte, normal_word};
use crate::analysis::automata::capture_value::{ValueConstraints, Values};
use crate::lower::pattern::Pieces;
use redirect_core::internals::location::Part;
use redirect_core::internals::pattern::Piece;
use redirect_core::internals::text::MatchMode;

/// What a path has to have, one after the other.
#[derive(Debug)]
pub(crate) enum Step<'d> {
    Text(Vec<Symbol>),
    /// The capture of that number, in the order of the source.
    Capture(usize, Values<'d>),
    /// The capture of that number, which is empty.
    Empty(usize),
    /// Whatever there is.
    Any,
}

/// How far a path has been read: a branch, a step of it, and how far within that.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct Position {
    pub(crate) branch: u16,
    pub(crate) step: u16,
    pub(crate) inside: u32,
}

/// The steps of a source. There are two branches where a final slash may be missing behind which
/// `{*name}` is empty.
#[derive(Debug)]
pub(crate) struct PathNfa<'d> {
    pub(crate) branches: Vec<Vec<Step<'d>>>,
    pub(crate) form: MatchMode,
}

impl<'d> PathNfa<'d> {
    pub(crate) fn of(
        pieces: &'d Pieces,
        form: MatchMode,
        limits: &dyn Fn(usize) -> ValueConstraints,
    ) -> PathNfa<'d> {
        let values = |capture, rest, shape| Values::new(rest, Some(b'/'), shape, limits(capture));
        let shorter = shorter(pieces, form, &values);
        // An empty `{*name}` at the end leaves a slash that does not count.
        let ends_in_rest = form.optional_slash && matches!(pieces.last(), Some(Piece::CatchAll(_)));
        let whole = steps(pieces, &|capture, rest, shape| {
            let limits = limits(capture);
            let not_empty = limits.not_empty || rest && ends_in_rest;
            Values::new(rest, Some(b'/'), shape, ValueConstraints { not_empty, ..limits })
        });
        PathNfa { branches: std::iter::once(whole).chain(shorter).collect(), form }
    }

    /// The steps of a target's path, whose captures may have any of their values. It begins with that
    /// text, and what follows it are those parts.
    pub(crate) fn of_target(
        before: Vec<Symbol>,
        behind: impl Iterator<Item = &'d Part<Vec<u8>>>,
        source: &'d Pieces,
    ) -> PathNfa<'d> {
        let captures = |piece: &&Piece<Vec<u8>>| !matches!(piece, Piece::Literal(_));
        let captures: Vec<&'d Piece<Vec<u8>>> = source.iter().filter(captures).collect();
        let step = |part: &'d Part<Vec<u8>>| match part {
            Part::Literal(text) => Some(Step::Text(normal_word(text))),
            Part::Capture(_, index) => Some(match captures.get(*index) {
                Some(Piece::Param(shape)) => value(*index, false, shape.as_deref()),
                Some(Piece::CatchAll(shape)) => value(*index, true, shape.as_deref()),
                _ => Step::Any,
            }),
            Part::Path | Part::Query | Part::Fragment => None,
        };
        // Where nothing is known to come first, it may be what a capture has behind the mount.
        let first = if before.is_empty() { Step::Any } else { Step::Text(before) };
        let steps = std::iter::once(first).chain(behind.filter_map(step)).collect();
        PathNfa { branches: vec![steps], form: MatchMode::default() }
    }

    /// The steps of a value that is no path.
    pub(crate) fn of_value(pieces: &'d Pieces, separator: Option<u8>) -> PathNfa<'d> {
        let values =
            |_, rest, shape| Values::new(rest, separator, shape, ValueConstraints::default());
        PathNfa { branches: vec![steps(pieces, &values)], form: MatchMode::default() }
    }

    /// The symbols that it tells apart.
    pub(crate) fn part(&self, classes: &mut Partition) {
        for step in self.branches.iter().flatten() {
            match step {
                Step::Text(text) => {
                    for &symbol in text {
                        classes.part(symbol);
                        if self.form.ignore_case && symbol < 256 {
                            classes.part(byte(symbol).to_ascii_uppercase().into());
                        }
                    }
                }
                Step::Capture(_, values) => values.part(classes),
                Step::Empty(_) | Step::Any => {}
            }
        }
    }

    fn step(&mut self, position: Position) -> Option<&mut Step<'d>> {
        self.branches.get_mut(usize::from(position.branch))?.get_mut(usize::from(position.step))
    }

    pub(crate) fn starts(&self) -> Vec<Position> {
        let branches = 0..u16::try_from(self.branches.len()).unwrap_or_default();
        branches.map(|branch| Position { branch, step: 0, inside: 0 }).collect()
    }

    /// The position behind a symbol, in the same step.
    pub(crate) fn read(&mut self, position: Position, symbol: Symbol) -> Option<Position> {
        let any_case = self.form.ignore_case;
        let inside = match self.step(position)? {
            Step::Text(text) => {
                let is_text = *text.get(position.inside as usize)? == folded(symbol, any_case);
                is_text.then_some(position.inside + 1)?
            }
            Step::Capture(_, values) => values.next(position.inside, symbol)?,
            Step::Empty(_) => return None,
            Step::Any => position.inside,
        };
        Some(Position { inside, ..position })
    }

    /// Whether the step is at its end, and may be left.
    pub(crate) fn is_done(&mut self, position: Position) -> bool {
        match self.step(position) {
            Some(Step::Text(text)) => text.len() == position.inside as usize,
            Some(Step::Capture(_, values)) => values.accepts(position.inside),
            Some(Step::Empty(_) | Step::Any) => true,
            None => false,
        }
    }

    /// The beginning of the step behind this one, or the end of the branch.
    pub(crate) fn behind(position: Position) -> Position {
        Position { step: position.step + 1, inside: Values::START, ..position }
    }

    pub(crate) fn is_end(&self, position: Position) -> bool {
        let branch = self.branches.get(usize::from(position.branch));
        branch.is_some_and(|steps| steps.len() == usize::from(position.step))
    }

    /// The capture that a position is in.
    pub(crate) fn capture(&mut self, position: Position) -> Option<usize> {
        match self.step(position)? {
            Step::Capture(number, _) | Step::Empty(number) => Some(*number),
            Step::Text(_) | Step::Any => None,
        }
    }
}

fn folded(symbol: Symbol, any_case: bool) -> Symbol {
    if any_case && symbol < 256 { byte(symbol).to_ascii_lowercase().into() } else { symbol }
}

fn value(capture: usize, rest: bool, shape: Option<&[u8]>) -> Step<'_> {
    Step::Capture(capture, Values::new(rest, Some(b'/'), shape, ValueConstraints::default()))
}

/// The values of a capture, by its number, whether it is `{*name}`, and its shape.
type OfCapture<'f, 'd> = &'f dyn Fn(usize, bool, Option<&'d [u8]>) -> Values<'d>;

fn steps<'d>(pieces: &'d [Piece<Vec<u8>>], values: OfCapture<'_, 'd>) -> Vec<Step<'d>> {
    let mut captures = 0;
    let step = |piece: &'d Piece<Vec<u8>>| {
        let (rest, shape) = match piece {
            Piece::Literal(text) => return Step::Text(normal_word(text)),
            Piece::Param(shape) => (false, shape),
            Piece::CatchAll(shape) => (true, shape),
        };
        captures += 1;
        Step::Capture(captures - 1, values(captures - 1, rest, shape.as_deref()))
    };
    pieces.iter().map(step).collect()
}

/// The steps where `{*name}` is empty and the slash before it is missing.
fn shorter<'d>(
    pieces: &'d [Piece<Vec<u8>>],
    form: MatchMode,
    values: OfCapture<'_, 'd>,
) -> Option<Vec<Step<'d>>> {
    let [before @ .., Piece::Literal(last), Piece::CatchAll(shape)] = pieces else { return None };
    let last = last.strip_suffix(b"/").filter(|_| form.optional_slash)?;
    let rest = before.iter().filter(|piece| !matches!(piece, Piece::Literal(_))).count();
    values(rest, true, shape.as_deref()).accepts(Values::START).then_some(())?;
    let mut steps = steps(before, values);
    steps.extend([Step::Text(normal_word(last)), Step::Empty(rest)]);
    Some(steps)
}
