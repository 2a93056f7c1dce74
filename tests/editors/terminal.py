#!/usr/bin/env python3
"""`fastnode lsp` in editors of a terminal: Emacs with lsp-mode, Vim with coc.nvim, Neovim from 0.11 on, with and without a completion
plug-in, and Helix.

    terminal.py FASTNODE RELEASE_FOLDER [EDITOR...]

The recipes are those of docs/editors, taken from the pages as they stand. Keys are typed and the screen is read, in tmux. In each
editor: the first rows of the list are the first candidates of `fastnode complete`, in that order; a row that is taken gives the
right text, behind characters beyond the basic plane; a name that is not in scope brings its import; and with
`autoImport: false` it is not there, so the settings arrive. What is not installed is not tried: Debian
and npm have none of these but lsp-mode. Editors and plug-ins are looked for where people put them, or where NVIM, HX (programs), COC,
CMP, CMP_LSP and BLINK (folders) say.
"""
import glob
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "docs" / "editors"
SHOP = """import os


class Basket:
    def __init__(self):
        self.total = 0

    def add(self, price):
        self.total += price
        {}"""
EMOJI = 'emoji = "😀 😀"; '
ACCENTS = 'word = "é é"; '  # for lsp-mode 8, which counts characters and not the protocol's units
MODULE = "import os\n\nOrderer = 1\n\n\ndef show():\n    {}"
ROWS = 4  # so many rows are compared
SECONDS = 30  # what is waited for is there by then


class Wrong(Exception):
    pass


