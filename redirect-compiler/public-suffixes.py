#!/usr/bin/env python3
"""Updates the compiler's copy of the Public Suffix List: redirect-compiler/public-suffixes.py [LIST].

LIST is a copy of https://publicsuffix.org/list/public_suffix_list.dat, which is downloaded
otherwise. The rules are written one per line, in ASCII (RFC 3492), and sorted by their bytes.
"""

import pathlib
import sys
import urllib.request

URL = "https://publicsuffix.org/list/public_suffix_list.dat"
OUTPUT = pathlib.Path(__file__).parent / "src/lint/public_suffixes.txt"
LICENSE = """\
This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of
the MPL was not distributed with this file, You can obtain one at https://mozilla.org/MPL/2.0/.
"""


def to_ascii(label):
    return label if label.isascii() else "xn--" + label.encode("punycode").decode()


if len(sys.argv) > 1:
    text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
else:
    with urllib.request.urlopen(URL, timeout=60) as response:
        text = response.read().decode("utf-8")

version = next(line[3:] for line in text.splitlines() if line.startswith("// VERSION: "))
lines = [line.split()[0] for line in text.splitlines() if line and not line.startswith("//")]
rules = sorted(".".join(map(to_ascii, line.split("."))) for line in lines)
assert len(rules) > 9_000, f"{len(rules)} rules are too few for a complete list"
assert "com" in rules and "co.uk" in rules and "!www.ck" in rules
OUTPUT.write_text(f"{LICENSE}The rules of {URL}, sorted. {version}\n\n" + "\n".join(rules) + "\n")
