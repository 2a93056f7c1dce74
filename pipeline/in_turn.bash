# One make at a time: several in one checkout (who draws, who brings, who trains) need the same stages.
# Sourced.
#   in_turn LOCK NAME     with LOCK open for writing at descriptor 9: returns when this process has it. If another
#                         process has it, says so and waits, at most STAGE_WAIT seconds (3600), and returns 1 if
#                         it waited: what it wants to make may be made by now. After that time it ends with status 1.
# What is started holds the lock as well, unless it is started with 9>&-.
in_turn() {
  local lock=$1 name=$2 limit=${STAGE_WAIT:-3600}
  exec 9>>"$lock"
  ! flock -n 9 || return 0
  echo "$name: runs already, of another make in this folder; waits for it, at most $limit s (STAGE_WAIT)"
  setpriv --pdeathsig TERM flock -w "$limit" 9 || {
    echo "$name: the other make is not done after $limit s; end it, or give a longer STAGE_WAIT" >&2
    exit 1
  }
  return 1
}
