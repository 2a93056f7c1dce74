#!/usr/bin/env bash
# 'complete' reads a project once for all of its files, keeps what it read on disk, and takes the open
# file's part off: the answers are those of a project without that file.
#   complete_project.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
[ -x "$(dirname "$fastnode")/fastnode-train" ] || exit 77
. "$source_dir/tests/cli/small_data.bash"
make_dataset
draw "$scratch/samples" 20 >/dev/null 2>&1
cd "$scratch"
"$fastnode" train --samples samples --metainfo metainfo.json --usage usage.bin --checkpoint checkpoint \
  --out model --batch 8 --seed 5 --hidden 16 --layers 2 --validation-samples 2 --steps 4 >train.out 2>&1 ||
  fail "no model: $(tail -n 3 train.out)"
"$fastnode" compress --model model --out release --metainfo metainfo.json --usage usage.bin \
  --library library.bin >compress.out 2>&1 ||
  fail "no release: $(tail -n 3 compress.out)"

python3 - <<'EOF'
import json, os
os.makedirs("project")
for i in range(50):
    with open(f"project/m{i}.py", "w") as file:
        file.write(f"import m{(i + 1) % 50}\nclass C{i}:\n    def turn_{i}(self):\n"
                   f"        self.wheel.spin_{i % 7}()\n        return self.wheel.size\n")
with open("requests", "w") as file:
    for i in range(50):
        text = open(f"project/m{i}.py").read() + "def f(self):\n    self.wheel.sp"
        file.write(json.dumps({"id": i, "path": os.path.abspath(f"project/m{i}.py"),
                               "root": os.path.abspath("project"), "source": text,
                               "offset": len(text)}) + "\n")
EOF

# complete NAME FLAG...: the requests' answers, without times, in NAME; what was read in NAME.log.
complete() {
  local name=$1
  shift
  "$fastnode" complete --model release --deadline 0 --log "$name.log" "$@" <requests 2>"$name.err" |
    sed 's/,"micros":[0-9]*//' >"$name"
  [ -s "$name.err" ] && fail "$name: says $(head -n 3 "$name.err")"
  [ "$(grep -c '"spin_' "$name")" = "$(wc -l <requests)" ] || fail "$name: $(head -c 500 "$name")"
}
# read_once NAME FILES
read_once() {
  [ "$(grep -c . "$1.log")" = 1 ] && grep -q "project: $2 files, $2 of them read, " "$1.log" ||
    fail "$1: the project is to be read once: $(cat "$1.log")"
}

complete first --cache cache
read_once first 50
[ -s cache/cache.bin ] || fail "nothing is kept on disk"
complete second --cache cache
read_once second 50
complete uncached --cache none
cmp first second || fail "the cache changes an answer"
cmp first uncached || fail "without the cache there is another answer"
echo "passed: 50 files of a project, read once"

cp requests all
for i in 0 17 49; do
  sed -n "$((i + 1))p" all >requests
  mv "project/m$i.py" "m$i.py"
  complete "without$i" --cache none
  read_once "without$i" 49
  mv "m$i.py" "project/m$i.py"
  cmp "without$i" <(sed -n "$((i + 1))p" first) || fail "m$i.py counts in its own answer"
done
echo "passed: the open file's part is taken off"

# What a project says of itself (pyproject.toml) counts, for 'complete' and for the language server.
mkdir -p settled/lib
echo 'class KilnWheel: ...' >settled/lib/kiln.py
printf '[project]\nrequires-python = ">=3.8"\n[tool.pyright]\nextraPaths = ["lib"]\n' >settled/pyproject.toml
cat >ask.py <<'EOF'
import json, os, subprocess, sys
fastnode, root = sys.argv[1], os.path.abspath("settled")
path, texts = f"{root}/main.py", ["from kil", "from kiln import Ki", "def f(x):\n    mat", "x = KilnWh"]
flags = ["--model", "release", "--cache", "none", "--deadline", "0"]


def complete():
    lines = [json.dumps({"path": path, "root": root, "source": text, "offset": len(text)}) for text in texts]
    said = subprocess.run([fastnode, "complete", *flags], input="\n".join(lines) + "\n", text=True, capture_output=True)
    return [[one["text"] for one in json.loads(line)["candidates"]] for line in said.stdout.splitlines()], said.stderr


def lsp():
    server = subprocess.Popen([fastnode, "lsp", *flags], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def send(method, params, id=None):
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params} | ({} if id is None else {"id": id})).encode()
        server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        server.stdin.flush()

    def reply(id):
        while True:
            length = 0
            while (line := server.stdout.readline().strip()):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            message = json.loads(server.stdout.read(length))
            if message.get("id") == id and "method" not in message:
                return message["result"]

    uri = f"file://{path}"
    send("initialize", {"capabilities": {},
                        "workspaceFolders": [{"uri": f"file://{root}", "name": "settled"}]}, 1)
    reply(1)
    send("initialized", {})
    send("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "python", "version": 1, "text": ""}})
    answers = []
    for number, text in enumerate(texts, 2):
        send("textDocument/didChange", {"textDocument": {"uri": uri, "version": number}, "contentChanges": [{"text": text}]})
        at = {"line": text.count("\n"), "character": len(text.split("\n")[-1])}
        send("textDocument/completion", {"textDocument": {"uri": uri}, "position": at}, number)
        found = reply(number)
        names = [item["label"] for item in (found["items"] if isinstance(found, dict) else found or [])]
        answers.append(names)
    send("shutdown", None, 99)
    reply(99)
    send("exit", None)
    return answers, server.communicate()[1].decode()


def check(what, holds):
    if not holds:
        sys.exit(f"ask.py: {what}")


for door in (complete, lsp):
    (module, name, word, _), said = door()
    check(f"a module of extraPaths: {module}", module == ["kiln"])
    check(f"its names: {name}", name == ["KilnWheel"])
    check(f"a word of 3.10 in a project for 3.8: {word}", "match" not in word)
    check(f"says {said}", not said)
check("a name is offered with its import", complete()[0][3] == ["KilnWheel"])
open("settled/pyproject.toml", "a").write("autoImportCompletions = false\n")
check("none is, where the project says so", complete()[0][3] == [])
open("settled/pyproject.toml", "a").write("= 3\n")
(module, _, word, _), said = complete()
check(f"a wrong file counts: {module}, {word}", module == [] and "match" in word)
check(f"a wrong file is told of once: {said}", said.count("pyproject.toml: line 6: ") == 1 and said.count("\n") == 1)
check("the server tells of it", lsp()[1].count("pyproject.toml: line 6: ") == 1)
EOF
python3 ask.py "$fastnode" || fail "the project's settings"
echo "passed: the project's settings count"
