#!/usr/bin/env bash
# The program with all libraries it loads, for machines that have neither libraries nor compiler:
#   make_bundle.sh FASTNODE FOLDER      then FOLDER/fastnode ARGUMENT...
set -euo pipefail
program=$1 folder=$2
rm -rf "$folder"
mkdir -p "$folder/bin" "$folder/lib"
cp "$program" "$folder/bin/fastnode"
strip --strip-debug "$folder/bin/fastnode" 2>/dev/null || true # no binutils: it is larger
ldd "$program" | awk '/=> \// { print $3 } /^[ \t]*\// { print $1 }' |
  while read -r library; do cp -L "$library" "$folder/lib/"; done
loader=$(basename "$(ldd "$program" | awk '/^[ \t]*\// { print $1 }')")
cat >"$folder/fastnode" <<END
#!/bin/sh
here=\$(cd "\$(dirname "\$0")" && pwd)
exec "\$here/lib/$loader" --library-path "\$here/lib" "\$here/bin/fastnode" "\$@"
END
chmod +x "$folder/fastnode"
"$folder/fastnode" --version >/dev/null || { echo "make_bundle: the bundled program does not start" >&2; exit 1; }
