//! Tests that the bytes of tables change only together with the version of the layout.

#![allow(clippy::unwrap_used)]

use std::fmt::Write;

use redirect_core::internals::layout::VERSION;
use redirects::{Format, Loader};

/// Returns the FNV-1a hash, which shares no code with the tables.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

/// Returns rules of all kinds that the format can express: static rules, encoded paths, patterns,
/// hosts, header fields, cookies, languages, query parameters, and conditions that make lists of
/// rules for one key.
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

#[test]
fn bytes_of_a_table_are_stable() {
    let table = Loader::new(Format::Netlify).check(&rules());
    let bytes = table.valid_rules().to_bytes();
    assert_eq!((VERSION, bytes.len(), fnv(&bytes)), (8, 88_935, 12_129_230_285_699_532_516));
}
