"""The tools side by side: each has ask(site, text, timeout_s) -> the set of names after the dot.

Raises TimeoutError if there is no answer in time, RuntimeError if the tool refuses.
"""
import json
import multiprocessing
import os
import pathlib
import queue
import subprocess
import threading
import time


class Fastnode:
    name = "fastnode"

    def __init__(self, fastnode, library, packages):
        command = [fastnode, "inspect", "--members", "--library", library]
        for package in packages:
            command += ["--path", package]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, site, text, timeout_s):
        request = {"id": 1, "path": site["path"], "root": site["root"], "source": text.decode(),
                   "offset": site["offset"]}
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        start = time.monotonic()
        answer = json.loads(self.process.stdout.readline())
        if time.monotonic() - start > timeout_s:
            raise TimeoutError
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return {candidate["text"] for candidate in answer["candidates"]}

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)


class Jedi:
    """In a process of its own: one that is stopped in the middle of an answer leaves its caches half
    filled and errs from then on, so it is killed and a new one takes its place."""
    name = "jedi"

    def __init__(self, packages):
        self.packages, self.process = packages, None

    def prepare(self, site):
        if self.process is not None:
            return
        ours, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=answer_with_jedi, daemon=True,
                                               args=(theirs, self.packages))
        self.process.start()
        self.pipe = ours
        self.pipe.recv()  # it has started

    def ask(self, site, text, timeout_s):
        self.pipe.send((site["root"], site["path"], site["offset"], text))
        if not self.pipe.poll(timeout_s):
            self.close()
            raise TimeoutError
        answer = self.pipe.recv()
        if isinstance(answer, str):
            raise RuntimeError(answer)
        return answer

    def close(self):
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.process = None


def answer_with_jedi(pipe, packages):
    import jedi
    projects = {}
    pipe.send("ready")
    while True:
        root, path, offset, text = pipe.recv()
        if root not in projects:
            projects[root] = jedi.Project(root, added_sys_path=packages)
        before = text[:offset]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1:].decode())
        try:
            script = jedi.Script(text.decode(), path=path, project=projects[root])
            pipe.send({completion.name for completion in script.complete(line, column)})
        except Exception as error:
            pipe.send(type(error).__name__)


class Pyright:
    """Its language server, one process a project, as an editor starts it."""
    name = "pyright"

    def __init__(self, langserver, packages):
        self.langserver, self.packages = langserver, packages
        self.root = self.process = None

    def start(self, root):
        self.close()
        command = ["node", self.langserver, "--stdio"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        self.root, self.last, self.answers = root, 0, queue.Queue()
        self.open, self.version = set(), 0
        threading.Thread(target=self.read, args=(self.process,), daemon=True).start()
        uri = pathlib.Path(root).as_uri()
        done = self.request("initialize", {
            "processId": os.getpid(), "rootUri": uri,
            "workspaceFolders": [{"uri": uri, "name": "project"}],
            "capabilities": {"workspace": {"configuration": True, "workspaceFolders": True}},
        })
        self.wait(done, 60)
        self.send({"method": "initialized", "params": {}})

    def settings(self, section):
        analysis = {"extraPaths": self.packages, "diagnosticMode": "openFilesOnly",
                    "autoImportCompletions": False, "autoSearchPaths": True,
                    "typeCheckingMode": "off", "useLibraryCodeForTypes": True}
        return analysis if section == "python.analysis" else \
            {"analysis": analysis} if section == "python" else None

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def request(self, method, params):
        self.last += 1
        self.send({"id": self.last, "method": method, "params": params})
        return self.last

    def read(self, process):
        answers = self.answers
        while True:
            length = None
            while (header := process.stdout.readline()) not in (b"\r\n", b""):
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
            if length is None:
                return
            message = json.loads(process.stdout.read(length))
            if "method" not in message:
                answers.put(message)
            elif "id" in message:
                items = message.get("params", {}).get("items", []) \
                    if message["method"] == "workspace/configuration" else None
                result = None if items is None else [self.settings(i.get("section")) for i in items]
                self.send({"id": message["id"], "result": result})

    def wait(self, number, timeout_s):
        end = time.monotonic() + timeout_s
        while True:
            try:
                message = self.answers.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise TimeoutError from None
            if message.get("id") != number:
                continue
            if "error" in message:
                raise RuntimeError(message["error"].get("message", "error"))
            return message["result"]

    def prepare(self, site):
        """Starts the server for the site's project: not part of a request."""
        if site["root"] != self.root:
            self.start(site["root"])
            text = b"import os\nos."
            try:
                self.ask({"path": site["root"] + "/warm_up_.py", "offset": len(text),
                          "truth": "path"}, text, 30)
            except (TimeoutError, RuntimeError):
                pass

    def show(self, uri, text):
        """Opens the document or changes it. None is closed: pyright would forget its imports."""
        self.version += 1
        if uri in self.open:
            self.send({"method": "textDocument/didChange", "params": {
                "textDocument": {"uri": uri, "version": self.version},
                "contentChanges": [{"text": text}]}})
        else:
            self.open.add(uri)
            self.send({"method": "textDocument/didOpen", "params": {"textDocument": {
                "uri": uri, "languageId": "python", "version": self.version, "text": text}}})

    def ask(self, site, text, timeout_s):
        document = {"uri": pathlib.Path(site["path"]).as_uri()}
        before = text[:site["offset"]]
        character = len(before[before.rfind(b"\n") + 1:].decode().encode("utf-16-le")) // 2
        self.show(document["uri"], text.decode())
        number = self.request("textDocument/completion", {
            "textDocument": document, "context": {"triggerKind": 2, "triggerCharacter": "."},
            "position": {"line": before.count(b"\n"), "character": character}})
        try:
            result = self.wait(number, timeout_s)
        except TimeoutError:
            self.send({"method": "$/cancelRequest", "params": {"id": number}})
            try:  # what it still does must not count against the next request
                self.wait(number, 10)
            except (TimeoutError, RuntimeError):
                pass
            raise
        finally:
            self.show(document["uri"], text[:site["offset"]].decode() + site["truth"] +
                      text[site["offset"]:].decode())
        items = result["items"] if isinstance(result, dict) else result or []
        return {item["label"] for item in items}

    def close(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
