//! Tests that the bytes of tables change only together with the version of the layout.

#![allow(clippy::unwrap_used)]

use std::fmt::Write;

use redirect_compiler::syntax::{Condition, Document, Operator, Rule};
use redirect_compiler::{build, compile_without_analysis};
use redirect_core::internals::layout::VERSION;
use redirects::{Format, Loader, Redirects};

/// Returns the FNV-1a hash, which shares no code with the tables.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

/// Returns rules of all kinds that the format can express: static rules, encoded paths, and
/// patterns. Lines with conditions are not supported, and skipped.
fn rules() -> String {
    let mut rules = String::new();
    for number in 0..200 {
        writeln!(rules, "/page/{number} /new/{number}").unwrap();
        writeln!(rules, "/moved/{number}/* https://example.org/{number}/:splat 308").unwrap();
        writeln!(rules, "/blog/:year/{number} /archive/{number}/:year 302").unwrap();
    }
    rules += "/café /coffee\n/caf%C3%A9/menu /menu 307\n/a%2Fb /slash\n";
    rules += "/shop/:item/* /store/:splat?item=:item 301\n";
    rules += "/store id=:id /products/:id 301\n";
    rules += "/news /nachrichten 302 Language=de\n/news /nouvelles 302 Language=fr\n";
    rules += "/news /beta 302 Cookie=beta\n/news /latest 302\n";
    rules += "/local /de/local 302 Country=de,at,ch\n/local /en/local 302\n";
    rules += "https://old.example.com/* https://www.example.com/:splat 301\n";
    rules += "https://old.example.com/one https://www.example.com/two 301\n";
    rules
}

/// Returns rules with conditions on all subjects, and rules that the table divides into groups by a
/// value or by a part of their pattern.
fn grouped_rules() -> Document<'static> {
    let mut document = Document::default();
    let mut add = |source: String, subject: Option<(&'static str, &'static str)>, value: String| {
        let condition = |(subject, argument): (&'static str, &'static str)| Condition {
            subject: subject.into(),
            argument: (!argument.is_empty()).then(|| argument.into()),
            operator: Operator::Equal,
            values: vec![value.clone().into()],
            ..Condition::default()
        };
        document.rules.push(Rule {
            source: source.into(),
            conditions: subject.map(condition).into_iter().collect(),
            status: "302".into(),
            target: Some("/new".into()),
            ..Rule::default()
        });
    };
    for number in 0..100 {
        add("/index.php".into(), Some(("query", "p")), number.to_string());
        add("/{*path}".into(), Some(("header", "x-site")), format!("site {number}"));
        add("/a".into(), Some(("cookie", "c")), number.to_string());
        add("/b".into(), Some(("host", "")), format!("{number}.example.com"));
        add(format!("/{{slug}}-p{number}.html"), None, String::new());
        add(format!("/p{number}-{{slug}}"), None, String::new());
        add(format!("/{{a}}-p{number}-{{b}}"), None, String::new());
    }
    for language in ["de", "de-AT", "fr", "en"] {
        add("/".into(), Some(("language", "")), language.into());
    }
    document
}

#[test]
fn bytes_of_a_table_with_groups_are_stable() {
    let document = grouped_rules();
    let compiled = compile_without_analysis(&document);
    assert_eq!(compiled.faults, []);
    let bytes = build(&compiled.rules).unwrap().to_bytes();
    assert!(Redirects::from_bytes(bytes.clone()).is_ok());
    assert_eq!((VERSION, bytes.len(), fnv(&bytes)), (9, 123_891, 16_752_737_522_089_833_460));
}

#[test]
fn bytes_of_a_table_are_stable() {
    let table = Loader::new(Format::Netlify).check(&rules());
    let bytes = table.valid_rules().to_bytes();
    assert_eq!((VERSION, bytes.len(), fnv(&bytes)), (9, 88_943, 1_221_904_227_310_783_307));
}
