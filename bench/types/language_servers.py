"""Type checkers behind the language server protocol, one process a project, as an editor starts them.

Each is told where the packages are in its own way, keeps the files open that it was shown, and is
warmed up before the first request. See tools.py for what `ask` promises.
"""
import json
import os
import pathlib
import queue
import subprocess
import threading
import time

PATIENCE_S = 10  # for what a server does after a request that took too long


class LanguageServer:
    """What all of them have in common. Subclasses say `name`, `command`, and their settings."""
    name = ""

    def __init__(self, command, packages, environment=None):
        self.command, self.packages = command, packages
        self.environment = {**os.environ, **(environment or {})}
        self.root = self.process = None

    def settings(self, section):
        """What workspace/configuration is answered for a section."""
        return None

    def start(self, root):
        self.close()
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, cwd=root, env=self.environment)
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

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        try:
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            self.process.stdin.flush()
        except OSError:
            raise RuntimeError("the server ended") from None

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
                answers.put(None)
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
            if message is None:
                raise RuntimeError("the server ended")
            if message.get("id") != number:
                continue
            if "error" in message:
                raise RuntimeError(message["error"].get("message", "error"))
            return message["result"]

    def prepare(self, site):
        """Starts the server for the site's project, and anew where it ended: not part of a request."""
        if site["root"] != self.root or self.process.poll() is not None:
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
        # One that neither answers nor reads is ended, and started anew before the next request.
        watch = threading.Timer(timeout_s + 2 * PATIENCE_S, self.process.kill)
        watch.start()
        try:
            return self.ask_in_time(site, text, timeout_s)
        finally:
            watch.cancel()

    def ask_in_time(self, site, text, timeout_s):
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
                self.wait(number, PATIENCE_S)
            except TimeoutError:
                self.process.kill()
            except RuntimeError:
                pass
            raise
        finally:
            if self.process.poll() is None:
                self.show(document["uri"], text[:site["offset"]].decode() + site["truth"] +
                          text[site["offset"]:].decode())
        items = result["items"] if isinstance(result, dict) else result or []
        return {item.get("filterText") or item["label"] for item in items}

    def close(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class Pyright(LanguageServer):
    name = "pyright"

    def __init__(self, langserver, packages):
        super().__init__(["node", os.path.abspath(langserver), "--stdio"], packages)

    def settings(self, section):
        analysis = {"extraPaths": self.packages, "diagnosticMode": "openFilesOnly",
                    "autoImportCompletions": False, "autoSearchPaths": True,
                    "typeCheckingMode": "off", "useLibraryCodeForTypes": True}
        return analysis if section == "python.analysis" else \
            {"analysis": analysis} if section == "python" else None


class Ty(LanguageServer):
    name = "ty"

    def __init__(self, venv, packages):
        super().__init__([f"{venv}/bin/ty", "server"], packages)

    def settings(self, section):
        return {"diagnosticMode": "off", "completions": {"autoImport": False},
                "configuration": {"environment": {"extra-paths": self.packages,
                                                  "python-version": "3.11"}}}


class Pyrefly(LanguageServer):
    name = "pyrefly"

    def __init__(self, venv, packages):
        # It asks the interpreter where packages are.
        super().__init__([f"{venv}/bin/pyrefly", "lsp", "--indexing-mode", "none"], packages,
                         {"PYTHONPATH": os.pathsep.join(packages)})
        self.venv = venv

    def settings(self, section):
        return {"pythonPath": f"{self.venv}/bin/python", "extraPaths": self.packages,
                "analysis": {"extraPaths": self.packages}} if section == "python" else None


class Zuban(LanguageServer):
    name = "zuban"

    def __init__(self, venv, packages):
        super().__init__([f"{venv}/bin/zuban", "server"], packages,
                         {"VIRTUAL_ENV": venv, "MYPYPATH": os.pathsep.join(packages)})
