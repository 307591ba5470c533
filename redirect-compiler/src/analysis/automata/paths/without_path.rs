//! The targets without a path among the words of a language.

use crate::analysis::automata::alphabet::{Partition, Symbol};
use crate::analysis::automata::language::{BoxedLanguage, DEAD, Language, LanguageState};

/// A language of paths, and the empty word if the language contains `/`: a client that is
/// redirected to a URL without a path requests `/`.
pub(super) struct WithoutPath<'d> {
    paths: BoxedLanguage<'d>,
}

impl<'d> WithoutPath<'d> {
    /// Creates the language of some paths.
    pub(super) fn new(paths: BoxedLanguage<'d>) -> WithoutPath<'d> {
        WithoutPath { paths }
    }
}

/// The state before the first symbol. All other states are those of the paths, plus one.
const START: LanguageState = 0;

impl Language for WithoutPath<'_> {
    fn refine(&self, partition: &mut Partition) {
        self.paths.refine(partition);
    }

    fn start(&mut self) -> LanguageState {
        START
    }

    fn next(&mut self, state: LanguageState, symbol: Symbol) -> LanguageState {
        let before = match state {
            DEAD => return DEAD,
            START => self.paths.start(),
            state => state - 1,
        };
        let next = self.paths.next(before, symbol);
        if next == DEAD { DEAD } else { next + 1 }
    }

    fn accepts(&mut self, state: LanguageState) -> bool {
        let state = if state == START { self.next(START, b'/'.into()) } else { state };
        state != DEAD && self.paths.accepts(state - 1)
    }

    fn steps(&self) -> u64 {
        self.paths.steps()
    }
}
