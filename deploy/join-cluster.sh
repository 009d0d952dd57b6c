#!/usr/bin/env bash
# Makes one CouchDB cluster of the nodes [NAME@]HOST:PORT given (NAME is `couchdb` unless told otherwise), as the administrator COUCHDB_USER with COUCHDB_PASSWORD. Can be run again.
set -euo pipefail

address() { echo "${1##*@}"; }

first=$(address "$1")
# The password stays out of the list of processes.
credentials=$(mktemp)
trap 'rm -f "$credentials"' EXIT
printf 'user = "%s:%s"\n' "$COUCHDB_USER" "$COUCHDB_PASSWORD" >"$credentials"

ask() {
  curl --silent --show-error --config "$credentials" --header 'content-type: application/json' "$@"
}

setup() {
  # `Cluster is already` enabled or finished, or a node that is in it already, is what is wanted.
  local answer
  answer=$(ask --request POST "http://$1/_cluster_setup" --data @- <<<"$2")
  case $answer in
  *'"ok":true'* | *already* | *conflict*) ;;
  *)
    echo "$1: $answer" >&2
    exit 1
    ;;
  esac
}

login="\"username\":\"$COUCHDB_USER\",\"password\":\"$COUCHDB_PASSWORD\""
for node in "$@"; do
  setup "$(address "$node")" "{\"action\":\"enable_cluster\",\"bind_address\":\"0.0.0.0\",$login,\"node_count\":\"$#\"}"
done
for node in "${@:2}"; do
  at=$(address "$node")
  name=couchdb
  [[ $node == *@* ]] && name=${node%@*}
  setup "$first" "{\"action\":\"add_node\",\"host\":\"${at%:*}\",\"port\":${at##*:},\"name\":\"$name\",$login}"
done
setup "$first" '{"action":"finish_cluster"}'

# Each must know all: names of nodes hold one `@` each, and stand once among all and once in the cluster.
for node in "$@"; do
  for attempt in {1..30}; do
    members=$(ask "http://$(address "$node")/_membership")
    [[ $(grep -o '@' <<<"$members" | wc -l) -eq $((2 * $#)) ]] && continue 2
    sleep 1
  done
  echo "$(address "$node") does not know all of $# nodes after $attempt seconds: $members" >&2
  exit 1
done
echo "$members"
