//! The paths that a rule takes, and those whose targets are of a language.

use std::collections::HashMap;

use crate::analysis::automata::alphabet::{Partition, Symbol, normal_word};
use crate::analysis::automata::language::{DEAD, Language, State};
use crate::analysis::automata::path_nfa::{PathNfa, Position};
use crate::lower::checked_rule::{Action, CheckedRule};
use redirect_core::internals::location::Part;

/// The paths that fit a source. With a hop, those of them whose target's path is of a language.
pub(crate) struct Paths<'d> {
    steps: PathNfa<'d>,
    onward: Option<Onward<'d>>,
    states: Vec<Reading>,
    known: HashMap<Reading, State>,
    edges: HashMap<(State, Symbol), State>,
    steps_taken: u64,
}

/// The path of a target: text before its first capture, and behind each of them. The captures are in
/// the order of the source.
pub(crate) struct Hop {
    before: Vec<Symbol>,
    /// For each capture of the source the text behind it in the target, if it is there.
    behind: Vec<Option<Vec<Symbol>>>,
}

/// A hop, and the language of its targets.
struct Onward<'d> {
    hop: Hop,
    to: Box<dyn Language + 'd>,
}

/// The parts of a target's path, where a rule has one.
pub(crate) fn path_of<'r>(
    rule: &'r CheckedRule<'_>,
) -> Option<impl Iterator<Item = &'r Part<Vec<u8>>>> {
    let Action::Redirect(_, target) = &rule.action else { return None };
    let path = target.parts.iter().skip_while(|part| **part != Part::Path).skip(1);
    Some(path.take_while(|part| !matches!(part, Part::Query | Part::Fragment)))
}

impl Hop {
    /// The target of a rule; `None` where its captures are not in the order of the source, or not of
    /// the path alone.
    pub(crate) fn of(rule: &CheckedRule<'_>) -> Option<Hop> {
        let captures = rule.source.captures.len();
        let mut hop = Hop { before: Vec::new(), behind: vec![None; captures] };
        let mut last: Option<usize> = None;
        for part in path_of(rule)? {
            match part {
                Part::Literal(text) => {
                    let word = normal_word(text);
                    match last {
                        None => hop.before.extend(word),
                        Some(capture) => {
                            let behind: &mut Option<Vec<Symbol>> = &mut hop.behind[capture];
                            behind.get_or_insert_default().extend(word);
                        }
                    }
                }
                Part::Capture(_, index) => {
                    (*index < captures && last.is_none_or(|last| last < *index)).then_some(())?;
                    hop.behind[*index] = Some(Vec::new());
                    last = Some(*index);
                }
                Part::Path | Part::Query | Part::Fragment => {}
            }
        }
        hop.before = rule.inside(hop.before)?;
        Some(hop)
    }
}

impl CheckedRule<'_> {
    /// The text that its target's path begins with, and whether that is all of it; `None` if that is no
    /// path of the table.
    pub(crate) fn beginning(&self) -> Option<(Vec<Symbol>, bool)> {
        let mut captures = 0;
        let mut text = Vec::new();
        for part in path_of(self)? {
            match part {
                Part::Literal(literal) if captures == 0 => text.extend(normal_word(literal)),
                Part::Capture(..) => captures += 1,
                _ => {}
            }
        }
        match self.inside(text.clone()) {
            Some(inside) => Some((inside, captures == 0)),
            // A capture may hold what is missing of the mount.
            None => (captures > 0 && self.mount().starts_with(&text)).then(|| (vec![], false)),
        }
    }

    /// What the beginning of a target's path is behind the mount.
    fn inside(&self, mut before: Vec<Symbol>) -> Option<Vec<Symbol>> {
        if before.is_empty() {
            // A host alone: the path is a slash.
            before.push(b'/'.into());
        }
        before.strip_prefix(&self.mount()[..]).map(<[Symbol]>::to_vec)
    }

    fn mount(&self) -> Vec<Symbol> {
        self.options.mount.as_ref().map_or_else(Vec::new, |mount| normal_word(mount.as_bytes()))
    }
}

/// All that the path read so far can be.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Reading {
    /// Each with the state in which the target so far is.
    positions: Vec<(Position, State)>,
    /// The path without its final slash was accepted, where that makes no difference.
    before_slash: Option<bool>,
}

