"""Tests the macro `redirects!` in rust-analyzer.

    python3 tests/editor/check.py              tests
    python3 tests/editor/check.py --write      tests, and writes the outcome to record.txt

Each table is cut off after every token, as if its author were still typing it. At every cut,
rust-analyzer must keep running, and may report only the errors of the macro. In a complete table,
it must show and find the capture of a target, and complete methods.
"""

import datetime
import json
import os
import queue
import re
import subprocess
import sys
import threading
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent.parent
RECORD = PACKAGE / "record.txt"
DOCUMENT = PACKAGE / "src/lib.rs"
TABLES = [DOCUMENT, ROOT / "examples/shop.rs"]

# The seconds to wait for a response. The first one includes the build of the macro.
TIMEOUT = 60
LOADING_TIMEOUT = 300

TOKEN = re.compile(
    r"""
      (?P<skipped> \s+ | //(?!/)[^\n]* )
    | ///[^\n]* | "(?:[^"\\]|\\.)*" | \w+ | => | == | != | && | .
    """,
    re.VERBOSE | re.DOTALL,
)
CLOSING = {"{": "}", "[": "]", "(": ")"}

CAPABILITIES = {
    "textDocument": {"diagnostic": {}, "hover": {"contentFormat": ["plaintext"]}},
    "experimental": {"serverStatusNotification": True},
}
OPTIONS = {"checkOnSave": False, "cachePriming": {"enable": False}}


