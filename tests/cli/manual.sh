#!/usr/bin/env bash
# The manual and what shells complete are made of what the commands say, and leave nothing of it out.
#   manual.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "manual.sh: $*" >&2; exit 1; }
python3 "$source_dir/packaging/make_manual.py" "$fastnode" "$scratch/share"
HOME=/elsewhere python3 "$source_dir/packaging/make_manual.py" "$fastnode" "$scratch/again"
diff -r "$scratch/share" "$scratch/again" || fail "who makes the manual is seen in it"
if grep -rnE "$HOME/|$(dirname "$(realpath "$fastnode")")" "$scratch/share"; then fail "a folder of this machine is in it"; fi

bash_completion=$scratch/share/bash-completion/completions/fastnode
"$fastnode" --help | awk '/^  [a-z]/ { print $1 }' >"$scratch/commands"
[ "$(wc -l <"$scratch/commands")" -gt 20 ] || fail "no commands: $(cat "$scratch/commands")"
# options_of COMMAND: what bash offers for it, one a line.
options_of() {
  sed -n "/^    $1)\$/,/;;\$/s/^      options='\([^']*\)'.*/\1/p" "$bash_completion" | tr ' ' '\n'
}
while read -r command; do
  [ -x "$(dirname "$fastnode")/fastnode-train" ] || [ "$command" != train ] || continue
  page=$scratch/share/man/man1/fastnode-$command.1
  [ -s "$page" ] || fail "$command has no page"
  grep -q "fastnode.*-${command//-/.*}" "$scratch/share/man/man1/fastnode.1" || fail "the first page does not name $command"
  sed 's/\\-/-/g' "$page" >"$scratch/page"
  for option in $("$fastnode" "$command" --help | grep -oE '^  (-[a-z],)?--[a-z0-9-]+' | grep -oE -- '--.*'); do
    grep -qE -- "(^|[ ,]|B)$option(\\\\|,| |$)" "$scratch/page" || fail "$command: the page has no $option"
    options_of "$command" | grep -qxF -- "$option" || fail "bash does not know $option of $command"
  done
done <"$scratch/commands"
if options_of doctor | grep -qx -- --port; then fail "doctor has another command's options"; fi
if command -v groff >/dev/null; then
  for page in "$scratch"/share/man/man1/*.1; do
    groff -man -Tutf8 -ww -z "$page" >"$scratch/said" 2>&1
    [ ! -s "$scratch/said" ] || fail "$(basename "$page"): $(head -n 3 "$scratch/said")"
  done
fi

# bash_completes WORD...: what bash offers for the last word, one line.
bash_completes() {
  bash --norc -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _fastnode; echo "${COMPREPLY[*]}"' - "$bash_completion" "$@" 2>/dev/null
}
is() { [ "$1" = "$2" ] || fail "'$1' where '$2' is meant"; }
cd "$scratch"
mkdir folder
is "$(bash_completes fastnode compl)" complete
is "$(bash_completes fastnode complete --no-a)" --no-auto-import
is "$(bash_completes fastnode complete --model fol)" folder
is "$(bash_completes fastnode inspect --stop-after re)" reasons
is "$(bash_completes fastnode registry ro)" rollback
is "$(bash_completes fastnode complete --max 1)" ""
if command -v fish >/dev/null; then
  fish_completes() { HOME=$scratch fish --no-config -c "source $scratch/share/fish/vendor_completions.d/fastnode.fish; complete -C '$1'" | cut -f1 | xargs; }
  is "$(fish_completes 'fastnode compl')" complete
  is "$(fish_completes 'fastnode complete --no-a')" --no-auto-import
  is "$(fish_completes 'fastnode inspect --stop-after re')" reasons
  is "$(fish_completes 'fastnode registry ro')" rollback
else
  echo "fish is not there: not asked"
fi
if command -v zsh >/dev/null; then
  # What zsh would show, from a terminal of its own.
  cat >"$scratch/ask.zsh" <<'END'
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1='' ; fpath=($1 \$fpath) ; autoload -Uz compinit ; compinit -u -D ; stty -echo 2>/dev/null; bindkey '^I' expand-or-complete; zstyle ':completion:*' list-prompt ''; fastnode() { print -r -- \"<\$*>\" }"
zpty -w shell "print ready"
while zpty -r shell line; do [[ $line == *ready* && $line != *print* ]] && break; done
zpty -n -w shell "$2"$'\t\n'
while zpty -r shell line; do [[ $line == *'<'*'>'* && $line != *print* ]] && { print -r -- "${${line#*<}%%>*}"; break; }; done
zpty -d shell
END
  zsh_completes() { timeout 20 zsh -f "$scratch/ask.zsh" "$scratch/share/zsh/site-functions" "$1" | tr -d '\r' | xargs; }
  is "$(zsh_completes 'fastnode compl')" complete
  is "$(zsh_completes 'fastnode complete --no-a')" "complete --no-auto-import"
  is "$(zsh_completes 'fastnode inspect --stop-after re')" "inspect --stop-after reasons"
  is "$(zsh_completes 'fastnode registry ro')" "registry rollback"
else
  echo "zsh is not there: not asked"
fi
echo "manual.sh: passed"
