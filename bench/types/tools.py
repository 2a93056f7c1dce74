"""The tools side by side: each has ask(site, text, timeout_s) -> the set of names after the dot.

Raises TimeoutError if there is no answer in time, RuntimeError if the tool refuses.
"""
import json
import multiprocessing
import subprocess
import tempfile
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
    filled and errs from then on, so it is killed and a new one takes its place. It may also leave
    half a file in its folder of parsed files, which is an EOFError at every site that needs it, in
    later runs, too: so the folder is this run's own, and is then made anew."""
    name = "jedi"

    def __init__(self, packages):
        self.packages, self.process = packages, None
        self.cache = tempfile.TemporaryDirectory()

    def prepare(self, site):
        if self.process is not None:
            return
        ours, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=answer_with_jedi, daemon=True,
                                               args=(theirs, self.packages, self.cache.name))
        self.process.start()
        self.pipe = ours
        self.pipe.recv()  # it has started

    def ask(self, site, text, timeout_s):
        self.pipe.send((site["root"], site["path"], site["offset"], text))
        if not self.pipe.poll(timeout_s):
            self.close()
            raise TimeoutError
        answer = self.pipe.recv()
        if answer == "EOFError":
            self.close()
            self.cache = tempfile.TemporaryDirectory()
        if isinstance(answer, str):
            raise RuntimeError(answer)
        return answer

    def close(self):
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.process = None


def answer_with_jedi(pipe, packages, cache):
    import jedi
    jedi.settings.cache_directory = cache
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
