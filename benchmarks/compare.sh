#!/usr/bin/env bash
# Compares this server with Nchan: alternating short runs of one session, the server on core 0, the
# load on core 1. Prints a Markdown table; the lines it is made of go to standard error.
#
#   compare.sh [-n rounds] [-t "transports"] [-o "targets"] [-j "server JVM options"]
#              [-s "server keys"] [-w seconds] [-f] scenario [load options]
#
#   compare.sh -n 5 -w 15 lockstep
#   compare.sh -n 3 -f idle --subscribers 10000
#
# -w runs lockstep and busy on each transport of this server first, for so long each, in three turns:
# those that write and publish most warm best, and connections that open and close are warm too.
# -f starts both servers afresh for each run; otherwise they stay up and run in turn.
# REALTIME_PORT and NCHAN_PORT are the ports (default: 18080 and 18081).
# MODULES is where ngx_nchan_module.so is (default: where Debian's libnginx-mod-nchan puts it).
set -euo pipefail

rounds=3
transports="websocket sse long-polling"
targets="nchan realtime"
fresh=
warm=
keys=
jvm="-XX:+UseSerialGC -Xms1g -Xmx1g"
while getopts n:t:o:j:s:w:f option; do
  case $option in
    n) rounds=$OPTARG ;;
    t) transports=$OPTARG ;;
    o) targets=$OPTARG ;;
    j) jvm=$OPTARG ;;
    s) keys=$OPTARG ;;
    w) warm=$OPTARG ;;
    f) fresh=yes ;;
    *) exit 2 ;;
  esac
done
shift $((OPTIND - 1))
scenario=$1
shift

here=$(cd "$(dirname "$0")" && pwd)
jar=$here/target/benchmarks.jar
modules=${MODULES:-/usr/lib/nginx/modules}
nginx=$(command -v nginx || echo /usr/sbin/nginx)
realtime_port=${REALTIME_PORT:-18080}
nchan_port=${NCHAN_PORT:-18081}
prefix=$(mktemp -d)
pid_realtime=
pid_nchan=
ulimit -n "$(ulimit -Hn)"

# A worker of Nchan with open connections does not end on SIGTERM.
stop() {
  local pid workers
  for pid in $pid_realtime $pid_nchan; do
    workers=$(pgrep -P "$pid" || true)
    # shellcheck disable=SC2086
    kill -KILL "$pid" $workers 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  pid_realtime=
  pid_nchan=
  return 0
}
trap 'stop; rm -rf "$prefix"' EXIT

listens() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# Another server on a port of ours would be measured as ours.
free() {
  if listens "$1"; then
    echo "port $1 is taken; set REALTIME_PORT and NCHAN_PORT to free ones" >&2
    return 1
  fi
}

answers() {
  for _ in $(seq 100); do
    listens "$1" && return 0
    sleep 0.1
  done
  echo "nothing listens on port $1 after 10 s; it wrote:" >&2
  cat "$2" >&2
  return 1
}

start_nchan() {
  free "$nchan_port"
  sed -e "s|@MODULES@|$modules|; s|@PREFIX@|$prefix|; s|@PORT@|$nchan_port|" \
    "$here/nchan.conf.template" > "$prefix/nginx.conf"
  taskset -c 0 "$nginx" -p "$prefix" -c "$prefix/nginx.conf" -e "$prefix/error.log" &
  pid_nchan=$!
  answers "$nchan_port" "$prefix/error.log"
}

start_realtime() {
  free "$realtime_port"
  # shellcheck disable=SC2086
  taskset -c 0 java $jvm -cp "$jar" dev.realtime.benchmarks.BenchServer "$realtime_port" \
    retention.max-messages=10000 $keys > "$prefix/server.log" 2>&1 &
  pid_realtime=$!
  answers "$realtime_port" "$prefix/server.log"
}

run() {
  local pid_of=pid_$1
  if [ -z "${!pid_of}" ]; then
    "start_$1"
  fi
  measure "$scenario" "$@" | tee -a "$prefix/lines" >&2
  if [ -n "$fresh" ]; then
    stop
  fi
}

measure() {
  local what=$1 target=$2 transport=$3 port_of=$2_port pid_of=pid_$2
  shift 3
  taskset -c 1 java -XX:+UseSerialGC -Xms1g -Xmx1g -cp "$jar" dev.realtime.benchmarks.Load \
    "$what" --target "$target" --transport "$transport" --pid "${!pid_of}" \
    --url "http://127.0.0.1:${!port_of}" "$@"
}

# The compiler of the virtual machine shares the core: what it has not done counts as delivery.
if [ -n "$warm" ]; then
  start_realtime
  for transport in $transports; do
    for busiest in lockstep busy lockstep busy lockstep busy; do
      measure "$busiest" realtime "$transport" --warmup $((warm / 3)) --seconds 1 > /dev/null
    done
  done
fi

echo "load average before: $(cut -d' ' -f1-3 /proc/loadavg)"
for _ in $(seq "$rounds"); do
  for transport in $transports; do
    for target in $targets; do
      run "$target" "$transport" "$@"
    done
  done
done
echo "load average after: $(cut -d' ' -f1-3 /proc/loadavg)"
echo
java -cp "$jar" dev.realtime.benchmarks.Table < "$prefix/lines"
