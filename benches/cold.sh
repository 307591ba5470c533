#!/usr/bin/env bash
# What a first build costs with `redirects`, against one with `http`, `syn` and `quote` alone: CPU seconds
# of each crate, as `cargo build` compiles it.
#
#     benches/cold.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
runs=${1:-3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Notes what each call of the compiler takes.
cat >"$folder/timed" <<'EOF'
#!/usr/bin/env bash
TIMEFORMAT='%U %S'
name=$(grep -o -- '--crate-name [^ ]*' <<<"$*" | cut -d' ' -f2)
exec 3>&2
{ time "$@" 2>&3; } 2>"$TIMES/$name.$$"
status=$?
exit "$status"
EOF
chmod +x "$folder/timed"

package() {
    mkdir -p "$folder/$1/src"
    printf '[package]\nname = "%s"\nversion = "0.1.0"\nedition = "2024"\n[workspace]\n[dependencies]\n%s\n' \
        "$1" "$2" >"$folder/$1/Cargo.toml"
    printf '%s\n' "$3" >"$folder/$1/src/main.rs"
    cp "$root/Cargo.lock" "$folder/$1/"
    (cd "$folder/$1" && cargo fetch --quiet)
}

# The CPU seconds of each crate of a package, one a line, and of all together.
build() {
    rm -rf "$folder/$1/target" "$folder/times"
    mkdir "$folder/times"
    (cd "$folder/$1" && TIMES=$folder/times RUSTC_WRAPPER=$folder/timed cargo build --quiet)
    for file in "$folder"/times/*; do
        name=$(basename "$file")
        printf '%s %s\n' "${name%.*}" "$(tail -n1 "$file")"
    done | awk '$1 != "___" && NF == 3 { cpu[$1] += $2 + $3; all += $2 + $3 }
        END { for (name in cpu) print name, cpu[name]; print "all", all }'
}

package alone 'http = "1"
syn = { version = "3", default-features = false, features = ["parsing", "printing", "proc-macro"] }
quote = "1"
proc-macro2 = "1"' 'fn main() {}'
package with "redirects = { path = \"$root\" }
http = \"1\"" 'static SITE: redirects::Redirects = redirects::redirects! { "/old" => 301 "/new" };
fn main() {
    println!("{}", SITE.rules().len());
}'
package slim "redirects = { path = \"$root\", default-features = false }
http = \"1\"" "$(cat "$folder/with/src/main.rs")"

for _ in $(seq "$runs"); do
    for package in alone with slim; do
        build "$package" | sed "s/^/$package /"
    done
done | sort | awk '
    { key = $1 " " $2; values[key] = values[key] " " $3; if ($2 != "all") crates[$2] }
    function median(key,    n, v, i, j, t) {
        n = split(values[key], v, " ")
        for (i = 1; i < n; i++) for (j = i + 1; j <= n; j++) if (v[j] < v[i]) { t = v[i]; v[i] = v[j]; v[j] = t }
        return n ? sprintf("%.2f", v[int((n + 1) / 2)]) : "-"
    }
    function line(name) {
        printf "%-22s %8s %8s %8s\n", name, median("alone " name), median("with " name), median("slim " name)
    }
    END {
        printf "%-22s %8s %8s %8s\n", "CPU seconds", "alone", "with", "slim"
        line("all")
        order = "sort -k3 -rn"
        for (name in crates) if (name !~ /^(alone|with|slim)$/)
            printf "%-22s %8s %8s %8s\n", name, median("alone " name), median("with " name), median("slim " name) | order
    }'