def recipe(page, language, word):
    """The code of that language on that page which has that word in it."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```", (PAGES / page).read_text(), re.M | re.S)
    found = [block for block in blocks if word in block]
    if len(found) != 1:
        raise Wrong(f"{page} has {len(found)} recipes in {language} with '{word}', not 1")
    return found[0]


def changed(text, old, new):
    if old not in text:
        raise Wrong(f"the recipe has no {old!r}")
    return text.replace(old, new)


class Terminal:
    """A program in tmux, whose screen is read."""

    def __init__(self, folder):
        self.socket = str(folder / "tmux")

    def _tmux(self, *arguments):
        return subprocess.run(["tmux", "-S", self.socket, "-f", "/dev/null", *arguments], check=True, timeout=20,
                              stdout=subprocess.PIPE, text=True).stdout

    def start(self, command, environment, folder):
        clean = ["env", "-i", *(f"{name}={value}" for name, value in environment.items())]
        self._tmux("new-session", "-d", "-x", "120", "-y", "40", "-c", str(folder), *clean, *command)

    def end(self):
        """Ends the program, and waits for it: it may write something at its end."""
        program = subprocess.run(["tmux", "-S", self.socket, "display-message", "-p", "#{pane_pid}"], stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL, text=True, timeout=20).stdout.strip()
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], stderr=subprocess.DEVNULL, timeout=20)
        end = time.monotonic() + 10
        while program and os.path.exists(f"/proc/{program}") and time.monotonic() < end:
            time.sleep(0.1)

    def keys(self, *names):
        for name in names:
            self._tmux("send-keys", name)
            if name == "Escape":
                time.sleep(0.2)  # else it is one key with the next

    def type(self, text):
        for letter in text:
            self._tmux("send-keys", "-l", letter)
            time.sleep(0.03)

    def rows(self):
        return self._tmux("capture-pane", "-p").split("\n")

    def cursor(self):
        x, y = self._tmux("display-message", "-p", "#{cursor_x} #{cursor_y}").split()
        return int(x), int(y)

    def list(self, typed):
        """The words at the begin of the rows below the cursor: the list, if there is one."""
        x, y = self.cursor()
        names = []
        for row in self.rows()[y + 1:]:
            at = max(x - len(typed) - 4, 0)
            word = re.search(r"\w+", row[at:at + 12])
            name = word and re.match(r"\w+", row[at + word.start():])
            if not name:
                break
            names.append(name.group())
        return names


class Editor:
    """An editor with the server, in a home folder of its own."""

    accept, below, undo = ["C-y"], ["C-n"], ["u"]
    first = 0  # rows to go down for the first one
    brackets = False  # puts a pair of its own behind what is called

    def __init__(self, name, program, version):
        self.name, self.program, self.version = name, program, version

    def set_up(self, home, auto_import):
        raise NotImplementedError

    def command(self, file):
        return [self.program, str(file)]

    def save(self):
        return ["Escape", ":w", "Enter"]

    def to_end(self):
        return ["Escape", "G", "A"]


class Coc(Editor):
    def __init__(self, vim, folder):
        version = json.loads((folder / "package.json").read_text())["version"]
        super().__init__("Vim with coc.nvim", vim, f"{version_of([vim, '--version'], r'IMproved ([0-9.]+)')}, coc.nvim {version}")
        self.folder = folder

    def set_up(self, home, auto_import):
        settings = recipe("vim.md", "json", "languageserver")
        if not auto_import:
            settings = changed(settings, '"deadlineMs": 50', '"deadlineMs": 50, "autoImport": false')
        packages = home / ".vim" / "pack" / "coc" / "start"
        packages.mkdir(parents=True)
        (packages / "coc.nvim").symlink_to(self.folder)
        (home / ".vim" / "coc-settings.json").write_text(settings)
        (home / ".vimrc").write_text("filetype plugin on\nset nocompatible noswapfile nobackup nowritebackup ttimeout ttimeoutlen=50\n")


class Neovim(Editor):
    """With its own completion, or with a plug-in: its module, and {name: folder} of what it is in."""

    def __init__(self, nvim, version, module="", plugins=None):
        super().__init__("Neovim" + (f" with {next(iter(plugins))}" if plugins else ""), nvim, version)
        self.module, self.plugins, self.brackets = module, plugins or {}, module == "blink.cmp"

    def set_up(self, home, auto_import):
        settings = recipe("neovim.md", "lua", "vim.lsp.enable(")
        if not auto_import:
            settings = changed(settings, "inlineCompletion = 'on'", "inlineCompletion = 'on', autoImport = false")
        for name, folder in self.plugins.items():
            packages = home / ".local" / "share" / "nvim" / "site" / "pack" / "x" / "start"
            packages.mkdir(parents=True, exist_ok=True)
            (packages / name).symlink_to(folder)
        if self.module:  # instead of the editor's own completion
            settings = changed(settings[:settings.index("vim.api.nvim_create_autocmd(")], "vim.o.completeopt = 'menuone,noinsert'\n", "")
            settings += recipe("neovim.md", "lua", f"require('{self.module}')")
        (home / ".config" / "nvim").mkdir(parents=True)
        (home / ".config" / "nvim" / "init.lua").write_text("vim.o.swapfile = false\n" + settings)


class Helix(Editor):
    accept, below = ["Enter"], ["C-n"]
    first = 1  # no row is selected at first

    def __init__(self, program, version):
        super().__init__("Helix", program, version)

    def set_up(self, home, auto_import):
        settings = recipe("helix.md", "toml", "[language-server.fastnode]")
        if not auto_import:
            settings = changed(settings, "deadlineMs = 50", "deadlineMs = 50\nautoImport = false")
        (home / ".config" / "helix").mkdir(parents=True)
        (home / ".config" / "helix" / "languages.toml").write_text(settings)

    def to_end(self):
        return ["Escape", "g", "e", "A"]


class LspMode(Editor):
    """Emacs is not looked at: it runs lsp_mode.el, which asks it what it shows."""

    def __init__(self, emacs, version):
        super().__init__("Emacs with lsp-mode", emacs, version)

    def set_up(self, home, auto_import):
        settings = recipe("emacs.md", "elisp", "lsp-register-client")
        if not auto_import:
            settings = changed(settings, ":deadlineMs 50", ":deadlineMs 50 :autoImport :json-false")
        (home / "recipe.el").write_text(settings)

    def run(self, session, off):
        text = SHOP.format(ACCENTS + "self")
        session.file().write_text(text + ".\n")
        (session.project / "names.py").write_text(MODULE.format("return Ordere\n"))
        environment = {**session.environment, "FOLDER": session.project, "RECIPE": session.home / "recipe.el",
                       "FIRST": "\n".join(session.candidates(text + ".")[:ROWS]), **({"OFF": "1"} if off else {})}
        done = subprocess.run([self.program, "--batch", "--no-site-file", "--load", Path(__file__).with_name("lsp_mode.el")],
                              env={name: str(value) for name, value in environment.items()}, timeout=150, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode or "lsp_mode.el: passed" not in done.stdout:
            raise Wrong("\n".join(re.findall(r"^  error\((.*)\)$", done.stdout, re.M)[:1]) or done.stdout[-2000:])


def version_of(command, pattern):
    found = re.search(pattern, subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=30).stdout)
    return found.group(1) if found else ""


def folder_of(variable, *places):
    """The folder that the variable names, or the first of the places that there is."""
    named = os.environ.get(variable)
    for place in [named] if named else places:
        for folder in sorted(glob.glob(os.path.expanduser(place))):
            return Path(folder).resolve()
    return None


def not_tried(what):
    print(f"{what}: not installed, not tried", flush=True)


def installed():
    """The editors that there are; of the others it is said that they are not tried."""
    vim, coc = shutil.which("vim"), folder_of("COC", "~/.vim/pack/*/start/coc.nvim", "~/.vim/plugged/coc.nvim")
    if vim and coc and shutil.which("node"):
        yield "coc", Coc(vim, coc)
    else:
        not_tried("Vim with coc.nvim")

    emacs = shutil.which("emacs")
    version = emacs and version_of([emacs, "--batch", "--eval", "(progn (require 'package) (package-initialize) (require 'lsp-mode) "
                                    "(princ (concat \"found \" (lsp-version))))"], r"found .*?lsp-mode ([^,]+, Emacs [0-9.]+)")
    if version:
        yield "lsp-mode", LspMode(emacs, version)
    else:
        not_tried("Emacs with lsp-mode")

    nvim = shutil.which(os.environ.get("NVIM", "nvim"))
    version = version_of([nvim, "--version"], r"NVIM v([0-9.]+)") if nvim else ""
    if version and [int(part) for part in version.split(".")[:2]] >= [0, 11]:
        yield "neovim", Neovim(nvim, version)
        places = ["~/.local/share/nvim/site/pack/*/start/", "~/.local/share/nvim/lazy/"]
        cmp, cmp_lsp, blink = (folder_of(variable, *(place + name for place in places)) for variable, name in
                               [("CMP", "nvim-cmp"), ("CMP_LSP", "cmp-nvim-lsp"), ("BLINK", "blink.cmp")])
        if cmp and cmp_lsp:
            yield "cmp", Neovim(nvim, version, "cmp", {"nvim-cmp": cmp, "cmp-nvim-lsp": cmp_lsp})
        else:
            not_tried("Neovim with nvim-cmp and cmp-nvim-lsp")
        if blink:
            yield "blink", Neovim(nvim, version, "blink.cmp", {"blink.cmp": blink})
        else:
            not_tried("Neovim with blink.cmp")
    else:
        not_tried("Neovim, 0.11 or newer")

    helix = shutil.which(os.environ.get("HX", "hx"))
    if helix:
        yield "helix", Helix(helix, version_of([helix, "--version"], r"([0-9]+\.[0-9.]+)"))
    else:
        not_tried("Helix")


class Session:
    """One file in one editor."""

    def __init__(self, editor, scratch, fastnode, release, auto_import):
        self.editor, self.release, self.fastnode = editor, release, fastnode
        self.folder = Path(tempfile.mkdtemp(dir=scratch))
        self.home, self.project = self.folder / "home", self.folder / "project"
        programs = self.folder / "bin"
        for folder in (self.home, self.project, programs):
            folder.mkdir()
        (self.project / "pyproject.toml").write_text("[project]\nname = 'shop'\n")
        # The recipes start `fastnode`: that one, with the model that is tested.
        (programs / "fastnode").write_text(f'#!/bin/sh\nexec "{fastnode}" "$@" --model "{release}"\n')
        (programs / "fastnode").chmod(0o755)
        self.environment = {
            "HOME": self.home, "PATH": f"{programs}:{os.path.dirname(shutil.which('node') or '/usr/bin/')}:/usr/bin:/bin",
            "TERM": "screen-256color", "LANG": "C.UTF-8", "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", f"{scratch}/cache"),
            **{name: os.environ[name] for name in ("HELIX_RUNTIME", "VIMRUNTIME") if name in os.environ},
        }
        editor.set_up(self.home, auto_import)
        self.terminal = Terminal(self.folder)

    def candidates(self, source):
        """What `fastnode complete` offers at the end of that text."""
        line = json.dumps({"id": 1, "path": "shop.py", "source": source, "offset": len(source.encode())})
        done = subprocess.run([self.fastnode, "complete", "--model", self.release, "--deadline", "0", "--no-auto-import"],
                              input=line + "\n", stdout=subprocess.PIPE, text=True, timeout=60, check=True)
        return [candidate["text"] for candidate in json.loads(done.stdout)["candidates"]]

    def file(self):
        return self.project / "shop.py"

    def open(self, text):
        self.file().write_text(text + "\n")
        self.terminal.start(self.editor.command(self.file()), self.environment, self.project)
        self.until(lambda: any(text.split("\n")[0] in row for row in self.terminal.rows()), "the file is shown")

    def until(self, holds, what):
        end = time.monotonic() + SECONDS
        while not holds():
            if time.monotonic() > end:
                raise Wrong(f"{what}: not within {SECONDS} s; the screen:\n" + "\n".join(self.terminal.rows()).rstrip())
            time.sleep(0.1)

    def listed(self, typed, wanted, what):
        """Types at the end of the file until the list is as wanted: the first answers may come from what is not read yet."""
        end, seen = time.monotonic() + SECONDS, None
        while time.monotonic() < end:
            self.terminal.keys(*self.editor.to_end())
            self.terminal.type(typed)
            asked = time.monotonic() + 4
            while time.monotonic() < asked:
                before, seen = seen, self.terminal.list(re.search(r"\w*$", typed).group())
                if seen and seen == before and wanted(seen):  # it stands still
                    return seen
                time.sleep(0.3)
            screen = self.terminal.rows()
            self.forget()
        raise Wrong(f"{what}: the list is {seen}; the screen:\n" + "\n".join(screen).rstrip())

    def forget(self):
        """Takes back what was typed."""
        self.terminal.keys("Escape", "Escape", *self.editor.undo)
        time.sleep(0.5)

    def take(self, row):
        for _ in range(self.editor.first + row):
            self.terminal.keys(*self.editor.below)
            time.sleep(0.2)
        self.terminal.keys(*self.editor.accept)
        time.sleep(0.5)

    def saved(self, text):
        def holds():
            self.terminal.keys(*self.editor.save())
            time.sleep(0.5)
            written = self.file().read_text().rstrip("\n") if self.file().exists() else ""
            return written == text or self.editor.brackets and written == text + "()"
        try:
            self.until(holds, "the text is right")
        except Wrong as wrong:
            raise Wrong(f"{wrong}\nthe file:\n{self.file().read_text()}\ninstead of:\n{text}") from None

    def end(self):
        self.terminal.end()


def field(session, text, typed):
    """The order of the list behind a dot, and with a letter; the first row taken."""
    names = session.candidates(text + typed)
    session.open(text)
    seen = session.listed(typed, lambda seen: seen[:ROWS] == names[:ROWS], f"behind '{typed}' there are {names[:ROWS]}")
    session.take(0)
    session.saved(text + typed[:typed.index(".") + 1] + seen[0])


def imported(session):
    text = MODULE.format("return ")
    session.open(text)
    seen = session.listed("Ordere", lambda seen: "OrderedDict" in seen, "OrderedDict is offered")
    session.take(seen.index("OrderedDict"))
    session.saved(text.replace("import os\n", "import os\nfrom collections import OrderedDict\n", 1) + "OrderedDict")


def not_imported(session):
    session.open(MODULE.format("return "))
    for _ in range(3):  # what can be imported is not read at once
        seen = session.listed("Ordere", lambda seen: "Orderer" in seen, "Orderer is offered")
        if "OrderedDict" in seen:
            raise Wrong(f"without autoImport: {seen}")
        session.forget()
        time.sleep(1)


CASES = [
    ("of self", True, lambda session: field(session, SHOP.format(EMOJI + "self"), ".")),
    ("of a library", True, lambda session: field(session, SHOP.format(EMOJI + "os.path"), ".")),
    ("a letter typed", True, lambda session: field(session, SHOP.format(EMOJI + "os.path"), ".i")),
    ("an import", True, imported),
    ("no import", False, not_imported),
]
ASKED = [
    ("as it is", True, lambda session: session.editor.run(session, False)),
    ("no import", False, lambda session: session.editor.run(session, True)),
]


def main():
    fastnode, release, wanted = os.path.realpath(sys.argv[1]), os.path.realpath(sys.argv[2]), sys.argv[3:]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the editors are ended
    failed = False
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        for key, editor in installed():
            if wanted and key not in wanted:
                continue
            asked = isinstance(editor, LspMode)
            if not asked and not shutil.which("tmux"):
                not_tried(f"tmux, for {editor.name}")
                continue
            try:
                for name, auto_import, case in ASKED if asked else CASES:
                    session = Session(editor, scratch, fastnode, release, auto_import)
                    try:
                        case(session)
                    finally:
                        session.end()
                print(f"passed: {editor.name} ({editor.version})", flush=True)
            except Wrong as error:
                failed = True
                print(f"terminal.py: FAILED: {editor.name}, {name}: {error}", file=sys.stderr, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
