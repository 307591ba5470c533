//! The words for what is allowed.

use crate::diagnostic::kind::BadAllow;

pub(crate) fn message(bad: &BadAllow) -> String {
    match bad {
        BadAllow::Unused(name) => format!("there is no `{name}` here to allow"),
        BadAllow::Unknown { name, .. } => format!("there is no fault `{name}`"),
        BadAllow::Never(name) => format!("`{name}` cannot be allowed"),
    }
}

pub(crate) fn help(bad: &BadAllow) -> String {
    match bad {
        BadAllow::Unknown { nearest: Some(name), .. } => format!("write `{name}`"),
        BadAllow::Unknown { .. } => {
            "`bad_target`, `chain`, `duplicate`, `loop`, `method_change`, `open_redirect`, `unreachable` and `unsupported` can be allowed"
                .into()
        }
        BadAllow::Unused(name) | BadAllow::Never(name) => format!("leave `{name}` out"),
    }
}
