#!/usr/bin/env bash
# Compares a redirect server with others, on the loopback interface: benches/servers.sh [10k] [1m].
#
# Ours is hyper on one thread, with its rules from an `include`. The others are nginx with a `map`,
# Caddy with a `map` and Apache with a RewriteMap of type dbm (the last two with 10k only). All have
# the same rules, with simple paths, and one core; wrk sends requests from the other core, over 32
# connections, without pipelining. Each line is
# `RULES SERVER start_ms before_MB after_MB file_MB hit_us miss_us`:
#
#   start   the time from the start of the process until the first correct response
#   before  resident memory when it listens, before the first request
#   after   resident memory at the end; file is its file-backed part, which the kernel can drop
#   hit     CPU time of the server (/proc/PID/stat) per redirect, in microseconds: the median of
#           ROUNDS (default 3) rounds of SECONDS_EACH (default 3), in which all servers take turns
#   miss    the same for a 404
#
# Missing programs are installed with apt-get.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
rounds=${ROUNDS:-3}
seconds=${SECONDS_EACH:-3}
sizes=("$@")
[ $# -gt 0 ] || sizes=(10k 1m)
. "$here/rules.sh"
work=$(mktemp -d)
# Set CARGO_TARGET_DIR to keep the target folder between runs.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$work/target}
chmod 755 "$work"
running=()

stop() {
    for pid in "${running[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${running[@]}"; do
        for _ in $(seq 50); do [ -d "/proc/$pid" ] || break; sleep 0.1; done
        kill -9 "$pid" 2>/dev/null || true
    done
    running=()
}
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

missing=()
for program in nginx caddy apache2 wrk; do
    command -v "$program" >/dev/null || missing+=("$program")
done
if [ ${#missing[@]} -gt 0 ]; then
    apt-get update -qq
    # RUNLEVEL=1 keeps the packages from starting their services.
    RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# Filters the rules whose paths have no special meaning in any configuration.
simple() {
    local path='(/[A-Za-z0-9_~-][A-Za-z0-9._~()@!+,-]*)+'
    LC_ALL=C grep -P "^$path\\t$path\$"
}

build_ours() {
    mkdir -p "$work/ours/src"
    cp "$work/rules.tsv" "$work/ours/src"
    cp "$here/../rust-toolchain.toml" "$here/../Cargo.lock" "$work/ours"
    cat >"$work/ours/Cargo.toml" <<END
[package]
name = "ours"
edition = "2024"
[dependencies]
bytes = "1"
http = "1"
http-body-util = "0.1"
hyper = { version = "1", features = ["http1", "server"] }
hyper-util = { version = "0.1", features = ["tokio"] }
redirects = { path = "$here/.." }
tokio = { version = "1", features = ["macros", "net", "rt"] }
END
    cat >"$work/ours/src/main.rs" <<END
use std::convert::Infallible;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::Empty;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use redirects::{Redirects, redirects};
use tokio::net::TcpListener;

static SITE: Redirects = redirects! { $(allowed "$1") include "rules.tsv" as tsv, };

async fn respond(request: Request<Incoming>) -> Result<Response<Empty<Bytes>>, Infallible> {
    Ok(SITE.respond(&request).unwrap_or_else(|| {
        let mut response = Response::default();
        *response.status_mut() = StatusCode::NOT_FOUND;
        response
    }))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind(std::env::args().nth(1).unwrap_or_default()).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let service = service_fn(respond);
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        tokio::spawn(async { drop(connection.await) });
    }
}
END
    (cd "$work/ours" && cargo build --quiet --release)
}

configure_nginx() {
    perl -F'\t' -lane 'print qq("$F[0]" "$F[1]";)' <"$work/rules.tsv" >"$work/nginx.map"
    cat >"$work/nginx.conf" <<END
daemon off;
master_process off;
pid $work/nginx.pid;
error_log $work/nginx.log;
events { worker_connections 1024; }
http {
    access_log off;
    absolute_redirect off;
    keepalive_requests 1000000000;
    client_body_temp_path $work/nginx.body;
    proxy_temp_path $work/nginx.proxy;
    fastcgi_temp_path $work/nginx.fastcgi;
    uwsgi_temp_path $work/nginx.uwsgi;
    scgi_temp_path $work/nginx.scgi;
    map_hash_max_size 4194304;
    map_hash_bucket_size 512;
    map \$uri \$target { include $work/nginx.map; }
    server {
        listen 127.0.0.1:$1;
        location / {
            if (\$target) { return 301 \$target; }
            return 404;
        }
    }
}
END
}

configure_caddy() {
    {
        printf '{\n admin off\n auto_https off\n}\n'
        printf 'http://127.0.0.1:%s {\n map {path} {target} {\n' "$1"
        perl -F'\t' -lane 'print qq(  $F[0] "$F[1]")' <"$work/rules.tsv"
        printf '  default none\n }\n @moved not vars {target} none\n'
        printf ' redir @moved {target} 301\n respond 404\n}\n'
    } >"$work/Caddyfile"
}

configure_apache() {
    tr '\t' ' ' <"$work/rules.tsv" >"$work/moves.txt"
    httxt2dbm -f SDBM -i "$work/moves.txt" -o "$work/moves" >/dev/null 2>&1
    mkdir -p "$work/empty"
    chmod 644 "$work"/moves*
    cat >"$work/apache.conf" <<END
ServerRoot $work
ServerName localhost
PidFile $work/apache.pid
ErrorLog $work/apache.log
Listen 127.0.0.1:$1
User www-data
Group www-data
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule rewrite_module /usr/lib/apache2/modules/mod_rewrite.so
DocumentRoot $work/empty
MaxKeepAliveRequests 0
RewriteEngine on
RewriteMap moves dbm=sdbm:$work/moves
RewriteCond \${moves:%{REQUEST_URI}} ^(.+)$
RewriteRule ^ %1 [R=301,L,NE]
END
}

# Starts a server on the first core, and sets its pid, its start time and its memory at start.
start() {
    local name=$1 port=$2 command
    case $name in
        ours) command=("$CARGO_TARGET_DIR/release/ours" "127.0.0.1:$port") ;;
        nginx)
            configure_nginx "$port"
            command=(nginx -c "$work/nginx.conf" -e "$work/nginx.log")
            ;;
        caddy)
            configure_caddy "$port"
            command=(caddy run --adapter caddyfile --config "$work/Caddyfile")
            ;;
        apache) configure_apache "$port"; command=(apache2 -X -f "$work/apache.conf") ;;
    esac
    read -r pid started before < <(GOMAXPROCS=1 XDG_DATA_HOME=$work XDG_CONFIG_HOME=$work \
        python3 - "$port" "$path" "$target" "$work/$name.out" taskset -c 0 "${command[@]}" <<'END'
import http.client, re, socket, subprocess, sys, time
port, path, target, log, *command = sys.argv[1:]
start = time.monotonic()
server = subprocess.Popen(command, stdout=open(log, "w"), stderr=subprocess.STDOUT)
while True:
    try:
        socket.create_connection(("127.0.0.1", int(port))).close()
        break
    except OSError:
        if server.poll() is not None or time.monotonic() - start > 120:
            sys.exit(f"{command[3]} did not start: {open(log).read()}")
        time.sleep(0.0005)
before = re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{server.pid}/status").read())[1]
connection = http.client.HTTPConnection("127.0.0.1", int(port))
connection.request("GET", path)
response = connection.getresponse()
if response.status != 301 or not response.headers["location"].endswith(target):
    server.kill()
    location = response.headers["location"]
    sys.exit(f"{command[3]} returns {response.status} {location}, expected {target}")
print(server.pid, f"{(time.monotonic() - start) * 1000:.0f}", f"{int(before) / 1024:.1f}")
END
    )
    [ -n "$pid" ] || exit 1
    running+=("$pid")
}

