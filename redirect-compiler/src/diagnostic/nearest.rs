//! The search for the name that was probably meant.

/// The longest name that is compared with others, in bytes.
const MAX_NAME: usize = 40;

/// Returns the known name that resembles `name` most, if one is similar enough: the edit distance
/// (Damerau-Levenshtein) is at most a third of the name's length.
///
/// ```
/// use redirect_compiler::nearest;
///
/// assert_eq!(nearest("netlfy", ["netlify", "tsv"].into_iter()).as_deref(), Some("netlify"));
/// assert_eq!(nearest("htaccess", ["netlify", "tsv"].into_iter()), None);
/// ```
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let distance = |known: &str| strsim::damerau_levenshtein(name, known);
    let allowed = name.len().max(3) / 3;
    let close = |known: &&str| {
        let is_short = name.len() <= MAX_NAME && known.len() <= MAX_NAME;
        is_short && name.len().abs_diff(known.len()) <= allowed && distance(known) <= allowed
    };
    known.filter(close).min_by_key(|known| distance(known)).map(Into::into)
}
