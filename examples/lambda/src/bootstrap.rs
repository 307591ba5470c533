//! The function, run by the Lambda runtime.

mod application;
#[path = "../../common/site.rs"]
#[allow(dead_code)] // Unused: the Lambda runtime does not listen on an address.
mod site;

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    lambda_http::run(application::application()).await
}
