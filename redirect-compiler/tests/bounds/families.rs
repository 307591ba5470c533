//! Families of hostile tables, each generated from a number of rules.

use std::fmt::Write as _;

use redirect_compiler::syntax::{Condition, Document, Operator, Rule, Scope, ScopeKind, Setting};

/// A family of tables: a name, a generator, and the number of rules of a large table.
pub(crate) struct Family {
    pub(crate) name: &'static str,
    pub(crate) generate: fn(usize) -> Document<'static>,
    pub(crate) rules: usize,
}

/// The families.
pub(crate) const FAMILIES: &[Family] = &[
    Family { name: "splats", generate: splats, rules: 20_000 },
    Family { name: "splats-elsewhere", generate: splats_elsewhere, rules: 20_000 },
    Family { name: "two-cycles", generate: two_cycles, rules: 4_000 },
    Family { name: "two-cycles-shrink", generate: two_cycles_shrink, rules: 800 },
    Family { name: "reorder", generate: reorder, rules: 1_000 },
    Family { name: "queries", generate: queries, rules: 4_000 },
    Family { name: "queries-redirect", generate: queries_redirect, rules: 2_000 },
    Family { name: "cookies", generate: cookies, rules: 2_000 },
    Family { name: "deep-classes", generate: deep_classes, rules: 1_024 },
    Family { name: "deep-classes-same", generate: deep_classes_same, rules: 1_024 },
    Family { name: "splat-cycle", generate: splat_cycle, rules: 1_000 },
    Family { name: "splat-clique", generate: splat_clique, rules: 1_000 },
    Family { name: "splat-clique-grow", generate: splat_clique_grow, rules: 1_000 },
    Family { name: "languages", generate: languages, rules: 300 },
    Family { name: "languages-path", generate: languages_path, rules: 300 },
    Family { name: "subjects", generate: subjects, rules: 60 },
    Family { name: "headers-each", generate: headers_each, rules: 2_000 },
    Family { name: "hosts", generate: hosts, rules: 10_000 },
    Family { name: "host-splats", generate: host_splats, rules: 10_000 },
    Family { name: "host-loop", generate: host_loop, rules: 4_000 },
    Family { name: "host-patterns", generate: host_patterns, rules: 1_000 },
    Family { name: "captures", generate: captures, rules: 2_000 },
    Family { name: "shapes", generate: shapes, rules: 200 },
    Family { name: "long-paths", generate: long_paths, rules: 500 },
    Family { name: "deep-groups", generate: deep_groups, rules: 1_000 },
    Family { name: "one-prefix", generate: one_prefix, rules: 2_000 },
    Family { name: "one-prefix-redirect", generate: one_prefix_redirect, rules: 10_000 },
    Family { name: "leading-captures", generate: leading_captures, rules: 10_000 },
    Family { name: "links", generate: links, rules: 10_000 },
    Family { name: "splat-links", generate: splat_links, rules: 4_000 },
    Family { name: "flat-links", generate: flat_links, rules: 10_000 },
    Family { name: "flat-splat-links", generate: flat_splat_links, rules: 4_000 },
    Family { name: "flat-splats", generate: flat_splats, rules: 10_000 },
    Family { name: "flat-drops", generate: flat_drops, rules: 2_400 },
    Family { name: "flat-doubles", generate: flat_doubles, rules: 256 },
    Family { name: "to-one", generate: to_one, rules: 10_000 },
    Family { name: "to-one-capture", generate: to_one_capture, rules: 2_000 },
    Family { name: "slugs", generate: slugs, rules: 1_000 },
    Family { name: "shadowed", generate: shadowed, rules: 2_000 },
    Family { name: "allow-scopes", generate: allow_scopes, rules: 10_000 },
];

fn redirect(source: String, target: String) -> Rule<'static> {
    let (source, target) = (source.into(), Some(target.into()));
    Rule { source, target, status: "301".into(), ..Rule::default() }
}

