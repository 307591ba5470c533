//! The function as a Lambda runtime.

mod application;
#[path = "../../common/site.rs"]
#[allow(dead_code)] // Lambda says where it listens.
mod site;

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    lambda_http::run(application::application()).await
}
