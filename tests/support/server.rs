//! A server that ends with its test, and a client that sends exactly what it is told to.

// Each test uses a part of it.
#![allow(dead_code, unreachable_pub, clippy::missing_panics_doc)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};

use axum::Router;
use redirects::Redirects;
use redirects::tower::RedirectLayer;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// An application that answers everything with 200, behind the layer of a table.
pub struct Server {
    address: SocketAddr,
    /// What it runs in: it ends when this is dropped.
    _runtime: Runtime,
}

impl Server {
    pub fn start(site: &Redirects) -> Server {
        let runtime = Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let application = Router::new().fallback(|| async { "the application's" });
        let application = application.layer(RedirectLayer::new(site));
        runtime.spawn(async { axum::serve(listener, application).await });
        Server { address, _runtime: runtime }
    }

    pub fn connect(&self) -> Client {
        Client::connect(self.address)
    }

    /// Compares all answers, and names every one that differs. What is expected is a line like
    /// `308 /find; cache-control: max-age=3600; vary: -`: of the fields those that it names, with
    /// `-` for one that must not be there.
    pub fn check(&self, cases: &[(&str, &str)]) {
        let mut client = self.connect();
        let wrong: Vec<_> = cases
            .iter()
            .map(|(request, expected)| (request, expected, client.ask(request).like(expected)))
            .filter(|(_, expected, answer)| answer != *expected)
            .map(|(request, expected, answer)| format!("{request}: {answer}, and not {expected}"))
            .collect();
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }
}

/// A connection over HTTP/1.1, which is kept.
pub struct Client {
    connection: BufReader<TcpStream>,
}

impl Client {
    pub fn connect(address: impl ToSocketAddrs) -> Client {
        Client { connection: BufReader::new(TcpStream::connect(address).unwrap()) }
    }

    /// Sends a request that is a line, `METHOD /path?query`, and then `Name: value` fields with
    /// `; ` before each. The method is GET and the host is `localhost` where it does not say.
    pub fn ask(&mut self, line: &str) -> Answer {
        let mut words = line.split("; ");
        let first = words.next().unwrap();
        let (method, target) = first.split_once(' ').unwrap_or(("GET", first));
        let mut fields: Vec<_> = words.collect();
        if !fields.iter().any(|field| field.starts_with("Host: ")) {
            fields.push("Host: localhost");
        }
        let request = format!("{method} {target} HTTP/1.1\r\n{}\r\n\r\n", fields.join("\r\n"));
        self.connection.get_mut().write_all(request.as_bytes()).unwrap();
        let answer = Answer { head: self.head() };
        if method != "HEAD" {
            let length = answer.field("content-length").map_or(0, |value| value.parse().unwrap());
            self.connection.read_exact(&mut vec![0; length]).unwrap();
        }
        answer
    }

    fn head(&mut self) -> Vec<String> {
        let lines = self.connection.by_ref().lines().map(Result::unwrap);
        lines.take_while(|line| !line.is_empty()).collect()
    }
}

/// The head of an answer.
pub struct Answer {
    head: Vec<String>,
}

impl Answer {
    pub fn status(&self) -> &str {
        self.head[0].split(' ').nth(1).unwrap()
    }

    /// The value of a field, whose name is in lower case.
    pub fn field(&self, name: &str) -> Option<&str> {
        let fields = self.head[1..].iter().filter_map(|line| line.split_once(": "));
        fields.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }

    pub fn location(&self) -> Option<&str> {
        self.field("location")
    }

    /// The answer as a line with the fields that the expected one names.
    fn like(&self, expected: &str) -> String {
        let location = self.location().map_or(String::new(), |value| format!(" {value}"));
        let names = expected.split("; ").skip(1).filter_map(|field| field.split_once(": "));
        names.fold(format!("{}{location}", self.status()), |line, (name, _)| {
            format!("{line}; {name}: {}", self.field(name).unwrap_or("-"))
        })
    }
}
