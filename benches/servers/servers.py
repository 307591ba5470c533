"""How each server is told its rules, and started."""

import os
import shutil
import subprocess

PACKAGE = """[package]
name = "ours"
version = "0.1.0"
edition = "2024"
[workspace]
[dependencies]
redirects = {{ path = "{root}" }}
http = "1"
bytes = "1"
http-body-util = "0.1"
hyper = {{ version = "1", features = ["http1", "server"] }}
hyper-util = {{ version = "0.1", features = ["tokio"] }}
tokio = {{ version = "1", features = ["net", "rt"] }}
"""

PROGRAM = """use std::convert::Infallible;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use redirects::{Redirects, redirects};

static SITE: Redirects = redirects! { include "rules.tsv" };

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    Ok(SITE.respond(&request).unwrap_or_else(|| {
        let mut missing = Response::new(Full::default());
        *missing.status_mut() = StatusCode::NOT_FOUND;
        missing
    }))
}

fn main() {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(0);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    let tasks = tokio::task::LocalSet::new();
    tasks.block_on(&runtime, async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        loop {
            let Ok((stream, _)) = listener.accept().await else { continue };
            let _ = stream.set_nodelay(true);
            tokio::task::spawn_local(async move {
                let served = http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service_fn(answer));
                let _ = served.await;
            });
        }
    });
}
"""


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


def ours(root, folder, pairs, port):
    package = f"{folder}/ours"
    write(f"{package}/Cargo.toml", PACKAGE.format(root=root))
    write(f"{package}/src/main.rs", PROGRAM)
    write(f"{package}/src/rules.tsv", "".join(f"{a}\t{b}\n" for a, b in pairs))
    shutil.copy(f"{root}/Cargo.lock", package)
    target = f"{folder}/target"
    build = ["cargo", "build", "--quiet", "--release", "--target-dir", target]
    subprocess.run(build, cwd=package, check=True)
    return [f"{target}/release/ours", str(port)]


def nginx(root, folder, pairs, port):
    size = 1 << (4 * len(pairs)).bit_length()
    write(f"{folder}/nginx/map.conf", "".join(f"{a} {b};\n" for a, b in pairs))
    write(f"{folder}/nginx/nginx.conf", f"""
daemon off; master_process off; pid {folder}/nginx/pid; error_log stderr crit;
events {{ worker_connections 256; }}
http {{
    access_log off; keepalive_requests 1000000000;
    map_hash_max_size {size}; map_hash_bucket_size 1024;
    map $uri $target {{ default ""; include {folder}/nginx/map.conf; }}
    server {{
        listen 127.0.0.1:{port}; absolute_redirect off;
        if ($target) {{ return 301 $target; }}
        location / {{ return 404; }}
    }}
}}
""")
    return ["nginx", "-c", f"{folder}/nginx/nginx.conf", "-p", f"{folder}/nginx"]


def caddy(root, folder, pairs, port):
    lines = "".join(f"\t\t{a} {b}\n" for a, b in pairs)
    write(f"{folder}/caddy/Caddyfile", f"""{{
	admin off
	auto_https off
	storage file_system {folder}/caddy
}}
http://127.0.0.1:{port} {{
	map {{path}} {{target}} {{
{lines}		default ""
	}}
	@hit expression {{target}} != ""
	redir @hit {{target}} 301
	respond 404
}}
""")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", f"{folder}/caddy/Caddyfile"]


def apache(root, folder, pairs, port):
    write(f"{folder}/apache/map.txt", "".join(f"{a} {b}\n" for a, b in pairs))
    for old in ("map.pag", "map.dir"):
        if os.path.exists(f"{folder}/apache/{old}"):
            os.remove(f"{folder}/apache/{old}")
    make = ["httxt2dbm", "-f", "SDBM", "-i", f"{folder}/apache/map.txt", "-o", f"{folder}/apache/map"]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    modules = "/usr/lib/apache2/modules"
    write(f"{folder}/apache/apache.conf", f"""
ServerRoot {folder}/apache
ServerName localhost
PidFile {folder}/apache/pid
Listen 127.0.0.1:{port}
ErrorLog /dev/null
User www-data
Group www-data
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule rewrite_module {modules}/mod_rewrite.so
StartServers 1
ServerLimit 1
ThreadsPerChild 64
MaxRequestWorkers 64
MaxKeepAliveRequests 0
DocumentRoot {folder}/apache
RewriteEngine On
RewriteMap moves dbm=sdbm:{folder}/apache/map
RewriteCond ${{moves:%{{REQUEST_URI}}}} ^(/.+)$
RewriteRule ^ %1 [R=301,L]
RewriteRule ^ - [R=404,L]
""")
    return ["apache2", "-D", "FOREGROUND", "-f", f"{folder}/apache/apache.conf"]
