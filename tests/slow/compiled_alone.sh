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
find src tests/fuzz -name '*.cc' ! -name '*_test.cc' ! -path 'src/learn/train/*' ! -path 'src/learn/model/network*' -print0 |
  xargs -0 -n 1 -P "$(nproc)" bash -c 'compile "$1"' -
passed "$(find src -name '*.cc' ! -name '*_test.cc' | wc -l) sources less those with torch"
