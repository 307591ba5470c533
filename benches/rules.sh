# Defines `rules SIZE`, which prints the rules for the other scripts.

# Filters the lines that are valid rules.
valid() {
    perl -F'\t' -lane '
        next if /^#/ || @F != 2 || "$F[0]/" =~ m{/\.\.?/};
        next if "$F[0]$F[1]" =~ /[\x00-\x20\x7f]|\xC2\xA0/;
        next if $F[0] !~ m{^/} || $F[1] !~ m{^(/|https?://)} || $F[1] =~ /\?(#|$)/;
        next if "$F[0]\t$F[1]" =~ /%(?![0-9A-Fa-f]{2})/;
        print'
}

# Filters the lines without captures and escapes, which can be written as string literals.
simple_literals() { grep -v '[{}"\\]' | grep -v '/[:*<$]'; }

# Generates $1 rules.
generate() {
    perl -e '
        @words = qw(Web API CSS Reference Guide Element docs blog release install tutorial
            concepts);
        srand 1;
        for (1..$ARGV[0]) {
            $path = join "/", "", "en-US", map { $words[rand @words] } 0..2 + rand 3;
            print "$path-$_\t/new$path-$_\n";
        }' "$1"
}

# Prints the rules of a size (10k, 100k or 1m): real ones if the folder REDIRECTS_CORPORA has them,
# and generated ones otherwise.
rules() {
    local scale=${REDIRECTS_CORPORA:-}/scale
    case $1 in
        10k)
            if [ -f "$scale/real-10k.tsv" ]; then
                valid <"$scale/real-10k.tsv" | simple_literals
            else
                generate 10000
            fi
            ;;
        100k)
            if [ -f "$scale/real-100k.tsv" ]; then
                valid <"$scale/real-100k.tsv"
            else
                generate 100000
            fi
            ;;
        1m)
            if [ -f "$scale/derived-1m.tsv.gz" ]; then
                gzip -dc "$scale/derived-1m.tsv.gz" | valid
            else
                generate 1000000
            fi
            ;;
        *) echo "unknown size '$1': expected 10k, 100k or 1m" >&2; exit 2 ;;
    esac
    [ -d "$scale" ] \
        || echo 'the rules are generated: `scale` is missing in REDIRECTS_CORPORA' >&2
}

# Prints the attribute that an `include` of the rules needs, since the large files have chains and
# loops.
allowed() {
    if [ -d "${REDIRECTS_CORPORA:-}/scale" ] && [ "$1" != 10k ]; then
        echo '#[allow(chain, loop)]'
    fi
}
