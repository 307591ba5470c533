//! The function behind a local gateway, which converts each request to an API Gateway event.

mod application;
#[path = "../../common/host.rs"]
mod host;
#[path = "../../common/site.rs"]
mod site;

use std::collections::BTreeMap;
use std::error::Error;

use bytes::Bytes;
use http::{Request, Response};
use lambda_http::Body;
use serde_json::{Value, json};
use tower::ServiceExt;

/// Builds the event for a request to an HTTP API, in payload format 2.0.
fn event(request: &Request<Bytes>) -> Value {
    let (uri, headers) = (request.uri(), request.headers());
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = uri.authority().map(|host| host.as_str()).or(text("host")).unwrap_or_default();
    let cookies: Vec<_> = text("cookie").into_iter().flat_map(|line| line.split("; ")).collect();
    let mut fields = BTreeMap::from([("host", host.to_owned())]);
    for name in headers.keys().filter(|name| !["host", "cookie"].contains(&name.as_str())) {
        let lines =
            headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
        fields.insert(name.as_str(), lines.collect::<Vec<_>>().join(","));
    }
    json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": uri.path(),
        "rawQueryString": uri.query().unwrap_or_default(),
        "cookies": cookies,
        "headers": fields,
        "requestContext": {
            "stage": "$default",
            "domainName": host,
            "http": {
                "method": request.method().as_str(),
                "path": uri.path(),
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": text("user-agent").unwrap_or_default(),
            },
        },
        "body": String::from_utf8_lossy(request.body()),
        "isBase64Encoded": false,
    })
}

/// Returns the response of the function. An error becomes a 502 response, as in API Gateway.
async fn respond(request: Request<Bytes>) -> Response<Bytes> {
    let result = match lambda_http::request::from_str(&event(&request).to_string()) {
        Ok(request) => application::application().oneshot(request).await,
        Err(error) => Err(error.into()),
    };
    match result {
        Ok(response) => response.map(|body| match body {
            Body::Text(text) => text.into(),
            Body::Binary(bytes) => bytes.into(),
            _ => Bytes::new(),
        }),
        Err(error) => {
            let mut response = Response::new(error.to_string().into());
            *response.status_mut() = http::StatusCode::BAD_GATEWAY;
            response
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    host::serve(site::address()?, respond).await
}
