//! An HTTP server for an example whose framework does not include one.

use std::error::Error;
use std::net::SocketAddr;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use tokio::net::TcpListener;

/// Responds to each request with the result of a function, after reading its entire body.
pub async fn serve<F, R>(address: SocketAddr, respond: F) -> Result<(), Box<dyn Error>>
where
    F: Fn(Request<Bytes>) -> R + Clone + Send + 'static,
    R: Future<Output = Response<Bytes>> + Send,
{
    let listener = TcpListener::bind(address).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        let respond = respond.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let respond = respond.clone();
            async move {
                let is_head = request.method() == http::Method::HEAD;
                let (parts, body) = request.into_parts();
                let body = body.collect().await?.to_bytes();
                let response = respond(Request::from_parts(parts, body)).await;
                let shown = move |body| Full::new(if is_head { Bytes::new() } else { body });
                Ok::<_, hyper::Error>(response.map(shown))
            }
        });
        tokio::spawn(async move {
            let server = Builder::new(TokioExecutor::new());
            if let Err(error) = server.serve_connection(TokioIo::new(stream), service).await {
                eprintln!("{error}");
            }
        });
    }
}