impl<'d> Paths<'d> {
    pub(crate) fn new(steps: PathNfa<'d>) -> Paths<'d> {
        let (states, known, edges) = (Vec::new(), HashMap::new(), HashMap::new());
        Paths { steps, onward: None, states, known, edges, steps_taken: 0 }
    }

    /// Those whose targets are of a language.
    pub(crate) fn leading(steps: PathNfa<'d>, hop: Hop, to: Box<dyn Language + 'd>) -> Paths<'d> {
        Paths { onward: Some(Onward { hop, to }), ..Paths::new(steps) }
    }

    /// Adds a position, and those that are reached from it without reading.
    fn add(&mut self, position: Position, target: State, all: &mut Vec<(Position, State)>) {
        if target == DEAD || all.contains(&(position, target)) {
            return;
        }
        all.push((position, target));
        // To look whether it is there takes as long as there are others.
        self.steps_taken += 1 + all.len() as u64 / 8;
        if self.steps.is_done(position) {
            let capture = self.steps.capture(position);
            let target = self.behind(capture, target);
            self.add(PathNfa::behind(position), target, all);
        }
    }

    /// Where the target is once a step has been read.
    fn behind(&mut self, capture: Option<usize>, target: State) -> State {
        let (Some(onward), Some(capture)) = (&mut self.onward, capture) else { return target };
        match onward.hop.behind.get(capture) {
            Some(Some(text)) => run(&mut *onward.to, target, text),
            _ => target,
        }
    }

    /// Where the target is once a symbol has been read within a step.
    fn within(&mut self, position: Position, target: State, symbol: Symbol) -> State {
        let capture = self.steps.capture(position);
        let (Some(onward), Some(capture)) = (&mut self.onward, capture) else { return target };
        match onward.hop.behind.get(capture) {
            Some(Some(_)) => onward.to.next(target, symbol),
            _ => target,
        }
    }

    fn is_whole(&mut self, positions: &[(Position, State)]) -> bool {
        positions.iter().any(|&(position, target)| {
            self.steps.is_end(position)
                && self.onward.as_mut().is_none_or(|onward| onward.to.accepts(target))
        })
    }

    fn intern(&mut self, mut reading: Reading) -> State {
        if reading.positions.is_empty() && reading.before_slash != Some(true) {
            return DEAD;
        }
        reading.positions.sort_unstable();
        let next = State::try_from(self.states.len()).unwrap_or(DEAD);
        let state = *self.known.entry(reading.clone()).or_insert(next);
        if state == next {
            self.states.push(reading);
        }
        state
    }
}

fn run(language: &mut dyn Language, mut state: State, text: &[Symbol]) -> State {
    for &symbol in text {
        if state == DEAD {
            return DEAD;
        }
        state = language.next(state, symbol);
    }
    state
}

impl Language for Paths<'_> {
    fn part(&self, classes: &mut Partition) {
        self.steps.part(classes);
        if let Some(onward) = &self.onward {
            onward.to.part(classes);
        }
    }

    fn start(&mut self) -> State {
        let target = match &mut self.onward {
            Some(Onward { hop, to }) => {
                let start = to.start();
                run(&mut **to, start, &hop.before)
            }
            None => 0,
        };
        let mut positions = Vec::new();
        for position in self.steps.starts() {
            self.add(position, target, &mut positions);
        }
        self.intern(Reading { positions, before_slash: None })
    }

    fn next(&mut self, state: State, symbol: Symbol) -> State {
        if let Some(&next) = self.edges.get(&(state, symbol)) {
            return next;
        }
        let Some(reading) = self.states.get(state as usize).cloned() else { return DEAD };
        let mut positions = Vec::new();
        for &(position, target) in &reading.positions {
            if let Some(next) = self.steps.read(position, symbol) {
                let target = self.within(position, target, symbol);
                self.add(next, target, &mut positions);
            }
        }
        let is_slash = self.steps.form.optional_slash && symbol == Symbol::from(b'/');
        let before_slash = is_slash.then(|| self.is_whole(&reading.positions));
        let next = self.intern(Reading { positions, before_slash });
        self.edges.insert((state, symbol), next);
        next
    }

    fn steps(&self) -> u64 {
        self.steps_taken + self.onward.as_ref().map_or(0, |onward| onward.to.steps())
    }

    fn accepts(&mut self, state: State) -> bool {
        let Some(reading) = self.states.get(state as usize).cloned() else { return false };
        reading.before_slash.unwrap_or_else(|| self.is_whole(&reading.positions))
    }
}
