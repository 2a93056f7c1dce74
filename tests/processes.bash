# Processes in a namespace of process numbers, which tests of clusters and networks give to each machine. Sourced.
#   processes_below PID   of the namespace that `unshare --pid --fork` of this number made, by our numbers
processes_below() {
  local namespace
  namespace=$(readlink "/proc/$(pgrep -P "$1")/ns/pid")
  find /proc/[0-9]*/ns/pid -maxdepth 0 -printf '%p %l\n' 2>/dev/null |
    awk -F'[/ ]' -v namespace="$namespace" '$NF == namespace { print $3 }'
}
