//! Fields of nodes.

/// A field of a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    /// The file name of an include.
    File,
    /// The format of an include.
    Format,
    /// The method at that index.
    Method(usize),
    /// The name of a constant.
    Name,
    /// The source of a rule, the prefix of a group, or the URL of an assertion.
    Source,
    /// The subject of the condition at that index.
    Condition(usize),
    /// A value of a condition, by the indices of the condition and of the value.
    ConditionValue(usize, usize),
    /// The status of a rule or an assertion.
    Status,
    /// The target of a rule, or the location of an assertion.
    Target,
    /// The name of the option at that index.
    Option(usize),
    /// The value of the option at that index, or of a constant, with index 0.
    Value(usize),
    /// A string in the list that is the value of an option, by the indices of the option and of
    /// the string.
    ListValue(usize, usize),
    /// The name at that index in the `#[allow(…)]` attributes.
    Allow(usize),
}
