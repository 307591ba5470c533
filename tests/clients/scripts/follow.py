"""Follows redirects with a Python library.

Reads lines `METHOD TIMES URL`, and prints a status or an error for each.
"""

import sys

HAS_BODY = {"POST", "PUT", "PATCH"}
TIMEOUT = 10


def with_requests():
    import requests

    session = requests.Session()

    def send(method, url, body):
        return session.request(method, url, data=body, timeout=TIMEOUT, allow_redirects=True).status_code

    return requests.__version__, send


def with_httpx():
    import httpx

    client = httpx.Client(follow_redirects=True, timeout=TIMEOUT)

    def send(method, url, body):
        return client.request(method, url, content=body).status_code

    return httpx.__version__, send


def with_urllib():
    from urllib.request import Request, urlopen

    def send(method, url, body):
        with urlopen(Request(url, data=body, method=method), timeout=TIMEOUT) as response:
            return response.status

    return sys.version.split()[0], send


def try_send(send, method, url, body):
    try:
        return send(method, url, body)
    except Exception as error:
        return f"{type(error).__name__}: {error}".replace("\n", " ")


def main(library, body):
    version, send = {"requests": with_requests, "httpx": with_httpx, "urllib": with_urllib}[library]()
    print(version)
    for line in sys.stdin:
        method, times, url = line.split()
        for _ in range(int(times)):
            message = try_send(send, method, url, body.encode() if method in HAS_BODY else None)
        print(message)


main(*sys.argv[1:])
