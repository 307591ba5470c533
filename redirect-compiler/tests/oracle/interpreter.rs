//! The reference interpreter: it tries the rules one by one, and every split of every rule, slowly
//! and by the letter of the specification. It shares no code with the table.

use std::collections::BTreeSet;

use super::Asked;
use super::conditions::meets;
use super::location::location;
use super::rule::{Answer, Rule};
use super::splits::of_path;

/// The fields that were looked at.
pub(crate) type Looked = BTreeSet<&'static str>;

/// The number of the rule that answers, with its status and location.
pub(crate) type Outcome = (usize, u16, Option<String>);

/// The answer to a request, and what was looked at.
pub(crate) fn answer(rules: &[Rule], asked: &Asked) -> (Option<Outcome>, Looked) {
    let mut looked = Looked::new();
    (first(rules, asked, &mut looked), looked)
}

fn first(rules: &[Rule], asked: &Asked, looked: &mut Looked) -> Option<Outcome> {
    for rule in rules {
        let takes = rule.methods.is_empty()
            || rule.methods.contains(&asked.method)
            || (asked.method == "HEAD" && rule.methods.contains(&"GET"));
        let Some(values) = takes.then(|| of_path(rule, &asked.path)).flatten() else {
            continue;
        };
        let Some(values) = meets(rule, asked, values, looked) else { continue };
        match &rule.answer {
            Answer::Pass => return None,
            Answer::Final(status) => return Some((rule.number, *status, None)),
            Answer::Redirect(status, target) => {
                let query = asked.query.as_deref().filter(|_| !rule.drops_query);
                if let Some(location) = location(rule, target, &values, query) {
                    return Some((rule.number, *status, Some(location)));
                }
            }
        }
    }
    None
}
