//! Suggestions for misspelled names.

use std::cmp::min;

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
    let allowed = name.len().max(3) / 3;
    let mut nearest = None;
    for known in known {
        if name.len().max(known.len()) > MAX_NAME || name.len().abs_diff(known.len()) > allowed {
            continue;
        }
        let distance = edit_distance(name, known);
        if distance <= allowed && nearest.is_none_or(|(best, _)| distance < best) {
            nearest = Some((distance, known));
        }
    }
    nearest.map(|(_, known)| known.into())
}

/// Returns the number of insertions, deletions, substitutions and transpositions that turn one
/// text into another (the unrestricted Damerau-Levenshtein distance, by the dynamic program of
/// Lowrance and Wagner).
fn edit_distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    // The cell `[i][j]` is the distance of the first `i` characters to the first `j`.
    let mut distances = vec![vec![0; to.len() + 1]; from.len() + 1];
    for i in 0..=from.len() {
        // The length of the longest prefix of `to` before `j` that ends with the character `i`.
        let mut last_to = 0;
        for j in 0..=to.len() {
            distances[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let (a, b) = (from[i - 1], to[j - 1]);
                let replaced = distances[i - 1][j - 1] + usize::from(a != b);
                let removed = distances[i - 1][j] + 1;
                let inserted = distances[i][j - 1] + 1;
                let mut best = min(replaced, min(removed, inserted));
                let last_from = from[..i - 1].iter().rposition(|&other| other == b);
                if let (Some(x), 1..) = (last_from, last_to) {
                    let between = (i - x - 2) + (j - last_to - 1);
                    best = min(best, distances[x][last_to - 1] + between + 1);
                }
                if a == b {
                    last_to = j;
                }
                best
            };
        }
    }
    distances[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edit_distances_are_known() {
        let cases = [
            ("", "", 0),
            ("", "ab", 2),
            ("netlify", "netlify", 0),
            ("netlify", "netlfy", 1),
            ("netlify", "netlfiy", 1),
            ("kitten", "sitting", 3),
            ("ca", "abc", 2),
            ("größe", "große", 1),
        ];
        for (from, to, expected) in cases {
            assert_eq!(edit_distance(from, to), expected, "{from} {to}");
            assert_eq!(edit_distance(to, from), expected, "{to} {from}");
        }
    }
}
