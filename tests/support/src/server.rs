//! An HTTP server that stops when it is dropped, and a client that sends requests as they are.

use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};

use axum::Router;
use redirects::{LayerTable, RedirectLayer};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::assert_cases;

/// An application that responds 200 to every request, inside the layer of a table.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    /// Runs the server until it is dropped.
    _runtime: Runtime,
}

impl Server {
    /// Starts a server on a free port.
    pub fn start(site: impl Into<LayerTable>) -> Server {
        Server::with_layer(RedirectLayer::new(site))
    }

    /// Starts a server with a layer on a free port.
    pub fn with_layer(layer: RedirectLayer) -> Server {
        let runtime = Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let application = Router::new().fallback(|| async { "the application's" });
        let application = application.layer(layer);
        runtime.spawn(async { axum::serve(listener, application).await });
        Server { address, _runtime: runtime }
    }

    /// Opens a connection.
    pub fn connect(&self) -> Client {
        Client::connect(self.address)
    }

    /// Asserts that the server returns the expected response to every request line, over one
    /// connection.
    ///
    /// An expected response is a line such as `308 /find; cache-control: max-age=3600; vary: -`:
    /// the status, the location, and the fields to compare, with `-` for an absent field.
    ///
    /// # Panics
    ///
    /// If any response differs; the message lists all that do.
    pub fn check(&self, cases: &[(&str, &str)]) {
        self.connect().check(cases);
    }
}

/// A persistent HTTP/1.1 connection.
pub struct Client {
    connection: BufReader<TcpStream>,
}

impl Client {
    /// Connects to a server.
    pub fn connect(address: impl ToSocketAddrs) -> Client {
        Client { connection: BufReader::new(TcpStream::connect(address).unwrap()) }
    }

    /// Asserts that the server returns the expected response to every request line, as
    /// [`Server::check`] does.
    ///
    /// # Panics
    ///
    /// If any response differs; the message lists all that do.
    pub fn check(&mut self, cases: &[(&str, &str)]) {
        assert_cases(cases, |request, expected| self.send(request).line_like(expected));
    }

    /// Sends a request and reads its response. The request is a line as for [`crate::request`];
    /// the host defaults to `localhost`.
    pub fn send(&mut self, line: &str) -> Response {
        let mut parts = line.split("; ");
        let start = parts.next().unwrap();
        let (method, target) = start.split_once(' ').unwrap_or(("GET", start));
        let mut fields: Vec<_> = parts.collect();
        if !fields.iter().any(|field| field.starts_with("Host: ")) {
            fields.push("Host: localhost");
        }
        let request = format!("{method} {target} HTTP/1.1\r\n{}\r\n\r\n", fields.join("\r\n"));
        self.connection.get_mut().write_all(request.as_bytes()).unwrap();
        let response = Response { head: self.read_head() };
        if method != "HEAD" {
            let length = response.field("content-length").map_or(0, |value| value.parse().unwrap());
            self.connection.read_exact(&mut vec![0; length]).unwrap();
        }
        response
    }

    fn read_head(&mut self) -> Vec<String> {
        let lines = self.connection.by_ref().lines().map(Result::unwrap);
        lines.take_while(|line| !line.is_empty()).collect()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Client").field(self.connection.get_ref()).finish()
    }
}

/// The head of a response.
#[derive(Debug)]
pub struct Response {
    head: Vec<String>,
}

impl Response {
    /// Returns the status code as it was sent.
    pub fn status(&self) -> &str {
        self.head[0].split(' ').nth(1).unwrap()
    }

    /// Returns the value of a field. Names are compared without regard to case.
    pub fn field(&self, name: &str) -> Option<&str> {
        let fields = self.head[1..].iter().filter_map(|line| line.split_once(": "));
        fields.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }

    /// Returns the value of `Location`.
    pub fn location(&self) -> Option<&str> {
        self.field("location")
    }

    /// Formats the response as a line with the fields that the expected line names.
    fn line_like(&self, expected: &str) -> String {
        let location = self.location().map_or(String::new(), |value| format!(" {value}"));
        let names = expected.split("; ").skip(1).filter_map(|field| field.split_once(": "));
        names.fold(format!("{}{location}", self.status()), |line, (name, _)| {
            format!("{line}; {name}: {}", self.field(name).unwrap_or("-"))
        })
    }
}
