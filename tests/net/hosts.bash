# A small network on this machine, as root: hosts with sshd and homes of their own, and a trainer, each a
# network namespace, behind a switch that nothing else is connected to. Sourced.
#   start_hosts FOLDER NUMBER [K]...   sets host_names (addresses), host_homes, and RSYNC_RSH; the hosts K have
#                                      the home of the one before
#   on_trainer COMMAND...       a program in PATH: runs it there
#   cut_off K, come_back K      the K-th host, from 1
#   freeze_host K, thaw_host K  stops all processes there as they are, and lets them go on
#   slow_hosts RATE, fast_hosts; stop_hosts
. "$(dirname "${BASH_SOURCE[0]}")/../processes.bash"
start_hosts() {
  local folder=$1 number=$2 k root_home home
  shift 2
  net_folder=$folder net_tag=fn$$
  mkdir -p "$folder" /run/sshd
  : >"$folder/pids"
  root_home=$(getent passwd root | cut -d: -f6)
  ip netns add "$net_tag-sw"
  ip -n "$net_tag-sw" link add br0 type bridge
  ip -n "$net_tag-sw" link set br0 up
  ssh-keygen -q -t ed25519 -N '' -f "$folder/id"
  ssh-keygen -q -t ed25519 -N '' -f "$folder/hostkey"
  cp "$folder/id.pub" "$folder/authorized_keys"
  host_names=() host_homes=()
  for k in $(seq 0 "$number"); do # 0: the trainer
    ip netns add "$net_tag-h$k"
    ip link add "v$k" netns "$net_tag-h$k" type veth peer name "p$k" netns "$net_tag-sw"
    ip -n "$net_tag-sw" link set "p$k" master br0 up
    ip -n "$net_tag-h$k" link set lo up
    ip -n "$net_tag-h$k" addr add "10.77.0.$((10 + k))/24" dev "v$k"
    ip -n "$net_tag-h$k" link set "v$k" up
    [ "$k" != 0 ] || continue
    host_names+=("10.77.0.$((10 + k))")
    case " $* " in *" $k "*) ;; *) home=$folder/home$k ;; esac
    host_homes+=("$home")
    mkdir -p "$home"
    echo "10.77.0.$((10 + k)) $(cut -d' ' -f1,2 "$folder/hostkey.pub")" >>"$folder/known_hosts"
    cat >"$folder/sshd$k.conf" <<END
ListenAddress 10.77.0.$((10 + k))
HostKey $folder/hostkey
AuthorizedKeysFile $folder/authorized_keys
PidFile $folder/sshd$k.pid
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
Subsystem sftp internal-sftp
END
    # A home of its own, and all its processes end with it.
    ip netns exec "$net_tag-h$k" unshare --mount --pid --fork --kill-child --mount-proc \
      sh -c "mount --bind '$home' '$root_home' && exec /usr/sbin/sshd -D -e -f '$folder/sshd$k.conf'" \
      >"$folder/sshd$k.log" 2>&1 &
    echo $! >>"$folder/pids"
  done
  cat >"$folder/ssh" <<END
#!/bin/sh
exec /usr/bin/ssh -i $folder/id -o BatchMode=yes -o IdentitiesOnly=yes -o UserKnownHostsFile=$folder/known_hosts \
  -o StrictHostKeyChecking=yes -o ConnectTimeout=2 -o ServerAliveInterval=1 -o ServerAliveCountMax=3 "\$@"
END
  cat >"$folder/on_trainer" <<END
#!/bin/sh
exec ip netns exec $net_tag-h0 "\$@"
END
  chmod +x "$folder/ssh" "$folder/on_trainer"
  PATH=$folder:$PATH
  export RSYNC_RSH=$folder/ssh
  for k in "${host_names[@]}"; do
    for _ in $(seq 100); do
      on_trainer "$folder/ssh" "$k" true 2>/dev/null && break
      sleep 0.05
    done
    on_trainer "$folder/ssh" "$k" true || { cat "$folder"/sshd*.log >&2; return 1; }
  done
}
cut_off() { ip -n "$net_tag-sw" link set "p$1" down; }
come_back() { ip -n "$net_tag-sw" link set "p$1" up; }
freeze_host() { kill -STOP $(processes_below "$(sed -n "$1p" "$net_folder/pids")") 2>/dev/null || true; }
thaw_host() { kill -CONT $(processes_below "$(sed -n "$1p" "$net_folder/pids")") 2>/dev/null || true; }
slow_hosts() {
  local k
  for k in $(seq ${#host_names[@]}); do
    ip netns exec "$net_tag-h$k" tc qdisc add dev "v$k" root tbf rate "$1" burst 32kbit latency 400ms
  done
}
fast_hosts() {
  local k
  for k in $(seq ${#host_names[@]}); do ip netns exec "$net_tag-h$k" tc qdisc del dev "v$k" root; done
}
stop_hosts() {
  local name pids
  # unshare ignores SIGTERM; SIGKILL takes its namespace with it.
  kill -KILL $(cat "$net_folder/pids") 2>/dev/null || true
  for name in $(ip netns list | awk -v tag="$net_tag-" 'index($1, tag) == 1 { print $1 }'); do
    pids=$(ip netns pids "$name")
    [ -z "$pids" ] || kill -KILL $pids 2>/dev/null || true
    ip netns delete "$name"
  done
}
