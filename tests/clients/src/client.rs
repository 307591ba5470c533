//! The clients and their common trait.

mod browser;
mod command;
mod crates;
mod script;

use http::Method;

pub(crate) use browser::Browser;

use crate::experiment::ClientRequest;
use crate::site::Site;

pub(crate) trait Client {
    fn name(&self) -> &'static str;

    /// Returns the version, or the reason why the client is not available.
    fn version(&self) -> Result<String, String>;

    /// Returns whether the client supports the method.
    fn sends(&self, _method: &Method) -> bool {
        true
    }

    /// Sends requests in order, in one session if the client has sessions. Returns the last message
    /// of the client for each request: a status or an error.
    fn send_all(&self, requests: &[ClientRequest], site: &Site) -> Result<Vec<String>, String>;
}

pub(crate) fn all() -> Vec<Box<dyn Client>> {
    let browsers = Browser::ALL.into_iter().map(|browser| Box::new(browser) as Box<dyn Client>);
    let others: [Box<dyn Client>; 10] = [
        Box::new(command::CURL),
        Box::new(command::CURL_WITH_METHOD),
        Box::new(command::CURL_KEEPING_POST),
        Box::new(command::WGET),
        Box::new(script::REQUESTS),
        Box::new(script::HTTPX),
        Box::new(script::URLLIB),
        Box::new(script::NODE),
        Box::new(crates::Reqwest),
        Box::new(crates::Ureq),
    ];
    browsers.chain(others).collect()
}
