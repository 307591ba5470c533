//! Paths as long as they come, and patterns that are hard to tell apart: a lookup takes time in the
//! length of the path times the patterns that share its shape, and no more.

use redirect_core::compiler::Draft;
use redirects::Redirects;

use super::Work;
use super::contenders::{self, Contender};

/// Bytes of a path, up to the longest.
const LENGTHS: [usize; 3] = [1 << 10, 1 << 13, 1 << 16];

/// Patterns of one shape.
const PATTERNS: usize = 100;

pub(crate) fn run(rounds: usize, is_wanted: &dyn Fn(&str) -> bool) {
    if is_wanted("long") {
        one_pattern(rounds);
    }
    if is_wanted("worst") {
        many_of_one_shape(rounds);
        captures_in_a_segment(rounds);
    }
}

/// A path that one pattern takes whole.
fn one_pattern(rounds: usize) {
    let table = table(["/files/{*rest}".into()]);
    for bytes in LENGTHS {
        let all = [
            contenders::ours(&table),
            contenders::matchit(std::iter::once("/files/{*rest}".into())).0,
            contenders::wayfind(std::iter::once("/files/<*rest>".into())),
        ];
        run_one("long", bytes, format!("/files{}", "/segment".repeat(bytes / 8 - 1)), &all, rounds);
    }
}

/// Patterns that differ first behind the segments that are looked up, asked for with a path that the
/// last of them takes.
fn many_of_one_shape(rounds: usize) {
    let sources = || (0..PATTERNS).map(|at| format!("/{{a}}/{{b}}/{{c}}/{{d}}/{{e}}/last-{at}"));
    let table = table(sources());
    let angled = || (0..PATTERNS).map(|at| format!("/<a>/<b>/<c>/<d>/<e>/last-{at}"));
    for bytes in LENGTHS {
        let all = [
            contenders::ours(&table),
            contenders::matchit(sources()).0,
            contenders::wayfind(angled()),
        ];
        let segment = "x".repeat(bytes / 5 - 4);
        let path = format!("{}/last-{}", format!("/{segment}").repeat(5), PATTERNS - 1);
        run_one("worst", bytes, path, &all, rounds);
    }
}

/// A segment that is full of the text between its captures, and that the pattern does not take.
fn captures_in_a_segment(rounds: usize) {
    let table = table(["/files/{a}-{b}-{c}.html".into()]);
    for bytes in LENGTHS {
        let path = format!("/files/{}", "-x".repeat(bytes / 2 - 4));
        run_one("worst", bytes, path, &[contenders::ours(&table)], rounds);
    }
}

/// Prints what each byte costs, and the lines beside the others.
#[allow(clippy::cast_precision_loss)]
fn run_one(
    name: &'static str,
    bytes: usize,
    path: String,
    contenders: &[Contender<'_>],
    rounds: usize,
) {
    let is_hit = (contenders[0].find)(&path);
    for contender in contenders {
        assert_eq!((contender.find)(&path), is_hit, "{bytes} bytes by {}", contender.name);
    }
    let work = Work { name, rules: bytes, requests: vec![path; 100] };
    let times: Vec<String> = contenders
        .iter()
        .map(|contender| format!("{} {:.3}", contender.name, work.time(contender) / bytes as f64))
        .collect();
    eprintln!("{name} {bytes} bytes, ns a byte: {}", times.join(", "));
    work.run(contenders, rounds);
}

fn table(sources: impl IntoIterator<Item = String>) -> Redirects {
    let rule = |source: String| Draft {
        source: source.into(),
        status: "301".into(),
        target: Some("https://www.example.org/".into()),
        ..Draft::default()
    };
    contenders::compiled(sources.into_iter().map(rule).collect())
}
