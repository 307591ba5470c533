//! Redirects in actix-web, before all routes and in place of 404 responses.

#[path = "../../common/site.rs"]
mod site;

use std::error::Error;

use actix_web::{App, HttpResponse, HttpServer, web};
use redirects::RedirectLayer;
use site::{ARCHIVE, SITE};

async fn home() -> HttpResponse {
    HttpResponse::Ok().insert_header(("vary", "origin")).body("home\n")
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = HttpServer::new(|| {
        App::new()
            .service(web::resource("/new").get(async || "the new place\n"))
            .service(web::resource("/home").get(home))
            .service(web::resource("/guestbook").get(async || "the guestbook\n"))
            .service(web::scope("/shop").service(web::resource("/mugs").get(async || "mugs\n")))
            .default_service(web::to(async || HttpResponse::NotFound().body("nothing here\n")))
            .wrap(RedirectLayer::new(&ARCHIVE).only_on_not_found())
            .wrap(RedirectLayer::new(&SITE))
    });
    Ok(server.workers(1).bind_auto_h2c(site::address()?)?.run().await?)
}
