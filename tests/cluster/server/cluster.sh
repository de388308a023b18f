#!/usr/bin/env bash
# An OpenSearch cluster on this machine: one process per node, loopback only, all of it from Maven Central.
#
#   cluster.sh start [NODES]     start so many nodes (1), wait until they are one cluster
#   cluster.sh kill NAME         kill -9 a node (n1, n2, …); `up NAME` starts it again with its data
#   cluster.sh stop              stop all nodes; `clean` also removes their data
#   cluster.sh prepare           fetch the jars and compile, then print the `java` to run and the class path
#
# CLUSTER_HOME where jars, data and logs go   ${TMPDIR:-/tmp}/dateline-cluster
# CLUSTER_PORT the first node's HTTP port     19201; transport is 100 above it
# CLUSTER_HEAP of each node                   512m
# CLUSTER_JDK  a JDK 21 or later              JAVA_HOME, else the first that is found
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=${CLUSTER_HOME:-${TMPDIR:-/tmp}/dateline-cluster}
port=${CLUSTER_PORT:-19201}
heap=${CLUSTER_HEAP:-512m}
mkdir -p "$home"

find_jdk() {
  local jdk version
  for jdk in "${CLUSTER_JDK:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/*; do
    [ -x "$jdk/bin/javac" ] || continue
    version=$("$jdk/bin/javac" -version 2>&1 | grep -oE '[0-9]+' | head -1)
    if [ "$version" -ge 21 ]; then echo "$jdk"; return; fi
  done
  echo "no JDK 21 or later: set CLUSTER_JDK" >&2
  exit 2
}

prepare() {
  jdk=$(find_jdk)
  if [ ! -s "$home/classpath" ] || [ "$here/pom.xml" -nt "$home/classpath" ]; then
    command -v mvn >/dev/null || { echo "no Maven on the path" >&2; exit 2; }
    mvn -q -B -f "$here/pom.xml" dependency:build-classpath -Dmdep.outputFile="$home/classpath.new" >&2
    mv "$home/classpath.new" "$home/classpath"
  fi
  classpath=$(cat "$home/classpath")
  "$jdk/bin/javac" -d "$home/classes" -cp "$classpath" "$here/ClusterNode.java"
}

# number, how many there are
node() {
  local name="n$1" seeds='' names='' i
  for i in $(seq "$2"); do
    seeds+="127.0.0.1:$((port + 99 + i)),"
    names+="n$i,"
  done
  echo "$2" >"$home/nodes"
  local discovery=(discovery.seed_hosts="${seeds%,}" cluster.initial_cluster_manager_nodes="${names%,}")
  [ "$2" -gt 1 ] || discovery=(discovery.type=single-node)
  setsid "$jdk/bin/java" -Xms"$heap" -Xmx"$heap" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
    -cp "$home/classes:$classpath" ClusterNode \
    cluster.name="dateline-$port" node.name="$name" path.home="$home/$name" network.host=127.0.0.1 \
    http.port=$((port + $1 - 1)) transport.port=$((port + 99 + $1)) \
    cluster.routing.allocation.disk.threshold_enabled=false "${discovery[@]}" \
    >>"$home/$name.log" 2>&1 </dev/null &
  echo $! >"$home/$name.pid"
}

wait_for() {
  local i
  for i in $(seq 120); do
    if curl -fsS -m 5 "http://127.0.0.1:$port/_cluster/health?wait_for_nodes=$1&timeout=2s" 2>/dev/null |
      grep -q "\"number_of_nodes\":$1,"; then
      curl -fsS "http://127.0.0.1:$port/_cat/nodes?v&h=name,http,node.role,cluster_manager,version,heap.percent"
      return
    fi
    sleep 0.5
  done
  echo "no cluster of $1 nodes within a minute" >&2
  tail -n 20 "$home"/n*.log >&2
  exit 1
}

stop() {
  local file pid
  for file in "$home"/n*.pid; do
    [ -e "$file" ] || continue
    pid=$(cat "$file")
    kill "$pid" 2>/dev/null || true
    while kill -0 "$pid" 2>/dev/null; do sleep 0.2; done
    rm "$file"
  done
}

case ${1:-} in
prepare)
  prepare
  echo "$jdk/bin/java"
  echo "$home/classes:$classpath"
  ;;
start)
  prepare
  for i in $(seq "${2:-1}"); do node "$i" "${2:-1}"; done
  wait_for "${2:-1}"
  ;;
up)
  prepare
  node "${2#n}" "$(cat "$home/nodes")"
  ;;
kill) kill -9 "$(cat "$home/$2.pid")" && rm "$home/$2.pid" ;;
stop) stop ;;
clean) stop; rm -rf "$home"/n[0-9]* ;;
*) sed -n '2,13p' "$0"; exit 2 ;;
esac
