//! A local server with the worker's responses.

#[path = "../../common/host.rs"]
mod host;

use std::error::Error;

use site_worker::{respond, site};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    host::serve(site::address()?, |request| async {
        let Ok(response) = respond(request).await;
        response.map(Into::into)
    })
    .await
}
