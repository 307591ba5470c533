//! Tests of the translation of foreign syntax. Each help must compile when it is applied.

use proptest::prelude::*;

use super::*;
use crate::compile_without_analysis;
use crate::diagnostic::kind::TargetFault;
use crate::syntax::document::Document;

fn rule<'a>(source: &'a str, target: &'a str) -> Rule<'a> {
    let (source, target) = (source.into(), Some(target.into()));
    Rule { source, target, status: "301".into(), ..Rule::default() }
}

/// Returns the edits of a fault.
fn fix(fault: &FaultKind) -> ForeignFix {
    match fault {
        FaultKind::Source(SourceFault::Regex { fix })
        | FaultKind::Text(
            TextFault::ForeignSyntax { fix, .. }
            | TextFault::ForeignCapture { fix, .. }
            | TextFault::ForeignSigil { fix, .. }
            | TextFault::TypeName { fix, .. }
            | TextFault::OptionalShape { fix, .. },
        ) => (**fix).clone(),
        other => unreachable!("{other:?}"),
    }
}

/// Returns the suggested source, or both sources with a `+` between them.
fn suggested_source(source: &str, target: &str) -> Option<String> {
    match fix(&in_source(&rule(source, target), &[])?.value).suggestion? {
        Suggestion::Text(text) => Some(text),
        Suggestion::Two(without, with) => Some(format!("{without} + {with}")),
    }
}

fn suggested_target(source: &str, target: &str) -> Option<String> {
    match fix(&in_target(&rule(source, target), source, &[], &[])?.value).suggestion? {
        Suggestion::Text(text) => Some(text),
        Suggestion::Two(..) => unreachable!("a target has one translation"),
    }
}

