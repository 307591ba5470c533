#!/usr/bin/env bash
# Measures the compile time of a crate with many rules: benches/compile.sh [10k] [100k] [1m].
#
# With `hostile [FAMILY[:RULES]]...`, measures `cargo check` of tables that were written to be slow
# to compile, against the number of rules: a quarter, half and all of them. The output has the wall
# time, the CPU time and the peak memory; those of an empty crate are in the first line.
#
# 10k rules are written in the source; 100k and 1m are included from a file, with all checks. The
# contenders are the same rules in `phf_map!` (except 1m) and in a slice of tuples, and an empty
# crate. Only the crate itself is measured: its dependencies are built before, and builds are not
# incremental. All crates take turns, ROUNDS times (default 3). The output has medians: wall and CPU
# time in seconds, and the peak memory of the largest process in MB. A build is stopped after BOUND
# seconds (default 300).
#
# The rules come from the folder REDIRECTS_CORPORA, without lines that have a fault other than
# `chain` and `loop`. If it is not set, they are generated.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
rounds=${ROUNDS:-3}
bound=${BOUND:-300}
sizes=("$@")
[ $# -gt 0 ] || sizes=(10k 100k 1m)
. "$here/rules.sh"
. "$here/hostile.sh"
work=$(mktemp -d)
# Set CARGO_TARGET_DIR to keep the target folder between runs.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$work/target}
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# Prints each line of the rules in a format of printf, with its fields as string literals.
literals() {
    perl -F'\t' -lane '
        BEGIN { $format = shift }
        s/([\\"])/\\$1/g for @F;
        printf "$format\n", @F' "$1" <"$work/rules.tsv"
}

source_of() {
    case $1 in
        empty) echo 'fn main() { println!("0"); }' ;;
        hostile)
            echo 'use redirects::{Redirects, redirects};'
            echo 'static RULES: Redirects = redirects! {'
            if is_file "$2"; then
                hostile "$2" "$3" >"$work/ours/src/_redirects"
                echo 'include "_redirects",'
            else
                hostile "$2" "$3"
            fi
            echo '};'
            echo 'fn main() { println!("{}", RULES.rules().len()); }'
            ;;
        ours)
            echo 'use redirects::{Redirects, redirects};'
            echo 'static RULES: Redirects = redirects! {'
            if [ "$size" = 10k ]; then
                literals '"%s" => 301 "%s",'
            else
                echo "$(allowed "$size") include \"rules.tsv\" as tsv,"
            fi
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

# Runs a command and prints its wall time, CPU time and peak memory, or its output if it fails.
measure() {
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
    measure "${command[@]}" --quiet -p "$1"
}

# Prints the median of each column.
medians() {
    python3 -c '
import sys
columns = zip(*(line.split() for line in sys.stdin))
number = lambda cell: float(cell.strip(">").replace("-", "0"))
median = lambda column: sorted(column, key=number)[len(column) // 2]
print(*map(median, columns))'
}

# Measures families of hostile tables, each given as `FAMILY` or `FAMILY:RULES`.
measure_hostile() {
    echo 'FAMILY RULES wall CPU MB'
    source_of empty >"$work/empty/src/main.rs"
    echo "empty 0 $(build empty check)"
    local family count part
    for family in "$@"; do
        count=${family#*:}
        family=${family%%:*}
        for part in 4 2 1; do
            source_of hostile "$family" $((count / part)) >"$work/ours/src/main.rs"
            for _ in $(seq "$rounds"); do build ours check; done >"$work/times"
            echo "$family $((count / part)) $(medians <"$work/times")"
        done
    done
}

cp "$here/../rust-toolchain.toml" "$here/../Cargo.lock" "$work"
if [ "${sizes[0]}" = hostile ]; then
    printf '[workspace]\nmembers = ["empty", "ours"]\nresolver = "3"\n' >"$work/Cargo.toml"
    crate empty ''
    crate ours "redirects = { path = \"$here/..\" }"
    cd "$work"
    export CARGO_INCREMENTAL=0
    cargo check --quiet --workspace
    families=()
    for name in "${sizes[@]:1}"; do
        for family in "${hostile_families[@]}"; do
            if [ "${family%%:*}" = "${name%%:*}" ]; then
                [ "$name" = "${name%%:*}" ] && families+=("$family") || families+=("$name")
            fi
        done
    done
    [ ${#sizes[@]} -gt 1 ] || families=("${hostile_families[@]}")
    measure_hostile "${families[@]}"
    exit
fi
cat >"$work/Cargo.toml" <<'END'
[workspace]
members = ["empty", "ours", "phf-map", "slice"]
resolver = "3"
END
crate empty ''
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
    crates=(empty ours phf-map slice)
    [ "$size" != 1m ] || crates=(empty ours slice)
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
        echo "$size $count $crate  $(medians <"times.$crate.check") " \
            "$(medians <"times.$crate.release")"
    done
    actual=$("$CARGO_TARGET_DIR/release/ours")
    [ "$actual" = "$count" ] || { echo "ours has $actual rules, expected $count" >&2; exit 1; }
done
