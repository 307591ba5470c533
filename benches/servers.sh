#!/usr/bin/env bash
# A server of ours beside nginx with a `map`, Caddy with a `map`, and Apache with a `RewriteMap` of dbm: the
# time until the first right answer, memory, and CPU a request, without pipelining, on 127.0.0.1.
#
#     benches/servers.sh [RULES…]        10000 and 1000000 unless said; above 100,000 only nginx is beside us
#
# Rules are those of `scale` in the folder that REDIRECTS_CORPORA names, or made up.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
for command in nginx caddy apache2 wrk curl python3; do
    command -v "$command" >/dev/null || missing+=("$command")
done
if [ ${#missing[@]} -gt 0 ]; then
    apt-get update -qq
    # None of them is to be started by its package.
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
    chmod +x /usr/sbin/policy-rc.d
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" apache2-utils >/dev/null
    rm -f /usr/sbin/policy-rc.d
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
python3 benches/servers/main.py "$PWD" "$folder" "${@:-10000 1000000}"
