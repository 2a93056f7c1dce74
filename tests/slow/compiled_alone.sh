#!/usr/bin/env bash
# Every source compiles by itself. The build compiles many as one, so that a source may use what another includes, and
# nothing says so until the sources are built one by one, as those of the fuzzers are.
#   compiled_alone.sh FASTNODE SOURCE_DIR
set -euo pipefail
build=$(cd "$(dirname "$1")" && pwd)
cd "$2"
passed() { echo "passed: $*"; }
compile() {
  c++ -std=c++20 -fsyntax-only -w -Isrc -I"$build/generated" -Inode_modules/tree-sitter/vendor/tree-sitter/lib/include \
    -DCPPHTTPLIB_OPENSSL_SUPPORT -DCPPHTTPLIB_ZLIB_SUPPORT -DCPPHTTPLIB_BROTLI_SUPPORT "$1" || { echo "FAILED: $1" && exit 255; }
}
export -f compile
export build
# Not those with torch, whose headers take long.
mapfile -t sources < <(find src tests/fuzz -name '*.cc' ! -name '*_test.cc' | grep -Ev '^src/learn/(train|model/network)')
mapfile -t -O ${#sources[@]} sources < <(grep -LE 'torch|network_kernels' src/learn/train/*.cc src/learn/model/network*.cc | grep -v '_test\.cc')
printf '%s\0' "${sources[@]}" | xargs -0 -n 1 -P "$(nproc)" bash -c 'compile "$1"' -
passed "${#sources[@]} sources"
