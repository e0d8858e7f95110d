# For the scripts beside it: runs steps, says how long each took, and says of each run of tests what failed.

step() {
  local name=$1 began=$SECONDS status=0
  shift
  "$@" || status=$?
  echo "$name: $((SECONDS - began)) s"
  return "$status"
}

# Runs an npm script of tests, then prints each failure with its message, and the counts.
tests() {
  local status=0 results="$folder/$1.json" log="$folder/$1.log"
  npm run -s "$1" -- --json --outputFile="$results" > "$log" 2>&1 || status=$?
  if [ -e "$results" ]; then node .ci/summary.js "$results"; else tail -n 50 "$log"; fi
  return "$status"
}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
