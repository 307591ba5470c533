#!/usr/bin/env bash
# Builds the examples, asks each of them the same questions, and says which answers are wrong:
#
#     examples/check.sh [FRAMEWORK…]      all frameworks, unless some are named
#
# What a framework cannot do is in the last table of docs/frameworks.md; a case that is named there
# and passes is a failure too.
set -euo pipefail
cd "$(dirname "$0")"

# One line a case: its name, the method, the target, and of the answer the status, Location,
# Cache-Control and Vary (- for none), then the fields of the request with ` | ` between them.
cases='
hit           GET     /old                     301 /new                                      max-age=3600 -
captures      GET     /blog/hello              308 /articles/hello                           max-age=3600 -
captures      GET     /docs/a%20b/c            302 https://docs.example.com/a%20b/c          -            -
captures      GET     /docs/a/..%2f..%2fb      404 -                                         -            -
encoded       GET     /caf%c3%a9               308 /coffee                                   max-age=3600 -
query         GET     /blog/hello?page=2&a=%26 308 /articles/hello?page=2&a=%26              max-age=3600 -
head          HEAD    /old                     301 /new                                      max-age=3600 -
head          HEAD    /checkout                307 /basket                                   -            -
post-307      POST    /checkout                307 /basket                                   -            -
post-303      POST    /orders                  303 /orders/thanks                            -            -
put           PUT     /checkout                307 /basket                                   -            -
gone          GET     /closed                  410 -                                         max-age=3600 -
miss          GET     /new                     200 -                                         -            -
miss          GET     /orders                  200 -                                         -            -
head-404      HEAD    /nothing                 404 -                                         -            -
miss          GET     /nothing                 404 -                                         -            -
miss          GET     //old                    404 -                                         -            -
wrong-method  DELETE  /new                     405 -                                         -            -
nested        GET     /shop/cups               301 /shop/mugs                                max-age=3600 -
nested        GET     /shop/mugs               200 -                                         -            -
not-found     GET     /archive/a/b?x=1         302 https://archive.example.com/a/b?x=1       -            accept-language
not-found     GET     /archive/a               302 https://archive.example.com/fr/a          private      accept-language Accept-Language: fr
not-found     HEAD    /archive/a               302 https://archive.example.com/a             -            accept-language
post-404      POST    /archive/a               404 -                                         -            -
not-found     GET     /shop/plates             302 https://archive.example.com/shop/plates   -            -
host          GET     /cups?a=1                308 https://red.example.com/cups?a=1          max-age=3600 -               Host: Red.old.example.com:8080
host          GET     /cups                    404 -                                         -            -               Host: a.b.old.example.com
forwarded     GET     /cups                    404 -                                         -            -               X-Forwarded-Host: red.old.example.com
absolute      GET     http://red.old.example.com/cups 308 https://red.example.com/cups       max-age=3600 -               Host: blue.old.example.com
vary          GET     /home                    200 -                                         -            cookie,origin
vary          GET     /home                    307 /beta                                     private      cookie          Cookie: a=1; beta=1
vary          GET     /late                    404 -                                         -            accept-language
vary          GET     /late                    302 https://archive.example.com/late          private      accept-language Accept-Language: fr
preflight     OPTIONS /checkout                *   -                                         *            *               Origin: http://a.example | Access-Control-Request-Method: PUT
'

all='axum hyper actix-web poem salvo rocket warp tonic loco leptos dioxus pingora lambda worker workerd'
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/../target/examples}
export CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=0
# The compiler of the examples themselves, so that nothing is built a second time to be linted.
export RUSTC_WORKSPACE_WRAPPER=clippy-driver
passed=0 failed=0
server='' log=$(mktemp) said=$(mktemp)

stop() {
    [ -n "$server" ] || return 0
    kill -TERM "$server" 2>/dev/null || true
    for _ in $(seq 20); do kill -0 "$server" 2>/dev/null || break; sleep 0.1; done
    kill -KILL "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=''
}
trap 'stop; rm -f "$log" "$said"' EXIT

wrong() {
    failed=$((failed + 1))
    echo "$1"
}

# What a framework cannot do: the rows `| framework | case | … |` of the table.
cannot() { grep -q "^| $1 | \`$2\` |" ../docs/frameworks.md; }

is_open() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