fn condition(subject: &'static str, argument: Option<String>, value: String) -> Condition<'static> {
    Condition {
        subject: subject.into(),
        argument: argument.map(Into::into),
        operator: Operator::Equal,
        values: vec![value.into()],
        ..Condition::default()
    }
}

fn document(count: usize, rule: impl Fn(usize) -> Rule<'static>) -> Document<'static> {
    Document { rules: (0..count).map(rule).collect(), ..Document::default() }
}

fn flat(mut document: Document<'static>) -> Document<'static> {
    let options = vec![Setting::with_word("chain", "flatten")];
    let scope = document.add_scope(Scope { options, ..Scope::default() });
    for rule in &mut document.rules {
        rule.scope = Some(scope);
    }
    document
}

/// Each target may be matched by any rule, as far as literal prefixes tell.
fn splats(count: usize) -> Document<'static> {
    document(count, |n| redirect(format!("/a/b{n}/{{*p}}"), "/a/{p}".into()))
}

/// Each target is below a prefix that no rule has.
fn splats_elsewhere(count: usize) -> Document<'static> {
    document(count, |n| redirect(format!("/a/b{n}/{{*p}}"), format!("/z{n}/{{p}}")))
}

/// Pairs of rules that lead to each other as far as literal prefixes tell.
fn two_cycles(count: usize) -> Document<'static> {
    document(count, |n| {
        let other = n ^ 1;
        redirect(format!("/a{n}/{{x}}z"), format!("/a{other}/{{x}}yy"))
    })
}

fn two_cycles_shrink(count: usize) -> Document<'static> {
    document(count, |n| match n % 2 {
        0 => redirect(format!("/a{n}/{{x}}/q/{{*z}}"), format!("/a{}/{{z}}", n + 1)),
        _ => redirect(format!("/a{n}/{{x}}/{{*z}}"), format!("/a{}/{{x}}/{{z}}/long-text", n - 1)),
    })
}

fn reorder(count: usize) -> Document<'static> {
    document(count, |n| redirect(format!("/r{n}/{{x}}/{{y}}/a"), format!("/r{n}/{{y}}/{{x}}/b")))
}

/// The rules of one path differ in a query parameter.
fn queries(count: usize) -> Document<'static> {
    document(count, |n| Rule {
        conditions: vec![condition("query", Some("p".into()), n.to_string())],
        ..redirect("/index.php".into(), format!("/posts/{n}"))
    })
}

/// The rules of one path differ in a query parameter, and set another value.
fn queries_redirect(count: usize) -> Document<'static> {
    document(count, |n| Rule {
        conditions: vec![condition("query", Some("p".into()), n.to_string())],
        options: vec![Setting::with_word("query", "drop")],
        ..redirect("/index.php".into(), format!("/index.php?p={}", n + 1))
    })
}

fn cookies(count: usize) -> Document<'static> {
    document(count, |n| Rule {
        conditions: vec![condition("cookie", Some("c".into()), n.to_string())],
        ..redirect("/x/{*p}".into(), format!("/posts/{n}/{{p}}"))
    })
}

/// Twelve segments of `[ab]` or `[abc]`, from narrow to wide.
fn deep_classes(count: usize) -> Document<'static> {
    document(count, |n| {
        let mut source = String::new();
        for at in 0..12 {
            let shape = if n >> at & 1 == 0 { "[ab]" } else { "[abc]" };
            write!(source, "/{{s{at}:{shape}}}").unwrap();
        }
        redirect(source, format!("/new/{n}"))
    })
}

/// Twelve segments of `[ab]`, of which one is a letter in each rule.
fn deep_classes_same(count: usize) -> Document<'static> {
    document(count, |n| {
        let (mut source, mut target) = (String::new(), String::new());
        for at in 0..12 {
            let shape = if n >> at & 1 == 0 { "[ab]" } else { "[bc]" };
            write!(source, "/{{s{at}:{shape}}}").unwrap();
            write!(target, "/{{s{at}}}").unwrap();
        }
        redirect(source, format!("{target}/x"))
    })
}

