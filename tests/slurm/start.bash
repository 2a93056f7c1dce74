# A real Slurm on loopback: a controller and some node daemons on this host, each in a process namespace
# of its own, so that a node can be killed with all that runs on it. Sourced, as root.
#   start_slurm FOLDER NODES    sets SLURM_CONF; nodes n1, n2...
#   freeze_node NODE, thaw_node NODE, crash_node NODE, stop_slurm
. "$(dirname "${BASH_SOURCE[0]}")/../processes.bash"
start_slurm() {
  local folder=$1 nodes=$2 host port
  host=$(hostname -s)
  port=$((20000 + RANDOM % 20000))
  mkdir -p "$folder"/{state,spool,log,run,munge}
  slurm_folder=$folder
  : >"$folder/pids"
  chmod 755 "$folder" "$folder/munge" "$(dirname "$folder")"
  head -c 128 /dev/urandom >"$folder/munge/key"
  chmod 600 "$folder/munge/key"
  /usr/sbin/munged --foreground --force --key-file="$folder/munge/key" --socket="$folder/munge/sock" \
    --pid-file="$folder/munge/pid" --log-file="$folder/munge/log" --seed-file="$folder/munge/seed" \
    --num-threads=2 >"$folder/log/munged" 2>&1 &
  echo $! >>"$folder/pids"
  for _ in $(seq 200); do [ -S "$folder/munge/sock" ] && break; sleep 0.02; done
  # Credentials live shortly, because a requeued task waits for the old ones to expire.
  cat >"$folder/slurm.conf" <<EOF
ClusterName=fastnode
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
AuthType=auth/munge
AuthInfo=socket=$folder/munge/sock,cred_expire=5
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool/%n
SlurmctldPidFile=$folder/run/slurmctld.pid
SlurmdPidFile=$folder/run/slurmd-%n.pid
SlurmctldLogFile=$folder/log/slurmctld.log
SlurmdLogFile=$folder/log/slurmd-%n.log
PlugStackConfig=$folder/plugstack.conf
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0
JobRequeue=1
SlurmdTimeout=5
InactiveLimit=0
KillWait=2
MinJobAge=300
ReturnToService=2
SlurmdParameters=config_overrides
MailProg=/bin/true
NodeName=n[1-$nodes] NodeHostname=$host NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + nodes))] CPUs=2 RealMemory=1000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
EOF
  : >"$folder/plugstack.conf"
  export SLURM_CONF=$folder/slurm.conf
  /usr/sbin/slurmctld -D -f "$SLURM_CONF" >"$folder/log/slurmctld" 2>&1 &
  echo $! >>"$folder/pids"
  local node
  for node in $(seq "$nodes"); do
    mkdir -p "$folder/spool/n$node"
    unshare --pid --fork --kill-child --mount-proc /usr/sbin/slurmd -D -N "n$node" -f "$SLURM_CONF" \
      >"$folder/log/slurmd-n$node" 2>&1 &
    echo $! >>"$folder/pids"
    echo $! >"$folder/run/n$node.pid"
  done
  for _ in $(seq 300); do
    [ "$(sinfo -h -N -o %T 2>/dev/null | grep -c '^idle')" = "$nodes" ] && return 0
    sleep 0.1
  done
  tail -n 20 "$folder"/log/* >&2
  return 1
}

# Stops all processes on a node as they are, and lets them go on.
freeze_node() { kill -STOP $(processes_below "$(cat "$slurm_folder/run/$1.pid")") 2>/dev/null || true; }
thaw_node() { kill -CONT $(processes_below "$(cat "$slurm_folder/run/$1.pid")") 2>/dev/null || true; }

# The node and all that runs on it are gone at once, and the controller is told.
crash_node() {
  kill -KILL "$(cat "$slurm_folder/run/$1.pid")"
  scontrol update nodename="$1" state=down reason=crash
}

stop_slurm() {
  # unshare ignores SIGTERM; SIGKILL takes its namespace with it.
  kill -TERM $(cat "$slurm_folder/pids") 2>/dev/null || true
  sleep 0.2
  kill -KILL $(cat "$slurm_folder/pids") 2>/dev/null || true
}
