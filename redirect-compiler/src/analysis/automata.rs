//! Languages of paths, as automata whose states are created lazily.
//!
//! The paths that a rule matches are a regular language, and so are the paths whose targets are in
//! a regular language. The questions of whether earlier rules shadow a rule, and whether each of
//! its targets is redirected again, are thus emptiness problems for a product of automata. No
//! automaton is built as a whole: a state is created when a search first reaches it.

pub(crate) mod alphabet;
pub(crate) mod approximation;
pub(crate) mod canonical_paths;
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
