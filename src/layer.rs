//! Where a table stands in a server: what all frameworks share.

use std::ops::ControlFlow;

use http::Response;
use http::header::{HeaderValue, VARY};

use crate::forwarded::Forwarded;
use crate::{Redirect, Redirects, Request};

/// A table around an application: it answers what the table redirects, and leaves the rest to the
/// application.
///
/// It is a layer, a middleware, a hoop or a fairing of each framework whose feature is switched on,
/// and each says in its module how it is embedded: a line, in all of them. By default the table is
/// asked first; see [`only_on_not_found`](RedirectLayer::only_on_not_found) for the other place.
///
/// Where conditions looked at a field and no rule answered, the field's name is added to `Vary` of the
/// application's answer, so that no cache gives it to those who would have been redirected.
///
/// Let it stand around the outermost router. A nested router strips its prefix from the path, so that a
/// layer inside it would see another path than the client asked for.
///
/// Where there is no feature, [`ask`](RedirectLayer::ask) is all that is needed.
#[derive(Clone, Debug)]
pub struct RedirectLayer {
    redirects: Redirects,
    turn: Turn,
    forwarded_is_trusted: bool,
}

/// Who answers first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Turn {
    Redirects,
    Application,
}

impl RedirectLayer {
    /// The layer of a table, which is cheap to clone.
    pub fn new(redirects: &Redirects) -> RedirectLayer {
        RedirectLayer {
            redirects: redirects.clone(),
            turn: Turn::Redirects,
            forwarded_is_trusted: false,
        }
    }

    /// Lets the application answer first: only its 404 (RFC 9110 §15.5.5) to a GET or HEAD is
    /// replaced, whoever in it said so. A rule for another method never answers there.
    ///
    /// ```
    /// use redirects::{RedirectLayer, Redirects, redirects};
    ///
    /// static ARCHIVE: Redirects = redirects! {
    ///     "/{*page}" => 302 "https://archive.example.com/{page}",
    /// };
    ///
    /// let layer = RedirectLayer::new(&ARCHIVE).only_on_not_found();
    /// ```
    #[must_use]
    pub fn only_on_not_found(self) -> RedirectLayer {
        RedirectLayer { turn: Turn::Application, ..self }
    }

    /// Takes the host from `X-Forwarded-Host` and the scheme from `X-Forwarded-Proto`, where they
    /// are there: of several values the last one, which the nearest proxy wrote.
    ///
    /// **Only behind a proxy that sets or removes both fields of every request.** Else any client
    /// chooses the host that rules see, and by it, where a rule captures the host, the one that a
    /// cache keeps for others. Not every proxy does so unless it is told: many set the one and
    /// let the other pass. `Forwarded` (RFC 7239) is not looked at.
    ///
    /// `Vary` then names the fields that a host or a scheme was read from.
    ///
    /// ```
    /// use redirects::{RedirectLayer, Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! {
    ///     "/{*path}" if scheme == "http" => 308 "https://example.com/{path}",
    /// };
    ///
    /// let layer = RedirectLayer::new(&SITE).trust_forwarded();
    /// let asked = |scheme| {
    ///     let request = http::Request::get("/a").header("x-forwarded-proto", scheme);
    ///     layer.ask(&request.body(()).unwrap())
    /// };
    /// assert!(asked("http").is_break());
    /// assert!(asked("https").is_continue());
    /// ```
    #[must_use]
    pub fn trust_forwarded(self) -> RedirectLayer {
        RedirectLayer { forwarded_is_trusted: true, ..self }
    }

