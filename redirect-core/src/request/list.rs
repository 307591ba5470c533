//! Lists whose items are separated by one byte.

/// Returns the items of a list, between the separators.
pub(crate) fn items(list: &[u8], separator: u8) -> impl Iterator<Item = &[u8]> {
    list.split(move |&byte| byte == separator)
}