# Compares 200 responses of each kind with the rules.
check() {
    python3 - "$1" "$2" "$work/hits" "$work/misses" "$work/rules.tsv" <<'END'
import http.client, sys
name, port, hits, misses, rules = sys.argv[1:]
moves = dict(line.rstrip("\n").split("\t") for line in open(rules))
connection = http.client.HTTPConnection("127.0.0.1", int(port))
for file in hits, misses:
    for path in open(file).read().split()[:200]:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        location, target = response.headers["location"], moves.get(path)
        is_right = location.endswith(target) if target and location else target == location
        if not is_right or response.status != (301 if target else 404):
            sys.exit(f"{name} returns {response.status} {location} for {path}, expected {target}")
END
}

cat >"$work/requests.lua" <<'END'
local requests = {}
local at = 0
function init(arguments)
    for path in io.lines(arguments[1]) do requests[#requests + 1] = wrk.format("GET", path) end
end
function request()
    at = at % #requests + 1
    return requests[at]
end
function done(summary)
    io.write(string.format("requests %d %d\n", summary.requests, summary.errors.status))
end
END

ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'; }

# Prints the CPU time per response in microseconds. Fails if a hit returns 404, or a miss does not.
cost() {
    local pid=$1 port=$2 kind=$3 before after count not_found
    before=$(ticks "$pid")
    read -r _ count not_found < <(taskset -c "$wrk_core" wrk -t1 -c32 -d"${seconds}s" \
        -s "$work/requests.lua" "http://127.0.0.1:$port" "$work/$kind" | grep '^requests')
    after=$(ticks "$pid")
    local expected=0
    [ "$kind" = hits ] || expected=$count
    if [ "$not_found" != "$expected" ]; then
        echo "$not_found of $count responses to $kind are 404" >&2
        exit 1
    fi
    awk "BEGIN { printf \"%.2f\\n\", ($after - $before) * 1e6 / $(getconf CLK_TCK) / $count }"
}

free_port() {
    python3 -c '
import socket
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
print(listener.getsockname()[1])'
}
status() { awk -v field="$2:" '$1 == field { printf "%.1f\n", $2 / 1024 }' "/proc/$1/status"; }
median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

wrk_core=$(($(nproc) > 1 ? 1 : 0))
echo 'RULES SERVER start_ms before_MB after_MB file_MB hit_us miss_us'
for size in "${sizes[@]}"; do
    rules "$size" | simple >"$work/rules.tsv"
    # The order is random, but the same in each run.
    cut -f1 "$work/rules.tsv" | shuf -n 10000 --random-source="$work/rules.tsv" >"$work/hits"
    sed 's/$/-x/' "$work/hits" | grep -vxFf <(cut -f1 "$work/rules.tsv") >"$work/misses"
    read -r path target < <(tail -n 1 "$work/rules.tsv")
    build_ours "$size"
    servers=(ours nginx caddy apache)
    [ "$size" != 1m ] || servers=(ours nginx)
    declare -A pids=() ports=() starts=() befores=()
    for server in "${servers[@]}"; do
        ports[$server]=$(free_port)
        start "$server" "${ports[$server]}"
        pids[$server]=$pid starts[$server]=$started befores[$server]=$before
        check "$server" "${ports[$server]}"
    done
    rm -f "$work"/times.*
    for _ in $(seq "$rounds"); do
        for kind in hits misses; do
            for server in "${servers[@]}"; do
                cost "${pids[$server]}" "${ports[$server]}" "$kind" >>"$work/times.$server.$kind"
            done
        done
    done
    for server in "${servers[@]}"; do
        pid=${pids[$server]}
        echo "$(wc -l <"$work/rules.tsv") $server ${starts[$server]} ${befores[$server]}" \
            "$(status "$pid" VmRSS) $(status "$pid" RssFile)" \
            "$(median <"$work/times.$server.hits") $(median <"$work/times.$server.misses")"
    done
    stop
done
