#!/usr/bin/env bash
# Makes one CouchDB cluster of the nodes HOST:PORT given, as the administrator COUCHDB_USER with COUCHDB_PASSWORD. Can be run again.
set -euo pipefail

first=$1
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
  answer=$(ask --request POST "http://$1/_cluster_setup" --data "$2")
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
  setup "$node" "{\"action\":\"enable_cluster\",\"bind_address\":\"0.0.0.0\",$login,\"node_count\":\"$#\"}"
done
for node in "${@:2}"; do
  host=${node%:*}
  setup "$first" "{\"action\":\"add_node\",\"host\":\"$host\",\"port\":${node##*:},$login}"
done
setup "$first" '{"action":"finish_cluster"}'

members=$(ask "http://$first/_membership")
echo "$members"
# Names of nodes: `couchdb@HOST` each, once among all and once in the cluster.
[[ $(grep -o '@' <<<"$members" | wc -l) -eq $((2 * $#)) ]] || { echo "not all of $# nodes are in the cluster" >&2; exit 1; }
