//! Languages of paths, as automata that are built while they are walked.

pub(crate) mod alphabet;
pub(crate) mod approximation;
pub(crate) mod capture_value;
pub(crate) mod difference;
pub(crate) mod language;
pub(crate) mod path_nfa;
pub(crate) mod paths;
