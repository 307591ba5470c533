//! Tests of expansions.

use std::str::FromStr as _;

use super::*;

/// Returns the messages of the errors in the expansion of a table.
fn errors(rules: &str) -> Vec<String> {
    let tokens = TokenStream::from_str(&format!("redirects {rules}")).unwrap();
    let expansion = expand(tokens).to_string();
    let messages = expansion.split("compile_error ! { \"").skip(1);
    messages.map(|text| text.split("\" }").next().unwrap_or_default().into()).collect()
}

/// Declarations of the constant `v` without a valid value.
const WITHOUT_VALUE: [&str; 22] = [
    "let v = 2;",
    "let v = 2.4;",
    "let v = VERSION;",
    "let v = true;",
    "let v = 'a';",
    r#"let v = b"3";"#,
    r#"let v = c"3";"#,
    r#"let v = ["3"];"#,
    r#"let v = "3"suffix;"#,
    r#"let v = option_env!("X");"#,
    r#"let v = concat!("v", env!("X"));"#,
    r#"let v = include_str!("x");"#,
    r#"let v = env("X");"#,
    "let v = env!(X);",
    r#"let v = env!("A", "message");"#,
    r#"let v: &str = "2";"#,
    r#"let v := "2";"#,
    "let v;",
    "let v = ;",
    r#"const v: &str = "2";"#,
    r#"static v: &str = "2";"#,
    r#"let v = env!("REDIRECTS_TEST_IS_NOT_SET");"#,
];

/// Declarations of the constant `v` that have a fault of their own, and a value.
const WITH_VALUE: [&str; 4] =
    ["let mut v = \"/2\";", "let r#v = \"/2\";", "let v = \"/2\",", "let w = \"/w\", v = \"/2\";"];

/// Items with a use of the constant `v`.
const USES: [&str; 27] = [
    r#""/a" => 301 "/{v}","#,
    r#""/a" => 301 "{v}","#,
    r#""/a" => 301 "{v}/b","#,
    r#""/a" => 301 "https://{v}/b","#,
    r#""/a" => 301 "https://{v}.example.com/b","#,
    r#""/a" => 301 "/b?v={v}#{v}","#,
    r#""/{v}" => 301 "/b","#,
    r#""{v}" => 301 "/b","#,
    r#""{v}/a" => 410,"#,
    r#""/{v}/a" => pass,"#,
    r#""/a/{b}" if query["b"] == "{v}" => 301 "/b/{b}","#,
    r#""/a" if host == "{v}" => 301 "/b","#,
    r#""/a" if host == "{v}.example.com" => 301 "/b/{v}","#,
    r#""/a" if language in ["de", "{v}"] => 301 "/b","#,
    r#""/a" if ip == "{v}" => 301 "/b","#,
    r#""/a" if scheme == "{v}" => 301 "/b","#,
    r#""/{v}" { "/a" => 301 "/b", "/c" => 301 "/d", }"#,
    r#""{v}" { "/" => 301 "/b", default { slash: either }, "/c" => 301 "/d", }"#,
    r#"if host == "{v}" { "/a" => 301 "/b", } if host == "{v}" { "/a" => 301 "/c", }"#,
    r#"if host == "www.{v}" { "/a" if host == "example.com" => 301 "/b", }"#,
    r#""/a" => 301 "/b" { header["x-v"]: "{v}" },"#,
    r#""/a" => 301 "/b" { cache: "{v}" },"#,
    r#"default { origin: "{v}" } "/a" => 301 "/b","#,
    r#"default { mount: "{v}" } "/a" => 301 "/b","#,
    r#"default { header["x-v"]: "{v}" } "/a" => 301 "/b","#,
    r#"canonical 308 { origin: "{v}" } "/a" => 301 "/b","#,
    r#"canonical 308 { origin: "https://example.com", from: ["{v}"] } "/a" => 301 "/b","#,
];

#[test]
fn uses_of_a_faulty_constant_are_not_reported() {
    for constant in WITHOUT_VALUE {
        let alone = errors(&format!("{constant} \"/\" => pass,"));
        for item in USES {
            let text = format!("{constant} {item} assert \"/a\" => 301 \"/x\",");
            let found = errors(&text);
            assert_eq!(found.len(), 1, "{text}\n{found:#?}");
            if constant.starts_with("let v = env!(\"R") {
                continue;
            }
            assert_eq!(found, alone, "{text}");
        }
        for name in ["loop", "open_redirect", "unreachable"] {
            for item in ["\"/{v}\" => 301 \"/b\",", "\"/{v}\" { \"/a\" => 301 \"/b\", }"] {
                let text = format!("{constant} #[allow({name})] {item}");
                assert_eq!(errors(&text).len(), 1, "{text}");
            }
        }
    }
}

#[test]
fn constants_with_a_faulty_declaration_keep_their_values() {
    for constant in WITH_VALUE {
        let w = if constant.contains('w') { "{w}" } else { "" };
        let text = format!("{constant} \"/a{w}\" => 301 \"{{v}}\",");
        assert_eq!(errors(&text).len(), 1, "{text}\n{:#?}", errors(&text));
    }
    for name in ["page-version", "größe"] {
        let text =
            format!("let {name} = \"2\"; \"/{{page}}\" => 301 \"/docs/{{{name}}}/{{page}}\",");
        assert_eq!(errors(&text).len(), 1, "{text}\n{:#?}", errors(&text));
    }
}

#[test]
fn one_fault_causes_one_error() {
    for (text, count) in [
        (r#""/a" => 301 "/b" { language: "de" }, "/a" => 301 "/c" { language: "fr" },"#, 2),
        (r#""/a" if hots == "x" => 301 "/b", "/a" => 301 "/c","#, 1),
        (r#"default { languages: "en,de" } "/a" if language == "de" => 301 "/de","#, 1),
        (r#"default { languages: ["de", "de"] } "/a" if language == "de" => pass,"#, 1),
        (r#"default { slash: exact, languages: ["e_n"] } "/a" if !language => 410,"#, 1),
        (r#""/a" => pass, default { caching: "none" }"#, 1),
        (r#"default { status: 301 } include "none.tsv","#, 1),
        (r#"default { slash: either } include "none.tsv","#, 1),
        (r#""/a" => 301 "/b" { headers { "A": "b" } },"#, 1),
        (r#"headers { "A": "b" }, "/a" => 301 "/b","#, 1),
        (r#""/find/{term?}?" => 301 "/b","#, 1),
    ] {
        assert_eq!(errors(text).len(), count, "{text}\n{:#?}", errors(text));
    }
}

#[test]
fn helps_keep_the_units_and_the_statuses_of_other_languages() {
    for (rule, help) in [
        (r#""/a" => 301 "/b" { cache: 2 hours }"#, "write `cache: 2h`"),
        (r#""/a" => 301 "/b" { cache: 1 month }"#, "use one value"),
        (r#""/a" => 301 "/b" { cache: 500 ms }"#, "use one value"),
        (r#"RewriteRule "/a" "/b""#, "301"),
        (r#"POST "/a" "/b""#, "303"),
        (r#""/a" => 301 "/b" { header["x-v"]: env!("V") }"#, "let value = env!"),
    ] {
        let messages = errors(&format!("{{ {rule} }}"));
        assert!(messages.iter().any(|message| message.contains(help)), "{rule}: {messages:?}");
    }
}
