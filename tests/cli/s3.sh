#!/usr/bin/env bash
# A release goes to a real S3 store and comes back: undisturbed, interrupted and resumed, through a store that
# fails and is slow, with wrong keys and a wrong clock, from a store that damages what it keeps. Versions
# stay side by side, and the registry goes back.
#   s3.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
command -v swift-proxy-server >/dev/null && command -v memcached >/dev/null || exit 77
scratch=$(mktemp -d)
finish() {
  stop_store
  local pids
  pids=$(jobs -p)
  [ -z "$pids" ] || kill $pids 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$scratch"
}
trap finish EXIT
fail() { echo "s3.sh: $*" >&2; exit 1; }
passed() { echo "passed: $*"; }

. "$source_dir/tests/s3/store.bash"
start_store "$scratch"

# A release with a verdict; one of its files is large enough to go up in parts.
release() {
  local name=$1 text=$2
  mkdir -p "$scratch/$name/parts"
  echo "$text" >"$scratch/$name/config.json"
  head -c 20000000 < <(yes "$text") >"$scratch/$name/parts/usage.bin"
  "$fastnode" manifest "$scratch/$name" --name tiny
  printf '{"split": "test", "release": {"manifest_sha256": "%s"}, "verdict": {"passed": true, "gates": []}}' \
    "$(sha256sum <"$scratch/$name/manifest.json" | cut -d' ' -f1)" >"$scratch/$name.json"
}
release first one
release second two
upload() { timeout 120 "$fastnode" upload --release "$scratch/$1" --validation "$scratch/$1.json" --to s3://models/team >"$scratch/said" 2>&1; }
install() { timeout 120 "$fastnode" install tiny --from s3://models/team --to "$scratch/models" --registry "$scratch/models.json" "$@" >"$scratch/said" 2>&1; }
says() { grep -qE -- "$1" "$scratch/said" || fail "no '$1' in: $(cat "$scratch/said")"; }

mode cut
if upload first; then fail "an upload that is cut off ends well"; fi
mode ok
if install; then fail "half a release can be installed"; fi
says "no release 'tiny'"
passed "an interrupted upload publishes nothing"

upload first || fail "upload: $(cat "$scratch/said")"
says 'published s3://models/team/tiny/manifest.json: [23] objects copied'
grep -q 'partNumber=2' "$scratch/faults/requests" || fail "a large file goes up in parts"
before=$(requests)
upload first || fail "again: $(cat "$scratch/said")"
says ' 0 objects copied .*3 there already'
! tail -n +$((before + 1)) "$scratch/faults/requests" | grep -q '^PUT .*objects/' || fail "what is there is sent again"
passed "an upload is resumed, and sends nothing twice"

install || fail "install: $(cat "$scratch/said")"
folder=$(sed -n 's/^installed: //p' "$scratch/said")
diff -r "$scratch/first" "$folder" || fail "the installed release differs"
install || fail "a second install"
says '^there already'
passed "what is installed is what was released"

mode errors
upload second || fail "a store that fails every second time: $(cat "$scratch/said")"
install || fail "install through failures: $(cat "$scratch/said")"
diff -r "$scratch/second" "$(sed -n 's/^installed: //p' "$scratch/said")" || fail "the second release differs"
mode slow
install || fail "a slow store"
mode down
if upload first; then fail "a store that is down takes an upload"; fi
says '503.*after 5 attempts'
mode ok
passed "failures and slowness of the store are waited out, but not for ever"

version_of() { sha256sum <"$scratch/$1/manifest.json" | cut -c -12; }
install --list || fail "the versions that the store has are not listed: $(cat "$scratch/said")"
says "^tiny $(version_of first)  " && says "^tiny $(version_of second) \\*" && [ "$(wc -l <"$scratch/said")" = 2 ] ||
  fail "the list is not of both versions, the second current: $(cat "$scratch/said")"
first=$(version_of first)
install --version "${first:0:7}" || fail "a version by its first digits: $(cat "$scratch/said")"
diff -r "$scratch/first" "$scratch/models/tiny/$first" || fail "it is not the first release"
if install --version 000000; then fail "a version that is not there is installed"; fi
says "there are:.* $first"
install || fail "the newest one again: $(cat "$scratch/said")"
passed "versions of a store are listed, and chosen by their first digits"

"$fastnode" registry list --registry "$scratch/models.json" >"$scratch/said"
[ "$(grep -c tiny "$scratch/said")" = 2 ] || fail "two versions stand side by side"
"$fastnode" registry rollback tiny --registry "$scratch/models.json" >"$scratch/said" || fail "rollback"
"$fastnode" registry list --registry "$scratch/models.json" >"$scratch/said"
says "\* $folder"
passed "the registry goes back to the version before"

if AWS_SECRET_ACCESS_KEY=wrong upload first; then fail "a wrong key is taken"; fi
says 'SignatureDoesNotMatch.*AWS_SECRET_ACCESS_KEY'
! grep -q wrong "$scratch/said" || fail "the error shows the key"
printf '[work]\naws_access_key_id = test:tester\naws_secret_access_key = testing\n' >"$scratch/credentials"
(
  unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
  if HOME=$scratch upload first; then fail "no key is enough"; fi
  says 'no keys for s3://models/team'
  AWS_PROFILE=work AWS_SHARED_CREDENTIALS_FILE=$scratch/credentials upload first || fail "a profile: $(cat "$scratch/said")"
)
passed "wrong keys are refused by name, and a profile's are found"

if [ -f /usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1 ]; then
  if LD_PRELOAD=/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1 FAKETIME=-2h upload first; then fail "a clock two hours late is taken"; fi
  says "RequestTimeTooSkewed.*clock"
  passed "a wrong clock is named"
fi

# A store that damages an object.
upload second || fail "upload before the damage: $(cat "$scratch/said")"
object=$(sha256sum "$scratch/second/config.json" | cut -d' ' -f1)
printf 'owt\n' >"$scratch/damaged"
curl -fs -m 30 -T "$scratch/damaged" -o /dev/null --aws-sigv4 aws:amz:us-east-1:s3 \
  -H "x-amz-content-sha256: $(sha256sum "$scratch/damaged" | cut -d' ' -f1)" \
  "http://test%3Atester:testing@127.0.0.1:$port/models/team/objects/$object" || fail "the object cannot be damaged"
rm -rf "$scratch/models"
if install; then fail "a damaged object is installed"; fi
says "config.json.*damaged"
[ -z "$(find "$scratch/models" -name '*.tmp')" ] || fail "something is left of it"
upload second || fail "upload over a damaged object: $(cat "$scratch/said")"
install || fail "install after it: $(cat "$scratch/said")"
passed "a damaged object is refused, and mended by the next upload"
echo "s3.sh: passed"
