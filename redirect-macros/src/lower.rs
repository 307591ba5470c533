//! From what is written to what the core compiles.

use redirect_core::Place;
use redirect_core::compiler::{ConditionDraft, Dialect, Draft};

use crate::ast::{Condition, Rule, Table, Word};

/// A draft for each rule, in order.
pub(crate) fn drafts(table: &Table) -> Vec<Draft<'_>> {
    table.rules.iter().map(draft).collect()
}

fn draft(rule: &Rule) -> Draft<'_> {
    let text = |word: &Word| word.text.clone().into();
    Draft {
        methods: rule.methods.iter().map(|method| method.to_string().into()).collect(),
        source: rule.source.value().into(),
        conditions: rule.conditions.iter().map(condition).collect(),
        status: text(&rule.status),
        target: rule.target.as_ref().map(|target| target.value().into()),
        options: rule.options.iter().map(|set| (text(&set.key), text(&set.value))).collect(),
        allows: rule.attributes.allows.iter().map(text).collect(),
        doc: rule.attributes.doc.join("\n").into(),
        dialect: Dialect::Macro,
        place: Place { file: &rule.place.file, line: rule.place.line, column: rule.place.column },
    }
}

fn condition(condition: &Condition) -> ConditionDraft<'_> {
    ConditionDraft {
        negated: condition.negated,
        subject: condition.subject.text.clone().into(),
        argument: condition.name.as_ref().map(|name| name.value().into()),
        operator: condition.operator,
        values: condition.values.iter().map(|value| value.value().into()).collect(),
    }
}