fn splat_cycle(count: usize) -> Document<'static> {
    document(count, move |n| {
        redirect(format!("/s{n}/{{*p}}"), format!("/s{}/{{p}}", (n + 1) % count))
    })
}

fn splat_clique(count: usize) -> Document<'static> {
    document(count, move |n| redirect(format!("/s{n}/{{*p}}"), "/{p}".into()))
}

fn splat_clique_grow(count: usize) -> Document<'static> {
    document(count, move |n| redirect(format!("/s{n}/{{*p}}"), format!("/{{p}}/longer-{n}")))
}

fn language(n: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap());
    format!("{}{}{}", letter(n / 676), letter(n / 26), letter(n))
}

fn languages(count: usize) -> Document<'static> {
    document(count, |n| Rule {
        conditions: vec![condition("language", None, language(n))],
        status: "302".into(),
        ..redirect("/".into(), format!("/{}/", language(n)))
    })
}

fn languages_path(count: usize) -> Document<'static> {
    document(count, |n| Rule {
        conditions: vec![condition("language", None, language(n))],
        status: "302".into(),
        ..redirect("/docs/{*p}".into(), format!("/{}/{{p}}", language(n)))
    })
}

fn subjects(count: usize) -> Document<'static> {
    document(count, |n| Rule {
        conditions: vec![condition("header", Some(format!("x-{n}")), "1".into())],
        ..redirect("/{*p}".into(), format!("/h{n}/{{p}}"))
    })
}

fn headers_each(count: usize) -> Document<'static> {
    document(count, |n| Rule {
        conditions: vec![
            condition("header", Some(format!("x-{}", n % 60)), n.to_string()),
            condition("query", Some(format!("q{}", n % 7)), n.to_string()),
        ],
        ..redirect("/x/{*p}".into(), format!("/h{n}/{{p}}"))
    })
}

fn hosts(count: usize) -> Document<'static> {
    document(count, |n| Rule {
        conditions: vec![condition("host", None, format!("h{n}.example"))],
        ..redirect("/".into(), format!("https://www.h{n}.example/"))
    })
}

fn host_splats(count: usize) -> Document<'static> {
    document(count, |n| Rule {
        conditions: vec![condition("host", None, format!("h{n}.example"))],
        ..redirect("/{*p}".into(), format!("https://www.h{n}.example/{{p}}"))
    })
}

fn host_loop(count: usize) -> Document<'static> {
    document(count, |n| Rule {
        conditions: vec![condition("host", None, format!("h{n}.example"))],
        ..redirect("/{*p}".into(), format!("https://h{}.example/{{p}}", n + 1))
    })
}

fn host_patterns(count: usize) -> Document<'static> {
    document(count, |n| Rule {
        conditions: vec![condition("host", None, format!("{{x}}.h{n}.example"))],
        ..redirect("/{*p}".into(), format!("https://h{n}.example/{{x}}/{{p}}"))
    })
}

fn captures(count: usize) -> Document<'static> {
    document(count, |n| {
        let (mut source, mut target) = (format!("/r{n}"), format!("/t{n}"));
        for at in 0..16 {
            write!(source, "/{{c{at}}}").unwrap();
            write!(target, "/{{c{at}}}").unwrap();
        }
        redirect(source, target)
    })
}

fn shapes(count: usize) -> Document<'static> {
    document(count, |n| {
        redirect(format!("/s/{{x:[ab]*a[ab]{{{}}}{n}}}", 8), format!("/t{n}/{{x}}"))
    })
}

fn long_paths(count: usize) -> Document<'static> {
    document(count, |n| {
        let long = "/long-segment".repeat(300);
        redirect(format!("{long}/{n}/{{*p}}"), format!("{long}/{{p}}/{n}"))
    })
}

