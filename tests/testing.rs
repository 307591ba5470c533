//! Sample requests to the rules of a table, and the targets on the site.

#![allow(clippy::unwrap_used)]

use axum::Router;
use axum::body::Body;
use axum::routing::{get, post};
use redirects::testing::{Sample, broken_targets, samples, site_targets};
use redirects::{RedirectLayer, Redirects, redirects};

static SITE: Redirects = redirects! {
    default { languages: ["en", "de"] }
    "/static" => 301 "/new",
    "/Static" => 301 "/new" { case: ignore, slash: either },
    "/a%20b/{{c}}" => 301 "/new",
    GET | PUT "/blog/{year:[0-9]{4}}/{slug}" if year != "0000" => 307 "/articles/{year}/{slug}",
    "/by/{name}" => 308 "https://{name}.example.com/",
    "/{*rest}" if host == "{*site}.example.org" => 307 "https://example.com/{site}/{rest}",
    "/port" if port == "8080" => pass,
    "/scheme" if scheme == "http" => 410,
    "/ip" if ip in ["10.0.0.0/8", "2001:db8::/32"] && ip != "10.0.0.0" => 451,
    "/query" if query["q"] == "{q:[x-z]+}" && cookie["c"] != "1" => 307 "/new?q={q}",
    "/header" if header["x-a"] in ["1", "2"] && !header["x-b"] => 307 "/new",
    "/language" if language == "de" => 307 "/de",
    "/language" if language => 307 "/en",
    POST "/language" => 303 "/new",
    "/language" => pass,
    "/o/{lang?:en|fr}/about" => 301 "/about/{lang}",
    "/p/{*rest?}" if !rest => pass,
    "/p/{*rest?}" => 301 "/q/{rest}",
    "/x/{*page}" => 301 "/y/{page}/index",
};

#[test]
fn each_rule_is_the_first_to_match_its_sample() {
    for sample in samples(&SITE) {
        let request = sample.request().unwrap_or_else(|| unreachable!("{}", sample.rule()));
        assert_eq!(SITE.find(request).rule(), Some(sample.rule()), "{request}");
        let message = request.to_http().unwrap();
        // The address of the client is not part of the message.
        if !sample.rule().conditions().contains("ip") {
            assert_eq!(SITE.find(&message).rule(), Some(sample.rule()), "{message:?}");
        }
    }
}

#[test]
fn rules_of_the_home_page_have_samples() {
    static STRIP: Redirects = redirects! {
        canonical 308 { origin: "https://example.com", slash: strip }
        "/" if cookie["x"] => 307 "/de",
        "/" if language == "fr" => 307 "/fr",
        "/q" if cookie["x"] => 307 "/de",
    };
    static ADD: Redirects = redirects! {
        canonical 308 { origin: "https://example.com", slash: add, case: lower }
        "/" if cookie["x"] => 307 "/de/",
        "/{lang?:en|fr}" if cookie["y"] => 307 "/{lang}/home/",
    };
    static EITHER: Redirects = redirects! {
        default { slash: either, case: ignore }
        "/" if cookie["x"] => 307 "/de",
        "/" if host == "a.example" => 307 "https://b.example/",
    };
    for site in [&STRIP, &ADD, &EITHER] {
        for sample in samples(site) {
            let request = sample.request().unwrap_or_else(|| unreachable!("{}", sample.rule()));
            assert_eq!(site.find(request).rule(), Some(sample.rule()), "{request}");
        }
    }
}

#[test]
fn a_table_from_bytes_has_the_same_samples() {
    let restored = Redirects::from_bytes(SITE.to_bytes()).unwrap();
    let requests =
        |site| -> Vec<_> { samples(site).iter().map(|sample| sample.request().cloned()).collect() };
    assert_eq!(requests(&restored), requests(&SITE));
    assert!(samples(&Redirects::EMPTY).is_empty());
}

#[test]
fn unreachable_rules_have_no_sample() {
    static SITE: Redirects = redirects! {
        "/a/{x:[a-m]+}" => 410,
        "/a/{x:[n-z]+}" => 410,
        #[allow(unreachable)]
        "/a/{x:[a-m]+|[n-z]+}" => 307 "/b",
        "/a/{x:[a-z]+}" => 307 "/b",
    };
    let unreachable: Vec<_> = samples(&SITE).iter().map(Sample::is_unreachable).collect();
    assert_eq!(unreachable, [false, false, true, false]);
}

#[tokio::test]
async fn broken_targets_are_missing_redirected_again_or_without_the_method() {
    static SITE: Redirects = redirects! {
        "/1" => 301 "/found",
        "/2" => 301 "/missing",
        "/3" => 301 "/again",
        "/4" => 301 "/post",
        POST "/5" => 308 "/post",
        POST "/6" => 303 "/post",
        "/7" => 301 "https://example.com/missing/7",
        "/8" => 301 "https://example.org/missing/8",
        "/9" => pass,
        "/10" => 410,
    };
    let again = async || axum::response::Redirect::to("/found");
    let app = Router::new()
        .route("/found", get(async || ""))
        .route("/again", get(again))
        .route("/post", post(async || ""))
        .layer(RedirectLayer::new(&SITE));
    let broken = broken_targets::<Body, _, _>(&SITE, &["EXAMPLE.com"], app).await.unwrap();
    let broken: Vec<_> = broken.iter().map(ToString::to_string).collect();
    assert_eq!(
        broken,
        [
            r#""/2" => 301 "/missing" leads to GET /missing, which responds with 404"#,
            r#""/3" => 301 "/again" leads to GET /again, which responds with 303"#,
            r#""/4" => 301 "/post" leads to GET /post, which responds with 405"#,
            r#"POST "/6" => 303 "/post" leads to GET /post, which responds with 405"#,
            "\"/7\" => 301 \"https://example.com/missing/7\" leads to GET /missing/7, \
             which responds with 404",
        ]
    );
}

#[test]
fn requests_to_targets_repeat_cookies_and_languages_only() {
    static SITE: Redirects = redirects! {
        "/a" if cookie["c"] == "1" && language == "de" && header["x-a"] == "2" => 307 "/b",
    };
    let targets = site_targets(&SITE, &["example.com"]);
    let headers = targets[0].request().headers();
    assert_eq!(headers["cookie"], "c=1");
    assert_eq!(headers["accept-language"], "de");
    assert_eq!(headers["host"], "example.com");
    assert_eq!(headers.len(), 3);
}
