#!/usr/bin/env bash
# duckdb.sh FOLDER: what the comparisons with DuckDB share. Makes the input, installs DuckDB, publishes curate unless CURATE names one, and runs FOLDER/run.mjs; see README.md for the variables.
set -euo pipefail
here=$(cd "$1" && pwd)
root=$(cd "$here/../../.." && pwd)

if [ -z "${FOLDER:-}" ]; then
  FOLDER=$(mktemp -d)
  trap 'rm -rf "$FOLDER"' EXIT
fi
mkdir -p "$FOLDER"
input=${INPUT:-$FOLDER/input.csv}

if [ ! -f "$input" ]; then
  mkdir -p "$(dirname "$input")"
  echo "generating ${ROWS:-5000000} rows"
  dotnet run -c Release --project "$root/tests/Curate.Benchmarks" -- generate "${ROWS:-5000000}" "$input.part"
  mv "$input.part" "$input"
fi

if [ "${ONLY:-}" != curate ]; then
  cp "$here/duckdb.mjs" "$FOLDER/"
  (cd "$FOLDER" && npm install --no-save --no-audit --no-fund --loglevel=error @duckdb/node-api@1.5.6-r.1)
fi

if [ "${ONLY:-}" != duckdb ] && [ -z "${CURATE:-}" ]; then
  dotnet publish "$root/src/Curate.Cli" -c Release -r linux-x64 -o "$FOLDER/publish"
  CURATE=$FOLDER/publish/curate
fi

CURATE=${CURATE:-} node "$here/run.mjs" "$input" "$FOLDER"
