"""The first start of the language server in a large project, and a second one: how long until everything is known,
when the first key is answered, and how much memory it takes.

A file of the project is opened at once, an attribute's name is taken away, and completions are asked for, again and
again until the server says that it has read the project.
"""
import argparse
import os
import pathlib
import queue
import random
import subprocess
import tempfile
import threading
import time

from latency import LanguageServer, at, sites_of


class Start(LanguageServer):
    """A client that shows progress; what the server begins and ends is noted with its time."""

    def __init__(self, command, root):
        self.start = time.perf_counter()
        self.begun, self.ended = {}, {}
        self.results = queue.Queue()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        self.number, self.version = 0, 1
        threading.Thread(target=self.listen, daemon=True).start()
        self.request("initialize", {
            "processId": None, "rootUri": root.as_uri(), "workspaceFolders": [{"uri": root.as_uri(), "name": "w"}],
            "capabilities": {"textDocument": {"completion": {}}, "window": {"workDoneProgress": True}}})
        self.notify("initialized", {})

    def listen(self):
        while True:
            try:
                message = self.receive()
            except ValueError:
                return
            if message.get("method") == "$/progress":
                value, token = message["params"]["value"], message["params"]["token"]
                if value["kind"] == "begin":
                    self.begun[token] = value.get("title", "")
                if value["kind"] == "end":
                    self.ended[token] = time.perf_counter() - self.start
            elif "id" in message and "method" in message:
                self.send({"id": message["id"], "result": None})
            elif "id" in message:
                self.results.put((message["id"], message.get("result")))

    def request(self, method, params):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            number, result = self.results.get(timeout=60)
            if number == self.number:
                return result

    def resident(self):
        status = open(f"/proc/{self.process.pid}/status").read()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def cpu(self):
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")")[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(name, command, root, path, text, sites, patience):
    server = Start(command, root)
    server.open(path, text)
    times, found, known = [], 0, None
    for number, (line, column, attribute) in enumerate(sites * 1000):
        begin = time.perf_counter()
        server.edit(line, column, column + len(attribute), "")
        labels = server.complete(line, column)
        times.append((begin - server.start, 1000 * (time.perf_counter() - begin)))
        found += attribute in labels
        server.edit(line, column, column, attribute)
        known = max(server.ended.values()) if server.ended and len(server.ended) == len(server.begun) else None
        is_shown = bool(server.begun)  # what is done sooner is never shown
        if not is_shown and number >= len(sites) and time.perf_counter() - server.start > 3:
            known = 3
        if (known and number >= len(sites)) or time.perf_counter() - server.start > patience:
            break
        time.sleep(0.05)
    before = sorted(ms for start, ms in times if known is None or start < known)
    print(f"{name}: first answer {times[0][0] * 1000 + times[0][1]:.0f} ms after the start; everything known after "
          f"{f'{known:.1f} s' if known and is_shown else 'less time than is worth telling' if known else f'more than {patience} s'} ({server.cpu():.1f} s of processor time); meanwhile "
          f"{len(before)} answers, median {at(before, .5):.0f} ms, 95th percentile {at(before, .95):.0f} ms, longest "
          f"{before[-1]:.0f} ms; {found} of {len(times)} found; memory {server.memory():.0f} MB at its peak, "
          f"{server.resident():.0f} MB then")
    server.end()


def typed_in(files):
    """The first file of middling length, its text, and the places in it that are asked about; None: there is none."""
    for path in files:
        text = path.read_text(errors="replace")
        if 400 <= text.count("\n") <= 800 and text.isascii() and "\r" not in text:
            sites = sites_of(path, text, 25, random.Random(1))
            if len(sites) == 25:
                return path, text, sites
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", help="a folder")
    parser.add_argument("--fastnode", default="build/fastnode")
    parser.add_argument("--release", default="out/serve")
    parser.add_argument("--patience", type=int, default=120, help="seconds")
    arguments = parser.parse_args()
    root = pathlib.Path(arguments.project).resolve()
    if not root.is_dir():
        parser.error(f"{root} is no folder; name the folder of a project")
    files = sorted(root.rglob("*.py"))
    path, text, sites = typed_in(files) or parser.error(
        f"none of the {len(files)} Python files of {root} has 400 to 800 lines of plain text and 25 attributes to ask for")
    size = sum(file.stat().st_size for file in files)
    print(f"{len(files)} files, {size / 1e6:.1f} MB; typed in {path.relative_to(root)}")
    with tempfile.TemporaryDirectory() as cache:
        command = [arguments.fastnode, "lsp", "--model", arguments.release, "--deadline", "0", "--cache", cache]
        for name in ("first start", "second start"):
            measure(name, command, root, path, text, sites, arguments.patience)


if __name__ == "__main__":
    main()
