#!/usr/bin/env bash
# Measures the first build of a crate with `redirects`: benches/cold.sh [build|check|release].
#
# The baseline is the same crate with `http`, `syn`, `quote` and `proc-macro2` alone, which any such
# macro needs. After all downloads, both are built from nothing, in turn, ROUNDS times (default 3).
# Each line is `CRATE wall CPU ratio crates packages`: medians in seconds, the ratio of the CPU time
# to the baseline's, the number of compiled crates, and the number of packages in the lock file.
# Another list has the crates whose CPU time differs, in seconds, sorted by cost. It comes from one
# more build of each with a single rustc at a time.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
rounds=${ROUNDS:-3}
# FEATURES, such as `"idna", "unicode"`, are added to the default features.
features=${FEATURES:-}
case ${1:-build} in
    build) command=(cargo build) ;;
    check) command=(cargo check) ;;
    release) command=(cargo build --release) ;;
    *) echo "unknown build '$1': expected build, check or release" >&2; exit 2 ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# Creates the crate $1 with the dependencies $2 and the source $3.
crate() {
    mkdir -p "$work/$1/src"
    cp "$here/../rust-toolchain.toml" "$here/../Cargo.lock" "$work/$1"
    printf '[package]\nname = "%s"\nedition = "2024"\n[dependencies]\n%s\n' "$1" "$2" \
        >"$work/$1/Cargo.toml"
    echo "$3" >"$work/$1/src/main.rs"
    (cd "$work/$1" && cargo fetch --quiet)
}

crate with "http = \"1\"
redirects = { path = \"$here/..\", features = [$features] }" '
static SITE: redirects::Redirects = redirects::redirects! { "/old" => 301 "/new" };
fn main() { println!("{}", SITE.rules().len()); }'
# The versions and features are those that the macro requires.
macros=$here/../redirect-macros/Cargo.toml
macro_crates=$(sed -nE '/^(proc-macro2|quote|syn) = /{:a;/}$/!{N;ba};p}' "$macros")
crate without "http = \"1\"
$macro_crates" 'fn main() { println!("1"); }'

# A wrapper that records the CPU time of each rustc, and the crate that it compiled.
cat >"$work/rustc" <<END
#!/usr/bin/env python3
import os, resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
name = sys.argv[sys.argv.index("--crate-name") + 1] if "--crate-name" in sys.argv else "-"
with open("$work/log", "a") as log:
    log.write(f"{name} {used.ru_utime + used.ru_stime:.2f}\n")
sys.exit(code)
END
chmod +x "$work/rustc"

# Builds the crate $1 from nothing with the wrapper $2, and prints its wall and CPU time in seconds.
build() {
    rm -rf "$work/$1/target" "$work/log"
    (
        cd "$work/$1"
        export CARGO_TARGET_DIR=$work/$1/target RUSTC_WRAPPER=$2
        # As for crates from a registry: not incremental, and without lints.
        export CARGO_INCREMENTAL=0 RUSTFLAGS=--cap-lints=allow
        TIMEFORMAT='%R %U %S'
        { time "${command[@]}" --quiet; } 2>&1
    ) | awk '{ printf "%.2f %.2f\n", $1, $2 + $3 }'
}

median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

for _ in $(seq "$rounds"); do
    for crate in with without; do build "$crate" '' >>"$work/times.$crate"; done
done
for crate in without with; do
    CARGO_BUILD_JOBS=1 build "$crate" "$work/rustc" >"$work/one"
    awk '$1 != "-" && $1 != "___" { cpu[$1] += $2 }
        END { for (name in cpu) print name, cpu[name] }' "$work/log" | sort >"$work/crates.$crate"
done
echo 'CRATE wall CPU ratio crates packages'
for crate in without with; do
    wall=$(cut -d' ' -f1 "$work/times.$crate" | median)
    cpu=$(cut -d' ' -f2 "$work/times.$crate" | median)
    packages=$(grep -c '^name = ' "$work/$crate/Cargo.lock")
    [ "$crate" = with ] || baseline=$cpu
    ratio=$(awk -v cpu="$cpu" -v baseline="$baseline" 'BEGIN { printf "%.2f", cpu / baseline }')
    echo "$crate $wall $cpu $ratio $(wc -l <"$work/crates.$crate") $packages"
done
echo 'CRATE CPU: where they differ'
awk 'NR == FNR { without[$1] = $2; next }
    $2 - without[$1] >= 0.05 { printf "%s %.2f\n", $1, $2 - without[$1] }' \
    "$work/crates.without" "$work/crates.with" | sort -k2nr
