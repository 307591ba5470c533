//! Generators of requests that match rules, or almost do.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use test_support::TestRequest;

use super::METHODS;
use super::sources::SHAPES;
use crate::rule::{Condition, Piece, Rule, Shape, Subject};
use crate::split::path_chars;

/// The values of captures in requests.
const VALUES: [&str; 46] = [
    "a",
    "b",
    "a",
    "x",
    "-",
    "-a-",
    "a-b",
    "b-a",
    "b.a",
    ".",
    "..",
    "%2e",
    "%2E.",
    "...",
    "/",
    "//",
    "%2f",
    "%5c",
    "\\",
    "%",
    "%e9",
    "|",
    "a/b",
    "A",
    "+",
    ";",
    "=&",
    ".html",
    "a.b",
    "12",
    "%c3%a9",
    "É",
    "aab",
    "{b}",
    "}",
    "%7ba%7D",
    "a%2Fb",
    "a%2f",
    "b%5C",
    "a%2f..%2Fb",
    "a%5c.",
    "%2e%2E%2Fa",
    "a%2F%5cb",
    ".%2fa",
    "a%2F.b",
    "a%2D",
];

const PARAMETERS: [&str; 16] = [
    "a=1", "a=a+b", "a=a%2Fb", "a=%61.", "a=a/../b", "q+=a", "b", "c=%26", "q+=2", "q%20", "%61=3",
    "", "é=\\", "%C3%A9", "x=;a=2", "b=|^",
];

const AUTHORITIES: [Option<&str>; 31] = [
    None,
    None,
    Some("a.example"),
    Some("a.example"),
    Some("b.a.example"),
    Some("x_y.example"),
    Some("a.example"),
    Some("a.example"),
    Some("A.Example.:80"),
    Some("b.a.example"),
    Some("x_y.example"),
    Some("x-.example"),
    Some("-x.a.example"),
    Some("a..example"),
    Some("a.example:"),
    Some("a.example:8080"),
    Some("a.example:0080"),
    Some(":8080"),
    Some("a.example:x"),
    Some("a.example:80@b.a.example"),
    Some("b@a.example"),
    Some("[::1]:80"),
    Some("[::1]a.example"),
    Some("[1]:80"),
    Some("[2001:DB8::1]"),
    Some("a.example:0"),
    Some("a.example:65535"),
    Some("a.example:65536"),
    Some("a.127.1"),
    Some("a.b.0x1:80"),
    Some("192.0.2.1"),
];

const FIELDS: [(&str, &str); 19] = [
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
    ("accept-language", "de-AT-1996-x-b, *;q=0.1"),
    ("accept-language", "*, de;q=0, nl;q=0.2"),
    ("accept-language", "en-x-a-b;q=0.7, de-AT;q=0.7, en-GB;q=0"),
    ("accept-language", "*;q=0, de-CH, en;q=0"),
    ("accept-language", "es, *;q=0.5, en-GB"),
];

/// The addresses of peers: in the networks that conditions name, and next to them.
const PEERS: [Option<&str>; 12] = [
    None,
    Some("10.0.0.0"),
    Some("10.1.2.3"),
    Some("10.255.255.255"),
    Some("11.0.0.0"),
    Some("192.0.2.1"),
    Some("192.0.2.2"),
    Some("::ffff:10.1.0.0"),
    Some("::ffff:192.0.2.1"),
    Some("2001:db8::7"),
    Some("2001:db9::"),
    Some("::1"),
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
    /// Repeats the value of one capture, so that the path is long.
    stretch: Option<Stretch>,
    /// The choices for the value of each capture.
    values: [[u8; 3]; 7],
}

/// The number of a capture, and how often its value is repeated.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    capture: usize,
    times: usize,
}

/// The lengths of long paths, in characters: longer than the buffers of the implementation, and
/// around the limit.
const LENGTHS: [usize; 4] = [300, 1100, 8191, 8193];