    /// What becomes of a request: `Break` with the answer, or `Continue` where the application is to
    /// be asked, with what then becomes of its answer.
    ///
    /// It is all that a framework without a feature of its own needs:
    ///
    /// ```
    /// use std::ops::ControlFlow;
    ///
    /// use http::{Request, Response};
    /// use redirects::{ResponseAction, RedirectLayer, Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/home" if cookie["beta"] => 307 "/beta" };
    ///
    /// fn answer(layer: &RedirectLayer, request: &Request<()>) -> Response<()> {
    ///     let afterwards = match layer.ask(request) {
    ///         ControlFlow::Break(redirect) => return redirect,
    ///         ControlFlow::Continue(afterwards) => afterwards,
    ///     };
    ///     let mut response = Response::new(()); // of the application
    ///     match afterwards.amend(response.status() == 404) {
    ///         ResponseAction::Replace(redirect) => return redirect,
    ///         ResponseAction::Vary(fields) => {
    ///             response.headers_mut().append("vary", fields);
    ///         }
    ///         ResponseAction::None => {}
    ///     }
    ///     response
    /// }
    ///
    /// let layer = RedirectLayer::new(&SITE);
    /// let request = Request::get("/home").body(()).unwrap();
    /// assert_eq!(answer(&layer, &request).headers()["vary"], "cookie");
    /// ```
    pub fn ask(&self, request: &impl Request) -> ControlFlow<Response<()>, PendingResponse> {
        if self.turn == Turn::Application && !["GET", "HEAD"].contains(&request.method()) {
            return ControlFlow::Continue(PendingResponse::NOTHING);
        }
        if !self.forwarded_is_trusted {
            let found = self.redirects.find(request);
            return self.turn.decide(found.redirect().map(Redirect::into_response), found.vary());
        }
        let forwarded = Forwarded::new(request);
        let found = self.redirects.find(&forwarded);
        let vary = joined(found.vary(), forwarded.looked_at());
        let redirect = found.redirect().map(|redirect| {
            let mut response = redirect.into_response();
            if let Some(fields) = &vary {
                response.headers_mut().insert(VARY, fields.clone());
            }
            response
        });
        self.turn.decide(redirect, vary)
    }
}

impl Turn {
    fn decide(
        self,
        redirect: Option<Response<()>>,
        vary: Option<HeaderValue>,
    ) -> ControlFlow<Response<()>, PendingResponse> {
        match redirect {
            Some(redirect) if self == Turn::Redirects => ControlFlow::Break(redirect),
            redirect => ControlFlow::Continue(PendingResponse { redirect, vary, turn: self }),
        }
    }
}

/// The fields of both, as one value of `Vary`.
fn joined(
    vary: Option<HeaderValue>,
    names: impl Iterator<Item = &'static str>,
) -> Option<HeaderValue> {
    let names = names.map(HeaderValue::from_static);
    let fields: Vec<_> = vary.into_iter().chain(names).collect();
    let fields: Vec<_> = fields.iter().map(HeaderValue::as_bytes).collect();
    let joined = HeaderValue::from_bytes(&fields.join(&b", "[..])).ok();
    joined.filter(|joined| !joined.is_empty())
}

/// What becomes of the application's answer.
#[derive(Debug)]
pub struct PendingResponse {
    /// What replaces a 404.
    redirect: Option<Response<()>>,
    /// The fields that were looked at before the application was asked.
    vary: Option<HeaderValue>,
    turn: Turn,
}

impl PendingResponse {
    const NOTHING: PendingResponse =
        PendingResponse { redirect: None, vary: None, turn: Turn::Application };

    /// What is to be done about an answer, of which only one thing matters: whether it is a 404
    /// (RFC 9110 §15.5.5).
    pub fn amend(self, is_not_found: bool) -> ResponseAction {
        let depends = is_not_found || self.turn == Turn::Redirects;
        match (self.redirect, self.vary) {
            (Some(redirect), _) if is_not_found => ResponseAction::Replace(redirect),
            (_, Some(fields)) if depends => ResponseAction::Vary(fields),
            _ => ResponseAction::None,
        }
    }
}

/// What is done about an application's answer: see [`RedirectLayer::ask`].
#[derive(Debug)]
pub enum ResponseAction {
    /// It stays as it is.
    None,
    /// These fields are added to its `Vary` (RFC 9110 §12.5.5): another value of one could have
    /// made another answer.
    Vary(HeaderValue),
    /// This is sent instead of it.
    Replace(Response<()>),
}
