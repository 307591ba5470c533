//! Redirects in a Loco application, before its routes and in place of its 404 responses.

#[path = "../../common/site.rs"]
#[expect(dead_code, reason = "Loco reads the port of the environment in its configuration")]
mod site;

use std::path::Path;

use loco_rs::app::{AppContext, Hooks};
use loco_rs::bgworker::Queue;
use loco_rs::boot::{self, BootResult, ServeParams, StartMode};
use loco_rs::config::Config;
use loco_rs::controller::AppRoutes;
use loco_rs::environment::{Environment, resolve_from_env};
use loco_rs::prelude::*;
use loco_rs::task::Tasks;
use redirects::RedirectLayer;
use site::{ARCHIVE, SITE};

struct App;

#[async_trait]
impl Hooks for App {
    fn app_name() -> &'static str {
        env!("CARGO_CRATE_NAME")
    }

    async fn boot(mode: StartMode, env: &Environment, config: Config) -> Result<BootResult> {
        boot::create_app::<Self>(mode, env, config).await
    }

    async fn load_config(env: &Environment) -> Result<Config> {
        env.load_from_folder(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/config")))
    }

    fn routes(_: &AppContext) -> AppRoutes {
        let pages = Routes::new()
            .add("/new", get(async || page("the new place")))
            .add("/home", get(home))
            .add("/guestbook", get(async || page("the guestbook")));
        let shop = Routes::new().prefix("/shop").add("/mugs", get(async || page("mugs")));
        AppRoutes::empty().add_route(pages).add_route(shop)
    }

    async fn after_routes(router: axum::Router, _: &AppContext) -> Result<axum::Router> {
        Ok(router
            .layer(RedirectLayer::new(&ARCHIVE).only_on_not_found())
            .layer(RedirectLayer::new(&SITE)))
    }

    async fn connect_workers(_: &AppContext, _: &Queue) -> Result<()> {
        Ok(())
    }

    fn register_tasks(_: &mut Tasks) {}
}

fn page(title: &str) -> Result<Response> {
    format::template("<h1>{{ title }}</h1>\n", data!({ "title": title }))
}

async fn home() -> Result<impl IntoResponse> {
    Ok(([("vary", "origin")], page("home")?))
}

#[tokio::main]
async fn main() -> Result<()> {
    let environment: Environment = resolve_from_env().into();
    let config = App::load_config(&environment).await?;
    let address = ServeParams { port: config.server.port, binding: config.server.binding.clone() };
    let app = App::boot(StartMode::ServerOnly, &environment, config).await?;
    boot::start::<App>(app, address, true).await
}
