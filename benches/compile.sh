#!/usr/bin/env bash
# What it costs to compile a crate with many rules: benches/compile.sh [10k] [100k] [1m].
#
# 10k rules stand in the source; 100k and 1m come from a file, by `include`, with every proof. Beside them
# stand the same rules in `phf_map!` (but for 1m) and in a slice of tuples, and a crate with nothing. Only
# the crate itself is timed: what it depends on is built before, nothing is incremental, and all are built
# in turn, ROUNDS times (3 unless said). Told are the medians: seconds of wall and CPU, and the peak of
# memory of the largest process, in MB. A build may take BOUND seconds (300 unless said).
#
# The rules are those of the folder that REDIRECTS_CORPORA names, without the lines that have a fault other
# than `chain` and `loop`, and made up otherwise.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
rounds=${ROUNDS:-3}
bound=${BOUND:-300}
sizes=("$@")
[ $# -gt 0 ] || sizes=(10k 100k 1m)
. "$here/rules.sh"
work=$(mktemp -d)
# What others are built into may be kept from one run to the next.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$work/target}
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# Each field of a line as a literal, in a line that is a format of printf.
literals() {
    perl -F'\t' -lane 'BEGIN { $format = shift } s/([\\"])/\\$1/g for @F; printf "$format\n", @F' "$1" <"$work/rules.tsv"
}

source_of() {
    case $1 in
        nothing) echo 'fn main() { println!("0"); }' ;;
        ours)
            echo 'use redirects::{Redirects, redirects};'
            echo 'static RULES: Redirects = redirects! {'
            if [ "$size" = 10k ]; then literals '"%s" => 301 "%s",'; else echo "$(allowed "$size") include \"rules.tsv\" as tsv,"; fi
            echo '};'
            echo 'fn main() { println!("{}", RULES.rules().len()); }'
            ;;
        phf-map)
            echo 'static RULES: phf::Map<&str, &str> = phf::phf_map! {'
            literals '"%s" => "%s",'
            echo '};'
            echo 'fn main() { println!("{}", RULES.len()); }'
            ;;
        slice)
            echo 'static RULES: &[(&str, &str)] = &['
            literals '("%s", "%s"),'
            echo '];'
            echo 'fn main() { println!("{}", RULES.len()); }'
            ;;
    esac
}

crate() {
    mkdir -p "$work/$1/src"
    cat >"$work/$1/Cargo.toml" <<END
[package]
name = "$1"
edition = "2024"
[dependencies]
$2
END
    echo 'fn main() {}' >"$work/$1/src/main.rs"
}

# Seconds of wall and CPU, and MB; or what went wrong.
measured() {
    python3 - "$bound" "$@" <<'END'
import os, sys, time
bound, command = sys.argv[1], sys.argv[2:]
start = time.monotonic()
child = os.fork()
if child == 0:
    log = os.open("log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1), os.dup2(log, 2)
    os.execvp("timeout", ["timeout", "--kill-after=5", bound, *command])
_, status, used = os.wait4(child, 0)
wall = time.monotonic() - start
if os.waitstatus_to_exitcode(status) == 124:
    print(f">{bound} - -")
elif status:
    sys.exit(open("log").read())
else:
    print(f"{wall:.2f} {used.ru_utime + used.ru_stime:.2f} {used.ru_maxrss // 1024}")
END
}

build() {
    local command=(cargo check)
    [ "$2" = check ] || command=(cargo build --release)
    touch "$work/$1/src/main.rs"
    measured "${command[@]}" --quiet -p "$1"
}

# The median of each column.
medians() {
    python3 -c '
import sys
columns = zip(*(line.split() for line in sys.stdin))
middle = lambda column: sorted(column, key=lambda cell: float(cell.strip(">").replace("-", "0")))[len(column) // 2]
print(*map(middle, columns))'
}

cp "$here/../rust-toolchain.toml" "$here/../Cargo.lock" "$work"
cat >"$work/Cargo.toml" <<'END'
[workspace]
members = ["nothing", "ours", "phf-map", "slice"]
resolver = "3"
END
crate nothing ''
crate ours "redirects = { path = \"$here/..\" }"
crate phf-map 'phf = { version = "0.13", features = ["macros"] }'
crate slice ''

cd "$work"
export CARGO_INCREMENTAL=0
cargo check --quiet --workspace
cargo build --quiet --release --workspace

echo 'SIZE RULES CRATE check: wall CPU MB  release: wall CPU MB'
for size in "${sizes[@]}"; do
    rules "$size" >rules.tsv
    crates=(nothing ours phf-map slice)
    [ "$size" != 1m ] || crates=(nothing ours slice)
    cp rules.tsv ours/src/rules.tsv
    for crate in "${crates[@]}"; do source_of "$crate" >"$crate/src/main.rs"; done
    rm -f times.*
    for _ in $(seq "$rounds"); do
        for mode in check release; do
            for crate in "${crates[@]}"; do
                build "$crate" "$mode" >>"times.$crate.$mode"
                echo "$size $crate $mode: $(tail -n 1 "times.$crate.$mode")" >&2
            done
        done
    done
    count=$(wc -l <rules.tsv)
    for crate in "${crates[@]}"; do
        echo "$size $count $crate  $(medians <"times.$crate.check")  $(medians <"times.$crate.release")"
    done
    got=$("$CARGO_TARGET_DIR/release/ours")
    [ "$got" = "$count" ] || { echo "ours has $got rules, and not $count" >&2; exit 1; }
done
