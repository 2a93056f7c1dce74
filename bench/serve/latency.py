"""Latency and memory of completion servers while somebody types, each over its own protocol.

A site is an attribute of a file of about 1,000 lines of a held-out project. Its name is taken away; then the
completions are asked for, a letter is typed, they are asked for again, and once more. Each time is from sending
the edit to having read the answer. All servers have the project's folder as their workspace.
"""
import argparse
import ast
import json
import os
import pathlib
import random
import subprocess
import time


class LanguageServer:
    """A language server on stdin and stdout."""

    def __init__(self, name, command, root):
        self.name = name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        self.number = 0
        self.version = 1
        self.request("initialize", {
            "processId": None, "rootUri": root.as_uri(), "workspaceFolders": [{"uri": root.as_uri(), "name": "w"}],
            "capabilities": {"textDocument": {"completion": {}}, "workspace": {"configuration": True}}})
        self.notify("initialized", {})

    def send(self, message):
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def receive(self):
        length = 0
        while (line := self.process.stdout.readline().strip()):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(length))

    def request(self, method, params):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.number and "method" not in message:
                return message.get("result")
            if "id" in message and "method" in message:  # asks something of the client
                items = message.get("params", {}).get("items", [])
                self.send({"id": message["id"], "result": [None] * len(items) if items else None})

    def open(self, path, text):
        self.uri = path.as_uri()
        self.notify("textDocument/didOpen", {"textDocument": {
            "uri": self.uri, "languageId": "python", "version": 1, "text": text}})

    def close(self):
        self.notify("textDocument/didClose", {"textDocument": {"uri": self.uri}})

    def edit(self, line, begin, end, text):
        self.version += 1
        self.notify("textDocument/didChange", {
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [{"range": {"start": {"line": line, "character": begin},
                                          "end": {"line": line, "character": end}}, "text": text}]})

    def complete(self, line, character):
        result = self.request("textDocument/completion", {
            "textDocument": {"uri": self.uri}, "position": {"line": line, "character": character}})
        items = result["items"] if isinstance(result, dict) else result or []
        return [item["label"] for item in sorted(items, key=lambda item: item.get("sortText", item["label"]))]

    def memory(self):
        """Peak, with its children, in MB."""
        pids, peak = [self.process.pid], 0
        for pid in pids:
            try:
                for task in os.listdir(f"/proc/{pid}/task"):
                    pids += map(int, open(f"/proc/{pid}/task/{task}/children").read().split())
                status = open(f"/proc/{pid}/status").read()
                peak += int(status.split("VmHWM:")[1].split()[0])
            except (OSError, IndexError):
                pass
        return peak / 1024

    def end(self):
        self.process.kill()
        self.process.wait()


