//! The options of the loader, alone and together.

#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use http::StatusCode;
use redirects::{
    Case, Chain, FaultName, Format, Loader, Redirects, Slash, Undecided, UnknownOptionValue,
    redirects,
};

const TSV: &str = "/Old\t/next\n/next\t/new\n";

/// Returns the status and the location of the response to a GET request, or an empty string.
fn response(site: &Redirects, path: &str) -> String {
    let request = http::Request::get(path).body(()).unwrap();
    site.find(&request).redirect().map_or_else(String::new, |redirect| {
        let location = redirect.location().unwrap();
        format!("{} {}", redirect.status().as_u16(), location.to_str().unwrap())
    })
}

/// Returns the response of a table with a single rule, which every option can affect.
fn old(loader: &Loader, path: &str) -> String {
    response(&loader.parse("/Old\t/new\n").unwrap(), path)
}

#[test]
fn without_options_paths_match_exactly_and_the_status_is_301() {
    let loader = Loader::new(Format::Tsv);
    assert_eq!(old(&loader, "/Old"), "301 /new");
    assert_eq!(old(&loader, "/old"), "");
    assert_eq!(old(&loader, "/Old/"), "");
}

#[test]
fn slash_either_ignores_a_final_slash() {
    let loader = Loader::new(Format::Tsv).slash(Slash::Either);
    assert_eq!(old(&loader, "/Old/"), "301 /new");
    assert_eq!(old(&loader, "/old"), "");
    assert_eq!(old(&loader.slash(Slash::Exact), "/Old/"), "");
}

#[test]
fn case_ignore_ignores_the_case_of_letters() {
    let loader = Loader::new(Format::Tsv).case(Case::Ignore);
    assert_eq!(old(&loader, "/oLD"), "301 /new");
    assert_eq!(old(&loader, "/Old/"), "");
    assert_eq!(old(&loader.case(Case::Exact), "/oLD"), "");
}

#[test]
fn status_applies_to_lines_without_one() {
    let loader = Loader::new(Format::Tsv).status(StatusCode::PERMANENT_REDIRECT);
    let site = loader.parse("/a\t/b\n/c\t/d\t302\n").unwrap();
    assert_eq!(response(&site, "/a"), "308 /b");
    assert_eq!(response(&site, "/c"), "302 /d");
}

#[test]
fn status_that_is_not_a_redirect_is_reported_once_and_without_a_location() {
    for status in [StatusCode::OK, StatusCode::GONE, StatusCode::NOT_MODIFIED] {
        let report = Loader::new(Format::Tsv).status(status).check("/a\t/b\n/c\t/d\n");
        assert_eq!(report.diagnostics().len(), 1, "{report:?}");
        let diagnostic = &report.diagnostics()[0];
        assert_eq!(diagnostic.name(), FaultName::BadOption);
        assert_eq!(diagnostic.location(), None);
        let expected =
            format!("invalid value `{}` for option `status`\nhelp: use 301,", status.as_u16());
        assert!(diagnostic.to_string().starts_with(&expected), "{diagnostic}");
    }
}

#[test]
fn chain_flatten_redirects_to_the_end_of_the_chain() {
    let deny = Loader::new(Format::Tsv);
    let names = |loader: &Loader| -> Vec<_> {
        loader.check(TSV).diagnostics().iter().map(redirects::Diagnostic::name).collect()
    };
    assert_eq!(names(&deny), [FaultName::Chain]);
    let flatten = deny.clone().chain(Chain::Flatten);
    assert_eq!(names(&flatten), []);
    assert_eq!(response(&flatten.parse(TSV).unwrap(), "/Old"), "301 /new");
    assert_eq!(names(&flatten.chain(Chain::Deny)), [FaultName::Chain]);
}

#[test]
fn all_options_together_are_those_of_an_include() {
    let loader = Loader::new(Format::Tsv)
        .slash(Slash::Either)
        .case(Case::Ignore)
        .status(StatusCode::TEMPORARY_REDIRECT)
        .chain(Chain::Flatten);
    let site = loader.parse(TSV).unwrap();
    assert_eq!(response(&site, "/oLd/"), "307 /new");
    let same = redirects! {
        default { slash: either, case: ignore, chain: flatten },
        "/Old" => 307 "/next",
        "/next" => 307 "/new",
    };
    for path in ["/Old", "/old/", "/NEXT", "/new", "/"] {
        assert_eq!(response(&site, path), response(&same, path), "{path}");
    }
}

#[test]
fn text_without_rules_is_a_table_without_rules() {
    let loader = Loader::new(Format::Netlify).slash(Slash::Either);
    assert_eq!(loader.parse("# nothing\n").unwrap().rules().len(), 0);
}

#[test]
fn faults_of_a_standalone_text_have_no_help_to_allow_them() {
    let diagnostics = Loader::new(Format::Tsv).parse(TSV).unwrap_err();
    assert!(diagnostics.to_string().ends_with("\nnote: lint `chain`"), "{diagnostics}");
}

#[test]
fn diagnostics_are_iterated_by_reference_and_by_value() {
    let diagnostics = Loader::new(Format::Netlify).parse("a /b\n/c d\n/e /f\n").unwrap_err();
    let by_reference: Vec<_> = (&diagnostics).into_iter().cloned().collect();
    assert_eq!(diagnostics.iter().len(), 2);
    assert!(diagnostics.iter().rev().eq(by_reference.iter().rev()));
    assert_eq!(diagnostics.valid_rules().rules().len(), 1);
    assert_eq!(diagnostics.into_iter().collect::<Vec<_>>(), by_reference);
}

#[test]
fn option_values_are_parsed_from_the_text_that_they_display() {
    assert_eq!(Slash::Exact.to_string().parse(), Ok(Slash::Exact));
    assert_eq!(Slash::Either.to_string().parse(), Ok(Slash::Either));
    assert_eq!(Case::Exact.to_string().parse(), Ok(Case::Exact));
    assert_eq!(Case::Ignore.to_string().parse(), Ok(Case::Ignore));
    assert_eq!(Chain::Deny.to_string().parse(), Ok(Chain::Deny));
    assert_eq!(Chain::Flatten.to_string().parse(), Ok(Chain::Flatten));
    assert_eq!(Undecided::Allow.to_string().parse(), Ok(Undecided::Allow));
    assert_eq!(Undecided::Deny.to_string().parse(), Ok(Undecided::Deny));
    let words: [&str; 3] = [Slash::Either.as_ref(), Case::Ignore.as_ref(), Chain::Deny.as_ref()];
    assert_eq!(words, ["either", "ignore", "deny"]);
}

#[test]
fn unknown_option_value_is_an_error_that_names_the_known_ones() {
    let error: UnknownOptionValue = "Deny".parse::<Chain>().unwrap_err();
    let error: Box<dyn std::error::Error + Send + Sync> = error.into();
    let message = "unknown value `Deny` of `chain`, expected `deny` or `flatten`";
    assert_eq!(error.to_string(), message);
}
