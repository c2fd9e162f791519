#!/usr/bin/env bash
# Shards as a job array on a real Slurm of two nodes, both on this machine: a profile, a near-dedupe and a mixture must come to the bytes of one
# process, with one task of each array killed half-way and requeued. Needs root, for the daemons of Debian's packages slurm-wlm and munge.
# usage: slurm.sh CURATE [FOLDER]
set -euo pipefail
curate=$(realpath "$1")
folder=${2:-$(mktemp -d)}
[ -n "${2:-}" ] || trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder"
cd "$folder"

if ! command -v slurmctld >/dev/null || ! command -v munged >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends slurm-wlm munge >install.log 2>&1 || { cat install.log; exit 1; }
fi

# --- A cluster of its own: keys, sockets, ports and states in this folder, so that a Slurm of the machine is left alone.
host=$(hostname -s)
mkdir -p state spool.n1 spool.n2 munge
head -c 1024 /dev/urandom >munge/key
chmod 400 munge/key
chmod 755 "$folder" munge
munged --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" --log-file="$folder/munge/log" --seed-file="$folder/munge/seed"
cat >slurm.conf <<EOF
ClusterName=curate
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=26817
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
CredType=cred/munge
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.%n.pid
SlurmdSpoolDir=$folder/spool.%n
StateSaveLocation=$folder/state
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.%n.log
SlurmUser=root
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_min_interval=100000,batch_sched_delay=0,defer_batch
JobRequeue=1
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=26818 CPUs=1
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=26819 CPUs=1
PartitionName=main Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
EOF
export SLURM_CONF=$folder/slurm.conf

# The daemons write their states as they end: the folder goes only behind the last of them, and never decides how the script ends.
stop() {
  local result=$? file pid
  local pids=()
  for file in slurmd.n1.pid slurmd.n2.pid slurmctld.pid munge/pid; do
    [ ! -f "$folder/$file" ] || pids+=("$(cat "$folder/$file")")
  done
  kill "${pids[@]}" 2>/dev/null || true
  for pid in "${pids[@]}"; do
    for _ in $(seq 100); do
      kill -0 "$pid" 2>/dev/null || continue 2
      sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
  done
  [ "${keep:-}" = yes ] || rm -rf "$folder" || echo "slurm.sh: left $folder behind" >&2
  exit "$result"
}
[ -z "${2:-}" ] || keep=yes
trap stop EXIT

slurmctld
slurmd -N n1
slurmd -N n2
for _ in $(seq 60); do
  [ "$(sinfo -h -N -o %t | grep -c idle)" = 2 ] && break
  sleep 0.5
done
[ "$(sinfo -h -N -o %t | grep -c idle)" = 2 ] || { sinfo; tail -n 20 slurmctld.log slurmd.*.log; exit 1; }

# --- Data: three sources of 4,000 documents each, every seventh nearly that of seven before it.
for source in web books code; do
  awk -v source="$source" 'BEGIN {
    srand(length(source))
    for (i = 0; i < 4000; i++) {
      if (i % 7 != 6) { text = ""; for (w = 0; w < 40; w++) { r = int(rand() * 17576); text = text " " source sprintf("%c%c%c", 97 + r % 26, 97 + int(r / 26) % 26, 97 + int(r / 676)) } } else text = text " again"
      printf "{\"id\": %d, \"kind\": \"k%d\", \"length\": %d, \"text\": \"%s\"}\n", i, i % 5, length(text), substr(text, 2)
    }
  }' >"$source.jsonl"
done

failed=0

# --- One job: an array of four tasks that write states, and a task behind them that merges. The third task is killed half-way, once.
# usage: on_cluster NAME MERGED-OUTPUT COMMAND...
on_cluster() {
  local name=$1 output=$2 array
  shift 2
  cat >"$name.sh" <<EOF
#!/usr/bin/env bash
#SBATCH --array=0-3
#SBATCH --requeue
#SBATCH --output=$folder/$name.%a.log
if [ "\$SLURM_ARRAY_TASK_ID" = 2 ] && [ -z "\${SLURM_RESTART_COUNT:-}" ]; then
  timeout -s KILL 0.15 "$curate" $* --shard auto -o $name.2.state
  touch $name.killed
  sleep 300
fi
exec "$curate" $* --shard auto -o $name.\$SLURM_ARRAY_TASK_ID.state
EOF
  rm -f "$name".*.state "$name.killed"
  array=$(sbatch --parsable --chdir="$folder" "$name.sh")
  for _ in $(seq 600); do
    [ -e "$name.killed" ] && break
    sleep 0.1
  done
  scontrol requeue "${array}_2"
  # What is requeued is held for two minutes, unless it is told to start.
  for _ in $(seq 120); do
    if [ "$(squeue -h -j "${array}_2" -o %r)" = BeginTime ]; then
      scontrol update "JobId=${array}_2" StartTime=now
      break
    fi
    sleep 0.25
  done
  # No dependency: to Slurm a task that was killed and requeued at the wrong moment has failed, and what depends on the array would never start.
  for _ in $(seq 480); do
    squeue -h -j "$array" 2>/dev/null | grep -q . || break
    sleep 0.25
  done
  if ! sbatch --wait --chdir="$folder" --output="$folder/$name.merge.log" \
    --wrap "'$curate' merge $name.0.state $name.1.state $name.2.state $name.3.state -o $output --force" >/dev/null; then
    cat "$name".*.log
    return 1
  fi
  [ -e "$name.killed" ]
}

# usage: same NAME FILE FILE
same() {
  if cmp "$2" "$3"; then
    echo "$1: $(wc -c <"$2") bytes, the same from a job array with a killed task as from one process"
  else
    failed=1
  fi
}

"$curate" dedupe web.jsonl books.jsonl code.jsonl --method near --text text -o near.one.jsonl --force -q
on_cluster near near.merged.jsonl dedupe web.jsonl books.jsonl code.jsonl --method near --text text
same "near-dedupe" near.one.jsonl near.merged.jsonl

"$curate" mix web=web.jsonl books=books.jsonl code=code.jsonl --tokens 200000 --text text --share web=3,books=2,code=1 -o mix.one.jsonl --force -q
on_cluster mix mix.merged.jsonl mix web=web.jsonl books=books.jsonl code=code.jsonl --tokens 200000 --text text --share web=3,books=2,code=1
same "mix" mix.one.jsonl mix.merged.jsonl

"$curate" profile web.jsonl books.jsonl code.jsonl --label kind --format json -o profile.one.json --force -q
on_cluster profile profile.merged.json profile web.jsonl books.jsonl code.jsonl --label kind
# All but the part that says what was run, on how many workers and for how long.
for file in profile.one.json profile.merged.json; do
  sed '/^  "run": {/,$d' "$file" >"$file.report"
done
same "profile" profile.one.json.report profile.merged.json.report
exit "$failed"
