# Where the scripts beside this one have their rules from: `rules SIZE`.

# The lines that are rules and have no fault of their own.
sound() {
    perl -F'\t' -lane '
        next if /^#/ || @F != 2 || "$F[0]/" =~ m{/\.\.?/};
        next if "$F[0]$F[1]" =~ /[\x00-\x20\x7f]|\xC2\xA0/;
        next if $F[0] !~ m{^/} || $F[1] !~ m{^(/|https?://)} || $F[1] =~ /\?(#|$)/;
        next if "$F[0]\t$F[1]" =~ /%(?![0-9A-Fa-f]{2})/;
        print'
}

# The lines that mean the same in source and in a literal of Rust: without captures and escapes.
plain() { grep -v '[{}"\\]' | grep -v '/[:*<$]'; }

made_up() {
    perl -e '
        @words = qw(Web API CSS Reference Guide Element docs blog release install tutorial concepts);
        srand 1;
        for (1..$ARGV[0]) {
            $path = join "/", "", "en-US", map { $words[rand @words] } 0..2 + rand 3;
            print "$path-$_\t/new$path-$_\n";
        }' "$1"
}

# The rules of a size (10k, 100k or 1m), from the folder that REDIRECTS_CORPORA names, and made up where
# there is none.
rules() {
    local scale=${REDIRECTS_CORPORA:-}/scale
    case $1 in
        10k) if [ -f "$scale/real-10k.tsv" ]; then sound <"$scale/real-10k.tsv" | plain; else made_up 10000; fi ;;
        100k) if [ -f "$scale/real-100k.tsv" ]; then sound <"$scale/real-100k.tsv"; else made_up 100000; fi ;;
        1m) if [ -f "$scale/derived-1m.tsv.gz" ]; then gzip -dc "$scale/derived-1m.tsv.gz" | sound; else made_up 1000000; fi ;;
        *) echo "no size '$1': 10k, 100k or 1m" >&2; exit 2 ;;
    esac
    [ -d "$scale" ] || echo 'the rules are made up: REDIRECTS_CORPORA names no folder with `scale`' >&2
}

# What an `include` of them has to allow: the large files have chains and loops.
allowed() { if [ -d "${REDIRECTS_CORPORA:-}/scale" ] && [ "$1" != 10k ]; then echo '#[allow(chain, loop)]'; fi; }