class Server:
    """rust-analyzer, which speaks the Language Server Protocol."""

    def __init__(self):
        environment = {**os.environ, "CARGO_TARGET_DIR": str(ROOT / "target/editor")}
        self.process = subprocess.Popen(
            ["rust-analyzer"],
            cwd=PACKAGE,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.messages = queue.Queue()
        self.log = []
        self.requests = 0
        self.version = 0
        for read in [self.read_messages, self.read_log]:
            threading.Thread(target=read, daemon=True).start()

    def read_messages(self):
        while header := self.process.stdout.readline():
            length = int(header.split(b":")[1])
            while self.process.stdout.readline().strip():
                pass
            self.messages.put(json.loads(self.process.stdout.read(length)))
        self.messages.put(None)

    def read_log(self):
        for line in self.process.stderr:
            self.log.append(line.decode(errors="replace").rstrip())

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def notify(self, method, **params):
        self.send({"method": method, "params": params})

    def receive(self, timeout):
        """Returns the next message, after a response to it if it is a request."""
        message = self.messages.get(timeout=timeout)
        if message is None:
            raise RuntimeError("rust-analyzer has exited:\n" + "\n".join(self.log[-20:]))
        if "method" in message and "id" in message:
            is_configuration = message["method"] == "workspace/configuration"
            result = [OPTIONS] * len(message["params"]["items"]) if is_configuration else None
            self.send({"id": message["id"], "result": result})
        return message

    def request(self, method, **params):
        self.requests += 1
        self.send({"id": self.requests, "method": method, "params": params or None})
        while True:
            message = self.receive(TIMEOUT)
            if message.get("id") != self.requests or "method" in message:
                continue
            if "error" in message:
                raise RuntimeError(f"{method}: {message['error']['message']}")
            return message["result"]

    def load(self):
        """Opens the package, and waits until it is analyzed."""
        self.request(
            "initialize",
            processId=os.getpid(),
            rootUri=PACKAGE.as_uri(),
            capabilities=CAPABILITIES,
            initializationOptions=OPTIONS,
        )
        self.notify("initialized")
        document = {"uri": DOCUMENT.as_uri(), "languageId": "rust", "version": 0}
        self.notify("textDocument/didOpen", textDocument={**document, "text": DOCUMENT.read_text()})
        while True:
            message = self.receive(LOADING_TIMEOUT)
            if message.get("method") == "experimental/serverStatus":
                status = message["params"]
                if status["health"] != "ok":
                    raise RuntimeError(f"rust-analyzer cannot load it: {status['message']}")
                if status["quiescent"]:
                    return

    def replace(self, text):
        self.version += 1
        document = {"uri": DOCUMENT.as_uri(), "version": self.version}
        changes = [{"text": text}]
        self.notify("textDocument/didChange", textDocument=document, contentChanges=changes)

    def ask(self, method, position=None):
        """Sends a request about the document, or a position in it."""
        document = {"uri": DOCUMENT.as_uri()}
        parameters = {"position": position} if position else {}
        return self.request(f"textDocument/{method}", textDocument=document, **parameters)

    def diagnostics(self, text):
        self.replace(text)
        return self.ask("diagnostic")["items"]

    def stop(self):
        self.request("shutdown")
        self.notify("exit")
        self.process.wait(timeout=TIMEOUT)


def table(file):
    """Returns the text of the first macro call in a file, without its braces."""
    text = file.read_text()
    start = text.index("redirects! {") + len("redirects! {")
    return text[start : text.index("\n};", start)]


def document(content, end="\n};\n"):
    declaration = "pub static TABLE: redirects::Redirects = redirects::redirects! {"
    return "#![allow(missing_docs)]\n" + declaration + content + end


def cuts(text):
    """Yields the text up to each token, and the delimiters that are open there."""
    opened = ""
    for token in TOKEN.finditer(text):
        if token["skipped"]:
            continue
        if token[0] in CLOSING:
            opened = CLOSING[token[0]] + opened
        elif token[0] in CLOSING.values():
            opened = opened[1:]
        yield text[: token.end()], opened


def is_from_macro(diagnostic):
    """Returns true if a diagnostic is an error of the macro, which always ends with a note."""
    message = diagnostic["message"]
    is_noted = "\nnote: error `" in message or "\nnote: lint `" in message
    return diagnostic.get("code") == "macro-error" and is_noted


def position(text, word, offset=0):
    """Returns the position in a document at an offset from the end of a word that it contains."""
    index = text.index(word) + len(word) + offset
    before = text[:index]
    return {"line": before.count("\n"), "character": index - (before.rfind("\n") + 1)}


def check_cuts(server, file):
    """Cuts off a table after every token. Returns a line for the record, and the failures."""
    failures = []
    number, errors = 0, 0
    for kept, opened in cuts(table(file)):
        number += 1
        for kind, text in [("closed", document(kept + opened)), ("open", document(kept, ""))]:
            for diagnostic in server.diagnostics(text):
                # rust-analyzer itself reports that the delimiters are not closed.
                if kind == "open" and diagnostic.get("code") == "syntax-error":
                    continue
                errors += 1
                if not is_from_macro(diagnostic):
                    code, message = diagnostic.get("code"), diagnostic["message"]
                    failures.append(f"{kind} after `{kept[-60:]}`: {code}: {message}")
    name = file.relative_to(ROOT)
    if errors < number / 2:
        failures.append(f"{name}: only {errors} errors of the macro, so it is not expanded")
    line = f"{name}: {number} cuts, each with closed and with open delimiters: {errors} errors"
    return line, failures


def check_complete(server, file):
    """Checks that a complete table has no diagnostics."""
    found = server.diagnostics(document(table(file)))
    return [f"{file.name}, complete: {diagnostic}" for diagnostic in found]


def check_capture(server):
    """Checks that the type and the declaration of a capture in a target are found."""
    text = document('\n    "/item/{id}" => 301 "/items/{id}",')
    server.replace(text)
    capture = position(text, '"/items/{i')
    failures = []
    hover = (server.ask("hover", capture) or {}).get("contents", {}).get("value", "")
    if "id: &str" not in hover:
        failures.append(f"hover of a capture: {hover!r}")
    definitions = server.ask("definition", capture)
    found = [definition["range"]["start"] for definition in definitions or []]
    if found != [position(text, '{\n    ')]:
        failures.append(f"definition of a capture: {definitions}")
    return failures


def check_methods(server):
    """Checks that methods are completed before a rule, and where the rule is missing."""
    failures = []
    for rule in ["", ' "/old" => 308 "/new",']:
        text = document(f'\n    "/a" => 301 "/b",\n    PU{rule}')
        server.replace(text)
        completed = server.ask("completion", position(text, "PU"))
        items = completed if isinstance(completed, list) else (completed or {}).get("items", [])
        labels = [item["label"] for item in items]
        if not any(label.startswith("PUT") for label in labels):
            failures.append(f"completion of `PU{rule}`: {labels[:20]}")
    return failures


def main(arguments):
    version = subprocess.run(
        ["rust-analyzer", "--version"], check=True, capture_output=True, text=True
    ).stdout.strip()
    server = Server()
    server.load()
    lines, failures = [], []
    for file in TABLES:
        line, failed = check_cuts(server, file)
        lines.append(line)
        failures += check_complete(server, file) + failed
    failures += check_capture(server) + check_methods(server)
    server.stop()
    failures += [line for line in server.log if "panicked" in line]
    print("\n".join([version, *lines, *failures]))
    if "--write" in arguments and not failures:
        date = datetime.date.today().isoformat()
        RECORD.write_text("\n".join([f"{version}, {date}", *lines, "no failures", ""]))
    return 1 if failures else 0


sys.exit(main(sys.argv[1:]))
