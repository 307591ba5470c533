//! Building responses, compared with other libraries:
//! `cargo bench --bench response -- [WORKLOAD…]`.
//!
//! Each line is `WORKLOAD PEER ours_ns peer_ns ratio ours_allocs peer_allocs`. Times are medians
//! over all rounds, and the ratio is the median of the ratios within a round: above 1, ours is
//! faster.
//!
//! All contenders get a request and return a response with a status, a `Location` and an empty
//! body, which is dropped within the measured time. The workloads:
//!
//! * `static` is a 307 to a target without captures, and `filled` to one with a segment of the
//!   path. The lookup is not measured: ours turns a `Redirect` into a response, and the others
//!   have the target, or the segment for a `format!`.
//! * `cached` is `static` with a 308, to which only ours adds `Cache-Control`.
//! * `find-static` and `find-filled` start with the request: ours finds its path among a thousand
//!   rules, while the others compare it with a single one.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod measure;

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
use measure::{interleave, median, nanoseconds};
use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! {
    "/en-US/docs/Web/JavaScript/Closures" => 307 "/en-US/docs/Web/JavaScript/Guide/Closures",
    "/en-US/docs/Web/JavaScript/Arrays"   => 308 "/en-US/docs/Web/JavaScript/Guide/Arrays",
    "/journal/{slug}"                     => 307 "/articles/{slug}",
    include "moves" as netlify,
};

const STATIC: &str = "/en-US/docs/Web/JavaScript/Closures";
const STATIC_TARGET: &str = "/en-US/docs/Web/JavaScript/Guide/Closures";
const CACHED: &str = "/en-US/docs/Web/JavaScript/Arrays";
const CACHED_TARGET: &str = "/en-US/docs/Web/JavaScript/Guide/Arrays";
const FILLED: &str = "/journal/how-closures-workload-in-javascript";
const SLUG: &str = "how-closures-workload-in-javascript";
const FILLED_TARGET: &str = "/articles/how-closures-workload-in-javascript";

/// The number of responses in one measurement.
const RESPONSES: u32 = 2_000;

/// A response of any of the libraries.
trait AnyResponse {
    fn parts(&self) -> (u16, &[u8]);
}

impl AnyResponse for Response<Body> {
    fn parts(&self) -> (u16, &[u8]) {
        (self.status().as_u16(), self.headers()["location"].as_bytes())
    }
}

impl AnyResponse for HttpResponse {
    fn parts(&self) -> (u16, &[u8]) {
        (self.status().as_u16(), self.headers().get(LOCATION).unwrap().as_bytes())
    }
}

/// A library that builds the response.
struct Contender<'a> {
    name: &'static str,
    /// Returns the time for one response, in nanoseconds.
    time: Box<dyn Fn() -> f64 + 'a>,
    allocations: u64,
}

/// A response that all contenders build in the same way.
struct Workload<'a> {
    name: &'static str,
    status: u16,
    target: &'static str,
    /// The contenders, of which the first is ours.
    contenders: Vec<Contender<'a>>,
}

impl<'a> Workload<'a> {
    fn new(name: &'static str, status: u16, target: &'static str) -> Workload<'a> {
        Workload { name, status, target, contenders: Vec::new() }
    }

    fn with<R: AnyResponse>(
        mut self,
        name: &'static str,
        respond: impl Fn() -> R + 'a,
    ) -> Workload<'a> {
        assert_eq!(respond().parts(), (self.status, self.target.as_bytes()), "{name}");
        let allocations = measure(|| drop(black_box(respond()))).count_total;
        let time = move || {
            let time = nanoseconds(|| (0..RESPONSES).for_each(|_| drop(black_box(respond()))));
            time / f64::from(RESPONSES)
        };
        self.contenders.push(Contender { name, time: Box::new(time), allocations });
        self
    }

    fn print(&self, rounds: usize) {
        let times = interleave(rounds, self.contenders.len(), |at| (self.contenders[at].time)());
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

/// Adds all contenders to a workload. `target` returns the target for the other libraries.
fn compare<'a, T: AsRef<str> + Into<Cow<'static, str>>>(
    workload: Workload<'a>,
    ours: impl Fn() -> Response<Body> + 'a,
    target: impl Fn() -> T + Copy + 'a,
    request: &'a HttpRequest,
) -> Workload<'a> {
    let is_permanent = workload.status == 308;
    let axum = if is_permanent { AxumRedirect::permanent } else { AxumRedirect::temporary };
    let actix = move |target| {
        let redirect = ActixRedirect::to(target);
        if is_permanent { redirect.permanent() } else { redirect.temporary() }
    };
    let status = StatusCode::from_u16(workload.status).unwrap();
    workload
        .with("ours", ours)
        .with("axum", move || axum(target().as_ref()).into_response())
        .with("actix-redirect", move || actix(target()).respond_to(request).map_into_boxed_body())
        .with("actix-response", move || {
            HttpResponse::build(status).insert_header((LOCATION, target().as_ref())).finish()
        })
}

fn get(path: &str) -> Request<()> {
    Request::get(path).body(()).unwrap()
}

/// Returns the segment after `/journal/`, as handwritten code would.
fn slug(path: &str) -> Option<&str> {
    path.strip_prefix("/journal/").filter(|slug| !slug.is_empty() && !slug.contains('/'))
}

fn fill(slug: &str) -> String {
    format!("/articles/{slug}")
}

fn main() {
    let (fixed, cached, journal) = (get(STATIC), get(CACHED), get(FILLED));
    let request = &TestRequest::default().to_http_request();
    let find = |request| SITE.find(request).redirect().unwrap();
    let respond = |request| SITE.respond(black_box(request)).unwrap();
    let (to_fixed, to_cached, to_filled) = (find(&fixed), find(&cached), find(&journal));
    let workloads = [
        compare(
            Workload::new("static", 307, STATIC_TARGET),
            || black_box(&to_fixed).clone().into_response(),
            || black_box(STATIC_TARGET),
            request,
        ),
        compare(
            Workload::new("filled", 307, FILLED_TARGET),
            || black_box(&to_filled).clone().into_response(),
            || fill(black_box(SLUG)),
            request,
        ),
        compare(
            Workload::new("cached", 308, CACHED_TARGET),
            || black_box(&to_cached).clone().into_response(),
            || black_box(CACHED_TARGET),
            request,
        ),
        compare(
            Workload::new("find-static", 307, STATIC_TARGET),
            || respond(&fixed),
            || (black_box(&fixed).uri().path() == STATIC).then_some(STATIC_TARGET).unwrap(),
            request,
        ),
        compare(
            Workload::new("find-filled", 307, FILLED_TARGET),
            || respond(&journal),
            || slug(black_box(&journal).uri().path()).map(fill).unwrap(),
            request,
        ),
    ];
    // `cargo test --benches` only checks that the benchmark runs.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { 101 } else { 1 };
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let is_wanted = |workload: &&Workload<'_>| {
        wanted.is_empty() || wanted.iter().any(|word| word == workload.name)
    };
    for workload in workloads.iter().filter(is_wanted) {
        workload.print(rounds);
    }
}