class Jedi:
    """Debian's Jedi, in a process of its own, by its own programming interface."""

    PROGRAM = """
import jedi, json, sys
project = jedi.Project(sys.argv[1])
for line in sys.stdin:
    path, source, row, column = json.loads(line)
    names = [c.name for c in jedi.Script(source, path=path, project=project).complete(row, column)]
    print(json.dumps(names), flush=True)
"""

    def __init__(self, root):
        self.name = "Jedi"
        self.process = subprocess.Popen(["/usr/bin/python3", "-c", self.PROGRAM, str(root)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def open(self, path, text):
        self.path, self.lines = str(path), text.split("\n")

    def close(self):
        pass

    def edit(self, line, begin, end, text):
        old = self.lines[line]
        self.lines[line] = old[:begin] + text + old[end:]

    def complete(self, line, character):
        request = [self.path, "\n".join(self.lines), line + 1, character]
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    memory = LanguageServer.memory
    end = LanguageServer.end


def sites_of(path, text, count, numbers):
    """(line, column, name) of attributes on one line of ASCII, a few of a file."""
    lines = text.split("\n")
    found = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Attribute) or node.end_lineno != node.lineno or len(node.attr) < 3:
            continue
        line, end = node.lineno - 1, node.end_col_offset
        if lines[line].isascii() and lines[line][end - len(node.attr) - 1:end] == "." + node.attr:
            found.append((line, end - len(node.attr), node.attr))
    found.sort()
    return numbers.sample(found, min(count, len(found)))


def files_of(corpus, package_list, count, numbers):
    roles = [line.split() for line in open(package_list) if line.strip() and not line.startswith("#")]
    test = [row[0] for row in roles if "test" in row[1:]]
    found = []
    for project in test:
        for path in sorted((corpus / project).rglob("*.py")):
            text = path.read_text(errors="replace")
            if 800 <= text.count("\n") <= 1200 and text.isascii() and "\r" not in text:
                try:
                    ast.parse(text)
                except SyntaxError:
                    continue
                found.append((corpus / project, path, text))
    numbers.shuffle(found)
    return found[:count]


def at(sorted_values, share):
    return sorted_values[min(int(share * len(sorted_values)), len(sorted_values) - 1)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--fastnode", "--release", "--langserver", "--corpus", "--package-list"):
        parser.add_argument(name, required=True)
    parser.add_argument("--files", type=int, default=6)
    parser.add_argument("--sites", type=int, default=25, help="of each file")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    numbers = random.Random(arguments.seed)
    corpus = pathlib.Path(arguments.corpus).resolve()
    files = files_of(corpus, arguments.package_list, arguments.files, numbers)
    asked = [(root, path, text, sites_of(path, text, arguments.sites, numbers)) for root, path, text in files]
    makers = {
        "fastnode": lambda root: LanguageServer("fastnode", [
            arguments.fastnode, "lsp", "--model", arguments.release, "--deadline", "0"], root),
        "pyright": lambda root: LanguageServer("pyright", ["node", arguments.langserver, "--stdio"], root),
        "Jedi": Jedi,
    }
    print(f"{len(asked)} files, {sum(len(sites) for *_, sites in asked)} sites, three times each")
    print(f"{'':10} {'first answer':>13} {'dot p50':>8} {'p95':>7} {'p99':>7} {'letter p50':>11} {'p95':>7} {'p99':>7}"
          f" {'all p50':>8} {'p99':>7} {'memory MB':>10} {'found':>6} {'first 5':>8}")
    middle = {}
    for name, make in makers.items():
        first, dot, letter, memory, found, near, total = [], [], [], 0, 0, 0, 0
        for root, path, text, sites in asked:
            start = time.perf_counter()
            server = make(root)
            server.open(path, text)
            for number, (line, column, attribute) in enumerate(sites):
                for typed in range(3):
                    begin = time.perf_counter()
                    if typed == 0:
                        server.edit(line, column, column + len(attribute), "")
                    else:
                        server.edit(line, column + typed - 1, column + typed - 1, attribute[typed - 1])
                    labels = server.complete(line, column + typed)
                    seconds = time.perf_counter() - begin
                    if number == 0 and typed == 0:
                        first.append(time.perf_counter() - start)
                        time.sleep(3)  # the project is read meanwhile
                    else:
                        (dot if typed == 0 else letter).append(1000 * seconds)
                    if typed == 0:
                        total += 1
                        found += attribute in labels
                        near += attribute in labels[:5]
                server.edit(line, column, column + 2, attribute)
            memory = max(memory, server.memory())
            server.close()
            server.end()
        dot.sort()
        letter.sort()
        both = sorted(dot + letter)
        middle[name] = (at(both, .5), memory)
        print(f"{name:10} {1000 * at(sorted(first), .5):10.0f} ms {at(dot, .5):8.1f} {at(dot, .95):7.1f} {at(dot, .99):7.1f}"
              f" {at(letter, .5):11.1f} {at(letter, .95):7.1f} {at(letter, .99):7.1f} {at(both, .5):8.1f} {at(both, .99):7.1f}"
              f" {memory:10.0f} {found / total:6.2f} {near / total:8.2f}", flush=True)
    for name in ("pyright", "Jedi"):
        print(f"{name}: {middle[name][0] / middle['fastnode'][0]:.1f} times our median, "
              f"{middle[name][1] / middle['fastnode'][1]:.1f} times our memory")


if __name__ == "__main__":
    main()
