//! The clients, each behind the same two questions: which version, and go and ask.

mod browser;
mod command;
mod crates;
mod script;

use http::Method;

pub(crate) use browser::Browser;

use crate::question::Ask;
use crate::site::Site;

pub(crate) trait Client {
    fn name(&self) -> &'static str;

    /// The version, or why there is none.
    fn version(&self) -> Result<String, String>;

    /// Whether it has a way of its own to send the method.
    fn sends(&self, _method: &Method) -> bool {
        true
    }

    /// Asks for each in turn, in one session where the client has such, and tells what the client
    /// said at the end of each: a status, or an error.
    fn ask(&self, asks: &[Ask], site: &Site) -> Result<Vec<String>, String>;
}

pub(crate) fn all() -> Vec<Box<dyn Client>> {
    vec![
        Box::new(Browser::FETCH),
        Box::new(Browser::NAVIGATION),
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
    ]
}