pub(super) fn request_near(rules: &[Rule]) -> impl Strategy<Value = TestRequest> + use<> {
    let rules = rules.to_vec();
    (any_request(), any::<[u8; 7]>(), any::<[[u8; 3]; 7]>()).prop_map(
        move |(mut request, variation, values)| {
            let [rule, spelling, case, slash, shapes, guard, length] = variation;
            let stretch = None;
            let variation =
                Variation { rule, spelling, case, slash, shapes, guard, stretch, values };
            if let Some(rule) = rules.get(usize::from(variation.rule) % rules.len().max(1))
                && variation.rule < 216
            {
                request.path = path_near(rule, variation);
                if let Some(&length) = LENGTHS.get(usize::from(length / 4)) {
                    let captures = rule.captures().max(1);
                    let capture = usize::from(slash) % captures;
                    let length = length.min(longest_path(rule, &rules));
                    let len = |times| {
                        let stretch = Some(Stretch { capture, times });
                        let path = path_near(rule, Variation { stretch, ..variation });
                        path_chars(path.as_bytes()).len()
                    };
                    let base = len(1);
                    let unit = len(2) - base;
                    let times = 1 + length.saturating_sub(base) / unit.max(1);
                    let stretch = Some(Stretch { capture, times });
                    request.path = path_near(rule, Variation { stretch, ..variation });
                }
                if variation.guard < 192 {
                    request.method = rule.methods.first().unwrap_or(&request.method);
                    for condition in &rule.conditions {
                        let condition = with_compared_values(rule, condition, variation);
                        satisfy(&mut request, &condition, variation);
                    }
                }
            }
            request
        },
    )
}

/// Returns the length of the longest path like the source of a rule for which the interpreter is
/// fast: it takes quadratic time if there are several captures, and cubic time if they have shapes.
fn longest_path(rule: &Rule, rules: &[Rule]) -> usize {
    const FEW: usize = 8;
    match (rules.len() < FEW, rule.captures(), rule.has_shapes()) {
        (true, 0 | 1, false) => usize::MAX,
        (true, 0 | 1, true) | (true, 2, false) => 1100,
        _ => 300,
    }
}

/// Generates a request regardless of any rule.
fn any_request() -> impl Strategy<Value = TestRequest> {
    let path = vec(select(&VALUES), 0..6).prop_map(|texts| format!("/{}", texts.concat()));
    let query = vec(select(&PARAMETERS), 0..4).prop_map(|parameters| parameters.join("&"));
    let scheme = select(vec![None, Some("http"), Some("HTTPS")]);
    let fields = vec(select(&FIELDS), 1..7);
    let target = (path, option::of(query), select(&AUTHORITIES), scheme, select(&PEERS));
    (select(&METHODS), target, fields).prop_map(|(method, target, fields)| {
        let (path, query, authority, scheme, peer) = target;
        let headers = fields.into_iter().map(|(name, line)| (name, line.to_owned())).collect();
        let authority = authority.map(Into::into);
        let peer_addr = peer.map(|address| address.parse().unwrap());
        TestRequest { method, path, query, authority, scheme, headers, peer_addr }
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
    // All segments are missing.
    let path = if path.is_empty() { "/".into() } else { path };
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
    let mut values = variation.values.into_iter().enumerate();
    let mut text = String::new();
    for piece in pieces {
        if let Piece::Text(literal) = piece {
            text += &respelled(literal);
            continue;
        }
        let (capture, seeds) = values.next().unzip();
        let is_long = variation.stretch.is_some_and(|long| capture == Some(long.capture));
        let is_missing = !is_long && seeds.is_some_and(|[count, ..]| count % 2 == 0);
        if matches!(piece, Piece::Optional(_)) && is_missing && text.ends_with('/') {
            text.pop();
            continue;
        }
        let value = value(piece.shape().filter(|_| variation.shapes < 192), seeds);
        match variation.stretch {
            Some(stretch) if capture == Some(stretch.capture) => {
                text += &value.repeat(stretch.times);
            }
            _ => text += &value,
        }
    }
    text
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

/// Returns a condition with the values that other conditions compare its captures with in place of
/// these captures, for most requests.
fn with_compared_values(rule: &Rule, condition: &Condition, variation: Variation) -> Condition {
    let mut condition = condition.clone();
    if variation.slash % 8 == 0 {
        return condition;
    }
    for piece in condition.patterns.iter_mut().flatten() {
        let Some(name) = piece.name() else { continue };
        let is_compared = |other: &&Condition| other.subject == Subject::Capture(name);
        let compared = rule.conditions.iter().find(is_compared);
        if let Some([Piece::Text(text)]) = compared.map(|other| &other.patterns[0][..]) {
            *piece = Piece::Text(text);
        }
    }
    condition
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
        Subject::Ip => {
            let address = value.split('/').next().unwrap();
            // In some requests, it remains an address that almost matches.
            if variation.case % 4 > 0 {
                request.peer_addr = Some(address.parse().unwrap());
            }
        }
        Subject::Port => {
            let authority = request.authority.as_deref().unwrap_or("a.example");
            let host = authority.split(':').next().unwrap();
            request.authority = Some(format!("{host}:{value}"));
        }
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
