//! Requests and responses as one line of text each.

use http::{HeaderName, Request};
use redirect_core::{Redirect, Redirects};

/// Parses a request from a line: `/path?query` or `METHOD /path?query`, followed by the header
/// fields as `; Name: value`. The method defaults to GET.
pub fn request(line: &str) -> Request<()> {
    let mut parts = line.split("; ");
    let start = parts.next().unwrap();
    let (method, target) = start.split_once(' ').unwrap_or(("GET", start));
    let request = Request::builder().method(method).uri(target);
    let request = parts.fold(request, |request, field| {
        let (name, value) = field.split_once(": ").unwrap();
        request.header(name.parse::<HeaderName>().unwrap(), value)
    });
    request.body(()).unwrap()
}

/// Returns the response to a request line: the status, followed by the location if there is one.
/// Returns `-` if no rule matches.
pub fn response(site: &Redirects, line: &str) -> String {
    let request = request(line);
    site.find(&request).redirect().map_or_else(|| "-".into(), |redirect| response_line(&redirect))
}

/// Formats a redirect as its status, followed by its location if there is one.
pub fn response_line(redirect: &Redirect<'_, '_>) -> String {
    let location = redirect.location();
    let location = location.map_or(String::new(), |value| format!(" {}", value.to_str().unwrap()));
    format!("{}{location}", redirect.status().as_u16())
}

/// Asserts that the table returns the expected response line for every request line.
///
/// # Panics
///
/// If any response differs; the message lists all that do.
pub fn check(site: &Redirects, cases: &[(&str, &str)]) {
    assert_cases(cases, |line, _| response(site, line));
}

/// Asserts that `actual(request, expected)` returns `expected` for every case.
///
/// # Panics
///
/// If any response differs; the message lists all that do.
pub fn assert_cases(cases: &[(&str, &str)], mut actual: impl FnMut(&str, &str) -> String) {
    let wrong: Vec<_> = cases
        .iter()
        .map(|&(request, expected)| (request, expected, actual(request, expected)))
        .filter(|(_, expected, actual)| actual != expected)
        .map(|(request, expected, actual)| format!("{request}: {actual}, expected {expected}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
