//! The words for options.

use crate::diagnostic::kind::BadOption;
use crate::diagnostic::render::listed;
use crate::lower::options::On;

pub(crate) fn message(bad: &BadOption) -> String {
    match bad {
        BadOption::Unknown { key, .. } => format!("there is no option `{key}`"),
        BadOption::NotHere { key, here } => format!("{} has no `{key}`", on(*here)),
        BadOption::Value { key, value, .. } => format!("`{key}` cannot be `{value}`"),
        BadOption::Twice(key) => format!("the option `{key}` is given twice"),
        BadOption::WithoutEffect { key, answer } => format!("`{key}` has no effect on `{answer}`"),
        BadOption::Idle => "nothing follows this `default` in its block".into(),
    }
}

pub(crate) fn help(bad: &BadOption) -> String {
    match bad {
        BadOption::Unknown { nearest: Some(key), .. } => format!("write `{key}`"),
        BadOption::Unknown { here, known, .. } => {
            let names: Vec<_> = known.iter().copied().map(Into::into).collect();
            format!("{} has the options {}", on(*here), listed(&names))
        }
        BadOption::NotHere { key, here: On::Rule } if key == "status" => {
            "write the status behind the `=>`".into()
        }
        BadOption::NotHere { key, .. } if key == "status" => {
            "only an `include` has it, for the lines that give none".into()
        }
        BadOption::NotHere { key, .. } => format!("write `default {{ {key}: … }}` above it"),
        BadOption::Value { expected, .. } => format!("write {expected}"),
        BadOption::Twice(_) => "leave one of them out".into(),
        BadOption::WithoutEffect { .. } => "leave it out".into(),
        BadOption::Idle => "move it above the rules that it is for".into(),
    }
}

fn on(on: On) -> &'static str {
    match on {
        On::Rule => "a rule",
        On::Default => "a `default`",
        On::Include => "an `include`",
    }
}
