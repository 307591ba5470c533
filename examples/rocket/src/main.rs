//! Redirects in Rocket, before all routes and in place of 404 responses.

#[path = "../../common/site.rs"]
mod site;

use std::error::Error;

use redirects::RedirectLayer;
use rocket::config::Config;
use rocket::http::Header;
use rocket::{Responder, catch, catchers, get, routes};
use site::{ARCHIVE, SITE};

#[get("/new")]
fn new() -> &'static str {
    "the new place\n"
}

#[derive(Responder)]
struct Home(&'static str, Header<'static>);

#[get("/home")]
fn home() -> Home {
    Home("home\n", Header::new("vary", "origin"))
}

#[get("/guestbook")]
fn guestbook() -> &'static str {
    "the guestbook\n"
}

#[get("/mugs")]
fn mugs() -> &'static str {
    "mugs\n"
}

#[catch(404)]
fn nothing() -> &'static str {
    "nothing here\n"
}

#[rocket::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = site::address()?;
    let config =
        Config { address: address.ip(), port: address.port(), ..Config::release_default() };
    rocket::custom(config)
        .mount("/", routes![new, home, guestbook])
        .mount("/shop", routes![mugs])
        .register("/", catchers![nothing])
        .attach(RedirectLayer::new(&ARCHIVE).only_on_not_found())
        .attach(RedirectLayer::new(&SITE))
        .launch()
        .await?;
    Ok(())
}