#[test]
fn sources_are_translated() {
    for (source, translated) in [
        // path-to-regexp
        ("/docs/:path*", "/docs/{*path}"),
        ("/docs/:path+", "/docs/{*path}"),
        (r"/u/:id(\d+)", "/u/{id:[0-9]+}"),
        ("/u/:id?", "/u/{id?}"),
        (r"/:lang(en|fr)?/about", "/{lang?:en|fr}/about"),
        ("/x-:id?", "/x- + /x-{id}"),
        ("/x-:id.html", "/x-{id}.html"),
        ("/p/:year-:month", "/p/{year}-{month}"),
        ("/@:user", "/@{user}"),
        ("/a/:id,:x;v=1", "/a/{id},{x};v=1"),
        ("/:a-([^/]+)", "/{a}-{name}"),
        ("/feature-{:slug}", "/feature-{slug}"),
        ("/:lang{/:page}?", "/{lang}/{page?}"),
        ("/*splat", "/{*splat}"),
        (r"/next(\.js)?", "/next + /next.js"),
        ("/named/:0", "/named/{name}"),
        // file-based routers
        ("/blog/[slug]", "/blog/{slug}"),
        ("/blog/[post-id].html", "/blog/{post_id}.html"),
        ("/docs/[...slug]", "/docs/{*slug}"),
        ("/docs/[[...slug]]", "/docs/{*slug?}"),
        ("/[[lang]]/about", "/{lang?}/about"),
        ("/posts/$slug", "/posts/{slug}"),
        // Flask, Django, Rocket
        ("/<id>", "/{id}"),
        ("/docs/<int:id>/", "/docs/{id:[0-9]+}/"),
        ("/files/<path:p>", "/files/{*p}"),
        ("/files/<path..>", "/files/{*path}"),
        // ASP.NET, actix-web, Go, JAX-RS
        ("/u/{id:int}", "/u/{id:[0-9]+}"),
        ("/u/{id:u32}", "/u/{id:[0-9]+}"),
        ("/u/{id:uuid}", "/u/{id:[0-9A-Fa-f-]{36}}"),
        ("/u/{id:string}", "/u/{id}"),
        ("/u/{id:int:min(1)}", "/u/{id:[0-9]+}"),
        ("/u/{id:range(1,9)}", "/u/{id:[0-9]+}"),
        ("/u/{id:length(6)}", "/u/{id}"),
        ("/u/{rest:path}", "/u/{*rest}"),
        ("/u/{id:int?}", "/u/{id?:[0-9]+}"),
        ("/u/{id : [0-9]+}", "/u/{id:[0-9]+}"),
        ("/u/{path...}", "/u/{*path}"),
        ("/u/{**path}", "/u/{*path}"),
        ("/u/{0}", "/u/{name}"),
        // Optional segments
        ("/{lang}?/about", "/{lang?}/about"),
        ("/{lang:en|fr}?/about", "/{lang?:en|fr}/about"),
        ("/{lang:en|fr?}/about", "/{lang?:en|fr}/about"),
        ("/{lang:de|pt-BR?}", "/{lang?:de|pt-BR}"),
        ("/{lang?}?", "/{lang?}"),
        ("/u/{id:int}?", "/u/{id?:[0-9]+}"),
        ("/p/{*rest}?", "/p/{*rest?}"),
        ("/x-{id}?.html", "/x-.html + /x-{id}.html"),
        // URI templates
        ("/{/lang}/about", "/{lang?}/about"),
        ("/shop{/lang}/about", "/shop/{lang?}/about"),
        ("{/lang:en|fr}/about", "/{lang?:en|fr}/about"),
        ("/p{/rest*}", "/p/{*rest?}"),
        ("/p/{+rest}", "/p/{*rest}"),
        ("/a{.ext}", "/a + /a.{ext}"),
        ("/{term ?}", "/{term?}"),
        ("/{?lang}/about", "/{lang?}/about"),
        ("/{:lang}?/old", "/{lang?}/old"),
        ("/{lang:?en|de}/old", "/{lang?:en|de}/old"),
        ("/{lang?:en,de}/old", "/{lang?:en|de}/old"),
        ("/u/{id?:int}", "/u/{id?:[0-9]+}"),
        // Optional groups
        ("(/:lang)/old", "/{lang?}/old"),
        ("(/{lang})?/old", "/{lang?}/old"),
        ("/(:locale)/about", "/{locale?}/about"),
        ("/blog(/:slug)", "/blog/{slug?}"),
        ("/blog(/*path)", "/blog/{*path?}"),
        ("/blog(/page/:page)", "/blog + /blog/page/{page}"),
        ("/posts(.:format)", "/posts + /posts.{format}"),
        ("/blog[/{slug:[a-z]+}]", "/blog/{slug?:[a-z]+}"),
        ("/find/[{term}]", "/find/{term?}"),
        // Other forms in braces
        ("/{x<[0-9]+>}", "/{x:[0-9]+}"),
        (r"/{x(\d+)}", "/{x:[0-9]+}"),
        ("/{x<int>}", "/{x:[0-9]+}"),
        ("/{en|de}/x", "/{name:en|de}/x"),
        ("/a/{*}", "/a/{*rest}"),
        ("/a/{rest:*}", "/a/{*rest}"),
        // Regular expressions
        ("*", "/{*rest}"),
        ("^(.+)/$", "/{*rest}/"),
        ("/a/(.*)", "/a/{*rest}"),
        ("/(atom|feed|rss).xml", "/{name:atom|feed|rss}.xml"),
        (r"/blog/(\d+)", "/blog/{name:[0-9]+}"),
        (r"^/blog/(\d+)/(.*)$", "/blog/{name:[0-9]+}/{*rest}"),
        ("^/old$", "/old"),
        (r"^/a\.html", "/a.html"),
        ("^/?(.*)$", "/{*rest}"),
        ("^/(.*)/(.*)$", "/{*rest}/{name}"),
        ("^/docs(.*)$", "/docs/{*rest?}"),
        ("/docs(/.*)?", "/docs/{*rest?}"),
        ("^/old/?$", "/old + /old/"),
        (r"^/(\d+)/?$", "/{name:[0-9]+} + /{name:[0-9]+}/"),
        (r"^/files/.*\.(jpg|png)$", "/files/{*rest}.{name:jpg|png}"),
        ("^/([0-9]{4})/([0-9]{2})/(.*)$", "/{name:[0-9]{4}}/{name2:[0-9]{2}}/{*rest}"),
        ("/([a-zA-Z]{1,})", "/{name:[a-zA-Z]{1,}}"),
        ("/(?P<year>[0-9]+)", "/{year:[0-9]+}"),
        ("/v[0-9]+/x", "/v{name:[0-9]+}/x"),
        ("/x/.*", "/x/{*rest}"),
        // Globs
        ("/docs/*", "/docs/{*rest}"),
        ("/docs/foo*", "/docs/foo{rest}"),
        ("/docs/word-*", "/docs/word-{rest}"),
        ("/**", "/{*rest}"),
        ("/a/*/b/*", "/a/{*rest}/b/{name}"),
        ("/a/{b,c}", "/a/{name:b|c}"),
        // Templates
        ("/a/${id}", "/a/{id}"),
        ("/a/%{id}", "/a/{id}"),
        // Names that are reserved or repeated
        ("/:host/:self", "/{host_name}/{self_name}"),
        ("/:id/:id", "/{id}/{id2}"),
        ("old/:id", "/old/{id}"),
    ] {
        assert_eq!(suggested_source(source, "/new").as_deref(), Some(translated), "{source}");
    }
}

