//! Generators of requests that match rules, or almost do.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use test_support::TestRequest;

use super::METHODS;
use super::sources::SHAPES;
use crate::rule::{Condition, Piece, Rule, Shape, Subject};

/// The values of captures in requests.
const VALUES: [&str; 36] = [
    "a", "b", "a", "x", "-", "-a-", "a-b", "b-a", "b.a", ".", "..", "%2e", "%2E.", "...", "/",
    "//", "%2f", "%5c", "\\", "%", "%e9", "|", "a/b", "A", "+", ";", "=&", ".html", "a.b", "12",
    "%c3%a9", "É", "aab", "{b}", "}", "%7ba%7D",
];

const PARAMETERS: [&str; 16] = [
    "a=1", "a=a+b", "a=a%2Fb", "a=%61.", "a=a/../b", "q+=a", "b", "c=%26", "q+=2", "q%20", "%61=3",
    "", "é=\\", "%C3%A9", "x=;a=2", "b=|^",
];

const AUTHORITIES: [Option<&str>; 9] = [
    None,
    Some("a.example"),
    Some("a.example"),
    Some("A.Example.:80"),
    Some("b.a.example"),
    Some("x_y.example"),
    Some("x-.example"),
    Some("-x.a.example"),
    Some("a..example"),
];

const FIELDS: [(&str, &str); 14] = [
    ("x-a", "a"),
    ("x-a", "a/b"),
    ("x-a", "a../b"),
    ("x-a", ".."),
    ("x-b", "%61"),
    ("x-b", "a%2Fb"),
    ("x-b", ""),
    ("cookie", "c=a"),
    ("cookie", "d=1; c=axb"),
    ("cookie", "c;c=b%20"),
    ("accept-language", "de-AT, en;q=0.9"),
    ("accept-language", "deu, de;q=0.9"),
    ("accept-language", "en-gb;q=0.5, *;q=0.6"),
    ("accept-language", "fr;q=0, de;q=1.1"),
];

/// The random choices that determine how a request deviates from a rule.
#[derive(Clone, Copy, Debug)]
struct Variation {
    rule: u8,
    spelling: u8,
    case: u8,
    slash: u8,
    shapes: u8,
    guard: u8,
    /// The choices for the value of each capture.
    values: [[u8; 3]; 7],
}

pub(super) fn request_near(rules: &[Rule]) -> impl Strategy<Value = TestRequest> + use<> {
    let rules = rules.to_vec();
    (any_request(), any::<[u8; 6]>(), any::<[[u8; 3]; 7]>()).prop_map(
        move |(mut request, variation, values)| {
            let [rule, spelling, case, slash, shapes, guard] = variation;
            let variation = Variation { rule, spelling, case, slash, shapes, guard, values };
            if let Some(rule) = rules.iter().cycle().nth(usize::from(variation.rule % 8))
                && variation.rule < 216
            {
                request.path = path_near(rule, variation);
                if variation.guard < 192 {
                    request.method = rule.methods.first().unwrap_or(&request.method);
                    rule.conditions
                        .iter()
                        .for_each(|condition| satisfy(&mut request, condition, variation));
                }
            }
            request
        },
    )
}

/// Generates a request regardless of any rule.
fn any_request() -> impl Strategy<Value = TestRequest> {
    let path = vec(select(&VALUES), 0..6).prop_map(|texts| format!("/{}", texts.concat()));
    let query = vec(select(&PARAMETERS), 0..4).prop_map(|parameters| parameters.join("&"));
    let scheme = select(vec![None, Some("http"), Some("HTTPS")]);
    let fields = vec(select(&FIELDS), 1..7);
    let target = (path, option::of(query), select(&AUTHORITIES), scheme);
    (select(&METHODS), target, fields).prop_map(|(method, target, fields)| {
        let (path, query, authority, scheme) = target;
        let headers = fields.into_iter().map(|(name, line)| (name, line.to_owned())).collect();
        TestRequest { method, path, query, authority: authority.map(Into::into), scheme, headers }
    })
}

/// Returns a path that the source matches, or almost does.
fn path_near(rule: &Rule, variation: Variation) -> String {
    let in_other_case = variation.case % 8 < if rule.any_case { 5 } else { 1 };
    let respelled = |text: &str| {
        let text = if in_other_case { swap_case(text) } else { text.to_owned() };
        respell(&text, variation.spelling)
    };
    let path = fill(&rule.source, variation, respelled);
    match variation.slash % 16 {
        0 => path + "/",
        1..6 if rule.any_slash && path.ends_with('/') && path.len() > 1 => {
            path[..path.len() - 1].into()
        }
        6..11 if rule.any_slash => path + "/",
        _ => path,
    }
}

/// Replaces the captures of pieces with values.
fn fill(pieces: &[Piece], variation: Variation, respelled: impl Fn(&str) -> String) -> String {
    let mut values = variation.values.into_iter();
    let mut text = |piece: &Piece| match piece {
        Piece::Text(text) => respelled(text),
        piece => value(piece.shape().filter(|_| variation.shapes < 192), values.next()),
    };
    pieces.iter().map(&mut text).collect()
}

/// Returns a value for a capture: one listed for its shape, or any value if there is none.
fn value(shape: Shape, seeds: Option<[u8; 3]>) -> String {
    let [count, first, second] = seeds.unwrap_or_default().map(usize::from);
    if let Some((_, values)) = SHAPES.iter().find(|(expression, _)| Some(*expression) == shape) {
        return values[first % values.len()].into();
    }
    match count % 10 {
        0 => String::new(),
        1..6 => VALUES[first % VALUES.len()].into(),
        _ => [VALUES[first % VALUES.len()], VALUES[second % VALUES.len()]].concat(),
    }
}

/// Changes a request to satisfy a condition, or to almost satisfy it.
fn satisfy(request: &mut TestRequest, condition: &Condition, variation: Variation) {
    let (false, Some(pattern)) = (condition.negated, condition.patterns.first()) else { return };
    let value = fill(pattern, variation, str::to_owned);
    match condition.subject {
        Subject::Host => request.authority = Some(value),
        Subject::Scheme => request.scheme = Some(if value == "http" { "http" } else { "https" }),
        Subject::Language => request.headers.insert(0, ("accept-language", value)),
        Subject::Header(name) => request.headers.insert(0, (name, value)),
        Subject::Cookie(name) => request.headers.insert(0, ("cookie", format!("{name}={value}"))),
        Subject::Query(name) => {
            let first = format!("{name}={value}").replace(' ', "+");
            request.query =
                Some(format!("{first}&{}", request.query.as_deref().unwrap_or_default()));
        }
        Subject::Capture(_) => {}
    }
}

fn swap_case(text: &str) -> String {
    let swap = |c: char| match c {
        'a'..='z' => c.to_ascii_uppercase(),
        'A'..='Z' => c.to_ascii_lowercase(),
        c => c,
    };
    text.chars().map(swap).collect()
}

/// Spells a text differently, with the same normal form.
fn respell(text: &str, spelling: u8) -> String {
    match spelling % 4 {
        0 => text.replace('a', "%61").replace('A', "%41").replace('-', "%2D").replace('{', "%7b"),
        1 => text.replace('é', "%c3%A9").replace("%7C", "|").replace("%2F", "%2f"),
        2 => text.replace("%41", "A").replace('|', "%7c").replace('b', "%62").replace("%7B", "{"),
        _ => text.into(),
    }
}
