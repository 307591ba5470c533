#!/usr/bin/env bash
# Builds the examples, sends the same requests to each of them, and reports wrong responses:
#
#     examples/check.sh [EXAMPLE…]        checks these examples (default: all)
#
# An example that shows something else than a framework has a script `check` of its own.
#
# The last table of docs/frameworks.md lists the cases that a framework does not support. It is also
# a failure if one of these cases passes.
set -euo pipefail
cd "$(dirname "$0")"

# One case per line (a backslash continues it): its name, the method, the target, the expected
# status, Location, Cache-Control and Vary (- for none, * for any), and the header fields of the
# request, separated by ` | `.
cases='
hit          GET     /old                     301 /new                               max-age=3600 -
captures     GET     /blog/hello              308 /articles/hello                    max-age=3600 -
captures     GET     /docs/a%20b/c            302 https://docs.example.com/a%20b/c   -            -
captures     GET     /docs/a/..%2f..%2fb      404 -                                  -            -
encoded      GET     /caf%c3%a9               308 /coffee                            max-age=3600 -
query        GET     /blog/hello?page=2&a=%26 308 /articles/hello?page=2&a=%26       max-age=3600 -
head         HEAD    /old                     301 /new                               max-age=3600 -
head         HEAD    /checkout                307 /basket                            -            -
post-307     POST    /checkout                307 /basket                            -            -
post-303     POST    /guestbook               303 /guestbook/closed                  -            -
put          PUT     /checkout                307 /basket                            -            -
gone         GET     /closed                  410 -                                  max-age=3600 -
miss         GET     /new                     200 -                                  -            -
miss         GET     /guestbook               200 -                                  -            -
head-404     HEAD    /nothing                 404 -                                  -            -
miss         GET     /nothing                 404 -                                  -            -
miss         GET     //old                    404 -                                  -            -
wrong-method DELETE  /new                     405 -                                  -            -
nested       GET     /shop/cups               301 /shop/mugs                         max-age=3600 -
nested       GET     /shop/mugs               200 -                                  -            -
not-found    GET     /archive/a/b?x=1         302 https://archive.example.com/a/b?x=1 - \
    accept-language
not-found    GET     /archive/a               302 https://archive.example.com/fr/a   private \
    accept-language Accept-Language: fr
not-found    HEAD    /archive/a               302 https://archive.example.com/a      - \
    accept-language
post-404     POST    /archive/a               404 -                                  -            -
not-found    GET     /shop/plates             302 https://archive.example.com/shop/plates - \
    -
host         GET     /cups?a=1                308 https://red.example.com/cups?a=1   \
    max-age=3600,private - Host: Red.old.example.com:8080
host         GET     /cups                    404 -                                  - \
    - Host: a.b.old.example.com
forwarded    GET     /cups                    404 -                                  - \
    - X-Forwarded-Host: red.old.example.com
absolute     GET     http://red.old.example.com/cups 308 https://red.example.com/cups \
    max-age=3600,private - Host: blue.old.example.com
vary         GET     /home                    200 -                                  - \
    cookie,origin
vary         GET     /home                    307 /beta                              private \
    cookie Cookie: a=1; beta=1
vary         GET     /late                    404 -                                  - \
    accept-language
vary         GET     /late                    302 https://archive.example.com/late   private \
    accept-language Accept-Language: fr
preflight    OPTIONS /checkout                *   -                                  * \
    * Origin: http://a.example | Access-Control-Request-Method: PUT
'

all='axum hyper actix-web poem salvo rocket warp tonic loco leptos dioxus pingora lambda worker'
all+=' workerd telemetry sqlite'
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/../target/examples}
export CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=0
# Clippy compiles the examples themselves, so that linting does not require a second build.
export RUSTC_WORKSPACE_WRAPPER=clippy-driver
passed=0 failed=0
server='' log=$(mktemp) errors=$(mktemp)

stop() {
    [ -n "$server" ] || return 0
    kill -TERM "$server" 2>/dev/null || true
    for _ in $(seq 20); do kill -0 "$server" 2>/dev/null || break; sleep 0.1; done
    kill -KILL "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=''
}
trap 'stop; rm -f "$log" "$errors"' EXIT

report() {
    failed=$((failed + 1))
    echo "$*"
}

# Succeeds if the table has a row `| framework | case | … |`.
is_unsupported() { grep -q "^| $1 | \`$2\` |" ../docs/frameworks.md; }

is_open() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

start() {
    local program=$1
    # The proxy listens on this port, and its upstream on the next one.
    for _ in $(seq 20); do
        port=$((10000 + RANDOM % 20000)) # below the ephemeral ports
        is_open "$port" || is_open "$((port + 1))" || break
    done
    PORT=$port "$program" >"$log" 2>&1 &
    server=$!
    for _ in $(seq 100); do
        kill -0 "$server" 2>/dev/null || break
        is_open "$port" && is_ready && return 0
        sleep 0.1
    done
    return 1
}

