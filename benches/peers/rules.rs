//! Rules without captures: from files if available, and generated ones otherwise.
//!
//! The files up to 100,000 rules are real. The largest one is derived from real rules, which it
//! repeats under the prefixes of other locales.

use std::collections::HashSet;
use std::io::Read;
use std::path::Path;

use test_support::Random;

/// Returns `count` rules with distinct sources.
pub(crate) fn rules(count: usize) -> Vec<(String, String)> {
    let real = std::env::var_os("REDIRECTS_CORPORA").and_then(|folder| {
        let file = match count {
            ..=10_000 => "real-10k.tsv",
            10_001..=100_000 => "real-100k.tsv",
            _ => "derived-1m.tsv.gz",
        };
        read(&Path::new(&folder).join("scale").join(file))
    });
    let (text, is_real) = real.map_or((String::new(), false), |text| (text, true));
    let mut rules: Vec<(String, String)> =
        text.lines().filter_map(simple_rule).take(count).collect();
    if !is_real {
        eprintln!("{count} rules are generated: `scale` is missing in REDIRECTS_CORPORA");
        rules = generate(count);
    }
    rules
}

fn read(file: &Path) -> Option<String> {
    let bytes = std::fs::read(file).ok()?;
    if file.extension()? != "gz" {
        return String::from_utf8(bytes).ok();
    }
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Returns the fields of a line if all contenders accept them: ASCII paths without braces or
/// percent signs.
fn simple_rule(line: &str) -> Option<(String, String)> {
    let (source, target) = line.split_once('\t')?;
    let is_simple = |text: &str| {
        text.starts_with('/')
            && !text.contains("//")
            && text
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && !b"{}%#?:*\"<>[]\\^`|".contains(&byte))
            && !text.split('/').any(|segment| segment.starts_with('.'))
    };
    (is_simple(source) && is_simple(target)).then(|| (source.into(), target.into()))
}

const WORDS: [&str; 16] = [
    "Web",
    "API",
    "CSS",
    "JavaScript",
    "Reference",
    "Guide",
    "Element",
    "docs",
    "blog",
    "release",
    "install",
    "tutorial",
    "concepts",
    "cluster",
    "Window",
    "Array",
];

fn generate(count: usize) -> Vec<(String, String)> {
    let mut random = Random(count as u64);
    let mut seen = HashSet::new();
    while seen.len() < count {
        let mut path = String::from("/en-US/docs");
        for _ in 0..2 + random.below(3) {
            path += "/";
            path += random.pick(&WORDS);
        }
        let last = random.pick(&WORDS);
        seen.insert(format!("{path}/{last}-{}", random.below(count)));
    }
    let mut sources: Vec<String> = seen.into_iter().collect();
    sources.sort_unstable();
    sources.into_iter().map(|source| (source.clone(), format!("/new{source}"))).collect()
}