start() {
    local program=$1
    # Two ports in a row: a proxy has an upstream.
    for _ in $(seq 20); do
        port=$((10000 + RANDOM % 20000)) # below those that clients are given
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

# The answer to a request as `status location cache-control vary`.
ask() {
    local version=$1 method=$2 target=$3 fields=$4
    local ask=(-sS --max-time 10 --path-as-is "$version" -o /dev/null -D -)
    case $method in
        HEAD) ask+=(--head) ;;
        *) ask+=(-X "$method") ;;
    esac
    # Over HTTP/2, curl 7 drops an answer that comes before it has sent the body.
    case $method$version in POST--http1.1 | PUT--http1.1) ask+=(--data-binary item=1) ;; esac
    while [ -n "$fields" ]; do
        ask+=(-H "${fields%% | *}")
        case $fields in *' | '*) fields=${fields#* | } ;; *) fields='' ;; esac
    done
    case $target in
        /*) ask+=("http://127.0.0.1:$port$target") ;;
        *) ask+=(--request-target "$target" "http://127.0.0.1:$port/") ;;
    esac
    local head
    head=$(curl "${ask[@]}" 2>"$said") || { cat "$said"; return; }
    head=${head//$'\r'/}
    line() { sed -n "s/^$1: *//Ip" <<<"$head" | tr 'A-Z,' 'a-z\n' | tr -d ' ' | sort | paste -sd, | grep . || echo -; }
    echo "$(sed -n '1s/^[^ ]* \([0-9]*\).*/\1/p' <<<"$head")" \
        "$(sed -n 's/^location: //Ip' <<<"$head" | grep . || echo -)" "$(line cache-control)" "$(line vary)"
}

# A star stands for any word.
is() {
    local -a answer expected
    read -ra answer <<<"$1"
    read -ra expected <<<"$2"
    [ "${#answer[@]}" -eq "${#expected[@]}" ] || return 1
    for word in "${!expected[@]}"; do
        [ "${expected[word]}" = '*' ] || [ "${expected[word]}" = "${answer[word]}" ] || return 1
    done
}

check() {
    local framework=$1 version=$2
    local name method target status location cache vary fields answer expected
    while read -r name method target status location cache vary fields; do
        [ -n "$name" ] || continue
        # HTTP/2 has no such form: the target's host is in :authority.
        [ "$name $version" = 'absolute --http2-prior-knowledge' ] && continue
        expected="$status $location $cache $vary"
        answer=$(ask "$version" "$method" "$target" "$fields")
        if is "$answer" "$expected"; then
            passed=$((passed + 1))
            could["$name"]=${could["$name"]:-yes}
        elif cannot "$framework" "$name"; then
            could["$name"]=no
        else
            wrong "$framework: $version $method $target${fields:+ ($fields)}: $answer, and not $expected"
        fi
    done <<<"$cases"
}

examine() {
    local framework=$1 name
    declare -A could=()
    if ! start "$(program "$framework")"; then
        wrong "$framework: it does not answer"
        cat "$log"
        stop
        return
    fi
    check "$framework" --http1.1
    if curl -s -o /dev/null --max-time 10 --http2-prior-knowledge "http://127.0.0.1:$port/new"; then
        could[h2c]=yes
        check "$framework" --http2-prior-knowledge
    elif ! cannot "$framework" h2c; then
        wrong "$framework: it does not speak HTTP/2 without TLS"
    fi
    for name in "${!could[@]}"; do
        if [ "${could["$name"]}" = yes ] && cannot "$framework" "$name"; then
            wrong "$framework: the docs say that it cannot do \`$name\`, and it can"
        fi
    done
    stop
}

# An example is a package, or has scripts that build and serve it; a build that exits with 77 cannot be made here.
build() {
    if [ -x "$1/build" ]; then
        "$1/build"
    else
        cargo build --quiet --locked --manifest-path "$1/Cargo.toml" --bin "redirects-on-$1"
    fi
}

program() {
    if [ -x "$1/serve" ]; then echo "$1/serve"; else echo "$CARGO_TARGET_DIR/debug/redirects-on-$1"; fi
}

# shellcheck disable=SC2086  # it is a list of words
[ $# -gt 0 ] || set -- $all
for framework; do
    before=$SECONDS outcome=0
    build "$framework" || outcome=$?
    built=$((SECONDS - before))
    case $outcome in
        0)
            examine "$framework"
            echo "$framework: built in $built s, asked in $((SECONDS - before - built)) s"
            ;;
        77) echo "$framework: skipped" ;;
        *) wrong "$framework: it does not build" ;;
    esac
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