#[test]
fn sources_without_an_equivalent_are_foreign() {
    for source in [
        "/feedback/((?!general).*)",
        "/(a/b|c)",
        "/(a|b)*",
        r"/(\s+)",
        "/:a(x|y)*",
        "^/a|^/b",
        "^/x+$",
        "/[{lang}/]old",
        "/{*p}[^/]$",
    ] {
        assert_eq!(suggested_source(source, "/new"), None, "{source}");
        assert!(in_source(&rule(source, "/new"), &[]).is_some(), "{source}");
    }
}

#[test]
fn targets_use_the_captures_of_the_translated_source() {
    for (source, target, translated) in [
        ("/blog/(.*)", "/articles/$1", "/articles/{rest}"),
        (r"/blog/(\d+)", r"/b/\1", "/b/{name}"),
        (r"^/(\d+)/(.*)$", "/$2?id=$1", "/{rest}?id={name}"),
        ("/docs(.*)", "/d$1", "/d/{rest}"),
        ("/x/:path*", "/y/:path*", "/y/{path}"),
        ("/u/:id?", "/v/:id?", "/v/{id}"),
        ("/docs/*", "/n/*", "/n/{rest}"),
        ("/docs/*", "/n/:splat", "/n/{rest}"),
        ("/docs/{*page}", "/n/:splat", "/n/{page}"),
        ("/{a}/{*page}", "/n/:splat/:a", "/n/{page}/{a}"),
        ("/p/{slug}", "/q/:slug", "/q/{slug}"),
        ("/p/{slug}", "/q/$slug", "/q/{slug}"),
        ("/p/{slug}", "/q/${slug}", "/q/{slug}"),
        ("/p/{slug}", "/q/%{slug}", "/q/{slug}"),
        ("/p/{slug}", "/q/{{slug}}", "/q/{slug}"),
        ("/p/{slug}", "/q/x-{{slug}}", "/q/x-{slug}"),
        ("/p/{slug}", "/q/[slug]", "/q/{slug}"),
        ("/p/{slug}", "/q/<slug>", "/q/{slug}"),
        ("/p/{slug}", "/q/{0}", "/q/{slug}"),
        ("/{a}/{b}", "/{0}/{1}", "/{a}/{b}"),
        ("/{a}/{b}", "/{1}/{2}", "/{a}/{b}"),
        ("/{a}/{b}", "/${1}/$2", "/{a}/{b}"),
        ("/:a/:b", "/x?a=:a&b=:b#:a", "/x?a={a}&b={b}#{a}"),
        ("/:a", "https://example.com/:a", "https://example.com/{a}"),
        ("/:host", "/:host", "/{host_name}"),
        ("/(?P<asdf>.+)/(.+)", "/:asdf/:2", "/{asdf}/{name}"),
        ("/x/:0", "/y/:0", "/y/{name}"),
        ("/*", ":splat", "/{rest}"),
        ("^/(.*)$", "https://example.com$1", "https://example.com/{rest}"),
        ("^/(.*)$", "$1", "/{rest}"),
        ("^(.*)/$", "$1", "/{rest}"),
        ("^(.*)/$", "/b$1", "/b/{rest}"),
        ("/a/{*}", "/b/$1", "/b/{rest}"),
    ] {
        let suggested = suggested_target(source, target);
        assert_eq!(suggested.as_deref(), Some(translated), "{source} => {target}");
    }
}

#[test]
fn numbers_do_not_refer_to_the_path_beside_foreign_hosts() {
    let target = |target| {
        let rule = rule("/{*p}", target);
        let fault = in_target(&rule, "/{*p}", &[], &["sub".into()]).unwrap();
        (fix(&fault.value).suggestion, fix(&fault.value).known.unwrap())
    };
    let known = || vec!["sub".into(), "p".into()];
    assert_eq!(target("https://example.com/t/{1}/{p}"), (None, known()));
    assert_eq!(target("https://$1/{p}"), (None, known()));
    let named = Some(Suggestion::Text("https://example.com/t/{sub}/{p}".into()));
    assert_eq!(target("https://example.com/t/:sub/{p}"), (named, known()));
}

