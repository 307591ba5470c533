//! The rows of the faults of constants. They never contain the value of a variable.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::ConstantFault;
use crate::diagnostic::render::{Description, Note};
use crate::syntax::braces::is_name;
use crate::syntax::constant::UnreadableVariable;

pub(super) fn describe(fault: &ConstantFault) -> Description {
    let row = |message| Description::new(FaultName::BadConstant, message);
    match fault {
        ConstantFault::Unknown { name, nearest } => row(format!(
            "unknown constant `{{{name}}}` in option `header`"
        ))
        .note(Note::Text("values of fields cannot contain captures".into()))
        .help(match nearest {
            Some(nearest) => format!("write `{{{nearest}}}`"),
            None => format!(
                "write `{{{{{name}}}}}` for braces, or use a constant, whose name no capture \
                         can have"
            ),
        }),
        ConstantFault::Redefined(name) => row(format!("constant `{name}` is already defined"))
            .help("remove this definition, or use another name"),
        ConstantFault::Unused(name) => row(format!("unused constant `{name}`"))
            .help(format!("remove it, or use it as `{{{name}}}`")),
        ConstantFault::Reserved(name) => {
            row(format!("`{name}` is reserved and cannot be the name of a constant"))
                .help("use another name")
        }
        ConstantFault::InvalidName(name) => row(format!(
            "`{name}` is not a valid name of a constant"
        ))
        .help(match name.replace('-', "_") {
            name_with_underscores if is_name(&name_with_underscores) => {
                format!("write `{name_with_underscores}`")
            }
            _ => "use ASCII letters, digits and `_`".into(),
        }),
        ConstantFault::SharedWithCapture(name) => {
            row(format!("capture `{name}` has the name of a constant"))
                .help("rename the capture or the constant")
        }
        ConstantFault::Unreadable { name, variable, reason: UnreadableVariable::Unset } => {
            row(format!("constant `{name}`: the environment variable `{variable}` is not set"))
                .help("set it for the build, or in a build script with `cargo::rustc-env`")
        }
        ConstantFault::Unreadable { name, variable, reason: UnreadableVariable::NotUtf8 } => row(
            format!("constant `{name}`: the environment variable `{variable}` is not valid UTF-8"),
        )
        .help("set it to UTF-8 text"),
    }
}
