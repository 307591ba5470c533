//! The product automaton of several languages.

use crate::analysis::automata::alphabet::{Partition, Symbol};
use crate::analysis::automata::language::{BoxedLanguage, DEAD, LanguageState};

/// The product of several automata, whose states are tuples with a state of each automaton.
pub(crate) struct Product<'d> {
    languages: Vec<BoxedLanguage<'d>>,
}

impl<'d> Product<'d> {
    /// Creates the product of languages.
    pub(crate) fn new(languages: Vec<BoxedLanguage<'d>>) -> Product<'d> {
        Product { languages }
    }

    /// Returns the number of languages.
    pub(crate) fn width(&self) -> usize {
        self.languages.len()
    }

    /// Adds another language.
    pub(crate) fn push(&mut self, language: BoxedLanguage<'d>) {
        self.languages.push(language);
    }

    /// Refines a partition to the symbol classes that the automata distinguish.
    pub(crate) fn refine(&self, partition: &mut Partition) {
        for language in &self.languages {
            language.refine(partition);
        }
    }

    /// Refines a partition to the symbol classes that some of the automata distinguish.
    pub(crate) fn refine_selected(&self, selected: &[bool], partition: &mut Partition) {
        for (at, language) in self.languages.iter().enumerate() {
            if selected[at] {
                language.refine(partition);
            }
        }
    }

    /// Returns the tuple of start states.
    pub(crate) fn start(&mut self) -> Vec<LanguageState> {
        let mut tuple = Vec::with_capacity(self.languages.len());
        for language in &mut self.languages {
            tuple.push(language.start());
        }
        tuple
    }

    /// Returns the tuple of the start states of some languages. The other languages are in the
    /// dead state, and so they contain no word.
    pub(crate) fn start_selected(&mut self, selected: &[bool]) -> Vec<LanguageState> {
        let mut tuple = Vec::with_capacity(self.languages.len());
        for (at, language) in self.languages.iter_mut().enumerate() {
            tuple.push(if selected[at] { language.start() } else { DEAD });
        }
        tuple
    }

    /// Returns the tuple after one more symbol.
    pub(crate) fn next(&mut self, tuple: &[LanguageState], symbol: Symbol) -> Vec<LanguageState> {
        let mut next = Vec::with_capacity(self.languages.len());
        for (at, language) in self.languages.iter_mut().enumerate() {
            next.push(language.next(tuple[at], symbol));
        }
        next
    }

    /// Returns, for each language, whether it contains the words that lead to a tuple.
    pub(crate) fn accepts(&mut self, tuple: &[LanguageState]) -> Vec<bool> {
        let mut accepts = Vec::with_capacity(self.languages.len());
        for (at, language) in self.languages.iter_mut().enumerate() {
            accepts.push(language.accepts(tuple[at]));
        }
        accepts
    }

    /// Returns the number of steps spent so far on creating states.
    pub(crate) fn steps(&self) -> u64 {
        let mut steps = 0;
        for language in &self.languages {
            steps += language.steps();
        }
        steps
    }
}
