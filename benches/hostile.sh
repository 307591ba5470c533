# Defines `hostile FAMILY COUNT`, which prints rules in the syntax of the macro or of a `_redirects`
# file, and the families with the number of rules to measure. Each family is one for which a naive
# compiler takes more than linear time or memory.

hostile_families=(
    splats:20000 elsewhere:20000 queries:4000 headers:4000 languages:300 classes:256 clique:1000
    cycles:10000 slugs:2000 hosts:10000 prefix:10000 leading:10000 captures:2000 shapes:200 long:500
    flattened:10000
)

hostile() {
    perl -e '
        ($family, $count) = @ARGV;
        sub language { join "", map { chr 97 + $_ % 26 } $_[0] / 676, $_[0] / 26, $_[0] }
        sub class { $_[0] & 1 ? "[bc]" : "[ab]" }
        sub classes { my $n = shift; join "", map { "/{s$_:" . class($n >> $_) . "}" } 0..11 }
        sub captures { join "", map { "/{c$_}" } 0..15 }
        %rules = (
            # Each target may be matched by any rule, as far as literal prefixes tell.
            splats => sub { "/a/b$_/* /a/:splat 301" },
            # Each target is below a prefix that no rule has.
            elsewhere => sub { "/a/b$_/* /z$_/:splat 301" },
            # The rules of one path differ in a query parameter.
            queries => sub { "\"/index.php\" if query[\"p\"] == \"$_\" => 301 \"/posts/$_\"" },
            # The rules of one pattern differ in a header field.
            headers => sub { "\"/x/{*p}\" if header[\"x-id\"] == \"$_\" => 302 \"/y/$_/{p}\"" },
            # The rules of one path differ in the language.
            languages => sub {
                my $l = language($_);
                "\"/\" if language == \"$l\" => 302 \"/$l/\""
            },
            # Twelve segments with a regular expression each.
            classes => sub { "\"" . classes($_) . "\" => 301 \"/new/$_\"" },
            # Each rule leads to each other one.
            clique => sub { "\"/s$_/{*p}\" => 301 \"/{p}/longer-$_\"" },
            # Pairs of rules lead to each other.
            cycles => sub { "\"/a$_/{x}z\" => 301 \"/a" . ($_ ^ 1) . "/{x}yy\"" },
            # Three captures in one segment, with literals between them.
            slugs => sub { "\"/{a}-x$_-{b}-{c}\" => 301 \"/{c}/{a}/{b}\"" },
            # A rule for each host.
            hosts => sub {
                my $host = "h$_.example";
                "\"/{*p}\" if host == \"$host\" => 301 \"https://www.$host/{p}\""
            },
            # Patterns with one prefix that differ in their suffix.
            prefix => sub { "\"/p/{a}-x$_-b\" => 301 \"/q/$_/{a}\"" },
            # Patterns that begin with a capture.
            leading => sub { "\"/{lang}/p$_\" => 301 \"/{lang}/q$_\"" },
            captures => sub { "\"/r$_" . captures() . "\" => 301 \"/t$_" . captures() . "\"" },
            # Regular expressions with 512 states each.
            shapes => sub { "\"/s/{x:[ab]*a[ab]{8}$_}\" => 301 \"/t$_/{x}\"" },
            # Sources and targets of 4 KB.
            long => sub {
                my $l = "/long-segment" x 300;
                "\"$l/$_/{*p}\" => 301 \"/new$l/{p}/$_\""
            },
            # A chain through all rules, which is flattened.
            flattened => sub { "\"/l$_/{*p}\" => 301 \"/l" . ($_ + 1) . "/{p}\"" },
        );
        print "default { chain: flatten },\n" if $family eq "flattened";
        $end = $rules{$family}->() =~ /^\// ? "\n" : ",\n";
        for (0..$count - 1) { print $rules{$family}->(), $end }' "$1" "$2"
}

# Returns whether the rules of a family are the lines of a `_redirects` file.
is_file() { [[ $1 == splats || $1 == elsewhere ]]; }
