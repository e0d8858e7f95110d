# Functions for the other scripts: run steps, print how long each took, and print which tests failed.

step() {
  local name=$1 began=$SECONDS status=0
  shift
  "$@" || status=$?
  echo "$name: $((SECONDS - began)) s"
  return "$status"
}

# Runs an npm test script, then prints each failure with its message, and the counts.
tests() {
  local status=0 results="$folder/$1.json" log="$folder/$1.log"
  npm run -s "$1" -- --json --outputFile="$results" > "$log" 2>&1 || status=$?
  if [ -e "$results" ]; then node .ci/summary.js "$results"; else tail -n 50 "$log"; fi
  return "$status"
}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
