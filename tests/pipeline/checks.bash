# For tests of make, here and in tests/slow: what tells and counts what was checked, and a free port.
# Sourced. What a test looks at stands in the file $said; a test may define tell_more, which is run when it
# fails.

# What a make that runs this test was told is not for the makes that the test runs.
unset MAKEFLAGS MAKELEVEL MFLAGS SERVER SERVER_GIVEN STORE LIBRARY

num_passed=0
passed() { num_passed=$((num_passed + 1)); echo "passed: $1"; }
# failed WHAT-WAS-PROMISED [OUTPUT]: ends the test; without OUTPUT the end of $said is printed.
failed() {
  echo "FAILED: $1"
  if [ $# -gt 1 ]; then
    printf '%s\n' "$2"
  elif [ -f "${said:-}" ]; then
    tail -n 60 "$said"
  fi
  if declare -F tell_more >/dev/null; then tell_more; fi
  exit 1
}
says() { grep -qE -- "$1" "$said"; }
all_passed() { echo "$num_passed passed, 0 failed"; }

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
# free_port: prints one that nobody listens on.
free_port() {
  local port=0
  while [ $port = 0 ] || listens $port; do port=$((20000 + RANDOM % 20000)); done
  echo $port
}