is_ready() { curl -sf -o /dev/null --max-time 2 "http://127.0.0.1:$port/new"; }

# Sends a request and prints `status location cache-control vary` of the response.
send() {
    local version=$1 method=$2 target=$3 fields=$4
    local options=(-sS --max-time 10 --path-as-is "$version" -o /dev/null -D -)
    case $method in
        HEAD) options+=(--head) ;;
        *) options+=(-X "$method") ;;
    esac
    # Over HTTP/2, curl 7 drops a response that arrives before it has sent the body.
    case $method$version in POST--http1.1 | PUT--http1.1) options+=(--data-binary item=1) ;; esac
    while [ -n "$fields" ]; do
        options+=(-H "${fields%% | *}")
        case $fields in *' | '*) fields=${fields#* | } ;; *) fields='' ;; esac
    done
    case $target in
        /*) options+=("http://127.0.0.1:$port$target") ;;
        *) options+=(--request-target "$target" "http://127.0.0.1:$port/") ;;
    esac
    local head
    head=$(curl "${options[@]}" 2>"$errors") || { cat "$errors"; return; }
    head=${head//$'\r'/}
    line() {
        sed -n "s/^$1: *//Ip" <<<"$head" | tr 'A-Z,' 'a-z\n' | tr -d ' ' | sort | paste -sd, \
            | grep . || echo -
    }
    echo "$(sed -n '1s/^[^ ]* \([0-9]*\).*/\1/p' <<<"$head")" \
        "$(sed -n 's/^location: //Ip' <<<"$head" | grep . || echo -)" \
        "$(line cache-control)" "$(line vary)"
}

# Compares two lists of words; `*` in the expected list matches any word.
matches() {
    local -a actual expected
    read -ra actual <<<"$1"
    read -ra expected <<<"$2"
    [ "${#actual[@]}" -eq "${#expected[@]}" ] || return 1
    for word in "${!expected[@]}"; do
        [ "${expected[word]}" = '*' ] || [ "${expected[word]}" = "${actual[word]}" ] || return 1
    done
}

check() {
    local framework=$1 version=$2
    local name method target status location cache vary fields actual expected
    # shellcheck disable=SC2162  # a backslash continues the line
    while read name method target status location cache vary fields; do
        [ -n "$name" ] || continue
        # HTTP/2 has no absolute form: the host of the target is in :authority.
        [ "$name $version" = 'absolute --http2-prior-knowledge' ] && continue
        expected="$status $location $cache $vary"
        actual=$(send "$version" "$method" "$target" "$fields")
        if matches "$actual" "$expected"; then
            passed=$((passed + 1))
            results["$name"]=${results["$name"]:-yes}
        elif is_unsupported "$framework" "$name"; then
            results["$name"]=no
        else
            report "$framework: $version $method $target${fields:+ ($fields)}: $actual," \
                "expected $expected"
        fi
    done <<<"$cases"
}

check_framework() {
    local framework=$1 name
    declare -A results=()
    if ! start "$(program "$framework")"; then
        report "$framework: does not respond"
        cat "$log"
        stop
        return
    fi
    if [ -x "$framework/check" ]; then
        # The script gets the port of the server, and the file with its output.
        if "$framework/check" "$port" "$log"; then
            passed=$((passed + 1))
        else
            report "$framework: $framework/check fails"
            cat "$log"
        fi
        stop
        return
    fi
    check "$framework" --http1.1
    if curl -s -o /dev/null --max-time 10 --http2-prior-knowledge "http://127.0.0.1:$port/new"; then
        results[h2c]=yes
        check "$framework" --http2-prior-knowledge
    elif ! is_unsupported "$framework" h2c; then
        report "$framework: does not speak HTTP/2 without TLS"
    fi
    for name in "${!results[@]}"; do
        if [ "${results["$name"]}" = yes ] && is_unsupported "$framework" "$name"; then
            report "$framework: \`$name\` passes, but is listed as unsupported"
        fi
    done
    stop
}

# Builds an example: a package, or a folder with the scripts `build` and `serve`. A build script
# exits with 77 if this machine cannot build the example.
build() {
    if [ -x "$1/build" ]; then
        "$1/build"
    else
        cargo build --quiet --locked --manifest-path "$1/Cargo.toml" --bin "redirects-on-$1"
    fi
}

program() {
    if [ -x "$1/serve" ]; then
        echo "$1/serve"
    else
        echo "$CARGO_TARGET_DIR/debug/redirects-on-$1"
    fi
}

# shellcheck disable=SC2086  # a list of words
[ $# -gt 0 ] || set -- $all
for framework; do
    before=$SECONDS outcome=0
    build "$framework" || outcome=$?
    built=$((SECONDS - before))
    case $outcome in
        0)
            check_framework "$framework"
            echo "$framework: built in $built s, checked in $((SECONDS - before - built)) s"
            ;;
        77) echo "$framework: skipped" ;;
        *) report "$framework: does not build" ;;
    esac
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
