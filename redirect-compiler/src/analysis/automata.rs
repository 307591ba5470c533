//! Languages of paths, as automata that are built while they are walked.
//!
//! The paths that a rule matches are a regular language, and so are the paths whose targets are in
//! a regular language. Whether earlier rules hide a rule, or whether each of its targets is
//! redirected again, is then a question of emptiness for a product of automata. None of the
//! automata is built as a whole: a state exists once a search has reached it.

pub(crate) mod alphabet;
pub(crate) mod approximation;
pub(crate) mod capture_value;
pub(crate) mod difference;
pub(crate) mod emptiness;
pub(crate) mod language;
pub(crate) mod path_nfa;
pub(crate) mod paths;
pub(crate) mod product;
pub(crate) mod state_table;
pub(crate) mod target_path;
pub(crate) mod value_constraints;