#[test]
fn numbers_do_not_refer_to_the_path_beside_captures_of_conditions() {
    for target in ["https://example.com/t/{1}/{p}", "https://example.com/t/$1/{p}"] {
        let rule = rule("/{*p}", target);
        let suggestion = |outer: &[String]| {
            let fault = in_target(&rule, "/{*p}", outer, &[]).unwrap();
            fix(&fault.value).suggestion
        };
        assert_eq!(suggestion(&["sub".into()]), None, "{target}");
        let only = "https://example.com/t/{p}/{p}".to_owned();
        assert_eq!(suggestion(&[]), Some(Suggestion::Text(only)), "{target}");
    }
}

#[test]
fn targets_do_not_change_the_case() {
    for function in ["{p.lower}", "{lower(p)}", "{p:lower}", "%{tolower:p}", "${lc:{p}}"] {
        let rule = rule("/{p}", function);
        let fault = in_target(&rule, "/{p}", &[], &[]).map(|fault| fault.value);
        let expected = FaultKind::Target(TargetFault::CaseFunction(function.into()));
        assert_eq!(fault, Some(expected));
    }
    assert_eq!(in_target(&rule("/{lower}", "/{lower}"), "/{lower}", &[], &[]), None);
}

#[test]
fn unnamed_captures_are_named_as_in_the_target() {
    assert_eq!(suggested_source("/blog/(.*)", "/n/{slug}").as_deref(), Some("/blog/{*slug}"));
    assert_eq!(suggested_source("/a/{{id}}", "/{id}").as_deref(), Some("/a/{id}"));
    assert_eq!(suggested_source("/a/{{id}}", "/{{id}}").as_deref(), Some("/a/{id}"));
    assert_eq!(suggested_target("/a/{{id}}", "/{{id}}").as_deref(), Some("/{id}"));
    assert_eq!(suggested_source("/(a|b)/*", "/{y}/{x}").as_deref(), Some("/{y:a|b}/{*x}"));
}

#[test]
fn unknown_captures_in_targets_are_foreign() {
    for target in ["/b/:splat", "/b/:name", "/b/$1", "/b/{0}"] {
        assert_eq!(suggested_target("/a", target), None, "{target}");
        let fault = in_target(&rule("/a", target), "/a", &[], &[]).unwrap();
        assert_eq!(fix(&fault.value).known, Some(Vec::new()), "{target}");
    }
}

#[test]
fn plain_text_is_not_foreign() {
    for text in [
        "/wiki/Special:Search",
        "/wiki/Rust_(language)",
        "/wiki/:Category:Foo",
        "/wiki/C*-algebra",
        "/wiki/M*A*S*H",
        "/wiki/Sagittarius_A*",
        "/CSS/:dir(rtl)",
        "/CSS/:dir()",
        "/CSS/::after",
        "/CSS/:-moz-x",
        "/CSS/--*",
        "/CSS/:nth-child()",
        "/CSS/:after_|_::after",
        "/CSS/Using_the_:target_selector",
        "/NSS/tools_:_certutil",
        "/CSS/<basic-shape>",
        "/Code_snippets/*Interaction_of_non-privileged_pages",
        "/CSS/:[Property_Name]/:-moz-locale-dir(rtl)",
        "/API/ServiceWorkerContainer.getRegistration([scope])",
        "/JavaScript/The_hazards_of__[[Prototype]]_mutation",
        "/HTML/<rb>:_The_Ruby_Base_element",
        "/HTML/Output_{{Inline(5)}}_{{version(4)}}",
        "/odata/$metadata",
        "/under-$50",
        "/api/scala/Predef$",
        "/sd$here",
        "/{{name}}/{{other}}",
        "/:8080/new",
        "/c++",
        "/a|b",
        "/x/%3Aid/%28.%2A%29/%2A/%5Bslug%5D/%3Cid%3E/%24slug",
        "/{name}/{*rest}",
        "/{id:[0-9]+}/{x:(a|b)*}/{*y:.*}",
        "/{id:int(eger)?}/{x:(min|max)(1|2)}/{y:a:b}/{z:en}",
        "/{ext:xml|html?}",
        "/{kind:post|pages?}",
        "/{x:js|cs|t?}",
        "/x-{lang:en|fr?}",
        "/{id}?id=1",
        "/Products({id})",
        "/{x:a,b}",
        "/wiki/[a-z]",
        "/CSS/Using_(:hover)",
    ] {
        assert_eq!(in_source(&rule(text, "/new"), &[]), None, "{text}");
    }
    for target in [
        "/under-$5/{x}",
        "/docs/#:~:text=x",
        "/docs#The_<embed>_element",
        "/x?q=a:y&emoji=:smile:",
        "https://[::1]:8080/{x}",
        "https://example.com:8080/{x}",
        "mailto:a@b.example",
        "/{{other",
        "/{{literal}}",
    ] {
        assert_eq!(in_target(&rule("/{x}", target), "/{x}", &[], &[]), None, "{target}");
    }
}

