"""The rules that all servers have, and requests for them."""

import gzip
import os
import random
import re

PLAIN = re.compile(r"^(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$")


def rules(count):
    """So many pairs of plain paths, whose targets are no sources: each server can have them."""
    folder = os.environ.get("REDIRECTS_CORPORA")
    lines = real(folder, count) if folder else made_up(count)
    sources, pairs = set(), []
    for source, target in lines:
        # What nginx compares has no case.
        if PLAIN.match(source) and PLAIN.match(target) and source.lower() not in sources:
            sources.add(source.lower())
            pairs.append((source, "/moved" + target))
        if len(pairs) == count:
            break
    return pairs


def real(folder, count):
    names = ["real-10k.tsv", "real-100k.tsv", "derived-1m.tsv.gz"]
    name = names[(count > 10_000) + (count > 100_000)]
    path = os.path.join(folder, "scale", name)
    with gzip.open(path, "rt") if name.endswith("gz") else open(path) as file:
        for line in file:
            if not line.startswith("#"):
                yield line.rstrip("\n").split("\t")[:2]


def made_up(count):
    words = "about api assets blog docs guide help images install learn news product release".split()
    chosen = random.Random(7)
    for number in range(count):
        folders = "/".join(chosen.choice(words) for _ in range(chosen.randint(2, 5)))
        yield f"/en-us/{folders}/page-{number}", f"/{folders}/{number}"


def requests(pairs, count):
    """Paths of rules in any order, and paths of none."""
    chosen = random.Random(11)
    hits = [source for source, _ in (chosen.choice(pairs) for _ in range(count))]
    misses = [f"/api/v1/users/{chosen.randrange(10**6)}" for _ in range(count)]
    return hits, misses
