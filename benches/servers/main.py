"""Starts each server in turn, asks it, and prints a line for each."""

import os
import re
import signal
import socket
import subprocess
import sys
import time

import rules
import servers

SECONDS = 4
PATIENCE = 120


def main():
    root, folder, *counts = sys.argv[1:]
    print(f"{'rules':>9} {'server':8} {'ready':>9} {'memory':>8} {'after':>8} {'clean':>8} "
          f"{'hit':>8} {'miss':>8}")
    for count in " ".join(counts).split():
        pairs = rules.rules(int(count))
        small = len(pairs) <= 100_000
        for name in ["ours", "nginx"] + (["caddy", "apache"] if small else []):
            print(f"{len(pairs):9} {name:8} {measured(name, root, folder, pairs)}", flush=True)


def measured(name, root, folder, pairs):
    """Seconds until it answers; MB before and after the requests, and those of them that are clean pages
    of its file; microseconds of CPU a request for hits and misses."""
    port = free_port()
    command = getattr(servers, name)(root, folder, pairs, port)
    hits, misses = rules.requests(pairs, 20_000)
    asked, target = pairs[len(pairs) // 2]
    with open(f"{folder}/{name}.log", "w") as log:
        begun = time.monotonic()
        pinned = ["taskset", "-c", "0"] + command
        # Go is told of one core by its own means.
        environment = dict(os.environ, GOMAXPROCS="1")
        server = subprocess.Popen(
            pinned, stdout=log, stderr=log, env=environment, start_new_session=True)
    try:
        while not is_right(port, asked, target):
            if server.poll() is not None or time.monotonic() - begun > PATIENCE:
                return f"gives no right answer; see its words:\n{open(log.name).read()[-800:]}"
            time.sleep(0.0005)
        ready = time.monotonic() - begun
        before, _ = memory(server.pid)
        hit, miss = [cpu(server.pid, port, folder, paths) for paths in (hits, misses)]
        after, clean = memory(server.pid)
        return (f"{ready * 1000:6.0f} ms {before:5.1f} MB {after:5.1f} MB {clean:5.1f} MB "
                f"{hit:5.2f} us {miss:5.2f} us")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_right(port, path, target):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
            connection.sendall(request.encode())
            answer = b""
            while more := connection.recv(4096):
                answer += more
    except OSError:
        return False
    location = re.search(rb"\r\nlocation: *([^\r]*)", answer, re.I)
    location = location and re.sub(r"^https?://[^/]*", "", location[1].decode())
    return answer.startswith(b"HTTP/1.1 301") and location == target


def processes(pid):
    """A process and its children."""
    path = f"/proc/{pid}/task/{pid}/children"
    children = open(path).read().split() if os.path.exists(path) else []
    return [pid] + [int(child) for child in children]


def memory(pid):
    """MB that are resident, and those of them that are clean pages of files."""
    resident = clean = 0
    for process in processes(pid):
        text = open(f"/proc/{process}/smaps_rollup").read()
        resident += int(re.search(r"Rss: +(\d+)", text)[1])
        clean += sum(int(size) for size in re.findall(r"(?:Shared|Private)_Clean: +(\d+)", text))
    return resident / 1024, clean / 1024


def seconds(pid):
    ticks = 0
    for process in processes(pid):
        fields = open(f"/proc/{process}/stat").read().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def cpu(pid, port, folder, paths):
    """Microseconds of CPU a request, of all that `wrk` can send on one core."""
    script = f"{folder}/requests.lua"
    listed = ",\n".join(f'"{path}"' for path in paths)
    with open(script, "w") as file:
        file.write(f"local paths = {{\n{listed}\n}}\nlocal at = 0\n"
                   "request = function()\n  at = at % #paths + 1\n"
                   "  return wrk.format('GET', paths[at])\nend\n")
    wrk = ["taskset", "-c", "1", "wrk", "-t1", "-c32", f"-d{SECONDS}s", "-s", script,
           f"http://127.0.0.1:{port}"]
    before = seconds(pid)
    said = subprocess.run(wrk, capture_output=True, text=True, timeout=SECONDS + 30, check=True).stdout
    requests = int(re.search(r"(\d+) requests in", said)[1])
    return (seconds(pid) - before) / requests * 1e6


main()