#[test]
fn prefixes_are_text() {
    let kind = |prefix| in_prefix(prefix).map(|fault| fault.value);
    assert_eq!(kind("/:lang"), Some(FaultKind::Source(SourceFault::PrefixCapture)));
    assert_eq!(kind("/blog"), None);
    let suggestion = Some(Suggestion::Text("/blog".into()));
    assert_eq!(fix(&kind("^/blog").unwrap()).suggestion, suggestion);
}

#[test]
fn values_of_conditions_have_no_types() {
    let suggestion = |text| Some(fix(&in_value(text)?.value).suggestion);
    let text = |text: &str| Some(Some(Suggestion::Text(text.into())));
    assert_eq!(suggestion("{id:int}"), text("{id:[0-9]+}"));
    assert_eq!(suggestion("s{{{id:u8}"), text("s{{{id:[0-9]+}"));
    assert_eq!(suggestion("{id:[0-9]+}:name*"), None);
}

#[test]
fn plain_text_formats_have_no_regular_expressions() {
    for text in ["/a/(.*)", "^/old$", "/a/(\\d+)"] {
        assert!(in_plain_source(text).is_some(), "{text}");
    }
    for text in ["/b/$1", r"/b/\1", "/x-$2-y/$1"] {
        assert!(in_plain_target(text).is_some(), "{text}");
    }
    for text in ["/Web/CSS/:active", "/under-$5", "/$50", "/a(b)", "/function*", "/:id", "/a$"] {
        assert_eq!(in_plain_source(text), None, "{text}");
        assert_eq!(in_plain_target(text), None, "{text}");
    }
}

#[test]
fn captures_of_netlify_files_are_segments() {
    for text in ["/x/:id.html", "/p/:year-:month", "/x-:id", "/a/:id*"] {
        let fault = in_netlify_source(text).unwrap();
        let FaultKind::Text(TextFault::PartialCapture { literal, .. }) = fault.value else {
            unreachable!("{fault:?}")
        };
        assert_eq!(literal, text.replace(':', "%3A"));
    }
    for text in ["/{id}/x", "/a:b", "/Special:Search", "/::after", "/:dir(rtl)", "/{*splat}"] {
        assert_eq!(in_netlify_source(text), None, "{text}");
    }
}

#[test]
fn allowed_text_of_files_is_literal() {
    use crate::syntax::document::{Include, Scope, ScopeKind};
    use crate::syntax::ids::ScopeId;
    use crate::syntax::rule::Dialect;

    let kind = ScopeKind::Include(Include { file: "moves.tsv".into(), format: None });
    for (allows, count) in [(vec![], 2), (vec!["foreign_syntax".into()], 0)] {
        let scope = Scope { kind: kind.clone(), allows, ..Scope::default() };
        let scope_id = Some(ScopeId::new(0));
        let rule = Rule { dialect: Dialect::Tsv, scope: scope_id, ..rule("/a/(.*)", "/under/$1") };
        let document = Document { rules: vec![rule], scopes: vec![scope], ..Document::default() };
        let compiled = compile_without_analysis(&document);
        assert_eq!(compiled.faults.len(), count);
        assert_eq!(compiled.rules.len(), usize::from(count == 0));
    }
}

/// Returns the faults of a rule.
fn faults(rule: Rule<'_>) -> Vec<String> {
    let document = Document { rules: vec![rule], ..Document::default() };
    let faults = compile_without_analysis(&document).faults;
    faults.iter().map(|fault| fault.text(&document)).collect()
}

/// Returns a rule for a source, with a target if the source has all captures of the target.
fn assert_compiles(source: &str, target: Option<&str>) {
    let rule = match target {
        Some(target) => rule(source, target),
        None => Rule { source: source.into(), status: "410".into(), ..Rule::default() },
    };
    let found = faults(rule);
    assert!(found.is_empty(), "{source} => {target:?}: {found:?}");
}