fn deep_groups(count: usize) -> Document<'static> {
    let mut document = document(count, |n| redirect(format!("/x{n}"), format!("/y{n}")));
    let mut parent = None;
    for rule in &mut document.rules {
        let kind = ScopeKind::Group(Some("/g".into()));
        let id = redirect_compiler::syntax::ScopeId::new(document.scopes.len());
        document.scopes.push(Scope { kind, parent, ..Scope::default() });
        parent = Some(id);
        rule.scope = parent;
    }
    document
}

fn one_prefix(count: usize) -> Document<'static> {
    document(count, |n| redirect(format!("/p/{{a}}-x{n}-b"), format!("/q/{n}/{{a}}")))
}

fn one_prefix_redirect(count: usize) -> Document<'static> {
    document(count, |n| redirect(format!("/p/{{a}}/x{n}"), format!("/p/{{a}}/y/{n}")))
}

fn leading_captures(count: usize) -> Document<'static> {
    document(count, |n| redirect(format!("/{{lang}}/p{n}"), format!("/{{lang}}/q{n}")))
}

fn links(count: usize) -> Document<'static> {
    document(count, |n| redirect(format!("/l{n}"), format!("/l{}", n + 1)))
}

fn splat_links(count: usize) -> Document<'static> {
    document(count, |n| redirect(format!("/l{n}/{{*p}}"), format!("/l{}/{{p}}", n + 1)))
}

fn flat_links(count: usize) -> Document<'static> {
    flat(links(count))
}

fn flat_splat_links(count: usize) -> Document<'static> {
    flat(splat_links(count))
}

fn flat_splats(count: usize) -> Document<'static> {
    flat(splats(count))
}

/// Returns a chain in which each link sets another parameter and drops all others.
fn flat_drops(count: usize) -> Document<'static> {
    flat(document(count, |n| Rule {
        options: vec![Setting::with_word("query", "drop")],
        ..redirect(format!("/l{n}/{{*p}}"), format!("/l{}/{{p}}?n{n}=1", n + 1))
    }))
}

/// Returns a chain in which each link doubles the path, until composed targets reach their limit.
fn flat_doubles(count: usize) -> Document<'static> {
    flat(document(count, |n| redirect(format!("/l{n}/{{*p}}"), format!("/l{}/{{p}}/{{p}}", n + 1))))
}

fn to_one(count: usize) -> Document<'static> {
    document(count, |n| match n {
        0 => redirect("/end".into(), "/new".into()),
        n => redirect(format!("/l{n}"), "/end".into()),
    })
}

fn to_one_capture(count: usize) -> Document<'static> {
    document(count, |n| match n {
        0 => redirect("/{*end}".into(), "https://x.example/{end}".into()),
        n => redirect(format!("/l{n}/{{*p}}"), "/end/{p}".into()),
    })
}

fn slugs(count: usize) -> Document<'static> {
    document(count, |n| {
        let source = format!("/{{a:[a-z-]+}}-x{n}-{{b:[a-z-]+}}-{{c:[a-z-]+}}");
        redirect(source, "/{c}/{a}/{b}".into())
    })
}

fn shadowed(count: usize) -> Document<'static> {
    document(count, |n| match n {
        0 => redirect("/a/{*p}".into(), "https://x.example/".into()),
        n => redirect(format!("/a/l{n}/{{*p}}"), "/end/{p}".into()),
    })
}

fn allow_scopes(count: usize) -> Document<'static> {
    let mut document = links(count);
    for rule in &mut document.rules {
        let allows = vec!["chain".into()];
        let kind = ScopeKind::Group(None);
        let id = redirect_compiler::syntax::ScopeId::new(document.scopes.len());
        document.scopes.push(Scope { kind, allows, ..Scope::default() });
        rule.scope = Some(id);
    }
    document
}
