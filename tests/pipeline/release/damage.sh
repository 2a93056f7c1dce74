#!/usr/bin/env bash
# No damage to a release is believed: each of its files is changed in some dozens of ways, and each time
# `fastnode complete` must end with an error that names the file and says what to do.
#   damage.sh FASTNODE RELEASE_FOLDER
set -euo pipefail
fastnode=$1 release=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "damage.sh: $*" >&2; exit 1; }

cp -r "$release" "$scratch/release"
python3 - "$fastnode" "$scratch/release" <<'EOF'
import os, random, subprocess, sys
fastnode, folder = sys.argv[1:]
places = 12  # of each file, its ends among them

def complete():
    asked = b'{"source": "import os\\nos.", "offset": 13}\n'
    done = subprocess.run([fastnode, "complete", "--model", folder], input=asked, capture_output=True, timeout=60)
    return done.returncode, done.stdout, done.stderr.decode()

def mutants(data):
    random.seed(len(data))
    at = {0, len(data) // 2, len(data) - 1} | {random.randrange(len(data)) for _ in range(places - 3)}
    for i in sorted(at):
        yield f"bit of byte {i}", data[:i] + bytes([data[i] ^ (1 << i % 8)]) + data[i + 1:]
        yield f"cut at {i}", data[:i]
        yield f"without byte {i}", data[:i] + data[i + 1:]
        yield f"8 bytes before {i}", data[:i] + bytes(8) + data[i:]
    yield "zeros", bytes(len(data))
    yield "more", data + b"\n"

status, answer, said = complete()
assert status == 0 and b'"text"' in answer, said
names = sorted(os.path.relpath(os.path.join(root, name), folder) for root, _, files in os.walk(folder) for name in files)
assert len(names) >= 7, names
count = 0
for name in names:
    path = os.path.join(folder, name)
    good = open(path, "rb").read()
    tries = list(mutants(good)) + [("another file", open(os.path.join(folder, names[names.index(name) - 1]), "rb").read()), ("missing", None)]
    for what, bad in tries:
        if bad == good:
            continue
        os.remove(path)
        if bad is not None:
            open(path, "wb").write(bad)
        status, now, said = complete()
        if bad is None:
            open(path, "wb").write(good)
        count += 1
        assert status == 1 and not now, f"{name}, {what}: status {status}, {'the same answer' if now == answer else now[:300]} {said}"
        assert name in said and "make compress" in said, f"{name}, {what}: {said}"
    open(path, "wb").write(good)
status, again, said = complete()
assert status == 0 and again.split(b',"micros"')[0] == answer.split(b',"micros"')[0], said
print(f"damage.sh: {count} mutants refused by name")
EOF

# The other commands that load or move a release refuse it too.
printf 'x' | dd of="$scratch/release/usage.bin" bs=1 seek=100 conv=notrunc status=none
refused() {
  if timeout 60 "$fastnode" "$@" >"$scratch/said" 2>&1 </dev/null; then fail "believed by $1"; fi
  grep -q 'usage\.bin' "$scratch/said" || fail "$1 does not name the file: $(cat "$scratch/said")"
}
refused doctor --model "$scratch/release"
refused lsp --model "$scratch/release"
refused registry --registry "$scratch/models.json" add "$scratch/release"
refused upload --release "$scratch/release" --validation "$scratch/none.json" --to "file://$scratch/store"
echo "damage.sh: passed"
