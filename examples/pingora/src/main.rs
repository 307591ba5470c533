//! Redirects in a Pingora proxy, before the upstream and in place of its 404 responses.
//!
//! The upstream is another server in the same process, on the next port.

#[path = "../../common/site.rs"]
mod site;

use std::error::Error;
use std::net::SocketAddr;

use async_trait::async_trait;
use pingora_core::apps::HttpServerOptions;
use pingora_core::apps::http_app::{HttpServer, ServeHttp};
use pingora_core::protocols::http::ServerSession;
use pingora_core::server::Server;
use pingora_core::services::listening::Service;
use pingora_core::upstreams::peer::HttpPeer;
use pingora_http::ResponseHeader;
use pingora_proxy::{ProxyHttp, Session, http_proxy_service};
use redirects::{RedirectLayer, pingora_0_9};
use site::{ARCHIVE, SITE};

struct Proxy {
    upstream: SocketAddr,
    site: RedirectLayer,
    archive: RedirectLayer,
}

#[async_trait]
impl ProxyHttp for Proxy {
    type CTX = ();

    fn new_ctx(&self) {}

    async fn request_filter(
        &self,
        session: &mut Session,
        _: &mut (),
    ) -> pingora_core::Result<bool> {
        match pingora_0_9::request_filter(&self.site, session.req_header())? {
            Some(header) => session.write_response_header(header, true).await.map(|()| true),
            None => Ok(false),
        }
    }

    async fn response_filter(
        &self,
        session: &mut Session,
        response: &mut ResponseHeader,
        _: &mut (),
    ) -> pingora_core::Result<()> {
        let request = session.req_header();
        pingora_0_9::response_filter(&self.archive, request, response)?;
        pingora_0_9::response_filter(&self.site, request, response)
    }

    async fn upstream_peer(
        &self,
        _: &mut Session,
        _: &mut (),
    ) -> pingora_core::Result<Box<HttpPeer>> {
        Ok(Box::new(HttpPeer::new(self.upstream, false, String::new())))
    }
}

struct Upstream;

#[async_trait]
impl ServeHttp for Upstream {
    async fn response(&self, session: &mut ServerSession) -> http::Response<Vec<u8>> {
        let request = session.req_header();
        let is_asked = ["GET", "HEAD"].contains(&request.method.as_str());
        let (status, page) = match request.uri.path() {
            "/new" | "/home" | "/guestbook" | "/shop/mugs" if is_asked => (200, "the new place\n"),
            "/new" | "/home" | "/guestbook" | "/shop/mugs" => (405, ""),
            _ => (404, "nothing here\n"),
        };
        let page = if request.method == "HEAD" { "" } else { page };
        let mut response = http::Response::new(page.as_bytes().to_vec());
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
        let length = http::HeaderValue::from(page.len());
        response.headers_mut().insert("content-length", length);
        if request.uri.path() == "/home" {
            response.headers_mut().insert("vary", http::HeaderValue::from_static("origin"));
        }
        response
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let address = site::address()?;
    let upstream = SocketAddr::new(address.ip(), address.port() + 1);
    let mut server = Server::new(None)?;
    server.bootstrap();

    let mut application = Service::new("upstream".into(), HttpServer::new_app(Upstream));
    application.add_tcp(&upstream.to_string());
    server.add_service(application);

    let proxy = Proxy {
        upstream,
        site: RedirectLayer::new(&SITE),
        archive: RedirectLayer::new(&ARCHIVE).only_on_not_found(),
    };
    let mut proxy = http_proxy_service(&server.configuration, proxy);
    let mut options = HttpServerOptions::default();
    options.h2c = true;
    if let Some(proxy) = proxy.app_logic_mut() {
        proxy.server_options = Some(options);
    }
    proxy.add_tcp(&address.to_string());
    server.add_service(proxy);
    server.run_forever()
}
