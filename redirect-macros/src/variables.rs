//! Environment variables of the compiler, which a build script can set.

use std::ffi::OsString;

/// Reads an environment variable. Returns `None` if it is not set.
pub(crate) fn read_variable(name: &str) -> Option<OsString> {
    // The standard library may panic for a name that no variable can have.
    let is_name = !name.is_empty() && !name.contains(['=', '\0']);
    is_name.then(|| std::env::var_os(name)).flatten()
}