/// Tests that the time for a text is linear in its length.
#[test]
fn long_texts_are_scanned_in_linear_time() {
    let start = std::time::Instant::now();
    for piece in [
        "/:a", "-:a(", "_:a", "/*", "(.*)", "(", "((", "[", "[[", "[[a]]", "<", "<a:b>", "{{", "{",
        "{a:", "{a:int}", "{{a}}", "${a}", "$1", r"\1", r"\d+", ".*", "{a?}", "::", "{0}",
    ] {
        let text = format!("/{}", piece.repeat(20_000 / piece.len()));
        let rule = rule(&text, &text);
        let _ = (
            in_source(&rule, &[]),
            in_target(&rule, &rule.source, &[], &[]),
            in_value(&text),
            in_prefix(&text),
        );
        let _ = (in_netlify_source(&text), in_plain_target(&text));
        assert!(start.elapsed().as_secs() < 60, "{piece}");
    }
}

/// Segments with and without foreign syntax.
fn segment() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        ":id",
        ":id*",
        ":id+",
        ":id?",
        r":id(\d+)",
        ":a(b|c)",
        "{:id}",
        "{-:id}?",
        "*",
        "**",
        "*all",
        "foo*",
        "[slug]",
        "[...slug]",
        "[[lang]]",
        "[[...all]]",
        "<id>",
        "<int:id>",
        "<path:p>",
        "(.*)",
        "(.+)",
        r"(\d+)",
        "(a|b)",
        "(?:x|y)",
        "(?<n>[a-z]+)",
        r"(\.js)?",
        "(/.*)?",
        "([^/]+)",
        "$slug",
        "$1",
        "{{id}}",
        "${own}",
        "%{own}",
        "{own}",
        "{id:int}",
        "{id:path}",
        "{id?}",
        "{0}",
        "{id...}",
        "{a,b}",
        "(/:page)",
        "(.:format)",
        "[/{own}]",
        "{x<int>}",
        "{*}",
        "{x:*}",
        "{x:?a|b}",
        "[0-9]+",
        r"\d+",
        r"\.",
        "a",
        "-",
        ".",
        "_",
        "x",
        "é",
        ":",
        "(",
        ")",
        "[",
        "]",
        "{{",
        "}}",
        "^",
        "$",
        "%41",
    ]);
    prop::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat())
}

fn path() -> impl Strategy<Value = String> {
    let anchor = prop::sample::select(vec!["/", "/", "/", "^/", "^/?", ""]);
    (anchor, prop::collection::vec(segment(), 1..4))
        .prop_map(|(start, segments)| format!("{start}{}", segments.join("/")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// Tests that no text causes a panic, and that each help of a source and a target compiles, in
    /// one rule if both are faulty.
    #[test]
    fn each_help_compiles(source in path(), target in path()) {
        let target = format!("/{}", target.trim_start_matches(['^', '/', '?']));
        let original = rule(&source, &target);
        let source_fault = in_source(&original, &[]);
        let target_fault = in_target(&original, &original.source, &[], &[]);
        let is_foreign = first_construct(&scan_source(&source, &target)).is_some();
        prop_assert!(!is_foreign || may_be_foreign(&source));
        let is_foreign = first_construct(&scan_target(&target, &[])).is_some();
        prop_assert!(!is_foreign || may_be_foreign(&target));
        in_plain_source(&source);
        in_plain_target(&source);
        in_netlify_source(&source);
        in_value(&source);
        in_prefix(&source);
        if source_fault.is_some() || target_fault.is_some() {
            prop_assert!(!faults(original.clone()).is_empty());
        }
        let source_fix = source_fault.map(|fault| fix(&fault.value));
        let mut sources = Vec::new();
        if let Some(fix) = &source_fix {
            if let Some(literal) = &fix.literal {
                assert_compiles(literal, None);
            }
            match &fix.suggestion {
                Some(Suggestion::Text(text)) => sources.push(text.clone()),
                Some(Suggestion::Two(without, with)) => {
                    assert_compiles(without, None);
                    sources.push(with.clone());
                }
                None => {}
            }
        } else if is_source(&source) {
            sources.push(source.clone());
        }
        for source in &sources {
            assert_compiles(source, None);
            let Some(fault) = &target_fault else { continue };
            let fix = fix(&fault.value);
            if let Some(Suggestion::Text(target)) = &fix.suggestion {
                assert_compiles(source, Some(target));
            }
            if let Some(target) = &fix.literal {
                assert_compiles(source, Some(target));
            }
        }
    }
}
