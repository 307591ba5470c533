//! A whole answer beside those of others, in one run: `cargo bench --bench response -- [WORK…]`.
//!
//! Each line is `WORK PEER ours_ns peer_ns ratio ours_allocs peer_allocs`: a ratio above 1 means that
//! ours is faster. In each round all of them give the same answer, in turn; told are the medians over
//! the rounds, and that of the quotients of a round.
//!
//! All have a request in their hands and give a response with a status, a `Location` and an empty body,
//! which is dropped in the time that is told. The workloads:
//!
//! * `literal` is a 307 to a target without captures, `filled` one with a segment of the path in it. The
//!   rule is found: ours has a `Redirect` and makes a response of it, the others have the target, or the
//!   segment to put into it with `format!`.
//! * `cached` is `literal` with a 308. To that ours adds `Cache-Control`, and the others do not.
//! * `find-literal` and `find-filled` begin with the request: ours looks its path up among a thousand
//!   rules, the others compare it with the one rule that they are written for.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod rounds;

use std::borrow::Cow;
use std::hint::black_box;

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::test::TestRequest;
use actix_web::web::Redirect as ActixRedirect;
use actix_web::{HttpRequest, HttpResponse, Responder};
use allocation_counter::measure;
use axum::body::Body;
use axum::response::{IntoResponse, Redirect as AxumRedirect};
use http::{Request, Response};
use redirects::{Redirects, redirects};
use rounds::{in_turn, median, nanoseconds};

static SITE: Redirects = redirects! {
    "/en-US/docs/Web/JavaScript/Closures" => 307 "/en-US/docs/Web/JavaScript/Guide/Closures",
    "/en-US/docs/Web/JavaScript/Arrays"   => 308 "/en-US/docs/Web/JavaScript/Guide/Arrays",
    "/journal/{slug}"                     => 307 "/articles/{slug}",
    include "moves" as netlify,
};

const LITERAL: &str = "/en-US/docs/Web/JavaScript/Closures";
const LITERAL_TARGET: &str = "/en-US/docs/Web/JavaScript/Guide/Closures";
const CACHED: &str = "/en-US/docs/Web/JavaScript/Arrays";
const CACHED_TARGET: &str = "/en-US/docs/Web/JavaScript/Guide/Arrays";
const FILLED: &str = "/journal/how-closures-work-in-javascript";
const SLUG: &str = "how-closures-work-in-javascript";
const FILLED_TARGET: &str = "/articles/how-closures-work-in-javascript";

/// How many answers are timed at once.
const ANSWERS: u32 = 2_000;

/// A response, of whichever library made it.
trait Answer {
    fn parts(&self) -> (u16, &[u8]);
}

impl Answer for Response<Body> {
    fn parts(&self) -> (u16, &[u8]) {
        (self.status().as_u16(), self.headers()["location"].as_bytes())
    }
}

impl Answer for HttpResponse {
    fn parts(&self) -> (u16, &[u8]) {
        (self.status().as_u16(), self.headers().get(LOCATION).unwrap().as_bytes())
    }
}

/// One who answers.
struct Contender<'a> {
    name: &'static str,
    /// The nanoseconds that an answer takes.
    time: Box<dyn Fn() -> f64 + 'a>,
    allocations: u64,
}

/// What is answered, by all in the same way.
struct Work<'a> {
    name: &'static str,
    status: u16,
    target: &'static str,
    /// Ours comes first.
    contenders: Vec<Contender<'a>>,
}

impl<'a> Work<'a> {
    fn new(name: &'static str, status: u16, target: &'static str) -> Work<'a> {
        Work { name, status, target, contenders: Vec::new() }
    }

    fn with<A: Answer>(mut self, name: &'static str, answer: impl Fn() -> A + 'a) -> Work<'a> {
        assert_eq!(answer().parts(), (self.status, self.target.as_bytes()), "{name}");
        let allocations = measure(|| drop(black_box(answer()))).count_total;
        let time = move || {
            let time = nanoseconds(|| (0..ANSWERS).for_each(|_| drop(black_box(answer()))));
            time / f64::from(ANSWERS)
        };
        self.contenders.push(Contender { name, time: Box::new(time), allocations });
        self
    }

    fn print(&self, rounds: usize) {
        let times = in_turn(rounds, self.contenders.len(), |at| (self.contenders[at].time)());
        let ours = median(times.iter().map(|round| round[0]));
        for (at, contender) in self.contenders.iter().enumerate().skip(1) {
            let theirs = median(times.iter().map(|round| round[at]));
            let ratio = median(times.iter().map(|round| round[at] / round[0]));
            println!(
                "{} {} {ours:.1} {theirs:.1} {ratio:.2} {} {}",
                self.name, contender.name, self.contenders[0].allocations, contender.allocations
            );
        }
    }
}

/// Ours beside the others, who give the target as they have it.
fn compare<'a, T: AsRef<str> + Into<Cow<'static, str>>>(
    work: Work<'a>,
    ours: impl Fn() -> Response<Body> + 'a,
    target: impl Fn() -> T + Copy + 'a,
    asked: &'a HttpRequest,
) -> Work<'a> {
    let is_permanent = work.status == 308;
    let axum = if is_permanent { AxumRedirect::permanent } else { AxumRedirect::temporary };
    let actix = move |target| {
        let redirect = ActixRedirect::to(target);
        if is_permanent { redirect.permanent() } else { redirect.temporary() }
    };
    let status = StatusCode::from_u16(work.status).unwrap();
    work.with("ours", ours)
        .with("axum", move || axum(target().as_ref()).into_response())
        .with("actix-redirect", move || actix(target()).respond_to(asked).map_into_boxed_body())
        .with("actix-response", move || {
            HttpResponse::build(status).insert_header((LOCATION, target().as_ref())).finish()
        })
}

fn get(path: &str) -> Request<()> {
    Request::get(path).body(()).unwrap()
}

/// The segment behind `/journal/`, as one would take it by hand.
fn slug(path: &str) -> Option<&str> {
    path.strip_prefix("/journal/").filter(|slug| !slug.is_empty() && !slug.contains('/'))
}

fn filled(slug: &str) -> String {
    format!("/articles/{slug}")
}

fn main() {
    let (literal, cached, journal) = (get(LITERAL), get(CACHED), get(FILLED));
    let asked = &TestRequest::default().to_http_request();
    let found = |request| SITE.find(request).redirect().unwrap();
    let given = |request| SITE.respond(black_box(request)).unwrap();
    let (to_literal, to_cached, to_filled) = (found(&literal), found(&cached), found(&journal));
    let workloads = [
        compare(
            Work::new("literal", 307, LITERAL_TARGET),
            || black_box(&to_literal).clone().into_response(),
            || black_box(LITERAL_TARGET),
            asked,
        ),
        compare(
            Work::new("filled", 307, FILLED_TARGET),
            || black_box(&to_filled).clone().into_response(),
            || filled(black_box(SLUG)),
            asked,
        ),
        compare(
            Work::new("cached", 308, CACHED_TARGET),
            || black_box(&to_cached).clone().into_response(),
            || black_box(CACHED_TARGET),
            asked,
        ),
        compare(
            Work::new("find-literal", 307, LITERAL_TARGET),
            || given(&literal),
            || (black_box(&literal).uri().path() == LITERAL).then_some(LITERAL_TARGET).unwrap(),
            asked,
        ),
        compare(
            Work::new("find-filled", 307, FILLED_TARGET),
            || given(&journal),
            || slug(black_box(&journal).uri().path()).map(filled).unwrap(),
            asked,
        ),
    ];
    // `cargo test --benches` only wants to know whether it runs.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { 101 } else { 1 };
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let is_wanted =
        |work: &&Work<'_>| wanted.is_empty() || wanted.iter().any(|word| word == work.name);
    for work in workloads.iter().filter(is_wanted) {
        work.print(rounds);
    }
}
